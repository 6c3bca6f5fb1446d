// Queries through @apollo/gateway, which asks the service over HTTP with whatever credential its own caller shows.
// Usage: node gateway.mjs http://127.0.0.1:8080 supergraph.graphql demo-access.json
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ApolloGateway, LocalGraphQLDataSource, RemoteGraphQLDataSource } from "@apollo/gateway";
import { parse } from "graphql";
import { check, finish, send } from "./ask.mjs";
import { schema as weather } from "./weather.mjs";

const [url, place, access] = process.argv.slice(2);
const people = JSON.parse(readFileSync(access, "utf8"));
const bearer = (variable) => `Bearer ${people.find((one) => one.variable === variable).key}`;
const AACHEN = bearer("AACHEN_SCHREIBT");
const KARLSRUHE = bearer("KARLSRUHE_SCHREIBT");
const OFFICE = bearer("KOORDINATION");

/** Operations that the service was sent. */
let sent = [];
class Service extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    sent.push(request.query);
    if (context.authorization) request.http.headers.set("authorization", context.authorization);
  }
}
const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(place, "utf8"),
  buildService: ({ name }) => (name === "weather" ? new LocalGraphQLDataSource(weather) : new Service({ url: `${url}/graphql` })),
});
const { schema, executor } = await gateway.load();

/** Asks through the gateway: data, the codes of the errors, and what the service was sent for it. */
const ask = async (query, variables = {}, authorization) => {
  sent = [];
  const document = parse(query);
  const operation = document.definitions[0];
  const { data, errors } = await executor({
    request: { query, variables },
    document,
    operation,
    operationName: operation.name?.value ?? null,
    source: query,
    queryHash: `${query.length}${query}`,
    context: { authorization },
    cache: undefined,
    logger: console,
    schema,
    metrics: {},
    overallCachePolicy: {},
  });
  return { data: JSON.parse(JSON.stringify(data ?? null)), errors: errors ?? [], codes: (errors ?? []).map((error) => error.extensions?.code), sent };
};

const made = (path, body) => send(`${url}/api/v1/${path}`, body, { authorization: AACHEN });
const plan = await made("plans", { network: "kora", title: "Verborgener Plan" });
const hidden = (await made(`plans/${plan.id}/projects`, { code: "geheim", sequenceNo: 1, workingTitle: "Verborgene Brücke" })).id;
const nothing = "project_01jw0000000000000000000000";
const own = await send(`${url}/graphql`, {
  query: `{ projects(first: 1, filter: { city: ["05334002"] }) { nodes { id workingTitle } } indicator(code: "coordination_loops") { id label(locale: DE) } }`,
});
const [shown] = own.data.projects.nodes;
const { indicator } = own.data;

await check("from the service to the other one: the weather of a city", async () => {
  const { data, errors, sent } = await ask(`{ city(ags: "05334002") { name weather { celsius sky } } }`);
  assert.deepEqual([data, errors], [{ city: { name: "Aachen", weather: { celsius: 11.5, sky: "Regen" } } }, []]);
  assert.equal(sent.length, 1);
});
await check("from the other one to the service: cities by AGS, all of them in one request, what is absent is null", async () => {
  const { data, errors, sent } = await ask(`query($ags: [String!]!) { stations(ags: $ags) { name weather { sky } tenant { name } } }`, {
    ags: ["08212000", "99999999", "05334002", "08212000"],
  });
  const karlsruhe = data.stations[0];
  assert.deepEqual(errors, []);
  assert.deepEqual([karlsruhe.name, karlsruhe.weather], ["Karlsruhe", { sky: "heiter" }]);
  assert.match(karlsruhe.tenant.name, /Karlsruhe/);
  assert.deepEqual(data.stations.map((city) => city?.name ?? null), ["Karlsruhe", null, "Aachen", "Karlsruhe"]);
  assert.equal(sent.length, 1);
  assert.match(sent[0], /_entities\(representations:\s*\$representations\)/);
});
await check("an indicator by its id", async () => {
  const { data, errors } = await ask(`query($ids: [ID!]!) { measured(ids: $ids) { label(locale: DE) code } }`, { ids: [indicator.id] });
  assert.deepEqual([data, errors], [{ measured: [{ label: indicator.label, code: "coordination_loops" }] }, []]);
});
await check("there and back: a project, its city, the weather of its city, the note on it", async () => {
  const query = `query($ids: [ID!]!) { noted(ids: $ids) { note workingTitle city { name weather { celsius } } } }`;
  const { data, errors, sent } = await ask(query, { ids: [shown.id] });
  const expected = { note: `Notiz zu ${shown.id}`, workingTitle: shown.workingTitle, city: { name: "Aachen", weather: { celsius: 11.5 } } };
  assert.deepEqual([data, errors], [{ noted: [expected] }, []]);
  assert.equal(sent.length, 1);
});

const NOTED = `query($ids: [ID!]!) { noted(ids: $ids) { id note workingTitle } }`;
await check("a project that is not released is null without a credential, for another city and for the office, like one of nothing", async () => {
  for (const authorization of [undefined, KARLSRUHE, OFFICE]) {
    const { data, codes } = await ask(NOTED, { ids: [shown.id, hidden, nothing] }, authorization);
    assert.equal(data.noted[0].workingTitle, shown.workingTitle);
    assert.deepEqual([data.noted[1], data.noted[2], codes], [null, null, []]);
  }
});
await check("with the key of Aachen, which the gateway hands on, it is there", async () => {
  const { data, errors } = await ask(NOTED, { ids: [hidden, nothing] }, AACHEN);
  const expected = { id: hidden, note: `Notiz zu ${hidden}`, workingTitle: "Verborgene Brücke" };
  assert.deepEqual([data, errors], [{ noted: [expected, null] }, []]);
});
await check("a key that does not hold is refused", async () => {
  const { data, codes } = await ask(`{ city(ags: "05334002") { name } }`, {}, "Bearer garbage");
  assert.deepEqual([data, codes], [{ city: null }, ["UNAUTHENTICATED"]]);
});
await check("a key that is wrong is told, and spoils no other", async () => {
  const { data, errors, codes } = await ask(`query($ags: [String!]!) { stations(ags: $ags) { name } }`, { ags: ["5334002", "05334002"] });
  assert.deepEqual([data, codes], [{ stations: [null, { name: "Aachen" }] }, ["BAD_USER_INPUT"]]);
  assert.match(errors[0].message, /^representations\[0\]\.ags: "5334002" ist kein Amtlicher Gemeindeschlüssel/);
});
await check("a hundred are possible at once, one more is refused", async () => {
  const query = `query($ags: [String!]!) { stations(ags: $ags) { name } }`;
  // A gateway asks for each key once.
  const ags = Array.from({ length: 101 }, (_, number) => String(number + 5334000).padStart(8, "0"));
  const hundred = await ask(query, { ags: ags.slice(0, 100) });
  assert.deepEqual([hundred.codes, hundred.data.stations[2]], [[], { name: "Aachen" }]);
  const { codes } = await ask(query, { ags });
  assert.deepEqual(codes, ["LIMIT_EXCEEDED"]);
});
await gateway.stop();
finish();
