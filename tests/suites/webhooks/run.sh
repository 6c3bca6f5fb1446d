#!/usr/bin/env bash
# WH-1: the official packages of the Standard Webhooks specification, from npm and from PyPI, as receivers of the program.
# Usage: BINARY=target/release/staedtenetz run.sh [URL]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
binary="${BINARY:?set BINARY to the program}"
scratch="$(mktemp -d)"
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$scratch"' EXIT
service=18211 npm=18212 pypi=18213
api="http://127.0.0.1:$service/api/v1"

npm ci --silent --no-audit --no-fund
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$scratch/python" standardwebhooks==1.1.0
node receiver.mjs "$npm" "$scratch/npm.secret" >"$scratch/npm.log" 2>&1 &
PYTHONPATH="$scratch/python" python3 receiver.py "$pypi" "$scratch/pypi.secret" >"$scratch/pypi.log" 2>&1 &

unset DATABASE_URL
export STAEDTENETZ_DATA_DIR="$scratch/data" STAEDTENETZ_LISTEN="127.0.0.1:$service"
export STAEDTENETZ_WEBHOOK_ALLOW="http://127.0.0.1:$npm,http://127.0.0.1:$pypi"
"$binary" network create probe --name Probe >/dev/null
"$binary" tenant create --city 05334002 >/dev/null
"$binary" membership create --network probe --city 05334002 --role MODEL_CITY >/dev/null
scopes="content:read content:write tenant:manage"
key="$("$binary" key create --city 05334002 --name Portal --role ADMIN --scope "$scopes" | grep -o 'stn_[0-9A-Za-z_]*' | head -n 1)"
"$binary" serve >"$scratch/service.log" 2>&1 &

# until SECONDS COMMAND…: tries again until it succeeds.
until_done() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || { tail -n 20 "$scratch"/*.log; return 1; }
        sleep 0.2
    done
}
post() { curl -fsS "$api/$1" -H "Authorization: Bearer $key" -H 'Content-Type: application/json' -d "$2"; }

until_done 60 curl -fsS -o /dev/null "http://127.0.0.1:$service/readyz" 2>/dev/null
for receiver in npm pypi; do
    made="$(post webhooks "{\"url\":\"http://127.0.0.1:${!receiver}/hook\",\"kinds\":[\"PLAN\"]}")"
    grep -o 'whsec_[^"]*' <<<"$made" >"$scratch/$receiver.secret"
done
post plans '{"network":"probe","title":"Aktionsplan","status":"ADOPTED"}' >/dev/null
for receiver in npm pypi; do
    until_done 20 grep -qx 'ok plan.created' "$scratch/$receiver.log"
    ! grep BAD "$scratch/$receiver.log"
done

# After a rotation messages hold by the old secret and by the new one.
for receiver in npm pypi; do
    id="$(curl -fsS "$api/webhooks" -H "Authorization: Bearer $key" | grep -o "webhook_[0-9a-z]*\",\"url\":\"http://127.0.0.1:${!receiver}" | cut -d'"' -f1)"
    post "webhooks/$id/rotate" '{"overlapHours":1}' | grep -o 'whsec_[^"]*' >"$scratch/$receiver.new"
done
cp "$scratch/pypi.new" "$scratch/pypi.secret"
post plans '{"network":"probe","title":"Zweiter Plan","status":"ADOPTED"}' >/dev/null
for receiver in npm pypi; do
    both() { [ "$(grep -cx 'ok plan.created' "$scratch/$receiver.log")" -eq 2 ]; }
    until_done 20 both
    ! grep BAD "$scratch/$receiver.log"
done
echo 'signatures hold by the packages of npm and PyPI, changed messages do not, two secrets sign during an overlap'
