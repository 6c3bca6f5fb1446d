// Mistakes put into valid operations, one to three at a time: in the tree, then sometimes in the text.
import { Kind, parseType, print, visit } from "graphql";

const name = (value) => ({ kind: Kind.NAME, value });
const field = (value, more = {}) => ({ kind: Kind.FIELD, name: name(value), arguments: [], directives: [], ...more });
const set = (selections) => ({ kind: Kind.SELECTION_SET, selections });
const argument = (of, value) => ({ kind: Kind.ARGUMENT, name: name(of), value });
const directive = (of, args = []) => ({ kind: Kind.DIRECTIVE, name: name(of), arguments: args });
const literals = [
  { kind: Kind.INT, value: "1" },
  { kind: Kind.INT, value: "99999999999" },
  { kind: Kind.INT, value: "-2147483648" },
  { kind: Kind.FLOAT, value: "1.5" },
  { kind: Kind.FLOAT, value: "1e3" },
  { kind: Kind.STRING, value: "x" },
  { kind: Kind.STRING, value: "a\nb", block: true },
  { kind: Kind.BOOLEAN, value: true },
  { kind: Kind.NULL },
  { kind: Kind.ENUM, value: "NOWHERE" },
  { kind: Kind.LIST, values: [] },
  { kind: Kind.LIST, values: [{ kind: Kind.NULL }] },
  { kind: Kind.LIST, values: [{ kind: Kind.LIST, values: [{ kind: Kind.INT, value: "1" }] }] },
  { kind: Kind.OBJECT, fields: [] },
  { kind: Kind.OBJECT, fields: [{ kind: Kind.OBJECT_FIELD, name: name("nothing"), value: { kind: Kind.INT, value: "1" } }] },
  { kind: Kind.VARIABLE, name: name("nowhere") },
  { kind: Kind.VARIABLE, name: name("v0") },
];
const types = ["Int", "Int!", "String", "[String!]", "[[Int]]", "ID!", "Boolean!", "Project", "Node", "ProjectFilter", "Nowhere", "DateTime"];
const places = ["skip", "include", "deprecated", "specifiedBy", "oneOf", "nowhere"];

/** Changes one node of a kind, chosen by chance; a document without one stays as it is. */
const change = (document, chance, kinds, edit) => {
  let count = 0;
  const wanted = (node) => kinds.includes(node.kind);
  visit(document, { enter: (node) => void (count += wanted(node) ? 1 : 0) });
  const chosen = chance.below(Math.max(count, 1));
  let at = -1;
  return visit(document, {
    enter(node) {
      if (!wanted(node)) return undefined;
      at += 1;
      return at === chosen ? edit(node) : undefined;
    },
  });
};
const addTo = (node, key, ...more) => ({ ...node, [key]: [...(node[key] ?? []), ...more] });
const values = [Kind.INT, Kind.FLOAT, Kind.STRING, Kind.BOOLEAN, Kind.ENUM, Kind.LIST, Kind.OBJECT, Kind.VARIABLE];
const located = [Kind.FIELD, Kind.FRAGMENT_SPREAD, Kind.INLINE_FRAGMENT, Kind.OPERATION_DEFINITION, Kind.FRAGMENT_DEFINITION, Kind.VARIABLE_DEFINITION];

