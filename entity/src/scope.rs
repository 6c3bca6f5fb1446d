//! Tenant scopes: the only doors to the rows of a tenant.
//!
//! Invariant: without an [`Audience`] there is no query, and an audience that names nobody sees public rows only.

use crate::{
    id::{AccountId, TenantId},
    value::{MembershipRole, Visibility},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

/// For whom rows are read: decided by the policy, applied by the scopes.
#[derive(Clone, Copy, Debug)]
pub struct Audience {
    /// The tenant whose own rows, networks and shared rows are included, if any.
    pub tenant: Option<TenantId>,
    /// The moment against which embargoes and memberships are held.
    pub now: DateTime<Utc>,
}

/// A table whose rows belong to a tenant and say themselves who may read them.
pub trait TenantTable: EntityTrait {
    /// Column of the key.
    const ID: Self::Column;
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

    /// The rows that an audience reads at any time because it is a party to them.
    fn parties(_audience: &Audience) -> Option<Condition> {
        None
    }

    /// The living rows that an audience may read.
    fn visible_to(audience: &Audience) -> Select<Self> {
        let rows = Self::find().filter(readable::<Self>(audience));
        match Self::DELETED {
            Some(deleted) => rows.filter(deleted.is_null()),
            None => rows,
        }
    }

    /// The same with those that are no longer what holds: for history, which is asked for by name.
    fn ever_visible_to(audience: &Audience) -> Select<Self> {
        Self::find().filter(readable::<Self>(audience))
    }

    /// All living rows of one tenant: for that tenant's own writes.
    fn owned_by(tenant: TenantId) -> Select<Self> {
        match Self::DELETED {
            Some(deleted) => Self::ever_owned_by(tenant).filter(deleted.is_null()),
            None => Self::ever_owned_by(tenant),
        }
    }

    /// The same with the deleted ones, so that they can be restored.
    fn ever_owned_by(tenant: TenantId) -> Select<Self> {
        Self::find().filter(Self::TENANT.eq(tenant.0))
    }
}

/// A visibility as text of the statement. As a parameter PostgreSQL would have to guess how many rows it holds for, and
/// would make a new plan for every request.
fn is<T: TenantTable>(visibility: Visibility) -> Expr {
    Expr::col((T::default(), T::VISIBILITY)).eq(Expr::Constant(visibility.word().into()))
}

/// Own rows; and rows whose embargo is over if they are public, of a network of the tenant, or shared with it.
fn readable<T: TenantTable>(audience: &Audience) -> Condition {
    let mut released = Condition::any().add(is::<T>(Visibility::Public));
    if let Some(tenant) = audience.tenant {
        if let Some(network) = T::NETWORK {
            let own = memberships(tenant, audience.now);
            let in_network = is::<T>(Visibility::Network);
            released = released.add(in_network.and(network.in_subquery(own)));
        }
        let shared = is::<T>(Visibility::Shared);
        released = released.add(shared.and(T::ID.in_subquery(shared_with(tenant))));
    }
    let open = Condition::any()
        .add(T::EMBARGO.is_null())
        .add(Expr::col((T::default(), T::EMBARGO)).lte(audience.now));
    let released = Condition::all().add(released).add(open);
    let Some(tenant) = audience.tenant else {
        return released;
    };
    let own = Condition::any().add(T::TENANT.eq(tenant.0));
    let parties = T::parties(audience).into_iter();
    parties.fold(own, Condition::add).add(released)
}

/// The networks that a tenant belongs to at a moment. Asked of the database each time, so that the end of a membership
/// holds at once, on every copy of the service.
#[must_use]
pub fn memberships(tenant: TenantId, now: DateTime<Utc>) -> SelectStatement {
    use crate::membership::{Column, Entity};
    let today = now.date_naive();
    Entity::find()
        .select_only()
        .column(Column::NetworkId)
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Since.lte(today))
        .filter(Column::Until.is_null().or(Column::Until.gte(today)))
        .into_query()
}

/// The networks that a tenant coordinates at a moment.
#[must_use]
pub fn coordinated(tenant: TenantId, now: DateTime<Utc>) -> SelectStatement {
    use crate::membership::Column;
    let mut rows = memberships(tenant, now);
    rows.and_where(Column::Role.eq(MembershipRole::Coordinator));
    rows
}

/// The records that others share with a tenant by name.
#[must_use]
pub fn shared_with(tenant: TenantId) -> SelectStatement {
    use crate::named_reader::{Column, Entity};
    Entity::find()
        .select_only()
        .column(Column::SubjectId)
        .filter(Column::ReaderId.eq(tenant.0))
        .filter(Column::IsEffective.eq(true))
        .into_query()
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

/// A table of a tenant's own matters: nobody else reads it, whatever its content.
pub trait OwnTable: EntityTrait {
    /// Column of the owning tenant.
    const TENANT: Self::Column;

    /// All rows of one tenant.
    fn of(tenant: TenantId) -> Select<Self> {
        Self::find().filter(Self::TENANT.eq(tenant.0))
    }
}

/// A table whose rows their holder may read before it is known for which tenant.
pub trait HeldTable: OwnTable {
    /// Column of what the holder has proved to have: a key, a refresh token, an account.
    const HOLDER: Self::Column;

    /// The rows of a holder.
    fn held_by(holder: Uuid) -> Select<Self> {
        Self::find().filter(Self::HOLDER.eq(holder))
    }
}

/// A table whose rows are of a person, in whichever tenant: for what concerns all of them at once, such as erasure.
pub trait PersonTable: EntityTrait {
    /// Column of the account.
    const PERSON: Self::Column;

    /// The rows of a person.
    fn of_person(person: AccountId) -> Select<Self> {
        Self::find().filter(Self::PERSON.eq(person.0))
    }
}

/// A table of tenants' own matters that the service looks through for what is to be done, whosever it is. Row security
/// lets its own connections read them; what is done is done as the tenant.
pub trait ServiceTable: OwnTable {
    /// All rows of all tenants.
    fn of_everybody() -> Select<Self> {
        Self::find()
    }
}

/// A table with rows of tenants, whatever they are: for what concerns all rows of one tenant at once. The list of these
/// tables is [`crate::holding`].
pub trait Holding: EntityTrait {
    /// Column of the owning tenant.
    const OWNER: Self::Column;

    /// All rows of a tenant, deleted ones too.
    fn held_for(tenant: TenantId) -> Select<Self> {
        Self::find().filter(Self::OWNER.eq(tenant.0))
    }
}

/// A table of reference data that everybody may read whole.
pub trait ReferenceTable: EntityTrait {
    /// Every row.
    fn all() -> Select<Self> {
        Self::find()
    }
}
