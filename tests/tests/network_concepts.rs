//! Concepts that a network adds to the vocabulary: written by who coordinates it, recognised in its projects.
//!
//! Invariant: what is read can be written back, and another network's projects do not know it.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, ask, code, data, publish, text},
    harness::{Backend, people::acting_for},
    rest_writes::client::send,
    tenancy::on_both,
};
use actix_web::http::Method;
use domain::{
    Ctx,
    actor::Role,
    concept, membership,
    network::{self, NewNetwork},
    search_index::reindex,
    value::MembershipRole,
};
use serde_json::{Value, json};

on_both!(a_network_adds_what_it_speaks_of);
on_both!(nobody_else_writes_it);
on_both!(concepts_that_do_not_fit_are_refused);

const REPLACE: &str = "mutation($input: ReplaceNetworkConceptsInput!) { replaceNetworkConcepts(input: $input) { network { version } } }";
const PATH: &str = "/networks/kora/vocabulary";

fn guide() -> Value {
    json!({ "notation": "quartierslotse", "category": "INSTRUMENT",
        "prefLabel": { "de": "Quartierslotsen", "en": "Neighbourhood guides" },
        "definition": { "de": "Bewohner führen durch das Verfahren.", "en": "Residents guide through the procedure." },
        "hiddenLabel": { "de": ["Quartierslotse"], "en": ["neighbourhood guide"] },
        "broader": "/api/v1/vocabulary#political-steering", "answers": ["P-civic-conflict"] })
}

/// A public project that speaks of such guides.
async fn project(owner: &Ctx, network: &str) -> String {
    let create = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";
    let input = json!({ "network": network, "title": "Plan", "status": "ADOPTED" });
    let plan = data(owner, create, json!({ "input": input })).await;
    let plan = text(&plan, "/createPlan/plan/id");
    let release = json!({ "plan": plan, "expectedVersion": 1, "visibility": "PUBLIC" });
    publish(owner, "Plan", release).await;
    let create =
        "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
    let input = json!({ "plan": plan, "code": format!("lotse-{network}"), "sequenceNo": 1, "visibility": "PUBLIC",
        "workingTitle": "Quartierslotsen für den Umbau" });
    let made = data(owner, create, json!({ "input": input })).await;
    text(&made, "/createProject/project/id")
}

/// A second network that Karlsruhe belongs to.
async fn second_network(desk: &Desk) {
    let operator = desk.operator();
    let work = operator.begin().await.unwrap();
    let network = network::create(&work, NewNetwork::named("nord"))
        .await
        .unwrap();
    let (tenant, since) = (desk.tenant(KARLSRUHE), operator.now().date_naive());
    membership::create(&work, network, tenant, MembershipRole::NetworkCity, since)
        .await
        .unwrap();
    work.commit().await.unwrap();
}

async fn tells_of_guides(ctx: &Ctx, project: &str) -> bool {
    let query =
        "query($id: ID!) { project(id: $id) { concepts { concept { notation network label } } } }";
    let answer = data(&ctx.renewed(), query, json!({ "id": project })).await;
    answer.to_string().contains("\"kora:quartierslotse\"")
}

async fn replace(ctx: &Ctx, version: i32, concepts: &[Value]) -> Value {
    let input = json!({ "network": "kora", "expectedVersion": version, "concepts": concepts });
    ask(ctx, REPLACE, json!({ "input": input })).await
}

async fn a_network_adds_what_it_speaks_of(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    second_network(&desk).await;
    let aachen = project(&desk.member(AACHEN, Role::Publisher), "kora").await;
    let karlsruhe = project(&desk.member(KARLSRUHE, Role::Publisher), "nord").await;
    let coordinator = acting_for(&desk.store, None);
    written_and_written_back(&coordinator).await;
    reindex(&desk.operator(), &|_| {}).await.unwrap();
    assert!(tells_of_guides(&desk.nobody(), &aachen).await);
    assert!(!tells_of_guides(&desk.nobody(), &karlsruhe).await);
    let found = "{ similarProjects(text: \"Lotsen im Quartier\", first: 50, filter: { instrument: [\"kora:quartierslotse\"] }) {
        nodes { project { id } } } }";
    let found = data(&desk.nobody(), found, json!({})).await.to_string();
    assert!(
        found.contains(&aachen) && !found.contains(&karlsruhe),
        "{found}"
    );
    let listed = "{ concepts(filter: { network: \"kora\" }) { nodes { notation network label(locale: DE) broader { notation } answers { notation } } } }";
    let listed = data(&desk.nobody(), listed, json!({})).await;
    assert_eq!(
        listed.pointer("/concepts/nodes"),
        Some(
            &json!([{ "notation": "kora:quartierslotse", "network": "kora", "label": "Quartierslotsen",
            "broader": { "notation": "political-steering" }, "answers": [{ "notation": "P-civic-conflict" }] }])
        )
    );

    // And it goes again.
    let query = "{ network(slug: \"kora\") { version } }";
    let version = data(&coordinator.renewed(), query, json!({})).await;
    let version = version.pointer("/network/version").and_then(Value::as_i64);
    let version = i32::try_from(version.unwrap()).unwrap();
    let answer = replace(&coordinator, version, &[]).await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    reindex(&desk.operator(), &|_| {}).await.unwrap();
    assert!(!tells_of_guides(&desk.nobody(), &aachen).await);
}

