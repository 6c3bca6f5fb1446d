// The check of compatibility finds every kind of break, and nothing where there is none.
import assert from "node:assert/strict";
import { test } from "node:test";
import { breaks } from "./compatible.mjs";

const document = () => ({
  paths: {
    "/things": {
      get: {
        parameters: [{ name: "kind", in: "query", required: false, schema: { type: "string", enum: ["A", "B"] } }],
        responses: { 200: { content: { "application/json": { schema: { $ref: "#/components/schemas/Thing" } } } }, 404: {} },
      },
      post: {
        requestBody: { required: true, content: { "application/json": { schema: { $ref: "#/components/schemas/New" } } } },
        responses: { 201: {} },
      },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: "object",
        required: ["id"],
        properties: { id: { type: "string" }, size: { type: ["integer", "null"] }, of: { type: "array", items: { $ref: "#/components/schemas/Thing" } } },
      },
      New: { type: "object", required: ["name"], properties: { name: { type: "string" }, kind: { type: "string", enum: ["A", "B"] } } },
    },
  },
});

/** What is found after a change. */
const after = (change) => {
  const changed = document();
  change(changed);
  return breaks(document(), changed);
};

test("nothing breaks where nothing or more is there", () => {
  assert.deepEqual(after(() => {}), []);
  const more = after(({ paths, components: { schemas } }) => {
    paths["/others"] = paths["/things"];
    paths["/things"].get.parameters.push({ name: "limit", in: "query", required: false, schema: { type: "integer" } });
    paths["/things"].get.parameters[0].schema.enum.push("C");
    schemas.Thing.properties.more = { type: "string" };
    schemas.Thing.required.push("size");
    schemas.New.properties.more = { type: "string" };
    schemas.New.required = [];
  });
  assert.deepEqual(more, []);
});

for (const [name, change, expected] of [
  ["an operation", ({ paths }) => delete paths["/things"].post, ["POST /things was removed"]],
  ["a parameter", ({ paths }) => paths["/things"].get.parameters.pop(), ["GET /things: the parameter query kind was removed"]],
  ["a word", ({ paths }) => paths["/things"].get.parameters[0].schema.enum.pop(), ["GET /things query kind no longer takes B"]],
  ["a parameter that is required", ({ paths }) => (paths["/things"].get.parameters[0].required = true), ["GET /things: the parameter query kind is now required"]],
  ["a member of an answer", ({ components }) => delete components.schemas.Thing.properties.size, ["GET /things 200.size was removed"]],
  ["a member that may be absent", ({ components }) => (components.schemas.Thing.required = []), ["GET /things 200.id may now be absent"]],
  ["null in an answer", ({ components }) => (components.schemas.Thing.properties.id.type = ["string", "null"]), ["GET /things 200.id is now also null"]],
  ["a member of a body that is required", ({ components }) => components.schemas.New.required.push("kind"), ["POST /things body.kind is now required"]],
  ["a type of a body", ({ components }) => (components.schemas.New.properties.name.type = "integer"), ["POST /things body.name is now no longer string"]],
  ["a status", ({ paths }) => (paths["/things"].post.responses = { 202: {} }), ["POST /things no longer answers 201"]],
]) {
  test(`a break: ${name}`, () => assert.deepEqual(after(change), expected));
}

test("what was announced to go may go", () => {
  const released = document();
  released.paths["/things"].post.deprecated = true;
  const current = document();
  delete current.paths["/things"].post;
  assert.deepEqual(breaks(released, current), []);
});
