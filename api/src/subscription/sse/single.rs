//! Single connection mode: `PUT` reserves a stream, `GET` opens it, `POST` starts an operation on it, `DELETE` stops one.
//!
//! A reservation is kept by the copy of the service that made it: behind several copies a proxy has to send requests with the
//! same token to the same one, or clients use distinct connections.
//!
//! Invariant: a stream is opened once, by whoever reserved it, and nobody else learns whether there is one of that name.

use super::{answer, context, distinct, seat, wants_events};
use crate::{
    graphql::{self, Endpoint, code::Code, refusal::Refusal, request::Parameters},
    persisted_document,
    subscription::{
        Hub,
        flow::{Flow, Script, event},
        operation::Operation,
        operations::Operations,
        outbox::{Inbox, Told, Way, What, way},
        places::Place,
        subscriber::Subscriber,
    },
    token::random_bytes,
};
use actix_web::{
    HttpRequest, HttpResponse, Resource, guard,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    web,
};
use async_graphql::Executor;
use domain::{Ctx, actor::Principal};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::sleep;

/// How long a reservation is kept for somebody who does not open the stream.
const KEPT: Duration = Duration::from_secs(30);

/// The streams that were reserved, by their tokens.
pub type Reservations = Mutex<HashMap<String, Arc<Reservation>>>;

/// A stream that was reserved, and is open or will be.
pub struct Reservation {
    owner: Option<Principal>,
    subscriber: Arc<Subscriber>,
    way: Way,
    operations: Mutex<Operations>,
    /// What whoever opens it takes.
    waiting: Mutex<Option<(Inbox, Place)>>,
}

/// Where streams of many operations are.
pub const PATH: &str = "/graphql/stream";

/// The routes of the stream.
pub fn resource<E: Executor>() -> Resource {
    web::resource(PATH)
        .route(web::put().to(reserve))
        .route(web::get().guard(guard::fn_guard(has_token)).to(open))
        .route(web::post().guard(guard::fn_guard(has_token)).to(start::<E>))
        .route(web::delete().to(stop))
        .route(
            web::route()
                .guard(guard::Any(guard::Get()).or(guard::Post()))
                .guard(guard::fn_guard(wants_events))
                .to(distinct::open::<E>),
        )
}

/// `PUT`: the token of a stream that may be opened once.
async fn reserve(http: HttpRequest, hub: web::Data<Hub>) -> HttpResponse {
    let reserved = reserved(&http, &hub).map(|token| {
        tokio::spawn(forget(hub.clone(), token.clone()));
        HttpResponse::Created()
            .insert_header((CONTENT_TYPE, "text/plain; charset=utf-8"))
            .insert_header((CACHE_CONTROL, "private, no-store"))
            .body(token)
    });
    answer(&http, &hub, reserved)
}

fn reserved(http: &HttpRequest, hub: &Hub) -> Result<String, Refusal> {
    let owner = context(http)?.actor().principal().cloned();
    let (subscriber, _, place) = seat(http, hub)?;
    let token = random_bytes::<16>().map_err(|_| Refusal::internal())?;
    let token = hex::encode(token);
    let (way, inbox) = way(hub.settings.patience);
    let reservation = Reservation {
        owner,
        subscriber,
        way,
        operations: Mutex::new(Operations::new(hub.settings.operations)),
        waiting: Mutex::new(Some((inbox, place))),
    };
    held(&hub.reservations).insert(token.clone(), Arc::new(reservation));
    Ok(token)
}

/// Takes a reservation back that nobody has used in time.
async fn forget(hub: web::Data<Hub>, token: String) {
    sleep(KEPT).await;
    let mut reservations = held(&hub.reservations);
    let is_waiting = |one: &Arc<Reservation>| held(&one.waiting).is_some();
    if reservations.get(&token).is_some_and(is_waiting) {
        reservations.remove(&token);
    }
}

/// `GET`: the stream.
async fn open(http: HttpRequest, hub: web::Data<Hub>) -> HttpResponse {
    let stream = find(&http, &hub).and_then(|(token, ctx, reservation)| {
        let waiting = held(&reservation.waiting).take();
        let (inbox, place) = waiting.ok_or_else(|| already("Strom", "stream"))?;
        let reader = (
            Arc::clone(&reservation.subscriber),
            ctx.follow_changes(),
            place,
        );
        let script = Many {
            hub: hub.clone(),
            token,
            reservation,
        };
        Ok(Flow::new(script, inbox, hub.clone(), reader).answer())
    });
    answer(&http, &hub, stream)
}

/// `POST`: starts an operation. What is wrong with its form is answered here, what comes of it is told on the stream.
async fn start<E: Executor>(
    http: HttpRequest,
    payload: web::Payload,
    endpoint: web::Data<Endpoint<E>>,
    hub: web::Data<Hub>,
) -> HttpResponse {
    let limits = endpoint.admission().limits();
    let parameters = graphql::body_parameters(http.headers(), payload, limits).await;
    let parameters = resolved(&http, parameters).await;
    let started = parameters.and_then(|parameters| {
        let (.., reservation) = find(&http, &hub)?;
        let id = operation_id(&parameters)?;
        let operation = Operation {
            endpoint,
            hub: hub.clone(),
            subscriber: Arc::clone(&reservation.subscriber),
            parameters,
            after: None,
            can_change: true,
        };
        operation.admit()?;
        reservation.start(id, operation)?;
        Ok(HttpResponse::Accepted().finish())
    });
    answer(&http, &hub, started)
}

