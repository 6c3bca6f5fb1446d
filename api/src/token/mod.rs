//! Credentials: bearer tokens of many issuers, our own tokens, API keys and passwords.
//!
//! Invariant: nothing outside this module decides whether a credential holds, and time and randomness come from outside.

mod cache;
mod claims;
mod fetch;
mod header;
mod http;
mod issuer;
mod json;
mod jwk;
mod jwks;
mod key_set;
mod metadata;
mod opaque;
mod password;
mod random;
mod refusal;
mod roca;
mod signing;
mod verifier;

pub use cache::{Cache, Fingerprint};
pub use claims::{Claims, SKEW};
pub use fetch::{Fetch, FetchFault, Fetching, KeyLocation};
pub use header::MAX_LENGTH;
pub use http::HttpFetch;
pub use issuer::{Issuer, IssuerFault, TenantRule};
pub use jwks::{Jwks, JwksFault};
pub use key_set::{Ages, KeySet};
pub use metadata::{Endpoints, authorization_server};
pub use opaque::{ApiKey, OpaqueHash, RefreshToken};
pub use password::{PasswordFault, Passwords, Verdict};
pub use random::random_bytes;
pub use refusal::{Reason, Refused};
pub use signing::{Grant, Minter, Signer, SigningFault, key_document, new_key};
pub use verifier::Verifier;

/// The algorithms of signatures, under their names of RFC 7518.
pub use jsonwebtoken::Algorithm;

#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests"
)]
mod tests;
