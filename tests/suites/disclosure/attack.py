"""Attacks what rings publish: who can tell a confidential value of a city, from everything that was ever answered?

Cities keep values to themselves that count in rings. Rings overlap, are parts and unions of each other, members join, leave and
correct their values, and each ring is published again and again. Every caller asks for every ring, and for groups by rule and by
list. Then three attacks:

1. Differences: for every pair of answers, whether the sums over two sets of contributors differ by fewer than may be shown.
2. Linear programs: with all sums that anybody was told, and what the attacker's own city knows, between which bounds must
   each confidential value lie? They must leave more room than the policy demands.
3. Spread: whether mean and standard deviation together tell a value.

Nothing here knows how the service decides. The figures of the policy are read from the service.
"""
import itertools, json, os, random, sys, urllib.error, urllib.request
import numpy as np
from scipy.optimize import linprog

URL, KEYS = sys.argv[1], dict(line.split() for line in open(sys.argv[2]))
RINGS, ROUNDS = int(os.environ.get("RINGS", "24")), int(os.environ.get("ROUNDS", "3"))
RANDOM = random.Random(int(os.environ.get("SEED", "13")))
YEAR, CODES = 2025, ["probe_cost", "probe_share", "probe_cases"]
CITIES = [name for name in KEYS if name != "office"]


def ask(who, document, variables=None):
    headers = {"Content-Type": "application/json"}
    if who: headers["Authorization"] = "Bearer " + KEYS[who]
    body = json.dumps({"query": document, "variables": variables or {}}).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(URL + "/graphql", body, headers), timeout=60) as answer: return json.load(answer)
    except urllib.error.HTTPError as error: return json.load(error)


def must(who, document, variables=None):
    answer = ask(who, document, variables)
    if answer.get("errors"): sys.exit(f"{who}: {document[:80]} {variables}: {answer['errors']}")
    return answer["data"]


def define(code, **more):
    must("office", "mutation($i: DefineIndicatorInput!) { defineIndicator(input: $i) { indicator { id } } }", {"i": {
        "code": code, "network": "probe", "labelDe": code, "labelEn": code, "definitionDe": "Zum Prüfen.", "definitionEn": "To try.",
        "unitDe": "Stück", "unitEn": "pieces", "decimals": 2, "polarity": "HIGHER_BETTER", "kind": "OUTPUT", "valueType": "NUMBER",
        "frequency": "ANNUAL", **more}})


class City:
    """A city with its values: each revision is a value of its own."""
    def __init__(self, ags):
        self.ags, self.values = ags, {}
        self.tenant = must(ags, "{ me { tenant { id } } }")["me"]["tenant"]["id"]

    def enter(self, code, value, is_confidential):
        figure = {"value": value, "confStatus": "C" if is_confidential else "F", "source": "Haushalt"}
        made = must(self.ags, "mutation($i: RecordObservationInput!) { recordObservation(input: $i) { observation { id revision } } }", {"i": {
            **figure, "indicator": code, "year": YEAR, "visibility": "TENANT" if is_confidential else "PUBLIC"}})
        made = made["recordObservation"]["observation"]
        self.values[code] = dict(id=made["id"], revision=made["revision"], value=value, confidential=is_confidential)

    def correct(self, code, value):
        known = self.values[code]
        made = must(self.ags, "mutation($i: CorrectObservationInput!) { correctObservation(input: $i) { observation { id revision } } }", {"i": {
            "observation": known["id"], "expectedVersion": known["revision"], "value": value, "source": "Haushalt",
            "confStatus": "C" if known["confidential"] else "F"}})["correctObservation"]["observation"]
        self.values[code] = dict(known, id=made["id"], revision=made["revision"], value=value)


class Ring:
    def __init__(self, members):
        invite = [CITY[ags].tenant for ags in members]
        made = must("office", "mutation($i: CreatePeerGroupInput!) { createPeerGroup(input: $i) { peerGroup { id } } }", {"i": {
            "name": "Ring", "network": "probe", "of": {"ring": {"indicators": CODES, "terms": "Werte zählen und werden nicht gezeigt.",
            "resultsVisibility": RANDOM.choice(["SHARED", "NETWORK", "PUBLIC"]), "invite": invite}}}})
        self.id, self.members = made["createPeerGroup"]["peerGroup"]["id"], set()
        for ags in members: self.join(ags)

    def seen(self, who): return must(who, "query($id: ID!) { peerGroup(id: $id) { version termsVersion } }", {"id": self.id})["peerGroup"]

    def join(self, ags):
        seen = self.seen(ags)
        must(ags, "mutation($i: AcceptRingInput!) { acceptRing(input: $i) { peerGroup { id } } }", {"i": {
            "peerGroup": self.id, "expectedVersion": seen["version"], "termsVersion": seen["termsVersion"]}})
        self.members.add(ags)

    def invite(self, ags):
        must("office", "mutation($i: InviteToRingInput!) { inviteToRing(input: $i) { peerGroup { id } } }", {"i": {
            "peerGroup": self.id, "expectedVersion": self.seen("office")["version"], "invite": [CITY[ags].tenant]}})
        self.join(ags)

    def leave(self, ags):
        must(ags, "mutation($i: LeaveRingInput!) { leaveRing(input: $i) { peerGroup { id } } }", {"i": {
            "peerGroup": self.id, "expectedVersion": self.seen(ags)["version"]}})
        self.members.discard(ags)

    def publish(self):
        """What the attacker may know of it: who belonged to it, and with which values, when it was published."""
        done = must("office", "mutation($i: PublishBenchmarksInput!) { publishBenchmarks(input: $i) { publications { indicator outcome reason publicationId } } }",
                    {"i": {"ring": self.id, "year": YEAR}})["publishBenchmarks"]["publications"]
        for one in done:
            code = one["indicator"]
            OUTCOMES[one["outcome"]] = OUTCOMES.get(one["outcome"], 0) + 1
            if one["outcome"] == "PUBLISHED":
                counted = {ags: dict(CITY[ags].values[code]) for ags in self.members if code in CITY[ags].values}
                PUBLISHED[one["publicationId"]] = dict(code=code, counted=counted)


