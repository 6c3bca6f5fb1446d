//! Attempts that break off, come late, or are asked for by somebody who may no longer know.
//!
//! Invariant: time is moved by the clock of the store.

use crate::{
    desk::{AACHEN, Desk, ask, code, data},
    harness::Backend,
    tenancy::on_both,
};
use chrono::TimeDelta;
use domain::{
    Ctx, Error,
    actor::Role,
    clock::Clock,
    privacy::{self, Retention},
    stored_answer::{self, Turn},
};
use serde_json::{Value, json};

on_both!(an_attempt_that_broke_off_is_taken_over);
on_both!(an_effect_whose_answer_is_lost_is_not_repeated);
on_both!(rights_that_changed_shut_the_answer);
on_both!(a_key_has_its_meaning_for_a_day);

async fn first(ctx: &Ctx, key: &str) -> Ctx {
    match stored_answer::claim(ctx, key, "request").await.unwrap() {
        Turn::First(ctx) => ctx,
        Turn::Again(..) => panic!("{key} was done before"),
    }
}

async fn refusal(ctx: &Ctx, key: &str) -> Error {
    match stored_answer::claim(ctx, key, "request").await {
        Err(error) => error,
        Ok(_) => panic!("{key} is free, or done"),
    }
}

fn input(title: &str) -> Value {
    json!({ "input": { "network": "kora", "title": title, "status": "ADOPTED" } })
}

const CREATE: &str =
    "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";

async fn later(desk: &Desk, time: TimeDelta) -> Desk {
    let now = desk.store.clock().now();
    desk.at(Clock::Stopped(now + time)).await
}

async fn an_attempt_that_broke_off_is_taken_over(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let late = first(&desk.member(AACHEN, Role::Editor), "a").await;
    let soon = refusal(&desk.member(AACHEN, Role::Editor), "a").await;
    assert!(matches!(soon, Error::Underway), "{soon:?}");
    let desk = later(&desk, TimeDelta::minutes(3)).await;
    let next = first(&desk.member(AACHEN, Role::Editor), "a").await;
    // The one that was given up comes after all, and is refused: it would be the second effect.
    let refused = ask(&late, CREATE, input("Spät")).await;
    assert_eq!(code(&refused), "CONFLICT", "{refused}");
    data(&next, CREATE, input("Neu")).await;
    stored_answer::settle(&next, Some(b"sealed".to_vec()))
        .await
        .unwrap();
    stored_answer::settle(&late, None).await.unwrap();
    let again = stored_answer::claim(&desk.member(AACHEN, Role::Editor), "a", "request").await;
    assert!(matches!(again, Ok(Turn::Again(_, sealed)) if sealed == b"sealed"));
    let titles = "{ plans(first: 50) { nodes { title } } }";
    let titles = data(&desk.member(AACHEN, Role::Editor), titles, json!({}))
        .await
        .to_string();
    assert!(
        titles.contains("Neu") && !titles.contains("Spät"),
        "{titles}"
    );
}

async fn an_effect_whose_answer_is_lost_is_not_repeated(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let ctx = first(&desk.member(AACHEN, Role::Editor), "b").await;
    data(&ctx, CREATE, input("Getan")).await;
    // The process ends here.
    let soon = refusal(&desk.member(AACHEN, Role::Editor), "b").await;
    assert!(matches!(soon, Error::Underway), "{soon:?}");
    let desk = later(&desk, TimeDelta::minutes(3)).await;
    let told = refusal(&desk.member(AACHEN, Role::Editor), "b").await;
    assert!(matches!(told, Error::Conflict(_)), "{told:?}");
}

async fn rights_that_changed_shut_the_answer(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let ctx = first(&desk.member(AACHEN, Role::Editor), "c").await;
    data(&ctx, CREATE, input("Rechte")).await;
    stored_answer::settle(&ctx, Some(b"sealed".to_vec()))
        .await
        .unwrap();
    let less = refusal(&desk.member(AACHEN, Role::Reader), "c").await;
    assert!(matches!(less, Error::Conflict(_)), "{less:?}");
    let same = stored_answer::claim(&desk.member(AACHEN, Role::Editor), "c", "request").await;
    assert!(matches!(same, Ok(Turn::Again(..))));
}

async fn a_key_has_its_meaning_for_a_day(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    for key in ["d", "e"] {
        let ctx = first(&desk.member(AACHEN, Role::Editor), key).await;
        data(&ctx, CREATE, input(key)).await;
        stored_answer::settle(&ctx, Some(b"sealed".to_vec()))
            .await
            .unwrap();
    }
    let almost = later(&desk, TimeDelta::hours(23)).await;
    let again = stored_answer::claim(&almost.member(AACHEN, Role::Editor), "d", "request").await;
    assert!(matches!(again, Ok(Turn::Again(..))));
    let after = later(&desk, TimeDelta::hours(25)).await;
    let policy = Retention {
        sign_ins: TimeDelta::days(90),
        keys: TimeDelta::days(365),
        retired: TimeDelta::days(730),
        has_embeddings: true,
    };
    let retired = privacy::retain(&after.operator(), &policy, false).await;
    assert_eq!(retired.unwrap().answers, 2);
    first(&after.member(AACHEN, Role::Editor), "d").await;
}
