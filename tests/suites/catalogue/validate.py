"""Reads the catalogue in every form, compares the graphs, validates them, and asks each address that it gives out."""

import sys
import urllib.error
import urllib.request
from pathlib import Path

from pyshacl import validate
from rdflib import RDF, Graph, Namespace
from rdflib.compare import isomorphic

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
SH = Namespace("http://www.w3.org/ns/shacl#")
FORMS = {"jsonld": ("application/ld+json", "json-ld"), "turtle": ("text/turtle", "turtle"), "rdfxml": ("application/rdf+xml", "xml")}
# What every run has to find: shapes that nothing is held against show nothing.
MUST_FAIL = "@prefix dcat: <http://www.w3.org/ns/dcat#> . <urn:x> a dcat:Distribution . <urn:y> a dcat:DataService ."

url = sys.argv[1]
failed = []


def check(holds, words):
    if not holds:
        failed.append(words)


def fetch(path, accept="*/*"):
    request = urllib.request.Request(path, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.status, answer.headers.get_content_type(), answer.read().decode("utf-8", "replace")


def violations(data):
    _, report, _ = validate(data, shacl_graph=shapes, allow_warnings=True)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return sorted({str(report.value(one, SH.resultMessage)) for one in results if (one, SH.resultSeverity, SH.Violation) in report})


shapes = Graph().parse(Path(__file__).parent / "shapes.ttl")
check(len(violations(Graph().parse(data=MUST_FAIL, format="turtle"))) >= 3, "the shapes find nothing wrong with what is")

graphs = {}
for word, (media, form) in FORMS.items():
    asked = fetch(f"{url}/api/v1/catalogue?format={word}")
    accepted = fetch(f"{url}/api/v1/catalogue", media)
    check(asked == accepted, f"{word}: by format and by Accept differ")
    check(asked[:2] == (200, media), f"{word}: {asked[:2]}")
    graphs[word] = Graph().parse(data=asked[2], format=form)
    found = violations(graphs[word])
    check(not found, f"{word}: {found}")
first = graphs["turtle"]
for word, graph in graphs.items():
    check(isomorphic(first, graph), f"{word} is another graph than turtle")

datasets = set(first.objects(None, DCAT.dataset))
distributions = set(first.objects(None, DCAT.distribution))
check(datasets == set(first.subjects(RDF.type, DCAT.Dataset)), "datasets that the catalogue does not list")
check(distributions == set(first.subjects(RDF.type, DCAT.Distribution)), "distributions of no dataset")
check(len(datasets) > 5 and len(distributions) > 5, f"{len(datasets)} datasets, {len(distributions)} distributions")
check((None, DCT.license, None) in first, "no licence")

addresses = {str(one) for one in first.objects(None, DCAT.accessURL)} | {str(one) for one in first.objects(None, DCAT.endpointDescription)}
for address in sorted(addresses):
    try:
        status, _, body = fetch(f"{url}/{address.split('/', 3)[3]}")
        check(status == 200 and body, f"{address}: {status}")
    except urllib.error.HTTPError as error:
        check(False, f"{address}: {error.code}")

print(f"{len(datasets)} datasets, {len(distributions)} distributions, {len(addresses)} addresses, {len(first)} triples")
print("\n".join(f"FAILED {words}" for words in failed[:40]))
print(f"{len(failed)} failed; violations are counted in three forms, which are the same graph")
sys.exit(bool(failed))