def rings():
    """Sets that an attacker would choose: parts, unions, neighbours by one."""
    sets = [set(RANDOM.sample(CITIES, RANDOM.randint(6, 14)))]
    while len(sets) < RINGS:
        base, other = RANDOM.choice(sets), RANDOM.choice(sets)
        made = RANDOM.choice([
            lambda: base - {RANDOM.choice(sorted(base))}, lambda: base | {RANDOM.choice(CITIES)}, lambda: base | other, lambda: base ^ other,
            lambda: set(CITIES) - base, lambda: set(RANDOM.sample(CITIES, RANDOM.randint(6, 16)))])()
        if 6 <= len(made) <= 20: sets.append(made)
    return [sorted(one) for one in sets]


ANSWER = """query($code: String!, $peers: PeerInput!) { benchmark(indicator: $code, year: %d, peers: $peers) { publicationId
  distribution { n contributors mean standardDeviation median q1 q3 deciles min max withheld } } }""" % YEAR


def answers(made):
    """Everything that everybody is told."""
    told, asked = {}, 0
    rules = [{"rule": {"network": "probe"}}, {"rule": {"state": ["05"]}}, {"rule": {"sizeClass": ["FROM_100000"]}}]
    rules += [{"cities": sorted(RANDOM.sample(CITIES, RANDOM.randint(2, 20)))} for _ in range(12)]
    for who, code in itertools.product([None, "office", *CITIES], CODES):
        for ring in made:
            answer = ask(who, ANSWER, {"code": code, "peers": {"group": ring.id}}); asked += 1
            if answer.get("errors"): continue
            found = answer["data"]["benchmark"]
            if found["distribution"]["mean"] is not None:
                told.setdefault(found["publicationId"], found["distribution"])
                if told[found["publicationId"]] != found["distribution"]: sys.exit(f"{who} is told another state of the same cell")
        for peers in rules:
            found = must(who, ANSWER, {"code": code, "peers": peers})["benchmark"]["distribution"]; asked += 1
            others = [CITY[ags].values[code] for ags in CITIES if ags != who]
            if found["contributors"] or found["n"] > sum(not one["confidential"] for one in others) + (who is not None and who != "office"):
                sys.exit(f"{who} counts values of others in {peers}: {found}")
    return told, asked


def systems(told):
    """For each indicator the equations over confidential values: which of them add up to what."""
    for code in CODES:
        unknown, rows, sums = {}, [], []
        for publication, distribution in told.items():
            of = PUBLISHED.get(publication)
            if of is None or of["code"] != code: continue
            closed = {(ags, one["id"]): one["value"] for ags, one in of["counted"].items() if one["confidential"]}
            if distribution["contributors"] != len(closed): sys.exit(f"{publication}: {distribution['contributors']} contributors, not {len(closed)}")
            opened = sum(one["value"] for one in of["counted"].values() if not one["confidential"])
            for key, value in closed.items(): unknown.setdefault(key, value)
            rows.append(frozenset(closed)); sums.append(distribution["mean"] * distribution["n"] - opened)
        yield code, unknown, rows, np.array(sums)


def differences(rows, least):
    """No two sums differ by fewer contributors than may be shown."""
    pairs = 0
    for one, other in itertools.combinations(rows, 2):
        pairs += 1
        for part in (one - other, other - one, one & other):
            if 0 < len({ags for ags, _ in part}) < least + 1: sys.exit(f"a difference of {len(part)}: {sorted(part)}")
    return pairs


