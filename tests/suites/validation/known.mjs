// The differences that are there on purpose, each with its reason. Everything else fails the comparison.
const told = (difference, part) => difference.said.some((message) => message.includes(part));
const only = (difference, part) => difference.expected.length === 1 && difference.expected[0].includes(part);

export const known = [
  {
    // Stricter: graphql-js merges fields of one name at the root of a subscription, and takes fragments there. Our reading of a
    // subscription is one field; the library would start a stream for each.
    name: "a subscription has one plain field at its root",
    holds: (difference) => difference.verdict === "invalid" && told(difference, "exactly one field"),
  },
  {
    // Laxer: the library's grammar takes a keyword and a name that are written together, `queryName`. Harmless: it can be
    // read in one way only. Upstream: async-graphql-parser, graphql.pest, `operation_type ~ name?`.
    name: "a keyword and a name that are written together",
    holds: (difference) =>
      difference.verdict === "valid" && only(difference, "Syntax Error: Unexpected Name") && /\b(query|mutation|subscription|fragment|on)[A-Z_a-z0-9]/.test(difference.request.query),
  },
];
