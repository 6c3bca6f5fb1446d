//! A person who signs in with a password (Konto).
//!
//! Invariant: rows are reached through the scopes only.

use crate::{id::AccountId, scope::ReferenceTable};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A person who signs in with a password (Konto).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// Address by which the person signs in, folded. Personal.
    pub email: String,
    /// Name for colleagues. Personal.
    pub name: String,
    /// Argon2id hash in PHC form. Personal.
    pub password_hash: String,
    /// Whether the person runs the platform.
    pub is_operator: bool,
    /// When the account was closed, if it was.
    pub disabled_at: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts changes, for optimistic concurrency.
    pub revision: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
