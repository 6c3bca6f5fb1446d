//! API keys (Zugänge) of programs of the caller's own organisation.
//!
//! Invariant: the same use cases as in GraphQL; the secret of a key is shown once, when it is made.

use crate::{
    caller::{Caller, Shared},
    problem::Problem,
    rest::{account::role, json, query},
};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web, web::Bytes};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Error, Work,
    actor::{Scope, Scopes},
    credential::{self, Credential, KeyHash, NewCredential},
    id::CredentialId,
    secret::Secrets,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An API key of your organisation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    /// Global id.
    #[schema(max_length = 64)]
    id: String,
    /// What it is used for, in words.
    #[schema(max_length = 100)]
    name: String,
    /// What it may do at most: READER, EDITOR, PUBLISHER or ADMIN.
    #[schema(max_length = 20)]
    role: &'static str,
    /// What it may do, separated by spaces.
    #[schema(max_length = 300)]
    scope: String,
    /// Origins of web pages that may use it; empty for any.
    #[schema(max_items = 20)]
    origins: Vec<String>,
    /// The account of whoever made it, if a person did.
    #[schema(max_length = 64)]
    created_by: Option<String>,
    /// The key that it takes over from, if any.
    #[schema(max_length = 64)]
    replaces: Option<String>,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it ends.
    expires_at: Option<DateTime<Utc>>,
    /// When it was last used, to the hour.
    last_used_at: Option<DateTime<Utc>>,
    /// When it was withdrawn, if it was.
    revoked_at: Option<DateTime<Utc>>,
}

/// The API keys of your organisation.
#[derive(Serialize, ToSchema)]
pub struct KeyList {
    /// All of them, the newest first.
    #[schema(max_items = 10000)]
    items: Vec<KeyView>,
}

/// A new API key.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateKeyBody {
    /// What it is used for, in words.
    #[schema(max_length = 100)]
    name: String,
    /// What it may do at most: READER, EDITOR, PUBLISHER or ADMIN; not more than you.
    #[schema(max_length = 20)]
    role: String,
    /// What it may do, separated by spaces: content:read, content:write, content:publish, tenant:manage, audit:read; not
    /// more than you.
    #[schema(max_length = 300)]
    scope: String,
    /// Origins of web pages that may use it; any where none is named.
    #[serde(default)]
    #[schema(max_items = 20)]
    origins: Vec<String>,
    /// When it ends, within five years; in a year where nothing is said.
    expires_at: Option<DateTime<Utc>>,
}

/// How to replace a key.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RotateKeyBody {
    /// For how many hours the old one works on, 0 to 720.
    #[schema(minimum = 0, maximum = 720)]
    overlap_hours: u16,
}

/// A new API key with its text.
#[derive(Serialize, ToSchema)]
pub struct NewKeyView {
    /// The key.
    key: KeyView,
    /// Its text, shown this once: keep it where only the program can read it.
    #[schema(max_length = 200)]
    secret: String,
}

impl From<Credential> for KeyView {
    fn from(row: Credential) -> Self {
        let origins = row.origins.split(' ').filter(|origin| !origin.is_empty());
        Self {
            id: row.id.to_string(),
            origins: origins.map(str::to_owned).collect(),
            name: row.name,
            role: row.role.word(),
            scope: row.scopes,
            created_by: row.created_by.map(|id| id.to_string()),
            replaces: row.replaces.map(|id| id.to_string()),
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        }
    }
}

impl TryFrom<CreateKeyBody> for NewCredential {
    type Error = Error;

    fn try_from(body: CreateKeyBody) -> domain::Result<Self> {
        Ok(Self {
            role: role(&body.role)?,
            scopes: scopes(&body.scope)?,
            name: body.name,
            origins: body.origins,
            expires_at: body.expires_at,
        })
    }
}

