//! How much may be asked for in how short a time, counted by cost.
//!
//! Whoever shows a credential has a bucket for it, and their organisation one for all of its credentials; whoever shows none
//! shares one with their address. A request takes its points before it is worked on, and what it did not need comes back:
//!
//! - GraphQL: 1, and the cost of the operation ([`crate::graphql::cost`]); estimated first, counted afterwards.
//! - REST: 1 to read and 10 to change, and 1 for each KiB of the answer; of one whose length nobody knows, 100.
//!
//! Each copy of the service counts for itself.
//!
//! Invariant: nobody's points depend on what another organisation asks; memory is bounded however many addresses there are,
//! and those without a credential push nobody's bucket out who has one.

mod bucket;
mod meter;
#[cfg(test)]
mod tests;

pub use bucket::Rate;
pub use meter::Meter;

use crate::{
    caller::{self, Shared},
    config::RateLimitSettings,
    graphql,
    identity::neighbourhood,
    problem::Problem,
    rest,
    token::{Cache, Fingerprint},
};
use actix_web::{
    Error, HttpMessage,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode},
    middleware::Next,
};
use bucket::Level;
use domain::{
    Ctx,
    actor::{Actor, Principal},
    clock::Clock,
    id::TenantId,
};
use meter::Bucket;
use std::{net::IpAddr, sync::Arc};

/// Buckets that are remembered of each kind; each takes some eighty bytes.
const REMEMBERED: usize = 100_000;
/// An organisation has as many points as so many of its credentials.
const CLIENTS_OF_TENANT: u64 = 5;
/// What a request costs before anything is known of its answer.
pub const ARRIVAL: u64 = 1;
/// What a change over REST costs instead.
const CHANGE: u64 = 10;
/// What an answer costs whose length is not known.
const STREAM: u64 = 100;

/// How long to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Until it is worth while to try again.
    pub seconds: u64,
}

/// Counts what everybody asks for; one for the process.
pub struct Limiter {
    settings: Option<RateLimitSettings>,
    clients: Arc<Cache<Level>>,
    addresses: Arc<Cache<Level>>,
    clock: Clock,
}

impl Limiter {
    /// For an installation; without settings nothing is limited.
    #[must_use]
    pub fn new(settings: Option<RateLimitSettings>, clock: Clock) -> Self {
        Self {
            settings,
            clients: Arc::new(Cache::new(REMEMBERED)),
            addresses: Arc::new(Cache::new(REMEMBERED)),
            clock,
        }
    }

    /// The meter of whoever asks from an address.
    #[must_use]
    pub fn meter(&self, actor: &Actor, address: Option<IpAddr>) -> Meter {
        let Some(settings) = &self.settings else {
            return Meter::default();
        };
        Meter::new(match actor {
            Actor::Anonymous => vec![self.of_address(address, settings.address)],
            Actor::Operator(principal) => vec![self.of_client(None, principal, settings.client)],
            Actor::Member(member) => {
                let (tenant, client) = (member.tenant, settings.client);
                vec![
                    self.of_client(Some(tenant), &member.principal, client),
                    self.of_tenant(tenant, client),
                ]
            }
        })
    }

    fn of_address(&self, address: Option<IpAddr>, rate: Rate) -> Bucket {
        let place = address.map(neighbourhood).unwrap_or_default();
        Bucket {
            name: "address",
            key: Fingerprint::of(&place),
            rate,
            levels: Arc::clone(&self.addresses),
            clock: self.clock,
        }
    }

    fn of_client(&self, tenant: Option<TenantId>, client: &Principal, rate: Rate) -> Bucket {
        let tenant = tenant.map(|tenant| tenant.to_string()).unwrap_or_default();
        let client = match client {
            Principal::Account(account, _) => account.to_string(),
            Principal::Credential(credential) => credential.to_string(),
            Principal::Foreign(issuer, subject) => format!("{issuer} {subject}"),
            Principal::CommandLine | Principal::Service => String::new(),
        };
        Bucket {
            name: "client",
            key: Fingerprint::of(&format!("{tenant} {client}")),
            rate,
            levels: Arc::clone(&self.clients),
            clock: self.clock,
        }
    }

    fn of_tenant(&self, tenant: TenantId, client: Rate) -> Bucket {
        Bucket {
            name: "tenant",
            key: Fingerprint::of(&tenant.to_string()),
            rate: of_all(client),
            levels: Arc::clone(&self.clients),
            clock: self.clock,
        }
    }
}

/// The rate of an organisation, from that of one of its credentials.
pub(crate) const fn of_all(client: Rate) -> Rate {
    Rate {
        points: client.points.saturating_mul(CLIENTS_OF_TENANT),
        per_second: client.per_second.saturating_mul(CLIENTS_OF_TENANT),
    }
}

/// Middleware: takes the points of a request, refuses it where there are too few, and says how many are left. Operations of
/// GraphQL take theirs where their cost is known.
///
/// # Errors
/// Those of the inner service.
pub async fn limit<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let is_graphql = request.path().starts_with(graphql::PATH);
    if !is_graphql && !request.path().starts_with(rest::PREFIX) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let meter = meter(&request)?;
    if !is_graphql && let Err(wait) = meter.take(price(request.method())) {
        let mut refused = refused(&request, wait).response();
        meter.tell(refused.headers_mut());
        return Ok(request.into_response(refused));
    }
    request.extensions_mut().insert(meter.clone());
    let mut response = next.call(request).await?.map_into_boxed_body();
    if !is_graphql {
        meter.settle(0, weight(response.response().body().size()));
    }
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        meter.tell(response.headers_mut());
    }
    Ok(response)
}

fn meter(request: &ServiceRequest) -> Result<Meter, Problem> {
    let shared = Shared::of(request.request())?;
    let address = caller::address(request.request(), shared.behind_proxy);
    let extensions = request.extensions();
    let actor = extensions
        .get::<Ctx>()
        .map_or(&Actor::Anonymous, Ctx::actor);
    Ok(shared.limiter.meter(actor, address))
}

fn refused(request: &ServiceRequest, Wait { seconds }: Wait) -> Problem {
    let shared = Shared::of(request.request());
    let default = shared.map(|shared| shared.language).unwrap_or_default();
    let language = caller::language(request.request(), default);
    Problem::of(&domain::Error::RateLimited { seconds }, language)
}

fn price(method: &Method) -> u64 {
    match *method {
        Method::GET | Method::HEAD | Method::OPTIONS => ARRIVAL,
        _ => CHANGE,
    }
}

fn weight(size: BodySize) -> u64 {
    match size {
        BodySize::None => 0,
        BodySize::Sized(bytes) => bytes / 1_024,
        BodySize::Stream => STREAM,
    }
}
