//! The log over both interfaces and as a file.
//!
//! Invariant: whose matter it is reads it, and nobody else.

use crate::{
    harness::{
        Service, identity, on_both_databases,
        people::{AACHEN, Caller, KARLSRUHE},
    },
    tokens::text,
};
use domain::actor::Role;
use serde_json::Value;

const LOG: &str = "/api/v1/audit-entries?limit=100";

/// Subjects of the newest entries that somebody reads, with their outcomes.
async fn log(service: &Service, token: &str) -> Vec<(String, String)> {
    let answer = service.read_as(token, LOG).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let items = answer
        .json()
        .get("items")
        .and_then(Value::as_array)
        .cloned();
    items
        .unwrap()
        .iter()
        .map(|item| (text(item, "/subject"), text(item, "/outcome")))
        .collect()
}

on_both_databases! { service from identity;
    async fn whoever_reads_what_is_not_public_is_known_to_its_owner() {
        let [owner, other] = [AACHEN, KARLSRUHE].map(|city| service.token(Role::Admin, city));
        let before = log(service, &owner).await.len();
        let shared = "{ projects(filter: { code: [\"demo-2\"] }) { nodes { id workingTitle } } }";
        let data = service.query_as(&other, shared).await.data();
        let id = text(&data, "/projects/nodes/0/id");
        service.read_as(&other, &format!("/api/v1/projects/{id}")).await;
        let own = log(service, &owner).await;
        let reads = own.iter().filter(|(_, outcome)| outcome == "READ").count();
        assert!(own.len() >= before + 2 || own.len() == 100, "{own:#?}");
        assert!(reads >= 2, "{own:#?}");
        let theirs = log(service, &other).await;
        assert!(!theirs.iter().any(|entry| own.contains(entry) && entry.1 == "READ"), "{theirs:#?}");
    }

    async fn only_who_may_reads_the_log() {
        let query = "{ auditEntries { nodes { id } } }";
        for (caller, status) in [
            (Caller::Anonymous, 401),
            (Caller::City(AACHEN, Role::Reader), 403),
            (Caller::City(AACHEN, Role::Publisher), 403),
            (Caller::City(AACHEN, Role::Admin), 200),
            (Caller::KeyWithoutScope, 200),
            (Caller::Operator, 403),
        ] {
            for path in [LOG, "/api/v1/audit-entries/export?format=csv"] {
                let answer = service.read_by(caller, path).await;
                assert_eq!(answer.status, status, "{caller:?} {path}: {}", answer.body);
            }
            let value = service.authorization(caller);
            let headers: Vec<_> = value.iter().map(|value| ("Authorization", value.as_str())).collect();
            let answer = service.query_with(query, &Value::Null, &headers).await;
            assert_eq!(answer.json().get("errors").is_none(), status == 200, "{caller:?}: {}", answer.body);
        }
    }

    async fn the_log_is_walked_and_exported() {
        let admin = service.token(Role::Admin, AACHEN);
        for name in ["eins", "zwei", "drei"] {
            let body = serde_json::json!({ "name": name, "role": "READER", "scope": "content:read" });
            service.call(&admin, reqwest::Method::POST, "/api/v1/keys", Some(&body)).await;
        }
        let first = service.read_as(&admin, "/api/v1/audit-entries?limit=2").await.json();
        let cursor = text(&first, "/page/nextCursor");
        let second = service.read_as(&admin, &format!("/api/v1/audit-entries?limit=2&after={cursor}")).await.json();
        let numbers = [&first, &second].map(|page| page.pointer("/items/0/seq").and_then(Value::as_i64).unwrap());
        assert!(numbers[0] > numbers[1], "{numbers:?}");
        let csv = service.read_as(&admin, "/api/v1/audit-entries/export?format=csv").await;
        assert!(csv.body.starts_with("seq,at,actor,action,subject,outcome,request,hash\n"), "{}", csv.body);
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        let jsonl = service.read_as(&admin, "/api/v1/audit-entries/export").await;
        let lines: Vec<Value> = jsonl.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(lines.iter().any(|line| text(line, "/action") == "key.create"), "{}", jsonl.body);
        let wrong = service.read_as(&admin, "/api/v1/audit-entries/export?format=pdf").await;
        assert_eq!((wrong.status, wrong.body.contains("jsonl")), (400, true), "{}", wrong.body);
    }
}
