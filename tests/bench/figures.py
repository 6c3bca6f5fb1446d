"""Fills a database with observed values of all municipalities and asks the service about them over loopback. `figures.sh` starts it.

Beside the distribution stands the statement that it cannot do without, sent by a client that does nothing else: the same values,
read and thrown away. Quote ratios: absolute times depend on what else the machine does. `first` is a question whose values nobody has asked
for yet, `again` one that was asked before.
"""
import argparse, glob, json, os, pwd, random, shutil, signal, sqlite3, statistics, subprocess, time, urllib.request
import psycopg

BINARY, SCRATCH = os.environ["BINARY"], os.environ["SCRATCH"]
RANDOM = random.Random(7)
PORT = 18311
parser = argparse.ArgumentParser()
parser.add_argument("--database", default="postgres,sqlite")
parser.add_argument("--indicators", type=int, default=50)
parser.add_argument("--years", type=int, default=20)
options = parser.parse_args()
YEARS = list(range(2025 - options.years, 2025))
CODES = [f"i{number}" for number in range(options.indicators)]


class Postgres:
    """A private cluster on a socket, with the service as a role that owns nothing."""
    name = "PostgreSQL"

    def __init__(self):
        self.folder = f"{SCRATCH}/postgres"
        os.mkdir(self.folder); shutil.chown(self.folder, "postgres")
        programs = max(glob.glob("/usr/lib/postgresql/*/bin"))
        def run(*command): subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=pwd.getpwnam("postgres").pw_uid, cwd=self.folder)
        run(f"{programs}/initdb", "-D", f"{self.folder}/data", "-A", "trust", "-U", "postgres", "--locale-provider=builtin", "--locale=C.UTF-8") if "17" in programs \
            else run(f"{programs}/initdb", "-D", f"{self.folder}/data", "-A", "trust", "-U", "postgres", "--locale=C.UTF-8")
        self.control = lambda *words: run(f"{programs}/pg_ctl", "-D", f"{self.folder}/data", "-w", "-t", "120", *words)
        self.control("-l", f"{self.folder}/log", "-o", f"-k {self.folder} -c listen_addresses='' -c shared_buffers=1GB -c maintenance_work_mem=1GB -c max_wal_size=8GB -c fsync=off", "start")
        with self.connect("postgres", "postgres") as admin:
            for role in ("owner", "service"): admin.execute(f"CREATE ROLE {role} LOGIN")
            admin.execute("CREATE DATABASE bench OWNER owner")
        with self.connect("owner") as owner:
            owner.execute("ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO service")
            owner.execute("ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO service")
        self.serves = self.url("service")
        prepare(DATABASE_URL=self.serves, DATABASE_OWNER_URL=self.url("owner"))
        self.fill()

    def url(self, user): return f"postgres://{user}@localhost/bench?host={self.folder}"
    def connect(self, user, database="bench"): return psycopg.connect(host=self.folder, user=user, dbname=database, autocommit=True)

    def fill(self):
        with self.connect("postgres") as target:
            indexes = target.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'observation' AND indexname NOT LIKE '%pkey'").fetchall()
            target.execute("SET session_replication_role = replica")
            for name, _ in indexes: target.execute(f"DROP INDEX {name}")
            for statement in filling("gen_random_uuid()", "random()", "generate_series", "now()"): target.execute(statement)
            for _, definition in indexes: target.execute(definition)
            target.execute("VACUUM ANALYZE")

    def direct(self):
        client = self.connect("service")
        return lambda statement, values: client.execute(statement.replace("?", "%s"), values, prepare=True).fetchall()

    def stop(self): self.control("-m", "immediate", "stop")


class Sqlite:
    """A file."""
    name = "SQLite"

    def __init__(self):
        self.file = f"{SCRATCH}/bench.sqlite"
        self.serves = f"sqlite://{self.file}?mode=rwc"
        prepare(DATABASE_URL=self.serves)
        target = sqlite3.connect(self.file, isolation_level=None)
        target.execute("PRAGMA cache_size = -500000")
        indexes = target.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'observation' AND sql IS NOT NULL").fetchall()
        target.execute("BEGIN")
        for name, _ in indexes: target.execute(f"DROP INDEX {name}")
        for statement in filling("randomblob(16)", "abs(random() / 9223372036854775807.0)", None, "'2026-01-01 00:00:00+00:00'"): target.execute(statement)
        for _, definition in indexes: target.execute(definition)
        target.execute("COMMIT"); target.execute("ANALYZE"); target.close()

    def direct(self):
        client = sqlite3.connect(self.file)
        return lambda statement, values: client.execute(statement, values).fetchall()

    def stop(self): pass


def prepare(**urls):
    """The tables, and the register of municipalities, which whatever opens an empty database first puts into it."""
    for command in ("migrate", "reindex"):
        subprocess.run([BINARY, command], check=True, env=dict(os.environ, **urls, STAEDTENETZ_LOG="error"), stdout=subprocess.DEVNULL)


