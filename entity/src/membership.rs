//! A membership (Mitgliedschaft): a tenant in a network.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{MembershipId, NetworkId, TenantId},
    scope::ReferenceTable,
    value::MembershipRole,
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// A membership (Mitgliedschaft): a tenant in a network.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MembershipId,
    /// The network.
    pub network_id: NetworkId,
    /// The tenant.
    pub tenant_id: TenantId,
    /// As what it takes part.
    pub role: MembershipRole,
    /// First day.
    pub since: NaiveDate,
    /// Last day, open if none.
    pub until: Option<NaiveDate>,
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
