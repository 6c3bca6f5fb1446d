// Executes workflow.json without n8n: the same requests with the same parameters, pages and expressions, read from the file.
// What it does not know in the file it refuses, so that nothing there is left out in silence.
// Usage: node execute.mjs URL [--json]
import { readFile } from "node:fs/promises";
import { runInNewContext } from "node:vm";

const [url = "http://127.0.0.1:8080", form] = process.argv.slice(2);
const workflow = JSON.parse(await readFile(new URL("workflow.json", import.meta.url), "utf8"));
const log = form === "--json" ? () => {} : console.log;

/** A value of a parameter: `={{ … }}` is an expression in JavaScript, as in n8n, everything else stands for itself. */
function resolve(value, known) {
  const expression = typeof value === "string" ? /^=\{\{(.*)\}\}$/s.exec(value)?.[1] : undefined;
  if (expression !== undefined) return runInNewContext(`(${expression})`, structuredClone(known), { timeout: 1000 });
  if (typeof value === "string" && value.startsWith("=")) throw new Error(`unknown expression: ${value}`);
  return value;
}

/** Takes parameters out of a node and refuses the rest. */
function only(node, known, parameters) {
  const rest = Object.keys(parameters).filter((name) => !known.includes(name));
  if (rest.length > 0) throw new Error(`"${node.name}" has what this program does not know: ${rest.join(", ")}`);
  return parameters;
}

const pairs = (group, known) => (group?.parameters ?? []).map(({ name, value }) => [name, resolve(value, known)]);

async function request(address, query, headers, attempts, pause) {
  for (let attempt = 1; ; attempt += 1) {
    const asked = new URL(address);
    for (const [name, value] of query) if (value !== undefined && value !== null) asked.searchParams.set(name, value);
    const response = await fetch(asked, { headers, signal: AbortSignal.timeout(30_000) });
    const body = await response.json();
    log(`GET ${asked.pathname}${asked.search} → ${response.status}`);
    if (response.ok) return { body, headers: Object.fromEntries(response.headers), statusCode: response.status };
    if (attempt === attempts || ![429, 503].includes(response.status)) throw new Error(`${response.status}: ${body.detail}`);
    await new Promise((later) => setTimeout(later, pause));
  }
}

/** HTTP Request: one item for each page, or for each row where the answer is a list. */
async function httpRequest(node) {
  const given = only(node, ["method", "url", "sendQuery", "queryParameters", "sendHeaders", "headerParameters", "options"], node.parameters);
  if (given.method !== "GET") throw new Error(`"${node.name}": only GET is executed`);
  const address = given.url.replace("http://127.0.0.1:8080", url.replace(/\/$/, ""));
  const headers = Object.fromEntries(given.sendHeaders ? pairs(given.headerParameters, {}) : []);
  if (process.env.STAEDTENETZ_KEY) headers.Authorization = `Bearer ${process.env.STAEDTENETZ_KEY}`;
  const query = given.sendQuery ? pairs(given.queryParameters, {}) : [];
  const ask = (more) => request(address, [...query, ...more], headers, node.retryOnFail ? node.maxTries : 1, node.waitBetweenTries);
  const pagination = only(node, ["pagination"], given.options).pagination?.pagination;
  if (!pagination) {
    const { body } = await ask([]);
    return Array.isArray(body) ? body : [body];
  }
  if (pagination.paginationMode !== "updateAParameterInEachRequest" || pagination.paginationCompleteWhen !== "other")
    throw new Error(`"${node.name}": unknown pagination`);
  const items = [];
  for (let known = { $response: {}, $pageCount: 0 }; ; ) {
    const $response = await ask(pairs(pagination.parameters, known));
    items.push($response.body);
    known = { $response, $pageCount: known.$pageCount + 1 };
    if (resolve(pagination.completeExpression, known)) return items;
    if (pagination.limitPagesFetched && items.length >= pagination.maxRequests)
      throw new Error(`"${node.name}": more than ${pagination.maxRequests} pages`);
    await new Promise((later) => setTimeout(later, pagination.requestInterval));
  }
}

const kinds = {
  "n8n-nodes-base.manualTrigger": () => [{}],
  "n8n-nodes-base.httpRequest": httpRequest,
  "n8n-nodes-base.splitOut": (node, items) => items.flatMap((item) => item[node.parameters.fieldToSplitOut]),
  "n8n-nodes-base.set": (node, items) =>
    items.map(($json) => Object.fromEntries(node.parameters.assignments.assignments.map(({ name, value }) => [name, resolve(value, { $json })]))),
};

function table(name, rows) {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.slice(0, 10).map((row) => columns.map((column) => `${row[column] ?? "–"}`.slice(0, 56)))];
  const widths = columns.map((_, place) => Math.max(...lines.map((line) => line[place].length)));
  console.log(`\n${name}: ${rows.length} rows${rows.length > 10 ? ", the first ten" : ""}`);
  for (const line of lines) console.log(line.map((cell, place) => cell.padEnd(widths[place])).join("  ").trimEnd());
}

/** Runs a node on what came before, then what follows it. What nothing follows is the result. */
async function run(name, items, results) {
  const node = workflow.nodes.find((candidate) => candidate.name === name);
  if (!kinds[node?.type]) throw new Error(`"${name}" is of a type that this program does not know: ${node?.type}`);
  const made = await kinds[node.type](node, items);
  const next = (workflow.connections[name]?.main ?? []).flat();
  if (next.length === 0) results[name] = made;
  for (const { node: following } of next) await run(following, made, results);
  return results;
}

try {
  const start = workflow.nodes.find((node) => node.type === "n8n-nodes-base.manualTrigger");
  const results = await run(start.name, [], {});
  if (form === "--json") console.log(JSON.stringify(results));
  else for (const [name, rows] of Object.entries(results)) table(name, rows);
} catch (error) {
  console.error(error.cause ? `There is no service at ${url}: ${error.cause.message}` : error.message);
  process.exitCode = 1;
}
