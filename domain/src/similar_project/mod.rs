//! Similar projects: what others did against the same problem or with the same instrument, and why that is told.
//!
//! Invariant: only what the caller may read takes part, the project in question included, and what is shown was read
//! through the scopes.

mod filter;
mod likeness;

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    project::Project,
    project_match::{self, Cut, ProjectMatch, Ranking, SPARE},
    read::{EdgeSelect, ListRequest, Page, Reader, Select, Step, place},
    search_index::{Eyes, State},
    similarity::{
        cursor::Cursor,
        index::Filter,
        query::Subject,
        similar::{Request, Weights, similar},
    },
    similarity_weights,
};
use entity::id::{NetworkId, ProjectId};
use std::sync::Arc;

pub(crate) use filter::Criteria;
pub use filter::MatchFilter;
pub use likeness::{Component, Likeness, SharedConcept};
pub(crate) use likeness::{label, rounded};

/// A similar project with the reasons.
pub type SimilarProject = ProjectMatch<Likeness>;

/// The name of the ranking in its cursors.
const RANKING: &str = "similar";
/// So many projects at most are compared in one step of a query: each is a search of its own.
const MOST_AT_ONCE: usize = 100;
/// The longest text that can be asked about, in characters.
pub const LONGEST_TEXT: usize = 20_000;

/// A question to the index, the same for every project of a list.
#[derive(Clone)]
struct Question {
    criteria: Arc<Criteria>,
    first: usize,
    after: Option<Cursor>,
}

impl Question {
    fn new(ctx: &Ctx, list: &ListRequest) -> Result<Self> {
        let filter = list.matching.clone().unwrap_or_default();
        Ok(Self {
            criteria: Arc::new(filter.check(ctx)?),
            first: usize::try_from(list.page.size).unwrap_or(0),
            after: place(RANKING, list.page.after.as_deref())?,
        })
    }

    /// What is alike, as the features weigh in a network.
    fn ask(
        &self,
        state: &State,
        eyes: &Eyes,
        subject: &Subject,
        weights: &Weights,
    ) -> Ranking<Likeness> {
        let instruments = self.criteria.instruments(state);
        let page = similar(
            &state.index,
            &Request {
                subject,
                weights: &state.weigh(weights),
                filter: Filter::open_if(self.criteria.is_open, &|key, facts| {
                    self.criteria.admit(state, eyes, facts)
                        && instruments.as_ref().is_none_or(|keys| keys.contains(&key))
                }),
                with_own_city: self.criteria.with_own_city,
                first: self.first + SPARE,
                after: self.after,
            },
        );
        let vocabulary = state.index.vocabulary();
        let matches = page.matches.into_iter();
        let found = matches.map(|found| (found.cursor(), Likeness::of(found, vocabulary)));
        (found.collect(), page.has_next_page)
    }

    fn cut(&self) -> Cut {
        Cut {
            ranking: RANKING,
            size: self.first as u64,
            is_behind: self.after.is_some(),
        }
    }
}

/// The edge from projects to those similar to them.
pub(crate) fn follow<'a>(
    reader: &'a Reader<'a>,
    nodes: &'a mut [Project],
    edge: &'a EdgeSelect,
) -> Step<'a> {
    Box::pin(async move {
        let asked: Vec<Asked> = nodes.iter().map(Asked::of).collect();
        let pages = of_projects(reader, &asked, &edge.list, &edge.select).await?;
        for (node, page) in nodes.iter_mut().zip(pages) {
            node.edges.put_many(&edge.key, Arc::new(page));
        }
        Ok(())
    })
}

/// A project in question, and the network whose weights count.
#[derive(Clone, Copy)]
struct Asked {
    project: ProjectId,
    network: NetworkId,
}

impl Asked {
    const fn of(project: &Project) -> Self {
        Self {
            project: project.id,
            network: project.network_id,
        }
    }
}

