#!/usr/bin/env python3
"""Makes the database of the service beside the kit's, by set-based SQL over the kit's tables; SCALE says which.

The service migrates it as the owner; the service works as a role that owns nothing and cannot pass by row security.
A database that is there already is kept, without what a run has created in it.

How the kit's rows become ours, so that exactly the same tenants see exactly the same rows:
- What stands in no network stands in one without members: here everything has a network. The kit's one scheme of
  action fields belongs to it, and each city has a plan in it and in each of its networks.
- The kit lets a project be seen by its network and by further named cities. Here SHARED names all of them, one by one.
- The kit shows a link to both its cities. Unless its visibility does so anyway, SHARED names the city that is learnt from.
- The budget stands in the column of the last year and the description in that of the overall goal.
- The kit compares a city with its peer group, one of six size classes by one of four types. Here a group follows from a rule over
  the register: the size class stands as the federal state, the type as the RegioStaR 7 type.
"""
import os, subprocess
import psycopg
import ids

SCALE = os.environ["SCALE"]
PORT = os.environ.get("BENCH_PGPORT", "55432")
SOURCE, TARGET, MAKING = f"bench_{SCALE}", f"ours_{SCALE}", "ours_making"
OWNER, ROLE = "ours_owner", "ours"
LOADED = "timestamptz '2026-01-01'"


def url(user, database): return f"postgres://{user}@127.0.0.1:{PORT}/{database}"
def connect(user, database, **options): return psycopg.connect(url(user, database), **options)
def network(column): return ids.sql("network", f"coalesce({column}, 0)")
def ags(column): return f"lpad({column}::text, 8, '0')"
def plan(city, network): return ids.sql("plan", f"(coalesce({network}, 0)::bigint * {ids.PLANS} + {city})")
def words(column, pairs): return f"CASE {column} " + " ".join(f"WHEN '{a}' THEN '{b}'" for a, b in pairs.items()) + " END"


STATUS = words("status", {"geplant": "PLANNED", "laufend": "IN_PROGRESS", "abgeschlossen": "COMPLETED", "pausiert": "ON_HOLD"})
STAGE = words("status", {"interessiert": "CONTACTED", "angepasst": "ADAPT", "uebernommen": "REUSE", "verworfen": "DECLINED"})
IS_SHARED = "EXISTS (SELECT FROM project_share s WHERE s.project_id = project.id)"
PROJECT = f"CASE WHEN visibility = 2 THEN 'PUBLIC' WHEN {IS_SHARED} THEN 'SHARED' WHEN visibility = 1 THEN 'NETWORK' ELSE 'TENANT' END"
LINK = """CASE WHEN visibility = 2 THEN 'PUBLIC' WHEN visibility = 1 AND network_id IS NOT NULL THEN 'NETWORK'
    WHEN from_city_id <> to_city_id THEN 'SHARED' ELSE 'TENANT' END"""
READERS = f"""(
    SELECT p.city_id AS owner, {ids.sql("project", "p.id")} AS subject, r.reader FROM project p JOIN (
        SELECT project_id, city_id AS reader FROM project_share
        UNION SELECT p.id, m.city_id FROM project p JOIN network_member m USING (network_id)
        WHERE p.visibility = 1 AND p.id IN (SELECT project_id FROM project_share)) r ON r.project_id = p.id
    UNION ALL SELECT from_city_id, {ids.sql("link", "id")}, to_city_id FROM transfer_link WHERE {LINK} = 'SHARED')"""
STAMPS = {"created_at": LOADED, "updated_at": LOADED, "revision": "1"}
DATED = {"created_at": "created_at", "updated_at": "created_at", "revision": "1"}

