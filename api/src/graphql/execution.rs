//! The execution of an admitted request.
//!
//! Invariant: it ends by its deadline, and a panic in a resolver ends one request and nothing else.

use super::refusal::Refusal;
use async_graphql::{Executor, Request, Response, futures_util::StreamExt as _};
use std::time::Duration;
use tokio::{task::JoinSet, time::timeout};
use tracing::Instrument as _;

/// Executes a request. If the caller goes away, so does the execution.
///
/// # Errors
/// [`Code::Deadline`](super::code::Code::Deadline) after the deadline, [`Code::Internal`](super::code::Code::Internal) after a panic.
pub async fn run<E: Executor>(
    executor: E,
    request: Request,
    deadline: Duration,
) -> Result<Response, Refusal> {
    within(deadline, async move { executor.execute(request).await }).await
}

/// Executes one reading of a subscription, which ends by itself.
///
/// # Errors
/// As [`run`].
pub async fn events<E: Executor>(
    executor: E,
    request: Request,
    deadline: Duration,
) -> Result<Vec<Response>, Refusal> {
    let events = async move { executor.execute_stream(request, None).collect().await };
    within(deadline, events).await
}

async fn within<T: Send + 'static>(
    deadline: Duration,
    execution: impl Future<Output = T> + Send + 'static,
) -> Result<T, Refusal> {
    // A task of its own catches a panic; the set aborts it when it is dropped.
    let mut task = JoinSet::new();
    task.spawn(execution.in_current_span());
    match timeout(deadline, task.join_next()).await {
        Ok(Some(Ok(outcome))) => Ok(outcome),
        Ok(Some(Err(error))) => {
            tracing::error!(
                panicked = error.is_panic(),
                "the execution of a GraphQL request broke off"
            );
            Err(Refusal::internal())
        }
        Ok(None) => Err(Refusal::internal()),
        Err(_) => {
            tracing::warn!(
                seconds = deadline.as_secs(),
                "a GraphQL request passed its deadline"
            );
            Err(Refusal::late(deadline))
        }
    }
}
