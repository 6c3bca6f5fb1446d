// The web component in Chromium, on the demo page and under its policy: what it shows is what the service answers, for eyes,
// ears and keyboards, in German and English, also when something goes wrong. Usage: component.mjs URL (without origins allowed)
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";
import { begin, check, clients, finish, get, graphql, scratch, startService, until } from "./service.mjs";

const PORT = 18196, PAGE = "http://127.0.0.1:18197/", TAG = "staedtenetz-similar-projects";
const [shared] = process.argv.slice(2);
const shots = process.env.SHOTS ?? `${scratch}/shots`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(shots, { recursive: true });

const settings = { STAEDTENETZ_RATE_LIMIT: "false", STAEDTENETZ_CORS_ORIGINS: new URL(PAGE).origin };
let service = await startService(PORT, `${scratch}/component`, settings);
const served = begin("bash", [`${clients}/web-component/run.sh`, service.url, new URL(PAGE).port], {}, `${scratch}/page.log`);
await until("the page", 10, () => served.said().includes("Next:"));
const chromium = await puppeteer.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"], headless: true });

/** A page that notes whatever the browser complains about. */
async function open({ address = PAGE, width = 1100, scheme = "light", motion = "no-preference", answer } = {}) {
  const page = await chromium.newPage();
  const complaints = [], asked = [];
  page.on("console", (said) => ["error", "warn"].includes(said.type()) && complaints.push(said.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => request.url().includes("/graphql") && asked.push(request.method()));
  await page.evaluateOnNewDocument(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: motion },
  ]);
  await page.setViewport({ width, height: 900 });
  if (answer) {
    await page.setRequestInterception(true);
    page.on("request", (request) => {
      if (!request.url().includes("/graphql")) return request.continue();
      const headers = { "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After", ...answer.headers };
      return request.respond({ status: answer.status ?? 200, headers, contentType: "application/json", body: JSON.stringify(answer.body) });
    });
  }
  await page.goto(address);
  await settled(page);
  return Object.assign(page, { complaints, asked });
}
const settled = (page) =>
  page.waitForFunction(
    (tag) => [...document.querySelectorAll(tag)].every((one) => one.shadowRoot?.querySelector("section")?.getAttribute("aria-busy") === "false"),
    { timeout: 20_000 },
    TAG,
  );
/** What each of the components shows. */
const shown = (page) =>
  page.evaluate(
    (tag) =>
      [...document.querySelectorAll(tag)].map(({ shadowRoot }) => ({
        heading: shadowRoot.querySelector("h2")?.textContent,
        status: shadowRoot.querySelector("[role=status]").textContent,
        items: [...shadowRoot.querySelectorAll("ol > li")].map((item) => ({
          title: item.querySelector("h3 a").textContent,
          href: item.querySelector("h3 a").href,
          city: item.querySelector(".city")?.textContent,
          status: item.querySelector(".state").textContent,
          why: item.querySelector(".reason").textContent,
        })),
        retry: shadowRoot.querySelector("button")?.textContent,
      })),
    TAG,
  );
