#!/usr/bin/env python3
"""Copies the kit's data into the tables of the service: load.py SCALE, run by the kit as a step of the adapter's SETUP.

What the kit has and the service has not is kept where it fits, so that every question reads as many bytes as elsewhere:
the budget as the last year, the description as the overall goal. Ids keep their order: the kit's number is the end of
the UUID. Projects outside any network belong to a network of their own, because here every project has one.
"""
import os, subprocess, sys
import psycopg

SCALE = sys.argv[1]
HOST = f"127.0.0.1:{os.environ.get('BENCH_PGPORT', '55432')}"
SOURCE, TARGET, MAKING = f"bench_{SCALE}", f"ours_{SCALE}", "ours_making"
T0 = "timestamptz '2026-01-01'"

def url(user, db): return f"postgres://{user}@{HOST}/{db}"
def uuid(kind, number): return f"('00000000-0000-7000-8{kind:03x}-' || lpad(to_hex({number}), 12, '0'))::uuid"
def network(number): return uuid(1, f"coalesce({number}, 0)")
def words(column, pairs): return f"CASE {column} " + " ".join(f"WHEN {k!r} THEN {v!r}" for k, v in pairs.items()) + " END"
def ags(number): return f"lpad({number}::text, 8, '0')"

VISIBILITY = "CASE visibility WHEN 2 THEN 'PUBLIC' WHEN 1 THEN 'NETWORK' ELSE 'TENANT' END"
STATUS = words("status", {"geplant": "PLANNED", "laufend": "IN_PROGRESS", "abgeschlossen": "COMPLETED", "pausiert": "ON_HOLD"})
STAGE = words("status", {"interessiert": "CONTACTED", "angepasst": "ADAPT", "uebernommen": "REUSE", "verworfen": "DECLINED"})
STAMPS = {"created_at": T0, "updated_at": T0, "revision": "1"}

