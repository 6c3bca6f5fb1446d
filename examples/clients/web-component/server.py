#!/usr/bin/env python3
"""Serves the page under the strictest useful Content Security Policy. Usage: server.py SERVICE PORT

Where the service does not allow pages of this origin (its setting `cors_origins`), /graphql is passed on to it, which is
what a city can do on its own web server too.
"""
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

SERVICE, PORT = sys.argv[1].rstrip("/"), int(sys.argv[2])
ORIGIN = f"http://127.0.0.1:{PORT}"
FOLDER = Path(__file__).parent
TYPES = {
    "index.html": "text/html; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
    "staedtenetz-similar-projects.js": "text/javascript; charset=utf-8",
}


def is_allowed():
    """Whether web pages of this origin may ask the service; ends the program where there is no service."""
    try:
        with urlopen(Request(f"{SERVICE}/limits", headers={"Origin": ORIGIN}), timeout=10) as answer:
            return answer.headers.get("Access-Control-Allow-Origin") in (ORIGIN, "*")
    except URLError as error:
        sys.exit(f"There is no service at {SERVICE}: {error}")


ALLOWED = is_allowed()
ASKED = SERVICE if ALLOWED else "'self'"
POLICY = "; ".join([
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src data:", f"connect-src {ASKED}",
    "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
])


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.split("?")[0].lstrip("/") or "index.html"
        if name == "graphql" and not ALLOWED:
            self.pass_on()
        elif name in TYPES:
            text = (FOLDER / name).read_text(encoding="utf-8")
            if name == "index.html":
                text = text.replace('service="http://127.0.0.1:8080"', f'service="{SERVICE if ALLOWED else ORIGIN}"')
            self.answer(200, TYPES[name], text.encode())
        else:
            self.answer(404, "text/plain", b"Not found\n")

    def pass_on(self):
        wanted = {name: self.headers[name] for name in ("Accept", "Accept-Language") if name in self.headers}
        try:
            with urlopen(Request(SERVICE + self.path, headers=wanted), timeout=30) as answer:
                self.answer(answer.status, answer.headers["Content-Type"], answer.read())
        except HTTPError as error:
            self.answer(error.code, error.headers.get("Content-Type", "text/plain"), error.read())
        except URLError:
            self.answer(502, "text/plain", b"The service cannot be reached\n")

    def answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Quiet: what goes wrong is shown on the page."""


server = ThreadingHTTPServer(("127.0.0.1", PORT), Page)
print(f"The page:   {ORIGIN}/")
print(f"Policy:     {POLICY}")
print(f"Its data:   {SERVICE}/graphql, " + ("asked by the browser" if ALLOWED else "passed on by this server"))
if not ALLOWED:
    print(f"            (the browser may ask itself once the service is started with STAEDTENETZ_CORS_ORIGINS={ORIGIN})")
print("Next:       open the page, look at index.html, and copy staedtenetz-similar-projects.js to your own. Ctrl+C ends this.", flush=True)
try:
    server.serve_forever()
except KeyboardInterrupt:
    pass
