//! The change feed: what happened to the records that a reader could read before or can read now.
//!
//! Invariant: an entry says what the change is to its reader: what became visible to them is new, what they can no
//! longer read is gone, whatever its owner did. The feed is in the order in which changes became visible.

mod note;
mod watch;

use crate::{
    ctx::Ctx,
    error::Result,
    network,
    read::{
        Direction, KeyKind, ListRequest, OrderKey, Page, Reader, Series, bounded, in_texts,
        in_uuids,
    },
    store::Store,
};
use chrono::{DateTime, Utc};
use entity::{
    change::{Column, Entity},
    id::TenantId,
    scope::ReferenceTable,
    value::{ChangeAction, Visibility},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait},
};
use uuid::Uuid;

pub(crate) use note::{Note, Record, enter};
pub use watch::{Follower, Watch};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $stored:literal / $word:literal,)*) => {
        /// Kinds of records that the feed tells of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ChangeKind { $($(#[$doc])* $name,)* }

        impl ChangeKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word for it in both interfaces.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// The kind of a word, `None` for any other text.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.word() == word)
            }

            const fn stored(self) -> &'static str {
                match self { $(Self::$name => $stored),* }
            }

            fn from_stored(stored: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.stored() == stored)
            }
        }
    };
}

kinds! {
    /// A network.
    Network = "network" / "NETWORK",
    /// An organisation.
    Tenant = "tenant" / "TENANT",
    /// A membership. What the network shares is gained or lost with one's own.
    Membership = "membership" / "MEMBERSHIP",
    /// An action field.
    ActionField = "actionField" / "ACTION_FIELD",
    /// The definition of an indicator.
    Indicator = "indicator" / "INDICATOR",
    /// An action plan.
    Plan = "plan" / "PLAN",
    /// A project.
    Project = "project" / "PROJECT",
    /// A transfer link.
    TransferLink = "link" / "TRANSFER_LINK",
    /// An offer or request of expertise.
    Expertise = "expertise" / "EXPERTISE",
    /// A peer group or ring.
    PeerGroup = "peergroup" / "PEER_GROUP",
    /// An observation.
    Observation = "observation" / "OBSERVATION",
    /// A comparison of a ring, as its moderator published it.
    Benchmark = "benchmark" / "BENCHMARK",
}

/// One change, as it is to its reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Number of the entry; numbers grow, but not one by one.
    pub seq: i64,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What kind of record it happened to.
    pub kind: ChangeKind,
    /// Id of that record, as outside.
    pub subject: String,
    /// What happened to it.
    pub action: ChangeAction,
}

impl Change {
    /// Whether the record is gone for the reader.
    #[must_use]
    pub fn is_deletion(&self) -> bool {
        self.action == ChangeAction::Deleted
    }
}

/// Which changes are wanted.
#[derive(Clone, Debug, Default)]
pub struct ChangeFilter {
    /// At or after this moment.
    pub since: Option<DateTime<Utc>>,
    /// Slug of the network in which the record stands.
    pub network: Option<String>,
    /// Kinds of records.
    pub kinds: Option<Vec<ChangeKind>>,
    /// Municipalities that own the record (AGS).
    pub cities: Option<Vec<String>>,
}

impl ChangeFilter {
    fn condition(&self, ctx: &Ctx) -> Result<Condition> {
        let kinds = self.kinds.as_deref().unwrap_or(ChangeKind::ALL);
        let stored: Vec<_> = kinds.iter().map(|kind| kind.stored()).collect();
        let mut all = Condition::all().add(in_texts(
            ctx.backend(),
            Expr::col(Column::Kind),
            bounded("kind", &stored)?,
        ));
        if let Some(since) = self.since {
            all = all.add(Expr::col(Column::At).gte(since));
        }
        if let Some(slug) = &self.network {
            let id = network::by_slug(ctx, "network", slug)?;
            all = all.add(Expr::col(Column::NetworkId).eq(id.0));
        }
        if let Some(cities) = &self.cities {
            let owners = owners(ctx, cities)?;
            all = all.add(in_uuids(
                ctx.backend(),
                Expr::col(Column::TenantId),
                &owners,
            ));
        }
        Ok(all)
    }
}

fn owners(ctx: &Ctx, cities: &[String]) -> Result<Vec<Uuid>> {
    let mut owners = Vec::new();
    for ags in bounded("city", cities)? {
        crate::city::check_ags("city", ags)?;
        owners.extend(
            ctx.reference()
                .tenant_of_city(ags)
                .map(|tenant| tenant.id.0),
        );
    }
    Ok(owners)
}

/// The columns of an entry, before those that say what the reader is to it.
const COLUMNS: [Column; 8] = [
    Column::Seq,
    Column::At,
    Column::TenantId,
    Column::Kind,
    Column::EntityId,
    Column::Action,
    Column::Before,
    Column::After,
];
const IN_NETWORK: &str = "in_network";
const NAMED: &str = "named";

/// The changes that the caller may know of, the oldest first. Of the request only page and count are looked at.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none and for criteria that mean nothing.
pub async fn list(
    reader: &Reader<'_>,
    filter: &ChangeFilter,
    list: &ListRequest,
) -> Result<Page<Change>> {
    let tenant = reader.ctx().audience().tenant;
    let keys = keys();
    let series = series(reader.ctx(), filter, &keys)?;
    reader.series(series, list, |row| decode(row, tenant)).await
}