/// For each project the ones similar to it; the caller has read these projects.
async fn of_projects(
    reader: &Reader<'_>,
    asked: &[Asked],
    list: &ListRequest,
    select: &Select,
) -> Result<Vec<Page<SimilarProject>>> {
    check_at_once("similar", asked.len())?;
    let question = Question::new(reader.ctx(), list)?;
    let searcher = reader.ctx().searcher().await?;
    let mut rankings = Vec::with_capacity(asked.len());
    for one in asked {
        let (question, key) = (question.clone(), one.project.0.as_u128());
        let weights = similarity_weights::counting(reader.ctx(), Some(one.network));
        let ranking = searcher.ask(move |state, eyes| {
            Subject::of_document(&state.index, key)
                .map(|subject| question.ask(state, eyes, &subject, &weights))
                .unwrap_or_default()
        });
        rankings.push(ranking.await?);
    }
    project_match::read(reader, rankings, question.cut(), select).await
}

/// Refuses to look at the texts of more projects at once than a page holds.
pub(crate) fn check_at_once(field: &str, projects: usize) -> Result<()> {
    if projects <= MOST_AT_ONCE {
        return Ok(());
    }
    Err(Error::invalid(
        field,
        format!(
            "wird hier für {projects} Vorhaben zugleich gefragt; höchstens {MOST_AT_ONCE} sind möglich. Bitte weniger Vorhaben je Seite abfragen."
        ),
        format!(
            "is asked of {projects} projects at once here; at most {MOST_AT_ONCE} are possible. Please ask for fewer projects per page."
        ),
    ))
}

/// The projects similar to one that the caller may read.
///
/// # Errors
/// `NOT_FOUND`, `BAD_USER_INPUT` for a cursor that is none and for criteria that mean nothing.
pub async fn of_project(
    reader: &Reader<'_>,
    id: ProjectId,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<SimilarProject>> {
    let project = reader.one::<Project>(id.0, &Select::default()).await?;
    let project = project.ok_or(Error::NotFound("project"))?;
    let asked = Asked::of(&project);
    let pages = of_projects(reader, &[asked], list, select).await?;
    Ok(pages.into_iter().next().unwrap_or_else(Page::empty))
}

/// The projects similar to what a text tells of.
///
/// # Errors
/// `BAD_USER_INPUT` for a text without a word, one that is too long, a cursor that is none, and criteria that mean
/// nothing.
pub async fn of_text(
    reader: &Reader<'_>,
    text: &str,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<SimilarProject>> {
    check_text("text", text, LONGEST_TEXT)?;
    let question = Question::new(reader.ctx(), list)?;
    let weights = similarity_weights::counting(reader.ctx(), question.criteria.network);
    let (asked, text) = (question.clone(), text.to_owned());
    let searcher = reader.ctx().searcher().await?;
    let ranking = searcher.ask(move |state, eyes| {
        let scheme = asked.criteria.network.map(|network| network.0.as_u128());
        let subject = Subject::of_scheme(&state.index, &text, scheme);
        asked.ask(state, eyes, &subject, &weights)
    });
    let ranking = ranking.await?;
    let pages = project_match::read(reader, vec![ranking], question.cut(), select).await?;
    Ok(pages.into_iter().next().unwrap_or_else(Page::empty))
}

/// Refuses a text that says nothing or is too long.
pub(crate) fn check_text(field: &str, text: &str, longest: usize) -> Result<()> {
    let length = text.chars().take(longest + 1).count();
    if length > longest {
        return Err(Error::invalid(
            field,
            format!("ist länger als {longest} Zeichen; bitte kürzen."),
            format!("is longer than {longest} characters; please shorten it."),
        ));
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Error::invalid(
            field,
            "enthält kein Wort, nach dem sich suchen ließe; bitte in einem Satz beschreiben, worum es geht.",
            "holds no word that could be looked for; please describe in a sentence what it is about.",
        ));
    }
    Ok(())
}
