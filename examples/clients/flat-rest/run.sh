#!/usr/bin/env bash
# Executes the requests of workflow.json and shows their rows as flat tables. Usage: run.sh [URL] [--json]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
node execute.mjs "${1:-http://127.0.0.1:8080}" "${2:-}"
[ "${2:-}" = --json ] || echo 'Next: in n8n choose "Import from File" and take workflow.json; for dashboards see examples/grafana'