# table of the service -> (rows of the kit, column -> expression)
TABLES = {
    "network": ("(SELECT 0 AS id, 'ohne-netz' AS slug, 'Ohne Netz' AS name UNION ALL SELECT id, slug, name FROM network) n", {
        "id": network("id"), "slug": "slug", "name_de": "name", "default_visibility": "'PUBLIC'", **STAMPS}),
    "city": ("city", {
        "ags": ags("id"), "name": "name", "display_name": "name", "kind": "'CITY'", "state": "lpad((1 + (peer_group_id - 1) / 4)::text, 2, '0')",
        "regiostar7": "71 + (peer_group_id - 1) % 4",
        "population": "population", "latitude": "lat", "longitude": "lon"}),
    "tenant": ("city", {"id": ids.sql("tenant", "id"), "kind": "'MUNICIPALITY'", "name": "name", "city_ags": ags("id"), **STAMPS}),
    "membership": ("(SELECT *, row_number() OVER (ORDER BY network_id, city_id) AS number FROM network_member) m", {
        "id": ids.sql("membership", "number"), "network_id": network("network_id"), "tenant_id": ids.sql("tenant", "city_id"),
        "role": "'NETWORK_CITY'", "since": "make_date(joined_year, 1, 1)", **STAMPS}),
    "action_field": ("action_field", {
        "id": ids.sql("field", "id"), "network_id": network("NULL"), "code": "slug", "label_de": "name", "position": "id"}),
    "barrier": ("barrier", {
        "id": ids.sql("barrier", "id"), "version": "1", "code": "slug", "label_de": "name", "label_en": "name", "definition_de": "''",
        "definition_en": "''"}),
    "plan": ("(SELECT c.id, n.network_id, c.name FROM city c JOIN (SELECT id AS city_id, 0 AS network_id FROM city UNION ALL "
             "SELECT city_id, network_id FROM network_member) n ON n.city_id = c.id) p", {
        "id": plan("id", "network_id"), "tenant_id": ids.sql("tenant", "id"), "network_id": network("network_id"), "city_ags": ags("id"),
        "title": "'Aktionsplan ' || name", "title_key": "lower('Aktionsplan ' || name)", "status": "'ADOPTED'", "visibility": "'PUBLIC'",
        **STAMPS}),
    "project": ("project", {
        "id": ids.sql("project", "id"), "tenant_id": ids.sql("tenant", "city_id"), "network_id": network("network_id"),
        "plan_id": plan("city_id", "network_id"), "city_ags": ags("city_id"), "action_field_id": ids.sql("field", "action_field_id"),
        "code": "'P' || id", "sequence_no": "id", "working_title": "title", "title_key": "lower(title)", "summary": "summary",
        "overall_goal": "description", "search_text": "lower(title || ' ' || summary || ' ' || description)", "status": STATUS,
        "is_delayed": "false", "start_year": "start_year", "end_year": "budget_eur", "contact_visibility": "'TENANT'",
        "cost_visibility": "'TENANT'", "visibility": PROJECT, "effective_visibility": PROJECT, **DATED}),
    "project_barrier": ("(SELECT b.*, p.city_id, row_number() OVER () AS number FROM project_barrier b JOIN project p ON p.id = b.project_id) b", {
        "id": ids.sql("projectbarrier", "number"), "tenant_id": ids.sql("tenant", "city_id"), "project_id": ids.sql("project", "project_id"),
        "barrier_id": ids.sql("barrier", "barrier_id"), "role": "'ADDRESSES'", "position": "barrier_id", "basis": "'TEXT'"}),
    "transfer_link": ("transfer_link", {
        "id": ids.sql("link", "id"), "tenant_id": ids.sql("tenant", "from_city_id"), "network_id": network("network_id"),
        "kind": "'EXPERIENCE_TRANSFER'", "stage": STAGE, "origin": "'CITY'", "adopter_project_id": ids.sql("project", "from_project_id"),
        "adopter_city_ags": ags("from_city_id"), "source_project_id": ids.sql("project", "to_project_id"),
        "source_city_ags": ags("to_city_id"), "is_bidirectional": "false", "rationale": "note", "certainty": "'RECOGNISED'",
        "visibility": LINK, **DATED}),
    "indicator": ("indicator", {
        "id": ids.sql("indicator", "id"), "code": "lower(code)", "version": "1", "label_de": "name", "label_en": "name", "definition_de": "name",
        "definition_en": "name", "unit_de": "unit", "unit_en": "unit", "decimals": "3", "kind": "'OUTCOME'", "value_type": "'NUMBER'",
        "polarity": "CASE WHEN higher_is_better THEN 'HIGHER_BETTER' ELSE 'LOWER_BETTER' END", "frequency": "'ANNUAL'", "counts_persons": "false"}),
    "observation": ("(SELECT *, row_number() OVER () AS number FROM observation) o", {
        "id": ids.sql("observation", "number"), "tenant_id": ids.sql("tenant", "city_id"), "indicator_id": ids.sql("indicator", "indicator_id"),
        "city_ags": ags("city_id"), "year": "year", "value": "value", "value_kind": "'MEASURED'", "obs_status": "'A'", "confidence": "'HIGH'",
        "source": "'https://kit.test/'", "visibility": "CASE visibility WHEN 2 THEN 'PUBLIC' ELSE 'TENANT' END", "recorded_at": LOADED,
        "conf_status": "'F'", "method_version": "1", "plausibility": "'UNCHECKED'", "revision": "1"}),
    "named_reader": (f"(SELECT *, row_number() OVER () AS number FROM {READERS} r) r", {
        "id": ids.sql("reader", "number"), "tenant_id": ids.sql("tenant", "owner"), "subject_id": "subject",
        "reader_id": ids.sql("tenant", "reader"), "is_named": "true", "is_effective": "true", "created_at": LOADED}),
}


