//! Suggestions: whom is told what, why, and what becomes of a decision.
//!
//! Invariant: nobody is told of a pair of which they may not read both projects, and nothing that is hidden from somebody
//! changes a byte of what they are told.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod decided;
mod looked_for;
mod refused;
mod round;

use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, ask, code, data, plan, publish, text},
    harness::{
        Backend, on_both_databases,
        people::{Caller, KARLSRUHE as BY_KARLSRUHE},
        watched,
    },
    tenancy::on_both,
};
use domain::{
    Ctx,
    actor::{Role, Scope},
};
use round::{LIST, cities, coordinator, id, ids, list, wanted};
use serde_json::{Value, json};

on_both!(each_suggestion_has_its_reasons);
on_both!(everybody_is_told_what_concerns_them);
on_both!(pages_neither_repeat_nor_skip);
on_both!(criteria_narrow);
on_both!(what_is_hidden_takes_no_part);

async fn each_suggestion_has_its_reasons(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let all = list(&coordinator(&desk)).await;
    assert!(all.len() > 20, "{}", all.len());
    let mut before = 1.0;
    for one in &all {
        let [adopter, source] = cities(one);
        assert_ne!(adopter, source, "{one:#}");
        let score = one["score"].as_f64().unwrap();
        assert!((0.0..=before + 1e-4).contains(&score), "{one:#}");
        before = score;
        let components = one["components"].as_array().unwrap();
        let sum: f64 = components
            .iter()
            .map(|one| one["contribution"].as_f64().unwrap())
            .sum();
        assert!((sum - score).abs() < 1e-4, "{one:#}");
        let weights: f64 = components
            .iter()
            .map(|one| one["weight"].as_f64().unwrap())
            .sum();
        assert!(weights < 1.001, "{one:#}");
        assert!(!one["sources"].as_array().unwrap().is_empty(), "{one:#}");
        let (en, de) = (text(one, "/explanation"), text(one, "/german"));
        assert!(en != de && de.ends_with('.') && en.len() > 20, "{en} {de}");
    }
    let mut pairs: Vec<[String; 2]> = all.iter().map(pair).collect();
    pairs.sort_unstable();
    pairs.dedup();
    assert_eq!(pairs.len(), all.len(), "a pair is suggested once");
}

/// The projects of a suggestion, whichever learns.
fn pair(suggestion: &Value) -> [String; 2] {
    let mut pair =
        ["adopterProject", "sourceProject"].map(|end| text(suggestion, &format!("/{end}/id")));
    pair.sort_unstable();
    pair
}

async fn everybody_is_told_what_concerns_them(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    desk.admit(COLOGNE).await;
    let office = coordinator(&desk);
    for city in [AACHEN, KARLSRUHE] {
        let reader = desk.member(city, Role::Reader);
        let own = list(&reader).await;
        assert!(own.iter().all(|one| cities(one).contains(&city.to_owned())));
        // Of what both may read the office is told the same.
        let told = wanted(&office, json!({ "city": city })).await;
        let both = told.iter().filter(|one| ids(&own).contains(&id(one)));
        let both: Vec<&Value> = both.collect();
        assert!(both.len() > 10, "{}", both.len());
        assert!(both.iter().all(|one| own.contains(one)));
        assert!(!own.is_empty());
    }
    let of_aachen = json!({ "network": "kora", "city": AACHEN });
    let nothing = json!({ "network": "gibt-es-nicht" });
    let plain = json!({ "network": "kora" });
    let no_reading = [Scope::WriteContent].into_iter().collect();
    for (ctx, variables, expected) in [
        (desk.nobody(), &plain, "UNAUTHENTICATED"),
        (desk.operator(), &plain, "FORBIDDEN"),
        (desk.member(COLOGNE, Role::Admin), &plain, "FORBIDDEN"),
        (desk.member(KARLSRUHE, Role::Admin), &of_aachen, "FORBIDDEN"),
        (
            desk.with_scopes(AACHEN, Role::Admin, no_reading),
            &plain,
            "FORBIDDEN",
        ),
        (office, &nothing, "NOT_FOUND"),
    ] {
        let answer = ask(&ctx, LIST, variables.clone()).await;
        assert_eq!(code(&answer), expected, "{variables} {answer:#}");
    }
}

async fn pages_neither_repeat_nor_skip(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let office = coordinator(&desk);
    let all = ids(&list(&office).await);
    let (mut walked, mut after) = (Vec::new(), Value::Null);
    while walked.len() < all.len() {
        let variables = json!({ "network": "kora", "first": 7, "after": after });
        let page = data(&office, LIST, variables).await;
        let nodes = page.pointer("/suggestions/nodes");
        let nodes = nodes.and_then(Value::as_array).unwrap();
        assert!(!nodes.is_empty(), "it ends too early");
        walked.extend(ids(nodes));
        after = page
            .pointer("/suggestions/pageInfo/endCursor")
            .unwrap()
            .clone();
    }
    walked.truncate(all.len());
    assert_eq!(walked, all);
}

