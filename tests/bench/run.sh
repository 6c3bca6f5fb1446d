#!/usr/bin/env bash
# Builds the release binary and measures it: tests/bench/run.sh [--projects 100000] [--database postgres,sqlite] …
# Needs cargo and, for its PostgreSQL half, an installed PostgreSQL. Takes some five minutes after the build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
cargo build --release --locked --package api --bin staedtenetz
exec cargo bench --locked --package tests --bench speed -- \
    --binary "${CARGO_TARGET_DIR:-$PWD/target}/release/staedtenetz" "$@"
