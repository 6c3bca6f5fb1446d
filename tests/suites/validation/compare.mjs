// DIFF-1: operations made by chance from the schema, valid ones and ones with mistakes, are asked of a running service; it has
// to refuse as invalid what graphql-js refuses, and nothing else.
// Usage: npm ci && node compare.mjs http://127.0.0.1:8080 SCHEMA [COUNT] [SEED]; SHOWN=… shows more differences than ten
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Kind, buildSchema, parse, print, validate } from "graphql";
import WebSocket from "ws";
import { Generator } from "./generate.mjs";
import { mutate } from "./mutate.mjs";
import { Chance } from "./random.mjs";
import { known } from "./known.mjs";

const [base, file, count = "2000", seed = "1"] = process.argv.slice(2);
const schema = buildSchema(readFileSync(file, "utf8"));
const chance = new Chance(Number(seed));
const generator = new Generator(schema, chance);

/** What graphql-js says of a document: nothing, or why it is invalid. */
const reference = (text) => {
  try {
    return validate(schema, parse(text)).map(({ message }) => message);
  } catch (error) {
    return [error.message];
  }
};

const invalid = ["GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED"];
const headers = { "content-type": "application/json", accept: "application/json", "accept-language": "en" };

/** An idle connection may be closed just when it is used again, so a request is sent anew where there was no answer. */
const overHttp = async (request, attempts = 3) => {
  try {
    const answer = await fetch(`${base}/graphql`, { method: "POST", headers, body: JSON.stringify(request) });
    return await answer.json();
  } catch (error) {
    if (attempts === 1) throw error;
    return overHttp(request, attempts - 1);
  }
};

/** One socket for all subscriptions. */
const socket = new WebSocket(`${base.replace(/^http/, "ws")}/graphql`, "graphql-transport-ws", { headers: { "accept-language": "en" } });
socket.on("close", (code) => {
  console.error(`FAILED the socket was closed with ${code}`);
  process.exit(1);
});
await once(socket, "open");
socket.send(JSON.stringify({ type: "connection_init" }));
await once(socket, "message");
const waitingFor = new Map();
socket.on("message", (data) => {
  const { id, type, payload } = JSON.parse(data.toString());
  waitingFor.get(id)?.(type === "error" ? { errors: payload } : { data: null });
});
let number = 0;

/** The first answer to a subscription; nothing where none comes within three seconds, for then it listens. */
const overSocket = async (payload) => {
  const id = String((number += 1));
  const answer = new Promise((resolve) => {
    waitingFor.set(id, resolve);
    setTimeout(resolve, 3_000, { data: null });
  });
  socket.send(JSON.stringify({ id, type: "subscribe", payload }));
  const found = await answer;
  waitingFor.delete(id);
  socket.send(JSON.stringify({ id, type: "complete" }));
  return found;
};

/**
 * What the service says: that the document is valid (also where something went wrong while it ran), that it is invalid, or that
 * it did not come to that: a limit, or something else about the request, was in the way.
 */
const asked = async ({ request, isSubscription }) => {
  const answer = await (isSubscription ? overSocket(request) : overHttp(request));
  const errors = answer.errors ?? [];
  const said = errors.map(({ message, extensions }) => `${extensions?.code} ${message}`);
  if (errors.some(({ extensions }) => extensions?.limit)) return { verdict: "limit", said };
  if (errors.some(({ extensions }) => invalid.includes(extensions?.code))) return { verdict: "invalid", said };
  // The stream of a subscription fails without data where a resolver refuses it.
  return { verdict: "data" in answer || isSubscription ? "valid" : "earlier", said };
};

const totals = { valid: 0, invalid: 0, limit: 0, earlier: 0, known: 0, different: 0 };
const differences = [];
const compare = async (made) => {
  const expected = reference(made.request.query);
  const { verdict, said } = await asked(made);
  const isSame = expected.length > 0 ? verdict === "invalid" || verdict === "earlier" : verdict === "valid";
  if (isSame || verdict === "limit") return void (totals[verdict] += 1);
  const difference = { ...made, verdict, expected, said };
  if (known.some(({ holds }) => holds(difference))) return void (totals.known += 1);
  totals.different += 1;
  differences.push(difference);
};

/** The operation of a text that is to run: the first one, where it can be read. */
const operationOf = (text) => {
  try {
    return parse(text).definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  } catch {
    return undefined;
  }
};
const made = () => {
  const document = generator.document();
  const { text, done } = chance.is(0.4) ? { text: print(document), done: [] } : mutate(document, schema, chance);
  const operation = operationOf(text);
  const request = { query: text, variables: operation ? generator.valuesOf(operation) : {}, operationName: operation?.name?.value };
  return { request, done, isSubscription: operation?.operation === "subscription" };
};
const waiting = Array.from({ length: Number(count) }, made);
await Promise.all(Array.from({ length: 8 }, async () => {
  for (let next = waiting.pop(); next; next = waiting.pop()) await compare(next);
}));

for (const { request, done, verdict, expected, said } of differences.slice(0, Number(process.env.SHOWN ?? 10))) {
  console.log(`FAILED the service says ${verdict} (${said.slice(0, 2).join("; ")}), graphql-js says ${expected.slice(0, 2).join("; ") || "valid"}`);
  console.log(`       made by ${done.join(", ") || "generation"}, with ${JSON.stringify(request.variables)}\n${request.query.replace(/^/gm, "       ")}`);
}
console.log(`${count} operations, seed ${seed}: ${Object.entries(totals).map(([name, number]) => `${number} ${name}`).join(", ")}`);
process.exit(totals.different === 0 && totals.valid > 0 && totals.invalid > 0 ? 0 : 1);
