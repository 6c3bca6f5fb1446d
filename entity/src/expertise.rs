//! An offer (Angebot) or request (Gesuch) of expertise of a tenant in a network.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{ExpertiseId, NetworkId, ProjectId, TenantId},
    scope::TenantTable,
    value::{ExpertiseCapacity, ExpertiseKind, Visibility},
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

/// An offer (Angebot) or request (Gesuch) of expertise of a tenant in a network.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "expertise")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExpertiseId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// In which network it stands.
    pub network_id: NetworkId,
    /// The municipality of its owner.
    pub city_ags: Option<String>,
    /// The owner's project that stands behind the offer, or for which expertise is looked for.
    pub project_id: Option<ProjectId>,
    /// Whether it is offered or looked for.
    pub kind: ExpertiseKind,
    /// What about, in short.
    pub topic: String,
    /// What about, in detail.
    pub description: Option<String>,
    /// How much time is offered or looked for.
    pub capacity: ExpertiseCapacity,
    /// Whom to ask: the address of a role.
    pub contact: Option<String>,
    /// Who may read the contact.
    pub contact_visibility: Visibility,
    /// The last day on which it is open.
    pub until: NaiveDate,
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
