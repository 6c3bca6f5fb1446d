#!/usr/bin/env bash
# The expected answers that the tests of statistics compare with are what NumPy and SciPy say today.
# Usage: run.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target "$scratch" numpy==2.4.6 scipy==1.17.1
PYTHONPATH="$scratch" python3 domain/src/statistic/tests/make.py --check