# table -> (the kit's table, column -> expression)
TABLES = {
    "network": ("(SELECT 0 AS id, 'ohne-netz' AS slug, 'Ohne Netz' AS name UNION ALL SELECT id, slug, name FROM network) n", {
        "id": network("id"), "slug": "slug", "name_de": "name", "default_visibility": "'PUBLIC'", **STAMPS}),
    "city": ("city", {
        "ags": "ags", "name": "name", "display_name": "name", "kind": "'CITY'", "state": "lpad((1 + id % 16)::text, 2, '0')",
        "population": "population", "latitude": "lat", "longitude": "lon"}),
    "tenant": ("city", {"id": uuid(2, "id"), "kind": "'MUNICIPALITY'", "name": "name", "city_ags": "ags", **STAMPS}),
    "membership": ("(SELECT *, row_number() OVER (ORDER BY network_id, city_id) AS number FROM network_member) m", {
        "id": uuid(3, "number"), "network_id": network("network_id"), "tenant_id": uuid(2, "city_id"), "role": "'NETWORK_CITY'",
        "since": "make_date(joined_year, 1, 1)", **STAMPS}),
    "action_field": ("action_field", {
        "id": uuid(4, "id"), "network_id": network("0"), "code": "slug", "label_de": "name", "position": "id"}),
    "barrier": ("barrier", {
        "id": uuid(5, "id"), "version": "1", "code": "slug", "label_de": "name", "label_en": "name", "definition_de": "''", "definition_en": "''"}),
    "plan": ("city", {
        "id": uuid(6, "id"), "tenant_id": uuid(2, "id"), "network_id": network("0"), "city_ags": "ags", "title": "'Aktionsplan ' || name",
        "title_key": "lower('Aktionsplan ' || name)", "status": "'ADOPTED'", "visibility": "'PUBLIC'", **STAMPS}),
    "project": ("project", {
        "id": uuid(7, "id"), "tenant_id": uuid(2, "city_id"), "network_id": network("network_id"), "plan_id": uuid(6, "city_id"),
        "city_ags": ags("city_id"), "action_field_id": uuid(4, "action_field_id"), "code": "'P' || id", "sequence_no": "id",
        "working_title": "title", "title_key": "lower(title)", "summary": "summary", "overall_goal": "description", "status": STATUS,
        "is_delayed": "false", "start_year": "start_year", "end_year": "budget_eur", "search_text": "lower(title || ' ' || summary)",
        "contact_visibility": "'TENANT'", "cost_visibility": "'TENANT'",
        "visibility": VISIBILITY, "effective_visibility": VISIBILITY, "created_at": "created_at", "updated_at": "created_at", "revision": "1"}),
    "project_barrier": ("(SELECT b.*, p.city_id, row_number() OVER () AS number FROM project_barrier b JOIN project p ON p.id = b.project_id) b", {
        "id": uuid(8, "number"), "tenant_id": uuid(2, "city_id"), "project_id": uuid(7, "project_id"), "barrier_id": uuid(5, "barrier_id"),
        "role": "'ADDRESSES'", "position": "barrier_id", "basis": "'TEXT'"}),
    "transfer_link": ("transfer_link", {
        "id": uuid(9, "id"), "tenant_id": uuid(2, "from_city_id"), "network_id": network("network_id"), "kind": "'EXPERIENCE_TRANSFER'",
        "stage": STAGE, "origin": "'CITY'", "adopter_project_id": uuid(7, "from_project_id"), "adopter_city_ags": ags("from_city_id"),
        "source_project_id": uuid(7, "to_project_id"), "source_city_ags": ags("to_city_id"), "is_bidirectional": "false",
        "rationale": "note", "certainty": "'RECOGNISED'", "visibility": VISIBILITY, "created_at": "created_at", "updated_at": "created_at",
        "revision": "1"}),
    "indicator": ("indicator", {
        "id": uuid(10, "id"), "code": "code", "version": "1", "label_de": "name", "label_en": "name", "definition_de": "''", "definition_en": "''",
        "unit_de": "unit", "unit_en": "unit", "decimals": "3", "polarity": "CASE WHEN higher_is_better THEN 'HIGHER_BETTER' ELSE 'LOWER_BETTER' END",
        "kind": "'OUTCOME'", "value_type": "'NUMBER'", "frequency": "'ANNUAL'"}),
    "observation": ("(SELECT *, row_number() OVER (ORDER BY city_id, indicator_id, year) AS number FROM observation) o", {
        "id": uuid(11, "number"), "tenant_id": uuid(2, "city_id"), "indicator_id": uuid(10, "indicator_id"), "city_ags": ags("city_id"),
        "year": "year", "value": "value", "value_kind": "'MEASURED'", "obs_status": "'A'", "confidence": "'HIGH'", "source": "''",
        "visibility": VISIBILITY, "recorded_at": T0}),
}

def copy(source, target, table, rows, columns):
    names, values = ", ".join(columns), ", ".join(columns.values())
    with source.cursor() as out, target.cursor() as into:
        with out.copy(f"COPY (SELECT {values} FROM {rows}) TO STDOUT") as reader, into.copy(f"COPY {table} ({names}) FROM STDIN") as writer:
            for block in reader: writer.write(block)
        print(f"  {table:16s}{into.rowcount:>10,}", flush=True)

def main():
    admin = psycopg.connect(url("postgres", "postgres"), autocommit=True)
    if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (TARGET,)).fetchone(): return
    if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = 'ours'").fetchone(): admin.execute("CREATE ROLE ours LOGIN NOBYPASSRLS")
    admin.execute(f"DROP DATABASE IF EXISTS {MAKING}")
    admin.execute(f"CREATE DATABASE {MAKING}")
    subprocess.run([os.environ["OURS_BINARY"], "migrate"], check=True, env=dict(os.environ, DATABASE_URL=url("postgres", MAKING)))
    with psycopg.connect(url("postgres", SOURCE)) as source, psycopg.connect(url("postgres", MAKING)) as target:
        target.execute("SET session_replication_role = replica")  # the kit's foreign keys have held already
        for table, (rows, columns) in TABLES.items(): copy(source, target, table, rows, columns)
        target.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ours")
    with psycopg.connect(url("postgres", MAKING), autocommit=True) as target: target.execute("VACUUM ANALYZE")
    admin.execute(f"ALTER DATABASE {MAKING} RENAME TO {TARGET}")

if __name__ == "__main__": main()
