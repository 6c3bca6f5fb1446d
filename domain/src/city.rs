//! Municipalities (Kommunen) of the register.
//!
//! Invariant: they are global and read-only; a city's content is that of its tenant and obeys the tenant's visibility.

use crate::{
    error::{Error, Result},
    observation::Observation,
    plan::Plan,
    project::Project,
    read::{
        CityCriteria, Direction, Edge, ListRequest, Node, OrderBy, Page, Reader, Select, in_memory,
        parent,
    },
    reference::Snapshot,
    similar_city,
    transfer_link::TransferLink,
    work::Work,
};
use entity::{
    id::TenantId, observation, plan, project, tenant, transfer_link, value::ChangeAction,
};
use sea_orm::{EntityTrait, Set};
use std::{cmp::Ordering, sync::Arc};

pub use entity::city::Model as City;

parent!(Node<City>, "city", |reader, nodes, edge| {
    Edge::Tenant => reader.to_reference::<_, tenant::Model>(nodes, edge, |node| tenant_of(reader, node)),
    Edge::Plans => reader.to_many::<_, Plan, _>(nodes, edge, plan::Column::CityAgs, |node| node.record.ags.clone()),
    Edge::Projects => reader.to_many::<_, Project, _>(nodes, edge, project::Column::CityAgs, |node| node.record.ags.clone()),
    Edge::Observations => {
        reader.to_many::<_, Observation, _>(nodes, edge, observation::Column::CityAgs, |node| node.record.ags.clone())
    },
    Edge::TransferLinks => {
        reader.to_many::<_, TransferLink, _>(nodes, edge, transfer_link::Column::AdopterCityAgs, |node| node.record.ags.clone())
    },
    Edge::Similar => similar_city::follow(reader, nodes, edge),
    Edge::TransferLinksAsSource => {
        reader.to_many::<_, TransferLink, _>(nodes, edge, transfer_link::Column::SourceCityAgs, |node| node.record.ags.clone())
    },
});

fn tenant_of(reader: &Reader<'_>, node: &Node<City>) -> Option<TenantId> {
    reader
        .ctx()
        .reference()
        .tenant_of_city(&node.record.ags)
        .map(|tenant| tenant.id)
}

/// Refuses a text that is not an AGS.
///
/// # Errors
/// `BAD_USER_INPUT` saying what is expected.
pub fn check_ags(argument: &str, ags: &str) -> Result<()> {
    if ags.len() == 8 && ags.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(Error::invalid(
        argument,
        format!(
            "{ags:?} ist kein Amtlicher Gemeindeschlüssel; erwartet werden acht Ziffern mit führenden Nullen, etwa 05334002 für Aachen."
        ),
        format!(
            "{ags:?} is no official municipality key (AGS); expected are eight digits with leading zeros, such as 05334002 for Aachen."
        ),
    ))
}

/// Which municipalities are wanted.
#[derive(Clone, Debug, Default)]
pub struct CityFilter {
    /// Key, state, RegioStaR 7 type, size class.
    pub criteria: CityCriteria,
    /// Their name, or a word in it, begins with this.
    pub name_starts_with: Option<String>,
    /// Whether they take part in a network as tenants.
    pub is_tenant: Option<bool>,
}

impl CityFilter {
    /// The municipalities that are wanted: those found by name by closeness, the others by key.
    pub(crate) fn find(&self, reference: &Snapshot) -> Result<Vec<Arc<City>>> {
        self.criteria.check()?;
        let all = reference.cities.all();
        let wanted = |city: &&Arc<City>| {
            let is_tenant = || reference.tenant_of_city(&city.ags).is_some();
            self.criteria.holds(city) && self.is_tenant.is_none_or(|wanted| is_tenant() == wanted)
        };
        Ok(match &self.name_starts_with {
            Some(text) => {
                let places = reference.city_search().by_prefix(text).into_iter();
                let found = places.filter_map(|place| all.get(place));
                found.filter(wanted).cloned().collect()
            }
            None => all.iter().filter(wanted).cloned().collect(),
        })
    }
}

/// By what municipalities can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CityOrder {
    /// By name.
    Name,
    /// By inhabitants.
    Population,
    /// By key.
    Ags,
}

/// Municipalities. Without an order those found by name come by closeness, the others by key.
///
/// # Errors
/// `BAD_USER_INPUT` for a filter or cursor that means nothing.
pub async fn list(
    reader: &Reader<'_>,
    filter: &CityFilter,
    order: &[OrderBy<CityOrder>],
    request: &ListRequest,
    select: &Select,
) -> Result<Page<Node<City>>> {
    let mut rows = filter.find(reader.ctx().reference())?;
    if !order.is_empty() {
        rows.sort_by(|a, b| compare(order, a, b));
    }
    let page = in_memory(rows, &request.page, |row| row.ags.clone(), Node::new)?;
    reader.follow_page(page, select).await
}

fn compare(order: &[OrderBy<CityOrder>], a: &City, b: &City) -> Ordering {
    let by = order.iter().map(|by| {
        let ordering = match by.field {
            CityOrder::Name => {
                crate::text::sort_key(&a.display_name).cmp(&crate::text::sort_key(&b.display_name))
            }
            CityOrder::Population => a.population.cmp(&b.population),
            CityOrder::Ags => a.ags.cmp(&b.ags),
        };
        match by.direction {
            Direction::Asc => ordering,
            Direction::Desc => ordering.reverse(),
        }
    });
    by.fold(Ordering::Equal, Ordering::then)
        .then_with(|| a.ags.cmp(&b.ags))
}

/// What is known of a municipality beyond the register.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its key.
    pub ags: String,
    /// Regional key.
    pub ars: Option<String>,
    /// NUTS 3 code.
    pub nuts3: Option<String>,
    /// Wikidata item.
    pub wikidata: Option<String>,
}

/// Adds to the register what is known of municipalities.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator.
pub async fn complete(work: &Work<'_>, facts: Vec<Facts>) -> Result<()> {
    use entity::city::{ActiveModel, Entity};
    work.ctx().require_operator()?;
    for fact in facts {
        let row = ActiveModel {
            ags: Set(fact.ags),
            ars: Set(fact.ars),
            nuts3: Set(fact.nuts3),
            wikidata: Set(fact.wikidata),
            ..Default::default()
        };
        Entity::update(row).exec(work.connection()).await?;
    }
    work.note("city", "*".to_owned(), ChangeAction::Updated)
        .await
}
