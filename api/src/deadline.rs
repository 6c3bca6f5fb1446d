//! The time that an operation over REST has; GraphQL has its own, in `graphql/execution.rs`.
//!
//! Invariant: what is not answered in time is given up, and what it was doing is dropped with it.

use crate::{
    caller::{self, Shared},
    graphql::refusal::Refusal,
    problem::Problem,
    rest,
};
use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};
use tokio::time::timeout;

/// Middleware: ends an operation that takes too long with the code DEADLINE.
///
/// # Errors
/// That, and those of the inner service.
pub async fn within<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    if !request.path().starts_with(rest::PREFIX) {
        return next.call(request).await;
    }
    let shared = Shared::of(request.request())?;
    let (deadline, language) = (
        shared.deadline,
        caller::language(request.request(), shared.language),
    );
    match timeout(deadline, next.call(request)).await {
        Ok(outcome) => outcome,
        Err(_) => {
            tracing::warn!(
                seconds = deadline.as_secs(),
                "a request passed its deadline"
            );
            Err(Problem::refused(&Refusal::late(deadline), language).into())
        }
    }
}
