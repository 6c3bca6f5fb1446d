// Whose access ends hears no more, and whoever does not read is not waited for. The service is one with small bounds, set up
// by run.sh, which gives keys and the secret of the development issuer.
// Usage: node access.mjs http://127.0.0.1:8080 (EDITOR, REVOKED, REVOKE, SECRET in the environment)
import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { Socket, check, finish, same, subscribe } from "./check.mjs";

const [base] = process.argv.slice(2);
const { EDITOR, REVOKED, REVOKE, SECRET } = process.env;
const url = `${base.replace(/^http/, "ws")}/graphql`;
const bearer = (token) => ({ Authorization: `Bearer ${token}` });
const listening = "subscription { changes { cursor change { kind action subjectId } } }";
const create = `mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }`;
const plan = (title) => ({ input: { network: "kora", title, status: "DRAFT" } });

/** A token of the development issuer that runs out in so many seconds; a minute of difference of clocks is borne. */
const token = (tenant, seconds) => {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    iss: `${base}/development`, aud: base, sub: "somebody", client_id: "suite", jti: "1", tenant,
    role: "READER", scope: "content:read", iat: now - 600, exp: now - 60 + seconds,
  };
  const text = `${part({ alg: "HS256", typ: "at+jwt", kid: "development" })}.${part(claims)}`;
  return `${text}.${createHmac("sha256", SECRET).update(text).digest("base64url")}`;
};
const { me } = await (async () => {
  const headers = { "content-type": "application/json", ...bearer(EDITOR) };
  const body = JSON.stringify({ query: "{ me { tenant { id } } }" });
  return (await (await fetch(`${base}/graphql`, { method: "POST", headers, body })).json()).data;
})();

await check("a change over a socket is told to its tenant and to nobody else", async () => {
  const [own, nobody] = [await new Socket(url).init(bearer(EDITOR)), await new Socket(url).init()];
  for (const socket of [own, nobody]) await socket.say(subscribe("feed", listening));
  // Both listen when a query that was sent later is answered and a second has gone by.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await own.say(subscribe("write", create, plan("Plan über den Socket")));
  const heard = [await own.hear(), await own.hear(), await own.hear()];
  const written = heard.find(({ id, type }) => id === "write" && type === "next").payload.data.createPlan.plan.id;
  const told = heard.find(({ id }) => id === "feed").payload.data.changes.change;
  same(told, { kind: "PLAN", action: "CREATED", subjectId: written });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  same(nobody.messages, []);
  own.raw.close();
  nobody.raw.close();
});
await check("4403: a token that runs out", async () => {
  const socket = await new Socket(url).init(bearer(token(me.tenant.id, 3)));
  await socket.say(subscribe("feed", listening));
  await socket.closesWith(4403, "token expired");
});
await check("a stream of server-sent events is cut off when its token runs out", async () => {
  const address = `${base}/graphql?${new URLSearchParams({ query: listening })}`;
  const answer = await fetch(address, { headers: { accept: "text/event-stream", ...bearer(token(me.tenant.id, 3)) } });
  const text = await answer.text();
  same([text.includes(": token expired"), text.includes("event: complete")], [true, false]);
});
await check("4401: a key that is revoked", async () => {
  const socket = await new Socket(url).init(bearer(REVOKED));
  execFileSync("bash", ["-c", REVOKE]);
  await socket.closesWith(4401, "access revoked");
  const again = await new Socket(url).say({ type: "connection_init", payload: bearer(REVOKED) });
  await again.closesWith(4403, "Forbidden");
});
await check("more operations than can run are refused one by one", async () => {
  const socket = await new Socket(url).init(bearer(EDITOR));
  for (const id of ["1", "2", "3", "4"]) await socket.say(subscribe(id, listening));
  const { id, type, payload } = await socket.hear();
  same([id, type, payload[0].extensions.limit], ["4", "error", "operations"]);
  socket.raw.close();
  await socket.closed;
});
await check("more sockets than a tenant can have are closed with 1013", async () => {
  const open = [];
  for (const _ of [1, 2, 3]) open.push(await new Socket(url).init(bearer(EDITOR)));
  const more = await new Socket(url).say({ type: "connection_init", payload: bearer(EDITOR) });
  await more.closesWith(1013, "too many connections");
  for (const socket of open) socket.raw.close();
  await Promise.all(open.map(({ closed }) => closed));
});
await check("1013: somebody who does not read", async () => {
  const socket = await new Socket(url).init(bearer(EDITOR));
  socket.raw.pause();
  const ping = JSON.stringify({ type: "ping", payload: { filler: "x".repeat(200_000) } });
  for (let sent = 0; sent < 200; sent += 1) socket.raw.send(ping, () => {});
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  socket.raw.resume();
  await socket.closesWith(1013, "slow consumer");
});
await check("a socket that gives no sign of life is cut off", async () => {
  const socket = await new Socket(url, { autoPong: false }).init(bearer(EDITOR));
  await socket.closesWith(1006);
});
finish();
