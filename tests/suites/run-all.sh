#!/usr/bin/env bash
# Every suite against the demo: what others wrote to check the standards, and the programs that attack and use the service.
#   tests/suites/run-all.sh          against the optimised program, with as many generated cases as the project promises
#   tests/suites/run-all.sh --brief  with fewer cases of the same seeds, as CI does
# BINARY takes a finished program instead of building one. The first suite that fails ends it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
case "${1:-}" in
    --brief) ;;
    '') export COUNT=20000 EXAMPLES=20 RINGS=60 ;;
    *)
        echo "run-all.sh does not know ${1@Q}; it takes --brief or nothing" >&2
        exit 2
        ;;
esac
limit=$([ "${1:-}" = --brief ] && echo 600 || echo 3600)
if [ -z "${BINARY:-}" ]; then
    cargo build --release --locked --package api --bin staedtenetz || exit 1
    BINARY="${CARGO_TARGET_DIR:-target}/release/staedtenetz"
fi
BINARY="$(realpath "$BINARY")"
export BINARY
scratch="$(mktemp -d)"
service=""

stop_service() {
    if [ -n "$service" ]; then
        kill -TERM "$service" 2>/dev/null
        for _ in $(seq 100); do
            kill -0 "$service" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$service" 2>/dev/null
        wait "$service" 2>/dev/null
    fi
    rm -rf "$scratch"
}
trap stop_service EXIT
trap 'exit 130' INT TERM

free_port() {
    local port
    for port in $(seq 18080 18179); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || {
            echo "$port"
            return 0
        }
    done
    echo 'no free port between 18080 and 18179' >&2
    return 1
}

# Sets $url when the demo is ready, at the latest after two minutes.
start_demo() {
    local port
    port="$(free_port)" || return 1
    url="http://127.0.0.1:$port"
    # Suites ask from one address, as fast as they can; the tests hold the limits to rates.
    env -u DATABASE_URL STAEDTENETZ_RATE_LIMIT=false "$BINARY" demo --port "$port" --data-dir "$scratch/data" >"$scratch/demo.log" 2>&1 </dev/null &
    service=$!
    for _ in $(seq 240); do
        curl -fsS -o /dev/null --max-time 2 "$url/readyz" 2>/dev/null && return 0
        kill -0 "$service" 2>/dev/null || break
        sleep 0.5
    done
    echo 'the demo did not become ready; its last lines:' >&2
    tail -n 40 "$scratch/demo.log" >&2
    return 1
}

start_demo || exit 1
took=()
for folder in tests/suites/*/; do
    name="$(basename "$folder")" start="$SECONDS"
    printf '\n== Suite %s\n' "$name"
    timeout --kill-after=10 "$limit" bash "${folder}run.sh" "$url" </dev/null || {
        code=$?
        printf '\n!! FAILED: suite %s (exit %d); last lines of the demo:\n' "$name" "$code" >&2
        tail -n 20 "$scratch/demo.log" >&2
        exit 1
    }
    took+=("ok      $(printf '%4d' $((SECONDS - start))) s  $name")
done
printf '\n== Suites\n'
printf '%s\n' "${took[@]}"
