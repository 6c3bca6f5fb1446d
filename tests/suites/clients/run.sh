#!/usr/bin/env bash
# The example clients as a city's developer starts them: what they print is held against what the service answers, and the web
# component is used in Chromium under a strict Content Security Policy. SHOTS=folder keeps its pictures.
# Usage: BINARY=target/debug/staedtenetz run.sh http://127.0.0.1:8080
set -euo pipefail
BINARY="$(realpath "${BINARY:?set BINARY to the program}")"
cd "$(dirname "${BASH_SOURCE[0]}")"
command -v "${CHROMIUM:-chromium}" >/dev/null || { echo 'chromium is missing' >&2; exit 1; }
command -v jq >/dev/null || { echo 'jq is missing' >&2; exit 1; }
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export BINARY SCRATCH="$scratch"
unset DATABASE_URL
npm ci --silent --no-audit --no-fund --ignore-scripts
node component.mjs "$1"
node clients.mjs "$1"
