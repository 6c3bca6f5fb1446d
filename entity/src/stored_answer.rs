//! The answer to a request with an `Idempotency-Key`.
//!
//! Invariant: rows are reached through the scopes only; the answer is sealed by the key of the request, which is not in the
//! database.

use crate::id::{StoredAnswerId, TenantId};
use chrono::{DateTime, Utc};
use sea_orm::{QueryFilter, Select, entity::prelude::*};

/// The answer to a request with an `Idempotency-Key`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stored_answer")]
pub struct Model {
    /// The first half of the SHA-256 of who asked and with which key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StoredAnswerId,
    /// For whom they acted; nobody where they run the platform.
    pub tenant_id: Option<TenantId>,
    /// SHA-256 of what was asked, 64 hexadecimal digits.
    pub request: String,
    /// What they might do at that time.
    pub rights: String,
    /// Which of several attempts works on it.
    pub claim: Uuid,
    /// Until when that attempt is waited for.
    pub claimed_until: DateTime<Utc>,
    /// When it had an effect, if it had one yet.
    pub applied_at: Option<DateTime<Utc>>,
    /// What was answered, sealed.
    pub answer: Option<Vec<u8>>,
    /// When it was asked first.
    pub created_at: DateTime<Utc>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The rows of a tenant or, without one, of those who run the platform.
    #[must_use]
    pub fn of_owner(tenant: Option<TenantId>) -> Select<Self> {
        Self::find().filter(Self::is_of(tenant))
    }

    /// The same as a condition.
    #[must_use]
    pub fn is_of(tenant: Option<TenantId>) -> sea_orm::sea_query::Expr {
        tenant.map_or_else(
            || Column::TenantId.is_null(),
            |tenant| Column::TenantId.eq(tenant.0),
        )
    }
}
