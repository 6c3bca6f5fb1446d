//! Full-text search over projects, with plans, barriers and municipalities beside them.
//!
//! Invariant: only what the caller may read is found, counted, completed or shown; what is shown was read through the
//! scopes.

mod excerpt;
mod facet;
mod suggestion;

use crate::{
    city::City,
    ctx::Ctx,
    error::{Error, Result},
    excerpt::{Excerpt, Mark},
    plan::Plan,
    project_match::{self, Cut, ProjectMatch, Ranking, SPARE},
    read::{ListRequest, Node, Page, Reader, Select, place},
    search_index::{Eyes, State},
    similar_project::{Criteria, check_text},
    similarity::{
        cursor::Cursor,
        index::{Facts, Filter, Index, Key},
        search::{self as engine, Counting, NoWord},
    },
};
use entity::{barrier, id::BarrierId};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

pub use facet::{Facet, FacetKind, FacetValue};

/// A word that nothing holds that the caller may read.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Where it stands in the text: what was typed is not said again.
    pub place: Mark,
    /// What was probably meant, and looked for among other likely words.
    pub instead: String,
}

/// A project that was found.
pub type SearchHit = ProjectMatch<Hit>;

/// How well a project answers, and where.
#[derive(Clone, Debug)]
pub struct Hit {
    /// 0 to 1.
    pub score: f64,
    /// The parts of its texts that answer, with what to highlight; empty where they were not asked for.
    pub excerpts: Vec<Excerpt>,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The text, as typed.
    pub text: String,
    /// Whether the last word may still be unfinished.
    pub is_typing: bool,
    /// What is told beside the projects.
    pub parts: Vec<Part>,
}

/// What an answer can tell beside the projects; each costs work of its own, which is done only where it is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The parts of texts that answer: two statements.
    Excerpts,
    /// How many projects were found.
    Total,
    /// How they are spread.
    Facets,
    /// How the last word could go on.
    Suggestions,
    /// Plans.
    Plans,
    /// Barriers.
    Barriers,
    /// Municipalities.
    Cities,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Excerpts,
        Self::Total,
        Self::Facets,
        Self::Suggestions,
        Self::Plans,
        Self::Barriers,
        Self::Cities,
    ];
}

impl Asked {
    fn wants(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    fn counting(&self) -> Counting {
        if self.wants(Part::Facets) {
            Counting::Facets
        } else if self.wants(Part::Total) {
            Counting::Total
        } else {
            Counting::Nothing
        }
    }
}

/// What was found; what was not wanted is empty.
pub struct Answer {
    /// Projects, the best first.
    pub page: Page<SearchHit>,
    /// How many projects were found.
    pub total: usize,
    /// Whether all were counted: a question of very common words is not followed to the end.
    pub is_exact: bool,
    /// How the projects found are spread.
    pub facets: Vec<Facet>,
    /// How the last word could go on.
    pub suggestions: Vec<String>,
    /// Words that were taken for others.
    pub corrections: Vec<Correction>,
    /// Plans, by id, the best first.
    pub plans: Vec<Uuid>,
    /// Barriers, the best first.
    pub barriers: Vec<Arc<barrier::Model>>,
    /// Municipalities whose name begins so.
    pub cities: Vec<Arc<City>>,
}

/// The name of the ranking in its cursors.
const RANKING: &str = "search";
/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 1_000;
/// So many plans, barriers and municipalities stand beside the projects.
const BESIDE: usize = 5;

/// A question to the index.
#[derive(Clone)]
struct Question {
    asked: Asked,
    criteria: Arc<Criteria>,
    first: usize,
    after: Option<Cursor>,
}

/// What the index answers.
#[derive(Default)]
struct Found {
    ranking: Ranking<Hit>,
    total: usize,
    is_exact: bool,
    counts: facet::Counts,
    suggestions: Vec<String>,
    corrections: Vec<Correction>,
    plans: Vec<Key>,
    barriers: Vec<Key>,
}

impl Question {
    fn ask(&self, state: &State, eyes: &Eyes) -> std::result::Result<Found, NoWord> {
        let instruments = self.criteria.instruments(state);
        let filter = |key: Key, facts: &Facts| {
            self.criteria.admit(state, eyes, facts)
                && instruments.as_ref().is_none_or(|keys| keys.contains(&key))
        };
        let filter = Filter::open_if(self.criteria.is_open, &filter);
        let readable = |_: Key, facts: &Facts| state.shows(eyes, facts);
        let readable = Filter::open_if(true, &readable);
        let (answer, corrections) = self.search(&state.index, filter)?;
        let hits = answer.hits.iter().map(|hit| {
            let score = (f64::from(hit.score) * 100_000.0).round() / 100_000.0;
            let excerpts = Vec::new();
            (hit.cursor(), Hit { score, excerpts })
        });
        Ok(Found {
            ranking: (hits.collect(), answer.has_next_page),
            total: answer.counts.total,
            is_exact: answer.counts.is_exact,
            counts: facet::named(&answer.counts.facets, state),
            suggestions: self.suggestions(state, filter),
            corrections,
            plans: self.beside(Part::Plans, &state.plans, readable),
            barriers: self.beside(
                Part::Barriers,
                &state.barriers,
                Filter::open_if(true, &|_, _| true),
            ),
        })
    }

