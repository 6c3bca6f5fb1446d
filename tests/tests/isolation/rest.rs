//! Every REST operation, asked by everybody (ISO-1).
//!
//! Invariant: changes name a version that no record has, so whoever may make them is told so and nothing changes.

use super::{
    bodies::body,
    golden::Table,
    hidden::{Hidden, nothing_like},
    secrets,
};
use crate::harness::{Answer, Service, alone, on_both_databases, people::Caller};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

/// What stands for `{id}`, `{ags}` or `{slug}`.
#[derive(Clone, Copy)]
pub enum Of {
    /// The operation has no such place.
    None,
    Project,
    Plan,
    Expertise,
    PeerGroup,
    Observation,
    City,
    Indicator,
    Network,
    /// What can be exported as a whole.
    Collection,
    Key,
    Account,
    Webhook,
    /// Of this kind, and of nothing that exists.
    Nothing(&'static str),
}

pub const ROWS: [(&str, Of); 133] = [
    ("GET /api/v1/accounts", Of::None),
    ("POST /api/v1/accounts", Of::None),
    ("DELETE /api/v1/accounts/{id}", Of::Account),
    ("POST /api/v1/accounts/{id}/erase", Of::Account),
    ("PUT /api/v1/accounts/{id}/role", Of::Account),
    ("DELETE /api/v1/accounts/{id}/role", Of::Account),
    ("GET /api/v1/audit-entries", Of::None),
    ("GET /api/v1/audit-entries/export", Of::None),
    ("GET /api/v1/barriers", Of::None),
    ("GET /api/v1/barrier-experiences", Of::None),
    ("GET /api/v1/benchmark", Of::None),
    ("GET /api/v1/benchmark/distribution.svg", Of::None),
    ("GET /api/v1/benchmark/series.svg", Of::None),
    ("GET /api/v1/benchmarks", Of::None),
    ("GET /api/v1/benchmarks/schema", Of::None),
    (
        "POST /api/v1/benchmarks/{id}/withdraw",
        Of::Nothing("benchmark"),
    ),
    ("GET /api/v1/catalogue", Of::None),
    ("GET /api/v1/changes", Of::None),
    ("GET /api/v1/cities", Of::None),
    ("GET /api/v1/cities/{ags}", Of::City),
    ("GET /api/v1/cities/{ags}/similar", Of::City),
    ("GET /api/v1/cities/{ags}/transfers.ics", Of::City),
    ("GET /api/v1/concepts", Of::None),
    ("GET /api/v1/cube", Of::None),
    ("GET /api/v1/cube/schema", Of::None),
    ("GET /api/v1/exports", Of::None),
    ("GET /api/v1/exports/{collection}", Of::Collection),
    ("GET /api/v1/exports/{collection}/schema", Of::Collection),
    ("GET /api/v1/expertise", Of::None),
    ("POST /api/v1/expertise", Of::None),
    ("GET /api/v1/expertise/{id}", Of::Expertise),
    ("DELETE /api/v1/expertise/{id}", Of::Expertise),
    ("PATCH /api/v1/expertise/{id}", Of::Expertise),
    ("GET /api/v1/expertise/{id}/matches", Of::Expertise),
    ("POST /api/v1/expertise/{id}/publish", Of::Expertise),
    ("POST /api/v1/expertise/{id}/restore", Of::Expertise),
    ("GET /api/v1/identity-providers", Of::None),
    ("POST /api/v1/identity-providers", Of::None),
    (
        "DELETE /api/v1/identity-providers/{id}",
        Of::Nothing("issuer"),
    ),
    ("GET /api/v1/indicators", Of::None),
    ("POST /api/v1/indicators", Of::None),
    ("GET /api/v1/indicators/{code}", Of::Indicator),
    ("PUT /api/v1/indicators/{code}", Of::Indicator),
    ("GET /api/v1/keys", Of::None),
    ("POST /api/v1/keys", Of::None),
    ("DELETE /api/v1/keys/{id}", Of::Key),
    ("POST /api/v1/keys/{id}/rotate", Of::Key),
    ("GET /api/v1/me", Of::None),
    ("GET /api/v1/me/export", Of::None),
    ("PUT /api/v1/me/password", Of::None),
    ("POST /api/v1/memberships", Of::None),
    (
        "POST /api/v1/memberships/{id}/end",
        Of::Nothing("membership"),
    ),
    ("GET /api/v1/networks", Of::None),
    ("POST /api/v1/networks", Of::None),
    ("GET /api/v1/networks/{slug}/disclosure-policy", Of::Network),
    ("PUT /api/v1/networks/{slug}/disclosure-policy", Of::Network),
    ("GET /api/v1/networks/{slug}/vocabulary", Of::Network),
    ("PUT /api/v1/networks/{slug}/vocabulary", Of::Network),
    (
        "POST /api/v1/networks/{slug}/similarity-decisions",
        Of::Network,
    ),
    (
        "GET /api/v1/networks/{slug}/similarity-weights",
        Of::Network,
    ),
    (
        "POST /api/v1/networks/{slug}/similarity-weights/refit",
        Of::Network,
    ),
    (
        "POST /api/v1/networks/{slug}/similarity-weights/restore",
        Of::Network,
    ),
    ("GET /api/v1/networks/{slug}/barrier-solvers", Of::Network),
    ("GET /api/v1/networks/{slug}/transfer-matrix", Of::Network),
    ("GET /api/v1/networks/{slug}/suggestions", Of::Network),
    (
        "POST /api/v1/networks/{slug}/suggestions/accept",
        Of::Network,
    ),
    (
        "POST /api/v1/networks/{slug}/suggestions/decline",
        Of::Network,
    ),
    (
        "POST /api/v1/networks/{slug}/suggestions/snooze",
        Of::Network,
    ),
    ("GET /api/v1/observations", Of::None),
    ("GET /api/v1/peer-groups", Of::None),
    ("POST /api/v1/peer-groups", Of::None),
    ("GET /api/v1/peer-groups/{id}", Of::PeerGroup),
    ("DELETE /api/v1/peer-groups/{id}", Of::PeerGroup),
    ("PATCH /api/v1/peer-groups/{id}", Of::PeerGroup),
    ("POST /api/v1/peer-groups/{id}/accept", Of::PeerGroup),
    ("POST /api/v1/peer-groups/{id}/benchmarks", Of::PeerGroup),
    ("POST /api/v1/peer-groups/{id}/decline", Of::PeerGroup),
    ("POST /api/v1/peer-groups/{id}/freeze", Of::PeerGroup),
    ("POST /api/v1/peer-groups/{id}/invite", Of::PeerGroup),
    ("POST /api/v1/peer-groups/{id}/leave", Of::PeerGroup),
    ("POST /api/v1/peer-groups/{id}/publish", Of::PeerGroup),
    ("POST /api/v1/peer-groups/{id}/remove", Of::PeerGroup),
    ("POST /api/v1/peer-groups/{id}/restore", Of::PeerGroup),
    ("GET /api/v1/peers", Of::None),
    ("POST /api/v1/observations", Of::None),
    ("POST /api/v1/observations/import", Of::None),
    ("GET /api/v1/observations/{id}", Of::Observation),
    ("PUT /api/v1/observations/{id}", Of::Observation),
    ("POST /api/v1/observations/{id}/publish", Of::Observation),
    ("GET /api/v1/observations/{id}/remarks", Of::Observation),
    ("POST /api/v1/observations/{id}/remarks", Of::Observation),
    ("GET /api/v1/observations/{id}/revisions", Of::Observation),
    ("POST /api/v1/observations/{id}/withdraw", Of::Observation),
    ("GET /api/v1/persisted-documents", Of::None),
    ("PUT /api/v1/persisted-documents", Of::None),
    ("GET /api/v1/plans", Of::None),
    ("POST /api/v1/plans", Of::None),
    ("GET /api/v1/plans/{id}", Of::Plan),
    ("DELETE /api/v1/plans/{id}", Of::Plan),
    ("PATCH /api/v1/plans/{id}", Of::Plan),
    ("POST /api/v1/plans/{id}/projects", Of::Plan),
    ("POST /api/v1/plans/{id}/publish", Of::Plan),
    ("POST /api/v1/plans/{id}/restore", Of::Plan),
    ("GET /api/v1/projects", Of::None),
    ("GET /api/v1/projects/{id}", Of::Project),
    ("DELETE /api/v1/projects/{id}", Of::Project),
    ("PATCH /api/v1/projects/{id}", Of::Project),
    ("GET /api/v1/projects/{id}/concepts", Of::Project),
    ("GET /api/v1/projects/{id}/similar", Of::Project),
    ("GET /api/v1/projects/{id}/transfer-links", Of::Project),
    ("POST /api/v1/similar-projects", Of::None),
    ("POST /api/v1/projects/{id}/publish", Of::Project),
    ("POST /api/v1/projects/{id}/restore", Of::Project),
    ("GET /api/v1/search", Of::None),
    ("POST /api/v1/tenants", Of::None),
    ("GET /api/v1/transfer-links", Of::None),
    ("POST /api/v1/transfer-links", Of::None),
    ("GET /api/v1/transfer-links/{id}", Of::Nothing("link")),
    ("PATCH /api/v1/transfer-links/{id}", Of::Nothing("link")),
    (
        "GET /api/v1/transfer-links/{id}/events",
        Of::Nothing("link"),
    ),
    (
        "POST /api/v1/transfer-links/{id}/events",
        Of::Nothing("link"),
    ),
    (
        "POST /api/v1/transfer-links/{id}/steps",
        Of::Nothing("link"),
    ),
    ("GET /api/v1/vocabulary", Of::None),
    ("GET /api/v1/webhook-deliveries", Of::None),
    (
        "POST /api/v1/webhook-deliveries/{id}/replay",
        Of::Nothing("delivery"),
    ),
    ("GET /api/v1/webhooks", Of::None),
    ("POST /api/v1/webhooks", Of::None),
    ("DELETE /api/v1/webhooks/{id}", Of::Webhook),
    ("PATCH /api/v1/webhooks/{id}", Of::Webhook),
    ("POST /api/v1/webhooks/{id}/resend", Of::Webhook),
    ("POST /api/v1/webhooks/{id}/rotate", Of::Webhook),
    ("POST /api/v1/sign-in", Of::None),
    // The last: whoever signs out is out.
    ("POST /api/v1/sign-out", Of::None),
];

impl Of {
    /// The id in the path.
    pub fn id(self, hidden: &Hidden) -> String {
        match self {
            Self::None => String::new(),
            Self::Project => hidden.project.clone(),
            Self::Plan => hidden.plan.clone(),
            Self::Expertise => hidden.expertise.clone(),
            Self::PeerGroup => hidden.peer_group.clone(),
            Self::Observation => hidden.observation.clone(),
            Self::Indicator => "population".to_owned(),
            Self::City => "05334002".to_owned(),
            Self::Network => "kora".to_owned(),
            Self::Collection => "projects".to_owned(),
            Self::Key => hidden.key.clone(),
            Self::Account => hidden.account.clone(),
            Self::Webhook => hidden.webhook.clone(),
            Self::Nothing(kind) => nothing_like(&format!("{kind}_")),
        }
    }
}

/// The operations of the committed contract, and whether they want a version.
pub fn operations() -> HashMap<String, bool> {
    let document: Value = serde_json::from_str(&api::rest::openapi().unwrap()).unwrap();
    let paths = document.get("paths").and_then(Value::as_object).unwrap();
    let mut all = HashMap::new();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            let parameters = operation.get("parameters").and_then(Value::as_array);
            let wants_version = parameters
                .into_iter()
                .flatten()
                .any(|parameter| parameter.get("name") == Some(&json!("If-Match")));
            all.insert(format!("{} {path}", method.to_uppercase()), wants_version);
        }
    }
    all
}

