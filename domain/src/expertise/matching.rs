//! Which offers fit which requests, among those that the caller may read.
//!
//! Of each network the [`MOST_COMPARED`](super::MOST_COMPARED) open offers, and as many requests, that were entered last take part. Statistics of
//! words are those of the search index, which counts public projects only.
//!
//! Invariant: only open offers and requests of other tenants in the same network match, and what is compared was read
//! through the scopes of the caller; the number of statements depends on no row.

use super::{
    Expertise,
    fit::Fit,
    material::Material,
    ranking::{Ranked, Sides},
};
use crate::{
    error::{Error, Result},
    read::{Edge, EdgeSelect, Edges, ListRequest, Parent, Reader, Select, Step, no_such_edge},
};
use entity::{
    id::{ExpertiseId, NetworkId, ProjectId},
    value::ExpertiseKind,
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// So many matches of one offer or request at most are told.
pub const MOST_MATCHES: u64 = 20;
/// So many offers and requests at most are asked about at once.
const MOST_AT_ONCE: usize = 100;

/// An offer that fits a request, or the other way round.
#[derive(Debug)]
pub struct ExpertiseMatch {
    /// How well, and why.
    pub found: Fit,
    /// The other one, with as much as was selected of it.
    pub edges: Edges,
}

/// The matches of one offer or request, the best first.
pub type ExpertiseMatches = Vec<Arc<ExpertiseMatch>>;

/// A request and an offer that fits it.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The request.
    pub request: ExpertiseId,
    /// The offer.
    pub offer: ExpertiseId,
    /// The projects that both name, if they do.
    pub projects: (Option<ProjectId>, Option<ProjectId>),
    /// How well, and why.
    pub fit: Fit,
}

impl ExpertiseMatch {
    /// The other one, where it was selected by [`whole`].
    ///
    /// # Errors
    /// `INTERNAL` where it was not.
    pub fn expertise(&self) -> Result<Arc<Expertise>> {
        let other = self.edges.one(Edge::Expertise.name())?;
        other.ok_or_else(|| Error::Internal("a match without the other".to_owned()))
    }
}

impl Parent for ExpertiseMatch {
    fn edges(&self) -> &Edges {
        &self.edges
    }
    fn edges_mut(&mut self) -> &mut Edges {
        &mut self.edges
    }
    fn follow<'a>(_: &'a Reader<'a>, _: &'a mut [Self], edge: &'a EdgeSelect) -> Step<'a> {
        no_such_edge("match", edge)
    }
}

/// A selection of matches with what is wanted of the other one.
#[must_use]
pub fn whole(select: Select) -> Select {
    Select::default().with(Edge::Expertise, ListRequest::default(), select)
}

/// The edge from offers and requests to what fits them.
pub(super) fn follow<'a>(
    reader: &'a Reader<'a>,
    nodes: &'a mut [Expertise],
    edge: &'a EdgeSelect,
) -> Step<'a> {
    Box::pin(async move {
        let asked: Vec<Uuid> = nodes.iter().map(|node| node.id.0).collect();
        let all = of_all(reader, &asked, edge.list.page.size, &edge.select).await?;
        for (node, matches) in nodes.iter_mut().zip(all) {
            node.edges.put_one(&edge.key, Some(Arc::new(matches)));
        }
        Ok(())
    })
}

/// The offers that fit a request of the caller's reading, or the requests that an offer fits, the best first. Of what is no
/// longer open there is none.
///
/// # Errors
/// `NOT_FOUND` where it cannot be read, `BAD_USER_INPUT` for more than [`MOST_MATCHES`].
pub async fn matches(
    reader: &Reader<'_>,
    id: ExpertiseId,
    first: u64,
    select: &Select,
) -> Result<ExpertiseMatches> {
    let found = reader.one::<Expertise>(id.0, &Select::default()).await?;
    found.ok_or(Error::NotFound("expertise"))?;
    let all = of_all(reader, &[id.0], first, select).await?;
    Ok(all.into_iter().next().unwrap_or_default())
}

