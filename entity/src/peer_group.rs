//! A peer group (Vergleichsgruppe), or a closed ring (Vergleichsring).
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{NetworkId, PeerGroupId, TenantId},
    scope::TenantTable,
    value::{PeerGroupKind, Visibility},
};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

/// A peer group (Vergleichsgruppe), or a closed ring (Vergleichsring).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "peer_group")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PeerGroupId,
    /// Who keeps it; of a ring, who moderates it.
    pub tenant_id: TenantId,
    /// The network that it stands in; a ring always does.
    pub network_id: Option<NetworkId>,
    /// By what its cities are chosen.
    pub kind: PeerGroupKind,
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The rule of a group that follows from one, as JSON of the domain.
    pub rule: Option<String>,
    /// What the members of a ring agree to.
    pub terms: Option<String>,
    /// Version of those terms.
    pub terms_version: i32,
    /// To whom the comparisons of a ring are shown.
    pub results_visibility: Visibility,
    /// Who may read it.
    pub visibility: Visibility,
    /// Not before this moment.
    pub embargo_until: Option<DateTime<Utc>>,
    /// When it was removed.
    pub deleted_at: Option<DateTime<Utc>>,
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

impl TenantTable for Entity {
    const ID: Column = Column::Id;
    const TENANT: Column = Column::TenantId;
    const NETWORK: Option<Column> = Some(Column::NetworkId);
    const VISIBILITY: Column = Column::Visibility;
    const EMBARGO: Column = Column::EmbargoUntil;
    const DELETED: Option<Column> = Some(Column::DeletedAt);
}
