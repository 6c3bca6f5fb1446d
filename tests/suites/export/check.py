"""Validates exports that were fetched: check.py FOLDER. Ends with 1 where anything is wrong."""

import csv
import io
import json
import sys
from pathlib import Path

from frictionless import Resource, Schema, system
from jsonschema import Draft202012Validator

folder = Path(sys.argv[1])
wrong = []


def table(name: str) -> int:
    """CSV against its Table Schema; gives the number of rows."""
    description = json.loads((folder / f"{name}.table.json").read_text())
    invalid = Schema.validate_descriptor(description)
    wrong.extend(f"{name}.table: {error.message}" for error in invalid.errors)
    with system.use_context(trusted=True):
        resource = Resource(path=str(folder / f"{name}.csv"), schema=Schema.from_descriptor(description))
        report = resource.validate()
    wrong.extend(f"{name}.csv: {message}" for message in report.flatten(["rowNumber", "fieldName", "message"]))
    # A table with no row beneath its header has no such figure.
    return report.tasks[0].stats.get("rows", 0)


def lines(name: str) -> list:
    """JSON Lines against their JSON Schema; gives the rows."""
    schema = json.loads((folder / f"{name}.line.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    rows = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text().split("\n") if line]
    for number, row in enumerate(rows, 1):
        wrong.extend(f"{name}.jsonl {number}: {error.message[:300]}" for error in validator.iter_errors(row))
    stranger = {**(rows[0] if rows else {}), "stranger": 1}
    if rows and validator.is_valid(stranger):
        wrong.append(f"{name}.line: a member that is not described passes")
    return rows


exports = json.loads((folder / "exports.json").read_text())["items"]
total = 0
for export in exports:
    name = export["name"]
    count, rows = table(name), lines(name)
    text = (folder / f"{name}.csv").read_bytes().decode("utf-8")
    cells = list(csv.DictReader(io.StringIO(text, newline="")))
    if [row["id"] for row in cells] != [row["id"] for row in rows] or count != len(rows):
        wrong.append(f"{name}: CSV has {count} rows, JSON Lines {len(rows)}, or others")
    rest = folder / f"{name}.rest.csv"
    if rest.exists() and not text.endswith(rest.read_bytes().decode("utf-8")):
        wrong.append(f"{name}: what follows the row in the middle is not the rest")
    total += len(rows)
    print(f"{name}: {len(rows)} rows")

if total < 1000:
    wrong.append(f"only {total} rows in all")
for one in wrong[:40]:
    print("WRONG", one)
print(f"{len(exports)} collections, {total} rows, {len(wrong)} errors")
sys.exit(1 if wrong else 0)
