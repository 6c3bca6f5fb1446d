// The other example clients, each by its one command: what they print, keep and write is what the service says by itself.
// Usage: clients.mjs URL
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { all, check, clients, finish, get, run, scratch, startService } from "./service.mjs";

const PORT = 18196, NOBODY = "http://127.0.0.1:9";
const [shared] = process.argv.slice(2);
const folder = `${scratch}/clients`;
let service = await startService(PORT, folder, { STAEDTENETZ_RATE_LIMIT: "false" });
const { url, keys } = service;
const client = (name, address, env, ...more) => run("bash", [`${clients}/${name}/run.sh`, address, ...more], { STAEDTENETZ_KEY: "", ...env });
const succeeded = ({ code, out, err }) => assert.equal(code, 0, `${out}\n${err}`);
const says = (text, expected) => assert.ok(text.includes(expected), `"${expected}" is not in:\n${text}`);

const aachen = (address, settings) => all(`${address}/api/v1/projects?city=05334002`, settings);
/** Lines about the projects that are like „Initiativen einbinden“, as a client prints them. */
async function alike(address, form) {
  const { items } = await get(`${address}/api/v1/projects?city=05334002&text=Initiativen%20einbinden&limit=1`);
  const { items: matches } = await get(`${address}/api/v1/projects/${items[0].id}/similar?limit=3`, { language: "en" });
  assert.equal(matches.length, 3);
  return matches.map(form);
}

await check("curl: pages, similar projects, 304, an error, GraphQL; without a key nothing is written", async () => {
  const done = await client("curl", shared);
  succeeded(done);
  const projects = (await aachen(shared)).length;
  assert.ok(projects > 5);
  says(done.out, `${projects} projects of the city on ${Math.ceil(projects / 5)} pages`);
  for (const line of await alike(shared, (match) => `${match.score}  ${match.project.cityName}: ${match.project.workingTitle}\n         ${match.explanation}`))
    says(done.out, line);
  assert.match(done.out, /^200 with the ETag (\S+), [1-9]\d* bytes\n304 with the ETag \1, 0 bytes$/m);
  says(done.out, '400 BAD_USER_INPUT: filter.city: "Aachen" is no official municipality key');
  says(done.out, `${projects} projects; networks: kora; cost `);
  says(done.out, "Changes are left out");
});
await check("curl: what is sent twice is made once, what was overtaken is refused, and nothing is left behind", async () => {
  const key = keys.AACHEN_SCHREIBT;
  const made = async () => (await all(`${url}/api/v1/changes?kind=PLAN`, { key })).filter((entry) => entry.action === "CREATED").length;
  const before = await all(`${url}/api/v1/plans`, { key }), madeBefore = await made();
  const done = await client("curl", url, { STAEDTENETZ_KEY: key });
  succeeded(done);
  const [, plan] = /(plan_[0-9a-z]{26}), the second answer is a repetition: true/.exec(done.out) ?? [];
  assert.ok(plan, done.out);
  says(done.out, "version 2: Aktionsplan (Beispiel, geändert)");
  says(done.out, "412 STALE_VERSION: ");
  says(done.out, `${plan} is gone (NOT_FOUND)`);
  assert.deepEqual(await all(`${url}/api/v1/plans`, { key }), before);
  assert.equal((await made()) - madeBefore, 1);
});
await check("curl: a key that may only read ends it with the reason", async () => {
  const done = await client("curl", url, { STAEDTENETZ_KEY: keys.AACHEN_LIEST });
  assert.equal(done.code, 1);
  says(done.err, "Expected 201, got 403: ");
});

