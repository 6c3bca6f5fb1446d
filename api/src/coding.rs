//! Entity tags of compressed answers.
//!
//! Invariant: answers of different bytes have different strong tags (RFC 9110, section 8.8.3.3): that of a compressed one ends
//! with its coding, and is understood without it when it comes back.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{CONTENT_ENCODING, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH},
    },
    middleware::Next,
};

/// The codings that are offered.
const CODINGS: [&str; 4] = ["gzip", "br", "zstd", "deflate"];

/// Middleware around the one that compresses.
///
/// # Errors
/// Those of the inner service.
pub async fn distinguish<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let known = plain(request.headers_mut());
    let mut response = next.call(request).await?;
    let coding = response.headers().get(CONTENT_ENCODING);
    let coding = coding.and_then(|value| CODINGS.into_iter().find(|one| value == one));
    let is_known = response.status() == StatusCode::NOT_MODIFIED;
    if let Some(coding) = coding.or(known.filter(|_| is_known)) {
        mark(response.headers_mut(), coding);
    }
    Ok(response)
}

/// Takes the codings out of the tags that a client knows; says which there was.
fn plain(headers: &mut HeaderMap) -> Option<&'static str> {
    let tags = headers.get(IF_NONE_MATCH)?.to_str().ok()?.to_owned();
    let known = CODINGS
        .into_iter()
        .find(|coding| tags.contains(&format!("-{coding}\"")))?;
    let ends = CODINGS.map(|coding| format!("-{coding}\""));
    let tags = ends
        .iter()
        .fold(tags, |tags, end| tags.replace(end.as_str(), "\""));
    headers.insert(IF_NONE_MATCH, HeaderValue::from_str(&tags).ok()?);
    Some(known)
}

fn mark(headers: &mut HeaderMap, coding: &str) {
    let tag = headers.get(ETAG).and_then(|tag| tag.to_str().ok());
    let inner = tag.and_then(|tag| tag.strip_suffix('"'));
    let marked = inner.and_then(|inner| HeaderValue::from_str(&format!("{inner}-{coding}\"")).ok());
    if let Some(marked) = marked {
        headers.insert(ETAG, marked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{
        App, HttpRequest, HttpResponse,
        http::header::ACCEPT_ENCODING,
        middleware::{Compress, from_fn},
        test::{TestRequest, call_service, init_service},
        web,
    };

    async fn answer(http: HttpRequest) -> HttpResponse {
        let known = http.headers().get(IF_NONE_MATCH);
        let mut answer = if known.is_some_and(|known| known == "\"1-ab\"") {
            HttpResponse::NotModified()
        } else {
            HttpResponse::Ok()
        };
        answer.insert_header((ETAG, "\"1-ab\""));
        answer.body("text ".repeat(1_000))
    }

    async fn tag(coding: &str, known: &str) -> (u16, String) {
        let app = App::new()
            .route("/", web::get().to(answer))
            .wrap(Compress::default())
            .wrap(from_fn(distinguish));
        let request = TestRequest::get()
            .insert_header((ACCEPT_ENCODING, coding))
            .insert_header((IF_NONE_MATCH, known));
        let response = call_service(&init_service(app).await, request.to_request()).await;
        let tag = response.headers().get(ETAG);
        let tag = tag.and_then(|tag| tag.to_str().ok()).unwrap_or_default();
        (response.status().as_u16(), tag.to_owned())
    }

    #[actix_web::test]
    async fn each_coding_has_a_tag_of_its_own() {
        let of = |status, tag: &str| (status, tag.to_owned());
        assert_eq!(tag("identity", "").await, of(200, "\"1-ab\""));
        assert_eq!(tag("gzip", "").await, of(200, "\"1-ab-gzip\""));
        assert_eq!(tag("gzip", "\"1-ab-gzip\"").await, of(304, "\"1-ab-gzip\""));
        assert_eq!(tag("identity", "\"1-ab\"").await, of(304, "\"1-ab\""));
    }
}
