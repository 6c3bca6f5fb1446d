//! Rings over REST.
//!
//! Invariant: what is refused in the graph is refused here, for the same reason.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::founded;
use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, text},
    harness::Backend,
    rest_writes::client::{read, write},
    tenancy::on_both,
};
use actix_web::http::Method;
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(rest_shows_the_invited_what_they_may_read);
on_both!(rest_answers_likewise);

async fn rest_shows_the_invited_what_they_may_read(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (id, _) = founded(&desk).await;
    let publisher = desk.member(AACHEN, Role::Publisher);
    let path = format!("/peer-groups/{id}");
    let invited = read(&publisher, &path).await;
    assert_eq!(text(&invited.json, "/ring/state"), "INVITED");
    assert_eq!(invited.json.pointer("/ring/members/1"), None);
    let peers = format!("/peers?group={id}");
    let table = format!("/benchmarks?indicator=cycling_staff_fte&group={id}");
    for path in [&peers, &table] {
        let refused = read(&publisher, path).await;
        assert_eq!(refused.refusal(), (403, "FORBIDDEN".to_owned()));
        assert_eq!(
            text(&refused.json, "/reason"),
            "NOT_GRANTED",
            "the reason that a comparison gives"
        );
    }
    let compared = read(
        &publisher,
        &format!("/benchmark?indicator=cycling_staff_fte&group={id}"),
    )
    .await;
    assert_eq!(
        text(&compared.json, "/distribution/withheld"),
        "NOT_GRANTED"
    );
    assert_eq!(read(&desk.nobody(), &path).await.status, 404);
    assert_eq!(
        read(&desk.nobody(), &format!("/peers?group={id}"))
            .await
            .status,
        404
    );
}

async fn rest_answers_likewise(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (id, five) = founded(&desk).await;
    let (moderator, publisher) = (
        desk.member(KARLSRUHE, Role::Publisher),
        desk.member(AACHEN, Role::Publisher),
    );
    let path = format!("/peer-groups/{id}");
    let member = desk.tenant(five.first().unwrap()).to_string();
    let aachen = desk.tenant(AACHEN).to_string();
    for (ctx, name, version, body, expected) in [
        (&publisher, "accept", 1, json!({}), 400),
        (
            &publisher,
            "accept",
            1,
            json!({ "termsVersion": "eins" }),
            400,
        ),
        (&publisher, "accept", 1, json!({ "termsVersion": 7 }), 409),
        (&publisher, "accept", 7, json!({ "termsVersion": 1 }), 412),
        (&publisher, "accept", 1, json!({ "termsVersion": 1 }), 200),
        (&publisher, "decline", 1, Value::Null, 409),
        (&publisher, "invite", 1, json!({ "invite": [member] }), 403),
        (&moderator, "remove", 1, json!({ "member": "niemand" }), 400),
        (&moderator, "remove", 1, json!({ "member": member }), 200),
        (&publisher, "leave", 2, Value::Null, 200),
        (&publisher, "leave", 2, Value::Null, 404),
        (
            &moderator,
            "invite",
            2,
            json!({ "invite": [aachen, "niemand"] }),
            400,
        ),
        (&moderator, "invite", 2, json!({ "invite": [aachen] }), 200),
        (&publisher, "decline", 3, Value::Null, 200),
        (&publisher, "decline", 3, Value::Null, 404),
    ] {
        let tag = format!("\"{version}\"");
        let place = format!("{path}/{name}");
        let answer = write(ctx, (Method::POST, &place), &tag, body).await;
        assert_eq!(answer.status, expected, "{name}: {}", answer.json);
    }
    let own = read(&moderator, &path).await;
    let states = own
        .json
        .pointer("/ring/members")
        .and_then(Value::as_array)
        .unwrap();
    let state = states
        .iter()
        .find(|one| text(one, "/ags") == AACHEN)
        .unwrap();
    assert_eq!(text(state, "/state"), "DECLINED");
}
