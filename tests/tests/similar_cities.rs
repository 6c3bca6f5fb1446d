//! Cities of like structure: with the reasons, page by page, narrowed, and from nothing that the caller may not read.
//!
//! Invariant: REST and GraphQL answer the same question alike.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{self, AACHEN, Desk, KARLSRUHE, text},
    harness::{Backend, Service, demo, on_both_databases, people::Caller},
};
use domain::{
    Ctx,
    actor::Role,
    observation::{self, NewObservation},
    release::Release,
    value::{Confidence, ObsStatus, ValueKind, Visibility},
};
use serde_json::{Value, json};

const REASONS: &str = "city { ags population } score explanation
    components { name weight value contribution explanation }";

async fn similar(service: &Service, arguments: &str) -> Value {
    let query = format!(
        "{{ city(ags: {AACHEN:?}) {{ similar({arguments}) {{ nodes {{ {REASONS} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"
    );
    let data = service.query(&query).await.data();
    data.pointer("/city/similar").cloned().unwrap()
}

fn nodes(page: &Value) -> &Vec<Value> {
    page.get("nodes").and_then(Value::as_array).unwrap()
}

fn keys(page: &Value) -> Vec<String> {
    let all = nodes(page).iter();
    all.map(|node| text(node, "/city/ags")).collect()
}

fn number(value: &Value, member: &str) -> f64 {
    value.get(member).and_then(Value::as_f64).unwrap()
}

/// What stands under the component of indicators between one city and another.
async fn shared_values(ctx: &Ctx, own: &str, other: &str) -> f64 {
    let query = format!(
        "{{ city(ags: {own:?}) {{ similar(first: 1, filter: {{ ags: [{other:?}] }}) {{ nodes {{ components {{ name value }} }} }} }} }}"
    );
    let data = desk::data(ctx, &query, Value::Null).await;
    let components = data.pointer("/city/similar/nodes/0/components").unwrap();
    let mut components = components.as_array().unwrap().iter();
    let found = components.find(|one| text(one, "/name") == "indicators");
    number(found.unwrap(), "value")
}

async fn hidden_values_do_not_count(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let editor = desk.member(KARLSRUHE, Role::Publisher);
    let before = shared_values(&desk.nobody(), KARLSRUHE, AACHEN).await;
    let indicators = editor.reference().indicators.all();
    let spend = indicators
        .iter()
        .find(|one| one.code == "cycling_spend_eur_per_capita");
    let work = editor.begin().await.unwrap();
    let value = NewObservation {
        indicator: spend.unwrap().id,
        city_ags: KARLSRUHE.to_owned(),
        year: 2024,
        value: 1.0,
        value_kind: ValueKind::Measured,
        obs_status: ObsStatus::Normal,
        confidence: Confidence::High,
        source: "https://example.org/haushalt".to_owned(),
        note: None,
        release: Release {
            visibility: Visibility::Tenant,
            embargo_until: None,
        },
    };
    observation::create_all(&work, vec![value]).await.unwrap();
    work.commit().await.unwrap();
    for ctx in [desk.nobody(), desk.member(AACHEN, Role::Admin)] {
        assert_eq!(shared_values(&ctx, KARLSRUHE, AACHEN).await, before);
        assert_eq!(shared_values(&ctx, AACHEN, KARLSRUHE).await, before);
    }
    let own = desk.member(KARLSRUHE, Role::Reader);
    assert!(shared_values(&own, KARLSRUHE, AACHEN).await < before);
}

#[tokio::test]
async fn hidden_values_do_not_count_on_sqlite() {
    hidden_values_do_not_count(Backend::Sqlite).await;
}

#[tokio::test]
async fn hidden_values_do_not_count_on_postgres() {
    hidden_values_do_not_count(Backend::Postgres).await;
}

