//! Suggestions (Vorschläge): pairs of projects of two cities in a network that might learn from each other, with reasons.
//!
//! Sources find pairs (`source`), each pair gets a direction and a score (`view`, `ranking`), and what is linked
//! already, declined lately or put off is left out (`material`). Nothing that is worked out is stored; what is decided is
//! (`decision`).
//!
//! Invariant: only what the caller may read takes part, and what is shown was read through the scopes. An office that
//! coordinates the network sees its pairs, a city those at whose side it stands, and nobody else sees any.

mod barrier;
mod decision;
mod expertise;
mod id;
mod material;
mod mention;
mod ranking;
mod side;
mod similar;
mod source;
mod view;

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    project::Project,
    project_match::{Ranking, SPARE},
    read::{
        Edge, EdgeSelect, Edges, ListRequest, Page, Parent, Reader, Select, Step, no_such_edge,
        place, ranked,
    },
};
use entity::id::NetworkId;
use material::Material;
use ranking::Question;
use side::Side;
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;
use view::View;

pub use decision::{accept, decline, snooze};
pub use id::{MOST_AT_ONCE, NoSuggestion, SuggestionId, ids, subject};
pub use material::MOST_ASKED;
pub use ranking::Reasons;
pub use source::SuggestionSource;

/// The name of the ranking in its cursors.
const RANKING: &str = "suggestion";

/// A suggestion with its projects.
#[derive(Debug)]
pub struct Suggestion {
    /// What speaks for it.
    pub found: Reasons,
    /// The projects, with as much as was selected of them.
    pub edges: Edges,
}

impl Suggestion {
    /// A project of it, where it was selected by [`whole`].
    ///
    /// # Errors
    /// `INTERNAL` where it was not.
    pub fn project(&self, end: Edge) -> Result<Arc<Project>> {
        let project = self.edges.one(end.name())?;
        project.ok_or_else(|| Error::Internal("a suggestion without project".to_owned()))
    }
}

impl Parent for Suggestion {
    fn edges(&self) -> &Edges {
        &self.edges
    }
    fn edges_mut(&mut self) -> &mut Edges {
        &mut self.edges
    }
    fn follow<'a>(_: &'a Reader<'a>, _: &'a mut [Self], edge: &'a EdgeSelect) -> Step<'a> {
        no_such_edge("suggestion", edge)
    }
}

/// The projects of a suggestion: the one that wants to learn, and the one to learn from.
const ENDS: [Edge; 2] = [Edge::AdopterProject, Edge::SourceProject];

/// A selection of suggestions with all columns of their projects and no edge below.
#[must_use]
pub fn whole() -> Select {
    ENDS.into_iter().fold(Select::default(), |select, end| {
        select.with(end, ListRequest::default(), Select::all_fields())
    })
}

/// Which suggestions are wanted.
#[derive(Clone, Debug)]
pub struct Asked {
    /// In which network.
    pub network: NetworkId,
    /// Only with a project of this municipality (AGS).
    pub city: Option<String>,
    /// Only where the other project is of this municipality (AGS).
    pub other_city: Option<String>,
    /// Only with a project in one of these action fields, by code.
    pub action_field: Option<Vec<String>>,
    /// Only for one of these reasons.
    pub source: Option<Vec<SuggestionSource>>,
    /// Only from this score on.
    pub least_score: Option<f64>,
}

/// The suggestions for an office that coordinates a network, or for a city in it, the best first.
///
/// # Errors
/// `UNAUTHENTICATED` and `FORBIDDEN` for everybody else and for another city than one's own, `BAD_USER_INPUT` for a cursor
/// that is none and for criteria that mean nothing.
pub async fn list(
    reader: &Reader<'_>,
    asked: &Asked,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<Suggestion>> {
    let ctx = reader.ctx();
    let side = Side::of_reader(ctx, asked.network).await?;
    let question = check(&side, asked, list)?;
    let is_behind = question.after.is_some();
    let material = Material::gather(ctx, &side, asked).await?;
    let searcher = ctx.searcher().await?;
    let ranking = searcher.ask(move |state, eyes| {
        let view = View {
            state,
            eyes,
            material: &material,
        };
        ranking::rank(&view, &question)
    });
    read(reader, ranking.await?, (list.page.size, is_behind), select).await
}

fn check(side: &Side, asked: &Asked, list: &ListRequest) -> Result<Question> {
    if let Some(city) = &asked.city {
        crate::city::check_ags("city", city)?;
        if side.city.as_ref().is_some_and(|own| own != city) {
            return Err(Error::Forbidden);
        }
    }
    if let Some(city) = &asked.other_city {
        crate::city::check_ags("otherCity", city)?;
    }
    let least_score = asked.least_score.unwrap_or(0.0);
    if !(0.0..=1.0).contains(&least_score) {
        return Err(Error::invalid(
            "minScore",
            format!("{least_score} liegt nicht zwischen 0 und 1."),
            format!("{least_score} is not between 0 and 1."),
        ));
    }
    let size = usize::try_from(list.page.size).unwrap_or(0);
    Ok(Question {
        sources: asked.source.clone(),
        least_score,
        first: size + SPARE,
        after: place(RANKING, list.page.after.as_deref())?,
    })
}

/// An end of suggestions: the name that it was selected by, and its projects.
type End = (Edge, Arc<str>, HashMap<Uuid, Arc<Project>>);

/// Reads the projects of suggestions, each end with one statement; a suggestion of which one is gone is left out.
async fn read(
    reader: &Reader<'_>,
    (found, has_more): Ranking<Reasons>,
    (size, is_behind): (u64, bool),
    select: &Select,
) -> Result<Page<Suggestion>> {
    let mut ends: Vec<End> = Vec::new();
    for end in ENDS {
        let mut ids: Vec<Uuid> = found.iter().map(|(_, one)| project(one, end)).collect();
        ids.sort_unstable();
        ids.dedup();
        let wanted = select.edges.iter().filter(|edge| edge.edge == end);
        let wanted: Vec<(Arc<str>, &Select)> = wanted
            .map(|edge| (Arc::clone(&edge.key), &edge.select))
            .collect();
        let bare = Select::default();
        let wanted = match wanted.is_empty() {
            true => vec![(end.name().into(), &bare)],
            false => wanted,
        };
        for (key, select) in wanted {
            ends.push((end, key, reader.by_ids(&ids, select).await?));
        }
    }
    let found = found.into_iter().filter_map(|(place, found)| {
        let mut edges = Edges::default();
        for (end, key, rows) in &ends {
            let row = rows.get(&project(&found, *end))?;
            edges.put_one(key, Some(Arc::clone(row)));
        }
        Some((place, Suggestion { found, edges }))
    });
    let page = (size, has_more, is_behind);
    Ok(ranked(RANKING, found.collect(), page))
}

const fn project(of: &Reasons, end: Edge) -> Uuid {
    match end {
        Edge::AdopterProject => of.id.adopter.0,
        _ => of.id.source.0,
    }
}

impl Suggestion {
    /// The barriers that the one has overcome and the other is faced with.
    #[must_use]
    pub fn barriers(&self, ctx: &Ctx) -> Vec<Arc<entity::barrier::Model>> {
        let known = &ctx.reference().barriers;
        let ids = self.found.barriers.iter();
        ids.filter_map(|id| known.find(id).cloned()).collect()
    }
}
