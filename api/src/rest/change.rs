//! The change feed.
//!
//! Invariant: the same entries as in GraphQL; its cursor stays good, so that a client can go on where it stopped.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{answer, query},
};
use actix_web::{HttpRequest, HttpResponse, get, http::header::LINK};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Result,
    change::{self, Change, ChangeFilter, ChangeKind},
    read::{Item, ListRequest, Page, Reader},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// One change of a record that you could read before or can read now.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// Global id of the record.
    #[schema(max_length = 64)]
    id: String,
    /// What kind of record it is, such as PROJECT.
    #[schema(max_length = 24)]
    kind: String,
    /// What happened: CREATED, UPDATED or DELETED. What became visible to you is new, what you can no longer read is gone.
    #[schema(max_length = 24)]
    action: String,
    /// Whether the record is gone for you: drop what you keep of it.
    deleted: bool,
    /// When it happened.
    at: DateTime<Utc>,
}

/// A part of the feed.
#[derive(Serialize, ToSchema)]
pub struct Feed {
    /// The changes, the oldest first.
    #[schema(max_items = 100)]
    items: Vec<ChangeView>,
    /// Where to go on.
    page: FeedPage,
}

/// Where a part of the feed stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FeedPage {
    /// Whether more changes follow already.
    has_next_page: bool,
    /// Keep it and send it as `after` the next time, at once or after days: nothing is missed between two requests. None
    /// as long as there was no change.
    #[schema(max_length = 2048)]
    next_cursor: Option<String>,
}

/// Query of the feed.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangeQuery {
    /// How many changes, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the request before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only changes at or after this moment.
    since: Option<DateTime<Utc>>,
    /// Only of content in this network, by its short name.
    #[param(max_length = 40)]
    network: Option<String>,
    /// Only of records of these kinds, comma-separated: NETWORK, TENANT, MEMBERSHIP, ACTION_FIELD, INDICATOR, PLAN,
    /// PROJECT, TRANSFER_LINK, EXPERTISE, PEER_GROUP, OBSERVATION, BENCHMARK.
    #[param(max_length = 200)]
    kind: Option<String>,
    /// Only of content that these municipalities own: AGS, comma-separated.
    #[param(max_length = 1000)]
    city: Option<String>,
}

/// What happened to records that you could read before or can read now, deletions included.
#[utoipa::path(operation_id = "changes", tag = "Changes", params(ChangeQuery), responses(
        (status = 200, description = "A part of the feed.", body = Feed),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/changes")]
pub async fn list(
    request: HttpRequest,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let query: ChangeQuery = query::parse(&request)?;
    let after = query.after.clone();
    let page = fetch(&ctx, query).await.map_err(query::refuse(&ctx))?;
    Ok(show(&request, &ctx, &page, after))
}

async fn fetch(ctx: &Ctx, query: ChangeQuery) -> Result<Page<Change>> {
    let all: Vec<_> = ChangeKind::ALL.iter().map(|kind| kind.word()).collect();
    let filter = ChangeFilter {
        since: query.since,
        network: query.network,
        kinds: query::words("kind", query.kind, ChangeKind::from_word, &all)?,
        cities: query::list(query.city),
    };
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        ..ListRequest::default()
    };
    change::list(&Reader::new(ctx), &filter, &wanted).await
}

fn show(
    request: &HttpRequest,
    ctx: &Ctx,
    page: &Page<Change>,
    after: Option<String>,
) -> HttpResponse {
    let cursor = page.items.last().map(Item::cursor).or(after);
    let next = cursor.as_ref().filter(|_| page.has_next);
    let link = next.map(|cursor| answer::next_link(request, cursor));
    let feed = Feed {
        items: page.items.iter().map(|item| view(&item.node)).collect(),
        page: FeedPage {
            has_next_page: page.has_next,
            next_cursor: cursor,
        },
    };
    let mut response = answer::json(request, ctx, &feed);
    if let Some(link) = link.and_then(|link| link.parse().ok()) {
        response.headers_mut().insert(LINK, link);
    }
    response
}

fn view(change: &Change) -> ChangeView {
    ChangeView {
        id: change.subject.clone(),
        kind: change.kind.word().to_owned(),
        action: change.action.word().to_owned(),
        deleted: change.is_deletion(),
        at: change.at,
    }
}
