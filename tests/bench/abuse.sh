#!/usr/bin/env bash
# What a request that is refused for its size costs the service, and what one organisation notices of the flood of another:
# tests/bench/abuse.sh. BINARY takes a finished release binary. Needs Python. Everything it starts is ended by its process id.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
if [ -z "${BINARY:-}" ]; then
    (cd "$root" && cargo build --release --locked --package api --bin staedtenetz)
    BINARY="${CARGO_TARGET_DIR:-$root/target}/release/staedtenetz"
fi
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
BINARY="$(realpath "$BINARY")" SCRATCH="$scratch" python3 "$here/abuse.py"
