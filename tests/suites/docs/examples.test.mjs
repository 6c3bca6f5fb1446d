// What runs the examples notices what is wrong with them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { blocks, difference, differenceOfLines, examples } from "./examples.mjs";

test("an answer may leave out what it says that it leaves out, and nothing else", () => {
  const actual = { a: 1, b: [1, 2, 3], c: { d: null } };
  for (const shown of [actual, { a: "…", b: [1, "…"], c: { "…": "…" } }, { a: 1, "…": "…" }, "…"]) assert.equal(difference(shown, actual), undefined);
  for (const shown of [{ a: 2, "…": "…" }, { a: 1, b: [1, 2], c: { d: null } }, { a: 1 }, { z: "…", "…": "…" }, { b: [2, "…"], "…": "…" }, { c: { d: 1 }, "…": "…" }, { c: null, "…": "…" }]) {
    assert.notEqual(difference(shown, actual), undefined, JSON.stringify(shown));
  }
});

test("lines are compared to the last one", () => {
  assert.equal(differenceOfLines("a,…\n…\nd", "a,b\nc\nc\nd\n"), undefined);
  assert.equal(differenceOfLines("304", "304\n"), undefined);
  assert.notEqual(differenceOfLines("a", "a\nb"), undefined);
  assert.notEqual(differenceOfLines("a.c", "abc"), undefined);
});

test("every block belongs to an example", () => {
  const [example] = examples("```sh error\ncurl x\n```\ntext\n```json\n{}\n```\n");
  assert.deepEqual([example.language, example.isError, example.shown.text], ["sh", true, "{}"]);
  assert.throws(() => examples("```json\n{}\n```\n"));
  assert.throws(() => examples("```python\nx\n```\n"));
  assert.throws(() => blocks("```sh\n"));
});
