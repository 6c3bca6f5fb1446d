//! An effect of a transfer that was observed: an indicator and what it shows.
//!
//! Invariant: rows are reached through the scopes only, as parts of their link.

use crate::{
    id::{IndicatorId, TenantId, TransferEffectId, TransferLinkId},
    scope::PartTable,
};
use sea_orm::entity::prelude::*;

/// An effect of a transfer that was observed.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer_effect")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TransferEffectId,
    /// The adopter's tenant, who owns the link.
    pub tenant_id: TenantId,
    /// The link.
    pub link_id: TransferLinkId,
    /// The indicator that shows it.
    pub indicator_id: IndicatorId,
    /// What it shows.
    pub note: Option<String>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::LinkId;
}
