//! Peer groups over REST.
//!
//! Invariant: what is refused in the graph is refused here, for the same reason.

use crate::{
    desk::{AACHEN, Desk, text},
    harness::Backend,
    rest_writes::client::write,
    tenancy::on_both,
};
use actix_web::http::Method;
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(rest_writes_the_same);
on_both!(rest_refuses_what_is_no_group);

async fn rest_writes_the_same(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let body = json!({ "name": "Nachbarn", "neighbours": { "city": AACHEN, "count": 2,
        "figures": [{ "code": "population", "weight": 3 }], "among": { "state": ["05"] } } });
    let made = write(&owner, (Method::POST, "/peer-groups"), "", body).await;
    assert_eq!(made.status, 201, "{}", made.json);
    let id = text(&made.json, "/id");
    assert_eq!(
        made.json.pointer("/neighbours/among/state/0"),
        Some(&json!("05"))
    );
    let path = format!("/peer-groups/{id}");
    let frozen = format!("{path}/freeze");
    for (method, path, version, body, expected) in [
        (
            Method::PATCH,
            path.as_str(),
            1,
            json!({ "description": "wofür" }),
            200,
        ),
        (Method::PATCH, &path, 1, json!({ "name": "zu spät" }), 412),
        (Method::PATCH, &path, 2, json!({ "cities": [AACHEN] }), 400),
        (
            Method::PATCH,
            &path,
            2,
            json!({ "rule": {}, "cities": [AACHEN] }),
            400,
        ),
        (
            Method::PATCH,
            &path,
            2,
            json!({ "neighbours": { "city": AACHEN, "figures": [{ "code": 7 }] } }),
            400,
        ),
        (Method::POST, &frozen, 2, json!({}), 400),
        (Method::POST, &frozen, 2, json!({ "year": 2024 }), 200),
        (Method::POST, &frozen, 3, json!({ "year": 2024 }), 409),
        (Method::DELETE, &path, 3, Value::Null, 200),
    ] {
        let tag = format!("\"{version}\"");
        let answer = write(&owner, (method, path), &tag, body).await;
        assert_eq!(answer.status, expected, "{path}: {}", answer.json);
    }
}

async fn rest_refuses_what_is_no_group(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    for body in [
        json!({ "name": "x" }),
        json!({ "cities": [AACHEN] }),
        json!({ "name": "x", "cities": [AACHEN], "rule": {} }),
        json!({ "name": "x", "rule": { "regiostar7": [2_000_000] } }),
        json!({ "name": "x", "rule": { "sizeClass": ["RIESIG"] } }),
        json!({ "name": "x", "ring": { "invite": ["niemand"] } }),
        json!({ "name": "x", "rule": {}, "tenant": "fremd" }),
    ] {
        let answer = write(&owner, (Method::POST, "/peer-groups"), "", body).await;
        assert_eq!(answer.status, 400, "{}", answer.json);
    }
}
