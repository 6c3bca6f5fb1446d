#!/usr/bin/env bash
# The committed contracts before the tools of others, without a service: graphql-eslint, Relay, code generation with strict
# TypeScript, graphql-inspector, openapi-spec-validator, Redocly, Spectral; and that nothing breaks what was released.
# Usage: run.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root="$(realpath ../../..)"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
export PATH="$PWD/node_modules/.bin:$PATH" REDOCLY_TELEMETRY=off SCARF_ANALYTICS=false NO_COLOR=1
npm ci --silent --no-audit --no-fund --ignore-scripts

# quiet NAME COMMAND…: what a tool says is shown where it fails.
quiet() {
    local name="$1"
    shift
    "$@" >"$scratch/said" 2>&1 || { cat "$scratch/said"; echo "FAILED $name"; return 1; }
    echo "ok     $name"
}
from_root() { (cd "$root" && "$@"); }
coverage() {
    from_root graphql-inspector coverage 'examples/{queries,documents}/*.graphql' schema/schema.graphql \
        --silent --write "$scratch/coverage.json" && node covered.mjs "$scratch/coverage.json"
}

quiet 'graphql-eslint: schema-recommended and relay' \
    from_root eslint --max-warnings 0 -c tests/suites/schema/eslint.config.mjs schema/schema.graphql
echo '{}' >relay/persisted.json
quiet 'relay-compiler: @connection, @refetchable, @prependNode' relay-compiler
quiet 'relay-compiler: nothing is left to generate' relay-compiler --validate
quiet 'graphql-codegen: client preset, strict scalars' graphql-codegen --config codegen.mjs
quiet 'tsc --strict over the generated types' tsc -p .
quiet 'graphql-inspector: every document is valid' from_root graphql-inspector validate \
    'examples/{queries,documents}/*.graphql' schema/schema.graphql --deprecated --maxDepth 10 --maxAliasCount 10
quiet 'graphql-inspector: the documents cover every root field' coverage
quiet 'graphql-inspector: nothing that was released breaks' from_root graphql-inspector diff \
    tests/contracts/schema.graphql schema/schema.graphql --rule suppressRemovalOfDeprecatedField
quiet 'OpenAPI: the check of compatibility finds what breaks' node --test compatible.test.mjs
quiet 'OpenAPI: nothing that was released breaks' node compatible.mjs "$root/tests/contracts/openapi.json" "$root/api/openapi.json"
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$scratch/python" \
    openapi-spec-validator==0.9.0
quiet 'openapi-spec-validator' env PYTHONPATH="$scratch/python" python3 -m openapi_spec_validator "$root/api/openapi.json"
quiet 'Redocly: recommended-strict' redocly lint "$root/api/openapi.json" --extends=recommended-strict
quiet 'Spectral: oas, down to hints' spectral lint "$root/api/openapi.json" -r spectral.oas.yaml --fail-severity=hint
quiet 'Spectral: owasp, errors' spectral lint "$root/api/openapi.json" -r spectral.owasp.yaml --fail-severity=error
