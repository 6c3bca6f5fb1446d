//! What one request may ask for at most, for everybody to read.
//!
//! Invariant: the numbers are those that requests are held to, under the names that errors have.

use super::answer::with_etag;
use crate::caller::{self, Shared};
use actix_web::{HttpRequest, HttpResponse, web};
use domain::language::Language;
use schema::{Limit, Limits};
use serde_json::{Value, json};

/// `GET /limits`
pub async fn list(
    request: HttpRequest,
    shared: web::Data<Shared>,
    limits: web::Data<Limits>,
) -> HttpResponse {
    let language = caller::language(&request, shared.language);
    let all: Vec<Value> = limits.0.iter().map(|limit| view(limit, language)).collect();
    with_etag(
        &request,
        "application/json",
        json!({ "limits": all }).to_string(),
    )
}

fn view(limit: &Limit, language: Language) -> Value {
    json!({
        "name": limit.name,
        "maximum": limit.maximum,
        "description": limit.words.text(language),
    })
}
