//! A change of a record, in the order in which changes happened.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{NetworkId, TenantId},
    scope::ReferenceTable,
    value::{ChangeAction, Visibility},
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A change of a record, in the order in which changes happened.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// Ever-growing number.
    #[sea_orm(primary_key, auto_increment = true)]
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Whose record it is; none for reference data.
    pub tenant_id: Option<TenantId>,
    /// Kind of the record, such as project.
    pub kind: String,
    /// Id of the record, as outside.
    pub entity_id: String,
    /// What happened.
    pub action: ChangeAction,
    /// The network it stands in, if in one.
    pub network_id: Option<NetworkId>,
    /// Who could read the record before, if it was there.
    pub before: Option<Visibility>,
    /// Who can read it now, if it is still there.
    pub after: Option<Visibility>,
    /// The wider of the two: whoever could or can read the record sees the change.
    pub widest: Option<Visibility>,
    /// The record, where it is content of a tenant.
    pub subject_id: Option<Uuid>,
    /// The one named tenant whom the change concerns, if it concerns but one.
    pub reader_id: Option<TenantId>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl ReferenceTable for Entity {}
