"""What the tool cannot know of the GraphQL interface: how a day is written, ids of things that exist, and our words for refusals."""

import json
import os
import urllib.request

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes
from schemathesis.specs.graphql import validation

# Refusals of the published list that are the caller's to mend. The tool knows the words of one server for them; whatever is not
# here, INTERNAL above all, stays an error of the server.
validation.CLIENT_ERROR_MARKERS |= {
    "CONFLICT",
    "FORBIDDEN",
    "LIMIT_EXCEEDED",
    "NOT_FOUND",
    "STALE_VERSION",
    "UNAUTHENTICATED",
}

LISTS = "cities indicators networks observations plans projects transferLinks"


def existing():
    """Ids of the first things of some lists, as the caller reads them."""
    query = "{ %s }" % " ".join(f"{name}(first: 5) {{ nodes {{ id }} }}" for name in LISTS.split())
    headers = {"Authorization": f"Bearer {os.environ['TOKEN']}", "Content-Type": "application/json"}
    body = json.dumps({"query": query}).encode()
    with urllib.request.urlopen(urllib.request.Request(os.environ["GRAPHQL"], body, headers)) as answer:
        lists = json.load(answer)["data"].values()
    return [node["id"] for found in lists for node in found["nodes"]]


if "GRAPHQL" in os.environ:
    schemathesis.graphql.scalar("ID", st.one_of(st.sampled_from(existing()), st.text(max_size=40)).map(nodes.String))
    schemathesis.graphql.scalar("Date", st.dates().map(str).map(nodes.String))
