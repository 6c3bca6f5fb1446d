//! From what a token says to who is asking.
//!
//! Invariant: a role comes from our own issuer, or from the provider that the tenant itself trusts, and is one of the four
//! of a tenant; no provider can make somebody run the platform.

use super::grant::OPERATOR;
use crate::token::Claims;
use chrono::{DateTime, Utc};
use domain::{
    actor::{Actor, Member, Principal, Role, Scopes},
    id::{IssuerId, TenantId},
    reference::Snapshot,
};
use std::str::FromStr;

/// Whoever our own issuer vouches for; `None` where the claims do not fit together.
pub fn of_ours(claims: &Claims, reference: &Snapshot, now: DateTime<Utc>) -> Option<Actor> {
    let principal = match &claims.session {
        Some(session) => Principal::Account(parse(&claims.subject)?, parse(session)?),
        None => Principal::Credential(parse(&claims.subject)?),
    };
    actor(claims, principal, reference, now)
}

/// Whoever the development issuer vouches for, under any name.
pub fn of_development(claims: &Claims, reference: &Snapshot, now: DateTime<Utc>) -> Option<Actor> {
    let nobodys = IssuerId(uuid::Uuid::nil());
    let principal = Principal::Foreign(nobodys, claims.subject.clone());
    actor(claims, principal, reference, now)
}

fn actor(
    claims: &Claims,
    principal: Principal,
    reference: &Snapshot,
    now: DateTime<Utc>,
) -> Option<Actor> {
    let role = claims.roles.first()?;
    if role == OPERATOR {
        return claims
            .tenant
            .is_none()
            .then_some(Actor::Operator(principal));
    }
    let role = Role::from_word(role)?;
    let scopes = scopes(claims);
    member(claims, (role, scopes), principal, (reference, now))
}

/// Whoever the identity provider of a tenant vouches for: as what its role claim says at most, and only for what the
/// token is limited to, where it is limited to something of ours.
pub fn of_provider(
    claims: &Claims,
    provider: IssuerId,
    reference: &Snapshot,
    now: DateTime<Utc>,
) -> Option<Actor> {
    let named = claims.roles.iter();
    let role = named
        .filter_map(|word| Role::from_word(&word.to_uppercase()))
        .max()?;
    let limited = scopes(claims);
    let scopes = if limited == Scopes::default() {
        Scopes::all()
    } else {
        limited
    };
    let principal = Principal::Foreign(provider, claims.subject.clone());
    member(claims, (role, scopes), principal, (reference, now))
}

fn member(
    claims: &Claims,
    (role, scopes): (Role, Scopes),
    principal: Principal,
    (reference, now): (&Snapshot, DateTime<Utc>),
) -> Option<Actor> {
    let tenant: TenantId = parse(claims.tenant.as_deref()?)?;
    reference.tenants.find(&tenant)?;
    Some(Actor::Member(Member {
        tenant,
        role,
        scopes,
        networks: reference.networks_of(tenant, now),
        principal,
    }))
}

fn scopes(claims: &Claims) -> Scopes {
    Scopes::from_words(&claims.scopes.join(" "))
}

fn parse<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}
