//! Tests of the routes over a schema of three fields.
//!
//! Invariant: each row is one request as a client sends it, with the status and the code that it gets.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use actix_web::{
    App,
    http::{Method, StatusCode},
    test::{TestRequest, call_service, init_service, read_body, read_body_json},
};
use async_graphql::{Context, EmptySubscription, Object, Schema};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

struct Caller(String);

struct Query;

#[Object]
impl Query {
    async fn caller(&self, ctx: &Context<'_>) -> String {
        ctx.data_opt::<Caller>()
            .map_or_else(String::new, |caller| caller.0.clone())
    }

    async fn slow(&self) -> bool {
        tokio::time::sleep(Duration::from_secs(60)).await;
        true
    }

    async fn broken(&self, list: Vec<i32>) -> i32 {
        list.first().copied().unwrap()
    }
}

struct Mutation(Arc<AtomicUsize>);

#[Object]
impl Mutation {
    async fn change(&self) -> usize {
        self.0.fetch_add(1, Ordering::Relaxed)
    }
}

type Toy = Schema<Query, Mutation, EmptySubscription>;

fn endpoint(changes: &Arc<AtomicUsize>) -> web::Data<Endpoint<Toy>> {
    let schema = Schema::new(Query, Mutation(Arc::clone(changes)), EmptySubscription);
    let limits = Limits {
        deadline: Duration::from_millis(200),
        ..Limits::default()
    };
    let sdl = schema.sdl();
    let prepare = |http: &HttpRequest, request: Request| {
        let caller = http
            .headers()
            .get("x-caller")
            .and_then(|value| value.to_str().ok());
        request.data(Caller(caller.unwrap_or("nobody").to_owned()))
    };
    web::Data::new(Endpoint::new(schema, &sdl, limits, Some(&[]), prepare).unwrap())
}

/// Sends a request and gives the status and the first code.
async fn ask(request: TestRequest, changes: &Arc<AtomicUsize>) -> (u16, Option<String>) {
    let endpoint = endpoint(changes);
    let app = init_service(App::new().configure(|cfg| configure(cfg, endpoint))).await;
    let response = call_service(&app, request.to_request()).await;
    let status = response.status().as_u16();
    let body: serde_json::Value = read_body_json(response).await;
    (
        status,
        body.pointer("/errors/0/extensions/code")
            .and_then(|code| code.as_str())
            .map(str::to_owned),
    )
}

fn post(body: &str) -> TestRequest {
    TestRequest::post()
        .uri("/graphql")
        .insert_header(("Content-Type", "application/json"))
        .insert_header(("Accept", "application/graphql-response+json"))
        .set_payload(body.to_owned())
}

fn query(document: &str) -> TestRequest {
    post(&serde_json::json!({ "query": document }).to_string())
}

