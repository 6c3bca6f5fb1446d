//! Answers with an entity tag, and pages with links.
//!
//! Invariant: the tag is strong: it is made from the very bytes of the answer, so it cannot outlive a change of what
//! the reader may see.

use super::PREFIX;
use crate::etag;
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_LANGUAGE, ETAG, LINK, LOCATION, VARY},
    },
};
use domain::{Ctx, read::Page};
use serde::Serialize;
use std::fmt::Write;
use utoipa::ToSchema;

/// A part of a list.
#[derive(Serialize, ToSchema)]
pub struct Listing<T> {
    /// The rows.
    #[schema(max_items = 100)]
    pub items: Vec<T>,
    /// Where to go on.
    pub page: PageView,
}

/// Where a part of a list stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PageView {
    /// Whether more rows follow.
    pub has_next_page: bool,
    /// Value of `after` for the next page, none on the last one.
    #[schema(max_length = 2048)]
    pub next_cursor: Option<String>,
}

impl PageView {
    /// Of a page.
    pub fn of<R>(page: &Page<R>) -> Self {
        Self {
            has_next_page: page.has_next,
            next_cursor: page.next_cursor(),
        }
    }
}

/// A JSON answer, or 304 where the client has it already.
pub fn json<T: Serialize>(request: &HttpRequest, ctx: &Ctx, view: &T) -> HttpResponse {
    let body = serde_json::to_string(view).unwrap_or_default();
    let tag = tag_of(&body);
    in_language(ctx, with_tag(request, "application/json", &tag, body))
}

/// One object with its version in the entity tag, or 304 where the client has it already.
pub fn object<T: Serialize>(
    request: &HttpRequest,
    ctx: &Ctx,
    (view, version): &(T, i32),
) -> HttpResponse {
    let body = serde_json::to_string(view).unwrap_or_default();
    let tag = version_tag(*version, &body);
    in_language(ctx, with_tag(request, "application/json", &tag, body))
}

/// An object that was created or changed. The view is missing where the credentials are good for writing only.
pub fn written<T: Serialize>(
    ctx: &Ctx,
    status: StatusCode,
    place: &str,
    written: Option<(T, i32)>,
) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response.insert_header((CACHE_CONTROL, "private, no-store"));
    if status == StatusCode::CREATED {
        response.insert_header((LOCATION, format!("{PREFIX}/{place}")));
    }
    let Some((view, version)) = written else {
        return response.finish();
    };
    let body = serde_json::to_string(&view).unwrap_or_default();
    response.insert_header((ETAG, version_tag(version, &body)));
    in_language(ctx, response.content_type("application/json").body(body))
}

fn version_tag(version: i32, body: &str) -> String {
    format!("\"{version}-{}\"", etag::digest(&[body.as_bytes()]))
}

fn in_language(ctx: &Ctx, mut response: HttpResponse) -> HttpResponse {
    if let Ok(language) = ctx.language().tag().parse() {
        response.headers_mut().insert(CONTENT_LANGUAGE, language);
    }
    response
}

/// A page of a list with `Link` to the next one (RFC 8288).
pub fn page<T: Serialize, R>(
    request: &HttpRequest,
    ctx: &Ctx,
    page: &Page<R>,
    view: impl Fn(&R) -> domain::Result<T>,
) -> domain::Result<HttpResponse> {
    let listing = Listing {
        items: rows(page, view)?,
        page: PageView::of(page),
    };
    Ok(listed(request, ctx, &listing, page))
}

/// The views of the rows of a page.
pub fn rows<T, R>(
    page: &Page<R>,
    view: impl Fn(&R) -> domain::Result<T>,
) -> domain::Result<Vec<T>> {
    page.items.iter().map(|item| view(&item.node)).collect()
}

/// The answer that shows a page, with `Link` to the next one.
pub fn listed<T: Serialize, R>(
    request: &HttpRequest,
    ctx: &Ctx,
    listing: &T,
    page: &Page<R>,
) -> HttpResponse {
    let mut response = json(request, ctx, listing);
    let link = page.next_cursor().map(|cursor| next_link(request, &cursor));
    if let Some(link) = link.and_then(|link| link.parse().ok()) {
        response.headers_mut().insert(LINK, link);
    }
    response
}

/// The value of `Link` for the page behind a cursor.
pub fn next_link(request: &HttpRequest, cursor: &str) -> String {
    let others = request
        .query_string()
        .split('&')
        .filter(|part| !part.is_empty() && !part.starts_with("after="));
    let mut query: String = others.fold(String::new(), |mut query, part| {
        let _ = write!(query, "{part}&");
        query
    });
    let _ = write!(query, "after={cursor}");
    format!("<{}?{query}>; rel=\"next\"", request.path())
}

/// What a member reads is nobody else's business, so no shared cache keeps it.
pub fn keeping(request: &HttpRequest) -> &'static str {
    if request.headers().contains_key(AUTHORIZATION) {
        "private, max-age=0, must-revalidate"
    } else {
        "public, max-age=0, must-revalidate"
    }
}

/// Bytes with a strong entity tag, or 304 where the client has them already.
pub fn with_etag(request: &HttpRequest, media: &str, body: String) -> HttpResponse {
    let tag = tag_of(&body);
    with_tag(request, media, &tag, body)
}

fn tag_of(body: &str) -> String {
    format!("\"{}\"", etag::digest(&[body.as_bytes()]))
}

fn with_tag(request: &HttpRequest, media: &str, tag: &str, body: String) -> HttpResponse {
    let is_known = etag::is_known(request, tag);
    let mut response = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((ETAG, tag.to_owned()))
        .insert_header((VARY, "Accept-Language, Authorization"))
        .insert_header((CACHE_CONTROL, keeping(request)));
    if is_known {
        response.finish()
    } else {
        response.content_type(media).body(body)
    }
}
