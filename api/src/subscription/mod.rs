//! Subscriptions on the wire: over WebSocket (graphql-transport-ws) and as server-sent events (graphql-sse).
//!
//! Whoever subscribes is asked for their credential anew at each reading, as in a request of its own; a reading holds a
//! connection to the database only while it lasts. Between readings nobody asks the database anything: one look a second
//! wakes those who wait ([`domain::change::Watch`]).
//!
//! There are no cookies, so no web page can open a stream as somebody else: a credential has to be put into
//! `connection_init` or a header by whoever knows it. So the `Origin` of a socket is not checked here (keys that name
//! origins check it), and changes may be sent over a socket too, by whoever has shown a credential.
//!
//! Invariant: a stream ends when the access of its subscriber does, and whatever waits for a subscriber is bounded.

mod flow;
mod operation;
mod operations;
mod outbox;
mod places;
mod sse;
mod subscriber;
mod websocket;

use crate::{
    caller::Shared,
    config::{Config, SubscriptionSettings},
    graphql::Endpoint,
};
use actix_web::web;
use async_graphql::{Executor, Request};
use domain::{Ctx, secret::Secrets};
pub(crate) use operation::refusal;
use places::Places;
use sse::Reservations;
pub use sse::single::PATH as STREAM;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{Semaphore, watch},
    time::{MissedTickBehavior, interval},
};

/// How often the feed is looked at, and whether credentials still hold.
const LOOK: Duration = Duration::from_secs(1);

/// What all streams share; one for the process.
pub struct Hub {
    shared: Shared,
    secrets: Arc<dyn Secrets>,
    settings: SubscriptionSettings,
    places: Arc<Places>,
    reservations: Reservations,
    /// Readings at a time: those who subscribe leave connections to the database for those who ask.
    turns: Semaphore,
    closing: watch::Sender<bool>,
}

impl Hub {
    /// For an installation.
    #[must_use]
    pub fn new(config: &Config, shared: Shared) -> Self {
        let turns = usize::try_from(config.database_connections / 2).unwrap_or(1);
        Self {
            secrets: Arc::clone(&shared.identity) as _,
            shared,
            settings: config.subscription,
            places: Arc::new(Places::new(&config.subscription)),
            reservations: Reservations::default(),
            turns: Semaphore::new(turns.max(1)),
            closing: watch::Sender::new(false),
        }
    }

    /// Wakes those who wait, as long as the process lives.
    pub async fn look(&self) {
        let mut ticks = interval(LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let store = &self.shared.store;
            if let Err(error) = store.watch().look(store).await {
                tracing::warn!(%error, "the change feed could not be looked at");
            }
        }
    }

    /// Ends every stream, because the process ends; clients come back to another copy.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Waits until the process ends.
    async fn closed(&self) {
        // The sender is kept here, so this cannot fail.
        let _ = self.closing.subscribe().wait_for(|closing| *closing).await;
    }

    /// A request with what resolvers need.
    fn prepare(&self, ctx: &Ctx, request: Request) -> Request {
        request.data(ctx.clone()).data(Arc::clone(&self.secrets))
    }
}

/// Adds the routes to an application, before those that answer at the same address with one answer.
pub fn configure<E: Executor>(
    cfg: &mut web::ServiceConfig,
    endpoint: &web::Data<Endpoint<E>>,
    hub: &web::Data<Hub>,
) {
    cfg.app_data(endpoint.clone())
        .app_data(hub.clone())
        .service(websocket::resource::<E>())
        .service(sse::distinct::resource::<E>())
        .service(sse::single::resource::<E>());
}
