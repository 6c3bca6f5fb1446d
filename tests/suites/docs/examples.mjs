// Runs every example of a guide as it stands there, and compares what it answers with what the page shows.
//
// `sh` is run by bash with the keys that the demo prints, all blocks of a page in one shell; `graphql` is sent by POST; of `html`
// every image is fetched. The next block of `json`, `csv` or `text` shows the answer. In it `…` stands for what is left out:
// a value, more members of an object, the rest of a list, part of a line, or lines. A block marked `error` has to be refused.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PLACE = "http://127.0.0.1:8080";
const ANSWERS = new Set(["json", "csv", "text"]);
const RUN = new Set(["sh", "graphql", "html"]);

/** The fenced blocks of a text. */
export function blocks(markdown) {
  const found = [];
  let open;
  markdown.split("\n").forEach((line, index) => {
    if (!line.startsWith("```")) {
      open?.lines.push(line);
    } else if (open) {
      found.push({ ...open, text: open.lines.join("\n") });
      open = undefined;
    } else {
      const [language, ...marks] = line.slice(3).trim().split(/\s+/);
      open = { language, isError: marks.includes("error"), line: index + 1, lines: [] };
    }
  });
  if (open) throw new Error(`a block is not closed: line ${open.line}`);
  return found;
}

/** Each example with the answer that is shown for it. */
export function examples(markdown) {
  const found = [];
  for (const block of blocks(markdown)) {
    if (RUN.has(block.language)) found.push({ ...block, shown: undefined });
    else if (!ANSWERS.has(block.language)) throw new Error(`line ${block.line}: what is ${block.language || "a block without a language"}?`);
    else if (!found.length || found.at(-1).shown) throw new Error(`line ${block.line}: an answer to nothing`);
    else found.at(-1).shown = block;
  }
  return found;
}

/** Where an answer is not what is shown; undefined where it is. */
export function difference(shown, actual, place = "") {
  if (shown === "…") return undefined;
  if (Array.isArray(shown)) {
    if (!Array.isArray(actual)) return `${place} is no list`;
    const rest = shown.at(-1) === "…";
    const rows = rest ? shown.slice(0, -1) : shown;
    if (rest ? actual.length < rows.length : actual.length !== rows.length) return `${place} has ${actual.length} rows`;
    return rows.map((row, index) => difference(row, actual[index], `${place}[${index}]`)).find(Boolean);
  }
  if (shown !== null && typeof shown === "object") {
    if (actual === null || typeof actual !== "object" || Array.isArray(actual)) return `${place} is no object`;
    const { "…": rest, ...members } = shown;
    const missing = Object.keys(members).find((name) => !(name in actual));
    if (missing) return `${place}.${missing} is missing`;
    const more = Object.keys(actual).find((name) => !(name in members));
    if (more && rest === undefined) return `${place}.${more} is not shown`;
    return Object.keys(members).map((name) => difference(members[name], actual[name], `${place}.${name}`)).find(Boolean);
  }
  return shown === actual ? undefined : `${place} is ${JSON.stringify(actual)} instead of ${JSON.stringify(shown)}`;
}

/** The same for lines of text. */
export function differenceOfLines(shown, actual) {
  const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const lines = shown.trim().split("\n").map((line) => (line.trim() === "…" ? "(?:[^\\n]*\\n)*?" : `${line.split("…").map(quoted).join("[^\\n]*")}\\n`));
  return new RegExp(`^${lines.join("")}$`).test(`${actual.trim()}\n`) ? undefined : `the answer is\n${actual.trim().slice(0, 2_000)}`;
}

function compare(example, answer) {
  if (!example.shown) return undefined;
  if (example.shown.language !== "json") return differenceOfLines(example.shown.text, answer);
  let shown = JSON.parse(example.shown.text);
  let actual;
  try {
    actual = JSON.parse(answer);
  } catch {
    return `the answer is no JSON:\n${answer.slice(0, 2_000)}`;
  }
  // What an operation did cost is only shown where it is the subject.
  if (example.language === "graphql" && !("extensions" in shown)) delete actual.extensions;
  return difference(shown, actual);
}