on_both_databases! { service from demo;
    async fn cities_are_told_with_reasons() {
        let page = similar(service, "first: 10").await;
        assert_eq!(nodes(&page).len(), 10);
        let mut before = f64::MAX;
        for node in nodes(&page) {
            let components = node.get("components").and_then(Value::as_array).unwrap();
            let sum: f64 = components.iter().map(|one| number(one, "contribution")).sum();
            assert!((sum - number(node, "score")).abs() < 1e-3, "{node:#}");
            assert!(number(node, "score") <= before && number(node, "score") <= 1.0, "{node:#}");
            before = number(node, "score");
            assert_ne!(text(node, "/city/ags"), AACHEN);
            // Aachen has some 250,000 inhabitants: none of the nearest is of quite another size.
            let population = node.pointer("/city/population").and_then(Value::as_i64).unwrap();
            assert!((90_000..700_000).contains(&population), "{node:#}");
        }
        let first = text(nodes(&page).first().unwrap(), "/explanation");
        assert!(first.starts_with("Raumtyp: beide Stadtregion – Regiopole und Großstadt; Größe: "), "{first}");
    }

    async fn pages_follow_each_other_to_the_end() {
        let whole = keys(&similar(service, "first: 12").await);
        let (mut found, mut after) = (Vec::new(), String::new());
        for _ in 0..4 {
            let page = similar(service, &format!("first: 3 {after}")).await;
            found.extend(keys(&page));
            let cursor = page.pointer("/pageInfo/endCursor").and_then(Value::as_str).unwrap();
            after = format!("after: {cursor:?}");
        }
        assert_eq!(found, whole);
        let first = similar(service, "first: 100").await;
        let cursor = text(&first, "/pageInfo/endCursor");
        let last = similar(service, &format!("first: 100, after: {cursor:?}")).await;
        assert_eq!(first.pointer("/pageInfo/hasNextPage"), Some(&json!(true)));
        assert_eq!((nodes(&last).len(), last.pointer("/pageInfo/hasNextPage")), (100, Some(&json!(false))));
    }

    async fn a_filter_narrows() {
        for (filter, holds) in [
            ("state: [\"14\"]", "14"),
            ("ags: [\"08212000\"]", "08212000"),
            ("nameStartsWith: \"köln\"", "05315000"),
        ] {
            let found = keys(&similar(service, &format!("first: 5, filter: {{ {filter} }}")).await);
            assert!(!found.is_empty() && found.iter().all(|ags| ags.starts_with(holds)), "{filter}: {found:?}");
        }
        let tenants = keys(&similar(service, "first: 100, filter: { isTenant: true }").await);
        assert!((5..60).contains(&tenants.len()) && tenants.contains(&KARLSRUHE.to_owned()), "{tenants:?}");
    }

    async fn rest_answers_as_the_graph_does() {
        let graph = keys(&similar(service, "first: 4, filter: { state: [\"05\", \"08\"] }").await);
        let path = format!("/api/v1/cities/{AACHEN}/similar?limit=4&state=05,08");
        let answer = service.read(&path).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let body = answer.json();
        let items = body.get("items").and_then(Value::as_array).unwrap();
        assert_eq!(items.iter().map(|item| text(item, "/city/ags")).collect::<Vec<_>>(), graph);
        assert!(answer.header("link").contains("rel=\"next\"") && !answer.header("etag").is_empty());
        let cursor = body.pointer("/page/nextCursor").and_then(Value::as_str).unwrap();
        let next = service.read(&format!("{path}&after={cursor}")).await;
        assert_eq!(next.status, 200, "{}", next.body);
    }

    async fn bad_questions_get_a_clear_refusal() {
        for (place, question, status, part) in [
            (AACHEN, "after=nonsense", 400, "after"),
            (AACHEN, "limit=101", 400, "limit"),
            (AACHEN, "state=99", 400, "99"),
            (AACHEN, "region=NRW", 400, "region"),
            ("99999999", "", 404, "NOT_FOUND"),
            ("Aachen", "", 400, "05334002"),
        ] {
            let answer = service.read(&format!("/api/v1/cities/{place}/similar?{question}")).await;
            assert!(answer.status == status && answer.body.contains(part), "{place} {question}: {}", answer.body);
        }
        let garbage = service.read_by(Caller::Garbage, &format!("/api/v1/cities/{AACHEN}/similar")).await;
        assert_eq!(garbage.status, 401, "{}", garbage.body);
        let many = "{ cities(first: 21) { nodes { similar(first: 1) { nodes { score } } } } }";
        let answer = service.query(many).await;
        assert!(answer.body.contains("21") && answer.body.contains("BAD_USER_INPUT"), "{}", answer.body);
    }
}
