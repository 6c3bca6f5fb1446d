#!/usr/bin/env bash
# schemathesis: generated requests after the OpenAPI document and the schema, every check, on a service of its own; then two
# organisations as peers, of which neither may reach what is the other's.
# Usage: BINARY=target/debug/staedtenetz run.sh; EXAMPLES=50 makes more of each than CI does.
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
# st ADDRESS …: a run with a key of its own, as a run may withdraw the key that it goes by. Without a key it ends here: all would be
# refused, and nothing would be found.
st() {
    local token
    token="$(key 05334002)"
    TOKEN="$token" python3 -m schemathesis.cli run "http://127.0.0.1:$port$1" -c all -n "$examples" --no-color "${@:2}"
}

document=/api/v1/openapi.json
ends_key=(revokeKey rotateKey)
phases=(--phases "examples,coverage,fuzzing")
st "$document" "${phases[@]}" "${ends_key[@]/#/--exclude-operation-id=}"
for operation in "${ends_key[@]}"; do
    st "$document" "${phases[@]}" --include-operation-id "$operation"
done
# GraphQL cannot say that a network has to exist, so a refused argument says nothing about the service.
GRAPHQL="http://127.0.0.1:$port/graphql" st /graphql --exclude-checks positive_data_acceptance

# In the form of the Web Fuzzing Commons. What is made is made for the organisation alone, which is what visibility is without a word.
aachen="$(key 05334002)"
karlsruhe="$(key 08212000)"
cat >"$scratch/auth.yaml" <<WFC
auth:
  - name: aachen
    fixedHeaders:
      - { name: Authorization, value: "Bearer $aachen" }
  - name: karlsruhe
    fixedHeaders:
      - { name: Authorization, value: "Bearer $karlsruhe" }
WFC
cat >"$scratch/peers.toml" <<TOML
seed = 1
[auth]
wfc = { path = "$scratch/auth.yaml", peers = ["aachen", "karlsruhe"] }
TOML
python3 -m schemathesis.cli --config-file "$scratch/peers.toml" run "http://127.0.0.1:$port$document" \
    -c object_level_authorization -n "$examples" --phases stateful --no-color
