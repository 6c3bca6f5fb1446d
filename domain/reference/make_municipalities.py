#!/usr/bin/env python3
"""Joins the municipality register with RegioStaR 7 into municipalities.csv.zst.

Usage: make_municipalities.py DIRECTORY   (with municipalities_de.csv, municipalities_regiostar7_2018.csv, cities.csv)
Needs: the command zstd. The result depends on the input only.
"""
import csv, io, pathlib, re, subprocess, sys

STATES = {
    "Schleswig-Holstein": "01", "Hamburg": "02", "Niedersachsen": "03", "Bremen": "04", "Nordrhein-Westfalen": "05",
    "Hessen": "06", "Rheinland-Pfalz": "07", "Baden-Württemberg": "08", "Bayern": "09", "Saarland": "10",
    "Berlin": "11", "Brandenburg": "12", "Mecklenburg-Vorpommern": "13", "Sachsen": "14", "Sachsen-Anhalt": "15",
    "Thüringen": "16",
}
COLUMNS = ["ags", "ars", "name", "display_name", "kind", "state", "population", "population_on", "area_km2", "lat", "lon",
           "regiostar7", "land_traffic_ha", "land_total_ha"]


def kind(suffix: str) -> str:
    """What the suffix of the register says: "St" and "GKSt" are Bavaria's short forms of town, "M" of market."""
    if re.search(r"gemfr|gemeindefrei", suffix):
        return "UNINCORPORATED"
    if re.search(r"stadt|\bSt\b|GKSt", suffix, re.IGNORECASE):
        return "CITY"
    if re.search(r"\bM\b|markt|flecken", suffix, re.IGNORECASE):
        return "MARKET"
    return "MUNICIPALITY"


def rows(folder: pathlib.Path):
    read = lambda name: csv.DictReader((folder / name).open(encoding="utf-8"))
    spatial = {row["ags"]: row for row in read("municipalities_regiostar7_2018.csv")}
    ars = {row["ags"]: row["ars"] for row in read("cities.csv")}
    for row in sorted(read("municipalities_de.csv"), key=lambda row: row["ags"]):
        name, _, suffix = row["name"].partition(",")
        extra = spatial.get(row["ags"], {})
        population = row["population"]
        yield [row["ags"], ars.get(row["ags"], ""), row["name"], re.sub(r"\s*/\s*", "/", name).strip(), kind(suffix),
               STATES[row["state"]], population, "2023-12-31" if population else "", row["area_km2"], row["lat"],
               row["lon"], extra.get("regiostar7", ""), extra.get("land_traffic_ha", ""), extra.get("land_total_ha", "")]


def main() -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    table = list(rows(pathlib.Path(sys.argv[1])))
    writer.writerows(table)
    target = pathlib.Path(__file__).with_name("municipalities.csv.zst")
    packed = subprocess.run(["zstd", "-19", "-c"], input=text.getvalue().encode(), stdout=subprocess.PIPE, check=True)
    target.write_bytes(packed.stdout)
    print(f"{len(table)} municipalities, {len(packed.stdout)} bytes in {target.name}")


if __name__ == "__main__":
    main()
