// Runs the server audits of graphql-http against a service and exits with 1 unless every one of them is ok, or, with
// --errors-only, unless none of them is an error. Usage: npm ci && node audit.mjs http://127.0.0.1:8080/graphql [--errors-only]
import { serverAudits } from "graphql-http";

const [url, tolerance] = process.argv.slice(2);
if (!url) {
  console.error("usage: node audit.mjs URL [--errors-only]");
  process.exit(2);
}

const totals = { ok: 0, notice: 0, warn: 0, error: 0 };
const audits = serverAudits({ url, fetchFn: fetch });
for (const audit of audits) {
  const result = await audit.fn();
  totals[result.status] += 1;
  if (result.status !== "ok") {
    const answer = result.response ? `${result.response.status} ${result.response.headers.get("content-type")}` : "no answer";
    console.log(`${result.status.padEnd(6)} ${audit.id} ${audit.name}\n       ${result.reason} (${answer})`);
  }
}

const counts = Object.entries(totals).map(([status, count]) => `${count} ${status}`);
console.log(`${audits.length} audits: ${counts.join(", ")}`);
const passed = tolerance === "--errors-only" ? totals.error === 0 : totals.ok === audits.length;
process.exitCode = passed && audits.length > 0 ? 0 : 1;