#[actix_web::test]
async fn each_request_gets_its_status_and_code() {
    let changes = Arc::default();
    let large = format!("{{\"query\":\"{}\"}}", "#".repeat(300_000));
    let typed = |content_type| query("{caller}").insert_header(("Content-Type", content_type));
    let rows = [
        ("a query", query("{caller}"), 200, None),
        ("a mutation", query("mutation{change}"), 200, None),
        (
            "broken syntax",
            query("{caller"),
            400,
            Some("GRAPHQL_PARSE_FAILED"),
        ),
        (
            "no such field",
            query("{nothing}"),
            400,
            Some("GRAPHQL_VALIDATION_FAILED"),
        ),
        (
            "two operations",
            query("query A{caller} query B{caller}"),
            400,
            Some("OPERATION_RESOLUTION_FAILURE"),
        ),
        (
            "a subscription",
            query("subscription{x}"),
            400,
            Some("OPERATION_RESOLUTION_FAILURE"),
        ),
        (
            "no variable",
            query("query($l:[Int!]!){broken(list:$l)}"),
            400,
            Some("BAD_USER_INPUT"),
        ),
        (
            "many tokens",
            query(&"a ".repeat(3_000)),
            400,
            Some("LIMIT_EXCEEDED"),
        ),
        ("past the deadline", query("{slow}"), 504, Some("DEADLINE")),
        ("a panic", query("{broken(list:[])}"), 500, Some("INTERNAL")),
        (
            "many values",
            post(&format!("[{}]", "0,".repeat(10_000))),
            400,
            Some("LIMIT_EXCEEDED"),
        ),
        (
            "a dry run of something else",
            query("{caller}").insert_header((negotiation::DRY_RUN, "everything")),
            400,
            Some("BAD_REQUEST"),
        ),
        ("a batch", post("[]"), 400, Some("BAD_REQUEST")),
        ("a large body", post(&large), 413, Some("PAYLOAD_TOO_LARGE")),
        (
            "plain text",
            typed("text/plain"),
            415,
            Some("UNSUPPORTED_MEDIA_TYPE"),
        ),
        (
            "a form",
            typed("application/x-www-form-urlencoded"),
            415,
            Some("UNSUPPORTED_MEDIA_TYPE"),
        ),
        (
            "gzip",
            query("{caller}").insert_header(("Content-Encoding", "gzip")),
            415,
            Some("UNSUPPORTED_MEDIA_TYPE"),
        ),
        (
            "an image",
            query("{caller}").insert_header(("Accept", "image/png")),
            406,
            Some("NOT_ACCEPTABLE"),
        ),
        (
            "PUT",
            query("{caller}").method(Method::PUT),
            405,
            Some("METHOD_NOT_ALLOWED"),
        ),
    ];
    for (name, request, status, code) in rows {
        assert_eq!(
            ask(request, &changes).await,
            (status, code.map(str::to_owned)),
            "{name}"
        );
    }
}

#[actix_web::test]
async fn under_plain_json_a_refused_document_answers_200() {
    let request = query("{nothing}").insert_header(("Accept", "application/json"));
    assert_eq!(
        ask(request, &Arc::default()).await,
        (200, Some("GRAPHQL_VALIDATION_FAILED".to_owned()))
    );
}

#[actix_web::test]
async fn reading_by_get_never_changes() {
    let changes = Arc::default();
    let get = |uri| {
        TestRequest::get()
            .uri(uri)
            .insert_header(("Accept", "application/json"))
    };
    assert_eq!(
        ask(get("/graphql?query=%7Bcaller%7D"), &changes).await,
        (200, None)
    );
    let refused = ask(get("/graphql?query=mutation%7Bchange%7D"), &changes).await;
    assert_eq!(refused, (405, Some("METHOD_NOT_ALLOWED".to_owned())));
    assert_eq!(
        ask(get("/graphql"), &changes).await,
        (400, Some("BAD_REQUEST".to_owned()))
    );
    assert_eq!(changes.load(Ordering::Relaxed), 0);
}

#[actix_web::test]
async fn a_browser_gets_the_page_and_a_program_its_data() {
    let endpoint = endpoint(&Arc::default());
    let app = init_service(App::new().configure(|cfg| configure(cfg, endpoint))).await;
    let browser = TestRequest::get()
        .uri("/graphql")
        .insert_header(("Accept", "text/html,*/*;q=0.8"));
    let page = call_service(&app, browser.to_request()).await;
    assert_eq!(page.status(), StatusCode::OK);
    assert!(page.headers().get("Content-Security-Policy").is_some());
    assert!(
        String::from_utf8(read_body(page).await.to_vec())
            .unwrap()
            .contains("<title>Städtenetz")
    );
    let program = query("{caller}").insert_header(("x-caller", "somebody"));
    let answer: serde_json::Value =
        read_body_json(call_service(&app, program.to_request()).await).await;
    assert_eq!(answer.pointer("/data/caller").unwrap(), "somebody");
}
