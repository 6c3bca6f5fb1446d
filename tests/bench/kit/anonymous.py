#!/usr/bin/env python3
"""Lets the kit ask every peer as a city that does not exist, so that all of them see public rows only: anonymous.py KIT SCALE.

The service issues no tokens yet, so its reads are anonymous; the answers of all peers are compared as before.
"""
import json, sys

KIT, SCALE = sys.argv[1:]
sys.path.insert(0, f"{KIT}/lib")
import psycopg
from params import params, pgurl

def main():
    sets = params(SCALE)
    if sets["meta"].get("anonymous"): return
    with psycopg.connect(pgurl(f"bench_{SCALE}", "postgres")) as source:
        public = [x for x, in source.execute("SELECT id FROM project WHERE visibility = 2 ORDER BY hashint8(id) LIMIT 400")]
    for number, question in enumerate(sets["q1"]): question["id"] = public[number % len(public)]
    for name, questions in sets.items():
        if name != "meta":
            for question in questions: question["tenant"] = {"city_id": 0, "networks": []}
    sets["meta"]["anonymous"] = True
    with open(f"{KIT}/data/params_{SCALE}.json", "w") as file: json.dump(sets, file, ensure_ascii=False)

if __name__ == "__main__": main()
