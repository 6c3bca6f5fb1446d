#!/usr/bin/env bash
# ISO-13: a program that attacks the published comparisons of rings: it puts together everything that anybody was answered, takes
# differences of all pairs, and solves linear programs for what every single confidential value can be. It knows nothing of the
# service's own rules. Usage: BINARY=target/release/staedtenetz run.sh [URL]; RINGS=60 and SEED=… for more or other rings.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
binary="${BINARY:?set BINARY to the program}"
scratch="$(mktemp -d)"
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$scratch"' EXIT
port=18221

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check numpy==2.2.6 scipy==1.15.3
unset DATABASE_URL
export STAEDTENETZ_DATA_DIR="$scratch/data" STAEDTENETZ_LISTEN="127.0.0.1:$port"
"$binary" network create probe --name Probe >/dev/null
office='Geschäftsstelle der Probe'
office="$("$binary" tenant create --coordination "$office" | grep -o 'tenant_[0-9a-z]*' | head -n 1)"
"$binary" membership create --network probe --tenant "$office" --role COORDINATOR >/dev/null
scopes="content:read content:write content:publish"
key() { "$binary" key create "$@" --name Angriff --role PUBLISHER --scope "$scopes" | grep -o 'stn_[0-9A-Za-z_]*' | head -n 1; }
{
    echo "office $(key --tenant "$office")"
    while read -r ags; do
        "$binary" tenant create --city "$ags" >/dev/null
        "$binary" membership create --network probe --city "$ags" --role NETWORK_CITY >/dev/null
        echo "$ags $(key --city "$ags")"
    done <cities.txt
} >"$scratch/keys"
"$binary" serve >"$scratch/service.log" 2>&1 &
for _ in $(seq 300); do
    curl -fsS -o /dev/null "http://127.0.0.1:$port/readyz" 2>/dev/null && break
    sleep 0.2
done
"$scratch/venv/bin/python" attack.py "http://127.0.0.1:$port" "$scratch/keys" || {
    tail -n 20 "$scratch/service.log"
    exit 1
}
