//! What each REST operation is sent, such that nothing changes.
//!
//! Invariant: something that is refused anyhow, or that no record meets.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::{hidden::nothing_like, secrets};
use crate::harness::people::PASSWORD;
use serde_json::{Value, json};

/// What is sent.
pub(super) fn body(operation: &str) -> Option<Value> {
    Some(match operation {
        "POST /api/v1/accounts" => {
            json!({ "email": "neu@stadt.example", "name": "Neu", "role": "READER" })
        }
        "PUT /api/v1/accounts/{id}/role" => json!({ "role": "READER" }),
        "POST /api/v1/identity-providers" => {
            json!({ "url": "http://127.0.0.1:9/r", "audience": "x", "algorithms": ["NONE"], "roleClaim": "roles" })
        }
        "POST /api/v1/keys" => json!({ "name": "", "role": "READER", "scope": "content:read" }),
        "POST /api/v1/keys/{id}/rotate" => json!({ "overlapHours": 1 }),
        "PUT /api/v1/me/password" => {
            json!({ "currentPassword": PASSWORD, "newPassword": "Nicht mehr derselbe Satz." })
        }
        "POST /api/v1/memberships" => {
            json!({ "network": "kora", "tenant": "tenant_01jw0000000000000000000000", "role": "NETWORK_CITY" })
        }
        "POST /api/v1/memberships/{id}/end" => json!({ "until": "2020-01-01" }),
        "POST /api/v1/networks" => json!({ "slug": "kora", "nameDe": "Schon da" }),
        "PUT /api/v1/networks/{slug}/vocabulary" => json!({ "concepts": [] }),
        "POST /api/v1/networks/{slug}/similarity-decisions" => {
            let nothing = nothing_like("project_");
            json!({ "project": nothing, "other": nothing, "accepted": true })
        }
        "POST /api/v1/networks/{slug}/similarity-weights/refit" => json!({ "dryRun": true }),
        "POST /api/v1/networks/{slug}/similarity-weights/restore" => json!({ "number": 999 }),
        "POST /api/v1/networks/{slug}/suggestions/accept" => {
            json!({ "suggestions": [no_suggestion()] })
        }
        "POST /api/v1/networks/{slug}/suggestions/decline" => {
            json!({ "suggestions": [no_suggestion()], "reason": "OTHER" })
        }
        "POST /api/v1/networks/{slug}/suggestions/snooze" => {
            json!({ "suggestions": [no_suggestion()], "until": "2020-01-01" })
        }
        "PUT /api/v1/persisted-documents" => json!({ "mode": "OPEN", "documents": {} }),
        "POST /api/v1/plans" => json!({ "network": "kora", "title": "" }),
        "PATCH /api/v1/plans/{id}" => json!({ "title": "x" }),
        "POST /api/v1/plans/{id}/projects" => {
            json!({ "code": "x", "sequenceNo": 1, "workingTitle": "x", "actionField": "gibt-es-nicht" })
        }
        "POST /api/v1/plans/{id}/publish"
        | "POST /api/v1/projects/{id}/publish"
        | "POST /api/v1/expertise/{id}/publish"
        | "POST /api/v1/peer-groups/{id}/publish" => json!({ "visibility": "PUBLIC" }),
        "POST /api/v1/expertise" => json!({ "network": "kora", "topic": "" }),
        "PATCH /api/v1/expertise/{id}" => json!({ "topic": "x" }),
        "PATCH /api/v1/projects/{id}" => json!({ "workingTitle": "x" }),
        "POST /api/v1/transfer-links" => {
            json!({ "network": "kora", "adopterCity": "05334002", "sourceCity": "05334002" })
        }
        "PATCH /api/v1/transfer-links/{id}" => json!({ "nextStep": "x" }),
        "POST /api/v1/transfer-links/{id}/steps" => json!({ "step": "ACCEPT" }),
        "POST /api/v1/transfer-links/{id}/events" => json!({ "kind": "NOTE", "note": "x" }),
        "POST /api/v1/tenants" => json!({ "municipality": "05334002" }),
        "POST /api/v1/similar-projects" => json!({ "text": secrets::QUESTION }),
        "POST /api/v1/sign-in" => json!({ "email": "niemand@stadt.example", "password": "x" }),
        _ => return figure_body(operation),
    })
}

/// The bodies about figures, with whom they are compared, and who is told of changes.
fn figure_body(operation: &str) -> Option<Value> {
    Some(match operation {
        "POST /api/v1/webhooks" => json!({ "url": "http://127.0.0.1:9/hook" }),
        "PATCH /api/v1/webhooks/{id}" => json!({ "description": "x" }),
        "POST /api/v1/webhooks/{id}/resend" => json!({ "since": "2020-01-01T00:00:00Z" }),
        "POST /api/v1/webhooks/{id}/rotate" => json!({ "overlapHours": 1 }),
        "POST /api/v1/indicators" => definition("code", "population"),
        "PUT /api/v1/indicators/{code}" => definition("reason", "Anders"),
        "POST /api/v1/observations" => {
            json!({ "indicator": "gibt_es_nicht", "year": 2024, "value": 1, "source": "x" })
        }
        "PUT /api/v1/observations/{id}" => json!({ "value": 0, "source": "x" }),
        "POST /api/v1/observations/{id}/publish" => json!({ "visibility": "PUBLIC" }),
        // A doubt says why.
        "POST /api/v1/observations/{id}/remarks" => json!({ "plausibility": "CONTESTED" }),
        "POST /api/v1/observations/{id}/withdraw" => json!({ "reason": "x" }),
        "POST /api/v1/peer-groups" => json!({ "name": "", "cities": ["05334002"] }),
        "PATCH /api/v1/peer-groups/{id}" => json!({ "name": "x" }),
        "POST /api/v1/peer-groups/{id}/accept" => json!({ "termsVersion": 1 }),
        "POST /api/v1/peer-groups/{id}/freeze" => json!({ "year": 2020 }),
        "POST /api/v1/peer-groups/{id}/invite" => json!({ "invite": [] }),
        "POST /api/v1/peer-groups/{id}/remove" => {
            json!({ "member": "tenant_01jw0000000000000000000000" })
        }
        "PUT /api/v1/networks/{slug}/disclosure-policy" => no_policy(),
        "POST /api/v1/peer-groups/{id}/benchmarks" => json!({ "year": 2020 }),
        "POST /api/v1/benchmarks/{id}/withdraw" => json!({ "reason": "x" }),
        _ => return None,
    })
}

/// Rules that protect nobody.
pub fn no_policy() -> Value {
    json!({ "leastContributors": 1, "leastForQuartiles": 1, "leastForDeciles": 1, "dominancePercent": 100,
        "estimatePercent": 0, "leastPersons": 1, "personStep": 1 })
}

/// A definition, with a member of its own.
pub fn definition(member: &str, value: &str) -> Value {
    let mut all = json!({ "labelDe": "x", "labelEn": "x", "definitionDe": "x", "definitionEn": "x", "unitDe": "x", "unitEn": "x",
        "decimals": 0, "polarity": "NEUTRAL", "kind": "OUTPUT", "frequency": "ANNUAL" });
    let members = all.as_object_mut().unwrap();
    members.insert(member.to_owned(), json!(value));
    if member == "code" {
        members.insert("valueType".to_owned(), json!("NUMBER"));
    }
    all
}

/// The id of a pair that does not exist.
pub fn no_suggestion() -> String {
    let half = nothing_like("project_").split_off("project_".len());
    format!("suggestion_{half}{half}")
}
