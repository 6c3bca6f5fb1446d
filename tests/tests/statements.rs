//! How many SQL statements an operation costs: one for each list or row below the root that has rows of its own, none
//! for cities, networks, tenants, fields, barriers and indicators, whatever the number of rows.
//!
//! Invariant: the nestings come from the schema itself, so a new edge is measured without a new test.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod nesting;

use crate::harness::{
    Service, on_both_databases,
    people::{AACHEN, KARLSRUHE},
    watched,
};
use domain::actor::Role;
use nesting::{Graph, Tree};
use std::collections::HashSet;

/// The edges below a root that are followed together in one document, whole to this depth.
const WHOLE_DEPTH: usize = 3;
/// Edges that the deepest nestings have.
const DEEPEST: usize = 5;
/// Roots that are not for everybody; what they cost is measured for those whom they are for.
const NOT_FOR_EVERYBODY: [&str; 2] = ["auditEntries", "webhookDeliveries"];

async fn cost(service: &Service, tree: &Tree, page: u32) -> usize {
    let (answer, statements) = service
        .statements_of(service.query(&tree.document(page)))
        .await;
    answer.data();
    statements.len()
}

/// Never more than one statement for each edge with rows of its own, however many rows come back.
async fn check(service: &Service, tree: &Tree) {
    for page in [1, 4] {
        let statements = cost(service, tree, page).await;
        assert!(
            statements <= tree.statements(),
            "{statements} statements, {} expected, with {page} rows a list: {}",
            tree.statements(),
            tree.document(page)
        );
    }
}

on_both_databases! { service from watched;
    async fn every_nesting_costs_one_statement_an_edge() {
        let graph = Graph::of(&service.query(nesting::INTROSPECTION).await.data());
        let mut known = HashSet::new();
        let roots = graph.roots();
        for root in roots.iter().filter(|root| !NOT_FOR_EVERYBODY.contains(&root.name.as_str())) {
            check(service, &graph.whole(root, WHOLE_DEPTH)).await;
            // What lies below two edges does not depend on how one got to them.
            let paths = graph.paths(root, WHOLE_DEPTH);
            for path in paths.iter().filter(|path| known.insert(nesting::last_two(path))) {
                check(service, &graph.below(root, path, DEEPEST)).await;
            }
        }
        assert!(known.len() > 50, "{}", known.len());
    }

    async fn the_audit_log_costs_one() {
        let query = "{ projects(first: 100, filter: { city: [\"05334002\"] }) { nodes { code contact } } }";
        // All of them in turn with those who count: what is read here would be counted there.
        let reader = service.token(Role::Editor, KARLSRUHE);
        service.statements_of(service.query_as(&reader, query)).await.0.data();
        let admin = service.token(Role::Admin, AACHEN);
        let access = "{ me { kind } }";
        service.statements_of(service.query_as(&admin, access)).await.0.data();
        let (_, known) = service.statements_of(service.query_as(&admin, access)).await;
        for page in [1, 50] {
            let query = format!("{{ auditEntries(first: {page}) {{ nodes {{ id actor actingFor {{ name city {{ name }} }} }} }} }}");
            let (answer, statements) = service.statements_of(service.query_as(&admin, &query)).await;
            let page = answer.data();
            assert_ne!(page.pointer("/auditEntries/nodes/0"), None, "{page}");
            assert_eq!(statements.len(), known.len() + 1, "{statements:#?}");
        }
    }

    async fn the_measured_page_costs_two() {
        // 50 projects with city, plan, field, barriers and links with both ends' cities.
        let query = "{ projects(first: 50) { nodes {
            workingTitle city { name } actionField { label } plan { title }
            barriers { nodes { role barrier { label } } }
            transferLinks { nodes { adopterCity { name } sourceCity { name } } }
        } } }";
        let (answer, statements) = service.statements_of(service.query(query)).await;
        answer.data();
        assert_eq!(statements.len(), 4, "projects, plans, barriers, links: {statements:#?}");
        for text in &statements {
            assert!(!text.contains("FROM \"city\"") && !text.contains("FROM \"barrier\""), "{text}");
        }
    }

    async fn only_asked_columns_are_read() {
        let (answer, statements) = service.statements_of(service.query("{ projects { nodes { code } } }")).await;
        answer.data();
        let [statement] = statements.as_slice() else { panic!("{statements:#?}") };
        assert!(!statement.contains("summary") && !statement.contains("COUNT"), "{statement}");
    }

    async fn what_a_plan_depends_on_is_text() {
        // Else PostgreSQL has to guess it, and makes a new plan for every request.
        let query = "{ projects(first: 7, filter: { status: [COMPLETED] }) { nodes { code } } }";
        let (answer, statements) = service.statements_of(service.query(query)).await;
        answer.data();
        let [statement] = statements.as_slice() else { panic!("{statements:#?}") };
        assert!(statement.ends_with(" LIMIT 8") && statement.contains("\"effective_visibility\" = 'PUBLIC'"), "{statement}");
        assert!(!statement.contains("ANY") && !statement.contains("json_each"), "{statement}");
    }

    async fn a_search_reads_what_it_found_at_once() {
        // What the index asks the change feed is the same for all of them and not counted here.
        for (query, expected) in [
            ("{ projects(first: 20) { nodes { similar(first: 5) { nodes { project { code } } } } } }", 2),
            ("{ projects(first: 20) { nodes { concepts { confidence evidence { text } concept { label } } } } }", 6),
            ("{ similarProjects(text: \"Radverkehr\", first: 20) { nodes { project { code } } } }", 1),
            ("{ cities(first: 20) { nodes { similar(first: 5) { nodes { score city { name tenant { name } } } } } } }", 1),
            ("{ search(text: \"Aachen\", first: 20) { totalFound nodes { project { code } } } }", 1),
            ("{ search(text: \"Aachen\", first: 20) { plans { title } nodes { excerpts { text } project { code } } } }", 4),
            ("{ expertise(first: 20) { nodes { barriers { code } matches { score expertise { topic } } } } }", 9),
            ("{ barrierExperiences(barrier: [\"H7\"], first: 20) { nodes { project { code items(kind: [LESSON]) { nodes { text } } } } } }", 2),
        ] {
            let (answer, statements) = service.statements_of(service.query(query)).await;
            answer.data();
            assert_eq!(statements.len(), expected, "{query}: {statements:#?}");
        }
    }

    async fn counting_is_lazy() {
        let (_, statements) = service.statements_of(service.query("{ projects { totalCount } }")).await;
        assert_eq!(statements.len(), 2, "{statements:#?}");
        let text = "{ projects { nodes { barriers { totalCount } } } }";
        let (_, statements) = service.statements_of(service.query(text)).await;
        assert_eq!(statements.len(), 3, "{statements:#?}");
    }
}