/// Asks for an operation; where it wants a version, with one that no record has.
pub async fn ask(
    service: &Service,
    caller: Caller,
    (operation, id, wants_version): (&str, &str, bool),
) -> Answer {
    let (method, path) = operation.split_once(' ').unwrap();
    let method: Method = method.parse().unwrap();
    let mut path = ["{id}", "{ags}", "{slug}", "{code}", "{collection}"]
        .iter()
        .fold(path.to_owned(), |path, place| path.replace(place, id));
    // The invented projects are not on the first page of all.
    if operation == "GET /api/v1/projects" {
        path.push_str("?text=erfunden");
    }
    if operation == "GET /api/v1/search" {
        path.push_str("?text=Verborgenes%20Vorhaben%20Fahrradstra%C3%9Fe%20M%C3%BClltonnen%20Lastenr%C3%A4der%20Steuerungsrunde");
    }
    if operation == "GET /api/v1/barrier-experiences" {
        path.push_str("?text=Verborgenes%20Vorhaben%20ohne%20Beteiligung");
    }
    if operation == "GET /api/v1/peers" {
        path.push_str("?network=kora");
    }
    let mut request = service.request(method, &path);
    if let Some(value) = service.authorization(caller) {
        request = request.header("Authorization", value);
    }
    if wants_version {
        request = request.header("If-Match", "\"999\"");
    }
    if operation == "POST /api/v1/observations/import" {
        request = request.header("Content-Type", "text/csv").body("x");
    }
    service
        .send(match body(operation) {
            Some(body) => request.json(&body),
            None => request,
        })
        .await
}

