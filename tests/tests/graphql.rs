//! The graph as a portal uses it: paging, filters, languages, ids, and what bad input is answered with.
//!
//! Invariant: every refusal has a code of the closed list and says how to mend the request.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{Service, demo, errors, on_both_databases};
use serde_json::{Value, json};
use std::collections::HashSet;

fn list<'v>(data: &'v Value, pointer: &str) -> &'v Vec<Value> {
    data.pointer(pointer)
        .and_then(Value::as_array)
        .unwrap_or_else(|| panic!("no {pointer} in {data:#}"))
}

fn texts(data: &Value, at: &str, field: &str) -> Vec<String> {
    let rows = list(data, at).iter();
    rows.map(|row| {
        row.pointer(field)
            .and_then(Value::as_str)
            .unwrap()
            .to_owned()
    })
    .collect()
}

/// All ids of the projects, page by page.
async fn walk(service: &Service, size: u32, order: &str, is_backward: bool) -> Vec<String> {
    let (count, cursor, more, next) = if is_backward {
        ("last", "before", "hasPreviousPage", "startCursor")
    } else {
        ("first", "after", "hasNextPage", "endCursor")
    };
    let query = format!(
        "query($cursor: String) {{ projects({count}: {size}, {cursor}: $cursor, orderBy: {order}) {{
            nodes {{ id }} pageInfo {{ {more} {next} }} }} }}"
    );
    let (mut ids, mut place) = (Vec::new(), Value::Null);
    loop {
        let variables = json!({ "cursor": place });
        let data = service.query_with(&query, &variables, &[]).await.data();
        let mut page = texts(&data, "/projects/nodes", "/id");
        if is_backward {
            page.extend(ids);
            ids = page;
        } else {
            ids.extend(page);
        }
        let info = data.pointer("/projects/pageInfo").unwrap();
        if info.get(more) != Some(&json!(true)) {
            return ids;
        }
        place = info.get(next).cloned().unwrap();
    }
}

/// Requests that cannot be answered: the request, its code, and the path where a field refused it.
const BAD: &[(&str, &str, &str)] = &[
    (
        "{ projects(first: -1) { nodes { id } } }",
        "BAD_USER_INPUT",
        r#"["projects"]"#,
    ),
    (
        "{ projects(first: 101) { nodes { id } } }",
        "BAD_USER_INPUT",
        r#"["projects"]"#,
    ),
    (
        "{ projects(first: 1, last: 1) { nodes { id } } }",
        "BAD_USER_INPUT",
        r#"["projects"]"#,
    ),
    (
        r#"{ projects(after: "nonsense") { nodes { id } } }"#,
        "BAD_USER_INPUT",
        r#"["projects"]"#,
    ),
    (
        r#"{ projects(filter: { city: ["5334002"] }) { nodes { id } } }"#,
        "BAD_USER_INPUT",
        r#"["projects"]"#,
    ),
    (
        r#"{ projects(filter: { barrier: ["H99"] }) { nodes { id } } }"#,
        "BAD_USER_INPUT",
        r#"["projects"]"#,
    ),
    (
        r#"{ projects(filter: { state: ["17"] }) { nodes { id } } }"#,
        "BAD_USER_INPUT",
        r#"["projects"]"#,
    ),
    (
        "{ projects(filter: { regiostar7: [70] }) { nodes { id } } }",
        "BAD_USER_INPUT",
        r#"["projects"]"#,
    ),
    (
        r#"{ projects(filter: { network: "nirgends" }) { nodes { id } } }"#,
        "BAD_USER_INPUT",
        r#"["projects"]"#,
    ),
    (
        "{ projects { nodes { items(first: 1000) { nodes { id } } } } }",
        "BAD_USER_INPUT",
        r#"["projects"]"#,
    ),
    (
        r#"{ city(ags: "Aachen") { name } }"#,
        "BAD_USER_INPUT",
        r#"["city"]"#,
    ),
    (
        r#"{ project(id: "plan_01h455vb4pex5vsknk084sn02q") { id } }"#,
        "BAD_USER_INPUT",
        r#"["project"]"#,
    ),
    (
        "{ projects(filter: { status: [FINISHED] }) { nodes { id } } }",
        "GRAPHQL_VALIDATION_FAILED",
        "",
    ),
    (
        "{ projects(first: \"3\") { nodes { id } } }",
        "GRAPHQL_VALIDATION_FAILED",
        "",
    ),
    ("{ vorhaben { id } }", "GRAPHQL_VALIDATION_FAILED", ""),
    ("{ projects { nodes { id }", "GRAPHQL_PARSE_FAILED", ""),
];

