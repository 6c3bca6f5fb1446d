#!/usr/bin/env bash
# How fast comparisons and cubes are at the size of the country: 11,000 municipalities × 50 indicators × 20 years, on PostgreSQL and on
# SQLite: tests/bench/figures.sh [--database postgres,sqlite] [--indicators 50] [--years 20]. BINARY takes a finished release binary.
# Needs Python and, for its PostgreSQL half, the server programs of PostgreSQL. Everything it starts is ended by its process id.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
if [ -z "${BINARY:-}" ]; then
    (cd "$root" && cargo build --release --locked --package api --bin staedtenetz)
    BINARY="${CARGO_TARGET_DIR:-$root/target}/release/staedtenetz"
fi
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
chmod 755 "$scratch"
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check 'psycopg[binary]==3.2.9'
BINARY="$BINARY" SCRATCH="$scratch" "$scratch/venv/bin/python" "$here/figures.py" "$@"
