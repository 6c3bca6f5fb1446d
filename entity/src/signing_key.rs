//! A key with which the built-in issuer signs access tokens.
//!
//! Invariant: rows are reached through the scopes only.

use crate::scope::ReferenceTable;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A key with which the built-in issuer signs access tokens.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "signing_key")]
pub struct Model {
    /// Key id: the RFC 7638 thumbprint.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kid: String,
    /// JWS algorithm, such as ES256.
    pub algorithm: String,
    /// Private key, PKCS#8 in PEM.
    pub private_pem: String,
    /// Public key as a JSON Web Key.
    pub public_jwk: String,
    /// From when on it signs.
    pub created_at: DateTime<Utc>,
    /// When it stopped signing, if it did; its tokens hold until they expire.
    pub retired_at: Option<DateTime<Utc>>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
