"""A receiver as a city would write it, with the official package. Usage: receiver.py PORT SECRET_FILE

Says for each message what it was, after it was verified and every change of it was refused.
"""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from standardwebhooks import Webhook, WebhookVerificationError

PORT, FILE = int(sys.argv[1]), Path(sys.argv[2])


def refuses(webhook, body, headers):
    try:
        webhook.verify(body, headers)
    except WebhookVerificationError:
        return True
    return False


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        webhook = Webhook(FILE.read_text().strip())
        try:
            message = webhook.verify(body, headers)
            late = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 600)}
            other = headers | {"webhook-id": "delivery_other"}
            held = refuses(webhook, body + " ", headers) and refuses(webhook, body, late) and refuses(webhook, body, other)
            print("ok" if held else "BAD", message["type"], flush=True)
            self.send_response(204)
        except WebhookVerificationError as error:
            print("BAD", error, flush=True)
            self.send_response(400)
        self.end_headers()

    def log_message(self, *_):
        pass


HTTPServer(("127.0.0.1", PORT), Receiver).serve_forever()
