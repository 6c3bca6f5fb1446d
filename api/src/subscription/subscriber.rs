//! Whoever subscribes: the credential that they showed, asked for anew each time.
//!
//! Invariant: nothing that a credential gave access to outlives it; no context is kept between two readings.

use super::{Hub, LOOK};
use crate::{
    caller::{self, Shared},
    identity::Shown,
    telemetry::RequestId,
};
use actix_web::{
    HttpRequest,
    http::header::{AUTHORIZATION, HeaderName, ORIGIN},
};
use domain::{Ctx, Result, actor::Actor, change::Follower, language::Language};
use std::net::IpAddr;
use tokio::time::{MissedTickBehavior, interval};

/// Whoever subscribes.
#[derive(Clone, Debug)]
pub struct Subscriber {
    authorization: Option<String>,
    origin: Option<String>,
    request: RequestId,
    /// Where they are.
    pub address: Option<IpAddr>,
    /// The language that they prefer.
    pub language: Language,
}

/// Why somebody's access ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Their token or key ran out: with a new one they can go on.
    Expired,
    /// It was revoked.
    Revoked,
}

impl Subscriber {
    /// Whoever sends a request, with the credential that it shows, if it shows one.
    pub fn of(http: &HttpRequest, shared: &Shared) -> Self {
        let text = |name: HeaderName| {
            let value = http.headers().get(name);
            value.and_then(|value| value.to_str().ok().map(str::to_owned))
        };
        Self {
            authorization: text(AUTHORIZATION),
            origin: text(ORIGIN),
            request: RequestId::of(http),
            address: caller::address(http, shared.behind_proxy),
            language: caller::language(http, shared.language),
        }
    }

    /// The same with another credential, where one is shown.
    pub fn showing(self, authorization: Option<String>) -> Self {
        Self {
            authorization: authorization.or(self.authorization),
            ..self
        }
    }

    /// Whether they have shown a credential.
    pub const fn is_known(&self) -> bool {
        self.authorization.is_some()
    }

    /// The context of what they ask right now.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` where their credential does not hold, or no longer.
    pub async fn context(&self, hub: &Hub) -> Result<Ctx> {
        if self.is_known() {
            return hub.shared.identity.admit(self.shown()).await;
        }
        let ctx = Ctx::new(&hub.shared.store, Actor::Anonymous, self.language);
        Ok(ctx.of_request(self.request.as_str()))
    }

    /// Waits until their access ends, looking about once a second.
    pub async fn loss(&self, hub: &Hub, mut follower: Follower) -> Loss {
        let mut ticks = interval(LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                () = follower.changed() => {}
            }
            if !follower.has_access() {
                return Loss::Revoked;
            }
            if self.has_expired(hub).await {
                return Loss::Expired;
            }
        }
    }

    /// Why a reading was refused that was allowed before.
    pub async fn reason(&self, hub: &Hub) -> Loss {
        if self.has_expired(hub).await {
            Loss::Expired
        } else {
            Loss::Revoked
        }
    }

    async fn has_expired(&self, hub: &Hub) -> bool {
        self.is_known() && !hub.shared.identity.holds(self.shown()).await
    }

    fn shown(&self) -> Shown<'_> {
        Shown {
            authorization: self.authorization.as_deref().unwrap_or_default(),
            origin: self.origin.as_deref(),
            request: self.request.as_str(),
            language: self.language,
        }
    }
}