/// With the document that is named, so that what is wrong with it is answered here.
async fn resolved(
    http: &HttpRequest,
    parameters: Result<Parameters, Refusal>,
) -> Result<Parameters, Refusal> {
    persisted_document::resolve(&context(http)?, parameters?).await
}

/// `DELETE`: stops an operation, if it runs.
async fn stop(
    http: HttpRequest,
    hub: web::Data<Hub>,
    query: web::Query<HashMap<String, String>>,
) -> HttpResponse {
    let stopped = find(&http, &hub).and_then(|(.., reservation)| {
        let id = query.get("operationId").ok_or_else(nameless)?;
        held(&reservation.operations).stop(id);
        Ok(HttpResponse::Ok().finish())
    });
    answer(&http, &hub, stopped)
}

impl Reservation {
    fn start<E: Executor>(&self, id: String, operation: Operation<E>) -> Result<(), Refusal> {
        let mut operations = held(&self.operations);
        if operations.has(&id) {
            return Err(already("Vorgang", "operation"));
        }
        if operations.is_full() {
            return Err(operations.too_many());
        }
        operations.start(id, &self.way, |outbox| operation.run(outbox));
        Ok(())
    }
}

/// The stream that a request names, if it is the caller's.
fn find(http: &HttpRequest, hub: &Hub) -> Result<(String, Ctx, Arc<Reservation>), Refusal> {
    let ctx = context(http)?;
    let token = token(http).unwrap_or_default();
    let found = held(&hub.reservations).get(&token).cloned();
    let own = found.filter(|found| found.owner.as_ref() == ctx.actor().principal());
    let own = own.ok_or_else(|| {
        Refusal::new(
            Code::NotFound,
            "Diesen Strom gibt es nicht (mehr); bitte mit PUT einen neuen reservieren.",
            "There is no such stream (any more); please reserve a new one by PUT.",
        )
    })?;
    Ok((token, ctx, own))
}

/// The token, from the header or, for browsers' `EventSource`, from the address.
fn token(http: &HttpRequest) -> Option<String> {
    let header = http.headers().get("X-GraphQL-Event-Stream-Token");
    let header = header.and_then(|value| value.to_str().ok().map(str::to_owned));
    header.or_else(|| {
        let query = form_urlencoded::parse(http.query_string().as_bytes());
        let mut tokens = query.filter(|(name, _)| name == "token");
        tokens.next().map(|(_, value)| value.into_owned())
    })
}

fn has_token(ctx: &guard::GuardContext<'_>) -> bool {
    let head = ctx.head();
    let query = head.uri.query().unwrap_or_default();
    head.headers().contains_key("X-GraphQL-Event-Stream-Token")
        || form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "token")
}

fn operation_id(parameters: &Parameters) -> Result<String, Refusal> {
    match parameters.extensions.get("operationId") {
        Some(Value::String(id)) if !id.is_empty() => Ok(id.clone()),
        _ => Err(nameless()),
    }
}

fn nameless() -> Refusal {
    Refusal::new(
        Code::BadRequest,
        "„operationId“ fehlt: ein Text, unter dem der Strom von diesem Vorgang erzählt.",
        "\"operationId\" is missing: a text under which the stream tells of this operation.",
    )
}

fn already(de: &str, en: &str) -> Refusal {
    Refusal::new(
        Code::Conflict,
        format!("Diesen {de} gibt es schon."),
        format!("There is this {en} already."),
    )
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The stream of many operations.
struct Many {
    hub: web::Data<Hub>,
    token: String,
    reservation: Arc<Reservation>,
}

impl Script for Many {
    fn text(&mut self, told: Told) -> Option<String> {
        if !held(&self.reservation.operations).heed(&told) {
            return None;
        }
        let id = Value::from(told.id);
        match told.what {
            What::Next(next) => Some(of_operation(&id, &String::from_utf8_lossy(&next.body))),
            What::Refused(errors) => {
                let errors = format!("{{\"errors\":{}}}", String::from_utf8_lossy(&errors));
                Some(of_operation(&id, &errors) + &end(&id))
            }
            What::Complete => Some(end(&id)),
            What::Opened | What::Lost => None,
        }
    }

    fn is_over(&self) -> bool {
        false
    }

    fn lost(&self) -> String {
        ": access revoked\n\n".to_owned()
    }
}

impl Drop for Many {
    fn drop(&mut self) {
        held(&self.hub.reservations).remove(&self.token);
    }
}

fn of_operation(id: &Value, payload: &str) -> String {
    event(
        "next",
        None,
        &format!("{{\"id\":{id},\"payload\":{payload}}}"),
    )
}

fn end(id: &Value) -> String {
    event("complete", None, &json!({ "id": id }).to_string())
}