async fn of_all(
    reader: &Reader<'_>,
    asked: &[Uuid],
    first: u64,
    select: &Select,
) -> Result<Vec<ExpertiseMatches>> {
    check(asked.len(), first)?;
    let all = Material::gather(reader.ctx(), asked).await?;
    let (asked, ctx) = (asked.to_vec(), reader.ctx());
    let reference = Arc::clone(ctx.reference());
    let size = usize::try_from(first).unwrap_or(0);
    let searcher = ctx.searcher().await?;
    let rankings = searcher.ask(move |state, _| {
        let sides = Sides::new(state, all);
        let ranked = asked.iter().map(|id| sides.best(*id, size));
        let explained = ranked.map(|ranked| {
            let fit = |found: &Ranked<'_>| (found.other.id.0, found.fit(state, &reference));
            ranked.iter().map(fit).collect()
        });
        explained.collect()
    });
    read(reader, rankings.await?, select).await
}

fn check(asked: usize, first: u64) -> Result<()> {
    if first > MOST_MATCHES {
        return Err(Error::invalid(
            "first",
            format!("{first} liegt nicht zwischen 0 und {MOST_MATCHES}."),
            format!("{first} is not between 0 and {MOST_MATCHES}."),
        ));
    }
    if asked <= MOST_AT_ONCE {
        return Ok(());
    }
    Err(Error::invalid(
        "matches",
        format!(
            "wird hier für {asked} Angebote und Gesuche zugleich gefragt; höchstens {MOST_AT_ONCE} sind möglich."
        ),
        format!(
            "is asked of {asked} offers and requests at once here; at most {MOST_AT_ONCE} are possible."
        ),
    ))
}

/// Offers and requests by their ids.
type Rows = HashMap<Uuid, Arc<Expertise>>;

/// Reads the others of matches as they are wanted, all with one statement.
async fn read(
    reader: &Reader<'_>,
    rankings: Vec<Vec<(Uuid, Fit)>>,
    select: &Select,
) -> Result<Vec<ExpertiseMatches>> {
    let mut ids: Vec<Uuid> = rankings.iter().flatten().map(|(id, _)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut others: Vec<(Arc<str>, Rows)> = Vec::new();
    for edge in &select.edges {
        let rows = reader.by_ids::<Expertise>(&ids, &edge.select).await?;
        others.push((Arc::clone(&edge.key), rows));
    }
    if others.is_empty() {
        let rows = reader.by_ids(&ids, &Select::default()).await?;
        others.push((Edge::Expertise.name().into(), rows));
    }
    let one = |(id, found): (Uuid, Fit)| {
        let mut edges = Edges::default();
        for (key, rows) in &others {
            edges.put_one(key, Some(Arc::clone(rows.get(&id)?)));
        }
        Some(Arc::new(ExpertiseMatch { found, edges }))
    };
    let all = rankings.into_iter();
    Ok(all
        .map(|ranking| ranking.into_iter().filter_map(one).collect())
        .collect())
}

/// The requests and offers of a network that fit, the best first: of each request the [`MOST_MATCHES`] best offers among the
/// [`MOST_COMPARED`](super::MOST_COMPARED) open ones that were entered last, for as many requests. What is told of a pair was
/// compared and not shown: whoever shows it reads both.
///
/// # Errors
/// What the database answers.
pub async fn pairs(reader: &Reader<'_>, network: NetworkId) -> Result<Vec<Pair>> {
    let ctx = reader.ctx().unwitnessed();
    let all = Material::open(&Reader::new(&ctx), &[network], ExpertiseKind::ALL).await?;
    let requests: Vec<Uuid> = all
        .iter()
        .filter(|one| one.kind == ExpertiseKind::Request)
        .map(|one| one.id.0)
        .collect();
    let reference = Arc::clone(ctx.reference());
    let size = usize::try_from(MOST_MATCHES).unwrap_or(0);
    let searcher = ctx.searcher().await?;
    let pairs = searcher.ask(move |state, _| {
        let sides = Sides::new(state, all);
        let ranked = requests.iter().flat_map(|id| sides.best(*id, size));
        let pair = |found: Ranked<'_>| Pair {
            request: found.asked.id,
            offer: found.other.id,
            projects: (found.asked.project, found.other.project),
            fit: found.fit(state, &reference),
        };
        let mut pairs: Vec<Pair> = ranked.map(pair).collect();
        pairs.sort_by(|a, b| {
            let order = b.fit.score.total_cmp(&a.fit.score);
            order.then_with(|| (a.request, a.offer).cmp(&(b.request, b.offer)))
        });
        pairs
    });
    pairs.await
}
