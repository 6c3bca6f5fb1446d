#!/usr/bin/env bash
# The server audits of the GraphQL Foundation: against a running service, all of them; and against one with the statuses of the
# working draft of 2026, which the audits do not know yet: they advise against them, and find no error.
# Usage: BINARY=target/debug/staedtenetz run.sh http://127.0.0.1:8080
set -euo pipefail
binary="$(realpath "${BINARY:?set BINARY to the program}")"
cd "$(dirname "${BASH_SOURCE[0]}")"
npm ci --silent --no-audit --no-fund
node audit.mjs "$1/graphql"

port=18196
scratch="$(mktemp -d)"
STAEDTENETZ_GRAPHQL_HTTP_PROFILE=2026-draft STAEDTENETZ_LISTEN="127.0.0.1:$port" STAEDTENETZ_DATA_DIR="$scratch" \
    env -u DATABASE_URL "$binary" serve >"$scratch/log" 2>&1 </dev/null &
service=$!
trap 'kill "$service" 2>/dev/null; wait "$service" 2>/dev/null; rm -rf "$scratch"' EXIT
for _ in $(seq 240); do
    curl -fsS -o /dev/null --max-time 2 "http://127.0.0.1:$port/readyz" 2>/dev/null && break
    kill -0 "$service" 2>/dev/null || { cat "$scratch/log"; exit 1; }
    sleep 0.5
done
node audit.mjs "http://127.0.0.1:$port/graphql" --errors-only
