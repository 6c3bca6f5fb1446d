#!/usr/bin/env bash
# The catalogue of open data against the SHACL shapes of DCAT-AP.de 3.0, in its three forms.
# Usage: run.sh URL
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
url="${1:?the address of a running service}"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$scratch" pyshacl==0.40.1 rdflib==7.6.0
PYTHONPATH="$scratch" python3 validate.py "$url"
