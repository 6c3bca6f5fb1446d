"""A copy of all projects that may be read, in a SQLite file, kept up to date by the change feed.

The first run reads everything, each one after that only what has happened since; what was taken back or removed is dropped.
Usage: mirror.py URL FILE
"""
import json
import os
import sqlite3
import sys

from staedtenetz import Service, run

PROJECTS = """query Changed($ids: [ID!]!) { nodes(ids: $ids) { id ... on Project {
  code workingTitle summary overallGoal status statusLabel city { ags name } updatedAt } } }"""


def follow(service, file):
    """Takes in what has happened; how many projects were written and how many dropped."""
    copy = sqlite3.connect(file)
    copy.execute("CREATE TABLE IF NOT EXISTS project (id TEXT PRIMARY KEY, city TEXT, title TEXT, content TEXT)")
    copy.execute("CREATE TABLE IF NOT EXISTS place (only INTEGER PRIMARY KEY CHECK (only = 1), cursor TEXT)")
    known = copy.execute("SELECT cursor FROM place").fetchone()
    written = dropped = 0
    for page in service.pages("changes", kind="PROJECT", limit=100, after=known[0] if known else None):
        # Of several changes of one project the last one counts, and what it is now is read once.
        is_gone = {change["id"]: change["deleted"] for change in page["items"]}
        wanted = [subject for subject, gone in is_gone.items() if not gone]
        found = service.graphql(PROJECTS, ids=wanted)["nodes"] if wanted else []
        projects = {project["id"]: project for project in found if project}
        with copy:  # a page and the place behind it in one unit: whatever breaks off, nothing is missed or lost
            for subject in is_gone:
                project = projects.get(subject)
                if project:  # what is null went away meanwhile, and the feed will say so too
                    row = (subject, (project["city"] or {}).get("name"), project["workingTitle"], json.dumps(project, ensure_ascii=False))
                    copy.execute("INSERT OR REPLACE INTO project VALUES (?, ?, ?, ?)", row)
                    written += 1
                else:
                    dropped += copy.execute("DELETE FROM project WHERE id = ?", (subject,)).rowcount
            if page["page"]["nextCursor"]:
                copy.execute("INSERT OR REPLACE INTO place VALUES (1, ?)", (page["page"]["nextCursor"],))
    kept = copy.execute("SELECT count(*) FROM project").fetchone()[0]
    copy.close()
    return written, dropped, kept


def main():
    service = Service(sys.argv[1], os.environ.get("STAEDTENETZ_KEY"), language="de")
    written, dropped, kept = follow(service, sys.argv[2])
    print(f"{written} projects written, {dropped} dropped, {kept} in {sys.argv[2]}; {service.requests} requests")


if __name__ == "__main__":
    run(main)
