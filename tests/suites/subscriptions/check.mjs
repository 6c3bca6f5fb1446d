// What the checks of this suite share: names with their outcome, sockets as promises, an end with 1 where one failed.
import { isDeepStrictEqual } from "node:util";
import WebSocket from "ws";

let failed = 0;
let passed = 0;

/** Runs a check of at most twenty seconds. */
export const check = async (name, run) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in 20 s")), 20_000);
  });
  try {
    await Promise.race([run(), late]);
    passed += 1;
    console.log(`ok     ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}: ${error?.message ?? JSON.stringify(error)}`);
  } finally {
    clearTimeout(timer);
  }
};

export const finish = () => {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
};

export const same = (actual, expected) => {
  if (!isDeepStrictEqual(actual, expected)) {
    throw new Error(`${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
  }
};

/** A socket whose messages and close can be waited for. */
export class Socket {
  constructor(url, { protocols = ["graphql-transport-ws"], ...options } = {}) {
    this.raw = new WebSocket(url, protocols, options);
    this.messages = [];
    this.waiting = [];
    this.closed = new Promise((resolve) => {
      this.raw.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.opened = new Promise((resolve, reject) => {
      this.raw.on("open", resolve);
      this.raw.on("error", reject);
    });
    this.opened.catch(() => {});
    this.raw.on("message", (data) => {
      const message = JSON.parse(data.toString());
      const next = this.waiting.shift();
      if (next) next(message);
      else this.messages.push(message);
    });
  }

  async say(message) {
    await this.opened;
    this.raw.send(typeof message === "string" ? message : JSON.stringify(message));
    return this;
  }

  hear() {
    const message = this.messages.shift();
    return message ? Promise.resolve(message) : new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Introduces itself and waits to be acknowledged. */
  async init(payload) {
    await this.say({ type: "connection_init", payload });
    same(await this.hear(), { type: "connection_ack" });
    return this;
  }

  async closesWith(code, reason) {
    const close = await this.closed;
    if (close.code !== code || (reason && close.reason !== reason)) {
      throw new Error(`closed with ${close.code} „${close.reason}“ instead of ${code}`);
    }
  }
}

export const subscribe = (id, query, variables) => ({ id, type: "subscribe", payload: { query, variables } });
