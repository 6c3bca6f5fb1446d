//! What an access token says (RFC 9068 §2.2).
//!
//! Invariant: every claim that a decision rests on is present and of the right type; issuer and audience are compared byte
//! by byte, times with a tolerance of a minute and no more.

use super::{issuer::Issuer, json::Object, refusal::Reason};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// How far clocks may differ.
pub const SKEW: TimeDelta = TimeDelta::seconds(60);

/// Longest name of a subject, client or token, as OpenID Connect has it.
const MAX_NAME: usize = 255;

/// The claims of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Who issued it. Subjects, clients and token names mean something only together with it.
    pub issuer: String,
    /// Whom it speaks for.
    pub subject: String,
    /// For which tenant.
    pub tenant: Option<String>,
    /// The program that asked for it.
    pub client: String,
    /// The sign-in that it was given out for, if our own issuer gave it out for one.
    pub session: Option<String>,
    /// What its issuer says that they may do, in the issuer's words.
    pub roles: Vec<String>,
    /// What it is limited to.
    pub scopes: Vec<String>,
    /// Its own name (`jti`).
    pub token: String,
    /// Since when.
    pub issued_at: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
    not_before: Option<DateTime<Utc>>,
    audience: Vec<String>,
}

impl Claims {
    /// Reads a payload, of which nothing is proven by that; `None` where a claim is missing or of a wrong type.
    pub(super) fn read(object: &Object) -> Option<Self> {
        // Keycloak names the client `azp` unless a mapper is added.
        let client = if object.contains_key("client_id") {
            "client_id"
        } else {
            "azp"
        };
        Some(Self {
            issuer: object.get("iss")?.as_str()?.to_owned(),
            subject: name(object.get("sub")?)?,
            tenant: optional(object, "tenant", name)?,
            client: name(object.get(client)?)?,
            session: optional(object, "sid", name)?,
            roles: Vec::new(),
            scopes: optional(object, "scope", scopes)?.unwrap_or_default(),
            token: name(object.get("jti")?)?,
            issued_at: time(object.get("iat")?)?,
            expires_at: time(object.get("exp")?)?,
            not_before: optional(object, "nbf", time)?,
            audience: audience(object.get("aud")?)?,
        })
    }

    /// Checks what must be true of a token of this issuer now.
    ///
    /// # Errors
    /// What is not.
    pub(super) fn check(&self, issuer: &Issuer, now: DateTime<Utc>) -> Result<(), Reason> {
        if !self
            .audience
            .iter()
            .any(|audience| audience == issuer.audience())
        {
            return Err(Reason::WrongAudience);
        }
        if self.is_expired(now) {
            return Err(Reason::Expired);
        }
        if self.issued_at > now + SKEW || self.not_before.is_some_and(|at| at > now + SKEW) {
            return Err(Reason::NotYetValid);
        }
        Ok(())
    }

    /// Whether its time is over.
    pub(super) fn is_expired(&self, now: DateTime<Utc>) -> bool {
        now >= self.expires_at + SKEW
    }
}

/// A claim that may be missing but not be wrong.
fn optional<T>(
    object: &Object,
    claim: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Option<Option<T>> {
    match object.get(claim) {
        None => Some(None),
        Some(value) => read(value).map(Some),
    }
}

fn name(value: &Value) -> Option<String> {
    let name = value.as_str()?;
    (!name.is_empty() && name.len() <= MAX_NAME).then(|| name.to_owned())
}

fn scopes(value: &Value) -> Option<Vec<String>> {
    let scopes = value.as_str()?.split(' ').filter(|scope| !scope.is_empty());
    Some(scopes.map(str::to_owned).collect())
}

fn audience(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(many) => many
            .iter()
            .map(|one| one.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}

/// Seconds since 1970 (RFC 7519 §2); parts of a second, which some issuers write, are cut off. Later than the year 9999 is
/// no time that anybody means.
fn time(value: &Value) -> Option<DateTime<Utc>> {
    let seconds = value
        .as_f64()
        .filter(|seconds| (0.0..253_402_300_800.0).contains(seconds))?;
    DateTime::from_timestamp(seconds as i64, 0)
}