async fn criteria_narrow(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let office = coordinator(&desk);
    let barriers = wanted(&office, json!({ "source": ["BARRIER"] })).await;
    assert!(!barriers.is_empty());
    for one in &barriers {
        let shared = one["sharedBarriers"].as_array().unwrap();
        assert!(!shared.is_empty(), "{one:#}");
        for barrier in shared {
            let roles = |end: &str| -> Vec<String> {
                let all = one.pointer(&format!("/{end}/barriers/nodes"));
                let all = all.and_then(Value::as_array).unwrap().iter();
                let own = all.filter(|own| own.pointer("/barrier/code") == barrier.get("code"));
                own.map(|own| text(own, "/role")).collect()
            };
            assert!(
                roles("sourceProject").contains(&"RESOLVED".to_owned()),
                "{one:#}"
            );
            assert!(
                roles("adopterProject")
                    .iter()
                    .any(|role| role != "RESOLVED"),
                "{one:#}"
            );
        }
    }
    let named = wanted(&office, json!({ "source": ["MENTION"] })).await;
    assert!(!named.is_empty() && named.iter().all(|one| one["mention"].is_string()));
    assert!(
        named
            .iter()
            .all(|one| cities(one).first() == Some(&AACHEN.to_owned()))
    );
    let field = wanted(&office, json!({ "field": ["B"] })).await;
    let has = |one: &Value, end: &str| {
        one.pointer(&format!("/{end}/actionField/code")) == Some(&json!("B"))
    };
    assert!(!field.is_empty());
    assert!(
        field
            .iter()
            .all(|one| has(one, "adopterProject") || has(one, "sourceProject"))
    );
    let good = wanted(&office, json!({ "min": 0.4 })).await;
    assert!(
        good.iter()
            .all(|one| one["score"].as_f64().unwrap() > 0.3999)
    );
    assert!(good.len() < list(&office).await.len());
}

/// A project of Karlsruhe that does what one of Aachen does, in a plan that nobody else sees; the plan.
async fn twin(desk: &Desk) -> String {
    let nobody = desk.nobody();
    let query = "{ projects(first: 1, filter: { city: [\"05334002\"] }) { nodes { workingTitle summary } } }";
    let found = data(&nobody, query, json!({})).await;
    let owner = desk.member(KARLSRUHE, Role::Publisher);
    let plan = plan(&owner).await;
    let document =
        "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
    let input = json!({ "plan": plan, "code": "KA-zwilling", "sequenceNo": 1, "visibility": "PUBLIC",
        "workingTitle": text(&found, "/projects/nodes/0/workingTitle"), "summary": text(&found, "/projects/nodes/0/summary"),
        "status": "COMPLETED", "barriers": [{ "barrier": "H6", "role": "RESOLVED" }] });
    data(&owner, document, json!({ "input": input })).await;
    plan
}

async fn what_is_hidden_takes_no_part(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let others: [fn(&Desk) -> Ctx; 2] = [coordinator, |desk| desk.member(AACHEN, Role::Editor)];
    let mut before = Vec::new();
    for other in others {
        before.push(list(&other(&desk)).await);
    }
    let owner = desk.member(KARLSRUHE, Role::Publisher);
    let own_before = ids(&list(&owner).await);
    let plan = twin(&desk).await;
    let own = list(&owner).await;
    let news: Vec<&Value> = own
        .iter()
        .filter(|one| !own_before.contains(&id(one)))
        .collect();
    assert!(!news.is_empty(), "its own city is told");
    for (other, before) in others.iter().zip(&before) {
        assert_eq!(list(&other(&desk)).await, *before);
    }
    let news: Vec<String> = news.into_iter().map(id).collect();
    let open = json!({ "plan": plan, "expectedVersion": 1, "visibility": "NETWORK" });
    publish(&owner, "Plan", open).await;
    for other in others {
        let told = ids(&list(&other(&desk)).await);
        assert!(news.iter().any(|id| told.contains(id)), "{news:?}");
    }
}

on_both_databases! { service from watched;
    async fn a_list_costs_the_same_whatever_it_finds() {
        let query = |first: u32| {
            format!("{{ suggestions(network: \"kora\", first: {first}) {{ nodes {{ score
                adopterProject {{ code }} sourceProject {{ code }} }} }} }}")
        };
        let office = service.authorization(Caller::Coordinator).unwrap();
        let city = format!("Bearer {}", service.token(Role::Editor, BY_KARLSRUHE));
        for value in [office.as_str(), city.as_str()] {
            let token = value.trim_start_matches("Bearer ");
            // The first time the credential itself is looked up.
            service.statements_of(service.query_as(token, "{ me { kind } }")).await.0.data();
            let (_, access) = service.statements_of(service.query_as(token, "{ me { kind } }")).await;
            for first in [1, 60] {
                let (answer, statements) = service.statements_of(service.query_as(token, &query(first))).await;
                assert_ne!(answer.data().pointer("/suggestions/nodes/0"), None);
                // That somebody reads what is not public is entered in the log besides.
                let is_read = |text: &&String| text.starts_with("SELECT") && !text.contains("audit_");
                let statements: Vec<&String> = statements.iter().filter(is_read).collect();
                assert_eq!(statements.len(), access.len() + 10,
                    "membership, projects, links, offers and requests with their barriers, decisions, both ends: {statements:#?}");
            }
        }
    }
}