    fn search(
        &self,
        index: &Index,
        filter: Filter<'_>,
    ) -> std::result::Result<(engine::Answer, Vec<Correction>), NoWord> {
        let page = engine::Page {
            first: self.first + SPARE,
            after: self.after,
        };
        let question =
            engine::Question::new(index, &self.asked.text, self.asked.is_typing, filter)?;
        let corrections = question.corrections().iter().map(|one| Correction {
            place: Mark::of(&self.asked.text, &one.word),
            instead: one.instead.clone(),
        });
        let answer = question.answer(page, self.asked.counting());
        Ok((answer, corrections.collect()))
    }

    fn suggestions(&self, state: &State, filter: Filter<'_>) -> Vec<String> {
        if self.asked.is_typing && self.asked.wants(Part::Suggestions) {
            suggestion::of(&state.index, &self.asked.text, filter)
        } else {
            Vec::new()
        }
    }

    /// The best of what stands beside the projects.
    fn beside(&self, part: Part, index: &Index, filter: Filter<'_>) -> Vec<Key> {
        if !self.asked.wants(part) {
            return Vec::new();
        }
        let page = engine::Page {
            first: BESIDE,
            after: None,
        };
        let (text, is_typing) = (&self.asked.text, self.asked.is_typing);
        let question = engine::Question::new(index, text, is_typing, filter);
        let answer = question.map(|question| question.answer(page, Counting::Nothing));
        let hits = answer.map_or_else(|_| Vec::new(), |answer| answer.hits);
        hits.iter().map(|hit| hit.key).collect()
    }
}

/// Looks for a text.
///
/// # Errors
/// `BAD_USER_INPUT` for a text without a word, one that is too long, a cursor that is none, and criteria that mean
/// nothing.
pub async fn list(
    reader: &Reader<'_>,
    asked: Asked,
    list: &ListRequest,
    select: &Select,
) -> Result<Answer> {
    check_text("text", &asked.text, LONGEST_TEXT)?;
    let ctx = reader.ctx();
    let filter = list.matching.clone().unwrap_or_default();
    let question = Question {
        criteria: Arc::new(filter.check(ctx)?),
        first: usize::try_from(list.page.size).unwrap_or(0),
        after: place(RANKING, list.page.after.as_deref())?,
        asked,
    };
    let searcher = ctx.searcher().await?;
    let asking = question.clone();
    let found = searcher
        .ask(move |state, eyes| asking.ask(state, eyes))
        .await?;
    let mut found = found.map_err(|NoWord| no_word())?;
    if question.asked.wants(Part::Excerpts) {
        excerpt::fill(reader, &searcher, &question.asked, &mut found.ranking.0).await?;
    }
    let cut = Cut {
        ranking: RANKING,
        size: list.page.size,
        is_behind: question.after.is_some(),
    };
    let pages = project_match::read(reader, vec![found.ranking], cut, select).await?;
    Ok(Answer {
        page: pages.into_iter().next().unwrap_or_else(Page::empty),
        total: found.total,
        is_exact: found.is_exact,
        facets: facet::shown(found.counts, ctx),
        suggestions: found.suggestions,
        corrections: found.corrections,
        plans: found.plans.into_iter().map(Uuid::from_u128).collect(),
        barriers: barriers(ctx, found.barriers),
        cities: cities(ctx, &question.asked),
    })
}

fn no_word() -> Error {
    Error::invalid(
        "text",
        "enthält kein Wort, nach dem sich suchen ließe; bitte ein Wort nennen, das mehr sagt als „der“ oder „und“.",
        "holds no word that could be looked for; please name one that says more than \"the\" or \"and\".",
    )
}

fn barriers(ctx: &Ctx, found: Vec<Key>) -> Vec<Arc<barrier::Model>> {
    let all = &ctx.reference().barriers;
    let ids = found.into_iter().map(|key| BarrierId(Uuid::from_u128(key)));
    ids.filter_map(|id| all.find(&id).cloned()).collect()
}

fn cities(ctx: &Ctx, asked: &Asked) -> Vec<Arc<City>> {
    if !asked.wants(Part::Cities) {
        return Vec::new();
    }
    let reference = ctx.reference();
    let places = reference.city_search().by_prefix(&asked.text);
    let found = places.into_iter().take(BESIDE);
    found
        .filter_map(|place| reference.cities.all().get(place).cloned())
        .collect()
}

impl Answer {
    /// The plans that were found, read through the scopes; those that have gone are left out.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn plans(&self, reader: &Reader<'_>, select: &Select) -> Result<Vec<Arc<Plan>>> {
        let rows: HashMap<Uuid, Arc<Plan>> = reader.by_ids(&self.plans, select).await?;
        Ok(self
            .plans
            .iter()
            .filter_map(|id| rows.get(id).cloned())
            .collect())
    }

    /// The municipalities that were found, with what is selected below them.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn cities(
        &self,
        reader: &Reader<'_>,
        select: &Select,
    ) -> Result<Vec<Arc<Node<City>>>> {
        let mut nodes: Vec<Node<City>> = self.cities.iter().cloned().map(Node::new).collect();
        reader.follow(&mut nodes, select).await?;
        Ok(nodes.into_iter().map(Arc::new).collect())
    }
}
