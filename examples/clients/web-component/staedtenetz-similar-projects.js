// <staedtenetz-similar-projects project="kora/P001" service="https://…" lang="de" first="3"></staedtenetz-similar-projects>
// Which projects of other cities are like this one, and why. It needs nothing else, works on a page with a strict Content
// Security Policy (no inline script or style, no eval, Trusted Types), and writes what it was told as text only.

const WORDS = {
  de: {
    heading: "Ähnliche Projekte in anderen Städten",
    why: "Warum ähnlich?",
    loading: "Ähnliche Projekte werden gesucht …",
    found: (n) => (n === 1 ? "Ein ähnliches Projekt gefunden." : `${n} ähnliche Projekte gefunden.`),
    empty: "Zu diesem Projekt ist noch kein ähnliches aus einer anderen Stadt bekannt.",
    missing: "Dieses Projekt gibt es nicht, oder es ist nicht öffentlich.",
    offline: "Sie sind offline. Sobald die Verbindung wieder da ist, geht es von selbst weiter.",
    unreachable: "Der Dienst ist gerade nicht zu erreichen.",
    busy: (seconds) => `Der Dienst ist gerade sehr gefragt. Bitte in ${seconds} Sekunden noch einmal versuchen.`,
    failed: "Der Dienst konnte nicht antworten.",
    retry: "Noch einmal versuchen",
  },
  en: {
    heading: "Similar projects in other cities",
    why: "Why similar?",
    loading: "Looking for similar projects …",
    found: (n) => (n === 1 ? "One similar project found." : `${n} similar projects found.`),
    empty: "No similar project in another city is known yet.",
    missing: "This project does not exist, or it is not public.",
    offline: "You are offline. It goes on by itself as soon as the connection is back.",
    unreachable: "The service cannot be reached at the moment.",
    busy: (seconds) => `The service is in great demand. Please try again in ${seconds} seconds.`,
    failed: "The service could not answer.",
    retry: "Try again",
  },
};

const SIMILAR = `similar(first: $first) { nodes { explanation(locale: $locale) project {
  id workingTitle statusLabel(locale: $locale) city { name } sources(first: 1) { nodes { url } } } } }`;
const BY_ID = `query SimilarProjects($id: ID!, $first: Int!, $locale: Locale!) { project(id: $id) { ${SIMILAR} } }`;
const BY_CODE = `query SimilarProjects($network: String!, $code: String!, $first: Int!, $locale: Locale!) {
  projects(first: 1, filter: { network: $network, code: [$code] }) { nodes { ${SIMILAR} } } }`;

