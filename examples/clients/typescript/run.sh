#!/usr/bin/env bash
# Makes types from the service's own schema, checks the program strictly and runs it. Usage: run.sh [URL] [city]
set -euo pipefail
url="${1:-http://127.0.0.1:8080}"
cd "$(dirname "${BASH_SOURCE[0]}")"
rm -rf src/generated build
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --silent --no-audit --no-fund --ignore-scripts
curl -fsS --max-time 30 -o schema.graphql "$url/graphql/schema.graphql"
npx --no-install graphql-codegen --config codegen.mjs --silent
echo '== Types and document ids are made from the schema'
npx --no-install tsc
echo '== tsc --strict finds no errors'
node build/main.js "$url" "${2:-Aachen}"
echo 'Next: write your own questions into src/queries.graphql; with the key of an admin in STAEDTENETZ_KEY their ids are registered'
