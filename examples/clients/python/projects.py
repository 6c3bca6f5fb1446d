"""Every project that may be read, page by page, counted by city. Usage: projects.py URL [page size]"""
import os
import sys
from collections import Counter

from staedtenetz import Service, run
from table import show


def main():
    service = Service(sys.argv[1], os.environ.get("STAEDTENETZ_KEY"))
    limit = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    pages = list(service.pages("projects", network="kora", limit=limit))
    counted = Counter(project["cityName"] for page in pages for project in page["items"])
    show(["City", "Projects"], sorted(counted.items(), key=lambda row: (-row[1], row[0])))
    print(f"{sum(counted.values())} projects on {len(pages)} pages; {service.requests} requests, "
          f"waited {service.pace.waited:.1f} s so as not to be refused, refused {service.refused} times")


if __name__ == "__main__":
    run(main)
