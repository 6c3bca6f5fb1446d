//! Webhooks: addresses of programs of the caller's own organisation that are told of changes.
//!
//! Invariant: the same use cases as in GraphQL; the secret of a webhook is shown once, when it is made.

use crate::{
    caller::{Caller, Shared, Writer},
    problem::Problem,
    rest::{answer, json, query, refusals::ChangeRefusals, version::IfMatch},
};
use actix_web::{
    HttpRequest, HttpResponse, delete, get, http::StatusCode, patch, post, web, web::Bytes,
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Ctx, Work,
    change::ChangeKind,
    id::WebhookId,
    webhook::{self, NewWebhook, Webhook, WebhookChange},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A webhook: an address that is told of changes, after the Standard Webhooks specification.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebhookView {
    /// Global id.
    #[schema(max_length = 64)]
    id: String,
    /// Where messages are sent.
    #[schema(max_length = 2000)]
    url: String,
    /// The kinds of records that it hears of, such as PROJECT; empty for all.
    #[schema(max_items = 20)]
    kinds: Vec<&'static str>,
    /// What it is for, in words.
    #[schema(max_length = 200)]
    description: String,
    /// Whether it is told of changes now.
    active: bool,
    /// Why the service has switched it off, if it did: GONE where the address answered with 410, FAILING where five
    /// messages in a row were not taken, each tried ten times over three days.
    #[schema(max_length = 24)]
    stopped_for: Option<&'static str>,
    /// Until when messages are signed with the secret before this one too, if they are.
    former_secret_until: Option<DateTime<Utc>>,
    /// When it was registered.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
    /// Its version, for `If-Match`.
    version: i32,
}

/// The webhooks of your organisation.
#[derive(Serialize, ToSchema)]
pub struct WebhookList {
    /// All of them, the newest first.
    #[schema(max_items = 20)]
    items: Vec<WebhookView>,
}

/// A new webhook.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateWebhookBody {
    /// Where messages are sent: https on the internet, or what whoever runs the service allows besides.
    #[schema(max_length = 2000)]
    url: String,
    /// The kinds of records that it is to hear of: NETWORK, TENANT, MEMBERSHIP, ACTION_FIELD, INDICATOR, PLAN, PROJECT,
    /// TRANSFER_LINK, EXPERTISE, PEER_GROUP, OBSERVATION, BENCHMARK; all where none is named.
    #[serde(default)]
    #[schema(max_items = 20)]
    kinds: Vec<String>,
    /// What it is for, in words.
    #[serde(default)]
    #[schema(max_length = 200)]
    description: String,
    /// Whether it is told of changes from now on; yes where nothing is said.
    active: Option<bool>,
}

/// What is to be different of a webhook; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeWebhookBody {
    /// Where messages are sent.
    #[schema(max_length = 2000)]
    url: Option<String>,
    /// The kinds of records that it is to hear of; all where none is named.
    #[schema(max_items = 20)]
    kinds: Option<Vec<String>>,
    /// What it is for, in words.
    #[schema(max_length = 200)]
    description: Option<String>,
    /// Whether it is told of changes. What changes while it is switched off is told when it is switched on again.
    active: Option<bool>,
}

/// How to replace a secret.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RotateWebhookSecretBody {
    /// For how many hours messages are signed with the old one too, 0 to 720.
    #[schema(minimum = 0, maximum = 720)]
    overlap_hours: u16,
}

/// From when on changes are told again.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResendWebhookBody {
    /// All changes at or after this moment, within the last 30 days.
    since: DateTime<Utc>,
}

/// A webhook with a new secret.
#[derive(Serialize, ToSchema)]
pub struct NewWebhookView {
    /// The webhook.
    webhook: WebhookView,
    /// The secret with which its messages are signed, shown this once: keep it where only the receiver can read it.
    #[schema(max_length = 100)]
    secret: String,
}

impl From<Webhook> for WebhookView {
    fn from(row: Webhook) -> Self {
        let kinds = webhook::kinds(&row);
        Self {
            id: row.id.to_string(),
            url: row.url,
            kinds: kinds.into_iter().map(ChangeKind::word).collect(),
            description: row.description,
            active: row.is_active,
            stopped_for: row.stopped_for.map(domain::value::WebhookStop::word),
            former_secret_until: row.former_until,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.revision,
        }
    }
}

/// Kinds by their words.
fn kinds(words: &[String]) -> domain::Result<Vec<ChangeKind>> {
    let all: Vec<_> = ChangeKind::ALL.iter().map(|kind| kind.word()).collect();
    let named = query::words("kinds", Some(words.join(",")), ChangeKind::from_word, &all)?;
    Ok(named.unwrap_or_default())
}

impl TryFrom<CreateWebhookBody> for NewWebhook {
    type Error = domain::Error;

    fn try_from(body: CreateWebhookBody) -> domain::Result<Self> {
        Ok(Self {
            kinds: kinds(&body.kinds)?,
            url: body.url,
            description: body.description,
            is_active: body.active.unwrap_or(true),
        })
    }
}

impl TryFrom<ChangeWebhookBody> for WebhookChange {
    type Error = domain::Error;

    fn try_from(body: ChangeWebhookBody) -> domain::Result<Self> {
        Ok(Self {
            kinds: body.kinds.as_deref().map(kinds).transpose()?,
            url: body.url,
            description: body.description,
            is_active: body.active,
        })
    }
}

async fn shown(ctx: &Ctx, id: WebhookId) -> domain::Result<WebhookView> {
    webhook::one(ctx, id).await.map(Into::into)
}

