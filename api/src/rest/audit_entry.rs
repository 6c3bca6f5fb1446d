//! The audit log.
//!
//! Invariant: the export is the list in another form, page by page; no answer holds more than a page.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{answer, query},
};
use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CACHE_CONTROL, LINK},
};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::{
    Ctx, Error, Result,
    audit_entry::{self, AuditEntry},
    read::{Item, ListRequest, Page, PageRequest, Reader},
};
use serde::{Deserialize, Serialize};
use std::io::Write;
use utoipa::{IntoParams, ToSchema};

/// An entry of the audit log (Protokoll): who did what, who was refused, who read what is not public.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditEntryView {
    /// Number of the entry; numbers grow, but not one by one within an organisation.
    seq: i64,
    /// When it happened.
    at: DateTime<Utc>,
    /// Who it was, as a pseudonym: the id of an account or key, or a word for a part of the service.
    #[schema(max_length = 200)]
    actor: String,
    /// What was done, such as `project.edit`.
    #[schema(max_length = 64)]
    action: String,
    /// To what: ids, separated by spaces where there are several.
    #[schema(max_length = 4000)]
    subject: String,
    /// How it ended: DONE, REFUSED, or READ by somebody of another organisation.
    #[schema(max_length = 16)]
    outcome: &'static str,
    /// Id of the request, as the answer said in `X-Request-Id`.
    #[schema(max_length = 200)]
    request: String,
    /// Seal of the entry: a hash over its content and the seal of the one before.
    #[schema(max_length = 64)]
    hash: String,
}

impl From<&AuditEntry> for AuditEntryView {
    fn from(entry: &AuditEntry) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at,
            actor: entry.actor.clone(),
            action: entry.action.clone(),
            subject: entry.subject.clone(),
            outcome: entry.outcome.word(),
            request: entry.request.clone(),
            hash: entry.hash.clone(),
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
}

/// Query of the export.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditExportQuery {
    /// `jsonl` (one JSON object in a line, the default) or `csv` (with a heading line).
    #[param(max_length = 8)]
    format: Option<String>,
    /// The cursor in the `Link` header of the part before.
    #[param(max_length = 2048)]
    after: Option<String>,
}

/// In which form entries are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A JSON object in each line.
    Jsonl,
    /// Comma-separated, with a heading line.
    Csv,
}

impl Format {
    /// The format of a word.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for any other word.
    pub fn from_word(word: &str) -> Result<Self> {
        match word {
            "jsonl" => Ok(Self::Jsonl),
            "csv" => Ok(Self::Csv),
            _ => Err(Error::invalid(
                "format",
                format!("„{word}“ gibt es nicht; möglich sind jsonl und csv."),
                format!("“{word}” does not exist; jsonl and csv do."),
            )),
        }
    }
}

/// The audit log of your organisation, the newest entry first. For whoever may read it (`audit:read`).
#[utoipa::path(operation_id = "listAuditEntries", tag = "Audit", params(AuditQuery), responses(
        (status = 200, description = "A page of the log.", body = answer::Listing<AuditEntryView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You may not read the log.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/audit-entries")]
pub async fn list(
    request: HttpRequest,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let wanted: AuditQuery = query::parse(&request)?;
    let show = async {
        let page = page(&ctx, query::page(wanted.limit, wanted.after)?).await?;
        answer::page(&request, &ctx, &page, |entry| {
            Ok(AuditEntryView::from(entry))
        })
    };
    show.await.map_err(query::refuse(&ctx))
}

/// The audit log of your organisation as a file, 100 entries at a time; the `Link` header leads to the next part.
#[utoipa::path(operation_id = "exportAuditEntries", tag = "Audit", params(AuditExportQuery), responses(
        (status = 200, description = "A part of the log.", content((String = "application/jsonl"), (String = "text/csv"))),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold, or none.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You may not read the log.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/audit-entries/export")]
pub async fn export(
    request: HttpRequest,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let wanted: AuditExportQuery = query::parse(&request)?;
    let part = part(&ctx, wanted).await.map_err(query::refuse(&ctx))?;
    let kind = match part.format {
        Format::Jsonl => "application/jsonl",
        Format::Csv => "text/csv; charset=utf-8",
    };
    let mut response = HttpResponse::Ok();
    response
        .content_type(kind)
        .insert_header((CACHE_CONTROL, "private, no-store"));
    if let Some(cursor) = part.next {
        response.insert_header((LINK, answer::next_link(&request, &cursor)));
    }
    Ok(response.body(part.text))
}

struct Part {
    format: Format,
    text: Vec<u8>,
    next: Option<String>,
}

async fn part(ctx: &Ctx, wanted: AuditExportQuery) -> Result<Part> {
    let format = Format::from_word(wanted.format.as_deref().unwrap_or("jsonl"))?;
    let is_first = wanted.after.is_none();
    let whole = PageRequest {
        after: wanted.after,
        ..PageRequest::first(PageRequest::MAX)
    };
    let page = page(ctx, whole).await?;
    let mut text = Vec::new();
    write(&page, (format, is_first), &mut text)?;
    let next = page
        .items
        .last()
        .filter(|_| page.has_next)
        .map(Item::cursor);
    Ok(Part { format, text, next })
}

/// A page of the log of the caller's organisation.
///
/// # Errors
/// `FORBIDDEN` for whoever may not read it, `BAD_USER_INPUT` for a cursor that is none.
pub async fn page(ctx: &Ctx, page: PageRequest) -> Result<Page<AuditEntry>> {
    let wanted = ListRequest {
        page,
        ..ListRequest::default()
    };
    audit_entry::list(&Reader::new(ctx), &wanted).await
}

/// Writes entries; the first ones of a file with a heading line where the format has one.
///
/// # Errors
/// `INTERNAL` where they cannot be written.
pub fn write(
    page: &Page<AuditEntry>,
    (format, is_first): (Format, bool),
    to: &mut impl Write,
) -> Result<()> {
    let failed = |error: &dyn std::fmt::Display| Error::Internal(error.to_string());
    if format == Format::Jsonl {
        for item in &page.items {
            let line = serde_json::to_string(&AuditEntryView::from(&*item.node));
            let line = line.map_err(|error| failed(&error))?;
            writeln!(to, "{line}").map_err(|error| failed(&error))?;
        }
        return Ok(());
    }
    let mut csv = csv::Writer::from_writer(to);
    if is_first {
        csv.write_record(HEADINGS).map_err(|error| failed(&error))?;
    }
    for item in &page.items {
        csv.write_record(record(&item.node))
            .map_err(|error| failed(&error))?;
    }
    csv.flush().map_err(|error| failed(&error))
}

const HEADINGS: [&str; 8] = [
    "seq", "at", "actor", "action", "subject", "outcome", "request", "hash",
];

fn record(entry: &AuditEntry) -> [String; 8] {
    [
        entry.seq.to_string(),
        entry.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        harmless(&entry.actor),
        harmless(&entry.action),
        harmless(&entry.subject),
        entry.outcome.word().to_owned(),
        harmless(&entry.request),
        entry.hash.clone(),
    ]
}

/// A spreadsheet takes a cell that begins like this for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
