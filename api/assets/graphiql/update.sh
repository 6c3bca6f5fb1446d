#!/bin/sh
# Fetches the files of GraphiQL from the npm registry and writes their checksums into README.md.
# Usage: ./update.sh [graphiql version] [react version]; needs npm and sha256sum. Commit what changes.
set -eu
graphiql=${1:-3.9.0}
react=${2:-18.3.1}
here=$(cd "$(dirname "$0")" && pwd)
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
cd "$temporary"
npm init --yes >/dev/null
npm install --silent --ignore-scripts --save-exact "graphiql@$graphiql" "react@$react" "react-dom@$react"
take() { sed '/^\/\/# sourceMappingURL=/d' "node_modules/$1" >"$here/$2"; }
take graphiql/graphiql.min.js graphiql.min.js
take graphiql/graphiql.min.css graphiql.min.css
take graphiql/LICENSE LICENSE.graphiql
take react/umd/react.production.min.js react.production.min.js
take react/LICENSE LICENSE.react
take react-dom/umd/react-dom.production.min.js react-dom.production.min.js
take react-dom/LICENSE LICENSE.react-dom
cd "$here"
{
    sed '/^## Files/,$d' README.md
    printf '## Files\n\n| file | package | SHA-256 |\n|---|---|---|\n'
    row() { printf '| `%s` | %s | `%s` |\n' "$1" "$2" "$(sha256sum "$1" | cut -d' ' -f1)"; }
    row graphiql.min.js "graphiql $graphiql"
    row graphiql.min.css "graphiql $graphiql"
    row react.production.min.js "react $react"
    row react-dom.production.min.js "react-dom $react"
} >"$temporary/README.md"
mv "$temporary/README.md" README.md
