"""The service as a peer of the kit. Reads are anonymous as long as the service issues no tokens, so every peer is asked
as a city that owns nothing (anonymous.py) and all answers hold public rows only."""
import base64, json, os, sys

VERSION = "ours: anonymous reads"
SETUP = [["sh", "-c", f"{sys.executable} load.py $SCALE"]]
START = ["sh", "-c", """
    export DATABASE_URL=postgres://ours@127.0.0.1:${BENCH_PGPORT:-55432}/ours_$SCALE STAEDTENETZ_LISTEN=127.0.0.1:$PORT
    export STAEDTENETZ_DATABASE_CONNECTIONS=$POOL STAEDTENETZ_WORKERS=$WORKERS STAEDTENETZ_LOG=warn
    exec "$OURS_BINARY" serve"""]
HEALTH = "/readyz"
DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"

def uuid(kind, number): return bytes.fromhex(f"00000000000070008{kind:03x}{number:012x}")

def text(prefix, kind, number):
    bits = int.from_bytes(uuid(kind, number), "big")
    return f"{prefix}_" + "".join(DIGITS[bits >> shift & 31] for shift in range(125, -1, -5))

def number(text):
    bits = 0
    for digit in text.rsplit("_", 1)[1]: bits = bits << 5 | DIGITS.index(digit)
    return bits & (1 << 48) - 1

def cursor(kind, number):
    encode = lambda data: base64.urlsafe_b64encode(data).decode().rstrip("=")
    return encode(json.dumps(["id+", encode(uuid(kind, number))]).encode())

STATUS = {"geplant": "PLANNED", "laufend": "IN_PROGRESS", "abgeschlossen": "COMPLETED", "pausiert": "ON_HOLD"}
STAGE = {"CONTACTED": "interessiert", "ADAPT": "angepasst", "REUSE": "uebernommen", "DECLINED": "verworfen"}
BACK = {word: status for status, word in STATUS.items()}
FIELDS = ["energie", "mobilität", "gebäude", "wasser", "stadtgrün", "abfall", "digitalisierung", "bildung", "soziales", "wirtschaft",
          "gesundheit", "verwaltung"]

def row(x): return {"id": number(x["id"]), "title": x["workingTitle"], "status": BACK[x["status"]], "city": x["city"]["name"]}
def end(x): return x and {"id": number(x["id"]), "title": x["workingTitle"], "city": x["city"]["name"]}
def link(x): return {"id": number(x["id"]), "status": STAGE[x["stage"]], "to": end(x["sourceProject"])}

def whole(x):
    return x and {"id": number(x["id"]), "title": x["workingTitle"], "summary": x["summary"], "description": x["overallGoal"],
                  "status": BACK[x["status"]], "budgetEur": x["endYear"],
                  "city": {"id": int(x["city"]["ags"]), "name": x["city"]["name"], "population": x["city"]["population"]}}

OPS = {
    "q1": dict(
        doc="query($id: ID!) { project(id: $id) { id workingTitle summary overallGoal status endYear city { ags name population } } }",
        vars=lambda p: {"id": text("project", 7, p["id"])}, norm=lambda d, p: whole(d["project"])),
    "q2": dict(
        doc="""query($field: [String!], $status: [ProjectStatus!]) {
          projects(first: 50, filter: {actionField: $field, status: $status}) { nodes {
            id workingTitle status city { name }
            transferLinks(first: 20) { nodes { id stage sourceProject { id workingTitle city { name } } } } } } }""",
        vars=lambda p: {"field": [FIELDS[p["af"] - 1]], "status": [STATUS[p["status"]]]},
        norm=lambda d, p: [{**row(x), "links": [link(l) for l in x["transferLinks"]["nodes"]]} for x in d["projects"]["nodes"]]),
    "q3": dict(
        doc="query($after: String!) { projects(first: 50, after: $after) { nodes { id workingTitle status city { name } } } }",
        vars=lambda p: {"after": cursor(7, p["after"])}, norm=lambda d, p: [row(x) for x in d["projects"]["nodes"]]),
}

def prepare(peer):
    """The service refuses credentials that it cannot check, so none are sent."""
    request = peer.req
    def anonymous(op, p):
        method, path, headers, body = request(op, p)
        return method, path, {k: v for k, v in headers.items() if k != "Authorization"}, body
    peer.req = anonymous
