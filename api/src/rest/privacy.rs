//! Data protection: a person's copy of what is kept of them, and their erasure.
//!
//! Invariant: the same use cases as in GraphQL and on the command line; both leave an entry in the audit log.

use crate::{
    caller::{Caller, Writer},
    problem::Problem,
    rest::{json, person_csv, query},
};
use actix_web::{HttpRequest, HttpResponse, get, http::header::CACHE_CONTROL, post, web};
use domain::{
    Error, Work, account,
    id::AccountId,
    privacy::{self, Erased},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Everything that is kept of you.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonCopyView {
    /// The form of this document: `staedtenetz-person/1`.
    #[schema(max_length = 40)]
    format: String,
    /// When it was made.
    #[schema(max_length = 40)]
    exported_at: String,
    /// Global id of your account.
    #[schema(max_length = 64)]
    account: String,
    /// What the columns are for and how long they are kept.
    #[schema(max_items = 1000)]
    register: Vec<Value>,
    /// The rows, by table. Secrets are named and not copied.
    tables: BTreeMap<String, Vec<Value>>,
}

/// What was erased.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErasedView {
    /// Global id of the account that was.
    #[schema(max_length = 64)]
    account: String,
    /// How many roles it had.
    #[schema(minimum = 0)]
    roles: usize,
    /// How many sign-ins were kept.
    #[schema(minimum = 0)]
    sessions: usize,
    /// How many keys no longer say who made them; they go on to work, since they belong to the organisation.
    #[schema(minimum = 0)]
    keys: usize,
    /// In how many entries of content the person was named.
    #[schema(minimum = 0)]
    mentions: usize,
}

impl ErasedView {
    fn of(id: AccountId, erased: Erased) -> Self {
        Self {
            account: id.to_string(),
            roles: erased.roles,
            sessions: erased.sessions,
            keys: erased.keys,
            mentions: erased.mentions,
        }
    }
}

/// In which form the copy is wanted.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CopyQuery {
    /// `json` (the default) or `csv` (table, row, column and value in each line).
    #[param(max_length = 8, pattern = "^(json|csv)$")]
    format: Option<String>,
}

impl CopyQuery {
    fn is_csv(&self) -> domain::Result<bool> {
        match self.format.as_deref() {
            None | Some("json") => Ok(false),
            Some("csv") => Ok(true),
            Some(word) => Err(Error::invalid(
                "format",
                format!("„{word}“ gibt es nicht; möglich sind json und csv."),
                format!("“{word}” does not exist; json and csv do."),
            )),
        }
    }
}

/// Your copy of everything that is kept of you (DSGVO Art. 15 and 20).
#[utoipa::path(tag = "Identity", operation_id = "exportOwnData", params(CopyQuery), responses(
        (status = 200, description = "Everything.", content((PersonCopyView = "application/json"), (String = "text/csv"))),
        (status = 400, description = "There is no such format.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You have no account here.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/me/export")]
pub async fn export(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let wanted: CopyQuery = query::parse(&request)?;
    let done = async {
        let is_csv = wanted.is_csv()?;
        let own = account::own(&ctx).await?.id;
        let export = async |work: &Work<'_>| privacy::export(work, own).await;
        let copy = ctx.write("account.export", own, export).await?;
        if !is_csv {
            return Ok(json::answer(&copy));
        }
        let mut response = HttpResponse::Ok();
        response
            .content_type("text/csv; charset=utf-8; header=present")
            .insert_header((CACHE_CONTROL, "private, no-store"));
        Ok(response.body(person_csv::text(&copy)?))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Erases a person for good (DSGVO Art. 17): yourself, or somebody whom only your organisation knows if you manage it.
#[utoipa::path(tag = "Identity", operation_id = "eraseAccount",
    params(("id" = String, Path, description = "Global id of the account.", max_length = 64)), responses(
        (status = 200, description = "Erased; every access of the person has ended.", body = ErasedView),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "It is not your account, and not yours alone to manage.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such account, or your organisation does not know it.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[post("/accounts/{id}/erase")]
pub async fn erase(id: web::Path<String>, Writer(ctx): Writer) -> Result<HttpResponse, Problem> {
    let done = async {
        let id: AccountId = id.parse().map_err(|_| Error::NotFound("account"))?;
        let erased = ctx
            .write("account.erase", id, async |work| {
                privacy::erase(work, id).await
            })
            .await?;
        Ok(ErasedView::of(id, erased))
    };
    Ok(json::answer(&done.await.map_err(query::refuse(&ctx))?))
}
