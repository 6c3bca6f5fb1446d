// What both halves of the suite need: a service of their own with its demo data, programs that are run, and checks that are told.
import { execFile, spawn } from "node:child_process";
import { openSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const clients = fileURLToPath(new URL("../../../examples/clients", import.meta.url));
export const scratch = process.env.SCRATCH;
export const pause = (ms) => new Promise((later) => setTimeout(later, ms));
const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** Asks until it is so, for so many seconds. */
export async function until(what, seconds, isSo) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await pause(50)) {
    const found = await isSo();
    if (found) return found;
  }
  throw new Error(`waited ${seconds} s for ${what}`);
}

/** A program that goes on until it is stopped; what it says goes to a file. */
export function begin(command, args, env, log) {
  const file = openSync(log, "w");
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", file, file] });
  running.add(child);
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    running.delete(child);
  };
  return { child, said: () => readFileSync(log, "utf8"), stop };
}

/** The demo on a port of its own; its keys are printed at the first start with a folder. */
export async function startService(port, folder, env) {
  const url = `http://127.0.0.1:${port}`;
  const service = begin(process.env.BINARY, ["demo", "--port", `${port}`, "--data-dir", folder], env, `${folder}.log`);
  await until("the demo", 60, async () => {
    if (service.child.exitCode !== null) throw new Error(service.said());
    return (await fetch(`${url}/readyz`).catch(() => undefined))?.ok;
  });
  await until("the keys of the demo", 10, () => /AACHEN_LIEST|sind noch da/.test(service.said()));
  const keys = Object.fromEntries([...service.said().matchAll(/export (\w+)=(\S+)/g)].map(([, name, key]) => [name, key]));
  return { ...service, url, keys };
}

/** Runs a client to its end. */
export function run(command, args, env = {}) {
  return new Promise((resolve) => {
    execFile(command, args, { env: { ...process.env, ...env }, timeout: 240_000, maxBuffer: 1e7 }, (error, out, err) =>
      resolve({ code: error ? (error.code ?? -1) : 0, out, err }),
    );
  });
}

export async function get(url, { key, language = "de", ...options } = {}) {
  const headers = { "Accept-Language": language, ...(key ? { Authorization: `Bearer ${key}` } : {}), ...options.headers };
  const response = await fetch(url, { ...options, headers });
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.status} ${url}: ${JSON.stringify(body)}`);
  return body;
}

/** Everything of a list of REST. */
export async function all(url, settings) {
  const items = [];
  for (let after; ; ) {
    const asked = new URL(url);
    asked.searchParams.set("limit", "100");
    if (after) asked.searchParams.set("after", after);
    const { items: more, page } = await get(asked, settings);
    items.push(...more);
    if (!page.hasNextPage) return items;
    after = page.nextCursor;
  }
}

export async function graphql(url, query, variables) {
  const headers = { "Content-Type": "application/json" };
  const { data, errors } = await get(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

let failed = 0;
export async function check(name, body) {
  try {
    await body();
    console.log(`ok     ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}: ${error.message}`);
  }
}
export const finish = () => process.exit(failed === 0 ? 0 : 1);
