"""The service as a peer of the kit: how it is started, how each of the kit's tenants proves who it is, what is asked, and
how the answers become the kit's canonical ones. The kit copies nothing of this; `run.sh` lays it beside the other peers."""
import http.client, itertools, os, re, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import jwt, psycopg
import ids
from params import params, pgurl

NAME = "http://staedtenetz.test"  # public address of the service, and so the name of its issuers
VERSION = "ours: release binary, row security on, HS256 tokens of the development issuer; Q4 and Q8 rank in their own way, Q7 creates three sources in place of three links"
SETUP = [[sys.executable, "load.py"]]
START = ["sh", "-c", f"""
    export DATABASE_URL=postgres://ours@127.0.0.1:${{BENCH_PGPORT:-55432}}/ours_$SCALE STAEDTENETZ_LISTEN=127.0.0.1:$PORT
    export STAEDTENETZ_PUBLIC_URL={NAME} STAEDTENETZ_DEVELOPMENT_SECRET=$JWT_SECRET
    export STAEDTENETZ_DATABASE_CONNECTIONS=$POOL STAEDTENETZ_WORKERS=$WORKERS STAEDTENETZ_LOG=warn STAEDTENETZ_RATE_LIMIT=false
    export STAEDTENETZ_RETENTION_INTERVAL_HOURS=0  # else it looks through every tenant first, while the answers are measured
    exec "$OURS_BINARY" serve"""]
HEALTH = "/readyz"

STATUS = {"geplant": "PLANNED", "laufend": "IN_PROGRESS", "abgeschlossen": "COMPLETED", "pausiert": "ON_HOLD"}
WORDS = {word: status for status, word in STATUS.items()}
STAGES = {"CONTACTED": "interessiert", "ADAPT": "angepasst", "REUSE": "uebernommen", "DECLINED": "verworfen"}
FIELDS = ["energie", "mobilität", "gebäude", "wasser", "stadtgrün", "abfall", "digitalisierung", "bildung", "soziales", "wirtschaft",
          "gesundheit", "verwaltung"]

