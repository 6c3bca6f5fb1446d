#!/usr/bin/env bash
# Shows a city's page with similar projects of others. Usage: run.sh [URL of the service] [port of the page]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec python3 server.py "${1:-http://127.0.0.1:8080}" "${2:-8090}"
