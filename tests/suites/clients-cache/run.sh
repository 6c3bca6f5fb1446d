#!/usr/bin/env bash
# The caches of Apollo Client and urql before a running service. Usage: run.sh http://127.0.0.1:8080
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
npm ci --silent --no-audit --no-fund
node cache.mjs "$1/graphql"