/** Each takes the document, chance and the schema, and gives a document. */
const mistakes = {
  unknownField: (d, c) => change(d, c, [Kind.SELECTION_SET], (n) => addTo(n, "selections", field("nothing"))),
  otherField: (d, c) => change(d, c, [Kind.FIELD], (n) => ({ ...n, name: name(c.one(["id", "name", "title", "nodes", "city", "code", "__typename"])) })),
  typename: (d, c) => change(d, c, [Kind.SELECTION_SET], (n) => addTo(n, "selections", field("__typename"))),
  typenameWithArgument: (d, c) =>
    change(d, c, [Kind.SELECTION_SET], (n) => addTo(n, "selections", field("__typename", { arguments: [argument("a", literals[0])] }))),
  introspection: (d, c) =>
    change(d, c, [Kind.SELECTION_SET], (n) => addTo(n, "selections", field("__schema", { selectionSet: set([field("queryType", { selectionSet: set([field("name")]) })]) }))),
  metaType: (d, c) =>
    change(d, c, [Kind.SELECTION_SET], (n) =>
      addTo(n, "selections", field("__type", { arguments: c.is(0.8) ? [argument("name", c.one(literals))] : [], selectionSet: set([field(c.one(["name", "kind", "nothing"]))]) })),
    ),
  noSelection: (d, c) => change(d, c, [Kind.FIELD], (n) => ({ ...n, selectionSet: undefined })),
  selection: (d, c) => change(d, c, [Kind.FIELD], (n) => ({ ...n, selectionSet: set([field(c.one(["id", "__typename", "nothing"]))]) })),
  alias: (d, c) => change(d, c, [Kind.FIELD], (n) => ({ ...n, alias: name(c.one(["id", "name", "code", "x"])) })),
  conflict: (d, c) => change(d, c, [Kind.SELECTION_SET], (n) => addTo(n, "selections", { ...c.one(n.selections), alias: name("x") }, { ...c.one(n.selections), alias: name("x") })),
  conflictOfArguments: (d, c) =>
    change(d, c, [Kind.SELECTION_SET], (n) => {
      const one = c.one(n.selections);
      return one.kind === Kind.FIELD ? addTo(n, "selections", { ...one, arguments: one.arguments?.slice(1) ?? [] }) : n;
    }),
  repeated: (d, c) => change(d, c, [Kind.SELECTION_SET], (n) => addTo(n, "selections", c.one(n.selections))),
  unknownArgument: (d, c) => change(d, c, [Kind.FIELD, Kind.DIRECTIVE], (n) => addTo(n, "arguments", argument("nothing", c.one(literals)))),
  noArgument: (d, c) => change(d, c, [Kind.ARGUMENT], () => null),
  argumentTwice: (d, c) => change(d, c, [Kind.FIELD, Kind.DIRECTIVE], (n) => (n.arguments?.length ? addTo(n, "arguments", n.arguments[0]) : n)),
  otherValue: (d, c) => change(d, c, values, () => c.one(literals)),
  otherValueAgain: (d, c) => change(d, c, [Kind.ARGUMENT, Kind.OBJECT_FIELD], (n) => ({ ...n, value: c.one(literals) })),
  inList: (d, c) => change(d, c, [Kind.ARGUMENT, Kind.OBJECT_FIELD], (n) => ({ ...n, value: { kind: Kind.LIST, values: [n.value, c.one([n.value, ...literals])] } })),
  noMember: (d, c) => change(d, c, [Kind.OBJECT_FIELD], () => null),
  unknownMember: (d, c) => change(d, c, [Kind.OBJECT], (n) => addTo(n, "fields", { kind: Kind.OBJECT_FIELD, name: name("nothing"), value: c.one(literals) })),
  memberTwice: (d, c) => change(d, c, [Kind.OBJECT], (n) => (n.fields.length ? addTo(n, "fields", n.fields[0]) : n)),
  otherType: (d, c) => change(d, c, [Kind.VARIABLE_DEFINITION], (n) => ({ ...n, type: parseType(c.one(types)) })),
  defaultValue: (d, c) => change(d, c, [Kind.VARIABLE_DEFINITION], (n) => ({ ...n, defaultValue: c.one(literals.slice(0, 15)) })),
  noVariable: (d, c) => change(d, c, [Kind.VARIABLE_DEFINITION], () => null),
  variable: (d, c) =>
    change(d, c, [Kind.OPERATION_DEFINITION], (n) =>
      addTo(n, "variableDefinitions", {
        kind: Kind.VARIABLE_DEFINITION,
        variable: { kind: Kind.VARIABLE, name: name(c.one(["v0", "v1", "spare"])) },
        type: parseType(c.one(types)),
        directives: [],
      }),
    ),
  directive: (d, c) => change(d, c, located, (n) => addTo(n, "directives", directive(c.one(places), c.is(0.6) ? [argument("if", c.one(literals))] : []))),
  directiveTwice: (d, c) => change(d, c, located, (n) => addTo(n, "directives", directive("skip", [argument("if", literals[7])]), directive(c.one(["skip", "include"]), [argument("if", literals[7])]))),
  condition: (d, c, s) => change(d, c, [Kind.INLINE_FRAGMENT, Kind.FRAGMENT_DEFINITION], (n) => ({ ...n, typeCondition: { kind: Kind.NAMED_TYPE, name: name(c.one(Object.keys(s.getTypeMap()))) } })),
  unknownFragment: (d, c) => change(d, c, [Kind.SELECTION_SET], (n) => addTo(n, "selections", { kind: Kind.FRAGMENT_SPREAD, name: name(c.one(["F0", "F1", "F2", "Nowhere"])), directives: [] })),
  inlineFragment: (d, c, s) =>
    change(d, c, [Kind.SELECTION_SET], (n) =>
      addTo(n, "selections", {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: { kind: Kind.NAMED_TYPE, name: name(c.one(["Project", "City", "Node", "Query", ...Object.keys(s.getTypeMap())])) },
        directives: [],
        selectionSet: set([field(c.one(["__typename", "id"]))]),
      }),
    ),
  spareFragment: (d, c) =>
    addTo(d, "definitions", {
      kind: Kind.FRAGMENT_DEFINITION,
      name: name(c.one(["F0", "Spare"])),
      typeCondition: { kind: Kind.NAMED_TYPE, name: name(c.one(["Project", "Query", "Node"])) },
      directives: [],
      selectionSet: set([field("__typename")]),
    }),
  noFragment: (d, c) => change(d, c, [Kind.FRAGMENT_DEFINITION], () => null),
  secondOperation: (d, c) =>
    addTo(d, "definitions", {
      kind: Kind.OPERATION_DEFINITION,
      operation: "query",
      name: c.is(0.7) ? name(c.one(["Asked", "Other"])) : undefined,
      variableDefinitions: [],
      directives: [],
      selectionSet: set([field(c.one(["__typename", "nothing"]))]),
    }),
  otherOperation: (d, c) => change(d, c, [Kind.OPERATION_DEFINITION], (n) => ({ ...n, operation: c.one(["query", "mutation", "subscription"]) })),
};

/** Takes away, doubles or exchanges a piece of the text. */
const scramble = (text, chance) => {
  const pieces = text.match(/"""[^]*?"""|"(?:[^"\\]|\\.)*"|\.\.\.|[A-Za-z_]\w*|[^\s]|\s+/g) ?? [];
  const at = chance.below(pieces.length);
  const changed = chance.one([[], [pieces[at], pieces[at]], [chance.one(["{", "}", "(", ")", ":", "!", "$", "@", "...", "[", "&", "|", "on", "fragment", "query", "0x1", "01", "1.", '"', "\u0000", "#"])]]);
  pieces.splice(at, 1, ...changed);
  return pieces.join("");
};

/** The text of a document with mistakes, and what was done to it. */
export const mutate = (document, schema, chance) => {
  const done = [];
  let changed = document;
  for (let left = 1 + chance.below(3); left > 0; left -= 1) {
    const [label, mistake] = chance.one(Object.entries(mistakes));
    changed = mistake(changed, chance, schema);
    done.push(label);
  }
  const text = print(changed);
  if (!chance.is(0.1)) return { text, done };
  return { text: scramble(text, chance), done: [...done, "scrambled"] };
};