on_both_databases! { service from demo;
    async fn pages_neither_repeat_nor_skip() {
        let total = service.query("{ projects { totalCount } }").await.data();
        let total = total.pointer("/projects/totalCount").and_then(Value::as_u64).unwrap();
        for order in ["[]", "[{ field: WORKING_TITLE }]", "[{ field: UPDATED_AT, direction: DESC }]",
            "[{ field: SEQUENCE_NO, direction: DESC }, { field: CODE }]"] {
            let whole = walk(service, 100, order, false).await;
            assert_eq!(whole.len() as u64, total, "{order}");
            assert_eq!(whole.iter().collect::<HashSet<_>>().len(), whole.len(), "{order}");
            assert_eq!(walk(service, 7, order, false).await, whole, "{order}");
            assert_eq!(walk(service, 7, order, true).await, whole, "{order}");
        }
    }

    async fn titles_sort_as_in_a_dictionary() {
        let query = "{ projects(first: 100, orderBy: [{ field: WORKING_TITLE }]) { nodes { workingTitle } } }";
        let titles = texts(&service.query(query).await.data(), "/projects/nodes", "/workingTitle");
        let folded: Vec<String> = titles.iter().map(|title| {
            let lower = title.to_lowercase().replace('ä', "a").replace('ö', "o").replace('ü', "u").replace('ß', "ss");
            lower.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect()
        }).collect();
        assert!(folded.is_sorted(), "{titles:#?}");
    }

    async fn filters_combine() {
        let count = async |filter: &str| {
            let query = format!("{{ projects(filter: {filter}) {{ totalCount }} }}");
            service.query(&query).await.data().pointer("/projects/totalCount").and_then(Value::as_u64).unwrap()
        };
        let all = count("{}").await;
        let (done, rest) = (count("{ status: [COMPLETED] }").await, count("{ not: { status: [COMPLETED] } }").await);
        assert!(done > 0 && rest > 0);
        assert_eq!(done + rest, all);
        let (nrw, bavaria) = (count("{ state: [\"05\"] }").await, count("{ state: [\"09\"] }").await);
        assert_eq!(count("{ or: [{ state: [\"05\"] }, { state: [\"09\"] }] }").await, nrw + bavaria);
        assert_eq!(count("{ and: [{ state: [\"05\"] }, { state: [\"09\"] }] }").await, 0);
        assert_eq!(count("{ sizeClass: [FROM_500000, FROM_100000] }").await, all);
        assert_eq!(count("{ text: \"RÄDENTSCHEID\" }").await, count("{ text: \"radentscheid\" }").await);
        assert!(count("{ text: \"radentscheid\" }").await > 0);
        assert_eq!(count("{ text: \"100 %_\" }").await, 0);
        assert_eq!(count("{ updatedSince: \"2999-01-01T00:00:00Z\" }").await, 0);
        assert!(count("{ barrier: [\"H7\"], barrierRole: [RESOLVED, ADDRESSES] }").await > 0);
    }

    async fn labels_follow_the_reader() {
        let query = "{ actionFields: network(slug: \"kora\") { actionFields(first: 1) { nodes { label english: label(locale: EN) } } }
            projects(first: 1, filter: { status: [COMPLETED] }) { nodes { statusLabel } } }";
        for (header, field, status) in [
            ("de", "Umgang mit Zivilgesellschaft", "Abgeschlossen"),
            ("en-GB,en;q=0.9", "Dealing with civil society", "Completed"),
            ("fr", "Umgang mit Zivilgesellschaft", "Abgeschlossen"),
        ] {
            let data = service.query_with(query, &json!({}), &[("Accept-Language", header)]).await.data();
            let at = "/actionFields/actionFields/nodes";
            assert_eq!(texts(&data, at, "/label"), [field], "{header}");
            assert_eq!(texts(&data, at, "/english"), ["Dealing with civil society"]);
            assert_eq!(texts(&data, "/projects/nodes", "/statusLabel"), [status], "{header}");
        }
    }

    async fn any_object_is_found_again_by_its_id() {
        let data = service.query("{ projects(first: 1) { nodes { id plan { id } network { id } actionField { id } barriers(first: 1) { nodes { barrier { id } } }
            city { id } tenant { id memberships(first: 1) { nodes { id } } } } } observations(first: 1) { nodes { id indicator { id } } } }").await.data();
        let mut ids = HashSet::new();
        collect_ids(&data, &mut ids);
        assert!(ids.len() >= 9, "{ids:?}");
        let mut ids: Vec<String> = ids.into_iter().collect();
        ids.push("project_01h455vb4pex5vsknk084sn02q".to_owned());
        ids.push("garbage".to_owned());
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }";
        let data = service.query_with(query, &json!({ "ids": ids }), &[]).await.data();
        let found = list(&data, "/nodes");
        let (known, unknown) = found.split_at(ids.len() - 2);
        for (id, node) in ids.iter().zip(known) {
            assert_eq!(node.get("id"), Some(&json!(id)));
        }
        assert_eq!(unknown, [Value::Null, Value::Null]);
    }

    async fn bad_input_is_a_client_error_with_code_and_path() {
        for (query, code, path) in BAD {
            let answer = service.query(query).await;
            assert_eq!(errors(&answer), [((*code).to_owned(), (*path).to_owned())], "{query}: {}", answer.body);
            let is_ours = path.is_empty();
            assert!(!is_ours || answer.json().get("data").is_none(), "{query}: {}", answer.body);
        }
        let answer = service.query_with("{ projects(first: -1) { nodes { id } } }", &json!({}), &[("Accept-Language", "en")]).await;
        assert!(answer.body.contains("-1 is not between 0 and 100"), "{}", answer.body);
    }

    async fn too_much_is_refused_before_any_work() {
        let aliases: String = (0..40).map(|n| format!("a{n}: networks {{ totalCount }} ")).collect();
        let deep = format!("{{ projects {{ nodes {{ {}id{} }} }} }}", "plan { projects { nodes { ".repeat(6), "} } }".repeat(6));
        let costly = "{ projects(first: 100) { nodes { plan { projects(first: 100) { nodes { items(first: 100) { nodes { text } } } } } } } }";
        let tokens = format!("{{ {} }}", "__typename ".repeat(3_000));
        for query in [format!("{{ {aliases} }}"), deep, costly.to_owned(), tokens] {
            let (answer, head) = (service.query(&query).await, query.chars().take(60).collect::<String>());
            assert!(answer.json().get("data").is_none(), "{head}: {}", answer.body);
            assert_eq!(errors(&answer).len(), 1, "{head}: {}", answer.body);
        }
        let huge = "#".repeat(300_000);
        assert_eq!(service.query(&huge).await.status, 413);
    }
}

fn collect_ids(value: &Value, ids: &mut HashSet<String>) {
    match value {
        Value::Array(rows) => rows.iter().for_each(|row| collect_ids(row, ids)),
        Value::Object(fields) => {
            ids.extend(
                fields
                    .get("id")
                    .and_then(Value::as_str)
                    .map(ToOwned::to_owned),
            );
            fields.values().for_each(|field| collect_ids(field, ids));
        }
        _ => {}
    }
}
