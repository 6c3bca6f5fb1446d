//! Similar cities: municipalities alike by structure, each with the index that says so, component by component.
//!
//! Invariant: the structure is public reference data; of indicators only measured values count that the caller may read,
//! and one statement reads them for all cities in question.

mod likeness;

use crate::{
    city::City,
    error::{Error, Result},
    observation::{self, Observation},
    read::{
        Edge, EdgeSelect, Edges, ListRequest, Node, Page, PageRequest, Reader, Select, Step,
        in_texts, parent, place, ranked,
    },
    similarity::cursor::Cursor,
};
use entity::{city, observation::Column, value::ValueKind};
pub(crate) use likeness::structure as likeness_by_structure;
use likeness::{Measured, structure};
use sea_orm::{
    Condition,
    sea_query::{Expr, ExprTrait},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

pub use likeness::CityLikeness;
pub(crate) use likeness::like_size;

/// The name of the ranking in its cursors.
const RANKING: &str = "similarCities";
/// Municipalities that are compared closely: the nearest by structure. So far a ranking reaches.
const REACH: usize = 200;
/// So many cities at most are compared in one step of a query: each is compared with the whole register.
const MOST_AT_ONCE: usize = 20;
/// Measured values that are read at most for one step, the newest first.
const MOST_VALUES: u64 = 20_000;

/// A similar city with the reasons.
#[derive(Debug)]
pub struct SimilarCity {
    /// Why it is similar.
    pub found: CityLikeness,
    /// The city.
    pub record: Arc<City>,
    /// The city again, with as much as was selected of it.
    pub edges: Edges,
}

parent!(SimilarCity, "similar city", |reader, nodes, edge| {
    Edge::City => reader.to_reference::<_, city::Model>(nodes, edge, |node| Some(node.record.ags.clone())),
});

/// The edge from cities to those similar to them.
pub(crate) fn follow<'a>(
    reader: &'a Reader<'a>,
    nodes: &'a mut [Node<City>],
    edge: &'a EdgeSelect,
) -> Step<'a> {
    Box::pin(async move {
        let cities: Vec<Arc<City>> = nodes.iter().map(|node| Arc::clone(&node.record)).collect();
        let pages = of_cities(reader, &cities, &edge.list, &edge.select).await?;
        for (node, page) in nodes.iter_mut().zip(pages) {
            node.edges.put_many(&edge.key, Arc::new(page));
        }
        Ok(())
    })
}

/// The cities similar to one, by its key.
///
/// # Errors
/// `NOT_FOUND`, `BAD_USER_INPUT` for a cursor that is none and for criteria that mean nothing.
pub async fn of_city(
    reader: &Reader<'_>,
    ags: &str,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<SimilarCity>> {
    let city = reader.ctx().reference().cities.find(ags).cloned();
    let city = city.ok_or(Error::NotFound("city"))?;
    let pages = of_cities(reader, &[city], list, select).await?;
    Ok(pages.into_iter().next().unwrap_or_else(Page::empty))
}

async fn of_cities(
    reader: &Reader<'_>,
    cities: &[Arc<City>],
    list: &ListRequest,
    select: &Select,
) -> Result<Vec<Page<SimilarCity>>> {
    check_count(cities.len())?;
    let filter = list.cities.clone().unwrap_or_default();
    let after = place(RANKING, list.page.after.as_deref())?;
    let wanted = filter.find(reader.ctx().reference())?;
    let near: Vec<Vec<Arc<City>>> = cities.iter().map(|own| nearest(own, &wanted)).collect();
    let measured = measured(reader, cities, &near).await?;
    let pages = cities.iter().zip(near).map(|(own, near)| {
        let found = rank(own, near, &measured, after.as_ref());
        ranked(RANKING, found, (list.page.size, false, after.is_some()))
    });
    reader.follow_pages(pages.collect(), select).await
}

fn check_count(count: usize) -> Result<()> {
    if count <= MOST_AT_ONCE {
        return Ok(());
    }
    Err(Error::invalid(
        "similar",
        format!(
            "wird hier für {count} Städte zugleich gefragt; höchstens {MOST_AT_ONCE} sind möglich. Bitte weniger Städte je Seite abfragen."
        ),
        format!(
            "is asked of {count} cities at once here; at most {MOST_AT_ONCE} are possible. Please ask for fewer cities per page."
        ),
    ))
}

/// The nearest by structure, among those that are wanted, in no order.
fn nearest(own: &City, wanted: &[Arc<City>]) -> Vec<Arc<City>> {
    let others = wanted.iter().filter(|city| city.ags != own.ags);
    let mut found: Vec<(f64, &Arc<City>)> =
        others.map(|city| (structure(own, city), city)).collect();
    if found.len() > REACH {
        found.select_nth_unstable_by(REACH, |(a, one), (b, other)| {
            b.total_cmp(a).then_with(|| one.ags.cmp(&other.ags))
        });
        found.truncate(REACH);
    }
    let reached = found.into_iter();
    reached.map(|(_, city)| Arc::clone(city)).collect()
}

/// The newest measured values of all these cities that the caller may read, by city.
async fn measured(
    reader: &Reader<'_>,
    own: &[Arc<City>],
    near: &[Vec<Arc<City>>],
) -> Result<HashMap<String, Measured>> {
    let cities = own.iter().chain(near.iter().flatten());
    let cities: HashSet<&str> = cities.map(|city| city.ags.as_str()).collect();
    let mut cities: Vec<&str> = cities.into_iter().collect();
    cities.sort_unstable();
    let of_these = in_texts(reader.ctx().backend(), Expr::col(Column::CityAgs), &cities);
    let list = ListRequest {
        page: PageRequest {
            size: MOST_VALUES,
            ..PageRequest::default()
        },
        condition: Some(
            Condition::all()
                .add(of_these)
                .add(Expr::col(Column::ValueKind).eq(ValueKind::Measured.word())),
        ),
        order: observation::newest_first(),
        ..ListRequest::default()
    };
    let values = reader
        .page::<Observation>(&list, &observation::select_value())
        .await?;
    let mut newest: HashMap<String, Measured> = HashMap::new();
    for item in values.items {
        let of_city = newest.entry(item.node.city_ags.clone()).or_default();
        if let Some(value) = *item.node.value.get()? {
            of_city.entry(item.node.indicator_id).or_insert(value);
        }
    }
    Ok(newest)
}

/// What comes behind a place in the ranking, the most similar first.
fn rank(
    own: &City,
    near: Vec<Arc<City>>,
    measured: &HashMap<String, Measured>,
    after: Option<&Cursor>,
) -> Vec<(Cursor, SimilarCity)> {
    let nothing = Measured::new();
    let values = |city: &City| measured.get(&city.ags).unwrap_or(&nothing);
    let similar = near.into_iter().map(|record| {
        let found = CityLikeness::new(own, &record, [values(own), values(&record)]);
        let place = Cursor::at(found.score, record.ags.parse().unwrap_or(0));
        let edges = Edges::default();
        let city = SimilarCity {
            found,
            record,
            edges,
        };
        (place, city)
    });
    let mut found: Vec<_> = similar
        .filter(|(place, _)| after.is_none_or(|after| after.is_before(place)))
        .collect();
    found.sort_by(|(a, _), (b, _)| a.order(b));
    found
}
