//! Tenant scopes: the only doors to the rows of a tenant.
//!
//! Invariant: without an [`Audience`] there is no query, and an audience that names nobody sees public rows only.

use crate::{
    id::{NetworkId, TenantId},
    value::Visibility,
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, Select,
    sea_query::{Expr, ExprTrait},
};

/// For whom rows are read: decided by the policy, applied by the scopes.
#[derive(Clone, Debug)]
pub struct Audience {
    /// The tenant whose own rows are included, if any.
    pub tenant: Option<TenantId>,
    /// The networks whose rows are included.
    pub networks: Vec<NetworkId>,
    /// The moment against which embargoes are held.
    pub now: DateTime<Utc>,
}

/// A table whose rows belong to a tenant and say themselves who may read them.
pub trait TenantTable: EntityTrait {
    /// Column of the owning tenant.
    const TENANT: Self::Column;
    /// Column of the network, if rows can be visible to one.
    const NETWORK: Option<Self::Column>;
    /// Column of the effective visibility.
    const VISIBILITY: Self::Column;
    /// Column of the embargo.
    const EMBARGO: Self::Column;
    /// Column of the soft deletion, if the table has one.
    const DELETED: Option<Self::Column>;

    /// The living rows that an audience may read.
    fn visible_to(audience: &Audience) -> Select<Self> {
        let rows = Self::find().filter(readable::<Self>(audience));
        match Self::DELETED {
            Some(deleted) => rows.filter(deleted.is_null()),
            None => rows,
        }
    }

    /// All living rows of one tenant: for that tenant's own writes.
    fn owned_by(tenant: TenantId) -> Select<Self> {
        let rows = Self::find().filter(Self::TENANT.eq(tenant.0));
        match Self::DELETED {
            Some(deleted) => rows.filter(deleted.is_null()),
            None => rows,
        }
    }
}

/// Own rows; network and public rows whose embargo is over.
fn readable<T: TenantTable>(audience: &Audience) -> Condition {
    let mut released = Condition::any().add(T::VISIBILITY.eq(Visibility::Public));
    if let Some(network) = T::NETWORK.filter(|_| !audience.networks.is_empty()) {
        let ids = audience.networks.iter().map(|id| id.0);
        released = released.add(
            Condition::all()
                .add(T::VISIBILITY.eq(Visibility::Network))
                .add(network.is_in(ids)),
        );
    }
    let open = Condition::any()
        .add(T::EMBARGO.is_null())
        .add(Expr::col((T::default(), T::EMBARGO)).lte(audience.now));
    let released = Condition::all().add(released).add(open);
    match audience.tenant {
        Some(tenant) => Condition::any().add(T::TENANT.eq(tenant.0)).add(released),
        None => released,
    }
}

/// A table whose rows are parts of a row of another one and are read through it only.
pub trait PartTable: EntityTrait {
    /// Column of the row they belong to.
    const PARENT: Self::Column;

    /// All parts; the caller restricts them to parents that it has already fetched through a scope.
    fn parts() -> Select<Self> {
        Self::find()
    }
}

/// A table of reference data that everybody may read whole.
pub trait ReferenceTable: EntityTrait {
    /// Every row.
    fn all() -> Select<Self> {
        Self::find()
    }
}
