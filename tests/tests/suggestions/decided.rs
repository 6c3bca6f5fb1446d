//! What becomes of decisions: proposals, rest, return, and what is learnt of them.
//!
//! Invariant: what an organisation declines or puts off is its own matter; what came of a link counts for all its parties.

use super::round::{
    ACCEPT, DECLINE, SNOOZE, accept, coordinator, id, input, is_told, list, wanted,
};
use crate::{
    audit::transfer_writes::next_month,
    desk::{AACHEN, Desk, KARLSRUHE, ask, data, text},
    harness::{Backend, alone, on_both_databases, people::Caller},
    similarity_weights::office::Office,
    tenancy::on_both,
};
use chrono::{Days, Months};
use domain::{Ctx, actor::Role, clock::Clock, store::Options};
use reqwest::Method;
use serde_json::{Value, json};

on_both!(what_was_declined_comes_back_after_its_time);
on_both!(what_was_put_off_comes_back_on_its_day);
on_both!(what_was_accepted_is_proposed);
on_both!(a_link_that_was_refused_is_left_in_peace);
on_both!(what_a_plan_names_is_narrowed);
on_both!(a_city_decides_what_concerns_it);

async fn months_later(desk: &Desk, months: u32) -> Desk {
    let later = desk.store.clock().now() + Months::new(months);
    desk.at(Clock::Stopped(later)).await
}

/// The first suggestion between Aachen and Karlsruhe.
async fn first(ctx: &Ctx) -> String {
    let all = list(ctx).await;
    id(all.iter().find(|one| is_of_both(one)).unwrap())
}

fn is_of_both(suggestion: &Value) -> bool {
    let cities = super::cities(suggestion);
    [AACHEN, KARLSRUHE]
        .iter()
        .all(|city| cities.contains(&(*city).to_owned()))
}

/// How many pairs the office has accepted and declined.
async fn learnt(office: &Office) -> (Value, Value) {
    let refit = office.refit(true).await;
    let report = refit.get("report").unwrap();
    (report["accepted"].clone(), report["declined"].clone())
}

async fn what_was_declined_comes_back_after_its_time(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let desk = &office.desk;
    let ctx = coordinator(desk);
    let chosen = first(&ctx).await;
    let decline = input(&[&chosen], json!({ "reason": "NOT_COMPARABLE" }));
    data(&ctx, DECLINE, decline.clone()).await;
    data(&ctx, DECLINE, decline).await;
    assert!(!is_told(&ctx, &chosen).await);
    assert_eq!(learnt(&office).await, (json!(0), json!(1)));
    // It is the office's own matter.
    assert!(is_told(&desk.member(AACHEN, Role::Reader), &chosen).await);
    let (before, after) = (months_later(desk, 11).await, months_later(desk, 13).await);
    assert!(!is_told(&coordinator(&before), &chosen).await);
    assert!(is_told(&coordinator(&after), &chosen).await);
    let options = Options {
        clock: Clock::Stopped(desk.store.clock().now() + Months::new(2)),
        suggestion_rest_months: 1,
        ..Options::url(desk.url())
    };
    let impatient = desk.opened(options).await;
    assert!(is_told(&coordinator(&impatient), &chosen).await);
}

async fn what_was_put_off_comes_back_on_its_day(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let desk = &office.desk;
    let ctx = coordinator(desk);
    let chosen = first(&ctx).await;
    let until = desk.store.clock().now().date_naive() + Days::new(40);
    data(&ctx, SNOOZE, input(&[&chosen], json!({ "until": until }))).await;
    assert!(!is_told(&ctx, &chosen).await);
    assert_eq!(learnt(&office).await, (json!(0), json!(0)));
    for (days, is_there) in [(39, false), (40, true)] {
        let then = desk
            .at(Clock::Stopped(desk.store.clock().now() + Days::new(days)))
            .await;
        assert_eq!(
            is_told(&coordinator(&then), &chosen).await,
            is_there,
            "{days}"
        );
    }
}

