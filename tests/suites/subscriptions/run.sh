#!/usr/bin/env bash
# Subscriptions by the reference clients: what the protocols ask of the running demo, then who hears what for how long on a
# service of its own with small bounds. Usage: BINARY=target/debug/staedtenetz run.sh http://127.0.0.1:8080
set -euo pipefail
binary="$(realpath "${BINARY:?set BINARY to the program}")"
cd "$(dirname "${BASH_SOURCE[0]}")"
npm ci --silent --no-audit --no-fund
node protocol.mjs "$1"

port=18198
scratch="$(mktemp -d)"
pid=""
trap '[ -z "$pid" ] || { kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; }; rm -rf "$scratch"' EXIT
export STAEDTENETZ_DATA_DIR="$scratch/data" SECRET="a secret of the suite that is long enough"
unset DATABASE_URL
env STAEDTENETZ_DEVELOPMENT_SECRET="$SECRET" STAEDTENETZ_SUBSCRIPTION_OPERATIONS=3 \
    STAEDTENETZ_SUBSCRIPTION_CONNECTIONS_PER_TENANT=3 STAEDTENETZ_SUBSCRIPTION_PING_SECONDS=1 \
    STAEDTENETZ_SUBSCRIPTION_PATIENCE_SECONDS=2 \
    "$binary" demo --port "$port" --data-dir "$scratch/data" >"$scratch/log" 2>&1 </dev/null &
pid=$!
for _ in $(seq 240); do
    curl -fsS -o /dev/null --max-time 2 "http://127.0.0.1:$port/readyz" 2>/dev/null && break
    kill -0 "$pid" 2>/dev/null || { cat "$scratch/log"; exit 1; }
    sleep 0.5
done
# key ROLE SCOPE: the id and the text of a new key of Aachen.
key() {
    "$binary" key create --city 05334002 --name Suite --role "$1" --scope "$2" | grep -oE 'key_[0-9a-z]+|stn_[^ ]+'
}
EDITOR="$(key EDITOR 'content:read content:write' | tail -n 1)"
revoked="$(key READER content:read)"
REVOKED="$(tail -n 1 <<<"$revoked")"
REVOKE="'$binary' key revoke --city 05334002 $(head -n 1 <<<"$revoked") >/dev/null"
export EDITOR REVOKED REVOKE
node access.mjs "http://127.0.0.1:$port" || { tail -n 20 "$scratch/log"; exit 1; }
# Open streams do not hold up the end.
start="$SECONDS"
curl -sN -H 'Accept: text/event-stream' "http://127.0.0.1:$port/graphql?query=subscription%7Bchanges%7Bcursor%7D%7D" >/dev/null &
sleep 1
kill "$pid" && wait "$pid"
pid=""
[ $((SECONDS - start)) -le 6 ] || { echo 'FAILED an open stream held up the end'; exit 1; }
echo 'ok     an open stream does not hold up the end'
