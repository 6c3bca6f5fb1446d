//! Who can read the audit log, and what of it, over both interfaces and as files.
//!
//! Invariant: what is read of a city stands in its own log, and nobody else's log says so.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    harness::{
        Answer, Service, errors, identity, on_both_databases,
        people::{AACHEN, Caller, KARLSRUHE},
    },
    keys::created,
    tokens::text,
};
use domain::actor::Role;
use serde_json::{Value, json};

const LIST: &str = "/api/v1/audit-entries";
const EXPORT: &str = "/api/v1/audit-entries/export";
const QUERY: &str = "{ auditEntries(first: 100) { nodes { id at actor action subject outcome requestId seal actingFor { name } } } }";

/// The newest entries of a city that a request left, as REST shows them.
async fn left_by(service: &Service, city: &'static str, answer: &Answer) -> Vec<Value> {
    let admin = service.token(Role::Admin, city);
    let page = service.read_as(&admin, &format!("{LIST}?limit=100")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let request = json!(answer.header("x-request-id"));
    let items = page.json().get("items").and_then(Value::as_array).cloned();
    let own = items.unwrap().into_iter();
    own.filter(|item| item.get("requestId") == Some(&request))
        .collect()
}

/// A project of Aachen that the network sees, and the public does not.
async fn shared_project(service: &Service) -> String {
    let admin = service.token(Role::Admin, AACHEN);
    let page = service
        .read_as(&admin, "/api/v1/projects?text=erfunden&limit=100")
        .await;
    let items = page.json().get("items").and_then(Value::as_array).cloned();
    let shared = items.unwrap().into_iter().find(|item| {
        item.get("visibility") == Some(&json!("NETWORK"))
            && item.get("city") == Some(&json!(AACHEN))
    });
    text(&shared.unwrap(), "/id")
}

on_both_databases! { service from identity;
    async fn an_owner_sees_who_read_what_is_not_public() {
        let project = shared_project(service).await;
        let reader = service.token(Role::Editor, KARLSRUHE);
        let rest = service.read_as(&reader, &format!("/api/v1/projects/{project}")).await;
        assert_eq!(rest.status, 200, "{}", rest.body);
        let graph = service.query_as(&reader, &format!("{{ project(id: \"{project}\") {{ code }} }}")).await;
        assert_ne!(graph.data().get("project"), Some(&Value::Null));
        for answer in [&rest, &graph] {
            let entries = left_by(service, AACHEN, answer).await;
            assert_eq!(entries.len(), 1, "{entries:?}");
            let entry = entries.first().unwrap();
            for (member, value) in [("outcome", "READ"), ("action", "content.read"), ("actingForName", "Karlsruhe")] {
                assert_eq!(entry.get(member), Some(&json!(value)), "{entry}");
            }
            assert!(text(entry, "/subject").split(' ').any(|id| id == project), "{entry}");
            assert!(text(entry, "/actor").starts_with("key_"), "{entry}");
            assert_eq!(left_by(service, KARLSRUHE, answer).await, Vec::<Value>::new());
        }
        let own = service.read_as(&service.token(Role::Reader, AACHEN), &format!("/api/v1/projects/{project}")).await;
        assert_eq!(left_by(service, AACHEN, &own).await, Vec::<Value>::new(), "one's own content is no entry");
    }

    async fn both_interfaces_show_the_same_log() {
        let (id, _) = created(service, "READER", "content:read").await;
        let admin = service.token(Role::Admin, AACHEN);
        let data = service.query_as(&admin, QUERY).await.data();
        let nodes = data.pointer("/auditEntries/nodes").and_then(Value::as_array).cloned().unwrap();
        let own = nodes.iter().find(|node| node.get("subject") == Some(&json!(id))).unwrap();
        for (pointer, value) in [("/action", "key.create"), ("/outcome", "DONE"), ("/actingFor/name", "Aachen")] {
            assert_eq!(own.pointer(pointer), Some(&json!(value)), "{own}");
        }
        let page = service.read_as(&admin, &format!("{LIST}?limit=100")).await.json();
        let items = page.get("items").and_then(Value::as_array).cloned().unwrap();
        let twin = items.iter().find(|item| item.get("id") == own.get("id")).unwrap();
        for member in ["at", "actor", "action", "subject", "outcome", "requestId", "seal"] {
            assert_eq!(twin.get(member), own.get(member), "{member}");
        }
        let elsewhere = service.query_as(&service.token(Role::Admin, KARLSRUHE), QUERY).await.data();
        assert!(!elsewhere.to_string().contains(&id));
    }

    async fn a_page_leads_to_the_next() {
        created(service, "READER", "content:read").await;
        created(service, "READER", "content:read").await;
        let admin = service.token(Role::Admin, AACHEN);
        let moment = |item: &Value| text(item, "/at").parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        let first = service.read_as(&admin, &format!("{LIST}?limit=1")).await;
        let cursor = text(&first.json(), "/page/nextCursor");
        assert!(first.header("link").contains(&cursor), "{}", first.header("link"));
        let next = service.read_as(&admin, &format!("{LIST}?limit=1&after={cursor}")).await.json();
        assert!(moment(next.pointer("/items/0").unwrap()) < moment(first.json().pointer("/items/0").unwrap()));
        let query = format!("{{ auditEntries(first: 1, after: \"{cursor}\") {{ totalCount nodes {{ id }} pageInfo {{ hasNextPage hasPreviousPage }} }} }}");
        let data = service.query_as(&admin, &query).await.data();
        assert_eq!(data.pointer("/auditEntries/nodes/0/id"), next.pointer("/items/0/id"));
        for (path, argument) in [("?limit=101", "limit"), ("?after=7", "after"), ("?since=gestern", "since"), ("/export?format=xml", "format"), ("/export?limit=1", "limit")] {
            let refused = service.read_as(&admin, &format!("{LIST}{path}")).await;
            assert_eq!(refused.status, 400, "{path}: {}", refused.body);
            assert!(refused.body.contains(argument), "{}", refused.body);
        }
    }

    async fn only_admins_with_the_scope_read_it() {
        for (caller, status) in [
            (Caller::Anonymous, 401),
            (Caller::Garbage, 401),
            (Caller::RevokedKey, 401),
            (Caller::City(AACHEN, Role::Reader), 403),
            (Caller::City(AACHEN, Role::Editor), 403),
            (Caller::City(AACHEN, Role::Publisher), 403),
            (Caller::Operator, 403),
            (Caller::KeyWithoutScope, 200),
            (Caller::City(AACHEN, Role::Admin), 200),
        ] {
            for path in [LIST, EXPORT] {
                let answer = service.read_by(caller, path).await;
                assert_eq!(answer.status, status, "{caller:?} {path}: {}", answer.body);
            }
        }
        let (_, narrow) = created(service, "ADMIN", "content:read tenant:manage").await;
        assert_eq!(service.read_as(&narrow, LIST).await.status, 403);
        let refused = service.query_as(&narrow, QUERY).await;
        assert_eq!(errors(&refused), [("FORBIDDEN".to_owned(), "[\"auditEntries\"]".to_owned())]);
        let anonymous = service.query(QUERY).await;
        assert_eq!(errors(&anonymous), [("UNAUTHENTICATED".to_owned(), "[\"auditEntries\"]".to_owned())]);
    }

    async fn it_is_exported_as_files() {
        let (id, _) = created(service, "READER", "content:read").await;
        let admin = service.token(Role::Admin, AACHEN);
        let lines = service.read_as(&admin, EXPORT).await;
        assert_eq!(lines.header("content-type"), "application/jsonl");
        let lines: Vec<Value> = lines.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines.iter().any(|line| line.get("subject") == Some(&json!(id))));
        let request = service.request(reqwest::Method::GET, EXPORT).bearer_auth(&admin).header("Accept", "text/csv");
        for csv in [service.send(request).await, service.read_as(&admin, &format!("{EXPORT}?format=csv")).await] {
            assert!(csv.header("content-type").starts_with("text/csv"), "{}", csv.header("content-type"));
            assert!(csv.header("content-disposition").contains("protokoll.csv"));
            assert!(csv.body.starts_with("id,at,actor,"), "{}", csv.body);
            assert!(csv.body.contains(&id));
        }
    }
}
