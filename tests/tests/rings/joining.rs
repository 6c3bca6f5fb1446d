//! Cities that are asked into a ring: they accept, decline, leave and are taken out.
//!
//! Invariant: whoever is out of a ring reads nothing more of it.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::{TERMS, accept, at, founded, members, seen, state_of, step, told};
use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, ask, code, data, text},
    harness::Backend,
    tenancy::on_both,
};
use domain::actor::Role;
use serde_json::{Value, json};

on_both!(who_is_invited_reads_the_terms_only);
on_both!(the_terms_as_they_are_are_accepted_by_who_may);
on_both!(cities_join_and_leave);

async fn who_is_invited_reads_the_terms_only(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (id, _) = founded(&desk).await;
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let reader = desk.member(AACHEN, Role::Reader);
    let own = seen(&moderator, &id).await;
    assert_eq!(members(&own).len(), 7);
    assert_eq!(state_of(&own, KARLSRUHE).unwrap(), "ACCEPTED");
    assert_eq!(own.pointer("/ring/canPublish"), Some(&json!(false)));
    assert_eq!(text(&own, "/ring/withheld"), "MIN_CONTRIBUTORS");
    let invited = seen(&reader, &id).await;
    assert_eq!(text(&invited, "/terms"), TERMS);
    assert_eq!(text(&invited, "/tenant/name"), text(&own, "/tenant/name"));
    assert_eq!(
        members(&invited),
        [(AACHEN.to_owned(), "INVITED".to_owned())]
    );
    assert_eq!(invited.pointer("/ring/canPublish"), Some(&Value::Null));
    assert_eq!(invited.pointer("/ring/withheld"), Some(&Value::Null));
    assert_eq!(invited.get("peers"), Some(&Value::Null));
    let peers = "query($id: ID!) { peers(of: { group: $id }) { count } }";
    let answer = ask(&reader, peers, json!({ "id": id })).await;
    assert_eq!(code(&answer), "FORBIDDEN");
    let reason = answer.pointer("/errors/0/extensions/reason");
    assert_eq!(
        reason,
        Some(&json!("NOT_GRANTED")),
        "the reason that a comparison gives"
    );
}

async fn the_terms_as_they_are_are_accepted_by_who_may(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (id, _) = founded(&desk).await;
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let (reader, editor, publisher) = (
        desk.member(AACHEN, Role::Reader),
        desk.member(AACHEN, Role::Editor),
        desk.member(AACHEN, Role::Publisher),
    );
    for (ctx, version, terms, expected) in [
        (&reader, 1, 1, "FORBIDDEN"),
        (&editor, 1, 1, "FORBIDDEN"),
        (&moderator, 1, 1, "FORBIDDEN"),
        (&publisher, 9, 1, "STALE_VERSION"),
        (&publisher, 1, 2, "CONFLICT"),
    ] {
        assert_eq!(code(&accept(ctx, &id, version, terms).await), expected);
    }
    let leave = step("leaveRing");
    assert_eq!(
        code(&ask(&publisher, &leave, at(&id, 1, json!({}))).await),
        "CONFLICT"
    );
    let done = accept(&publisher, &id, 1, 1).await;
    assert_eq!(
        done.pointer("/data/acceptRing/peerGroup/ring/state"),
        Some(&json!("ACCEPTED"))
    );
}

async fn cities_join_and_leave(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (id, five) = founded(&desk).await;
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let (reader, publisher) = (
        desk.member(AACHEN, Role::Reader),
        desk.member(AACHEN, Role::Publisher),
    );
    accept(&publisher, &id, 1, 1).await;
    accept(&publisher, &id, 1, 1).await;
    let inside = seen(&reader, &id).await;
    assert_eq!(members(&inside).len(), 7, "members know of each other");
    assert_eq!(inside.pointer("/peers/count"), Some(&json!(2)));
    for ags in &five {
        let city = desk.member(ags, Role::Publisher);
        assert!(accept(&city, &id, 1, 1).await.get("errors").is_none());
    }
    let full = seen(&reader, &id).await;
    assert_eq!(full.pointer("/ring/canPublish"), Some(&json!(true)));
    assert_eq!(
        full.pointer("/version"),
        Some(&json!(1)),
        "answers do not count"
    );

    let left = data(&publisher, &step("leaveRing"), at(&id, 1, json!({}))).await;
    assert_eq!(left.pointer("/leaveRing/peerGroup"), Some(&Value::Null));
    assert!(seen(&reader, &id).await.is_null());
    assert_eq!(told(&desk, &reader, &id).await.last().unwrap(), "DELETED");
    let after = told(&desk, &reader, &id).await.len();
    let colleague = desk.member(five.first().unwrap(), Role::Reader);
    assert_eq!(
        state_of(&seen(&moderator, &id).await, AACHEN).unwrap(),
        "LEFT"
    );
    assert_eq!(
        state_of(&seen(&colleague, &id).await, AACHEN),
        None,
        "the moderator's matter"
    );
    invited_again(&desk, &id, &five).await;
    assert!(told(&desk, &reader, &id).await.len() >= after);
}

/// Aachen is asked once more and declines; another city is taken out.
async fn invited_again(desk: &Desk, id: &str, five: &[String]) {
    let moderator = desk.member(KARLSRUHE, Role::Publisher);
    let publisher = desk.member(AACHEN, Role::Publisher);
    let invite = step("inviteToRing");
    let (aachen, first) = (desk.tenant(AACHEN).to_string(), five.first().unwrap());
    let again = at(id, 1, json!({ "invite": [aachen] }));
    let editor = desk.member(KARLSRUHE, Role::Editor);
    assert_eq!(
        code(&ask(&editor, &invite, again.clone()).await),
        "FORBIDDEN"
    );
    data(&moderator, &invite, again).await;
    let twice = at(id, 2, json!({ "invite": [aachen] }));
    assert_eq!(
        code(&ask(&moderator, &invite, twice).await),
        "BAD_USER_INPUT"
    );
    assert_eq!(text(&seen(&publisher, id).await, "/ring/state"), "INVITED");
    data(&publisher, &step("declineRing"), at(id, 2, json!({}))).await;
    assert!(seen(&publisher, id).await.is_null());

    let remove = step("removeFromRing");
    let member = desk.tenant(first).to_string();
    let out = |version: i32, member: &str| at(id, version, json!({ "member": member }));
    for (version, member, expected) in [
        (1, member.as_str(), "STALE_VERSION"),
        (2, &aachen, "BAD_USER_INPUT"),
        (2, &desk.tenant(KARLSRUHE).to_string(), "BAD_USER_INPUT"),
    ] {
        let answer = ask(&moderator, &remove, out(version, member)).await;
        assert_eq!(code(&answer), expected, "{answer}");
    }
    data(&moderator, &remove, out(2, &member)).await;
    let removed = desk.member(first, Role::Publisher);
    assert!(seen(&removed, id).await.is_null());
    assert_eq!(told(desk, &removed, id).await.last().unwrap(), "DELETED");
    assert_eq!(code(&accept(&removed, id, 3, 1).await), "NOT_FOUND");
    let now = seen(&moderator, id).await;
    assert_eq!(state_of(&now, first).unwrap(), "LEFT");
    assert_eq!(
        now.pointer("/ring/canPublish"),
        Some(&json!(false)),
        "five are too few"
    );
}