async fn what_was_accepted_is_proposed(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let desk = &office.desk;
    let ctx = coordinator(desk);
    let chosen = first(&ctx).await;
    let all = list(&ctx).await;
    let suggestion = all.iter().find(|one| id(one) == chosen).unwrap();
    let link = &accept(&ctx, &chosen).await;
    assert_eq!(link["stage"], "PROPOSED", "{link:#}");
    assert_eq!(link["rationale"], suggestion["german"]);
    for end in ["adopterProject", "sourceProject"] {
        assert_eq!(
            link.pointer(&format!("/{end}/id")),
            suggestion.pointer(&format!("/{end}/id"))
        );
    }
    assert_eq!(learnt(&office).await, (json!(1), json!(0)));
    for viewer in [
        ctx.clone(),
        desk.member(AACHEN, Role::Reader),
        desk.member(KARLSRUHE, Role::Reader),
    ] {
        assert!(!is_told(&viewer, &chosen).await);
    }
    let again = ask(&ctx, ACCEPT, input(&[&chosen], json!({}))).await;
    assert_eq!(text(&again, "/errors/0/extensions/code"), "CONFLICT");
    let message = text(&again, "/errors/0/message");
    assert!(message.starts_with("suggestions[0]: "), "{message}");
    bulk(&ctx, &chosen).await;
}

/// Where one cannot be accepted, none is.
async fn bulk(ctx: &Ctx, linked: &str) {
    let all = list(ctx).await;
    let [one, other, ..] = all.as_slice() else {
        panic!("{all:?}");
    };
    let (one, other) = (id(one), id(other));
    let answer = ask(ctx, ACCEPT, input(&[&one, &linked.to_owned()], json!({}))).await;
    let message = text(&answer, "/errors/0/message");
    assert!(message.starts_with("suggestions[1]: "), "{message}");
    assert_eq!(list(ctx).await, all, "nothing was accepted");
    let made = data(
        ctx,
        ACCEPT,
        input(&[&one, &other], json!({ "rationale": "Auf einmal." })),
    )
    .await;
    let links = made.pointer("/acceptSuggestions/links");
    let links = links.and_then(Value::as_array).unwrap();
    assert_eq!(links.len(), 2);
    assert!(links.iter().all(|link| link["rationale"] == "Auf einmal."));
}

async fn a_link_that_was_refused_is_left_in_peace(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let desk = &office.desk;
    let ctx = coordinator(desk);
    // Another than what a plan names: that name is used up with the link.
    let alike = wanted(&ctx, json!({ "source": ["SIMILARITY"] })).await;
    let chosen = id(alike
        .iter()
        .find(|one| one["mention"].is_null() && is_of_both(one))
        .unwrap());
    let link = text(&accept(&ctx, &chosen).await, "/id");
    let source = desk.member(KARLSRUHE, Role::Editor);
    let version = "query($id: ID!) { transferLink(id: $id) { version } }";
    let version = data(&source, version, json!({ "id": link })).await;
    let step = "mutation($input: TakeTransferStepInput!) { takeTransferStep(input: $input) { transferLink { stage } } }";
    let refusal = json!({ "transferLink": link, "step": "DECLINE", "reason": "NO_CAPACITY",
        "expectedVersion": version.pointer("/transferLink/version") });
    let done = data(&source, step, json!({ "input": refusal })).await;
    assert_eq!(
        text(&done, "/takeTransferStep/transferLink/stage"),
        "DECLINED"
    );
    let (before, after) = (months_later(desk, 11).await, months_later(desk, 13).await);
    for now in [desk, &before] {
        assert!(!is_told(&coordinator(now), &chosen).await);
        assert!(!is_told(&now.member(AACHEN, Role::Reader), &chosen).await);
    }
    assert!(is_told(&coordinator(&after), &chosen).await);
    assert!(is_told(&after.member(AACHEN, Role::Reader), &chosen).await);
}

