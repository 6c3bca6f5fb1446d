#!/usr/bin/env bash
# Apollo Federation 2 by its own packages: the subgraph of the running demo is composed with another one, then queries go
# through the gateway to a demo of its own, whose keys are known here. Usage: BINARY=target/debug/staedtenetz run.sh http://127.0.0.1:8080
set -euo pipefail
BINARY="$(realpath "${BINARY:?set BINARY to the program}")"
export BINARY
cd "$(dirname "${BASH_SOURCE[0]}")"
npm ci --silent --no-audit --no-fund --ignore-scripts

port=18197
scratch="$(mktemp -d)"
pid=""
trap '[ -z "$pid" ] || { kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; }; rm -rf "$scratch"' EXIT
node compose.mjs "$1" "$scratch/supergraph.graphql"
unset DATABASE_URL
"$BINARY" demo --port "$port" --data-dir "$scratch/data" >"$scratch/log" 2>&1 </dev/null &
pid=$!
for _ in $(seq 240); do
    curl -fsS -o /dev/null --max-time 2 "http://127.0.0.1:$port/readyz" 2>/dev/null && break
    kill -0 "$pid" 2>/dev/null || { cat "$scratch/log"; exit 1; }
    sleep 0.5
done
node gateway.mjs "http://127.0.0.1:$port" "$scratch/supergraph.graphql" "$scratch/data/demo-access.json" || { tail -n 20 "$scratch/log"; exit 1; }
