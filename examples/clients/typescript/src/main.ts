// Reads a city's projects page by page, and which projects of other cities are like one of them. Usage: main.js URL [city]
import { readFile } from "node:fs/promises";
import { CityByNameDocument, ProjectsOfCityDocument, SimilarToDocument } from "./generated/graphql.ts";
import type { ProjectsOfCityQuery } from "./generated/graphql.ts";
import { Staedtenetz } from "./staedtenetz.ts";

type Project = ProjectsOfCityQuery["projects"]["nodes"][number];

async function* projectsOf(service: Staedtenetz, city: string, first: number): AsyncGenerator<Project[]> {
  for (let after: string | null = null; ; ) {
    const { projects }: ProjectsOfCityQuery = await service.ask(ProjectsOfCityDocument, { city, first, after });
    yield projects.nodes;
    if (!projects.pageInfo.hasNextPage) return;
    after = projects.pageInfo.endCursor ?? null;
  }
}

async function main(url: string, name: string): Promise<void> {
  const service = new Staedtenetz({ url, key: process.env["STAEDTENETZ_KEY"], language: "de" });
  const documents = JSON.parse(await readFile("src/generated/persisted-documents.json", "utf8")) as Record<string, string>;
  const isRegistered = await service.register(documents);
  console.log(isRegistered ? `${Object.keys(documents).length} documents are registered` : "Not registered: the key may not, or there is none");

  const city = (await service.ask(CityByNameDocument, { name })).cities.nodes[0];
  if (!city) throw new Error(`No municipality's name begins with ${name}`);
  const projects: Project[] = [];
  let pages = 0;
  for await (const page of projectsOf(service, city.ags, 10)) {
    pages += 1;
    projects.push(...page);
  }
  console.log(`${projects.length} projects of ${city.name} on ${pages} pages`);

  const chosen = projects.find((project) => project.workingTitle === "Initiativen einbinden") ?? projects[0];
  if (!chosen) return;
  const { project } = await service.ask(SimilarToDocument, { project: chosen.id, first: 3, locale: "EN" });
  console.log(`Like "${project?.workingTitle}":`);
  for (const match of project?.similar.nodes ?? []) {
    console.log(`  ${match.score.toFixed(2)}  ${match.project.city?.name}: ${match.project.workingTitle}\n        ${match.explanation}`);
  }
  console.log(`${service.counted.byId} questions by id, ${service.counted.byText} with their text, cost ${service.counted.cost}`);
}

const [url = "http://127.0.0.1:8080", city = "Aachen"] = process.argv.slice(2);
main(url, city).catch((error: unknown) => {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : "";
  console.error(`${error instanceof Error ? error.message : error}${cause}`);
  process.exitCode = 1;
});
