//! Figures about the running service, in the text format that Prometheus reads.
//!
//! Invariant: every label has a short closed list of values (route patterns, not paths), so no caller can make the
//! number of series grow; and nothing here tells what a request was about.

use std::{
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use crate::persisted_document::Outcome;
use ::metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
};
use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode},
    middleware::Next,
};
use domain::value::DeliveryFault;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

const REQUESTS: &str = "http_requests_total";
const DURATION: &str = "http_request_duration_seconds";
const OPERATIONS: &str = "graphql_operations_total";
const STREAMS: &str = "subscription_streams";
const DELIVERIES: &str = "webhook_deliveries_total";
const DOCUMENTS: &str = "graphql_documents_total";
const BUILD: &str = "staedtenetz_build_info";
const START: &str = "process_start_time_seconds";

/// Upper bounds in seconds, from an answer out of memory to one that is about to be given up.
const BUCKETS: [f64; 12] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];
/// Samples wait in memory until they are summed up; without a reader that would be for ever.
const SUM_UP_EVERY: u64 = 4_096;

/// What a GraphQL operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationKind {
    /// Reads.
    Query,
    /// Writes.
    Mutation,
    /// Listens.
    Subscription,
    /// It was refused before its kind was known.
    Unknown,
}

/// How a GraphQL operation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationOutcome {
    /// Without errors.
    Succeeded,
    /// It ran, with errors in its answer.
    Failed,
    /// It was not run: not understood, invalid or beyond a limit.
    Refused,
}

/// Middleware: counts the request and measures it.
///
/// # Errors
/// Those of the inner service.
pub async fn measure<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    install();
    let start = Instant::now();
    let method = method_label(request.method());
    let outcome = next.call(request).await;
    let (route, status) = match &outcome {
        Ok(response) => (response.request().match_pattern(), response.status()),
        Err(error) => (None, error.as_response_error().status_code()),
    };
    let route = route.unwrap_or_else(|| "unmatched".to_owned());
    let class = class_label(status);
    histogram!(DURATION, "route" => route.clone(), "method" => method, "status" => class)
        .record(start.elapsed().as_secs_f64());
    counter!(REQUESTS, "route" => route, "method" => method, "status" => class).increment(1);
    sum_up_sometimes();
    outcome
}

/// Counts one GraphQL operation.
pub fn count_operation(kind: OperationKind, outcome: OperationOutcome) {
    install();
    counter!(OPERATIONS, "kind" => kind.label(), "outcome" => outcome.label()).increment(1);
}

/// Counts a document that was named, or that a key ran or wanted to run although it is not trusted.
pub fn count_document(outcome: Outcome) {
    install();
    let outcome = match outcome {
        Outcome::Found => "found",
        Outcome::Missing => "missing",
        Outcome::Unknown => "unknown",
        Outcome::Refused => "refused",
    };
    counter!(DOCUMENTS, "outcome" => outcome).increment(1);
}

/// Counts a stream of subscriptions that opens (1) or ends (-1).
pub fn count_stream(change: f64) {
    install();
    gauge!(STREAMS).increment(change);
}

/// Counts one attempt to deliver a message to a webhook.
pub fn count_delivery(answer: Result<u16, DeliveryFault>) {
    install();
    let outcome = match answer {
        Ok(200..=299) => "delivered",
        Ok(300..=399) => "redirected",
        Ok(410) => "gone",
        Ok(_) => "refused",
        Err(DeliveryFault::NoAnswer) => "no_answer",
        Err(DeliveryFault::Timeout) => "timeout",
        Err(DeliveryFault::NotAllowed) => "not_allowed",
        Err(DeliveryFault::NoSecret) => "no_secret",
    };
    counter!(DELIVERIES, "outcome" => outcome).increment(1);
}

/// `GET /metrics`
pub async fn show() -> HttpResponse {
    let text = install().render();
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(text)
}

/// Makes the process's one recorder; every later call returns the same.
pub fn install() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        // The bounds are not empty, which is the only thing that is refused.
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS)
            .unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        // Fails only where somebody else's recorder runs; then ours stays empty and nothing breaks.
        let _ = ::metrics::set_global_recorder(recorder);
        describe();
        handle
    })
}

fn describe() {
    describe_counter!(REQUESTS, Unit::Count, "Answered requests.");
    describe_histogram!(
        DURATION,
        Unit::Seconds,
        "Time from the request line to the head of the answer."
    );
    describe_counter!(OPERATIONS, Unit::Count, "GraphQL operations.");
    describe_counter!(
        DELIVERIES,
        Unit::Count,
        "Attempts to deliver messages to webhooks."
    );
    describe_counter!(
        DOCUMENTS,
        Unit::Count,
        "GraphQL documents that were named, or are not trusted although their key is held to trusted ones."
    );
    describe_gauge!(
        STREAMS,
        Unit::Count,
        "Open streams of subscriptions: WebSockets and server-sent events."
    );
    describe_gauge!(
        BUILD,
        Unit::Count,
        "Always 1; the labels say what is running."
    );
    describe_gauge!(
        START,
        Unit::Seconds,
        "When the process started, in seconds since 1970."
    );
    let revision = option_env!("STAEDTENETZ_REVISION").unwrap_or("unknown");
    gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION"), "revision" => revision).set(1.0);
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    gauge!(START).set(now.as_secs_f64());
}

fn sum_up_sometimes() {
    static ANSWERED: AtomicU64 = AtomicU64::new(0);
    if ANSWERED.fetch_add(1, Ordering::Relaxed) % SUM_UP_EVERY == SUM_UP_EVERY - 1 {
        install().run_upkeep();
    }
}

/// A caller may invent methods.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn class_label(status: StatusCode) -> &'static str {
    match status.as_u16() {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}

impl OperationKind {
    const fn label(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
            Self::Unknown => "unknown",
        }
    }
}

impl OperationOutcome {
    const fn label(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Refused => "refused",
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use actix_web::{App, middleware::from_fn, test, web};

    use super::*;

    async fn scrape() -> String {
        let app = App::new()
            .wrap(from_fn(measure))
            .route("/metrics", web::get().to(show))
            .route("/things/{id}", web::get().to(HttpResponse::Ok));
        let app = test::init_service(app).await;
        for uri in ["/things/1", "/things/2", "/nowhere/3"] {
            test::call_service(&app, test::TestRequest::get().uri(uri).to_request()).await;
        }
        let brew = test::TestRequest::default().method(Method::from_bytes(b"BREW").unwrap());
        test::call_service(&app, brew.uri("/things/1").to_request()).await;
        count_operation(OperationKind::Query, OperationOutcome::Succeeded);
        let body =
            test::call_and_read_body(&app, test::TestRequest::get().uri("/metrics").to_request())
                .await;
        String::from_utf8(body.to_vec()).unwrap()
    }

    #[actix_web::test]
    async fn labels_are_patterns_and_several_apps_share_one_recorder() {
        scrape().await;
        let text = scrape().await;
        for part in [
            "http_requests_total{route=\"/things/{id}\",method=\"GET\",status=\"2xx\"}",
            "http_requests_total{route=\"unmatched\",method=\"GET\",status=\"4xx\"}",
            "method=\"other\"",
            "http_request_duration_seconds_bucket{route=\"/things/{id}\",method=\"GET\",status=\"2xx\",le=\"0.001\"}",
            "graphql_operations_total{kind=\"query\",outcome=\"succeeded\"}",
            "staedtenetz_build_info{version=\"",
            "process_start_time_seconds",
        ] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
        assert!(
            !text.contains("/things/1") && !text.contains("BREW"),
            "{text}"
        );
    }
}
