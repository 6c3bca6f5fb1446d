//! Which offers fit which requests, with the reasons, and who never takes part.
//!
//! Invariant: whoever may not read one gets the same matches, to the byte, whether it exists or not.

use super::{PUBLISH, RETIRE, made};
use crate::{
    desk::{AACHEN, COLOGNE, Desk, KARLSRUHE, ask, code, data, plan, project, publish, text},
    harness::{Backend, people::acting_for},
    tenancy::on_both,
};
use chrono::TimeDelta;
use domain::{
    Ctx,
    actor::Role,
    clock::Clock,
    expertise::{self, Pair},
    language::Language,
    read::Reader,
};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

on_both!(a_request_finds_the_offer_and_the_offer_the_request);
on_both!(what_is_hidden_changes_nothing);
on_both!(a_project_speaks_for_its_offer_to_those_who_read_it);
on_both!(pairs_of_a_network_are_what_its_requests_find);
on_both!(statements_do_not_grow_with_rows);

const MATCHES: &str = "query($id: ID!, $first: Int) { node(id: $id) { ... on Expertise { matches(first: $first) { score
    explanation(locale: DE) inEnglish: explanation(locale: EN) sharedBarriers { code }
    components { name label(locale: DE) weight value contribution explanation(locale: DE) }
    expertise { id kind topic city { ags } } } } } }";

async fn matches(ctx: &Ctx, id: &str) -> Vec<Value> {
    let answer = data(ctx, MATCHES, json!({ "id": id, "first": 20 })).await;
    let found = answer.pointer("/node/matches").and_then(Value::as_array);
    found.unwrap_or_else(|| panic!("{answer:#}")).clone()
}

fn ids(matches: &[Value]) -> Vec<String> {
    matches
        .iter()
        .map(|one| text(one, "/expertise/id"))
        .collect()
}

fn number(value: &Value, pointer: &str) -> f64 {
    value.pointer(pointer).and_then(Value::as_f64).unwrap()
}

fn request() -> Value {
    json!({ "kind": "REQUEST", "topic": "Steuerungsrunde zwischen den Ämtern", "barriers": ["H5", "H6"], "visibility": "NETWORK",
        "description": "Tiefbau und Stadtgrün stimmen sich zu spät ab; gesucht wird eine ämterübergreifende Lenkungsgruppe." })
}

fn offer() -> Value {
    json!({ "kind": "OFFER", "topic": "Ämterübergreifende Lenkungsgruppe", "barriers": ["H5"], "visibility": "NETWORK",
        "description": "So stimmen sich Tiefbau und Stadtgrün frühzeitig ab." })
}

async fn a_request_finds_the_offer_and_the_offer_the_request(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (aachen, karlsruhe) = (
        desk.member(AACHEN, Role::Publisher),
        desk.member(KARLSRUHE, Role::Publisher),
    );
    let asked = made(&aachen, request()).await;
    made(&aachen, offer()).await;
    let offered = made(&karlsruhe, offer()).await;
    let other = json!({ "kind": "OFFER", "topic": "Baumpflege im Winter", "description": null, "barriers": [], "visibility": "NETWORK" });
    made(&karlsruhe, other).await;
    let found = matches(&aachen, &asked).await;
    assert_eq!(
        ids(&found).first(),
        Some(&offered),
        "not its own: {found:#?}"
    );
    let best = found.first().unwrap();
    let components = best.get("components").and_then(Value::as_array).unwrap();
    let names: Vec<_> = components.iter().map(|one| text(one, "/name")).collect();
    assert_eq!(names, ["barriers", "instruments", "problems", "words"]);
    let sum: f64 = components
        .iter()
        .map(|one| number(one, "/contribution"))
        .sum();
    assert!((sum - number(best, "/score")).abs() < 1e-4, "{best:#}");
    // One of two barriers.
    assert!(
        (number(best, "/components/0/contribution") - 0.175).abs() < 1e-9,
        "{best:#}"
    );
    assert_eq!(best.get("sharedBarriers"), Some(&json!([{ "code": "H5" }])));
    let explanation = text(best, "/explanation");
    assert!(
        explanation.starts_with("Angebot und Gesuch ") && explanation.contains(" und "),
        "{explanation}"
    );
    assert!(
        text(best, "/inEnglish").starts_with("Offer and request "),
        "{best:#}"
    );
    // The same from the other side.
    let back = matches(&karlsruhe, &offered).await;
    let own = back
        .iter()
        .find(|one| text(one, "/expertise/id") == asked)
        .unwrap();
    for member in ["score", "explanation", "components"] {
        assert_eq!(own.get(member), best.get(member));
    }
    what_is_over_fits_nothing(&desk, (&aachen, &asked), (&karlsruhe, &offered)).await;
}

