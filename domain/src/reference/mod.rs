//! Reference data that lives in the process: municipalities, networks, tenants and vocabularies.
//!
//! Invariant: a snapshot is immutable; when the `change` table says that reference data changed, a new one takes its
//! place for the requests that begin after it. No join and no statement is needed for a city's name.

mod city_class;
pub mod city_search;
pub mod classification;
mod register;

use crate::{
    error::Result, network_concept as network_concept_use, read::Reference,
    similarity::vocabulary::Vocabulary,
};
use chrono::{DateTime, NaiveDate, Utc};
use city_class::CityClasses;
use city_search::CitySearch;
use entity::{
    action_field, barrier, change, city,
    id::{ActionFieldId, BarrierId, IndicatorId, MembershipId, NetworkId, TenantId},
    indicator, indicator_version, membership, network, network_concept,
    scope::ReferenceTable,
    similarity_weights, tenant,
    value::MembershipRole,
};
use hashbrown::HashMap;
use sea_orm::{ColumnTrait, DatabaseConnection, QueryFilter, QueryOrder, QuerySelect};
use std::{hash::Hash, sync::Arc};

pub(crate) use city_class::WantedClasses;
pub use register::{load_municipalities, load_vocabularies};

/// All reference data at one moment.
#[derive(Debug)]
pub struct Snapshot {
    version: i64,
    /// Municipalities in the order of their AGS.
    pub cities: Table<city::Model, String>,
    /// Networks in the order of their slugs.
    pub networks: Table<network::Model, NetworkId>,
    /// Tenants in the order of their names.
    pub tenants: Table<tenant::Model, TenantId>,
    /// Memberships, the oldest first.
    pub memberships: Table<membership::Model, MembershipId>,
    /// Action fields in the order of their schemes.
    pub action_fields: Table<action_field::Model, ActionFieldId>,
    /// Barriers of the newest vocabulary in its order.
    pub barriers: Table<barrier::Model, BarrierId>,
    /// Concepts: those that are shipped, and those that networks have added.
    pub vocabulary: Arc<Vocabulary>,
    /// Indicators in the order of their codes.
    pub indicators: Table<indicator::Model, IndicatorId>,
    tenant_of_city: HashMap<String, Arc<tenant::Model>>,
    network_of_slug: HashMap<String, Arc<network::Model>>,
    members: HashMap<NetworkId, Vec<Arc<membership::Model>>>,
    belongings: HashMap<TenantId, Vec<Arc<membership::Model>>>,
    weights: HashMap<NetworkId, Vec<Arc<similarity_weights::Model>>>,
    former_indicators: HashMap<IndicatorId, Vec<Arc<indicator_version::Model>>>,
    city_search: CitySearch,
    city_classes: Vec<CityClasses>,
}

/// Records in an order, and by their key.
#[derive(Debug)]
pub struct Table<T, K> {
    rows: Vec<Arc<T>>,
    places: HashMap<K, usize>,
}

impl<T, K: Eq + Hash> Table<T, K> {
    fn new(rows: Vec<T>, key: impl Fn(&T) -> K) -> Self {
        let places = rows
            .iter()
            .enumerate()
            .map(|(place, row)| (key(row), place))
            .collect();
        Self {
            rows: rows.into_iter().map(Arc::new).collect(),
            places,
        }
    }

    /// All records in their order.
    #[must_use]
    pub fn all(&self) -> &[Arc<T>] {
        &self.rows
    }

    /// The record of a key.
    pub fn find<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<&Arc<T>>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.rows.get(*self.places.get(key)?)
    }
}

impl Snapshot {
    /// The number of the last change of reference data that it knows.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// The municipalities of the wanted classes, by key.
    pub(crate) fn cities_of(
        &self,
        wanted: WantedClasses,
    ) -> impl Iterator<Item = &Arc<city::Model>> {
        let all = self.cities.all().iter().zip(&self.city_classes);
        all.filter(move |(_, classes)| wanted.hold(**classes))
            .map(|(city, _)| city)
    }

