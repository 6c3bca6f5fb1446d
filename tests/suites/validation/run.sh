#!/usr/bin/env bash
# DIFF-1: what graphql-js holds for invalid, the running demo refuses, and nothing else.
# Usage: run.sh http://127.0.0.1:8080; COUNT=20000 is the full number, SEED another choice, SHOWN shows more differences than ten.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
npm ci --silent --no-audit --no-fund
node compare.mjs "$1" ../../../schema/schema.graphql "${COUNT:-2000}" "${SEED:-1}"
