// The documentation of a running service: its examples, its links, its HTML.
// Usage: node check.mjs URL OWN_URL LOG — the pages are those at URL; examples run against OWN_URL, whose keys are in LOG.

import { readFileSync, readdirSync } from "node:fs";
import axe from "axe-core";
import { HtmlValidate } from "html-validate";
import { JSDOM } from "jsdom";
import { run } from "./examples.mjs";

const [url, own, log] = process.argv.slice(2);
const source = new URL("../../../api/docs/", import.meta.url);
const wrong = [];

async function checkExamples() {
  const greeting = readFileSync(log, "utf8");
  const keys = Object.fromEntries([...greeting.matchAll(/export (\w+)=(stn_\w+)/g)].map((match) => [match[1], match[2]]));
  if (Object.keys(keys).length < 7) throw new Error("the demo printed no keys");
  const service = { url: own, binary: process.env.BINARY, keys };
  let count = 0;
  let answers = 0;
  for (const language of ["de", "en"]) {
    for (const file of readdirSync(new URL(`${language}/`, source)).sort()) {
      const text = readFileSync(new URL(`${language}/${file}`, source), "utf8");
      const done = await run(text, `${language}/${file}`, { ...service, language });
      count += done.count;
      answers += done.answers;
      wrong.push(...done.wrong);
    }
  }
  console.log(`${count} examples, ${answers} of them with an answer that is shown`);
  if (count < 60) wrong.push("where are the examples?");
}

/** Everything that can be reached from the start page, below /docs/ and not the description of REST. */
async function pages() {
  const found = new Map();
  const open = ["/docs/de/", "/docs/en/"];
  while (open.length) {
    const path = open.pop();
    if (found.has(path)) continue;
    const answer = await fetch(url + path, { redirect: "manual", headers: { Accept: "text/html, */*;q=0.5" } });
    const text = await answer.text();
    found.set(path, { status: answer.status, type: answer.headers.get("content-type") ?? "", text });
    if (answer.status !== 200 || !found.get(path).type.startsWith("text/html") || !path.startsWith("/docs/") || path.startsWith("/docs/rest")) continue;
    const dom = new JSDOM(text);
    found.get(path).document = dom.window.document;
    for (const element of dom.window.document.querySelectorAll("a[href], link[href]")) {
      const target = new URL(element.getAttribute("href"), url + path);
      if (target.origin === new URL(url).origin) open.push(target.pathname + target.search);
    }
  }
  return found;
}

function checkLinks(found) {
  let count = 0;
  for (const [path, { status, document }] of found) {
    if (status >= 400) wrong.push(`${path}: ${status}`);
    for (const element of document?.querySelectorAll("a[href]") ?? []) {
      count += 1;
      const target = new URL(element.getAttribute("href"), url + path);
      const at = found.get(target.pathname + target.search);
      const anchor = decodeURIComponent(target.hash.slice(1));
      if (target.origin === new URL(url).origin && anchor && at && !at.document?.getElementById(anchor)) wrong.push(`${path}: no ${target.hash} at ${target.pathname}`);
    }
  }
  console.log(`${found.size} addresses, ${count} links`);
}

async function checkHtml(found) {
  const validate = new HtmlValidate({ extends: ["html-validate:recommended", "html-validate:document"], rules: { "require-sri": ["error", { target: "crossorigin" }], "long-title": ["error", { maxlength: 90 }] } });
  let count = 0;
  for (const [path, { text, document }] of found) {
    if (!document) continue;
    count += 1;
    const report = await validate.validateString(text, path);
    for (const { messages } of report.results) wrong.push(...messages.slice(0, 5).map((one) => `${path}:${one.line}:${one.column} ${one.ruleId}: ${one.message}`));
    const dom = new JSDOM(text, { runScripts: "outside-only", url: url + path });
    dom.window.eval(axe.source);
    // Colours are not known without a browser; the style sheet says which there are.
    const result = await dom.window.axe.run(dom.window.document, { rules: { "color-contrast": { enabled: false } } });
    wrong.push(...result.violations.map((one) => `${path} ${one.id}: ${one.help} ${one.nodes[0].html.slice(0, 200)}`));
  }
  console.log(`${count} pages are valid HTML and pass axe`);
  if (count < 22) wrong.push("where are the pages?");
}

await checkExamples();
const found = await pages();
checkLinks(found);
await checkHtml(found);
for (const one of wrong) console.error(`FAILED ${one}`);
process.exit(wrong.length ? 1 : 0);
