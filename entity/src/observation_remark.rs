//! What was said about an observation: that it was checked, that it is doubted and why, and the answer.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{ObservationId, ObservationRemarkId, TenantId},
    scope::{Audience, PartTable},
    value::Plausibility,
};
use chrono::{DateTime, Utc};
use sea_orm::{Condition, QueryFilter, entity::prelude::*};

/// What was said about an observation: that it was checked, that it is doubted and why, and the answer.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "observation_remark")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ObservationRemarkId,
    /// Who entered the value.
    pub tenant_id: TenantId,
    /// The value.
    pub observation_id: ObservationId,
    /// Whose word it is.
    pub author_id: TenantId,
    /// Where the value stands from then on.
    pub plausibility: Plausibility,
    /// What was said.
    pub note: Option<String>,
    /// When it was said.
    pub created_at: DateTime<Utc>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::ObservationId;
}

impl Entity {
    /// What an audience may read of what was said about values that it has already fetched: all about its own, and what
    /// it said itself.
    #[must_use]
    pub fn readable(audience: &Audience) -> Select<Self> {
        let readable = match audience.tenant {
            Some(tenant) => Condition::any()
                .add(Column::TenantId.eq(tenant.0))
                .add(Column::AuthorId.eq(tenant.0)),
            None => Condition::any().add(Column::ObservationId.is_null()),
        };
        Self::parts().filter(readable)
    }
}
