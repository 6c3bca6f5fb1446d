//! Where the keys of an issuer are, and how they are asked for.
//!
//! Invariant: addresses come from the configuration or from the issuer's own metadata, never from a token, and metadata
//! that speaks for another issuer is not followed (RFC 8414 §3.3).

use super::{
    json,
    jwks::{Jwks, JwksFault},
};
use serde_json::Value;
use std::{fmt, future::Future, pin::Pin};
use thiserror::Error;

/// A document on its way.
pub type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Vec<u8>, FetchFault>> + Send + 'a>>;

/// Something that gets documents from the web.
pub trait Fetch: fmt::Debug + Send + Sync {
    /// The document at an address.
    fn document<'a>(&'a self, address: &'a str) -> Fetching<'a>;
}

/// Where an issuer publishes its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyLocation {
    /// Its metadata say so (OpenID Connect Discovery, RFC 8414).
    Discovery,
    /// At this address.
    At(String),
}

/// Why there are no keys.
#[derive(Debug, Error)]
pub enum FetchFault {
    /// An address that may not be asked.
    #[error("{0} may not be asked")]
    Forbidden(String),
    /// No connection, no answer in time, or an answer cut short.
    #[error("no answer: {0}")]
    NoAnswer(String),
    /// Not the document.
    #[error("the answer has status {0}")]
    Status(u16),
    /// More than a set of keys needs.
    #[error("the answer is longer than {0} bytes")]
    TooLong(usize),
    /// Metadata that are none, or that lack the address of the keys.
    #[error("the metadata cannot be read")]
    BadMetadata,
    /// Metadata of somebody else.
    #[error("the metadata are of another issuer")]
    WrongIssuer,
    /// Keys that cannot be used.
    #[error("the keys cannot be used: {0}")]
    BadKeys(#[from] JwksFault),
}

/// The keys that an issuer publishes now.
///
/// # Errors
/// Why there are none.
pub async fn published_keys(
    fetch: &dyn Fetch,
    issuer: &str,
    location: &KeyLocation,
) -> Result<Jwks, FetchFault> {
    let address = match location {
        KeyLocation::At(address) => address.clone(),
        KeyLocation::Discovery => discovered(fetch, issuer).await?,
    };
    let document = fetch.document(&address).await?;
    Ok(Jwks::parse_public(&document)?)
}

/// The address of the keys. Keycloak and most others know the first place; RFC 8414 names the second.
async fn discovered(fetch: &dyn Fetch, issuer: &str) -> Result<String, FetchFault> {
    let document = match fetch.document(&openid_place(issuer)).await {
        Err(FetchFault::Status(404)) => fetch.document(&oauth_place(issuer)).await?,
        other => other?,
    };
    let metadata = json::object(&document).ok_or(FetchFault::BadMetadata)?;
    if metadata.get("issuer").and_then(Value::as_str) != Some(issuer) {
        return Err(FetchFault::WrongIssuer);
    }
    let address = metadata.get("jwks_uri").and_then(Value::as_str);
    address.map(str::to_owned).ok_or(FetchFault::BadMetadata)
}

/// Behind the issuer's path (OpenID Connect Discovery 1.0 §4).
fn openid_place(issuer: &str) -> String {
    format!(
        "{}/.well-known/openid-configuration",
        issuer.trim_end_matches('/')
    )
}

/// Between the issuer's host and its path (RFC 8414 §3.1).
fn oauth_place(issuer: &str) -> String {
    let issuer = issuer.trim_end_matches('/');
    let host_at = issuer.find("://").map_or(0, |colon| colon + 3);
    let (start, rest) = issuer.split_at(host_at);
    let (host, path) = rest
        .find('/')
        .map_or((rest, ""), |slash| rest.split_at(slash));
    format!("{start}{host}/.well-known/oauth-authorization-server{path}")
}