/// Scopes by their words.
///
/// # Errors
/// `BAD_USER_INPUT` naming the words that exist.
pub fn scopes(words: &str) -> domain::Result<Scopes> {
    let all = Scopes::all().words();
    let (de, en) = (
        format!("nennt anderes als {all}."),
        format!("names something else than {all}."),
    );
    let known = words
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(Scope::from_word);
    known
        .collect::<Option<Scopes>>()
        .ok_or_else(|| Error::invalid("scope", de, en))
}

fn parsed(id: &str) -> domain::Result<CredentialId> {
    id.parse().map_err(|_| Error::NotFound("key"))
}

/// A new key: under which id it is stored, what is stored, and its text.
///
/// # Errors
/// `INTERNAL` where the machine has no randomness to give.
pub fn make(secrets: &dyn Secrets) -> domain::Result<(KeyHash, String)> {
    let id = CredentialId(Work::new_id());
    let secret = secrets.key(id)?;
    let hash = secret.hash;
    Ok((KeyHash { id, hash }, secret.text))
}

/// The API keys of your organisation, the newest first.
#[utoipa::path(tag = "Identity", operation_id = "listKeys", responses(
        (status = 200, description = "All of them.", body = KeyList),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/keys")]
pub async fn list(Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let rows = credential::list(&ctx).await.map_err(query::refuse(&ctx))?;
    let items = rows.into_iter().map(Into::into).collect();
    Ok(json::answer(&KeyList { items }))
}

/// Creates an API key for a program of your organisation.
#[utoipa::path(tag = "Identity", operation_id = "createKey", request_body = CreateKeyBody, responses(
        (status = 200, description = "Created.", body = NewKeyView),
        (status = 400, description = "The body means nothing; the detail says which member and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation, or the key would exceed you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/keys")]
pub async fn create(
    request: HttpRequest,
    Caller(ctx): Caller,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let new: CreateKeyBody = json::parse(&request, &body)?;
    let identity = &Shared::of(&request)?.identity;
    let done = async {
        let (made, secret) = make(identity.as_ref())?;
        let id = made.id;
        ctx.write("key.create", id, async |work| {
            credential::create(work, new.try_into()?, made).await
        })
        .await?;
        let key = credential::one(&ctx, id).await?.into();
        Ok(NewKeyView { key, secret })
    };
    Ok(json::answer(&done.await.map_err(query::refuse(&ctx))?))
}

/// Replaces an API key by one that may do the same; the old one works on for a while.
#[utoipa::path(tag = "Identity", operation_id = "rotateKey", request_body = RotateKeyBody,
    params(("id" = String, Path, description = "Global id of the key.", max_length = 64)), responses(
        (status = 200, description = "Replaced.", body = NewKeyView),
        (status = 400, description = "The body means nothing; the detail says which member and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation, or the key would exceed you.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such key.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key has ended or was replaced already.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/keys/{id}/rotate")]
pub async fn rotate(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let RotateKeyBody { overlap_hours } = json::parse(&request, &body)?;
    let identity = &Shared::of(&request)?.identity;
    let done = async {
        let (made, secret) = make(identity.as_ref())?;
        let (new, overlap) = (made.id, TimeDelta::hours(overlap_hours.into()));
        let old = parsed(&id)?;
        ctx.write("key.rotate", old, async |work| {
            credential::rotate(work, old, made, overlap).await
        })
        .await?;
        let key = credential::one(&ctx, new).await?.into();
        Ok(NewKeyView { key, secret })
    };
    Ok(json::answer(&done.await.map_err(query::refuse(&ctx))?))
}

/// Withdraws an API key, at once.
#[utoipa::path(tag = "Identity", operation_id = "revokeKey",
    params(("id" = String, Path, description = "Global id of the key.", max_length = 64)), responses(
        (status = 200, description = "Withdrawn.", body = KeyView),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such key.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[delete("/keys/{id}")]
pub async fn revoke(id: web::Path<String>, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let done = async {
        let id = parsed(&id)?;
        ctx.write("key.revoke", id, async |work| {
            credential::withdraw(work, id).await
        })
        .await
    };
    let row = done.await.map_err(query::refuse(&ctx))?;
    Ok(json::answer(&KeyView::from(row)))
}
