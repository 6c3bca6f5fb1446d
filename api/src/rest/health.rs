//! Whether the service lives and whether it can answer.
//!
//! Invariant: neither says anything about content.

use crate::caller::Shared;
use actix_web::{HttpResponse, web};

/// The process lives.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// The database answers.
pub async fn ready(shared: web::Data<Shared>) -> HttpResponse {
    match shared.store.ping().await {
        Ok(()) => HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body("ok\n"),
        Err(_) => HttpResponse::ServiceUnavailable()
            .content_type("text/plain; charset=utf-8")
            .body("database\n"),
    }
}