def programs(code, unknown, rows, sums, least, room):
    """Between which bounds each value must lie, for somebody who knows one of the others."""
    keys = sorted(unknown)
    if not rows: return 0
    place = {key: at for at, key in enumerate(keys)}
    matrix = np.zeros((len(rows), len(keys)))
    for at, row in enumerate(rows):
        for key in row: matrix[at, place[key]] = 1
    true = np.array([unknown[key] for key in keys])
    slack = 1e-6 * max(1.0, np.abs(sums).max()) if code != "probe_cases" else None
    solved = 0
    for target in keys:
        knowers = RANDOM.sample([key for key in keys if key[0] != target[0]], 2)
        # The one who knows most of a sum is the largest of the others.
        largest = max((key for key in keys if key[0] != target[0]), key=lambda key: unknown[key])
        for knower in {largest, *knowers}:
            fixed = [(unknown[key], unknown[key]) if key[0] == knower[0] else (0, None) for key in keys]
            bounds = []
            for sign in (1, -1):
                cost = np.zeros(len(keys)); cost[place[target]] = sign
                if slack is None:  # rounded figures: a sum is only known to within half a step for each value that counts
                    step = np.array([2.5 * len(row) + 1e-6 for row in rows])
                    found = linprog(cost, A_ub=np.vstack([matrix, -matrix]), b_ub=np.concatenate([sums + step, step - sums]), bounds=fixed)
                else:
                    found = linprog(cost, A_ub=np.vstack([matrix, -matrix]), b_ub=np.concatenate([sums + slack, slack - sums]), bounds=fixed)
                bounds.append(sign * found.fun if found.status == 0 else sign * -np.inf)
                solved += 1
            low, high = bounds
            value = true[place[target]]
            if high - value < room * value - 1e-3 or (value - low < room * value - 1e-3 and high < value * (1 + room)):
                sys.exit(f"{code}: {knower[0]} knows that {target[0]} lies between {low:.3f} and {high:.3f}: it is {value}")
    return solved


def spread(told, room):
    """Mean and standard deviation tell how far a value can be from the mean; that is far enough."""
    for publication, distribution in told.items():
        of = PUBLISHED.get(publication)
        closed = [one["value"] for one in (of or {"counted": {}})["counted"].values() if one["confidential"]]
        if len(closed) < 2 or of["code"] == "probe_cases": continue
        n, mean = len(closed), np.mean(closed)
        if np.std(closed, ddof=1) * (n - 1) / np.sqrt(n) <= room * abs(mean): sys.exit(f"{publication}: the mean tells all")
        if distribution["min"] is not None or distribution["max"] is not None: sys.exit(f"{publication} names an extreme")
        for named in ("q1", "q3", "median"):
            if distribution[named] is not None and n < 8: sys.exit(f"{publication} names {named} of {n}")


define("probe_cost"); define("probe_share"); define("probe_cases", countsPersons=True, lowest=0, decimals=0)
CITY = {ags: City(ags) for ags in CITIES}
for ags in CITIES:
    CITY[ags].enter("probe_cost", round(RANDOM.lognormvariate(3, 1.0), 2), RANDOM.random() < 0.85)
    CITY[ags].enter("probe_share", round(RANDOM.uniform(5, 60), 2), RANDOM.random() < 0.85)
    CITY[ags].enter("probe_cases", RANDOM.randint(0, 60), RANDOM.random() < 0.85)
OUTCOMES, PUBLISHED, told, asked = {}, {}, {}, 0
made = [Ring(members) for members in rings()]
policy = must(None, '{ network(slug: "probe") { disclosurePolicy { leastContributors estimatePercent } } }')["network"]["disclosurePolicy"]
least, room = policy["leastContributors"], policy["estimatePercent"] / 100
for turn in range(ROUNDS):
    for ring in made: ring.publish()
    found, count = answers(made)
    told.update(found); asked += count
    for ring in RANDOM.sample(made, len(made) // 2):
        inside, outside = sorted(ring.members), sorted(set(CITIES) - ring.members)
        move = RANDOM.choice(["join", "leave", "correct"])
        if move == "join" and outside: ring.invite(RANDOM.choice(outside))
        elif move == "leave" and len(inside) > 6: ring.leave(RANDOM.choice(inside))
        else:
            ags, code = RANDOM.choice(inside), RANDOM.choice(CODES)
            value = CITY[ags].values[code]["value"]
            CITY[ags].correct(code, round(value * RANDOM.uniform(0.5, 1.5)) if code == "probe_cases" else round(value * RANDOM.uniform(0.5, 1.5), 2))
pairs = solved = 0
for code, unknown, rows, sums in systems(told):
    pairs += differences(rows, least)
    solved += programs(code, unknown, rows, sums, least, room)
spread(told, room)
if not OUTCOMES.get("PUBLISHED") or not (OUTCOMES.get("KEPT", 0) + OUTCOMES.get("WITHHELD", 0)): sys.exit(f"nothing was tried: {OUTCOMES}")
asked_pairs = asked * (asked - 1) // 2
print(f"{len(made)} rings of {len(CITIES)} cities, {ROUNDS} rounds: {OUTCOMES}; {asked} answers ({asked_pairs} pairs), {len(told)} different publications, "
      f"{pairs} pairs of sums, {solved} linear programs: no confidential value lies closer than {room:.0%}")