// light-dark() follows the color-scheme of the page: a page that is light only stays so at night.
const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
  :host {
    --accent: var(--staedtenetz-accent, light-dark(#0b57a4, #9ccaff));
    --text: var(--staedtenetz-text, light-dark(#16202b, #eef2f6));
    --muted: var(--staedtenetz-muted, light-dark(#4b5866, #b3bfcb));
    --surface: var(--staedtenetz-surface, light-dark(#fff, #1a2129));
    --border: var(--staedtenetz-border, light-dark(#d3dae1, #3a4653));
    --radius: var(--staedtenetz-radius, 0.75rem);
    display: block; container-type: inline-size; color: var(--text);
    font: var(--staedtenetz-font, 1rem/1.5 system-ui, sans-serif);
  }
  :host([hidden]) { display: none; }
  * { box-sizing: border-box; margin: 0; }
  .heading { font-size: 1.375em; line-height: 1.25; text-wrap: balance; }
  .status { margin-block-start: 0.75rem; color: var(--muted); }
  .status.loading { animation: wait 1.6s ease-in-out infinite alternate; }
  @keyframes wait { to { opacity: 0.55; } }
  .quiet { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .list { list-style: none; padding: 0; margin-block-start: 1rem; display: grid; gap: 1rem; }
  .item {
    display: flex; flex-direction: column; gap: 0.5rem; padding: clamp(0.875rem, 4cqi, 1.25rem);
    background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius);
    transition: border-color 0.15s, box-shadow 0.15s;
  }
  .item:hover, .item:focus-within { border-color: var(--accent); box-shadow: 0 0.25rem 1rem rgb(0 0 0 / 0.1); }
  .meta { order: -1; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.125rem 0.625rem; font-size: 0.875em; color: var(--muted); }
  .city { font-weight: 650; color: var(--text); overflow-wrap: anywhere; }
  .city + .state::before { content: "·"; margin-inline-end: 0.625rem; }
  .title { font-size: clamp(0.9375em, 5.2cqi, 1.0625em); line-height: 1.35; font-weight: 650; hyphens: auto; overflow-wrap: anywhere; }
  .link { color: var(--accent); text-decoration: underline; text-decoration-thickness: 0.0625em; text-underline-offset: 0.2em; border-radius: 0.125rem; }
  .link:hover { text-decoration-thickness: 0.125em; }
  .reason { margin-block-start: 0.25rem; font-size: 0.9375em; color: var(--muted); hyphens: auto; overflow-wrap: anywhere; }
  .why { display: block; margin-block-end: 0.125rem; font-size: 0.8125rem; font-weight: 650; color: var(--text); }
  .retry {
    margin-block-start: 0.75rem; padding: 0.5rem 1rem; min-block-size: 2.75rem; font: inherit; font-weight: 600; cursor: pointer;
    color: var(--accent); background: var(--surface); border: 1px solid currentColor; border-radius: var(--radius);
  }
  :focus-visible { outline: 0.1875rem solid var(--accent); outline-offset: 0.1875rem; }
  @container (inline-size >= 42rem) { .list { grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); } }
  @media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
`);

/** An element with its texts and attributes; what comes from the service never becomes markup. */
function element(name, part, children = [], attributes = {}) {
  const made = document.createElement(name);
  if (part) Object.assign(made, { className: part }).setAttribute("part", part);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

class Told extends Error {} // its message is for the reader

class SimilarProjects extends HTMLElement {
  static observedAttributes = ["project", "service", "lang", "first", "link", "level"];
  #request;
  #planned = false;
  #online = () => this.#load();

  connectedCallback() {
    if (!this.shadowRoot) this.attachShadow({ mode: "open" }).adoptedStyleSheets = [STYLE];
    addEventListener("online", this.#online);
    this.#load();
  }

  disconnectedCallback() {
    removeEventListener("online", this.#online);
    this.#request?.abort();
  }

  attributeChangedCallback() {
    if (!this.isConnected || this.#planned) return;
    this.#planned = true; // several attributes that change together are one question
    queueMicrotask(() => {
      this.#planned = false;
      if (this.isConnected) this.#load();
    });
  }

  get #language() {
    const named = this.getAttribute("lang") ?? this.closest("[lang]")?.getAttribute("lang") ?? "de";
    return named.toLowerCase().startsWith("en") ? "en" : "de";
  }

  async #load() {
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    const words = WORDS[this.#language];
    const level = Math.min(Math.max(Number(this.getAttribute("level")) || 2, 2), 5);
    const status = element("p", "status", [], { role: "status" });
    const heading = element(`h${level}`, "heading", [words.heading], { id: "heading", tabindex: "-1" });
    const about = { "aria-labelledby": "heading", "aria-busy": "true", lang: this.#language };
    const section = element("section", "section", [heading, status], about);
    const wasFocused = this.shadowRoot.activeElement !== null;
    this.shadowRoot.replaceChildren(section);
    if (wasFocused) heading.focus(); // whoever is in here stays in here
    // A status that is there before its text changes is read out.
    await new Promise((resolve) => setTimeout(resolve));
    if (request.signal.aborted) return;
    status.textContent = words.loading;
    status.classList.add("loading");
    const late = setTimeout(() => request.abort("late"), 15_000);
    try {
      const found = await this.#ask(words, request.signal);
      if (request !== this.#request) return;
      status.textContent = found.length ? words.found(found.length) : words.empty;
      status.classList.toggle("quiet", found.length > 0);
      if (found.length) section.append(element("ol", "list", found.map((match) => this.#item(match, words, level + 1)), { role: "list" }));
    } catch (error) {
      if (request !== this.#request || (request.signal.aborted && request.signal.reason !== "late")) return;
      status.textContent = error instanceof Told ? error.message : navigator.onLine ? words.unreachable : words.offline;
      const retry = element("button", "retry", [words.retry], { type: "button" });
      retry.addEventListener("click", () => this.#load());
      section.append(retry);
      if (wasFocused) retry.focus();
    } finally {
      clearTimeout(late);
      status.classList.remove("loading");
      section.setAttribute("aria-busy", "false");
    }
  }

  async #ask(words, signal) {
    const project = this.getAttribute("project") ?? "";
    const [network, ...code] = project.split("/");
    const which = code.length ? { network, code: code.join("/") } : { id: project };
    const first = Math.min(Math.max(Number.parseInt(this.getAttribute("first") ?? "3", 10) || 3, 1), 20);
    const url = new URL("/graphql", this.getAttribute("service") || location.origin);
    url.searchParams.set("query", (which.id === undefined ? BY_CODE : BY_ID).replace(/\s+/g, " "));
    url.searchParams.set("variables", JSON.stringify({ ...which, first, locale: this.#language.toUpperCase() }));
    // A GET is answered from the browser's cache as long as nothing has changed (ETag), and needs no CORS preflight.
    const headers = { Accept: "application/json", "Accept-Language": this.#language };
    const response = await fetch(url, { headers, signal, credentials: "omit", referrerPolicy: "no-referrer" });
    if (response.status === 429) throw new Told(words.busy(Number(response.headers.get("Retry-After")) || 10));
    const { data, errors } = await response.json().catch(() => ({}));
    if (!response.ok || errors || !data) throw new Told([words.failed, errors?.[0]?.message].filter(Boolean).join(" "));
    const found = which.id === undefined ? data.projects.nodes[0] : data.project;
    if (!found) throw new Told(words.missing);
    return found.similar.nodes;
  }

  #item({ explanation, project }, words, level) {
    const titled = element("a", "link", [project.workingTitle], { href: this.#address(project) });
    const meta = [...(project.city ? [element("span", "city", [project.city.name])] : []), element("span", "state", [project.statusLabel])];
    return element("li", "item", [
      element(`h${level}`, "title", [titled], { lang: "de" }), // projects are described in German
      element("p", "meta", meta),
      element("p", "reason", [element("span", "why", [words.why]), explanation]),
    ]);
  }

  /** Where a project is shown: on a page of yours (link="https://…/{id}"), else where it is documented, else by the service. */
  #address({ id, sources }) {
    const own = this.getAttribute("link");
    if (own) return own.replaceAll("{id}", encodeURIComponent(id));
    const source = sources.nodes[0]?.url ?? "";
    return /^https?:\/\//i.test(source) ? source : new URL(`/api/v1/projects/${id}`, this.getAttribute("service") || location.origin).href;
  }
}

customElements.define("staedtenetz-similar-projects", SimilarProjects);
