//! Accounts (Konten) and roles of people in the caller's own organisation.
//!
//! Invariant: the same use cases as in GraphQL; what is shown here is a view of what they return.

use crate::{
    caller::{Caller, Shared},
    problem::Problem,
    rest::{json, query, session::DoneView},
};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web, web::Bytes};
use chrono::{DateTime, Utc};
use domain::{
    Error,
    account::{self, Colleague, NewAccount},
    account_role,
    id::AccountId,
    secret::Secrets,
    value::TenantRole,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An account of a person with a role in your organisation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Global id.
    #[schema(max_length = 64)]
    id: String,
    /// Address by which the person signs in.
    #[schema(max_length = 254)]
    email: String,
    /// Name.
    #[schema(max_length = 100)]
    name: String,
    /// What they may do: READER, EDITOR, PUBLISHER or ADMIN.
    #[schema(max_length = 20)]
    role: &'static str,
    /// Whether the account was closed; then its role is without effect.
    is_closed: bool,
    /// Since when they have a role in your organisation.
    since: DateTime<Utc>,
}

/// The people with a role in your organisation.
#[derive(Serialize, ToSchema)]
pub struct AccountList {
    /// All of them, by name.
    #[schema(max_items = 10000)]
    items: Vec<AccountView>,
}

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateAccountBody {
    /// Address by which the person signs in.
    #[schema(max_length = 254)]
    email: String,
    /// Name for colleagues.
    #[schema(max_length = 100)]
    name: String,
    /// What they may do: READER, EDITOR, PUBLISHER or ADMIN.
    #[schema(max_length = 20)]
    role: String,
}

/// A new account with its first password.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewAccountView {
    /// The account.
    account: AccountView,
    /// Its first password, shown this once: hand it over and let the person change it.
    #[schema(max_length = 100)]
    first_password: String,
}

/// What somebody may do.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleBody {
    /// READER, EDITOR, PUBLISHER or ADMIN.
    #[schema(max_length = 20)]
    role: String,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordBody {
    /// The password until now.
    #[schema(max_length = 1024, format = Password)]
    current_password: String,
    /// The new one: at least 12 characters.
    #[schema(max_length = 1024, format = Password)]
    new_password: String,
}

impl From<Colleague> for AccountView {
    fn from(row: Colleague) -> Self {
        Self {
            id: row.id.to_string(),
            email: row.email,
            name: row.name,
            role: row.role.word(),
            is_closed: row.is_closed,
            since: row.since,
        }
    }
}

/// A role by its word.
///
/// # Errors
/// `BAD_USER_INPUT` naming the words that exist.
pub fn role(word: &str) -> domain::Result<TenantRole> {
    let all = TenantRole::ALL
        .iter()
        .map(|role| role.word())
        .collect::<Vec<_>>()
        .join(", ");
    let (de, en) = (
        format!("ist keines von {all}."),
        format!("is none of {all}."),
    );
    TenantRole::from_word(word).ok_or_else(|| Error::invalid("role", de, en))
}

fn parsed(id: &str) -> domain::Result<AccountId> {
    id.parse().map_err(|_| Error::NotFound("account"))
}

/// The people with a role in your organisation, by name.
#[utoipa::path(tag = "Identity", operation_id = "listAccounts", responses(
        (status = 200, description = "All of them.", body = AccountList),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/accounts")]
pub async fn list(Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let rows = account::list(&ctx).await.map_err(query::refuse(&ctx))?;
    let items = rows.into_iter().map(Into::into).collect();
    Ok(json::answer(&AccountList { items }))
}

/// Creates an account for somebody who has none, with a role in your organisation.
#[utoipa::path(tag = "Identity", operation_id = "createAccount", request_body = CreateAccountBody, responses(
        (status = 200, description = "Created.", body = NewAccountView),
        (status = 400, description = "The body means nothing; the detail says which member and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/accounts")]
