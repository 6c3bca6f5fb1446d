//! Messages to the webhooks of the caller's own organisation.
//!
//! Invariant: the same use cases as in GraphQL; of an answer no more is shown than its status.

use crate::{
    caller::{Caller, Writer},
    problem::Problem,
    rest::{
        answer::{self, Listing},
        json, query,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use domain::{
    Error, Work,
    id::WebhookDeliveryId,
    read::{ListRequest, Reader},
    value::{DeliveryFault, DeliveryState},
    webhook_delivery::{self, DeliveryFilter, WebhookDelivery, type_of},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A message to a webhook: that a record changed, and what became of the message.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookDeliveryView {
    /// Global id; it stands in the header `webhook-id` of each attempt.
    #[schema(max_length = 64)]
    id: String,
    /// Id of the webhook.
    #[schema(max_length = 64)]
    webhook: String,
    /// What the message is called, such as project.updated.
    #[serde(rename = "type")]
    #[schema(max_length = 64)]
    kind: String,
    /// Global id of the record that changed.
    #[schema(max_length = 64)]
    subject: String,
    /// When the record changed.
    changed_at: DateTime<Utc>,
    /// PENDING where it waits for its first or next attempt, DELIVERED where it was taken, FAILED where it was not and is
    /// not tried again by itself.
    #[schema(max_length = 24)]
    state: &'static str,
    /// How often it was tried, of ten times.
    attempts: i32,
    /// When it is tried next, if it is.
    next_at: Option<DateTime<Utc>>,
    /// When it was tried last.
    tried_at: Option<DateTime<Utc>>,
    /// HTTP status of the last answer.
    status: Option<i32>,
    /// Why the last attempt had no answer: NO_ANSWER, TIMEOUT (15 seconds), NOT_ALLOWED where the service may not send to
    /// the address, NO_SECRET where the webhook needs a new secret.
    #[schema(max_length = 24)]
    fault: Option<&'static str>,
    /// How long the last attempt took, in milliseconds.
    took_ms: Option<i32>,
}

impl From<&WebhookDelivery> for WebhookDeliveryView {
    fn from(row: &WebhookDelivery) -> Self {
        Self {
            id: row.id.to_string(),
            webhook: row.webhook_id.to_string(),
            kind: type_of(row),
            subject: row.subject.clone(),
            changed_at: row.changed_at,
            state: row.state.word(),
            attempts: row.attempts,
            next_at: row.next_at,
            tried_at: row.tried_at,
            status: row.status,
            fault: row.fault.map(DeliveryFault::word),
            took_ms: row.took_ms,
        }
    }
}

/// Query of the messages.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeliveryQuery {
    /// How many messages, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only messages to this webhook, by its id.
    #[param(max_length = 64)]
    webhook: Option<String>,
    /// Only messages that stand so: PENDING, DELIVERED or FAILED.
    #[param(max_length = 24)]
    state: Option<String>,
}

impl DeliveryQuery {
    fn filter(&self) -> domain::Result<DeliveryFilter> {
        let webhook = self.webhook.as_deref();
        let webhook = webhook.map(|id| query::reference("webhook", id));
        let state = self.state.as_deref().map(|word| {
            let all: Vec<_> = DeliveryState::ALL.iter().map(|one| one.word()).collect();
            let all = all.join(", ");
            DeliveryState::from_word(word).ok_or_else(|| {
                Error::invalid(
                    "state",
                    format!("{word:?} gibt es nicht; möglich sind {all}."),
                    format!("{word:?} does not exist; possible are {all}."),
                )
            })
        });
        Ok(DeliveryFilter {
            webhook: webhook.transpose()?,
            state: state.transpose()?,
        })
    }
}

/// The messages to the webhooks of your organisation, of the newest change first. They are kept for 30 days.
#[utoipa::path(operation_id = "webhookDeliveries", tag = "Webhooks", params(DeliveryQuery), responses(
        (status = 200, description = "A page of the messages.", body = Listing<WebhookDeliveryView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation, or may not read its content.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/webhook-deliveries")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: DeliveryQuery = query::parse(&request)?;
    let done = async {
        let filter = query.filter()?;
        let wanted = ListRequest {
            page: query::page(query.limit, query.after)?,
            ..ListRequest::default()
        };
        let page = webhook_delivery::list(&Reader::new(&ctx), &filter, &wanted).await?;
        answer::page(&request, &ctx, &page, |row| {
            Ok(WebhookDeliveryView::from(row))
        })
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Sends a message again, under the id that it had.
#[utoipa::path(operation_id = "replayWebhookDelivery", tag = "Webhooks",
    params(("id" = String, Path, description = "Global id of the message.", max_length = 64)), responses(
        (status = 200, description = "The message, as it waits now.", body = WebhookDeliveryView),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation, or may not read its content.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such message.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The webhook is switched off.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/webhook-deliveries/{id}/replay")]
pub async fn replay(id: web::Path<String>, Writer(ctx): Writer) -> Result<HttpResponse, Problem> {
    let done = async {
        let id: WebhookDeliveryId = query::id(&id)?;
        let job = async |work: &Work<'_>| webhook_delivery::replay(work, id).await;
        ctx.write("webhook.replay", id, job).await
    };
    let row = done.await.map_err(query::refuse(&ctx))?;
    Ok(json::answer(&WebhookDeliveryView::from(&row)))
}
