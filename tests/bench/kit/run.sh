#!/usr/bin/env bash
# Compares the service with the peers of the kit: KIT=folder tests/bench/kit/run.sh [options of the kit's run.sh]
# KIT is only read. Everything is made in WORK (default target/kit) and kept there for the next run: the peers, the
# private PostgreSQL with the data, the results. OURS_BINARY takes a finished release binary instead of building one.
set -euo pipefail
: "${KIT:?the folder of the kit}"
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
work="${WORK:-$root/target/kit}"

peers=actix-limit,postgraphile,seaography,ours
options=("$@")
[[ " $* " == *" --peer "* ]] || options+=(--peer "$peers")
for ((i = 0; i + 1 < ${#options[@]}; i++)); do
    [ "${options[i]}" != --peer ] || peers="${options[i + 1]}"
done

if [ -z "${OURS_BINARY:-}" ]; then
    (cd "$root" && cargo build --release --locked --package api --bin staedtenetz)
    OURS_BINARY="${CARGO_TARGET_DIR:-$root/target}/release/staedtenetz"
fi
export OURS_BINARY BENCH_PGPORT="${BENCH_PGPORT:-55432}"

mkdir -p "$work"
# With their dates, so that cargo does not build the peers again.
cp -R --preserve=timestamps --no-preserve=mode "$KIT/." "$work/"
chmod +x "$work"/*.sh
mkdir -p "$work/peers/ours"
cp "$here"/*.py "$work/peers/ours/"
cat "$here/count.lua" >> "$work/lib/wrk.lua"
# The PostgreSQL of this run ends with it, by the process id in its own data folder; that it did not end is an error.
stop_postgres() {
    [ ! -f "$work/.pg/data/postmaster.pid" ] || "$work/pg.sh" stop > /dev/null
}
trap stop_postgres EXIT

"$here/setup.sh" "$work" "$peers"
cd "$work"
./run.sh "${options[@]}"
