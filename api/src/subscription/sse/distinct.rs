//! Distinct connections mode: a request is an operation, its answer a stream of events.
//!
//! Invariant: whatever is wrong with the operation is told on the stream, since a browser shows no page the body of an answer
//! that is no stream; the `id` of an event is its cursor, and `Last-Event-ID` goes on behind it.

use super::{answer, seat, wants_events};
use crate::{
    graphql::{self, Endpoint, refusal::Refusal, request::Parameters},
    subscription::{
        Hub,
        flow::{Flow, Script, event},
        operation::{self, Operation},
        operations::Operations,
        outbox::{Told, What, way},
    },
};
use actix_web::{HttpRequest, HttpResponse, Resource, guard, http::Method, web};
use async_graphql::Executor;
use domain::{Error, language::Language};
use std::sync::Arc;

/// The route for requests that want events.
pub fn resource<E: Executor>() -> Resource {
    web::resource(graphql::PATH)
        .guard(guard::fn_guard(wants_events))
        .guard(guard::Any(guard::Get()).or(guard::Post()))
        .route(web::to(open::<E>))
}

/// `GET` or `POST /graphql` with `Accept: text/event-stream`.
pub async fn open<E: Executor>(
    http: HttpRequest,
    payload: web::Payload,
    endpoint: web::Data<Endpoint<E>>,
    hub: web::Data<Hub>,
) -> HttpResponse {
    let limits = endpoint.admission().limits();
    let parameters = if http.method() == Method::POST {
        graphql::body_parameters(http.headers(), payload, limits).await
    } else {
        Parameters::from_query_string(http.query_string(), limits.body_bytes)
    };
    let stream = parameters.and_then(|parameters| stream(&http, endpoint, &hub, parameters));
    answer(&http, &hub, stream)
}

fn stream<E: Executor>(
    http: &HttpRequest,
    endpoint: web::Data<Endpoint<E>>,
    hub: &web::Data<Hub>,
    parameters: Parameters,
) -> Result<HttpResponse, Refusal> {
    let (subscriber, follower, place) = seat(http, hub)?;
    let operation = Operation {
        endpoint,
        hub: hub.clone(),
        subscriber: Arc::clone(&subscriber),
        parameters,
        after: last_event(http),
        can_change: http.method() == Method::POST,
    };
    let (way, inbox) = way(hub.settings.patience);
    let mut operations = Operations::new(1);
    operations.start(String::new(), &way, |outbox| operation.run(outbox));
    let script = Alone {
        operations,
        language: subscriber.language,
        is_over: false,
    };
    let flow = Flow::new(script, inbox, hub.clone(), (subscriber, follower, place));
    Ok(flow.answer())
}

/// The cursor of the last event that a client has seen, where it comes back.
fn last_event(http: &HttpRequest) -> Option<String> {
    let value = http.headers().get("Last-Event-ID")?.to_str().ok()?;
    (!value.is_empty()).then(|| value.to_owned())
}

/// The stream of one operation.
struct Alone {
    operations: Operations,
    language: Language,
    is_over: bool,
}

impl Script for Alone {
    fn text(&mut self, told: Told) -> Option<String> {
        if !self.operations.heed(&told) {
            return None;
        }
        match told.what {
            // The head of the answer and this go out at once, so a client knows that it is listened for it.
            What::Opened => Some(": open\n\n".to_owned()),
            What::Next(next) => {
                let data = String::from_utf8_lossy(&next.body);
                Some(event("next", next.cursor.as_deref(), &data))
            }
            What::Refused(errors) => {
                self.is_over = true;
                Some(ending(&String::from_utf8_lossy(&errors)))
            }
            What::Complete => {
                self.is_over = true;
                Some(event("complete", None, ""))
            }
            What::Lost => None,
        }
    }

    fn is_over(&self) -> bool {
        self.is_over
    }

    fn lost(&self) -> String {
        let refused = operation::refusal(&Error::Unauthenticated);
        let errors = graphql::response::Body::refused(&refused, self.language).errors();
        ending(&String::from_utf8_lossy(&errors))
    }
}

/// Errors and the end.
fn ending(errors: &str) -> String {
    let errors = event("next", None, &format!("{{\"errors\":{errors}}}"));
    errors + &event("complete", None, "")
}