const MARK = "\u0001";

/** All `sh` of a page in one shell; what each says, and whether a request of it was refused. */
async function runShell(list, { url, binary, keys }) {
  const folder = mkdtempSync(join(tmpdir(), "docs-"));
  const script = [
    `curl() { command curl -sS --max-time 60 --fail-with-body "$@"; local code=$?; case $code in 0|23) ;; 22) echo 22 >>"$REFUSED" ;; *) echo "curl $code" >>"$BROKEN" ;; esac; return $code; }`,
    `staedtenetz() { "$BINARY" "$@"; }`,
    ...list.map((example, index) => [
      `export REFUSED="${folder}/refused-${index}" BROKEN="${folder}/broken-${index}"`,
      example.text.replaceAll(PLACE, url),
      `code=$?; [ $code -eq 0 ] || echo "ended with $code" >>"$BROKEN"`,
      `printf '${MARK}'`,
    ].join("\n")),
  ].join("\n");
  const environment = { PATH: process.env.PATH, HOME: folder, BASE: url, BINARY: binary, STAEDTENETZ_DATA_DIR: join(folder, "data"), LANG: "C.UTF-8", ...keys };
  const shell = spawn("bash", ["-c", script], { cwd: folder, env: environment, timeout: 300_000, stdio: ["ignore", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  for (const stream of Object.keys(said)) shell[stream].setEncoding("utf8").on("data", (text) => (said[stream] += text));
  await once(shell, "close");
  const parts = said.stdout.split(MARK);
  const read = (name) => {
    try {
      return readFileSync(join(folder, name), "utf8").trim();
    } catch {
      return "";
    }
  };
  const results = list.map((example, index) => {
    const refused = read(`refused-${index}`);
    const broken = read(`broken-${index}`);
    if (index >= parts.length - 1) return `the shell ended before: ${said.stderr}`;
    if (example.isError) return refused ? compare(example, parts[index]) : "it was not refused";
    if (refused || broken) return `${refused && "a request was refused"} ${broken}\n${parts[index]}\n${said.stderr}`.trim();
    return compare(example, parts[index]);
  });
  rmSync(folder, { recursive: true, force: true });
  return results;
}

async function runGraph(example, { url, language }) {
  const answer = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": language, Accept: "application/graphql-response+json" },
    body: JSON.stringify({ query: example.text }),
  });
  const text = await answer.text();
  if (!example.isError && (answer.status !== 200 || JSON.parse(text).errors)) return `${answer.status} ${text}`;
  return compare(example, text);
}

async function runImages(example, { url }) {
  const sources = [...example.text.matchAll(/src="([^"]+)"/g)].map((match) => match[1].replaceAll("&amp;", "&").replaceAll(PLACE, url));
  for (const source of sources) {
    const answer = await fetch(source);
    const text = await answer.text();
    if (answer.status !== 200 || !text.includes("<svg")) return `${source}: ${answer.status} ${text.slice(0, 500)}`;
  }
  return sources.length ? undefined : "there is nothing in it";
}

/** Runs all examples of a page; what went wrong, each with its line. */
export async function run(markdown, page, service) {
  const all = examples(markdown);
  const shell = all.filter((example) => example.language === "sh");
  const results = new Map();
  (await runShell(shell, service)).forEach((result, index) => results.set(shell[index], result));
  for (const example of all) {
    if (example.language === "graphql") results.set(example, await runGraph(example, service));
    if (example.language === "html") results.set(example, await runImages(example, service));
  }
  const wrong = all.filter((example) => results.get(example)).map((example) => `${page}, line ${example.line} (${example.language}): ${results.get(example)}`);
  return { count: all.length, answers: all.filter((example) => example.shown).length, wrong };
}

