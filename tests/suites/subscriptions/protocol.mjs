// What the protocols ask of any service: graphql-transport-ws with its close codes, graphql-sse in both modes.
// Usage: npm ci && node protocol.mjs http://127.0.0.1:8080
import { createClient as sse } from "graphql-sse";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { Socket, check, finish, same, subscribe } from "./check.mjs";

const [base] = process.argv.slice(2);
const url = `${base.replace(/^http/, "ws")}/graphql`;
const listening = "subscription { changes { cursor } }";
const replay = "subscription($after: String) { changes(after: $after) { cursor change { id kind } } }";

const ask = async (query) => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${base}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  return (await answer.json()).data;
};

/** The first changes of the feed, as a query lists them. */
const { changes: page } = await ask("{ changes(first: 5) { edges { cursor node { id kind } } } }");
const [first, ...rest] = page.edges.map(({ cursor, node }) => ({ cursor, change: node }));

/** The events behind the first one, as they are listened to. */
const events = async (iterator) => {
  const found = [];
  for await (const { data, errors } of iterator) {
    if (errors) throw new Error(JSON.stringify(errors));
    found.push(data.changes);
    if (found.length === rest.length) break;
  }
  return found;
};

const client = () => createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });

await check("a query over a socket", async () => {
  const graph = client();
  for await (const answer of graph.iterate({ query: "{ __typename }" })) same(answer.data, { __typename: "Query" });
  await graph.dispose();
});
await check("an invalid operation is answered by an error message", async () => {
  const socket = await new Socket(url).init();
  await socket.say(subscribe("1", "{ nothing }"));
  const { type, id, payload } = await socket.hear();
  same([type, id, payload[0].extensions.code], ["error", "1", "GRAPHQL_VALIDATION_FAILED"]);
  socket.raw.close();
});
await check("4401: an operation before the acknowledgement", async () => {
  const socket = await new Socket(url).say(subscribe("1", "{ __typename }"));
  await socket.closesWith(4401, "Unauthorized");
});
await check("4429: a second connection_init", async () => {
  const socket = await (await new Socket(url).init()).say({ type: "connection_init" });
  await socket.closesWith(4429, "Too many initialisation requests");
});
for (const message of ["nonsense", "[]", { type: "nonsense" }, { id: "1", type: "subscribe", payload: {} }]) {
  await check(`4400: ${JSON.stringify(message)}`, async () => {
    await (await (await new Socket(url).init()).say(message)).closesWith(4400);
  });
}
await check("4400: a binary message", async () => {
  const socket = await new Socket(url).init();
  socket.raw.send(Buffer.from([1, 2, 3]));
  await socket.closesWith(4400);
});
await check("4408: no connection_init in time", async () => {
  await new Socket(url).closesWith(4408, "Connection initialisation timeout");
});
await check("4409: a name that is taken", async () => {
  const socket = await new Socket(url).init();
  await socket.say(subscribe("one", listening));
  await socket.say(subscribe("one", listening));
  await socket.closesWith(4409, "Subscriber for one already exists");
});
await check("4406: no subprotocol", async () => {
  await new Socket(url, { protocols: [] }).closesWith(4406, "Subprotocol not acceptable");
});
await check("another subprotocol is not agreed to", async () => {
  const refused = await new Socket(url, { protocols: ["graphql-ws"] }).opened.then(() => "opened", String);
  same(refused, "Error: Server sent no subprotocol");
});
await check("4403: a credential that does not hold", async () => {
  const socket = await new Socket(url).say({ type: "connection_init", payload: { Authorization: "Bearer nonsense" } });
  await socket.closesWith(4403, "Forbidden");
});
await check("a credential in the header that does not hold is refused as HTTP", async () => {
  const socket = new Socket(url, { headers: { Authorization: "Bearer nonsense" } });
  same(await socket.opened.then(() => "opened", String), "Error: Unexpected server response: 401");
});
await check("a ping is answered with its payload", async () => {
  const socket = await new Socket(url).init();
  await socket.say({ type: "ping", payload: { n: 1 } });
  same(await socket.hear(), { type: "pong", payload: { n: 1 } });
  socket.raw.close(1000, "done");
  await socket.closesWith(1000);
});
await check("a message that is too large", async () => {
  await (await (await new Socket(url).init()).say(" ".repeat(300_000))).closesWith(1009);
});
await check("a name is free again after complete", async () => {
  const socket = await new Socket(url).init();
  await socket.say(subscribe("one", listening));
  await socket.say({ id: "one", type: "complete" });
  await socket.say(subscribe("one", "{ __typename }"));
  same((await socket.hear()).payload.data, { __typename: "Query" });
  same(await socket.hear(), { id: "one", type: "complete" });
  socket.raw.close();
});
await check("changes need a credential", async () => {
  const socket = await new Socket(url).init();
  await socket.say(subscribe("1", "mutation { signOut }"));
  same((await socket.hear()).payload[0].extensions.code, "UNAUTHENTICATED");
  socket.raw.close();
});
await check("a subscription has one field", async () => {
  const socket = await new Socket(url).init();
  await socket.say(subscribe("1", "subscription { a: changes { cursor } b: changes { cursor } }"));
  same((await socket.hear()).payload[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
  socket.raw.close();
});
await check("a socket goes on behind a cursor, in the order of the feed", async () => {
  const graph = client();
  same(await events(graph.iterate({ query: replay, variables: { after: first.cursor } })), rest);
  await graph.dispose();
});

for (const singleConnection of [false, true]) {
  const mode = singleConnection ? "single connection" : "distinct connections";
  const graph = () => sse({ url: `${base}/graphql${singleConnection ? "/stream" : ""}`, singleConnection, retryAttempts: 0 });
  await check(`graphql-sse, ${mode}: a query`, async () => {
    const one = graph();
    for await (const answer of one.iterate({ query: "{ __typename }" })) same(answer.data, { __typename: "Query" });
    one.dispose();
  });
  await check(`graphql-sse, ${mode}: goes on behind a cursor, in the order of the feed`, async () => {
    const one = graph();
    same(await events(one.iterate({ query: replay, variables: { after: first.cursor } })), rest);
    one.dispose();
  });
  await check(`graphql-sse, ${mode}: an invalid operation`, async () => {
    const one = graph();
    const told = await new Promise((resolve, reject) => {
      const sink = { next: resolve, error: resolve, complete: () => reject(new Error("completed without an error")) };
      one.subscribe({ query: "subscription { nothing }" }, sink);
    });
    same(told.errors[0].extensions.code, "GRAPHQL_VALIDATION_FAILED");
    one.dispose();
  });
}

const streamed = async (headers, query) => {
  const address = `${base}/graphql?${new URLSearchParams({ query })}`;
  const answer = await fetch(address, { headers: { accept: "text/event-stream", ...headers } });
  return { answer, reader: answer.body.pipeThrough(new TextDecoderStream()).getReader() };
};
const until = async (reader, pattern) => {
  for (let text = ""; ; ) {
    const { value, done } = await reader.read();
    text += value ?? "";
    if (pattern.test(text)) return text;
    if (done) throw new Error(`the stream ended: ${text}`);
  }
};
await check("server-sent events carry their cursors, and Last-Event-ID goes on behind one", async () => {
  const { answer, reader } = await streamed({ "last-event-id": first.cursor }, "subscription { changes { cursor } }");
  same(answer.headers.get("content-type"), "text/event-stream; charset=utf-8");
  const ids = (await until(reader, new RegExp(rest.at(-1).cursor + '"'))).matchAll(/^id: (.*)$/gm);
  same([...ids].slice(0, rest.length).map(([, id]) => id), rest.map(({ cursor }) => cursor));
  await reader.cancel();
});
await check("a mutation by GET changes nothing", async () => {
  const { reader } = await streamed({}, "mutation { signOut }");
  if (!/METHOD_NOT_ALLOWED/.test(await until(reader, /event: complete/))) throw new Error("no refusal");
});
await check("a stream is opened once, and only by its token", async () => {
  const stream = (method, token, path = "") =>
    fetch(`${base}/graphql/stream${path}`, { method, headers: token ? { "x-graphql-event-stream-token": token } : {} });
  const token = await (await stream("PUT")).text();
  const one = await stream("GET", token);
  same([one.status, (await stream("GET", token)).status], [200, 409]);
  same((await stream("GET", "nonsense")).status, 404);
  const headers = { "content-type": "application/json", "x-graphql-event-stream-token": token };
  const broken = JSON.stringify({ query: "{", extensions: { operationId: "1" } });
  same((await fetch(`${base}/graphql/stream`, { method: "POST", headers, body: broken })).status, 400);
  same((await stream("DELETE", token, "?operationId=none")).status, 200);
  await one.body.cancel();
});
finish();
