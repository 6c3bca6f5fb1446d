// A client without dependencies: each document is named by its id; its text is sent only to a service that does not know it.
import type { TypedDocumentString } from "./generated/graphql.ts";

/** What the service refused, with a code for programs and a message for people. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = "Refused";
    this.code = code;
  }
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
  extensions?: { cost?: { requested: number; actual: number; limit: number } };
}

export interface Settings {
  url: string;
  key?: string | undefined;
  language?: "de" | "en";
}

export class Staedtenetz {
  readonly #settings: Settings;
  readonly #unknown = new Set<string>();
  /** How many questions were asked by id alone, how many with their text, and what they cost. */
  readonly counted = { byId: 0, byText: 0, cost: 0 };

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Asks. What comes back has exactly the type of the document. */
  async ask<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data> {
    const id = `${document.__meta__?.["hash"] ?? ""}`;
    if (id && !this.#unknown.has(id)) {
      const answer = await this.#post<Answer<Data>>("/graphql", { documentId: id, variables });
      if (answer.errors?.[0]?.extensions?.code !== "PERSISTED_QUERY_NOT_FOUND") {
        this.counted.byId += 1;
        return this.#data(answer);
      }
      this.#unknown.add(id);
    }
    this.counted.byText += 1;
    return this.#data(await this.#post<Answer<Data>>("/graphql", { query: document.toString(), variables }));
  }

  /**
   * Adds documents to the list of the organisation, as one does once when a program is released; whether the key may.
   * `documents` is what graphql-codegen wrote: texts by their ids.
   */
  async register(documents: Record<string, string>): Promise<boolean> {
    if (!this.#settings.key) return false;
    const path = "/api/v1/persisted-documents";
    const response = await fetch(this.#settings.url + path, { headers: this.#headers() });
    if (response.status === 403) return false;
    const list = (await this.#json(response)) as { mode: string; version: number; documents: Record<string, string> };
    const missing = Object.keys(documents).filter((id) => !(id in list.documents));
    if (missing.length > 0) {
      // Others of the organisation may be registering too: whoever was overtaken is told so (412) and does it again.
      const changed = { mode: list.mode, documents: { ...list.documents, ...documents } };
      await this.#post(path, changed, "PUT", { "If-Match": `"${list.version}"` });
    }
    for (const id of Object.keys(documents)) this.#unknown.delete(id);
    return true;
  }

  #headers(): Record<string, string> {
    const { key, language } = this.#settings;
    const accept = { Accept: "application/json", "Accept-Language": language ?? "de" };
    return key ? { ...accept, Authorization: `Bearer ${key}` } : accept;
  }

  async #post<Body>(path: string, body: unknown, method = "POST", headers: Record<string, string> = {}): Promise<Body> {
    const response = await fetch(this.#settings.url + path, {
      method,
      headers: { ...this.#headers(), "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    return (await this.#json(response)) as Body;
  }

  /** The body of an answer; errors of REST (RFC 9457) are thrown, those of GraphQL are left to whoever asked. */
  async #json(response: Response): Promise<unknown> {
    const body: unknown = await response.json();
    const problem = body as { code?: string; detail?: string; errors?: Answer<unknown>["errors"] };
    if (!response.ok) {
      const first = problem.errors?.[0];
      throw new Refused(problem.code ?? first?.extensions?.code ?? `${response.status}`, problem.detail ?? first?.message ?? response.statusText);
    }
    return body;
  }

  #data<Data>(answer: Answer<Data>): Data {
    this.counted.cost += answer.extensions?.cost?.actual ?? 0;
    const error = answer.errors?.[0];
    if (error || !answer.data) throw new Refused(error?.extensions?.code ?? "UNKNOWN", error?.message ?? "no data");
    return answer.data;
  }
}
