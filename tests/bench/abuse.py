"""What refusals cost, and what a flood costs others. `abuse.sh` starts it.

Memory is the highest resident set of the process while a request is answered, less what it held before; the kernel counts it anew
for each request, and the allocator gives back at once what is free, so that nothing is served from what an earlier request left.
Beside each refusal stands the smallest query that there is, asked in the same way.
"""
import http.client, json, os, statistics, subprocess, sys, threading, time

BINARY, SCRATCH = os.environ["BINARY"], os.environ["SCRATCH"]
PORT = 18312
QUERY = "{ cities { nodes { ags } } }"
LARGE = "{ projects(first: 50) { nodes { workingTitle city { name } } } }"


def many(count, part): return "".join(part(number) for number in range(count))
def document(text, **more): return json.dumps({"query": text, **more}).encode()


ABUSES = {
    "5 MB body": document(" " * 5_000_000),
    "10,000 fragments": document(QUERY + many(10_000, lambda n: f" fragment F{n} on City {{ ags }}")),
    "10,000 spreads": document("{ cities { nodes { " + "...F " * 10_000 + "} } } fragment F on City { ags }"),
    "fragments that double": document("{ cities { nodes { ...F0 } } } " + many(25, lambda n: f"fragment F{n} on City {{ ...F{n + 1} ...F{n + 1} }} ") + "fragment F25 on City { ags }"),
    "10,000 variables": document(QUERY, variables={f"v{n}": n for n in range(10_000)}),
    "20,000 braces": document("{" * 20_000),
    "5,000 aliases": document("{ " + many(5_000, lambda n: f"a{n}: __typename ") + "}"),
    "250 directives": document("{ __typename " + "@skip(if: false) " * 250 + "}"),
    "deep literal": document("{ nodes(ids: " + "[" * 5_000 + "]" * 5_000 + ") { id } }"),
    "deep body": b"[" * 9_000,
}


class Client:
    """One connection, opened anew where the service has closed it."""

    def __init__(self, key=None):
        self.headers = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}
        if key: self.headers["Authorization"] = f"Bearer {key}"
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)

    def ask(self, body):
        """Milliseconds and status."""
        start = time.perf_counter()
        try:
            self.connection.request("POST", "/graphql", body, self.headers)
            answer = self.connection.getresponse()
        except (BrokenPipeError, ConnectionResetError):
            # A body that is refused is not read to its end; what was answered before is still there to be read.
            answer = http.client.HTTPResponse(self.connection.sock)
            answer.begin()
        answer.read()
        took = (time.perf_counter() - start) * 1e3
        if answer.will_close: self.connection.close()
        return took, answer.status


def status(process, name):
    with open(f"/proc/{process.pid}/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(name))


def extra(process, work):
    """KiB that the process held more at some moment than before."""
    with open(f"/proc/{process.pid}/clear_refs", "w") as refs: refs.write("5")
    before = status(process, "VmRSS")
    work()
    return max(0, status(process, "VmHWM") - before)


def refusals(process):
    print("\n| request | status | ms, median | ms, most | extra KiB, median | ÷ smallest query |\n|---|--:|--:|--:|--:|--:|")
    client = Client()
    smallest = statistics.median(client.ask(document("{ __typename }"))[0] for _ in range(200))
    for name, body in ABUSES.items():
        for _ in range(20): client.ask(body)
        taken, memory = [], []
        for _ in range(100):
            memory.append(extra(process, lambda: taken.append(client.ask(body))))
        times = [took for took, _ in taken]
        print(f"| {name} | {taken[0][1]} | {statistics.median(times):.2f} | {max(times):.2f} | {statistics.median(memory):.0f} | {statistics.median(times) / smallest:.1f} |", flush=True)


def paced(key, body, each_second, seconds, seen):
    """Asks as often as that, however long answers take."""
    client, begin = Client(key), time.perf_counter()
    for turn in range(int(each_second * seconds)):
        rest = begin + turn / each_second - time.perf_counter()
        if rest > 0: time.sleep(rest)
        if time.perf_counter() - begin > seconds: break
        seen.append(client.ask(body))


def p99(seen): return sorted(took for took, _ in seen)[int(len(seen) * .99)]


def flood():
    """One organisation asks for ten times what it may; another one asks on."""
    def key(city):
        said = subprocess.run([BINARY, "key", "create", "--city", city, "--name", "Bench", "--role", "READER", "--scope", "content:read"],
                              check=True, capture_output=True, text=True, env=environment()).stdout
        return next(word for word in said.split() if word.startswith("stn_"))
    loud, quiet = key("05334002"), key("08212000")
    alone, beside, refused = [], [], []
    paced(quiet, document(LARGE), 20, 20, alone)
    threads = [threading.Thread(target=paced, args=(loud, document(LARGE), 50, 30, refused)) for _ in range(8)]
    for thread in threads: thread.start()
    time.sleep(8)
    paced(quiet, document(LARGE), 20, 20, beside)
    for thread in threads: thread.join()
    statuses = lambda seen: {status: sum(1 for _, other in seen if other == status) for status in sorted({status for _, status in seen})}
    print("\n| who | answers by status | p50 ms | p99 ms |\n|---|---|--:|--:|")
    for name, seen in (("alone", alone), ("beside the flood", beside), ("the flood", refused)):
        print(f"| {name} | {statuses(seen)} | {statistics.median(took for took, _ in seen):.1f} | {p99(seen):.1f} |")
    print(f"\np99 beside the flood ÷ alone: {p99(beside) / p99(alone):.2f}")


def environment(): return dict(os.environ, STAEDTENETZ_DATA_DIR=f"{SCRATCH}/data", STAEDTENETZ_LOG="error")


os.environ.pop("DATABASE_URL", None)
at_once = {"MALLOC_CONF": "dirty_decay_ms:0,muzzy_decay_ms:0"}
service = subprocess.Popen([BINARY, "demo", "--port", str(PORT), "--data-dir", f"{SCRATCH}/data"], env=environment() | at_once, stdout=subprocess.DEVNULL)
try:
    until = time.time() + 120
    while True:
        try:
            ready = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5); ready.request("GET", "/readyz")
            if ready.getresponse().status == 200: break
        except OSError: pass
        if time.time() > until: sys.exit("the service did not become ready")
        time.sleep(.2)
    refusals(service)
    flood()
finally:
    service.terminate(); service.wait()
