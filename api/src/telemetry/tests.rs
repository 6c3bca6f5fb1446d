//! What the log promises: an id on every answer and line, no foreign text in it, one line for each request.

use std::{
    io::Write,
    sync::{Mutex, PoisonError},
};

use actix_web::{App, HttpResponse, error::ErrorBadRequest, middleware::from_fn, test, web};
use tracing::instrument::WithSubscriber;

use super::*;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

async fn id_of(value: &str) -> String {
    let app = App::new()
        .wrap(from_fn(trace))
        .default_service(web::to(HttpResponse::Ok));
    let app = test::init_service(app).await;
    let request = test::TestRequest::get()
        .insert_header((REQUEST_ID, value))
        .to_request();
    let response = test::call_service(&app, request).await;
    response
        .headers()
        .get(REQUEST_ID)
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned()
}

#[actix_web::test]
async fn plain_ids_are_kept_and_others_replaced() {
    assert_eq!(id_of("abc-1.2_3").await, "abc-1.2_3");
    assert_eq!(id_of(&"a".repeat(64)).await, "a".repeat(64));
    for foreign in ["", "a b", "ä", "a\"b", "<x>", &"a".repeat(65)] {
        assert!(Uuid::parse_str(&id_of(foreign).await).is_ok(), "{foreign}");
    }
}

#[actix_web::test]
async fn handlers_see_the_id_and_unknown_paths_have_one() {
    let show = |request: HttpRequest| async move { RequestId::of(&request).as_str().to_owned() };
    let app = App::new()
        .wrap(from_fn(trace))
        .route("/show", web::get().to(show));
    let app = test::init_service(app).await;
    let request = test::TestRequest::get()
        .uri("/show")
        .insert_header((REQUEST_ID, "mine"))
        .to_request();
    assert_eq!(test::call_and_read_body(&app, request).await, "mine");
    let response =
        test::call_service(&app, test::TestRequest::get().uri("/none").to_request()).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(response.headers().contains_key(REQUEST_ID));
}

#[actix_web::test]
async fn errors_of_inner_middleware_carry_the_id_too() {
    async fn refuse<B>(_: ServiceRequest, _: Next<B>) -> Result<ServiceResponse<B>, Error> {
        Err(ErrorBadRequest("no"))
    }
    let app = App::new().wrap(from_fn(refuse)).wrap(from_fn(trace));
    let app = test::init_service(app).await;
    let error = test::try_call_service(&app, test::TestRequest::get().to_request())
        .await
        .unwrap_err();
    let response = error.error_response();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(response.headers().contains_key(REQUEST_ID));
}

#[actix_web::test]
async fn one_line_with_id_and_without_query() {
    let lines = Lines::default();
    let writer = lines.clone();
    let layer = fmt::layer()
        .with_writer(move || writer.clone())
        .json()
        .flatten_event(true);
    let subscriber = Registry::default().with(layer);
    let app = App::new()
        .wrap(from_fn(trace))
        .default_service(web::to(HttpResponse::Ok));
    let app = test::init_service(app).await;
    let uri = "/projects/1?token=geheim";
    let request = test::TestRequest::get()
        .uri(uri)
        .insert_header((REQUEST_ID, "mine"))
        .to_request();
    test::call_service(&app, request)
        .with_subscriber(subscriber)
        .await;
    let text = lines.text();
    assert_eq!(text.lines().count(), 1, "{text}");
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(line["span"]["request_id"], "mine");
    assert_eq!(
        (&line["method"], &line["path"]),
        (&"GET".into(), &"/projects/1".into())
    );
    assert_eq!(line["status"], 200);
    assert!(line["duration_ms"].is_number() && !text.contains("geheim"));
}

#[::core::prelude::v1::test]
fn a_second_start_is_harmless_and_a_bad_filter_is_told() {
    assert!(start("off", LogFormat::Json).is_ok());
    assert!(start("off", LogFormat::Text).is_ok());
    assert!(start("a=b=c", LogFormat::Text).is_err());
}
