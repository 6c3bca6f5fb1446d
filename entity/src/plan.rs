//! An action plan (Aktionsplan) of a tenant in a network.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{NetworkId, PlanId, TenantId},
    scope::TenantTable,
    value::{PlanStatus, Visibility},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// An action plan (Aktionsplan) of a tenant in a network.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlanId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// In which network it stands.
    pub network_id: NetworkId,
    /// The municipality it is for.
    pub city_ags: Option<String>,
    /// Title.
    pub title: String,
    /// Title folded for sorting.
    pub title_key: String,
    /// Where it stands.
    pub status: PlanStatus,
    /// How its projects were chosen.
    pub selection_method: Option<String>,
    /// Licence of its texts.
    pub licence: Option<String>,
    /// Where it is published.
    pub source_url: Option<String>,
    /// When it was adopted.
    pub adopted_on: Option<NaiveDate>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Not before this moment.
    pub embargo_until: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted, if it was.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Counts changes, for optimistic concurrency.
    pub revision: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantTable for Entity {
    const ID: Column = Column::Id;
    const TENANT: Column = Column::TenantId;
    const NETWORK: Option<Column> = Some(Column::NetworkId);
    const VISIBILITY: Column = Column::Visibility;
    const EMBARGO: Column = Column::EmbargoUntil;
    const DELETED: Option<Column> = Some(Column::DeletedAt);
}
