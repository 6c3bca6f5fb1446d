//! Whether the service lives and whether it can answer.
//!
//! Invariant: neither says anything about content.

use crate::caller::Shared;
use actix_web::{HttpResponse, web};
use std::time::Duration;
use tokio::time::timeout;

/// The process lives.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body("ok\n")
}

/// How long a question whether the service is ready waits for the search index.
const PATIENCE: Duration = Duration::from_secs(2);

/// The database answers and the search index is there.
pub async fn ready(shared: web::Data<Shared>) -> HttpResponse {
    if shared.store.ping().await.is_err() {
        return missing("database\n");
    }
    let index = shared.store.index().catch_up(&shared.store);
    match timeout(PATIENCE, index).await {
        Ok(Ok(())) => HttpResponse::Ok()
            .content_type("text/plain; charset=utf-8")
            .body("ok\n"),
        _ => missing("search index\n"),
    }
}

fn missing(what: &'static str) -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .content_type("text/plain; charset=utf-8")
        .body(what)
}