const copied = `${scratch}/copy.sqlite`;
const copy = async () => {
  const program = "import json,sqlite3,sys\nprint(json.dumps(dict(sqlite3.connect(sys.argv[1]).execute('SELECT id, title FROM project'))))";
  return JSON.parse((await run("python3", ["-c", program, copied])).out);
};
const titles = (projects) => Object.fromEntries(projects.map((project) => [project.id, project.workingTitle]));
const follow = () => run("python3", [`${clients}/python/mirror.py`, url, copied], { STAEDTENETZ_KEY: "", PYTHONDONTWRITEBYTECODE: "1" });
await check("python: all projects by city, a copy that is whole, a comparison as REST tells it", async () => {
  const done = await client("python", url, {}, copied);
  succeeded(done);
  const projects = await all(`${url}/api/v1/projects?network=kora`);
  says(done.out, `${projects.length} projects on ${Math.ceil(projects.length / 25)} pages; ${Math.ceil(projects.length / 25)} requests, waited 0.0 s`);
  for (const city of new Set(projects.map((project) => project.cityName)))
    assert.match(done.out, new RegExp(`^${city.replace(/[()]/g, "\\$&")} +${projects.filter((project) => project.cityName === city).length}$`, "m"));
  says(done.out, `${projects.length} projects written, 0 dropped`);
  says(done.out, "0 projects written, 0 dropped");
  assert.deepEqual(await copy(), titles(projects));
  const compared = await get(`${url}/api/v1/benchmark?indicator=adfc_fahrradklima_note&city=05334002&adfcClass=ABOVE_200000&series=true`);
  const cell = (number) => (number === null ? "–" : `${number.toFixed(1).slice(0, 3)}\\d`);
  for (const { year, value, distribution } of compared.series)
    assert.match(done.out, new RegExp(`^${year} +${cell(value)} +\\d\\.\\d\\d +\\d\\.\\d\\d +\\d\\.\\d\\d +${distribution.n}$`, "m"));
});
await check("python: the copy follows the feed: what is taken back goes, what is released comes", async () => {
  const [project] = (await get(`${url}/api/v1/projects?city=05334002&text=Initiativen%20einbinden&limit=1`)).items;
  const release = async (visibility, version) => {
    const headers = { "Content-Type": "application/json", "If-Match": `"${version}"` };
    const body = JSON.stringify({ visibility });
    return get(`${url}/api/v1/projects/${project.id}/publish`, { method: "POST", key: keys.AACHEN_GIBT_FREI, headers, body });
  };
  const taken = await release("TENANT", project.version);
  const without = await follow();
  says(without.out, "0 projects written, 1 dropped");
  assert.ok(!(project.id in (await copy())));
  await release("PUBLIC", taken.version);
  says((await follow()).out, "1 projects written, 0 dropped");
  assert.deepEqual(await copy(), titles(await all(`${url}/api/v1/projects?network=kora`)));
});

await check("typescript: strict types from the schema; what the service does not know goes with its text", async () => {
  const done = await client("typescript", url);
  succeeded(done);
  says(done.out, "tsc --strict finds no errors");
  says(done.out, "Not registered");
  const projects = (await aachen(url)).length;
  says(done.out, `${projects} projects of Aachen on ${Math.ceil(projects / 10)} pages`);
  for (const line of await alike(url, (match) => `  ${match.score.toFixed(2)}  ${match.project.cityName}: ${match.project.workingTitle}\n        ${match.explanation}`))
    says(done.out, line);
  says(done.out, `0 questions by id, ${Math.ceil(projects / 10) + 2} with their text`);
});
const ask = (key) => run("bash", ["-c", 'cd "$1" && exec node build/main.js "$2"', "-", `${clients}/typescript`, url], { STAEDTENETZ_KEY: key });
await check("typescript: registered beside what others registered, everybody asks by id", async () => {
  const path = `${url}/api/v1/persisted-documents`, key = keys.AACHEN_VERWALTET;
  const text = "query Other { networks(first: 1) { nodes { slug } } }";
  const theirs = { [`sha256:${createHash("sha256").update(text).digest("hex")}`]: text };
  const headers = { "Content-Type": "application/json", "If-Match": '"0"' };
  await get(path, { method: "PUT", key, headers, body: JSON.stringify({ mode: "AUDIT", documents: theirs }) });
  const ours = JSON.parse(readFileSync(`${clients}/typescript/src/generated/persisted-documents.json`, "utf8"));
  const refused = await ask(keys.AACHEN_LIEST);
  succeeded(refused);
  says(refused.out, "Not registered");
  const first = await ask(key);
  succeeded(first);
  says(first.out, "3 documents are registered");
  assert.match(first.out, /^[1-9] questions by id, 0 with their text/m);
  const list = await get(path, { key });
  assert.deepEqual([list.mode, list.documents], ["AUDIT", { ...theirs, ...ours }]);
  succeeded(await ask(key));
  assert.equal((await get(path, { key })).version, list.version, "what is registered is not written again");
  assert.match((await ask("")).out, /^[1-9] questions by id, 0 with their text/m);
});
await check("typescript: a wrong question does not compile", async () => {
  const wrong = `${clients}/typescript/src/wrong.ts`;
  writeFileSync(wrong, 'import { CityByNameDocument } from "./generated/graphql.ts";\nimport { Staedtenetz } from "./staedtenetz.ts";\nexport const asked = new Staedtenetz({ url: "" }).ask(CityByNameDocument, { name: 1 });\n');
  try {
    const done = await run("bash", ["-c", 'cd "$1" && exec npx --no-install tsc --noEmit', "-", `${clients}/typescript`]);
    assert.notEqual(done.code, 0);
    assert.match(done.out, /^src\/wrong\.ts\(3,\d+\): error TS2322: Type 'number' is not assignable to type 'string'\.\s*$/);
  } finally {
    rmSync(wrong);
  }
});

