#!/usr/bin/env bash
# Every export of a running service: CSV against its Table Schema by frictionless, JSON Lines against their JSON Schema by
# jsonschema, both against each other, and one that is gone on with. Usage: run.sh http://127.0.0.1:8080
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$scratch/python" -r requirements.txt

url="${1:?the address of a running service}"
mkdir "$scratch/data"
get() { curl -fsS -o "$scratch/data/$1" "$url$2"; }
get exports.json /api/v1/exports
names="$(python3 -c 'import json, sys; print(*(one["name"] for one in json.load(open(sys.argv[1]))["items"]))' "$scratch/data/exports.json")"
for name in $names; do
    get "$name.jsonl" "/api/v1/exports/$name"
    get "$name.csv" "/api/v1/exports/$name?format=csv"
    get "$name.line.json" "/api/v1/exports/$name/schema"
    get "$name.table.json" "/api/v1/exports/$name/schema?format=csv"
    after="$(python3 -c 'import json, sys; rows = open(sys.argv[1]).readlines(); print(json.loads(rows[len(rows) // 2])["id"] if rows else "")' "$scratch/data/$name.jsonl")"
    if [ -n "$after" ]; then
        get "$name.rest.csv" "/api/v1/exports/$name?format=csv&after=$after"
    fi
done
PYTHONPATH="$scratch/python" python3 check.py "$scratch/data"
