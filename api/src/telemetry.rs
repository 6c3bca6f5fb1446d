//! Log lines, and the request id that ties them together.
//!
//! Invariant: every answer carries the id of its request, every line written while it runs carries it too, and no line
//! holds a query string, a header or a body.

use std::{io::IsTerminal, sync::Arc, time::Instant};

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        StatusCode,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
};
use tracing::Instrument;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, layer::SubscriberExt};
use uuid::Uuid;

use crate::config::LogFormat;

/// The header that carries the id in both directions.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const LONGEST_ID: usize = 64;
const LONGEST_PATH: usize = 256;
/// Asked every few seconds by machines; their lines would hide the others.
const QUIET_PATHS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Starts the log. A second start in one process (tests do that) keeps the first log.
///
/// # Errors
/// A filter that `tracing` does not understand; a loaded configuration has none.
pub fn start(
    filter: &str,
    format: LogFormat,
) -> Result<(), tracing_subscriber::filter::ParseError> {
    let filter = EnvFilter::builder().parse(filter)?;
    let subscriber = Registry::default().with(line_layer(format).with_filter(filter));
    // The only failure is that a log was started before.
    let _ = tracing::subscriber::set_global_default(subscriber);
    Ok(())
}

/// Lines go to standard error, so that what a command prints stays clean.
fn line_layer(format: LogFormat) -> Box<dyn Layer<Registry> + Send + Sync> {
    let layer = fmt::layer().with_writer(std::io::stderr);
    match format {
        LogFormat::Json => layer
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed(),
        LogFormat::Text if std::io::stderr().is_terminal() => layer.boxed(),
        LogFormat::Text => layer.with_ansi(false).boxed(),
    }
}

/// The id of a request: the caller's, where it is a plain word, else a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The id of a request that came through [`trace`]; outside it, a new one.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        request
            .extensions()
            .get::<Self>()
            .cloned()
            .unwrap_or_else(Self::new)
    }

    /// The id as text: at most 64 of `A-Z a-z 0-9 . _ -`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn new() -> Self {
        Self(Uuid::now_v7().to_string().into())
    }

    /// Anything else than a plain word could forge log lines or carry personal details.
    fn from_headers(headers: &HeaderMap) -> Self {
        let given = headers
            .get(&REQUEST_ID)
            .and_then(|value| value.to_str().ok());
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        match given {
            Some(id) if (1..=LONGEST_ID).contains(&id.len()) && id.chars().all(plain) => {
                Self(id.into())
            }
            _ => Self::new(),
        }
    }

    fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&self.0).ok()
    }
}

/// Middleware: gives the request its id and writes one line when it is answered. It belongs outermost.
///
/// # Errors
/// Those of the inner service; their answers carry the id too.
pub async fn trace<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let start = Instant::now();
    let id = RequestId::from_headers(request.headers());
    request.extensions_mut().insert(id.clone());
    let line = Line {
        method: request.method().to_string(),
        path: short(request.path()),
        start,
    };
    // A span of the level error is kept by every filter, so the id is on every line that is written at all.
    let span = tracing::error_span!("request", request_id = id.as_str());
    let outcome = next.call(request).instrument(span.clone()).await;
    let _entered = span.enter();
    match outcome {
        Ok(mut response) => {
            line.write(response.status());
            set_id(response.headers_mut(), &id);
            Ok(response)
        }
        Err(error) => {
            let mut response = error.error_response();
            line.write(response.status());
            set_id(response.headers_mut(), &id);
            Err(InternalError::from_response(error, response).into())
        }
    }
}

fn set_id(headers: &mut HeaderMap, id: &RequestId) {
    if let Some(value) = id.header() {
        headers.insert(REQUEST_ID, value);
    }
}

fn short(path: &str) -> String {
    path.chars().take(LONGEST_PATH).collect()
}

/// What is known of a request before its answer.
struct Line {
    method: String,
    path: String,
    start: Instant,
}

impl Line {
    fn write(&self, status: StatusCode) {
        let Self {
            method,
            path,
            start,
        } = self;
        let status_code = status.as_u16();
        let duration_ms = start.elapsed().as_micros() as f64 / 1_000.0;
        if status.is_server_error() {
            tracing::error!(%method, %path, status = status_code, duration_ms, "answered");
        } else if QUIET_PATHS.contains(&path.as_str()) {
            tracing::debug!(%method, %path, status = status_code, duration_ms, "answered");
        } else {
            tracing::info!(%method, %path, status = status_code, duration_ms, "answered");
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests;
