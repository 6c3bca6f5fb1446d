//! Tests of the answers.
//!
//! Invariant: no error leaves without a code, and no text of ours that was meant for the log.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use actix_web::body::to_bytes;
use async_graphql::PathSegment;

const COST: Cost = Cost {
    requested: 3,
    actual: Some(2),
    limit: 10,
};

fn style(media: Media) -> Style {
    Style {
        media,
        language: Language::En,
        profile: Profile::default(),
    }
}

async fn body(response: HttpResponse) -> serde_json::Value {
    serde_json::from_slice(&to_bytes(response.into_body()).await.unwrap()).unwrap()
}

fn failed(message: &str, path: &[&str]) -> ServerError {
    let path = path
        .iter()
        .map(|name| PathSegment::Field((*name).to_owned()))
        .collect();
    ServerError::new(message, None).with_path(path)
}

async fn executed_with(error: ServerError, media: Media) -> (StatusCode, serde_json::Value) {
    let response = executed(
        Response::from_errors(vec![error]),
        COST,
        &Limits::default(),
        style(media),
    );
    (response.status(), body(response).await)
}

#[actix_web::test]
async fn a_field_error_without_a_code_is_ours_and_says_nothing() {
    let (status, body) = executed_with(
        failed("SELECT secret FROM t", &["a"]),
        Media::GraphqlResponse,
    )
    .await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(body.pointer("/errors/0/message").unwrap(), INTERNAL_EN);
    assert_eq!(
        body.pointer("/errors/0/extensions/code").unwrap(),
        "INTERNAL"
    );
    assert!(body.get("data").unwrap().is_null());
    assert_eq!(
        body.pointer("/extensions/cost").unwrap(),
        &serde_json::json!({"requested": 3, "actual": 2, "limit": 10})
    );
}

#[actix_web::test]
async fn a_value_that_cannot_be_read_is_the_clients() {
    let (_, body) = executed_with(failed("Failed to parse \"Int\": no", &["a"]), Media::Json).await;
    assert_eq!(
        body.pointer("/errors/0/extensions/code").unwrap(),
        "BAD_USER_INPUT"
    );
}

#[actix_web::test]
async fn a_code_from_the_list_stays_and_another_does_not() {
    for (word, expected, message) in [
        ("CONFLICT", "CONFLICT", "text"),
        ("WHATEVER", "INTERNAL", INTERNAL_EN),
    ] {
        let mut error = failed("text", &["a"]);
        error.extensions.get_or_insert_default().set("code", word);
        let (status, body) = executed_with(error, Media::GraphqlResponse).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(body.pointer("/errors/0/extensions/code").unwrap(), expected);
        assert_eq!(body.pointer("/errors/0/message").unwrap(), message);
    }
}

#[actix_web::test]
async fn what_the_library_refuses_has_no_data() {
    for (media, expected) in [
        (Media::GraphqlResponse, StatusCode::BAD_REQUEST),
        (Media::Json, StatusCode::OK),
    ] {
        let (status, body) = executed_with(failed("Unknown field", &[]), media).await;
        assert_eq!(status, expected);
        assert!(body.get("data").is_none());
        assert_eq!(
            body.pointer("/errors/0/extensions/code").unwrap(),
            "GRAPHQL_VALIDATION_FAILED"
        );
    }
}

#[actix_web::test]
async fn at_most_ten_errors() {
    let errors = (0..500).map(|_| failed("x", &["a"])).collect();
    let response = executed(
        Response::from_errors(errors),
        COST,
        &Limits::default(),
        style(Media::Json),
    );
    assert_eq!(
        body(response)
            .await
            .get("errors")
            .unwrap()
            .as_array()
            .unwrap()
            .len(),
        10
    );
}

#[actix_web::test]
async fn a_refusal_names_the_limit_and_the_methods() {
    let exceeded = super::super::refusal::Exceeded {
        limit: "depth",
        maximum: 12,
        requested: Some(13),
    };
    let response = refused(
        &Refusal::limit(exceeded, None),
        style(Media::GraphqlResponse),
    );
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let body = body(response).await;
    assert_eq!(
        body.pointer("/errors/0/extensions").unwrap(),
        &serde_json::json!({"code": "LIMIT_EXCEEDED", "limit": "depth", "maximum": 12, "requested": 13})
    );
    let response = refused(&Refusal::method("POST", "de", "en"), style(Media::Json));
    assert_eq!(
        (
            response.status(),
            response.headers().get("Allow").unwrap().as_bytes()
        ),
        (StatusCode::METHOD_NOT_ALLOWED, b"POST".as_slice())
    );
}