    /// The network of a slug.
    #[must_use]
    pub fn network(&self, slug: &str) -> Option<&Arc<network::Model>> {
        self.network_of_slug.get(slug)
    }

    /// The tenant that is a municipality.
    #[must_use]
    pub fn tenant_of_city(&self, ags: &str) -> Option<&Arc<tenant::Model>> {
        self.tenant_of_city.get(ags)
    }

    /// The memberships of a network, the oldest first.
    pub fn members_of(&self, network: NetworkId) -> impl Iterator<Item = &Arc<membership::Model>> {
        self.members.get(&network).into_iter().flatten()
    }

    /// The networks that a tenant belongs to at a moment.
    #[must_use]
    pub fn networks_of(&self, tenant: TenantId, now: DateTime<Utc>) -> Vec<NetworkId> {
        let today = now.date_naive();
        let own = self.belongings.get(&tenant).into_iter().flatten();
        let current = own.filter(|member| is_current(member, today));
        current.map(|member| member.network_id).collect()
    }

    /// Whether a tenant coordinates a network at a moment.
    #[must_use]
    pub fn coordinates(&self, tenant: TenantId, network: NetworkId, now: DateTime<Utc>) -> bool {
        let today = now.date_naive();
        self.members_of(network).any(|member| {
            member.tenant_id == tenant
                && member.role == MembershipRole::Coordinator
                && is_current(member, today)
        })
    }

    /// Whether a tenant belongs to a network at a moment.
    #[must_use]
    pub fn takes_part(&self, tenant: TenantId, network: NetworkId, now: DateTime<Utc>) -> bool {
        let today = now.date_naive();
        self.members_of(network)
            .any(|member| member.tenant_id == tenant && is_current(member, today))
    }

    /// What the features of similarity weigh in a network: the versions of its own, the newest first.
    pub fn weights_of(
        &self,
        network: NetworkId,
    ) -> impl Iterator<Item = &Arc<similarity_weights::Model>> {
        self.weights.get(&network).into_iter().flatten().rev()
    }

    /// What the definition of an indicator was, the newest first.
    pub fn former_indicators(
        &self,
        indicator: IndicatorId,
    ) -> impl Iterator<Item = &Arc<indicator_version::Model>> {
        let all = self.former_indicators.get(&indicator);
        all.into_iter().flatten().rev()
    }

    /// The municipalities that are tenants: only they have content.
    pub fn tenant_cities(&self) -> impl Iterator<Item = &Arc<city::Model>> {
        let keys = self
            .tenants
            .all()
            .iter()
            .filter_map(|tenant| tenant.city_ags.as_deref());
        keys.filter_map(|ags| self.cities.find(ags))
    }

    /// Finds municipalities by name.
    #[must_use]
    pub const fn city_search(&self) -> &CitySearch {
        &self.city_search
    }
}

macro_rules! references {
    ($($table:ident: $model:ty, $key:ty;)*) => {$(
        impl Reference for $model {
            type Key = $key;
            fn find(snapshot: &Snapshot, key: &$key) -> Option<Arc<Self>> {
                snapshot.$table.find(key).cloned()
            }
        }
    )*};
}

references! {
    cities: city::Model, String;
    networks: network::Model, NetworkId;
    tenants: tenant::Model, TenantId;
    memberships: membership::Model, MembershipId;
    action_fields: action_field::Model, ActionFieldId;
    barriers: barrier::Model, BarrierId;
    indicators: indicator::Model, IndicatorId;
}

/// The number of the last change of reference data; such changes belong to no tenant.
///
/// # Errors
/// What the database answers.
pub(crate) async fn version(database: &DatabaseConnection) -> Result<i64> {
    let newest = change::Entity::all()
        .select_only()
        .column(change::Column::Seq)
        .filter(change::Column::TenantId.is_null())
        .order_by_desc(change::Column::Seq)
        .limit(1)
        .into_tuple::<i64>()
        .one(database)
        .await?;
    Ok(newest.unwrap_or(0))
}