/// Nobody in particular sees neither, and what is over fits nothing.
async fn what_is_over_fits_nothing(
    desk: &Desk,
    (aachen, asked): (&Ctx, &str),
    (karlsruhe, offered): (&Ctx, &str),
) {
    let nobody = data(&desk.nobody(), MATCHES, json!({ "id": asked })).await;
    assert_eq!(nobody.get("node"), Some(&Value::Null));
    let later = desk
        .at(Clock::Stopped(aachen.now() + TimeDelta::days(60)))
        .await;
    assert_eq!(
        ids(&matches(&later.member(AACHEN, Role::Reader), asked).await),
        Vec::<String>::new()
    );
    let retire = json!({ "input": { "expertise": offered, "expectedVersion": 1 } });
    data(karlsruhe, RETIRE, retire).await;
    assert!(!ids(&matches(aachen, asked).await).contains(&offered.to_owned()));
    for first in [21, 101, -1] {
        let answer = ask(aachen, MATCHES, json!({ "id": asked, "first": first })).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{first}");
    }
}

async fn what_is_hidden_changes_nothing(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (aachen, karlsruhe) = (
        desk.member(AACHEN, Role::Publisher),
        desk.member(KARLSRUHE, Role::Publisher),
    );
    let asked = made(&aachen, request()).await;
    made(&karlsruhe, offer()).await;
    let before = matches(&aachen, &asked).await;
    let mut hidden = offer();
    let members = hidden.as_object_mut().unwrap();
    members.insert("visibility".to_owned(), json!("TENANT"));
    let hidden = made(&karlsruhe, hidden).await;
    assert_eq!(matches(&aachen, &asked).await, before);
    let release = json!({ "expertise": hidden, "expectedVersion": 1, "visibility": "NETWORK" });
    data(&karlsruhe, PUBLISH, json!({ "input": release })).await;
    assert!(ids(&matches(&aachen, &asked).await).contains(&hidden));
    // Who belongs to no network finds what is public, and no word of the rest.
    desk.admit(COLOGNE).await;
    let stranger = data(
        &desk.member(COLOGNE, Role::Admin),
        MATCHES,
        json!({ "id": asked }),
    )
    .await;
    assert_eq!(stranger.get("node"), Some(&Value::Null));
}

async fn a_project_speaks_for_its_offer_to_those_who_read_it(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (aachen, karlsruhe) = (
        desk.member(AACHEN, Role::Publisher),
        desk.member(KARLSRUHE, Role::Publisher),
    );
    let plan = plan(&karlsruhe).await;
    let behind = project(&karlsruhe, &plan, "KA-9").await;
    let edit =
        "mutation($input: EditProjectInput!) { editProject(input: $input) { project { id } } }";
    let goal = "Eine ämterübergreifende Lenkungsgruppe stimmt Tiefbau und Stadtgrün ab.";
    let change = json!({ "project": behind, "expectedVersion": 1, "overallGoal": goal });
    data(&karlsruhe, edit, json!({ "input": change })).await;
    let asked = made(&aachen, request()).await;
    let offer = json!({ "kind": "OFFER", "topic": "Wir helfen gern", "description": null, "barriers": [], "project": behind,
        "visibility": "NETWORK" });
    let offered = made(&karlsruhe, offer).await;
    assert!(
        !ids(&matches(&aachen, &asked).await).contains(&offered),
        "its project is hidden"
    );
    let release = json!({ "plan": plan, "expectedVersion": 1, "visibility": "PUBLIC" });
    publish(&karlsruhe, "Plan", release).await;
    let found = matches(&aachen, &asked).await;
    assert!(ids(&found).contains(&offered), "{found:#?}");
}