/// The cursor of the newest of these changes, behind which nothing has happened yet; `None` where there are none at all.
///
/// # Errors
/// `BAD_USER_INPUT` for criteria that mean nothing.
pub async fn end(reader: &Reader<'_>, filter: &ChangeFilter) -> Result<Option<String>> {
    let keys = keys();
    reader.end_of(series(reader.ctx(), filter, &keys)?).await
}

fn keys() -> [OrderKey; 2] {
    [
        OrderKey::new(Column::At, KeyKind::Moment, Direction::Asc),
        OrderKey::new(Column::Seq, KeyKind::Long, Direction::Asc),
    ]
}

fn series<'k>(ctx: &Ctx, filter: &ChangeFilter, keys: &'k [OrderKey]) -> Result<Series<'k>> {
    let audience = ctx.audience();
    let mut statement = Entity::seen_by(&audience)
        .select_only()
        .columns(COLUMNS)
        .into_query();
    statement.cond_where(filter.condition(ctx)?);
    let [in_network, named] = match audience.tenant {
        Some(tenant) => Entity::relations(tenant, audience.now),
        None => [Expr::val(false), Expr::val(false)],
    };
    statement
        .expr_as(in_network, Alias::new(IN_NETWORK))
        .expr_as(named, Alias::new(NAMED));
    Ok(Series {
        statement,
        width: COLUMNS.len() + 2,
        keys,
    })
}

/// When the newest change of anybody happened, and its number. For the service, which learns by it that there is something
/// to look at.
pub(crate) async fn newest(store: &Store) -> Result<Option<(DateTime<Utc>, i64)>> {
    let rows = Entity::all()
        .select_only()
        .columns([Column::At, Column::Seq])
        .filter(Column::At.lte(store.clock().now()))
        .order_by_desc(Column::At)
        .order_by_desc(Column::Seq)
        .limit(1);
    Ok(rows.into_tuple().one(store.follower()).await?)
}

fn decode(row: &QueryResult, tenant: Option<TenantId>) -> Result<Change> {
    let stored: String = row.try_get("", "kind")?;
    let kind = ChangeKind::from_stored(&stored)
        .ok_or_else(|| crate::Error::Internal(format!("a change of an unknown kind: {stored}")))?;
    let owner: Option<TenantId> = row.try_get("", "tenant_id")?;
    let eyes = Eyes {
        is_owner: owner.is_some() && owner == tenant,
        is_in_network: row
            .try_get::<Option<bool>>("", IN_NETWORK)?
            .unwrap_or(false),
        is_named: row.try_get::<Option<bool>>("", NAMED)?.unwrap_or(false),
    };
    let action = match owner {
        Some(_) => eyes.action(row.try_get("", "before")?, row.try_get("", "after")?),
        None => row.try_get("", "action")?,
    };
    Ok(Change {
        seq: row.try_get("", "seq")?,
        at: row.try_get("", "at")?,
        kind,
        subject: row.try_get("", "entity_id")?,
        action,
    })
}

/// What a reader is to a record.
#[derive(Clone, Copy)]
struct Eyes {
    is_owner: bool,
    is_in_network: bool,
    is_named: bool,
}

impl Eyes {
    const fn see(self, visibility: Visibility) -> bool {
        match visibility {
            Visibility::Public => true,
            Visibility::Network => self.is_owner || self.is_in_network,
            Visibility::Shared => self.is_owner || self.is_named,
            Visibility::Tenant => self.is_owner,
        }
    }

    /// What a change is to them.
    fn action(self, before: Option<Visibility>, after: Option<Visibility>) -> ChangeAction {
        let [before, after] = [before, after].map(|at| at.is_some_and(|at| self.see(at)));
        match (before, after) {
            (true, true) => ChangeAction::Updated,
            (false, true) => ChangeAction::Created,
            // Who could not read it before either has been told of it because it was taken from them by name.
            (_, false) => ChangeAction::Deleted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_what_it_is_to_its_reader() {
        use ChangeAction::{Created, Deleted, Updated};
        use Visibility::{Network, Public, Shared, Tenant};
        let eyes = |is_owner, is_in_network, is_named| Eyes {
            is_owner,
            is_in_network,
            is_named,
        };
        let [owner, partner, named, public] = [
            eyes(true, true, false),
            eyes(false, true, false),
            eyes(false, false, true),
            eyes(false, false, false),
        ];
        for (eyes, before, after, expected) in [
            (owner, None, Some(Tenant), Created),
            (owner, Some(Tenant), Some(Public), Updated),
            (owner, Some(Public), None, Deleted),
            (partner, Some(Tenant), Some(Network), Created),
            (partner, Some(Network), Some(Public), Updated),
            (partner, Some(Network), Some(Shared), Deleted),
            (named, Some(Network), Some(Shared), Created),
            (named, Some(Shared), None, Deleted),
            (public, Some(Network), Some(Public), Created),
            (public, Some(Public), Some(Network), Deleted),
            (public, Some(Public), Some(Public), Updated),
        ] {
            assert_eq!(eyes.action(before, after), expected, "{before:?} {after:?}");
        }
    }
}