async fn what_a_plan_names_is_narrowed(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let ctx = coordinator(&office.desk);
    let named = wanted(&ctx, json!({ "source": ["MENTION"] })).await;
    let suggestion = named.first().unwrap();
    let link = &accept(&ctx, &id(suggestion)).await;
    assert_eq!(link["id"], suggestion["mention"], "it is the same link");
    assert_eq!(
        (&link["origin"], &link["standing"], &link["stage"]),
        (&json!("PLAN_TABLE"), &json!("NARROWED"), &json!("PROPOSED"))
    );
    // The other projects that might have been meant are no longer named.
    let left = wanted(&ctx, json!({ "source": ["MENTION"] })).await;
    assert!(left.iter().all(|one| one["mention"] != link["id"]));
}

async fn a_city_decides_what_concerns_it(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let desk = &office.desk;
    let (aachen, karlsruhe) = (
        desk.member(AACHEN, Role::Editor),
        desk.member(KARLSRUHE, Role::Editor),
    );
    let chosen = first(&aachen).await;
    data(
        &karlsruhe,
        DECLINE,
        input(&[&chosen], json!({ "reason": "NO_CAPACITY" })),
    )
    .await;
    assert!(!is_told(&karlsruhe, &chosen).await);
    assert!(is_told(&aachen, &chosen).await && is_told(&coordinator(desk), &chosen).await);
    let link = &accept(&aachen, &chosen).await;
    assert_eq!(link["stage"], "PROPOSED");
    // What cities decide does not change how the network compares.
    assert_eq!(learnt(&office).await, (json!(0), json!(0)));
}

on_both_databases! { service from alone;
    async fn rest_tells_and_does_the_same() {
        let path = "/api/v1/networks/kora/suggestions";
        let by = Caller::Coordinator;
        let listing = &service.read_by(by, &format!("{path}?limit=3&source=SIMILARITY,BARRIER&minScore=0.1")).await.json();
        let items = listing["items"].as_array().unwrap();
        let [first, second, third] = items.as_slice() else { panic!("{listing:#}") };
        assert!(first["score"].as_f64().unwrap() >= second["score"].as_f64().unwrap());
        assert_ne!(first.pointer("/adopterProject/city"), first.pointer("/sourceProject/city"));
        let office = service.authorization(by).unwrap();
        let until = next_month();
        for (operation, body, expected) in [
            ("accept", json!({ "suggestions": [first["id"]] }), 200),
            ("accept", json!({ "suggestions": [first["id"]] }), 409),
            ("accept", json!({ "suggestions": ["x"] }), 400),
            ("decline", json!({ "suggestions": [second["id"]], "reason": "COST" }), 200),
            ("decline", json!({ "suggestions": [second["id"]] }), 400),
            ("decline", json!({ "suggestions": [second["id"]], "reason": "LAUNE" }), 400),
            ("snooze", json!({ "suggestions": [third["id"]], "until": until }), 200),
            ("snooze", json!({ "suggestions": [third["id"]], "until": "2020-01-01" }), 400),
        ] {
            let request = service.request(Method::POST, &format!("{path}/{operation}"));
            let answer = service.send(request.header("Authorization", &office).json(&body)).await;
            assert_eq!(answer.status, expected, "{operation} {body}: {}", answer.body);
            if expected == 200 && operation == "accept" {
                assert!(text(&answer.json(), "/links/0").starts_with("link_"));
            }
        }
        let left = service.read_by(by, path).await.json().to_string();
        assert!(items.iter().all(|one| !left.contains(one["id"].as_str().unwrap())));
        for (wrong, status) in [("?minScore=2", 400), ("?source=LAUNE", 400), ("?city=x", 400), ("?after=x", 400), ("?x=1", 400)] {
            assert_eq!(service.read_by(by, &format!("{path}{wrong}")).await.status, status, "{wrong}");
        }
        assert_eq!(service.read(path).await.status, 401);
    }
}
