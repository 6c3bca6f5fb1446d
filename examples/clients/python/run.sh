#!/usr/bin/env bash
# Reads all projects, keeps a copy of them up to date and compares a city with others. Usage: run.sh [URL] [file of the copy]
set -euo pipefail
url="${1:-http://127.0.0.1:8080}"
cd "$(dirname "${BASH_SOURCE[0]}")"
copy="${2:-$(mktemp -d)/projects.sqlite}"
export PYTHONDONTWRITEBYTECODE=1

echo '== Every project, page by page'
python3 projects.py "$url"
echo '== A copy that follows the change feed: first everything, then only what is new'
python3 mirror.py "$url" "$copy"
python3 mirror.py "$url" "$copy"
echo '== Where does Aachen stand?'
python3 benchmark.py "$url" Aachen
echo "Next: sqlite3 $copy 'SELECT city, title FROM project'; run mirror.py every few minutes, with a key in STAEDTENETZ_KEY for what your organisation may read"
