//! A transfer link (Erfahrungstransfer) from a source to an adopter.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{NetworkId, ProjectId, TenantId, TransferLinkId},
    scope::TenantTable,
    value::{Certainty, TransferKind, TransferOrigin, TransferStage, Visibility},
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A transfer link (Erfahrungstransfer) from a source to an adopter.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer_link")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TransferLinkId,
    /// The adopter's tenant, who owns it.
    pub tenant_id: TenantId,
    /// In which network it stands.
    pub network_id: NetworkId,
    /// What kind of transfer it is.
    pub kind: TransferKind,
    /// How far it has come.
    pub stage: TransferStage,
    /// Who brought it up.
    pub origin: TransferOrigin,
    /// The project that wants to learn.
    pub adopter_project_id: Option<ProjectId>,
    /// The city that wants to learn.
    pub adopter_city_ags: String,
    /// The project to learn from, once it is known.
    pub source_project_id: Option<ProjectId>,
    /// The city to learn from.
    pub source_city_ags: String,
    /// Whether both sides learn.
    pub is_bidirectional: bool,
    /// Why.
    pub rationale: Option<String>,
    /// How sure the importer was of the city.
    pub certainty: Certainty,
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