/// Whether the credential of a caller is one, or there is none.
const fn holds(caller: Caller) -> bool {
    !matches!(
        caller,
        Caller::Expired | Caller::Garbage | Caller::RevokedKey
    )
}

on_both_databases! { service from alone;
    async fn every_operation_answers_each_caller_as_reviewed() {
        let hidden = Hidden::make(service).await.kept();
        let operations = operations();
        let listed: BTreeSet<_> = ROWS.iter().map(|(operation, _)| (*operation).to_owned()).collect();
        assert_eq!(listed, operations.keys().cloned().collect(), "each operation needs a row");
        let mut table = Table::new("HTTP status of each REST operation for each caller; the records asked for belong to Aachen and are its own.");
        let mut seen = String::new();
        for (operation, of) in ROWS {
            let id = of.id(&hidden);
            let wants_version = operations.get(operation).copied().unwrap();
            let mut bodies: HashMap<(u16, bool), String> = HashMap::new();
            let mut outcomes = Vec::new();
            for caller in Caller::ALL {
                let answer = ask(service, caller, (operation, &id, wants_version)).await;
                secrets::check(caller, &answer, operation);
                // How long to wait is another second each second.
                if answer.status >= 400 && answer.status != 429 {
                    let first = bodies.entry((answer.status, holds(caller))).or_insert_with(|| answer.body.clone());
                    assert_eq!(*first, answer.body, "{operation} by {caller:?}: one refusal, one body");
                } else {
                    seen.push_str(&answer.body);
                }
                outcomes.push(answer.status.to_string());
            }
            table.row(operation.to_owned(), outcomes);
        }
        assert!(seen.contains("Verborgene"), "its own city reads it");
        table.check("isolation-rest.txt");
    }
}
