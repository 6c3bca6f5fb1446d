// What of a released OpenAPI document a newer one breaks.
// Usage: node compatible.mjs RELEASED CURRENT
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const methods = ["get", "put", "post", "patch", "delete"];
const reader = (document) => {
  const resolve = (node) => (node?.$ref ? node.$ref.slice(2).split("/").reduce((found, part) => found?.[part], document) : node);
  return resolve;
};
const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** The members of an object, those of its parts too, and which of them are always there. */
const members = (schema, resolve) => {
  const own = resolve(schema) ?? {};
  const parts = list(own.allOf).map((part) => members(part, resolve));
  return {
    properties: Object.assign({}, own.properties, ...parts.map((part) => part.properties)),
    required: new Set([...list(own.required), ...parts.flatMap((part) => [...part.required])]),
  };
};

/** Goes along two schemas at once. `reads` says that clients read what the schema describes, otherwise they write it. */
const compare = (place, [before, after], [old, now], reads, found, seen = new Set()) => {
  const key = `${before?.$ref}>${after?.$ref}`;
  if (before?.$ref && seen.has(key)) return;
  const below = before?.$ref ? new Set([...seen, key]) : seen;
  const [a, b] = [old(before) ?? {}, now(after) ?? {}];
  const [narrow, wide] = reads ? [b, a] : [a, b];
  const choices = (schema) => list(schema.oneOf ?? schema.anyOf);
  const types = (schema, resolve) => new Set([...list(schema.type), ...choices(schema).flatMap((one) => list(resolve(one)?.type))]);
  const allowed = types(wide, reads ? old : now);
  for (const type of types(narrow, reads ? now : old)) {
    if (allowed.size > 0 && !allowed.has(type)) found.push(`${place} is now ${reads ? "also" : "no longer"} ${type}`);
  }
  // A new word in an answer is not a break: clients are told that closed lists grow. One that is no longer taken is.
  if (!reads && a.enum) for (const word of a.enum) if (b.enum && !b.enum.includes(word)) found.push(`${place} no longer takes ${word}`);
  const [was, is] = [members(before, old), members(after, now)];
  for (const [name, schema] of Object.entries(was.properties)) {
    const there = is.properties[name];
    if (!there) found.push(`${place}.${name} was removed`);
    else compare(`${place}.${name}`, [schema, there], [old, now], reads, found, below);
    if (reads && there && was.required.has(name) && !is.required.has(name)) found.push(`${place}.${name} may now be absent`);
  }
  if (!reads) for (const name of is.required) if (!was.required.has(name)) found.push(`${place}.${name} is now required`);
  if (a.items && b.items) compare(`${place}[]`, [a.items, b.items], [old, now], reads, found, below);
  const [one, other] = [choices(a), choices(b)].map((all) => all.filter((choice) => choice.type !== "null"));
  if (one.length === 1 && other.length === 1) compare(place, [one[0], other[0]], [old, now], reads, found, below);
};

/** Everything that a client of the released document would stumble over. */
export const breaks = (released, current) => {
  const found = [];
  const readers = [reader(released), reader(current)];
  for (const [path, item] of Object.entries(released.paths)) {
    for (const method of methods.filter((name) => item[name])) {
      const place = `${method.toUpperCase()} ${path}`;
      const [was, is] = [item[method], current.paths[path]?.[method]];
      if (!is) {
        // What was announced to go may go.
        if (!was.deprecated) found.push(`${place} was removed`);
        continue;
      }
      const key = ({ name, in: where }) => `${where} ${name}`;
      const parameters = (operation, resolve) => new Map(list(operation.parameters).map(resolve).map((one) => [key(one), one]));
      const [before, after] = [parameters(was, readers[0]), parameters(is, readers[1])];
      for (const [name, parameter] of before) {
        if (!after.has(name)) found.push(`${place}: the parameter ${name} was removed`);
        else compare(`${place} ${name}`, [parameter.schema, after.get(name).schema], readers, false, found);
      }
      for (const [name, { required }] of after) {
        if (required && !before.get(name)?.required) found.push(`${place}: the parameter ${name} is now required`);
      }
      const [body, newBody] = [was.requestBody, is.requestBody];
      if (newBody?.required && !body?.required) found.push(`${place}: a body is now required`);
      const contents = (holder) => holder?.content ?? {};
      for (const [media, { schema }] of Object.entries(contents(body))) {
        const there = contents(newBody)[media];
        if (!there) found.push(`${place} no longer takes ${media}`);
        else compare(`${place} body`, [schema, there.schema], readers, false, found);
      }
      for (const [status, response] of Object.entries(was.responses)) {
        if (!status.startsWith("2")) continue;
        if (!is.responses[status]) found.push(`${place} no longer answers ${status}`);
        for (const [media, { schema }] of Object.entries(contents(response))) {
          const there = contents(is.responses[status])[media];
          if (!there) found.push(`${place} ${status} is no longer given as ${media}`);
          else compare(`${place} ${status}`, [schema, there.schema], readers, true, found);
        }
      }
    }
  }
  return [...new Set(found)];
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [released, current] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
  const found = breaks(released, current);
  for (const one of found) console.log(`breaks clients: ${one}`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
