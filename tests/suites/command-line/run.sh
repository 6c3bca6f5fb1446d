#!/usr/bin/env bash
# The program as its operator meets it: dry run on nothing, import, import again, bad files, doctor, exit codes.
# Usage: BINARY=target/release/staedtenetz run.sh [URL]
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
binary="${BINARY:?set BINARY to the program}"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
plan="examples/kora/aachen.tsv"
passed=0
failed=0

# expect NAME CODE PATTERN COMMAND…: the command ends with the code and says the pattern.
expect() {
    local name="$1" code="$2" pattern="$3" said actual
    shift 3
    said="$(env -u DATABASE_URL timeout 120 "$@" 2>&1 </dev/null)"
    actual=$?
    if [ "$actual" -eq "$code" ] && grep -q -- "$pattern" <<<"$said"; then
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    printf 'FAILED %s: exit %s instead of %s, or no "%s" in:\n%s\n' "$name" "$actual" "$code" "$pattern" "$said" | head -n 40
}

run_import() { expect "$1" "$2" "$3" "$binary" import "${@:4}" --network kora --data-dir "$scratch/data"; }

totals='7 Vorhaben in 4 Aktionsfeldern, 5 Teilvorhaben'
run_import 'dry run on nothing' 0 "$totals" "$plan" --city 05334002 --dry-run
[ ! -e "$scratch/data" ] || { echo 'FAILED the dry run left something behind'; failed=$((failed + 1)); }
run_import 'import' 0 '37 Nennungen von 9 Städten, 3 Vorsätze' "$plan" --city 05334002
run_import 'import again changes nothing' 0 'unverändert' "$plan" --city 05334002
expect 'reindex' 0 '7 Vorhaben gelesen' env STAEDTENETZ_DATA_DIR="$scratch/data" "$binary" reindex
run_import 'unknown municipality' 2 '99999999' "$plan" --city 99999999 --dry-run
run_import 'not a key' 2 'acht Ziffern' "$plan" --city 5334002 --dry-run
run_import 'missing file' 2 'nirgends.tsv' "$scratch/nirgends.tsv" --city 05334002 --dry-run
: >"$scratch/leer.tsv"
run_import 'empty file' 2 'leer' "$scratch/leer.tsv" --city 05334002 --dry-run
head -c 52428801 /dev/zero >"$scratch/gross.tsv"
run_import 'file of 50 MB' 2 'MB\|MiB' "$scratch/gross.tsv" --city 05334002 --dry-run
iconv -f UTF-8 -t WINDOWS-1252//TRANSLIT "$plan" >"$scratch/westlich.tsv"
run_import 'Windows-1252' 0 'indows-1252' "$scratch/westlich.tsv" --city 05334002 --dry-run
expect 'doctor finds no database' 1 'migrate' env STAEDTENETZ_DATA_DIR="$scratch/nichts" "$binary" doctor
expect 'doctor is content' 0 'Alles in Ordnung' env STAEDTENETZ_DATA_DIR="$scratch/data" "$binary" doctor
expect 'every mistake at once' 2 '2 Fehler' env STAEDTENETZ_LISTEN=8080 STAEDTENETZ_WORKERS=many "$binary" doctor
expect 'unknown command' 2 'unrecognized' "$binary" import-plan


# What the operator sets up, from nothing to a key that was replaced.
as_operator() { expect "$1" "$2" "$3" env STAEDTENETZ_DATA_DIR="$scratch/betrieb" "$binary" "${@:4}"; }
as_operator 'network' 0 'Städtenetz probe angelegt' network create probe --name Probe
as_operator 'network twice' 1 'gibt es schon' network create probe
as_operator 'tenant' 0 'Mandant angelegt' tenant create --city 05334002
as_operator 'office' 0 'Mandant angelegt' tenant create --coordination 'Koordination der Probe'
as_operator 'tenant of nothing' 2 'required' tenant create
as_operator 'membership' 0 'gehört seit' membership create --network probe --city 05334002 --role MODEL_CITY
as_operator 'membership as king' 2 'COORDINATOR' membership create --network probe --city 05334002 --role KING
as_operator 'membership ends' 0 'Letzter Tag' membership end --network probe --city 05334002 --until 2099-12-31
as_operator 'account' 0 'Erstes Kennwort' account create --city 05334002 --email anna@stadt.example --name Anna --role ADMIN
as_operator 'account twice' 2 'schon ein Konto' account create --city 05334002 --email Anna@stadt.example --name Anna
as_operator 'role' 0 'Rolle READER' account role --city 05334002 --email anna@stadt.example --role READER
as_operator 'account closed' 0 'geschlossen' account close --email anna@stadt.example
as_operator 'key' 0 'stn_' key create --city 05334002 --name Portal
key="$(env STAEDTENETZ_DATA_DIR="$scratch/betrieb" "$binary" key list --city 05334002 | grep -o 'key_[0-9a-z]*')"
as_operator 'key replaced' 0 'noch 24 Stunden' key rotate --city 05334002 "$key"
as_operator 'key replaced twice' 1 'schon ersetzt' key rotate --city 05334002 "$key"
as_operator 'key withdrawn' 0 'gelten nicht mehr' key revoke --city 05334002 "$key"
as_operator 'key of nobody' 1 'Nicht gefunden' key revoke --city 05334002 key_01h455vb4pex5vsknk084sn02q
as_operator 'provider' 0 'spricht jetzt' issuer trust --city 05334002 --url https://id.stadt.example/x --audience staedtenetz
as_operator 'provider by http' 2 'https' issuer trust --city 05334002 --url http://id.stadt.example/x --audience staedtenetz
as_operator 'signing key' 0 'signiert ab' signing-key rotate
as_operator 'signing keys stolen' 0 'zurückgezogen' signing-key rotate --stolen

# A request that has begun is answered although the service was told to end; then it ends with 0.
finishes_requests() {
    local port=18199 pid answer body='{"query":"{ __typename }"}'
    "$binary" demo --port "$port" --data-dir "$scratch/demo" >"$scratch/demo.log" 2>&1 </dev/null &
    pid=$!
    for _ in $(seq 240); do
        curl -fsS -o /dev/null --max-time 2 "http://127.0.0.1:$port/readyz" 2>/dev/null && break
        kill -0 "$pid" 2>/dev/null || { cat "$scratch/demo.log"; return 1; }
        sleep 0.5
    done
    exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
    printf 'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' \
        "${#body}" "${body:0:10}" >&3
    sleep 0.3
    kill -TERM "$pid"
    sleep 0.3
    printf '%s' "${body:10}" >&3
    answer="$(timeout 20 cat <&3)"
    exec 3>&-
    wait "$pid" || { echo "the service ended with $?"; return 1; }
    grep -q '"__typename":"Query"' <<<"$answer" || { printf '%s\n' "$answer"; return 1; }
}
if finishes_requests; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    echo 'FAILED shutdown: a running request was cut off'
fi

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
