//! Similar cities: municipalities alike by structure, each with the index that says so, component by component.
//!
//! Invariant: the structure is public reference data; of indicators only measured values count that the caller may read.

mod likeness;

use crate::{
    city::{City, CityFilter},
    error::{Error, Result},
    observation::Observation,
    read::{
        Edge, EdgeSelect, Edges, ListRequest, Node, Page, PageRequest, Parent, Reader, Select, Step, in_texts,
        no_such_edge, place, ranked,
    },
    similarity::cursor::Cursor,
};
use entity::{observation, value::ValueKind};
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

/// The name of the ranking in its cursors.
const RANKING: &str = "similarCities";
/// Municipalities that are compared closely: the nearest by structure. So many a ranking reaches.
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
    /// The city, with as much as was selected of it.
    pub edges: Edges,
}

impl Parent for SimilarCity {
    fn edges(&self) -> &Edges {
        &self.edges
    }
    fn edges_mut(&mut self) -> &mut Edges {
        &mut self.edges
    }
    fn follow<'a>(_: &'a Reader<'a>, _: &'a mut [Self], edge: &'a EdgeSelect) -> Step<'a> {
        no_such_edge("similar city", edge)
    }
}

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

/// The cities similar to one.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none and for criteria that mean nothing.
pub async fn of_city(
    reader: &Reader<'_>,
    city: &Arc<City>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<SimilarCity>> {
    let pages = of_cities(reader, std::slice::from_ref(city), list, select).await?;
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
    filter.criteria.check()?;
    let after = place(RANKING, list.page.after.as_deref())?;
    let near: Vec<Vec<Arc<City>>> = cities.iter().map(|own| candidates(reader, own, &filter)).collect();
    let measured = measured(reader, cities, &near).await?;
    let mut pages = Vec::with_capacity(cities.len());
    for (own, near) in cities.iter().zip(near) {
        let ranking = rank(own, near, &measured, after.as_ref());
        pages.push(page(reader, ranking, list, select).await?);
    }
    Ok(pages)
}

fn check_count(count: usize) -> Result<()> {
    if count <= MOST_AT_ONCE {
        return Ok(());
    }
    Err(Error::invalid(
        "similar",
        format!("wird hier für {count} Städte zugleich gefragt; höchstens {MOST_AT_ONCE} sind möglich. Bitte weniger Städte je Seite abfragen."),
        format!("is asked of {count} cities at once here; at most {MOST_AT_ONCE} are possible. Please ask for fewer cities per page."),
    ))
}

/// The nearest by structure, among those that the filter wants.
fn candidates(reader: &Reader<'_>, own: &City, filter: &CityFilter) -> Vec<Arc<City>> {
    let reference = reader.ctx().reference();
    let mut found: Vec<(f64, &Arc<City>)> = reference
        .cities
        .all()
        .iter()
        .filter(|city| city.ags != own.ags && filter.holds(reference, city))
        .map(|city| (structure(own, city), city))
        .collect();
    found.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.ags.cmp(&other.ags)));
    found.into_iter().take(REACH).map(|(_, city)| Arc::clone(city)).collect()
}

/// The newest measured values of all these cities that the caller may read, with one statement.
async fn measured(
    reader: &Reader<'_>,
    own: &[Arc<City>],
    near: &[Vec<Arc<City>>],
) -> Result<HashMap<String, Measured>> {
    use observation::Column;
    let cities: HashSet<&str> = own.iter().chain(near.iter().flatten()).map(|city| city.ags.as_str()).collect();
    let cities: Vec<&str> = cities.into_iter().collect();
    let backend = reader.ctx().backend();
    let list = ListRequest {
        page: PageRequest::first(MOST_VALUES),
        condition: Some(
            Condition::all()
                .add(in_texts(backend, Expr::col(Column::CityAgs), &cities))
                .add(Expr::col(Column::ValueKind).eq(ValueKind::Actual.word())),
        ),
        order: crate::observation::newest_first(),
        ..ListRequest::default()
    };
    let values = reader.page::<Observation>(&list, &Observation::select_value()).await?;
    let mut newest: HashMap<String, Measured> = HashMap::new();
    for item in values.items {
        let of_city = newest.entry(item.node.city_ags.clone()).or_default();
        of_city.entry(item.node.indicator_id).or_insert(*item.node.value.get()?);
    }
    Ok(newest)
}

fn rank(
    own: &City,
    near: Vec<Arc<City>>,
    measured: &HashMap<String, Measured>,
    after: Option<&Cursor>,
) -> Vec<(Cursor, (Arc<City>, CityLikeness))> {
    let nothing = Measured::new();
    let values = |city: &City| measured.get(&city.ags).unwrap_or(&nothing);
    let mut found: Vec<_> = near
        .into_iter()
        .map(|city| {
            let likeness = CityLikeness::new(own, &city, [values(own), values(&city)]);
            let cursor = Cursor {
                score: likeness.score as f32,
                key: city.ags.parse().unwrap_or(0),
            };
            (cursor, (city, likeness))
        })
        .filter(|(cursor, _)| after.is_none_or(|after| after.order(cursor).is_lt()))
        .collect();
    found.sort_by(|(a, _), (b, _)| a.order(b));
    found
}

async fn page(
    reader: &Reader<'_>,
    ranking: Vec<(Cursor, (Arc<City>, CityLikeness))>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<SimilarCity>> {
    let size = usize::try_from(list.page.size).unwrap_or(0);
    let has_more = ranking.len() > size;
    let mut found = Vec::with_capacity(size);
    let wanted = select.edges.first();
    for (cursor, (city, likeness)) in ranking.into_iter().take(size) {
        found.push((cursor, (Node::new(city), likeness)));
    }
    let (cursors, (mut nodes, likenesses)): (Vec<_>, (Vec<_>, Vec<_>)) = found.into_iter().unzip();
    if let Some(edge) = wanted {
        reader.follow(&mut nodes, &edge.select).await?;
    }
    let key = wanted.map_or_else(|| Edge::City.name().into(), |edge| Arc::clone(&edge.key));
    let similar = nodes.into_iter().zip(likenesses).map(|(node, found)| {
        let mut edges = Edges::default();
        edges.put_one(&key, Some(Arc::new(node)));
        SimilarCity { found, edges }
    });
    let found = cursors.into_iter().zip(similar).collect();
    Ok(ranked(RANKING, found, (list.page.size, has_more, list.page.after.is_some())))
}
