"""Where does a city stand among cities of its size, over the years, and who is ahead? Usage: benchmark.py URL [city]"""
import os
import sys

from staedtenetz import Service, run
from table import show

BENCHMARK = """query Benchmark($indicator: String!, $city: String!, $peers: PeerInput!) {
  benchmark(indicator: $indicator, city: $city, peers: $peers, ahead: { cities: 3, projects: 1 }) {
    figure { label(locale: EN) unit(locale: EN) decimals }
    peers { label(locale: EN) count }
    series { year value distribution { n median q1 q3 } }
    standing { value year position gapToMedian }
    ahead { cityName value projects { workingTitle } } } }"""


def main():
    service = Service(sys.argv[1], os.environ.get("STAEDTENETZ_KEY"))
    name = sys.argv[2] if len(sys.argv) > 2 else "Aachen"
    city = next(service.items("cities", name=name, limit=1), None)
    if city is None:
        sys.exit(f"No municipality's name begins with {name!r}")
    found = service.graphql(BENCHMARK, indicator="adfc_fahrradklima_note", city=city["ags"], peers={"rule": {"adfcClass": ["ABOVE_200000"]}})["benchmark"]

    def rounded(number):
        return None if number is None else round(number, found["figure"]["decimals"])

    print(f"{found['figure']['label']}, {found['figure']['unit']}")
    print(f"{city['name']} among {found['peers']['count']} cities: {found['peers']['label']}")
    show(["Year", city["name"], "Median", "Lower quartile", "Upper quartile", "Cities with a value"], [
        (year["year"], rounded(year["value"]), rounded(spread["median"]), rounded(spread["q1"]), rounded(spread["q3"]), spread["n"])
        for year in found["series"] for spread in [year["distribution"]]
    ])
    if found["ahead"]:
        print("Ahead, with a project that addresses it:")
        rows = [(ahead["cityName"], rounded(ahead["value"]), project["workingTitle"]) for ahead in found["ahead"] for project in ahead["projects"]]
        show(["City", "Value", "Project"], rows)


if __name__ == "__main__":
    run(main)
