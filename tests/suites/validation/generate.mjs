// Operations that are valid for a schema, with values for their variables, as syntax trees of graphql-js.
import {
  Kind,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  parseType,
  typeFromAST,
} from "graphql";

const name = (value) => ({ kind: Kind.NAME, value });
const string = (value) => ({ kind: Kind.STRING, value });
const scalars = {
  Int: (chance) => ({ kind: Kind.INT, value: String(1 + chance.below(9)) }),
  Float: (chance) => (chance.is(0.5) ? { kind: Kind.FLOAT, value: "0.5" } : { kind: Kind.INT, value: "1" }),
  Boolean: (chance) => ({ kind: Kind.BOOLEAN, value: chance.is(0.5) }),
  ID: (chance) => (chance.is(0.8) ? string("project_01h455vb4pex5vsknk084sn02q") : { kind: Kind.INT, value: "7" }),
  DateTime: () => string("2026-11-25T18:00:00Z"),
  Date: () => string("2026-11-25"),
};

/** A literal as the value of a variable. */
const plain = (node) => {
  switch (node.kind) {
    case Kind.LIST:
      return node.values.map(plain);
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map((field) => [field.name.value, plain(field.value)]));
    case Kind.INT:
    case Kind.FLOAT:
      return Number(node.value);
    case Kind.NULL:
      return null;
    default:
      return node.value;
  }
};

export class Generator {
  constructor(schema, chance) {
    this.schema = schema;
    this.chance = chance;
    this.composites = Object.values(schema.getTypeMap()).filter((type) => isCompositeType(type) && !type.name.startsWith("__"));
  }

  /** Values for all variables of an operation that can have one, so that nothing but the document decides. */
  valuesOf({ variableDefinitions = [] }) {
    const values = {};
    for (const { variable, type: node } of variableDefinitions) {
      const type = typeFromAST(this.schema, node);
      if (type && isInputType(type)) values[variable.name.value] = plain(this.literal(getNullableType(type), false));
    }
    return values;
  }

  /** A document with one operation. */
  document() {
    Object.assign(this, { variables: [], fragments: [], left: 30 + this.chance.below(30), aliases: 0 });
    const operation = this.chance.is(0.08) ? "subscription" : this.chance.is(0.2) ? "mutation" : "query";
    const root = this.schema.getRootType(operation);
    const isSubscription = operation === "subscription";
    const selectionSet = isSubscription
      ? { kind: Kind.SELECTION_SET, selections: [this.field(root, this.chance.one(Object.values(root.getFields())), 4, false)] }
      : this.selectionSet(root, 5, 3);
    const definition = {
      kind: Kind.OPERATION_DEFINITION,
      operation,
      name: this.chance.is(0.7) ? name("Asked") : undefined,
      variableDefinitions: this.variables,
      selectionSet,
    };
    const definitions = [definition, ...this.fragments];
    if (this.chance.is(0.3)) definitions.reverse();
    return { kind: Kind.DOCUMENT, definitions };
  }

  selectionSet(type, depth, most = 4) {
    const selections = [];
    const fields = Object.values(type.getFields?.() ?? {}).filter(
      (field) => depth > 1 || !isCompositeType(getNamedType(field.type)),
    );
    if (fields.length > 0) for (const field of this.chance.some(fields, most)) selections.push(this.field(type, field, depth - 1, true));
    if (selections.length === 0 || this.chance.is(0.15)) selections.push({ kind: Kind.FIELD, name: name("__typename"), directives: this.directives() });
    if (depth > 1 && this.left > 0 && this.chance.is(0.2)) selections.push(this.fragment(type, depth - 1));
    return { kind: Kind.SELECTION_SET, selections };
  }

  field(parent, field, depth, decorated) {
    this.left -= 1;
    const type = getNamedType(field.type);
    const args = field.args.filter((argument) => isRequiredArgument(argument) || this.chance.is(0.2));
    // Each field has an alias of its own where it has arguments, so that no two of one name differ.
    const needsAlias = decorated && (args.length > 0 || this.chance.is(0.05)) && parent !== this.schema.getSubscriptionType();
    this.aliases += needsAlias ? 1 : 0;
    return {
      kind: Kind.FIELD,
      alias: needsAlias ? name(`a${this.aliases}_${field.name}`) : undefined,
      name: name(field.name),
      arguments: args.map((argument) => this.argument(argument)),
      directives: decorated ? this.directives() : [],
      selectionSet: isCompositeType(type) ? this.selectionSet(type, this.left > 0 ? depth : 1) : undefined,
    };
  }

