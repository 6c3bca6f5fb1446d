#!/usr/bin/env bash
# Compares the service with the peers of the kit: tests/bench/kit/run.sh KIT [options of the kit's run.sh]
# KIT is a folder with the kit that may be written to; its setup.sh has installed the peers. Example:
#   tests/bench/kit/run.sh ../kit --peer actix-limit,postgraphile,ours --scale 100k --ops q1,q2,q3
set -euo pipefail
kit="$(cd "${1:?the folder of the kit}" && pwd)"
shift
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cd "$here/../../.."

scale=100k
previous=
for argument in "$@"; do
    [ "$previous" != --scale ] || scale="$argument"
    previous="$argument"
done

cargo build --release --locked --package api --bin staedtenetz
export OURS_BINARY="${CARGO_TARGET_DIR:-$PWD/target}/release/staedtenetz"
mkdir -p "$kit/peers/ours"
cp "$here/adapter.py" "$here/load.py" "$kit/peers/ours/"
# The first run of the kit makes its data; only then can the questions be made anonymous.
"$kit/run.sh" --peer actix-limit --scale "$scale" --ops q1 --verify-only
"$kit/.venv/bin/python" "$here/anonymous.py" "$kit" "$scale"
exec "$kit/run.sh" "$@"
