// The subgraph of a running service is composed with another one: no error and no hint, keys and costs arrive.
// Usage: BINARY=target/debug/staedtenetz node compose.mjs http://127.0.0.1:8080 supergraph.graphql
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { composeServices } from "@apollo/composition";
import { buildSchema, parse } from "graphql";
import { check, finish, sdlOf } from "./ask.mjs";
import { typeDefs } from "./weather.mjs";

const [url, place] = process.argv.slice(2);
const sdl = await sdlOf(url);
const service = (name, typeDefs) => ({ name, url: `${url}/graphql`, typeDefs });
const told = (list) => (list ?? []).map((item) => item.message);

await check("the program prints the same subgraph as the service tells", () => {
  assert.equal(execFileSync(process.env.BINARY, ["schema", "--federation"], { encoding: "utf8", maxBuffer: 2 ** 24 }), sdl);
});
await check("the subgraph composes alone: 0 errors, 0 hints", () => {
  const { errors, hints } = composeServices([service("staedtenetz", parse(sdl))]);
  assert.deepEqual([told(errors), told(hints)], [[], []]);
});
const { errors, hints, supergraphSdl } = composeServices([service("staedtenetz", parse(sdl)), service("weather", typeDefs)]);
await check("it composes with another one: 0 errors, 0 hints", () => {
  assert.deepEqual([told(errors), told(hints)], [[], []]);
});
const definition = (head) => {
  const start = supergraphSdl.indexOf(`\n${head}\n`);
  assert.notEqual(start, -1, `${head} is missing`);
  return supergraphSdl.slice(start, supergraphSdl.indexOf("\n}\n", start));
};
await check("both are at home in the entities, by these keys", () => {
  for (const [head, key] of [["type City implements Node", "ags"], ["type Project implements Node", "id"]]) {
    for (const graph of ["STAEDTENETZ", "WEATHER"]) {
      const join = `@join__type(graph: ${graph}, key: "${key}")`;
      assert.ok(definition(head).includes(join), `${head}: ${join}`);
    }
  }
  const indicator = definition("type Indicator implements Node");
  assert.ok(indicator.includes('@join__type(graph: STAEDTENETZ, key: "id")'), indicator.slice(0, 300));
  assert.ok(indicator.includes('@join__type(graph: WEATHER, key: "id", resolvable: false)'), indicator.slice(0, 300));
});
await check("what operations cost is in the supergraph", () => {
  assert.match(definition("type SimilarProjectConnection"), /@cost\(weight: 20\)/);
  assert.match(supergraphSdl, /limits: \[Limit!\]! @join__field\(graph: STAEDTENETZ\) @listSize\(assumedSize: 30\)/);
});
await check("the supergraph is a schema, with every root field of the service", () => {
  const [whole, own] = [supergraphSdl, sdl.slice(0, sdl.indexOf("\nextend schema"))].map((text) => buildSchema(text, { assumeValidSDL: true }));
  for (const root of ["getQueryType", "getMutationType", "getSubscriptionType"]) {
    const names = (schema) => Object.keys(schema[root]().getFields());
    const missing = names(own).filter((name) => !names(whole).includes(name));
    assert.deepEqual(missing, []);
    assert.ok(names(own).length > 0 && names(own).every((name) => !name.startsWith("_")), root);
  }
});
writeFileSync(place, supergraphSdl ?? "");
finish();
