//! What is due in the transfers of a city, as a calendar to subscribe to (RFC 5545).
//!
//! Invariant: only what the caller is a party to. Calendar programs send an API key as the password of
//! `Authorization: Basic`; nowhere else is that a credential (`caller.rs`).

use crate::{caller::Caller, problem::Problem, rest::query};
use actix_web::{
    HttpResponse, get,
    http::header::{CACHE_CONTROL, WWW_AUTHENTICATE},
    web,
};
use domain::{
    Ctx, Error,
    transfer_calendar::{self, DueDate},
};
use icalendar::{Calendar, Class, Component, Event, EventLike};

/// How the calendar asks for credentials.
const CHALLENGE: &str = "Basic realm=\"staedtenetz\", charset=\"UTF-8\"";

/// What is due in the transfers with a city at a side: next steps, and looks back 6, 12 and 24 months after the end. Only those
/// to which you are a party. As an iCalendar to subscribe to: calendar programs give any user name and an API key with
/// `content:read` as the password.
#[utoipa::path(operation_id = "transferCalendar", tag = "Transfer",
    params(("ags" = String, Path, description = "Key of the municipality (AGS), 8 digits.", max_length = 8)), responses(
        (status = 200, description = "The calendar.", body = String, content_type = "text/calendar"),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Without credentials, or with such that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such municipality.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/cities/{ags}/transfers.ics")]
pub async fn get(ags: web::Path<String>, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    match transfer_calendar::of_city(&ctx, &ags).await {
        Ok(due) => Ok(answer(&ctx, &due)),
        Err(Error::Unauthenticated) => {
            let mut response = Problem::unauthenticated(ctx.language()).response();
            let challenge = actix_web::http::header::HeaderValue::from_static(CHALLENGE);
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
            Ok(response)
        }
        Err(error) => Err(query::refuse(&ctx)(error)),
    }
}

fn answer(ctx: &Ctx, due: &[DueDate]) -> HttpResponse {
    let mut calendar = Calendar::new();
    calendar.name("Städtenetz");
    for one in due {
        calendar.push(event(ctx, one));
    }
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .content_type("text/calendar; charset=utf-8")
        .body(calendar.to_string())
}

fn event(ctx: &Ctx, due: &DueDate) -> Event {
    let kind = if due.is_look_back {
        "look-back"
    } else {
        "next-step"
    };
    Event::new()
        .uid(&format!("{}.{kind}@staedtenetz", due.link))
        .timestamp(due.changed_at)
        .last_modified(due.changed_at)
        .sequence(u32::try_from(due.version).unwrap_or_default())
        .all_day(due.on)
        .summary(due.title.text(ctx.language()))
        .class(Class::Private)
        .done()
}