  argument(argument) {
    return { kind: Kind.ARGUMENT, name: name(argument.name), value: this.value(argument.type, true, argument.defaultValue !== undefined) };
  }

  directives() {
    if (!this.chance.is(0.08)) return [];
    const condition = { kind: Kind.ARGUMENT, name: name("if"), value: this.value(this.schema.getDirective("skip").args[0].type, true) };
    return [{ kind: Kind.DIRECTIVE, name: name(this.chance.one(["skip", "include"])), arguments: [condition] }];
  }

  /** A fragment on the type itself, on one that it can be, or on an interface of it. */
  fragment(type, depth) {
    const fitting = [type, ...(isObjectType(type) ? type.getInterfaces() : this.schema.getPossibleTypes(type))];
    const on = this.chance.one(fitting);
    const typeCondition = { kind: Kind.NAMED_TYPE, name: name(on.name) };
    const selectionSet = this.selectionSet(on, depth);
    if (this.chance.is(0.5)) {
      const condition = on === type && this.chance.is(0.3) ? undefined : typeCondition;
      return { kind: Kind.INLINE_FRAGMENT, typeCondition: condition, directives: this.directives(), selectionSet };
    }
    const fragmentName = name(`F${this.fragments.length}`);
    this.fragments.push({ kind: Kind.FRAGMENT_DEFINITION, name: fragmentName, typeCondition, selectionSet });
    return { kind: Kind.FRAGMENT_SPREAD, name: fragmentName, directives: this.directives() };
  }

  /** A value of an input type: a literal, or a variable where that may stand here. */
  value(type, mayVary = false, hasDefault = false) {
    if (mayVary && this.chance.is(0.3)) return this.variable(type, hasDefault);
    if (isNonNullType(type)) return this.literal(type.ofType, mayVary);
    if (this.chance.is(0.05)) return { kind: Kind.NULL };
    return this.literal(getNullableType(type), mayVary);
  }

  literal(type, mayVary) {
    if (isListType(type)) {
      if (this.chance.is(0.1)) return this.literal(getNullableType(type.ofType), false);
      const values = Array.from({ length: 1 + this.chance.below(2) }, () => this.value(type.ofType, mayVary));
      return { kind: Kind.LIST, values };
    }
    if (isEnumType(type)) return { kind: Kind.ENUM, value: this.chance.one(type.getValues()).name };
    if (isInputObjectType(type)) return { kind: Kind.OBJECT, fields: this.members(type, mayVary) };
    return (scalars[type.name] ?? (() => string("Rad")))(this.chance);
  }

  members(type, mayVary) {
    const all = Object.values(type.getFields());
    const chosen = type.isOneOf ? [this.chance.one(all)] : all.filter((field) => isRequiredInputField(field) || this.chance.is(0.12));
    return chosen.map((field) => ({
      kind: Kind.OBJECT_FIELD,
      name: name(field.name),
      value: type.isOneOf ? this.literal(getNullableType(field.type), false) : this.value(field.type, mayVary, field.defaultValue !== undefined),
    }));
  }

  variable(type, hasDefault) {
    const known = name(`v${this.variables.length}`);
    const isStricter = !isNonNullType(type) && this.chance.is(0.4);
    const isLaxer = isNonNullType(type) && hasDefault && this.chance.is(0.5);
    const literal = this.literal(getNullableType(type), false);
    const declared = isStricter ? `${type}!` : isLaxer ? String(type.ofType) : String(type);
    const isOptional = !declared.endsWith("!");
    this.variables.push({
      kind: Kind.VARIABLE_DEFINITION,
      variable: { kind: Kind.VARIABLE, name: known },
      type: parseType(declared),
      defaultValue: isOptional && this.chance.is(0.3) ? literal : undefined,
      directives: [],
    });
    return { kind: Kind.VARIABLE, name: known };
  }
}