/// Reads all reference data.
///
/// # Errors
/// What the database answers.
pub(crate) async fn read(database: &DatabaseConnection) -> Result<Snapshot> {
    // The version is read first: what changes meanwhile is read again the next time.
    let version = version(database).await?;
    let cities = rows::<city::Entity, _>(database, city::Column::Ags).await?;
    let city_search = CitySearch::new(&cities);
    let city_classes = cities.iter().map(CityClasses::of).collect();
    let memberships = rows::<membership::Entity, _>(database, membership::Column::Id).await?;
    let barriers = rows::<barrier::Entity, _>(database, barrier::Column::Id).await?;
    let networks = rows::<network::Entity, _>(database, network::Column::Slug).await?;
    let tenants = rows::<tenant::Entity, _>(database, tenant::Column::Name).await?;
    let tenants = Table::new(tenants, |tenant| tenant.id);
    let memberships = Table::new(memberships, |membership| membership.id);
    let networks = Table::new(networks, |network| network.id);
    let own = rows::<network_concept::Entity, _>(database, network_concept::Column::Position);
    let vocabulary = network_concept_use::extended(own.await?, &networks);
    let action_fields =
        rows::<action_field::Entity, _>(database, action_field::Column::Position).await?;
    let weights =
        rows::<similarity_weights::Entity, _>(database, similarity_weights::Column::Number).await?;
    let weights = Table::new(weights, |version| version.id);
    let indicators = rows::<indicator::Entity, _>(database, indicator::Column::Code).await?;
    let former =
        rows::<indicator_version::Entity, _>(database, indicator_version::Column::Version).await?;
    let former = Table::new(former, |version| version.id);
    Ok(Snapshot {
        version,
        cities: Table::new(cities, |city| city.ags.clone()),
        network_of_slug: by_slug(&networks),
        networks,
        tenant_of_city: of_cities(&tenants),
        tenants,
        members: grouped(&memberships, |membership| membership.network_id),
        weights: grouped(&weights, |version| version.network_id),
        belongings: grouped(&memberships, |membership| membership.tenant_id),
        memberships,
        action_fields: Table::new(action_fields, |field| field.id),
        barriers: Table::new(barriers, |barrier| barrier.id),
        vocabulary,
        indicators: Table::new(indicators, |indicator| indicator.id),
        former_indicators: grouped(&former, |version| version.indicator_id),
        city_search,
        city_classes,
    })
}

fn of_cities(tenants: &Table<tenant::Model, TenantId>) -> HashMap<String, Arc<tenant::Model>> {
    let with_city =
        |tenant: &Arc<tenant::Model>| Some((tenant.city_ags.clone()?, Arc::clone(tenant)));
    tenants.all().iter().filter_map(with_city).collect()
}

fn is_current(member: &membership::Model, today: NaiveDate) -> bool {
    member.since <= today && member.until.is_none_or(|until| until >= today)
}

fn by_slug(networks: &Table<network::Model, NetworkId>) -> HashMap<String, Arc<network::Model>> {
    let named = |network: &Arc<network::Model>| (network.slug.clone(), Arc::clone(network));
    networks.all().iter().map(named).collect()
}

/// Records by what they belong to, each in the order of the table.
fn grouped<T, I, K: Eq + Hash>(
    records: &Table<T, I>,
    key: impl Fn(&T) -> K,
) -> HashMap<K, Vec<Arc<T>>> {
    let mut groups: HashMap<K, Vec<_>> = HashMap::new();
    for record in &records.rows {
        groups
            .entry(key(record))
            .or_default()
            .push(Arc::clone(record));
    }
    groups
}

async fn rows<E: ReferenceTable, C: ColumnTrait>(
    database: &DatabaseConnection,
    order: C,
) -> Result<Vec<E::Model>> {
    Ok(E::all().order_by_asc(order).all(database).await?)
}
