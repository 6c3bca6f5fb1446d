//! Records that Aachen keeps to itself, by their kinds.
//!
//! Invariant: they are made by Aachen's own admin, over REST, as it would make them.

use crate::{
    desk::text,
    harness::{Service, people::AACHEN},
};
use domain::actor::Role;
use reqwest::Method;
use serde_json::{Value, json};

/// The ids that nobody else may learn anything about.
pub struct Hidden {
    /// A plan with visibility TENANT.
    pub plan: String,
    /// Its project.
    pub project: String,
    /// A request of expertise with visibility TENANT.
    pub expertise: String,
    /// A peer group with visibility TENANT.
    pub peer_group: String,
    /// A value with visibility TENANT.
    pub observation: String,
    /// An API key.
    pub key: String,
    /// An account with a role in Aachen.
    pub account: String,
    /// A webhook, which is switched off: nobody is there.
    pub webhook: String,
}

impl Hidden {
    /// Makes them.
    pub async fn make(service: &Service) -> Self {
        let plan = json!({ "network": "kora", "title": "Verborgener Plan" });
        let plan = made(service, "/api/v1/plans", &plan).await;
        let path = format!("/api/v1/plans/{}/projects", text(&plan, "/id"));
        let project =
            json!({ "code": "verborgen", "sequenceNo": 1, "workingTitle": "Verborgenes Vorhaben" });
        let group = json!({ "name": "Verborgene Gruppe", "cities": [AACHEN] });
        let key = json!({ "name": "Verborgen", "role": "READER", "scope": "content:read" });
        let account =
            json!({ "email": "verborgen@aachen.example", "name": "Verborgen", "role": "READER" });
        let webhook = json!({ "url": "https://verborgen.aachen.example/hook", "active": false });
        Self {
            project: text(&made(service, &path, &project).await, "/id"),
            plan: text(&plan, "/id"),
            expertise: text(&made(service, "/api/v1/expertise", &request()).await, "/id"),
            peer_group: text(&made(service, "/api/v1/peer-groups", &group).await, "/id"),
            observation: text(
                &made(service, "/api/v1/observations", &value()).await,
                "/id",
            ),
            key: text(&made(service, "/api/v1/keys", &key).await, "/key/id"),
            account: text(
                &made(service, "/api/v1/accounts", &account).await,
                "/account/id",
            ),
            webhook: text(
                &made(service, "/api/v1/webhooks", &webhook).await,
                "/webhook/id",
            ),
        }
    }

    /// Ids of the same kinds, of nothing that exists.
    pub fn twin(&self) -> Self {
        Self {
            plan: nothing_like(&self.plan),
            project: nothing_like(&self.project),
            expertise: nothing_like(&self.expertise),
            peer_group: nothing_like(&self.peer_group),
            observation: nothing_like(&self.observation),
            key: nothing_like(&self.key),
            account: nothing_like(&self.account),
            webhook: nothing_like(&self.webhook),
        }
    }

    /// The same content; key, account and webhook of which nothing exists, so that they can be asked to go.
    pub fn kept(&self) -> Self {
        Self {
            plan: self.plan.clone(),
            project: self.project.clone(),
            expertise: self.expertise.clone(),
            peer_group: self.peer_group.clone(),
            observation: self.observation.clone(),
            ..self.twin()
        }
    }

    /// All of them.
    pub fn all(&self) -> [&str; 8] {
        [
            &self.plan,
            &self.project,
            &self.expertise,
            &self.peer_group,
            &self.observation,
            &self.key,
            &self.account,
            &self.webhook,
        ]
    }
}

/// It is about the same barrier as what others offer, so that it would fit.
fn request() -> Value {
    let until = chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).date_naive();
    json!({ "network": "kora", "kind": "REQUEST", "topic": "Verborgenes Gesuch", "barriers": ["H7"], "capacity": "CALL",
        "until": until + chrono::Days::new(30) })
}

fn value() -> Value {
    json!({ "indicator": "coordination_loops", "year": 2024, "value": 1, "source": "Verborgene Quelle" })
}

async fn made(service: &Service, path: &str, body: &Value) -> Value {
    let admin = service.token(Role::Admin, AACHEN);
    let answer = service.call(&admin, Method::POST, path, Some(body)).await;
    assert!(
        matches!(answer.status, 200 | 201),
        "{path}: {}",
        answer.body
    );
    answer.json()
}

/// An id of the same kind, of nothing that exists.
pub fn nothing_like(id: &str) -> String {
    let (kind, _) = id.rsplit_once('_').unwrap();
    format!("{kind}_01jw0000000000000000000000")
}