def filling(new, chance, series, now):
    """An office that enters a value of every municipality, indicator and year; a fifth of them is not public."""
    rows = lambda name, first, last: f"generate_series({first}, {last}) AS {name}({name})" if series else \
        f"(WITH RECURSIVE one({name}) AS (SELECT {first} UNION ALL SELECT {name} + 1 FROM one WHERE {name} < {last}) SELECT {name} FROM one)"
    yield f"INSERT INTO tenant (id, kind, name, created_at, updated_at, revision) VALUES ({new}, 'COORDINATION', 'Messwerte', {now}, {now}, 1)"
    yield f"""INSERT INTO indicator (id, code, version, label_de, label_en, definition_de, definition_en, unit_de, unit_en, decimals, polarity, kind,
        value_type, frequency, counts_persons) SELECT {new}, 'i' || number, 1, 'Kennzahl ' || number, 'Indicator ' || number, '', '', 'Stück', 'pieces', 2,
        'HIGHER_BETTER', 'OUTCOME', 'NUMBER', 'ANNUAL', false FROM {rows("number", 0, options.indicators - 1)}"""
    yield f"""INSERT INTO observation (id, tenant_id, indicator_id, city_ags, year, value, value_kind, obs_status, confidence, source, visibility, recorded_at,
        conf_status, method_version, plausibility, revision) SELECT {new}, tenant.id, indicator.id, city.ags, year, {chance} * 1000, 'MEASURED', 'A', 'HIGH',
        'https://bench.test/', CASE WHEN {chance} < 0.8 THEN 'PUBLIC' ELSE 'TENANT' END, {now}, 'F', 1, 'UNCHECKED', 1
        FROM tenant, indicator, city, {rows("year", YEARS[0], YEARS[-1])} WHERE tenant.name = 'Messwerte'"""


def ask(path, body=None):
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", body and json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=120) as answer:
        text = answer.read()
    if body and b'"errors"' in text[:200]: raise SystemExit(text[:500])
    return text


def timed(work, times):
    spent = []
    for turn in times:
        start = time.perf_counter(); work(turn); spent.append((time.perf_counter() - start) * 1e3)
    return statistics.median(spent)


def peak(process):
    with open(f"/proc/{process.pid}/status") as status: return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) // 1024


def measure(place):
    environment = dict(os.environ, DATABASE_URL=place.serves, STAEDTENETZ_LISTEN=f"127.0.0.1:{PORT}", STAEDTENETZ_LOG="error", STAEDTENETZ_RETENTION_INTERVAL_HOURS="0")
    service = subprocess.Popen([BINARY, "serve"], env=environment, stdout=subprocess.DEVNULL)
    try:
        until = time.time() + 300
        while True:
            try: ask("/readyz"); break
            except OSError:
                if time.time() > until: raise
                time.sleep(.2)
        cities = [city["ags"] for page in pages("/api/v1/cities?limit=100", 7) for city in page]
        direct = place.direct()
        keys = dict(direct("SELECT code, id FROM indicator", []))
        compare = "query($i: String!, $y: Int, $p: PeerInput!, $c: String) { benchmark(indicator: $i, year: $y, peers: $p, city: $c) { distribution { n mean median q1 q3 } standing { value band percentile } } }"
        all_of = lambda turn: ask("/graphql", {"query": compare, "variables": {"i": CODES[turn % len(CODES)], "y": YEARS[turn // len(CODES) % len(YEARS)], "p": {"rule": {}}}})
        group = cities[:500]
        own = lambda turn: ask("/graphql", {"query": compare, "variables": {"i": CODES[turn % len(CODES)], "y": YEARS[turn // len(CODES) % len(YEARS)], "p": {"cities": group}, "c": group[turn % 500]}})
        some = ",".join(cities[:100])
        cube = lambda form: lambda turn: ask(f"/api/v1/cube?format={form}&city={some}&yearFrom={YEARS[-10]}&yearTo={YEARS[-1]}&indicator=" + ",".join(RANDOM.sample(CODES, min(10, len(CODES)))))
        values = "SELECT city_ags, value FROM observation WHERE indicator_id = ? AND value_kind = 'MEASURED' AND year = ? AND visibility = 'PUBLIC' AND superseded_at IS NULL"
        alone = lambda turn: direct(values, [keys[CODES[turn % len(CODES)]], YEARS[turn // len(CODES) % len(YEARS)]])
        print(f"\n{place.name}: {len(cities)} cities listed, {options.indicators} indicators × {options.years} years of all municipalities. Milliseconds, median.\n")
        print("| question | first | again | the values alone | first ÷ alone |\n|---|--:|--:|--:|--:|")
        for name, work, turns, again, beside in [
            ("distribution over all municipalities in a year", all_of, range(40), [0] * 100, alone),
            ("place of a city in a group of 500", own, range(100, 140), [100] * 100, None),
            ("cube of 100 cities × 10 indicators × 10 years, CSV", cube("csv"), range(40), None, None),
            ("the same, JSON-stat", cube("json-stat"), range(40), None, None),
        ]:
            first = timed(work, turns)
            repeated = f"{timed(work, again):.1f}" if again else "–"
            bare = timed(beside, turns) if beside else None
            print(f"| {name} | {first:.1f} | {repeated} | {f'{bare:.1f}' if bare else '–'} | {f'{first / bare:.2f}' if bare else '–'} |", flush=True)
        print(f"\nmost memory of the service: {peak(service)} MiB")
    finally:
        service.send_signal(signal.SIGKILL); service.wait()


def pages(path, most):
    after = ""
    for _ in range(most):
        page = json.loads(ask(path + after))
        yield page["items"]
        if not page["page"]["hasNextPage"]: return
        after = "&after=" + page["page"]["nextCursor"]


for name in options.database.split(","):
    start = time.time()
    place = {"postgres": Postgres, "sqlite": Sqlite}[name]()
    print(f"{place.name} was filled in {time.time() - start:.0f} s", flush=True)
    try: measure(place)
    finally: place.stop()
