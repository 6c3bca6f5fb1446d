//! The audit log (Protokoll) of the caller's own organisation: page by page, and as files for an archive.
//!
//! Invariant: the same entries as in GraphQL; an export has a longest length and says where it goes on.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, Listing},
        audit_export::{self, Format},
        query,
    },
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, LINK},
};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Error, Result,
    audit_entry::{self, AuditEntry, AuditFilter},
    read::{ListRequest, Page, Reader},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An entry of the audit log (Protokoll): who did what, who was refused, and who read what is not public.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntryView {
    /// Id of the entry.
    #[schema(max_length = 64)]
    pub id: String,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who it was, without a name: the id of an account or API key. Of somebody who came from an identity provider it is
    /// the id of that provider with a value that is always the same for the same person.
    #[schema(max_length = 200)]
    pub actor: String,
    /// The organisation for which they acted: your own, or the one that read content of yours.
    #[schema(max_length = 64)]
    pub acting_for: Option<String>,
    /// Its name.
    #[schema(max_length = 200)]
    pub acting_for_name: Option<String>,
    /// What was tried, such as project.edit or key.create; content.read where content was read.
    #[schema(max_length = 100)]
    pub action: String,
    /// What it happened to: ids or names, separated by spaces.
    #[schema(max_length = 4000)]
    pub subject: String,
    /// How it ended: DONE, REFUSED, or READ where somebody of another organisation read content that is not public.
    #[schema(max_length = 20)]
    pub outcome: &'static str,
    /// The request in which it happened, as `X-Request-Id` of its answer; null where it was none.
    #[schema(max_length = 200)]
    pub request_id: Option<String>,
    /// The hash that seals this entry and all before it: whoever keeps it can prove later that nothing before it was
    /// changed.
    #[schema(max_length = 64)]
    pub seal: String,
}

impl AuditEntryView {
    /// An entry as it is shown.
    #[must_use]
    pub fn of(ctx: &Ctx, entry: &AuditEntry) -> Self {
        Self {
            id: entry.id(),
            at: entry.at,
            actor: entry.actor.clone(),
            acting_for: entry.acting_for.map(|id| id.to_string()),
            acting_for_name: entry.acting_for_name(ctx),
            action: entry.action.clone(),
            subject: entry.subject.clone(),
            outcome: entry.outcome.word(),
            request_id: Some(entry.request.clone()).filter(|id| !id.is_empty()),
            seal: entry.seal.clone(),
        }
    }
}

/// Query of the log.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// How many entries, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only entries at or after this moment.
    since: Option<DateTime<Utc>>,
}

/// Query of the export.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    /// jsonl or csv; without it what `Accept` asks for, else jsonl.
    #[param(max_length = 10, pattern = "^(jsonl|csv)$")]
    format: Option<String>,
    /// Where to go on, as the `Link` header of the part before says.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only entries at or after this moment.
    since: Option<DateTime<Utc>>,
}

/// The audit log (Protokoll) of your organisation, the newest entry first.
#[utoipa::path(operation_id = "auditEntries", tag = "Audit", params(AuditQuery), responses(
        (status = 200, description = "A page of the log.", body = Listing<AuditEntryView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You are no administrator, or your credentials are not good for `audit:read`.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/audit-entries")]
pub async fn list(
    request: HttpRequest,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let query: AuditQuery = query::parse(&request)?;
    let done = async {
        let wanted = ListRequest {
            page: query::page(query.limit, query.after)?,
            ..ListRequest::default()
        };
        let filter = AuditFilter { since: query.since };
        let page = audit_entry::list(&Reader::new(&ctx), &filter, &wanted).await?;
        answer::page(&request, &ctx, &page, |entry| {
            Ok(AuditEntryView::of(&ctx, entry))
        })
    };
    done.await.map_err(query::refuse(&ctx))
}

/// The audit log (Protokoll) of your organisation for an archive, the oldest entry first, at most 1,000 entries in one
/// part. While more follow, the `Link` header leads to the next part; after the last one, go on with `since`.
#[utoipa::path(operation_id = "exportAuditEntries", tag = "Audit", params(ExportQuery), responses(
        (status = 200, description = "A part of the log: one JSON object on each line, or CSV with a header. Cells of CSV that a spreadsheet would take for a formula begin with an apostrophe.",
            content((String = "application/jsonl"), (String = "text/csv")), headers(("Link" = String))),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You are no administrator, or your credentials are not good for `audit:read`.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/audit-entries/export")]
pub async fn export(
    request: HttpRequest,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let query: ExportQuery = query::parse(&request)?;
    let done = async {
        let format = wanted(&request, query.format.as_deref())?;
        let filter = AuditFilter { since: query.since };
        let page = audit_entry::export(&Reader::new(&ctx), &filter, query.after).await?;
        part(&request, &ctx, &page, format)
    };
    done.await.map_err(query::refuse(&ctx))
}

/// The format that is named, else the one that the client prefers among those that there are.
fn wanted(request: &HttpRequest, name: Option<&str>) -> Result<Format> {
    let Some(name) = name else {
        let accepted = request.headers().get(ACCEPT);
        let accepted = accepted.and_then(|value| value.to_str().ok());
        let is_csv = accepted.is_some_and(|text| text.trim_start().starts_with("text/csv"));
        return Ok(if is_csv { Format::Csv } else { Format::Jsonl });
    };
    Format::from_word(name).ok_or_else(|| {
        Error::invalid(
            "format",
            format!("{name:?} gibt es nicht; möglich sind jsonl, csv."),
            format!("{name:?} does not exist; possible are jsonl, csv."),
        )
    })
}

fn part(
    request: &HttpRequest,
    ctx: &Ctx,
    page: &Page<AuditEntry>,
    format: Format,
) -> Result<HttpResponse> {
    let views = page.items.iter();
    let views: Vec<_> = views
        .map(|item| AuditEntryView::of(ctx, &item.node))
        .collect();
    let mut body = Vec::new();
    audit_export::write(&mut body, format, &views, true)?;
    let mut response = HttpResponse::Ok();
    response
        .content_type(format.media())
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .insert_header((
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"protokoll.{}\"", format.word()),
        ));
    if let Some(cursor) = page.next_cursor() {
        response.insert_header((LINK, answer::next_link(request, &cursor)));
    }
    Ok(response.body(body))
}
