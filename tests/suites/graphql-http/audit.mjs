// Runs the server audits of graphql-http against a service and exits with 1 unless every one of them is ok.
// Usage: npm ci && node audit.mjs http://127.0.0.1:8080/graphql [token]
import { serverAudits } from "graphql-http";

const [url, token] = process.argv.slice(2);
if (!url) {
  console.error("usage: node audit.mjs URL [token]");
  process.exit(2);
}

// The audits set their own headers; a token is added to each request for services without anonymous access.
const fetchFn = (address, { headers, ...options } = {}) =>
  fetch(address, { ...options, headers: token ? { ...headers, authorization: `Bearer ${token}` } : headers });

const totals = { ok: 0, notice: 0, warn: 0, error: 0 };
const audits = serverAudits({ url, fetchFn });
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
process.exitCode = totals.ok === audits.length && audits.length > 0 ? 0 : 1;