CODES = itertools.count(time.time_ns() // 1000)
CODE = re.compile(rb"K[0-9]{20}")  # `count.lua` puts the next number there
SOURCE = "https://kit.test/"


def claims(tenant):
    """What the token of a tenant says (RFC 9068)."""
    return {"iss": f"{NAME}/development", "aud": NAME, "sub": f"kit-{tenant['city_id']}", "client_id": "kit", "jti": f"kit-{tenant['city_id']}",
            "tenant": ids.text("tenant", tenant["city_id"]), "role": "PUBLISHER", "scope": "content:read content:write content:publish",
            "iat": int(time.time()), "exp": 2_000_000_000}


def wait_until_ready(peer):
    """The kit begins at the first answer, whatever it says; before the search index is built that is 503."""
    until = time.time() + 600
    while time.time() < until:
        connection = http.client.HTTPConnection("127.0.0.1", peer.port, timeout=60)
        connection.request("GET", HEALTH)
        if connection.getresponse().status == 200:
            return
        time.sleep(.2)
    raise SystemExit("the service did not become ready within ten minutes")


def prepare(peer):
    """The service is ready. Each tenant gets its token: the service wants more in a token's header than the kit writes there. Codes of projects
    are unique, so the requests that are sent again and again while measuring hold a place for the next number."""
    wait_until_ready(peer)
    with psycopg.connect(pgurl("bench_" + peer.scale, "postgres")) as kit:
        GROUPS.update(kit.execute("SELECT id, peer_group_id FROM city").fetchall())
    header = {"typ": "at+jwt", "kid": "development"}
    asked = (question["tenant"] for name, questions in params(peer.scale).items() if name != "meta" for question in questions)
    for tenant in {tenant["city_id"]: tenant for tenant in asked}.values():
        peer.tokens[tenant["city_id"]] = jwt.encode(claims(tenant), peer.env["JWT_SECRET"], algorithm="HS256", headers=header)
    raw = peer.raw
    peer.raw = lambda op, p: CODE.sub(b"K" + b"@" * 20, raw(op, p))


def row(x): return {"id": ids.number(x["id"]), "title": x["workingTitle"], "status": WORDS[x["status"]], "city": x["city"]["name"]}
def end(x): return x and {"id": ids.number(x["id"]), "title": x["workingTitle"], "city": x["city"]["name"]}


def whole(x):
    return x and {"id": ids.number(x["id"]), "title": x["workingTitle"], "summary": x["summary"], "description": x["overallGoal"],
                  "status": WORDS[x["status"]], "budgetEur": x["endYear"],
                  "city": {"id": int(x["city"]["ags"]), "name": x["city"]["name"], "population": x["city"]["population"]}}


def learnt(x):
    links = [{"id": ids.number(l["id"]), "status": STAGES[l["stage"]], "to": end(l["sourceProject"])} for l in x["transferLinks"]["nodes"]]
    return {**row(x), "links": links}


def matrix(x):
    def project(p):
        links = [{"id": ids.number(l["id"]), "toCityId": int(l["sourceCity"]["ags"]), "status": STAGES[l["stage"]]}
                 for l in p["transferLinks"]["nodes"]]
        return {"id": ids.number(p["id"]), "title": p["workingTitle"], "cityId": int(p["city"]["ags"]), "links": links}
    members = [{"id": int(m["tenant"]["city"]["ags"]), "name": m["tenant"]["city"]["name"]} for m in x["memberships"]["nodes"]]
    # The kit wants them in the order of its city numbers; the service has the oldest first.
    return {"name": x["name"], "members": sorted(members, key=lambda m: m["id"]), "projects": [project(p) for p in x["projects"]["nodes"]]}


def created(x, p):
    """Links cannot be written yet. So that as many rows are written, the projects they would lead to are named as sources."""
    expected = [SOURCE + str(to) for to in p["to"]]
    if [s["url"] for s in x["sources"]["nodes"]] != expected: raise ValueError(f"sources: {x['sources']}")
    return {"id": 0, "title": x["workingTitle"], "links": []}


def similar(x):
    """Those of other cities by what they are about; the kit's are those whose titles share letters."""
    found = [end(y["project"]) for y in x["similar"]["nodes"]]
    if len(found) != 10: raise ValueError(f"{len(found)} similar projects")
    return found


def new(p):
    return {"plan": ids.text("plan", ids.plan(p["tenant"]["city_id"], 0)), "code": f"K{next(CODES):020d}", "sequenceNo": 1,
            "workingTitle": p["title"], "summary": p["summary"], "overallGoal": p["description"].strip(), "actionField": FIELDS[p["af"] - 1],
            "status": "PLANNED", "startYear": 2026, "visibility": "PUBLIC", "sources": [SOURCE + str(to) for to in p["to"]]}


GROUPS = {}  # of each city, which the hand-written statement looks up


def peers(p):
    """The peer group of the asker's city, as a rule over the register: see `load.py`."""
    group = GROUPS[p["tenant"]["city_id"]] - 1
    return {"rule": {"state": [f"{1 + group // 4:02d}"], "regiostar7": [71 + group % 4]}}


def compared(x):
    """The kit ranks a city without a value first; the service gives it no rank."""
    own, of = x["standing"], x["distribution"]
    series = [{"year": y["year"], "value": y["value"]} for y in x["series"]] or None
    return {"year": own["year"], "value": own["value"], "n": of["n"], "q1": of["q1"], "median": of["median"], "q3": of["q3"],
            "rank": own["rank"] or 1, "series": series}


OPS = {
    "q1": dict(
        doc="query($id: ID!) { project(id: $id) { id workingTitle summary overallGoal status endYear city { ags name population } } }",
        vars=lambda p: {"id": ids.text("project", p["id"])}, norm=lambda d, p: whole(d["project"])),
    "q2": dict(
        doc="""query($field: [String!], $status: [ProjectStatus!]) {
          projects(first: 50, filter: {actionField: $field, status: $status}) { nodes {
            id workingTitle status city { name }
            transferLinks(first: 20) { nodes { id stage sourceProject { id workingTitle city { name } } } } } } }""",
        vars=lambda p: {"field": [FIELDS[p["af"] - 1]], "status": [STATUS[p["status"]]]},
        norm=lambda d, p: [learnt(x) for x in d["projects"]["nodes"]]),
    "q3": dict(
        doc="query($after: String!) { projects(first: 50, after: $after) { nodes { id workingTitle status city { name } } } }",
        vars=lambda p: {"after": ids.cursor("project", p["after"])}, norm=lambda d, p: [row(x) for x in d["projects"]["nodes"]]),
    "q4": dict(
        doc="query($text: String!) { search(text: $text, isTyping: false, first: 20) { nodes { project { id workingTitle city { name } } } } }",
        vars=lambda p: {"text": p["q"]}, norm=lambda d, p: [end(x["project"]) for x in d["search"]["nodes"]], approx=True),
    "q5": dict(
        doc="""query($indicator: String!, $peers: PeerInput!) { benchmark(indicator: $indicator, peers: $peers) {
          distribution { n q1 median q3 } standing { year value rank } series { year value } } }""",
        vars=lambda p: {"indicator": f"k{p['ind']:03d}", "peers": peers(p)}, norm=lambda d, p: compared(d["benchmark"])),
    "q6": dict(
        doc="""query($slug: String!) { network(slug: $slug) { name
          memberships(first: 100) { nodes { tenant { city { ags name } } } }
          projects(first: 100) { nodes { id workingTitle city { ags }
            transferLinks(first: 20) { nodes { id stage sourceCity { ags } } } } } } }""",
        vars=lambda p: {"slug": f"netz-{p['net']}"}, norm=lambda d, p: matrix(d["network"])),
    "q7": dict(
        doc="mutation($new: CreateProjectInput!) { createProject(input: $new) { project { id workingTitle sources { nodes { url } } } } }",
        vars=lambda p: {"new": new(p)}, norm=lambda d, p: created(d["createProject"]["project"], p), approx=True),
    "q8": dict(
        doc="query($id: ID!) { project(id: $id) { similar(first: 10) { nodes { project { id workingTitle city { name } } } } } }",
        vars=lambda p: {"id": ids.text("project", p["id"])}, norm=lambda d, p: similar(d["project"]), approx=True),
}
