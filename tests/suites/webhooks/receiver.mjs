// A receiver as a portal would write it, with the official package. Usage: receiver.mjs PORT SECRET_FILE
// Says for each message what it was, after it was verified and every change of it was refused.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const [port, file] = process.argv.slice(2);

function refuses(webhook, body, headers) {
  try {
    webhook.verify(body, headers);
    return false;
  } catch {
    return true;
  }
}

createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    const webhook = new Webhook(readFileSync(file, "utf8").trim());
    const { headers } = request;
    try {
      const { type } = webhook.verify(body, headers);
      const late = { ...headers, "webhook-timestamp": `${headers["webhook-timestamp"] - 600}` };
      const other = { ...headers, "webhook-id": "delivery_other" };
      const isHeld = refuses(webhook, body + " ", headers) && refuses(webhook, body, late) && refuses(webhook, body, other);
      console.log(`${isHeld ? "ok" : "BAD"} ${type}`);
      response.writeHead(204).end();
    } catch (error) {
      console.log(`BAD ${error}`);
      response.writeHead(400).end();
    }
  });
}).listen(Number(port), "127.0.0.1");
