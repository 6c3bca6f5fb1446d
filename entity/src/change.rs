//! A change of a record, in the order in which changes happened.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{NetworkId, TenantId, TransferLinkId, TypedId},
    scope::{Audience, ReferenceTable, coordinated, memberships, shared_with},
    value::{ChangeAction, Visibility},
};
use chrono::{DateTime, Utc};
use sea_orm::{Condition, QueryFilter, entity::prelude::*, sea_query::ExprTrait};

/// A change of a record, in the order in which changes happened.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// Ever-growing number.
    #[sea_orm(primary_key, auto_increment = true)]
    pub seq: i64,
    /// When. The opening of an embargo is entered beforehand, with the moment at which it opens.
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

impl Entity {
    /// The changes that an audience may know of: those of records that it could read before or can read now. What has a
    /// moment to come has not happened.
    #[must_use]
    pub fn seen_by(audience: &Audience) -> Select<Self> {
        let mut seen = Condition::any()
            .add(Column::TenantId.is_null())
            .add(Column::Widest.eq(Visibility::Public));
        if let Some(tenant) = audience.tenant {
            let own = Column::TenantId.eq(tenant.0);
            let [in_network, named] = Self::relations(tenant, audience.now);
            let shared = Column::Before
                .eq(Visibility::Shared)
                .or(Column::After.eq(Visibility::Shared));
            seen = seen
                // That somebody else lost it is no change for the owner.
                .add(own.and(Column::ReaderId.is_null()))
                .add(Column::Widest.eq(Visibility::Network).and(in_network))
                .add(shared.and(named))
                .add(Column::ReaderId.eq(tenant.0));
        }
        Self::all()
            .filter(seen)
            .filter(Expr::col((Self, Column::At)).lte(audience.now))
    }

    /// Whether a tenant belongs to the network of a change, and whether its record is shared with the tenant by name or
    /// is a transfer between others in a network that the tenant coordinates.
    #[must_use]
    pub fn relations(tenant: TenantId, now: DateTime<Utc>) -> [Expr; 2] {
        let named = Expr::col(Column::SubjectId).in_subquery(shared_with(tenant));
        let in_office = Expr::col(Column::NetworkId).in_subquery(coordinated(tenant, now));
        let is_link = Expr::col(Column::Kind).eq(TransferLinkId::PREFIX);
        [
            Expr::col(Column::NetworkId).in_subquery(memberships(tenant, now)),
            named.or(is_link.and(in_office)),
        ]
    }
}