/// The webhooks of your organisation, the newest first.
#[utoipa::path(tag = "Webhooks", operation_id = "listWebhooks", responses(
        (status = 200, description = "All of them.", body = WebhookList),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation, or may not read its content.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/webhooks")]
pub async fn list(Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let rows = webhook::list(&ctx).await.map_err(query::refuse(&ctx))?;
    let items = rows.into_iter().map(Into::into).collect();
    Ok(json::answer(&WebhookList { items }))
}

/// Registers an address of a program of your organisation that is told of changes from now on: what the change feed would
/// say to your organisation.
#[utoipa::path(tag = "Webhooks", operation_id = "createWebhook", request_body = CreateWebhookBody, responses(
        (status = 200, description = "Registered.", body = NewWebhookView),
        (status = 400, description = "The body means nothing; the detail says which member and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation, or may not read its content.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "There are 20 already, or the installation has no key for secrets.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/webhooks")]
pub async fn create(
    request: HttpRequest,
    Writer(ctx): Writer,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let new: CreateWebhookBody = json::parse(&request, &body)?;
    let dispatch = Shared::of(&request)?.webhooks.as_ref();
    let id = WebhookId(Work::new_id());
    let done = async {
        let job =
            async |work: &Work<'_>| webhook::create(work, dispatch, id, new.try_into()?).await;
        let secret = ctx.write("webhook.create", id, job).await?;
        let webhook = shown(&ctx, id).await?;
        Ok(NewWebhookView { webhook, secret })
    };
    Ok(json::answer(&done.await.map_err(query::refuse(&ctx))?))
}

/// Changes a webhook, or switches it on or off.
#[utoipa::path(tag = "Webhooks", operation_id = "changeWebhook", request_body = ChangeWebhookBody,
    params(
        ("id" = String, Path, description = "Global id of the webhook.", max_length = 64),
        ("If-Match" = String, Header, description = "Its `version` in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = WebhookView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[patch("/webhooks/{id}")]
pub async fn change(
    request: HttpRequest,
    id: web::Path<String>,
    Writer(ctx): Writer,
    IfMatch(version): IfMatch,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let wanted: ChangeWebhookBody = json::parse(&request, &body)?;
    let dispatch = Shared::of(&request)?.webhooks.as_ref();
    let done = async {
        let id = query::id(&id)?;
        let job = async |work: &Work<'_>| {
            webhook::change(work, dispatch, (id, version), wanted.try_into()?).await
        };
        ctx.write("webhook.change", id, job).await?;
        let view = shown(&ctx, id).await?;
        let version = view.version;
        Ok(answer::written(
            &ctx,
            StatusCode::OK,
            "",
            Some((view, version)),
        ))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Gives a webhook a new secret; for a while messages have both signatures.
#[utoipa::path(tag = "Webhooks", operation_id = "rotateWebhookSecret", request_body = RotateWebhookSecretBody,
    params(("id" = String, Path, description = "Global id of the webhook.", max_length = 64)), responses(
        (status = 200, description = "Replaced.", body = NewWebhookView),
        (status = 400, description = "The body means nothing; the detail says which member and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation, or may not read its content.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such webhook.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The installation has no key for secrets.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/webhooks/{id}/rotate")]
pub async fn rotate(
    request: HttpRequest,
    id: web::Path<String>,
    Writer(ctx): Writer,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let RotateWebhookSecretBody { overlap_hours } = json::parse(&request, &body)?;
    let dispatch = Shared::of(&request)?.webhooks.as_ref();
    let overlap = TimeDelta::hours(overlap_hours.into());
    let done = async {
        let id = query::id(&id)?;
        let job = async |work: &Work<'_>| webhook::rotate(work, dispatch, id, overlap).await;
        let secret = ctx.write("webhook.rotate", id, job).await?;
        let webhook = shown(&ctx, id).await?;
        Ok(NewWebhookView { webhook, secret })
    };
    Ok(json::answer(&done.await.map_err(query::refuse(&ctx))?))
}

/// Tells a webhook all changes again since a moment; messages have the ids that they had.
#[utoipa::path(tag = "Webhooks", operation_id = "resendWebhook", request_body = ResendWebhookBody,
    params(("id" = String, Path, description = "Global id of the webhook.", max_length = 64)), responses(
        (status = 200, description = "It is told again.", body = WebhookView),
        (status = 400, description = "The body means nothing; the detail says which member and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation, or may not read its content.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such webhook.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/webhooks/{id}/resend")]
pub async fn resend(
    request: HttpRequest,
    id: web::Path<String>,
    Writer(ctx): Writer,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let ResendWebhookBody { since } = json::parse(&request, &body)?;
    let done = async {
        let id = query::id(&id)?;
        let job = async |work: &Work<'_>| webhook::resend(work, id, since).await;
        ctx.write("webhook.resend", id, job).await?;
        shown(&ctx, id).await
    };
    Ok(json::answer(&done.await.map_err(query::refuse(&ctx))?))
}

/// Removes a webhook with the list of its messages, at once.
#[utoipa::path(tag = "Webhooks", operation_id = "removeWebhook",
    params(("id" = String, Path, description = "Global id of the webhook.", max_length = 64)), responses(
        (status = 200, description = "Removed; what it was.", body = WebhookView),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation, or may not read its content.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such webhook.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[delete("/webhooks/{id}")]
pub async fn remove(id: web::Path<String>, Writer(ctx): Writer) -> Result<HttpResponse, Problem> {
    let done = async {
        let id: WebhookId = query::id(&id)?;
        let job = async |work: &Work<'_>| webhook::remove(work, id).await;
        ctx.write("webhook.remove", id, job).await
    };
    let row = done.await.map_err(query::refuse(&ctx))?;
    Ok(json::answer(&WebhookView::from(row)))
}
