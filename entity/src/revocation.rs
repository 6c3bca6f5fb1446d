//! Something that no longer gives access: a sign-in, account, key or identity provider.
//!
//! Invariant: rows are reached through the scopes only.

use crate::scope::ReferenceTable;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// Something that no longer gives access: a sign-in, account, key or identity provider.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "revocation")]
pub struct Model {
    /// What was revoked.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Until when there can be anything that it shuts out; without a limit where that is not known.
    pub needed_until: Option<DateTime<Utc>>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