async fn pairs_of_a_network_are_what_its_requests_find(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let (aachen, karlsruhe) = (
        desk.member(AACHEN, Role::Publisher),
        desk.member(KARLSRUHE, Role::Publisher),
    );
    let asked = made(&aachen, request()).await;
    let offered = made(&karlsruhe, offer()).await;
    let office = acting_for(&desk.store, None);
    let all = pairs(&office).await;
    assert!(all.is_sorted_by(|one, next| one.fit.score >= next.fit.score));
    let pair = all
        .iter()
        .find(|pair| pair.request.to_string() == asked)
        .unwrap();
    assert_eq!(pair.offer.to_string(), offered);
    let best = matches(&office, &asked).await;
    assert_eq!(
        best.first().unwrap().get("score"),
        Some(&json!(pair.fit.score))
    );
    assert_eq!(
        text(best.first().unwrap(), "/explanation"),
        pair.fit.explanation.text(Language::De)
    );
    // The demo has a pair that everybody sees, and nobody in particular sees no other.
    let public = pairs(&desk.nobody()).await;
    let [demo] = public.as_slice() else {
        panic!("{public:?}")
    };
    assert!(
        demo.fit
            .explanation
            .text(Language::De)
            .contains("nennen dasselbe Hemmnis (Personal und Kompetenzen)"),
        "{demo:?}"
    );
}

async fn pairs(ctx: &Ctx) -> Vec<Pair> {
    let network = ctx.reference().network("kora").unwrap().id;
    expertise::pairs(&Reader::new(ctx), network).await.unwrap()
}

async fn statements_do_not_grow_with_rows(backend: Backend) {
    let statements = Arc::new(Mutex::new(0_usize));
    let seen = Arc::clone(&statements);
    let listener = move |statement: &sea_orm::Statement| {
        // Reference data and the index ask the feed by themselves.
        if !statement.sql.contains("\"change\"") {
            *seen.lock().unwrap() += 1;
        }
    };
    let Some(desk) = Desk::watched(backend, Some(Arc::new(listener))).await else {
        return;
    };
    let (aachen, karlsruhe) = (
        desk.member(AACHEN, Role::Publisher),
        desk.member(KARLSRUHE, Role::Publisher),
    );
    let plan = plan(&karlsruhe).await;
    let behind = project(&karlsruhe, &plan, "KA-9").await;
    let add = async || {
        made(&aachen, request()).await;
        let mut offer = offer();
        offer
            .as_object_mut()
            .unwrap()
            .insert("project".to_owned(), json!(behind));
        made(&karlsruhe, offer).await;
    };
    let count = async || {
        let query = "{ expertise(first: 50) { nodes { barriers { code } project { code } matches(first: 3) { score expertise { topic } } } } }";
        let reader = desk.member(KARLSRUHE, Role::Reader);
        *statements.lock().unwrap() = 0;
        let answer = data(&reader, query, json!({})).await;
        let rows = answer
            .pointer("/expertise/nodes")
            .and_then(Value::as_array)
            .unwrap()
            .len();
        (rows, *statements.lock().unwrap())
    };
    add().await;
    let (few, first) = count().await;
    for _ in 0..6 {
        add().await;
    }
    let (many, then) = count().await;
    assert!(many >= few + 12, "{few} {many}");
    assert_eq!(first, then);
}