await check("flat-rest: the workflow's requests, and the rows are those of the service", async () => {
  const done = await client("flat-rest", shared);
  succeeded(done);
  const projects = await all(`${shared}/api/v1/projects?network=kora&actionField=C`);
  const figures = await get(`${shared}/api/v1/cube?indicator=adfc_fahrradklima_note&yearFrom=2018`);
  assert.ok(projects.length > 10 && figures.length > 10);
  assert.equal(done.out.match(/^GET \/api\/v1\/projects\?\S+ → 200$/gm).length, Math.ceil(projects.length / 10));
  assert.equal(done.out.match(/^GET \/api\/v1\/cube\?\S+ → 200$/gm).length, 1);
  says(done.out, `Table of projects: ${projects.length} rows`);
  says(done.out, `Table of figures: ${figures.length} rows`);
  const rows = JSON.parse((await client("flat-rest", shared, {}, "--json")).out);
  assert.deepEqual(rows["Table of projects"], projects.map((project) => ({ city: project.cityName, project: project.workingTitle, status: project.statusLabel, field: project.actionFieldLabel })));
  assert.deepEqual(rows["Table of figures"], figures.map(({ cityName, year, value, indicatorLabel }) => ({ city: cityName, year, value, indicator: indicatorLabel })));
});

await check("without a service every client ends in words, with a status of its own", async () => {
  const python = (program) => run("python3", [`${clients}/python/${program}`, NOBODY, `${scratch}/nothing`], { PYTHONDONTWRITEBYTECODE: "1" });
  const node = run("bash", ["-c", 'cd "$1" && exec node build/main.js "$2"', "-", `${clients}/typescript`, NOBODY]);
  for (const done of await Promise.all([client("curl", NOBODY), client("flat-rest", NOBODY), python("mirror.py"), python("benchmark.py"), node])) {
    assert.notEqual(done.code, 0);
    assert.match(done.err, /There is no service at|UNREACHABLE|fetch failed/);
    assert.doesNotMatch(done.err, /Traceback|\n +at /);
  }
});

await service.stop();
const few = { STAEDTENETZ_RATE_LIMIT_ADDRESS_POINTS: "100", STAEDTENETZ_RATE_LIMIT_ADDRESS_PER_SECOND: "20" };
service = await startService(PORT, folder, few);
const small = () => run("python3", [`${clients}/python/projects.py`, url, "3"], { STAEDTENETZ_KEY: "", PYTHONDONTWRITEBYTECODE: "1" });
await check("python: where points are few it waits, and is never refused", async () => {
  const done = await small();
  succeeded(done);
  const [, waited, refused] = /waited ([\d.]+) s so as not to be refused, refused (\d+) times/.exec(done.out);
  assert.ok(Number(waited) > 0.3, done.out);
  assert.equal(refused, "0");
});
await check("python: whoever is refused comes back when the service says so", async () => {
  let status = 200;
  for (let asked = 0; status === 200 && asked < 50; asked += 1) ({ status } = await fetch(`${url}/api/v1/projects?limit=100`));
  assert.equal(status, 429, "the limit holds for whoever does not wait");
  const done = await small();
  succeeded(done);
  assert.match(done.out, /^1\d\d projects on \d+ pages.*refused [1-9]\d* times$/m);
});
await service.stop();
finish();
