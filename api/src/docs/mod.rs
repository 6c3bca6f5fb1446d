//! The documentation, served by the service that it is about.
//!
//! Guides are Markdown (`api/docs/`), in German and English under the same names; what the code knows better (limits, error
//! codes, roles and scopes, who reads what, the changes) is put in when the first page is asked for. Each page is HTML, and the
//! Markdown that it was made from beside it.
//!
//! Invariant: a page is the same for everybody who asks for it; the only thing that depends on the request is which
//! language an address without one leads to.

mod generated;
mod layout;
mod markdown;
mod page;
mod site;
#[cfg(test)]
mod tests;

use crate::{
    caller::{self, Shared},
    etag,
    problem::Problem,
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{ACCEPT, CACHE_CONTROL, CONTENT_LANGUAGE, ETAG, HeaderValue, LOCATION, VARY},
    },
    web,
};
use domain::language::Language;
use site::{Document, Found, Site};
use std::sync::{Arc, OnceLock};
use utoipa_swagger_ui::SwaggerUi;

/// What a page may load: its style sheet, from here. There is nothing to run and nowhere to send anything.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

/// What programs that gather pages may read: what is written for readers, and the catalogue of open data.
const ROBOTS: &str =
    "User-agent: *\nAllow: /$\nAllow: /docs/\nAllow: /api/v1/catalogue\nDisallow: /\n";

/// The pages, put together once, when the first of them is asked for: most programs that start the service read none.
#[derive(Clone)]
pub struct Docs {
    limits: schema::Limits,
    site: Arc<OnceLock<Site>>,
}

impl Docs {
    /// The documentation of a service with these limits.
    #[must_use]
    pub fn new(limits: &schema::Limits) -> Self {
        Self {
            limits: limits.clone(),
            site: Arc::default(),
        }
    }

    /// Whoever asks first waits, and holds up nobody else.
    async fn site(&self) -> &Site {
        if self.site.get().is_none() {
            let docs = self.clone();
            let made = web::block(move || docs.made().is_empty()).await;
            if let Err(error) = made {
                tracing::warn!(%error, "the documentation was put together late");
            }
        }
        self.made()
    }

    fn made(&self) -> &Site {
        self.site.get_or_init(|| Site::new(&self.limits.0))
    }
}

/// Every field of both interfaces with who reads it, a line each.
#[must_use]
pub fn readers_of_every_field() -> String {
    generated::visibility::lines()
}

/// The routes: the description of REST below the pages, which are behind it.
pub fn configure(routes: &mut web::ServiceConfig, docs: Docs, openapi: &'static str) {
    let config = utoipa_swagger_ui::Config::new([openapi]);
    routes
        .app_data(web::Data::new(docs))
        .route("/", web::get().to(start))
        .route("/robots.txt", web::get().to(robots))
        .route("/docs", web::get().to(start))
        .route("/docs/rest", web::get().to(rest))
        .service(SwaggerUi::new("/docs/rest/{_:.*}").config(config))
        .route("/docs/{path:.*}", web::get().to(show));
}

async fn start() -> HttpResponse {
    moved("/docs/")
}

async fn rest() -> HttpResponse {
    moved("/docs/rest/")
}

async fn robots() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((CACHE_CONTROL, "public, max-age=86400"))
        .body(ROBOTS)
}

fn moved(place: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, place))
        .finish()
}

async fn show(
    request: HttpRequest,
    path: web::Path<String>,
    docs: web::Data<Docs>,
    shared: web::Data<Shared>,
) -> HttpResponse {
    let wanted = caller::language(&request, shared.language);
    let site = docs.site().await;
    match site.find(&path) {
        Some(Found::Document(document)) => answer(&request, document, StatusCode::OK),
        Some(Found::InEachLanguage(place)) => HttpResponse::SeeOther()
            .insert_header((LOCATION, format!("/docs/{}/{place}", wanted.tag())))
            .insert_header((VARY, "Accept-Language"))
            .insert_header((CACHE_CONTROL, "no-cache"))
            .finish(),
        None => missing(&request, site, (&path, wanted)),
    }
}

/// A page for people, a problem for programs.
fn missing(request: &HttpRequest, site: &Site, (path, wanted): (&str, Language)) -> HttpResponse {
    let accepted = request.headers().get(ACCEPT);
    let accepted = accepted.and_then(|value| value.to_str().ok());
    if !accepted.is_some_and(|value| value.contains("text/html")) {
        return Problem::no_such_address(wanted).response();
    }
    let language = site::language_of(path).unwrap_or(wanted);
    let mut response = answer(request, site.missing(language), StatusCode::NOT_FOUND);
    let headers = response.headers_mut();
    headers.remove(ETAG);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(VARY, HeaderValue::from_static("Accept, Accept-Language"));
    response
}

fn answer(request: &HttpRequest, document: &Document, status: StatusCode) -> HttpResponse {
    let is_known = status == StatusCode::OK && etag::is_known(request, &document.etag);
    let status = if is_known {
        StatusCode::NOT_MODIFIED
    } else {
        status
    };
    let mut response = HttpResponse::build(status);
    response
        .insert_header((ETAG, document.etag.as_str()))
        .insert_header((CACHE_CONTROL, document.keeping(request.query_string())))
        .insert_header(("Content-Security-Policy", POLICY))
        .insert_header(("X-Content-Type-Options", "nosniff"))
        .insert_header(("Referrer-Policy", "no-referrer"));
    if let Some(language) = document.language {
        response.insert_header((CONTENT_LANGUAGE, language.tag()));
    }
    if is_known {
        return response.finish();
    }
    response
        .content_type(document.media)
        .body(document.body.clone())
}
