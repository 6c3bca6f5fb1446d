#!/usr/bin/env bash
# schemathesis: generated requests after the OpenAPI document and the schema, every check, on a service of its own; then two
# organisations as peers, of which neither may reach what is the other's.
# Not yet a step of CI. Usage: BINARY=target/debug/staedtenetz check.sh; EXAMPLES=100 makes more of each than CI does.
set -euo pipefail
binary="$(realpath "${BINARY:?set BINARY to the program}")"
cd "$(dirname "${BASH_SOURCE[0]}")"
examples="${EXAMPLES:-1}"
port=18197
scratch="$(mktemp -d)"
pid=""
trap '[ -z "$pid" ] || { kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; }; rm -rf "$scratch"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$scratch/python" schemathesis==4.32.5
export PYTHONPATH="$scratch/python" STAEDTENETZ_DATA_DIR="$scratch/data"
unset DATABASE_URL
"$binary" demo --port "$port" --data-dir "$scratch/data" >"$scratch/log" 2>&1 </dev/null &
pid=$!
for _ in $(seq 480); do
    curl -fsS -o /dev/null --max-time 2 "http://127.0.0.1:$port/readyz" 2>/dev/null && break
    kill -0 "$pid" 2>/dev/null || { cat "$scratch/log"; exit 1; }
    sleep 0.5
done
# key CITY: a key that may do everything in the organisation of a city.
key() {
    "$binary" key create --city "$1" --name Suite --role ADMIN \
        --scope 'content:read content:write content:publish tenant:manage audit:read' | grep -o 'stn_[0-9A-Za-z_]*' | head -n 1
}
TOKEN="$(key 05334002)"
peer="$(key 08212000)"
export TOKEN
st() { python3 -m schemathesis.cli "$@"; }

st run "http://127.0.0.1:$port/api/v1/openapi.json" -c all -n "$examples" --phases examples,coverage,fuzzing --no-color

# In the form of the Web Fuzzing Commons. What is made is made for the organisation alone, which is what visibility is without a word.
cat >"$scratch/auth.yaml" <<WFC
auth:
  - name: aachen
    fixedHeaders:
      - { name: Authorization, value: "Bearer $TOKEN" }
  - name: karlsruhe
    fixedHeaders:
      - { name: Authorization, value: "Bearer $peer" }
WFC
cat >"$scratch/peers.toml" <<TOML
seed = 1
[auth]
wfc = { path = "$scratch/auth.yaml", peers = ["aachen", "karlsruhe"] }
TOML
st --config-file "$scratch/peers.toml" run "http://127.0.0.1:$port/api/v1/openapi.json" -c object_level_authorization \
    -n "$examples" --phases stateful --no-color
