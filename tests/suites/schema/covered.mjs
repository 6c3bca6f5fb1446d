// Fails where a root field is in no document. Usage: node covered.mjs COVERAGE, as graphql-inspector writes it.
import { readFileSync } from "node:fs";

const { types } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const missing = ["Query", "Mutation", "Subscription"].flatMap((root) =>
  Object.entries(types[root].children)
    .filter(([, { hits }]) => hits === 0)
    .map(([field]) => `${root}.${field}`),
);
for (const field of missing) console.log(`${field} is in no document of examples/`);
process.exitCode = missing.length === 0 ? 0 : 1;
