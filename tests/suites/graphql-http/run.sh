#!/usr/bin/env bash
# The server audits of the GraphQL Foundation against a running service. Usage: run.sh http://127.0.0.1:8080
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
npm ci --silent --no-audit --no-fund
node audit.mjs "$1/graphql"
