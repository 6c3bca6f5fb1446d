//! GraphiQL, the page for people, with everything it needs.
//!
//! Invariant: the page loads nothing from anywhere else and runs no inline script; its policy makes the browser hold it
//! to that.

use crate::etag;
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, VARY},
    web,
};
use serde::Serialize;

/// The editor sets styles on elements, which needs `unsafe-inline` for styles; scripts need nothing of the kind.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

const TEMPLATE: &str = include_str!("../../assets/graphiql/index.html");

const FILES: [(&str, &str, &[u8]); 6] = [
    (
        "react.production.min.js",
        JAVASCRIPT,
        include_bytes!("../../assets/graphiql/react.production.min.js"),
    ),
    (
        "react-dom.production.min.js",
        JAVASCRIPT,
        include_bytes!("../../assets/graphiql/react-dom.production.min.js"),
    ),
    (
        "graphiql.min.js",
        JAVASCRIPT,
        include_bytes!("../../assets/graphiql/graphiql.min.js"),
    ),
    (
        "graphiql.min.css",
        CSS,
        include_bytes!("../../assets/graphiql/graphiql.min.css"),
    ),
    (
        "start.css",
        CSS,
        include_bytes!("../../assets/graphiql/start.css"),
    ),
    (
        "start.js",
        JAVASCRIPT,
        include_bytes!("../../assets/graphiql/start.js"),
    ),
];

/// A query that is opened as a tab on the first visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    /// What it shows, in a few words.
    pub name: String,
    /// The document.
    pub query: String,
    /// Its variables as JSON, where it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variables: Option<String>,
}

/// The page and its files.
#[derive(Debug)]
pub struct Graphiql {
    page: File,
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    name: &'static str,
    content_type: &'static str,
    body: web::Bytes,
    /// The first half of the SHA-256 of the body in hexadecimal.
    version: String,
}

impl Graphiql {
    /// The page with these examples.
    #[must_use]
    pub fn new(examples: &[Example]) -> Self {
        let mut files: Vec<File> = FILES
            .iter()
            .map(|(name, content_type, body)| {
                File::new(name, content_type, web::Bytes::from_static(body))
            })
            .collect();
        let examples = serde_json::to_vec(examples).unwrap_or_else(|_| b"[]".to_vec());
        files.push(File::new(
            "examples.json",
            "application/json",
            examples.into(),
        ));
        // The version in the address lets browsers keep a file for ever and still see the next one at once.
        let page = files.iter().fold(TEMPLATE.to_owned(), |page, file| {
            page.replace(
                &format!("/graphiql/{}\"", file.name),
                &format!("/graphiql/{}?v={}\"", file.name, file.version),
            )
        });
        let page = File::new("index.html", "text/html; charset=utf-8", page.into());
        Self { page, files }
    }

    /// The page.
    #[must_use]
    pub fn page(&self, http: &HttpRequest) -> HttpResponse {
        self.page.answer(http, "no-cache")
    }

    /// One of its files; 404 for a name that is none.
    #[must_use]
    pub fn file(&self, http: &HttpRequest, name: &str) -> HttpResponse {
        let Some(file) = self.files.iter().find(|file| file.name == name) else {
            return HttpResponse::NotFound().finish();
        };
        let versioned = http
            .query_string()
            .strip_prefix("v=")
            .is_some_and(|version| version == file.version);
        file.answer(
            http,
            if versioned {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            },
        )
    }
}

impl File {
    fn new(name: &'static str, content_type: &'static str, body: web::Bytes) -> Self {
        Self {
            name,
            content_type,
            version: etag::digest(&[&body]),
            body,
        }
    }

    fn answer(&self, http: &HttpRequest, cache: &str) -> HttpResponse {
        let tag = format!("\"{}\"", self.version);
        let is_known = etag::is_known(http, &tag);
        let mut answer: HttpResponseBuilder = if is_known {
            HttpResponse::NotModified()
        } else {
            HttpResponse::Ok()
        };
        answer
            .insert_header((ETAG, tag))
            .insert_header((CACHE_CONTROL, cache))
            .insert_header(("Content-Security-Policy", POLICY))
            .insert_header(("X-Content-Type-Options", "nosniff"))
            .insert_header(("Referrer-Policy", "no-referrer"));
        if self.name == "index.html" {
            // The same address answers programs with JSON.
            answer.insert_header((VARY, "Accept"));
        }
        if is_known {
            return answer.finish();
        }
        answer
            .insert_header((CONTENT_TYPE, self.content_type))
            .body(self.body.clone())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use actix_web::{body::to_bytes, http::header::IF_NONE_MATCH, test::TestRequest};

    fn graphiql() -> Graphiql {
        let example = Example {
            name: "n".to_owned(),
            query: "{a}".to_owned(),
            variables: None,
        };
        Graphiql::new(&[example])
    }

    #[actix_web::test]
    async fn the_page_names_only_files_that_exist_with_their_versions() {
        let graphiql = graphiql();
        let page = graphiql.page(&TestRequest::default().to_http_request());
        let page = String::from_utf8(to_bytes(page.into_body()).await.unwrap().to_vec()).unwrap();
        let addresses: Vec<&str> = page
            .split('"')
            .filter(|part| part.starts_with("/graphiql/"))
            .collect();
        assert_eq!(addresses.len(), graphiql.files.len());
        for address in addresses {
            let http = TestRequest::with_uri(address).to_http_request();
            let answer = graphiql.file(&http, http.path().strip_prefix("/graphiql/").unwrap());
            assert!(answer.status().is_success(), "{address}");
            assert!(
                answer
                    .headers()
                    .get(CACHE_CONTROL)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .contains("immutable"),
                "{address}"
            );
        }
        assert!(!page.contains("http://") && !page.contains("https://"));
    }

    #[actix_web::test]
    async fn a_known_version_is_not_sent_again() {
        let graphiql = graphiql();
        let etag = format!("\"{}\"", graphiql.files.first().unwrap().version);
        let http = TestRequest::default()
            .insert_header((IF_NONE_MATCH, etag))
            .to_http_request();
        let answer = graphiql.file(&http, "react.production.min.js");
        assert_eq!(answer.status(), 304);
        assert_eq!(graphiql.file(&http, "../secret").status(), 404);
    }
}