/** The same as REST and GraphQL tell it. */
async function told(url, code, language, first) {
  const [project] = (await get(`${url}/api/v1/projects?network=kora&code=${code}`)).items;
  const { items } = await get(`${url}/api/v1/projects/${project.id}/similar?limit=${first}`, { language });
  const ids = items.map((match) => match.project.id);
  const { nodes } = await graphql(url, "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Project { sources(first: 1) { nodes { url } } } } }", { ids });
  return items.map((match, place) => ({
    title: match.project.workingTitle,
    href: new URL(nodes[place].sources.nodes[0].url).href,
    city: match.project.cityName,
    status: match.project.statusLabel,
    why: `${language === "de" ? "Warum ähnlich?" : "Why similar?"}${match.explanation}`,
  }));
}
async function isAccessible(page) {
  await page.evaluate(axe); // by the debugger: the policy would let no page load it
  const { violations, passes } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.flat().join(" "))}`), []);
  for (const rule of ["color-contrast", "link-name", "heading-order"]) assert.ok(passes.some(({ id }) => id === rule), `${rule} was not looked at`);
}
const isQuiet = async (page) => {
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(await page.evaluate(() => window.violations), []);
};
const picture = (page, name) => page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });

const german = await told(service.url, "05334002-1", "de", 3), english = await told(service.url, "05334002-2", "en", 2);
await check("the page has a policy that allows nothing inline", async () => {
  const policy = (await fetch(PAGE)).headers.get("content-security-policy");
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.match(policy, new RegExp(`connect-src ${service.url};`));
  assert.match(policy, /require-trusted-types-for 'script'/);
  assert.doesNotMatch(policy, /unsafe/);
});
await check("it shows what the service answers, in German and in English, with no complaint of the browser", async () => {
  const page = await open();
  const [de, en] = await shown(page);
  assert.equal(german.length + english.length, 5);
  assert.deepEqual(de.items, german);
  assert.deepEqual(en.items, english);
  assert.deepEqual([de.heading, de.status], ["Ähnliche Projekte in anderen Städten", "3 ähnliche Projekte gefunden."]);
  assert.deepEqual([en.heading, en.status], ["Similar projects in other cities", "2 similar projects found."]);
  assert.deepEqual(page.asked, ["GET", "GET"], "a question for each, none beforehand");
  await isQuiet(page);
  await picture(page, "light");
  // What was not complained about is forbidden indeed.
  await page.evaluate(() => document.body.setAttribute("style", "color: red"));
  await until("a violation", 5, () => page.evaluate(() => window.violations.some((said) => said.startsWith("style-src"))));
  await page.close();
});
for (const [name, options] of Object.entries({ light: {}, dark: { scheme: "dark" }, narrow: { width: 320 } })) {
  await check(`axe-core finds nothing, ${name}, and nothing is cut off`, async () => {
    const page = await open(options);
    await isAccessible(page);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= (options.width ?? 1100));
    await picture(page, name);
    await page.close();
  });
}
await check("a screen reader is told of a region, a status, headings and a list of three", async () => {
  const page = await open();
  const tell = ({ role, name, children = [] }) => [`${role} ${name}`.trim(), ...children.flatMap(tell)];
  const parts = tell(await page.accessibility.snapshot({ interestingOnly: false }));
  const expected = ["region Ähnliche Projekte in anderen Städten", "heading Ähnliche Projekte in anderen Städten", "status", `heading ${german[0].title}`, `link ${german[0].title}`];
  for (const part of expected) assert.ok(parts.includes(part), part);
  assert.equal(parts.filter((part) => part === "list").length, 2);
  assert.equal(parts.filter((part) => part === "listitem").length, 5);
  await page.close();
});
await check("the keyboard reaches each link in order, and shows where it is", async () => {
  const page = await open();
  const reached = [];
  for (let step = 0; step < german.length + english.length; step += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const link = document.activeElement.shadowRoot?.activeElement;
      const { outlineStyle, outlineWidth } = link ? getComputedStyle(link) : {};
      return { title: link?.textContent, isSeen: outlineStyle === "solid" && parseFloat(outlineWidth) >= 2 };
    });
    assert.ok(at.isSeen, at.title);
    reached.push(at.title);
  }
  assert.deepEqual(reached, [...german, ...english].map((item) => item.title));
  await page.close();
});
await check("attributes change what is shown: language, number, own links", async () => {
  const page = await open();
  await page.$eval(TAG, (one) => {
    one.lang = "en";
    one.setAttribute("first", "1");
    one.setAttribute("link", "/vorhaben/{id}");
  });
  await page.waitForFunction((tag) => document.querySelector(tag).shadowRoot.querySelectorAll("li").length === 1, {}, TAG);
  const [{ heading, status, items }] = await shown(page);
  assert.deepEqual([heading, status], ["Similar projects in other cities", "One similar project found."]);
  assert.equal(items[0].title, german[0].title);
  assert.match(items[0].href, /^http:\/\/127\.0\.0\.1:18197\/vorhaben\/project_[0-9a-z]{26}$/);
  assert.equal(page.asked.length, 3, "three changes are one question");
  await page.close();
});
await check("who wants no motion sees none", async () => {
  const names = [];
  for (const motion of ["no-preference", "reduce"]) {
    const page = await open({ motion });
    names.push(await page.$eval(TAG, ({ shadowRoot }) => {
      const status = shadowRoot.querySelector("[role=status]");
      status.classList.add("loading");
      return getComputedStyle(status).animationName;
    }));
    await page.close();
  }
  assert.deepEqual(names, ["wait", "none"]);
});

const similar = (nodes) => ({ body: { data: { projects: { nodes: [{ similar: { nodes } }] } } } });
const compound = "Verkehrsinfrastrukturfinanzierungsbeschleunigungsgesetzgebungsverfahren";
await check("what others typed is text and never markup, and no link runs a script", async () => {
  const project = { id: "project_1", workingTitle: `<img src=x onerror=alert(1)> ${compound}`, statusLabel: "<b>", city: null, sources: { nodes: [{ url: "javascript:alert(1)" }] } };
  const page = await open({ width: 320, answer: similar([{ explanation: `<script>alert(1)</script> ${compound}`, project }]) });
  const [{ items }] = await shown(page);
  assert.equal(items[0].title, project.workingTitle);
  assert.equal(items[0].href, `${service.url}/api/v1/projects/project_1`);
  assert.equal(await page.$eval(TAG, ({ shadowRoot }) => shadowRoot.querySelectorAll("img, script, b").length), 0);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, "a long word is broken");
  await isQuiet(page);
  await picture(page, "compounds");
  await page.close();
});
const refusals = {
  "nothing similar": [similar([]), /^Zu diesem Projekt ist noch kein ähnliches aus einer anderen Stadt bekannt\.$/, undefined],
  "no such project": [{ body: { data: { projects: { nodes: [] } } } }, /^Dieses Projekt gibt es nicht, oder es ist nicht öffentlich\.$/, "Noch einmal versuchen"],
  "too many questions": [{ status: 429, headers: { "Retry-After": "7" }, body: {} }, /in 7 Sekunden noch einmal/, "Noch einmal versuchen"],
  "a refusal": [{ body: { errors: [{ message: "Die Frist ist abgelaufen." }] } }, /^Der Dienst konnte nicht antworten\. Die Frist ist abgelaufen\.$/, "Noch einmal versuchen"],
};
for (const [name, [answer, words, retry]] of Object.entries(refusals)) {
  await check(`${name}: it says so in words`, async () => {
    const page = await open({ answer });
    const [de] = await shown(page);
    assert.match(de.status, words);
    assert.deepEqual(de.items, []);
    assert.equal(de.retry, retry);
    await page.close();
  });
}
await check("offline it says so, and goes on by itself", async () => {
  const page = await open();
  await page.setOfflineMode(true);
  await page.$eval(TAG, (one) => one.setAttribute("first", "2"));
  await page.waitForFunction((tag) => document.querySelector(tag).shadowRoot.querySelector("button"), {}, TAG);
  assert.match((await shown(page))[0].status, /^Sie sind offline\./);
  await page.setOfflineMode(false);
  await page.waitForFunction((tag) => document.querySelector(tag).shadowRoot.querySelectorAll("li").length === 2, {}, TAG);
  await page.close();
});
await check("when the service is gone it says so, accessibly, and a key press goes on once it is back", async () => {
  await service.stop();
  const page = await open();
  const [de, en] = await shown(page);
  assert.deepEqual([de.status, de.retry, de.items], ["Der Dienst ist gerade nicht zu erreichen.", "Noch einmal versuchen", []]);
  assert.deepEqual([en.status, en.retry], ["The service cannot be reached at the moment.", "Try again"]);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id }) => id), []);
  assert.deepEqual(await page.evaluate(() => window.violations), []);
  await picture(page, "gone");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction((tag) => document.querySelector(tag).shadowRoot.activeElement?.matches("button"), {}, TAG); // still there, still focused
  service = await startService(PORT, `${scratch}/component`, settings);
  await page.keyboard.press("Enter");
  await page.waitForFunction((tag) => document.querySelector(tag).shadowRoot.querySelectorAll("li").length === 3, {}, TAG);
  assert.deepEqual((await shown(page))[0].items, german);
  assert.equal(await page.$eval(TAG, ({ shadowRoot }) => shadowRoot.activeElement?.textContent), "Ähnliche Projekte in anderen Städten");
  await page.close();
});
await check("where the service allows no origins, the page's server passes questions on", async () => {
  const address = "http://127.0.0.1:18195/";
  const passing = begin("bash", [`${clients}/web-component/run.sh`, shared, "18195"], {}, `${scratch}/passing.log`);
  await until("the page", 10, () => passing.said().includes("passed on by this server"));
  const page = await open({ address });
  assert.match((await fetch(address)).headers.get("content-security-policy"), /connect-src 'self';/);
  assert.deepEqual((await shown(page))[0].items, await told(shared, "05334002-1", "de", 3));
  await isQuiet(page);
  await page.close();
  await passing.stop();
});
await check("without a service the server of the page ends in words", async () => {
  const dead = begin("bash", [`${clients}/web-component/run.sh`, "http://127.0.0.1:9", "18194"], {}, `${scratch}/dead.log`);
  await until("the end", 15, () => dead.child.exitCode !== null);
  assert.notEqual(dead.child.exitCode, 0);
  assert.match(dead.said(), /There is no service at http:\/\/127\.0\.0\.1:9/);
});
await chromium.close();
await served.stop();
await service.stop();
finish();