/// It can be taken back into the service as it was given out.
async fn written_and_written_back(coordinator: &Ctx) {
    let empty = send(coordinator, (Method::GET, PATH), &[], String::new()).await;
    assert_eq!(empty.json.get("concepts"), Some(&json!([])));
    let json = ("Content-Type", "application/json");
    let tag = [json, ("If-Match", empty.header("etag"))];
    let body = json!({ "concepts": [guide()] }).to_string();
    let written = send(coordinator, (Method::PUT, PATH), &tag, body).await;
    assert_eq!(written.status, 200, "{:#}", written.json);
    let concept = written.json.pointer("/concepts/0").unwrap();
    assert_eq!(text(concept, "/notation"), "kora:quartierslotse");
    assert_eq!(
        text(concept, "/broader"),
        "/api/v1/vocabulary#political-steering"
    );
    let tag = [json, ("If-Match", written.header("etag"))];
    let again = written.json.to_string();
    let again = send(coordinator, (Method::PUT, PATH), &tag, again).await;
    // Its version is its own: the shipped vocabulary stays what it was.
    let shipped = send(
        coordinator,
        (Method::GET, "/vocabulary"),
        &[],
        String::new(),
    )
    .await;
    assert_eq!(text(&shipped.json, "/versionInfo"), concept::version());
    let mut wrong = guide();
    wrong
        .as_object_mut()
        .unwrap()
        .insert("hiddenLabel".to_owned(), json!({ "de": ["*"] }));
    let body = json!({ "concepts": [wrong] }).to_string();
    let refused = send(
        coordinator,
        (Method::PUT, PATH),
        &[json, ("If-Match", "\"1\"")],
        body,
    )
    .await;
    assert!(
        refused
            .json
            .to_string()
            .contains("concepts[0].hiddenLabel.de[0]"),
        "{:#}",
        refused.json
    );
    let kept = (again.status, again.json.get("concepts"));
    assert_eq!(
        kept,
        (200, written.json.get("concepts")),
        "{:#}",
        again.json
    );
}

async fn nobody_else_writes_it(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    for (ctx, expected) in [
        (desk.nobody(), "UNAUTHENTICATED"),
        (desk.member(AACHEN, Role::Admin), "FORBIDDEN"),
        (desk.operator(), "FORBIDDEN"),
    ] {
        let answer = replace(&ctx, 1, &[]).await;
        assert_eq!(code(&answer), expected, "{answer}");
    }
    let coordinator = acting_for(&desk.store, None);
    assert_eq!(code(&replace(&coordinator, 77, &[]).await), "STALE_VERSION");
    let input = json!({ "network": "nirgends", "expectedVersion": 1, "concepts": [] });
    let answer = ask(&coordinator, REPLACE, json!({ "input": input })).await;
    assert_eq!(code(&answer), "NOT_FOUND");
    let absent = send(
        &coordinator,
        (Method::GET, "/networks/nirgends/vocabulary"),
        &[],
        String::new(),
    )
    .await;
    assert_eq!(absent.status, 404);
    let blind = send(
        &coordinator,
        (Method::PUT, PATH),
        &[],
        json!({ "concepts": [] }).to_string(),
    )
    .await;
    assert_eq!(blind.status, 428, "{:#}", blind.json);
}

/// A concept that would do, but for some changes.
fn with(changes: Value) -> Value {
    let mut one = json!({ "notation": "lotse", "kind": "INSTRUMENT", "labelDe": "Lotsen", "definitionDe": "Sie führen." });
    if let (Some(one), Value::Object(changes)) = (one.as_object_mut(), changes) {
        one.extend(changes);
    }
    one
}

async fn concepts_that_do_not_fit_are_refused(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let many: Vec<Value> = (0..201)
        .map(|at| with(json!({ "notation": format!("n{at}") })))
        .collect();
    for (concepts, place) in [
        (
            vec![with(json!({ "notation": "Größe" }))],
            "concepts[0].notation",
        ),
        (
            vec![with(json!({})), with(json!({}))],
            "concepts[1].notation",
        ),
        (vec![with(json!({ "labelDe": "" }))], "concepts[0].labelDe"),
        (
            vec![with(json!({ "broader": "zauberei" }))],
            "concepts[0].broader",
        ),
        (
            vec![with(json!({ "answers": ["P-nichts"] }))],
            "concepts[0].answers",
        ),
        (
            vec![
                with(json!({ "notation": "a", "broader": "b" })),
                with(json!({ "notation": "b", "broader": "a" })),
            ],
            "].broader",
        ),
        (
            vec![with(json!({ "phrasesDe": ["*"] }))],
            "concepts[0].phrasesDe[0]",
        ),
        (
            vec![with(
                json!({ "phrasesDe": ["eins zwei drei vier fünf sechs sieben"] }),
            )],
            "concepts[0].phrasesDe[0]",
        ),
        (
            vec![with(json!({ "phrasesEn": [""] }))],
            "concepts[0].phrasesEn[0]",
        ),
        (
            vec![with(json!({ "phrasesDe": ["ß".repeat(100_000)] }))],
            "concepts[0].phrasesDe[0]",
        ),
        (many, "concepts"),
    ] {
        let answer = replace(&acting_for(&desk.store, None), 1, &concepts).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{place}: {answer}");
        assert!(answer.to_string().contains(place), "{place}: {answer}");
    }
}
