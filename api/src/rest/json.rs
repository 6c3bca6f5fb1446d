//! Bodies of requests that change something.
//!
//! Invariant: a body is JSON and says so, since a web page elsewhere could send everything else on a reader's behalf; a
//! member that is unknown or has the wrong form is refused by its name.

use crate::{caller, problem::Problem};
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    web::Bytes,
};
use domain::{Error, language::Language};
use serde::{Serialize, de::DeserializeOwned};

/// Reads a body.
///
/// # Errors
/// 400 naming the member and what is wrong with it.
pub fn parse<T: DeserializeOwned>(request: &HttpRequest, body: &Bytes) -> Result<T, Problem> {
    let refuse = |error: &Error| Problem::of(error, caller::language(request, Language::default()));
    let media = request.headers().get(CONTENT_TYPE);
    let media = media
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = media.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(refuse(&Error::invalid(
            "Content-Type",
            "muss application/json sein.",
            "must be application/json.",
        )));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let parsed = serde_path_to_error::deserialize(&mut reader);
    parsed.map_err(|error| {
        let cause = error.inner().to_string();
        refuse(&Error::invalid(
            error.path().to_string(),
            format!("hat nicht die erwartete Form ({cause})."),
            format!("has not the expected form ({cause})."),
        ))
    })
}

/// An answer that nobody keeps: it may hold a secret, and it is true for this moment only.
pub fn answer<T: Serialize>(view: &T) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(view)
}
