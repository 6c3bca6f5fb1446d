#!/usr/bin/env bash
# Every form of a cube, validated and read by the programs that others read them with, and compared with the flat JSON value
# by value. Usage: run.sh http://127.0.0.1:8080
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

npm ci --silent --no-audit --no-fund
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$scratch/python" -r requirements.txt

for language in de en; do
    mkdir "$scratch/$language"
    get() { curl -fsS -H "Accept-Language: $language" -o "$scratch/$language/$1" "$2"; }
    for query in 'all=' 'one=&indicator=adfc_fahrradklima_note&yearFrom=2016' 'none=&yearFrom=1801&yearTo=1802' 'aims=&valueKind=TARGET'; do
        name="${query%%=*}" rest="${query#*=}"
        get "$name.json" "$1/api/v1/cube?format=json$rest"
        get "$name.csv" "$1/api/v1/cube?format=csv$rest"
        get "$name.json-stat" "$1/api/v1/cube?format=json-stat$rest"
        get "$name.sdmx.csv" "$1/api/v1/cube?format=sdmx-csv$rest"
        get "$name.both.csv" "$1/api/v1/cube?format=sdmx-csv&labels=both$rest"
        get "$name.sdmx.json" "$1/api/v1/cube?format=sdmx-json$rest"
        get "$name.xlsx" "$1/api/v1/cube?format=xlsx$rest"
    done
    get schema "$1/api/v1/cube/schema"
    for name in all one none aims; do
        node toolkit.mjs "$scratch/$language/$name"
    done
    PYTHONPATH="$scratch/python" python3 read.py "$scratch/$language" all one none aims
done
PYTHONPATH="$scratch/python" python3 provisioning.py ../../../examples/grafana ../../../docker-compose.yml
