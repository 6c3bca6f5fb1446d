//! What the built-in issuer says about itself (RFC 8414).
//!
//! Invariant: only what is really served is announced.

use serde_json::{Value, json};

/// Where the built-in issuer answers.
#[derive(Clone, Copy, Debug)]
pub struct Endpoints<'a> {
    /// Its name, which is the start of every address.
    pub issuer: &'a str,
    /// Where tokens are given out.
    pub token: &'a str,
    /// Where tokens are given back.
    pub revocation: &'a str,
    /// Where the keys are.
    pub keys: &'a str,
}

/// The metadata of the built-in issuer, for `/.well-known/oauth-authorization-server`. Tokens are given for API
/// keys and refresh tokens, so that there is no authorization endpoint and no response type.
#[must_use]
pub fn authorization_server(at: Endpoints<'_>, scopes: &[&str]) -> Value {
    json!({
        "issuer": at.issuer,
        "token_endpoint": at.token,
        "revocation_endpoint": at.revocation,
        "jwks_uri": at.keys,
        "scopes_supported": scopes,
        "response_types_supported": [],
        "grant_types_supported": ["client_credentials", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "revocation_endpoint_auth_methods_supported": ["none"],
    })
}
