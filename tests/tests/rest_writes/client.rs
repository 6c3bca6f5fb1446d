//! REST inside of the process, for somebody who was recognised before.
//!
//! Invariant: the interface is the one that the service serves; only who is asking is given.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::desk::text;
use actix_web::{
    App, HttpMessage,
    body::to_bytes,
    http::{Method, header::HeaderMap},
    test,
};
use domain::Ctx;
use serde_json::{Value, json};
use utoipa_actix_web::AppExt;

/// An answer of the interface.
pub struct Answer {
    pub status: u16,
    headers: HeaderMap,
    pub json: Value,
    /// The body as it is.
    pub body: String,
}

impl Answer {
    /// One of the headers, empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }

    /// Status and code of a refusal.
    pub fn refusal(&self) -> (u16, String) {
        (self.status, text(&self.json, "/code"))
    }
}

/// What the interface answers somebody who was recognised before.
pub async fn send(
    ctx: &Ctx,
    (method, path): (Method, &str),
    headers: &[(&str, &str)],
    body: String,
) -> Answer {
    let app = App::new().into_utoipa_app().configure(api::rest::configure);
    let app = test::init_service(app.into_app()).await;
    let mut request = test::TestRequest::default()
        .method(method)
        .uri(&format!("/api/v1{path}"))
        .set_payload(body);
    for header in headers {
        request = request.insert_header(*header);
    }
    let request = request.to_request();
    request.extensions_mut().insert(ctx.renewed());
    let response = test::call_service(&app, request).await;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = to_bytes(response.into_body()).await.unwrap_or_default();
    Answer {
        status,
        headers,
        json: serde_json::from_slice(&bytes).unwrap_or_default(),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

pub async fn write(ctx: &Ctx, request: (Method, &str), tag: &str, body: Value) -> Answer {
    let mut headers = vec![("content-type", "application/json")];
    if !tag.is_empty() {
        headers.push(("if-match", tag));
    }
    send(ctx, request, &headers, body.to_string()).await
}

pub async fn read(ctx: &Ctx, path: &str) -> Answer {
    send(ctx, (Method::GET, path), &[], String::new()).await
}

/// The path behind `Location`.
pub fn place(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{:#}", answer.json);
    let place = answer.header("location").strip_prefix("/api/v1");
    place.unwrap().to_owned()
}

pub async fn plan(ctx: &Ctx) -> Answer {
    let body = json!({ "network": "kora", "title": "Aktionsplan", "status": "ADOPTED" });
    write(ctx, (Method::POST, "/plans"), "", body).await
}
