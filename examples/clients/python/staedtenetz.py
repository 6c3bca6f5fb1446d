"""A small client for Städtenetz: pages, GraphQL, retries and pacing. Needs Python 3.9 and nothing else; copy it."""
import http.client
import json
import random
import re
import sys
import time
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen


class Problem(Exception):
    """What the service refused: `code` is for programs, the message for people."""

    def __init__(self, status, code, detail):
        super().__init__(f"{status} {code}: {detail}")
        self.status, self.code, self.detail = status, code, detail


class Pace:
    """Spends points no faster than they come back: whoever waits a little is never refused.

    `RateLimit: "address";r=57;t=1` says how many points are left, `RateLimit-Policy: "address";q=100;w=2` that 100 come back
    within 2 seconds. A service without limits to rates sends neither, and nothing waits.
    """

    def __init__(self):
        self.buckets, self.waited = {}, 0.0

    def learn(self, headers):
        policies = dict(re.findall(r'"(\w+)";(q=\d+;w=\d+)', headers.get("RateLimit-Policy", "")))
        for name, left in re.findall(r'"(\w+)";r=(\d+)', headers.get("RateLimit", "")):
            most, seconds = map(int, re.findall(r"\d+", policies.get(name, "q=1;w=1")))
            self.buckets[name] = (int(left), most, most / seconds, time.monotonic())

    def wait(self, cost):
        for left, most, per_second, then in self.buckets.values():
            missing = min(cost, most) - (left + (time.monotonic() - then) * per_second)
            if missing > 0:
                time.sleep(missing / per_second)
                self.waited += missing / per_second


class Service:
    def __init__(self, url, key=None, language="en", attempts=6):
        self.url, self.attempts = url.rstrip("/"), attempts
        self.headers = {"Accept": "application/json", "Accept-Language": language, "User-Agent": "staedtenetz-example/1"}
        if key:
            self.headers["Authorization"] = f"Bearer {key}"
        self.pace, self.costs, self.requests, self.refused = Pace(), {}, 0, 0

    def get(self, path, **parameters):
        """An answer of REST. The parameters are those of the documentation; lists are joined by commas."""
        given = {name: ",".join(value) if isinstance(value, list) else value for name, value in parameters.items() if value is not None}
        answer, size = self._send(f"/api/v1/{path}?{urlencode(given)}", None, self.costs.get(path, 1))
        self.costs[path] = 1 + size // 1024  # reading takes a point, and one for each KiB
        return answer

    def pages(self, path, **parameters):
        """All pages of a list, each as it comes; the last `nextCursor` is where to go on another day."""
        while True:
            page = self.get(path, **parameters)
            yield page
            if not page["page"]["hasNextPage"]:
                return
            parameters["after"] = page["page"]["nextCursor"]

    def items(self, path, **parameters):
        for page in self.pages(path, **parameters):
            yield from page["items"]

    def graphql(self, query, **variables):
        body = json.dumps({"query": query, "variables": variables}).encode()
        answer, _ = self._send("/graphql", body, self.costs.get(query, 1))
        if "cost" in answer.get("extensions", {}):
            self.costs[query] = 1 + answer["extensions"]["cost"]["requested"]
        if answer.get("errors"):
            first = answer["errors"][0]
            raise Problem(200, first.get("extensions", {}).get("code", "UNKNOWN"), first["message"])
        return answer["data"]

    def _send(self, path, body, cost):
        """Sends a question, again where that helps: when it is too early (429), the service is away (503), or the line breaks."""
        headers = self.headers if body is None else {**self.headers, "Content-Type": "application/json"}
        for attempt in range(1, self.attempts + 1):
            self.pace.wait(cost)
            self.requests += 1
            try:
                with urlopen(Request(self.url + path, body, headers), timeout=30) as answer:
                    self.pace.learn(answer.headers)
                    text = answer.read()
                    return json.loads(text), len(text)
            except HTTPError as error:
                self.pace.learn(error.headers)
                said = error.read()
                if error.code not in (429, 503) or attempt == self.attempts:
                    raise self._problem(error.code, said) from None
                self.refused += 1
                pause = float(error.headers.get("Retry-After") or 2**attempt / 4)
            except (URLError, TimeoutError, ConnectionError, http.client.HTTPException) as error:
                if attempt == self.attempts:
                    raise Problem(0, "UNREACHABLE", f"{self.url}: {error}") from None
                pause = 2**attempt / 8
            time.sleep(pause * random.uniform(1, 1.2))  # not all who were refused at the same moment

    @staticmethod
    def _problem(status, said):
        try:
            answer = json.loads(said)
        except ValueError:
            return Problem(status, "UNKNOWN", said[:200].decode(errors="replace"))
        if "errors" in answer and "code" not in answer:
            first = answer["errors"][0]
            return Problem(status, first.get("extensions", {}).get("code", "UNKNOWN"), first["message"])
        return Problem(status, answer.get("code", "UNKNOWN"), answer.get("detail", ""))


def run(main):
    """Runs a program and ends it with words, not with a traceback, where the service refused or is not there."""
    try:
        main()
    except Problem as problem:
        sys.exit(str(problem))