pub async fn create(
    request: HttpRequest,
    Caller(ctx): Caller,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let CreateAccountBody { email, name, role } = json::parse(&request, &body)?;
    let identity = &Shared::of(&request)?.identity;
    let done = async {
        let role = self::role(&role)?;
        let password = identity.first_password().await?;
        let new = NewAccount::new(email, name);
        let id = new.id;
        ctx.write("account.create", id, async |work| {
            account::create(work, new, password.hash, role).await
        })
        .await?;
        Ok(NewAccountView {
            account: account::colleague(&ctx, id).await?.into(),
            first_password: password.text,
        })
    };
    Ok(json::answer(&done.await.map_err(query::refuse(&ctx))?))
}

/// Gives somebody a role in your organisation, instead of the one that they have; their sign-ins with that one end.
#[utoipa::path(tag = "Identity", operation_id = "giveRole", request_body = RoleBody,
    params(("id" = String, Path, description = "Global id of the account of somebody who has a role in your organisation.", max_length = 64)), responses(
        (status = 200, description = "Given.", body = AccountView),
        (status = 400, description = "The body means nothing; the detail says which member and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation, or it is your own role.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such account.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[put("/accounts/{id}/role")]
pub async fn give_role(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let new: RoleBody = json::parse(&request, &body)?;
    let done = async {
        let (id, role) = (parsed(&id)?, role(&new.role)?);
        ctx.write("account.give_role", id, async |work| {
            account_role::give(work, id, role).await
        })
        .await?;
        account::colleague(&ctx, id).await
    };
    let colleague = done.await.map_err(query::refuse(&ctx))?;
    Ok(json::answer(&AccountView::from(colleague)))
}

/// Withdraws somebody's role in your organisation, at once.
#[utoipa::path(tag = "Identity", operation_id = "withdrawRole",
    params(("id" = String, Path, description = "Global id of the account.", max_length = 64)), responses(
        (status = 200, description = "Withdrawn.", body = DoneView),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You do not manage the organisation, or it is your own role.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The account has no role in your organisation.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[delete("/accounts/{id}/role")]
pub async fn withdraw_role(
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let done = async {
        let id = parsed(&id)?;
        ctx.write("account.withdraw_role", id, async |work| {
            account_role::withdraw(work, id).await
        })
        .await
    };
    done.await.map_err(query::refuse(&ctx))?;
    Ok(json::answer(&DoneView { done: true }))
}

/// Closes an account, at once: your own, or any if you run the platform.
#[utoipa::path(tag = "Identity", operation_id = "closeAccount",
    params(("id" = String, Path, description = "Global id of the account.", max_length = 64)), responses(
        (status = 200, description = "Closed.", body = DoneView),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "It is not your account.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such account, or it is closed.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[delete("/accounts/{id}")]
pub async fn close(id: web::Path<String>, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let done = async {
        let id = parsed(&id)?;
        ctx.write("account.close", id, async |work| {
            account::close(work, id).await
        })
        .await
    };
    done.await.map_err(query::refuse(&ctx))?;
    Ok(json::answer(&DoneView { done: true }))
}

/// Changes your password.
#[utoipa::path(tag = "Identity", operation_id = "changePassword", request_body = PasswordBody, responses(
        (status = 200, description = "Changed.", body = DoneView),
        (status = 400, description = "The password until now is wrong, or the new one is too easy to guess.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You have no account here.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts; `Retry-After` says when to try again.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[put("/me/password")]
pub async fn change_password(
    request: HttpRequest,
    Caller(ctx): Caller,
    body: Bytes,
) -> Result<HttpResponse, Problem> {
    let new: PasswordBody = json::parse(&request, &body)?;
    let identity = &Shared::of(&request)?.identity;
    let done = async {
        let ready = async {
            let own = account::own(&ctx).await?;
            identity.check_password(&own, new.current_password).await?;
            identity.password_hash(new.new_password).await
        };
        let hash = ctx.prepare("account.change_password", "own", ready).await?;
        ctx.write("account.change_password", "own", async |work| {
            account::change_password(work, hash).await
        })
        .await
    };
    done.await.map_err(query::refuse(&ctx))?;
    Ok(json::answer(&DoneView { done: true }))
}
