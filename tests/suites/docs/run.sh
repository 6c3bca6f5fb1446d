#!/usr/bin/env bash
# The documentation that the service serves: every example of its guides is run against a demo of its own (they change things),
# every link and anchor leads somewhere, the HTML is valid, and axe finds nothing.
# Usage: BINARY=target/debug/staedtenetz run.sh http://127.0.0.1:8080
set -euo pipefail
BINARY="$(realpath "${BINARY:?set BINARY to the program}")"
export BINARY
cd "$(dirname "${BASH_SOURCE[0]}")"
npm ci --silent --no-audit --no-fund
node --test examples.test.mjs >/dev/null || { node --test examples.test.mjs; exit 1; }

port=18197
scratch="$(mktemp -d)"
env -u DATABASE_URL STAEDTENETZ_RATE_LIMIT=false "$BINARY" demo --port "$port" --data-dir "$scratch/data" >"$scratch/log" 2>&1 </dev/null &
service=$!
trap 'kill "$service" 2>/dev/null; wait "$service" 2>/dev/null; rm -rf "$scratch"' EXIT
for _ in $(seq 240); do
    curl -fsS -o /dev/null --max-time 2 "http://127.0.0.1:$port/readyz" 2>/dev/null && grep -q KOORDINATION "$scratch/log" && break
    kill -0 "$service" 2>/dev/null || { cat "$scratch/log"; exit 1; }
    sleep 0.5
done
node check.mjs "$1" "http://127.0.0.1:$port" "$scratch/log"