def copy(source, target, table, rows, columns):
    names, values = ", ".join(columns), ", ".join(columns.values())
    with source.cursor() as out, target.cursor() as into:
        with out.copy(f"COPY (SELECT {values} FROM {rows}) TO STDOUT") as reader, into.copy(f"COPY {table} ({names}) FROM STDIN") as writer:
            for block in reader: writer.write(block)
        print(f"  {table:16s}{into.rowcount:>10,}", flush=True)


def fill():
    """Copies everything; indexes are made again afterwards, which is faster than keeping them."""
    with connect("postgres", SOURCE) as source, connect("postgres", MAKING) as target:
        target.execute("SET session_replication_role = replica")  # the kit's foreign keys have held already
        indexes = target.execute(
            "SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = 'public' AND tablename = ANY (%s) AND NOT EXISTS "
            "(SELECT FROM pg_constraint c WHERE c.conname = i.indexname)", (list(TABLES),)).fetchall()
        for name, _ in indexes: target.execute(f"DROP INDEX {name}")
        for table, (rows, columns) in TABLES.items(): copy(source, target, table, rows, columns)
        for _, definition in indexes: target.execute(definition)


def make():
    with connect("postgres", "postgres", autocommit=True) as admin:
        for role in (OWNER, ROLE):
            if not admin.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,)).rowcount:
                admin.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS")
        admin.execute(f"DROP DATABASE IF EXISTS {MAKING}")
        admin.execute(f"CREATE DATABASE {MAKING} OWNER {OWNER}")
    with connect("postgres", MAKING) as target: target.execute(f"ALTER SCHEMA public OWNER TO {OWNER}")
    migrate = dict(os.environ, DATABASE_URL=url(OWNER, MAKING), STAEDTENETZ_LOG="warn")
    subprocess.run([os.environ["OURS_BINARY"], "migrate"], check=True, env=migrate, timeout=120)
    fill()
    with connect("postgres", MAKING, autocommit=True) as target:
        target.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}")
        target.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")
        target.execute("VACUUM ANALYZE")
    with connect("postgres", "postgres", autocommit=True) as admin: admin.execute(f"ALTER DATABASE {MAKING} RENAME TO {TARGET}")


def clean():
    """Takes away what an earlier run has created."""
    with connect("postgres", TARGET, autocommit=True) as target:
        target.execute("DELETE FROM project WHERE id >= %s", (ids.FIRST_CREATED,))
        with target.transaction():
            target.execute("SET LOCAL session_replication_role = replica")  # nothing else may empty the audit log
            target.execute("TRUNCATE change, audit_entry")
            target.execute("UPDATE audit_head SET seq = 0, hash = ''")
        target.execute("VACUUM (ANALYZE) project, project_source, change, audit_entry, audit_head")
        target.execute("CHECKPOINT")


def main():
    with connect("postgres", "postgres") as admin:
        is_there = admin.execute("SELECT FROM pg_database WHERE datname = %s", (TARGET,)).rowcount
    clean() if is_there else make()


if __name__ == "__main__": main()
