#!/usr/bin/env bash
# Makes the named peers of the kit ready in a working copy of it, and no others: setup.sh WORK peer,peer
# Which packages and versions is what the kit's own setup.sh says.
set -euo pipefail
cd "$1"
work="$PWD"
step() { grep -E "$1" setup.sh || true; }

if [ ! -x .venv/bin/python ]; then
    python3 -m venv .venv
    .venv/bin/pip install -q $(step "pip install" | grep -o "numpy==[^ ;]*\|'psycopg[^']*'\|pyjwt==[^ ;]*" | tr -d "'")
fi
for peer in ${2//,/ }; do
    folder="peers/$peer"
    [ "$peer" != actix-fixed ] || folder=peers/actix-limit # one binary, two ways to ask it
    if [ -f "$folder/Cargo.toml" ]; then
        (cd "$folder" && CARGO_TARGET_DIR="$work/.target" timeout 3600 cargo build --release)
    fi
    packages="$(step "^n $peer " | cut -d' ' -f3-)"
    [ -n "$packages" ] || continue
    if [ ! -x .node/node_modules/.bin/node ]; then
        mkdir -p .node
        echo '{"private":true}' > .node/package.json
        (cd .node && timeout 600 npm install --silent "$(cd .. && step "npm i --silent node@" | grep -o 'node@[0-9.]*')")
    fi
    if [ ! -d "$folder/node_modules" ]; then
        echo '{"private":true,"type":"module"}' > "$folder/package.json"
        # shellcheck disable=SC2086
        (cd "$folder" && PATH="$work/.node/node_modules/.bin:$PATH" timeout 900 npm install --silent $packages)
    fi
done
