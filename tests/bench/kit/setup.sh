#!/usr/bin/env bash
# Makes the named peers of the kit ready in a working copy of it, and no others: setup.sh WORK peer,peer
# Which packages and versions is what the kit's own setup.sh says.
set -euo pipefail
cd "$1"
work="$PWD"

# wanted WHAT PATTERN: what the kit's setup.sh says of it; an error where it says nothing, so that no other version comes in.
wanted() {
    grep -oE "$2" setup.sh || {
        echo "the kit's setup.sh does not name $1" >&2
        return 1
    }
}

if [ ! -x .venv/bin/python ]; then
    numpy="$(wanted numpy 'numpy==[0-9.]+')"
    psycopg="$(wanted psycopg 'psycopg\[binary\]==[0-9.]+')"
    pyjwt="$(wanted pyjwt 'pyjwt==[0-9.]+')"
    python3 -m venv .venv
    .venv/bin/pip install -q "$numpy" "$psycopg" "$pyjwt"
fi
for peer in ${2//,/ }; do
    folder="peers/$peer"
    [ "$peer" != actix-fixed ] || folder=peers/actix-limit # one binary, two ways to ask it
    [ -d "$folder" ] || {
        echo "the kit has no peer $peer" >&2
        exit 1
    }
    if [ -f "$folder/Cargo.toml" ]; then
        (cd "$folder" && CARGO_TARGET_DIR="$work/.target" timeout 3600 cargo build --release)
    fi
    # Only some peers come from npm.
    packages="$(sed -n "s/^n $peer //p" setup.sh)"
    [ -n "$packages" ] || continue
    if [ ! -x .node/node_modules/.bin/node ]; then
        mkdir -p .node
        echo '{"private":true}' > .node/package.json
        node="$(wanted node 'node@[0-9.]+')"
        (cd .node && timeout 600 npm install --silent "$node")
    fi
    if [ ! -d "$folder/node_modules" ]; then
        echo '{"private":true,"type":"module"}' > "$folder/package.json"
        # shellcheck disable=SC2086
        (cd "$folder" && PATH="$work/.node/node_modules/.bin:$PATH" timeout 900 npm install --silent $packages)
    fi
done
