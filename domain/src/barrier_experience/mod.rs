//! Who has dealt with a barrier: the projects that address it or have overcome it, from cities like one's own first.
//!
//! Invariant: only what the caller may read takes part, and what is shown was read through the scopes.

pub(crate) mod nearness;
mod ranking;

use crate::{
    city::check_ags,
    ctx::Ctx,
    error::{Error, Result},
    language::Words,
    project::Project,
    project_match::{self, Cut, ProjectMatch, Ranking, SPARE},
    read::{ListRequest, Page, Reader, Select, bounded, place},
    similar_project::{Component, check_text},
};
use entity::{
    barrier,
    id::{BarrierId, ProjectId},
    value::BarrierRole,
};
use ranking::Question;
use std::sync::Arc;

/// A project that has dealt with a barrier.
pub type BarrierExperience = ProjectMatch<Experience>;

/// What a project has to do with the barriers in question, and how near it is.
#[derive(Clone, Debug)]
pub struct Experience {
    /// How near, 0 to 1: the sum of the contributions.
    pub score: f64,
    /// Each component of the score.
    pub components: Vec<Component>,
    /// Why it stands here, in one sentence.
    pub explanation: Words,
    /// The barriers in question that it deals with, and how.
    pub barriers: Vec<(BarrierId, BarrierRole)>,
}

/// What is asked: barriers by code or in one's own words, and for whom.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Codes of barriers.
    pub barrier: Option<Vec<String>>,
    /// What stands in the way, in one's own words. With barriers it only orders, without it also says which are meant.
    pub text: Option<String>,
    /// For which municipality (AGS); without it, that of the caller.
    pub city: Option<String>,
    /// For which project of the caller's.
    pub project: Option<ProjectId>,
}

/// The answer: which barriers were meant, and a page of projects.
pub struct Answer {
    /// Barriers.
    pub barriers: Vec<Arc<barrier::Model>>,
    /// Projects.
    pub page: Page<BarrierExperience>,
}

/// The name of the ranking in its cursors.
const RANKING: &str = "barrier";
/// The longest text, in characters.
const LONGEST_TEXT: usize = 2_000;

/// The projects that address a barrier or have overcome it, the nearest first.
///
/// # Errors
/// `BAD_USER_INPUT` where neither barrier nor text is given, and for what means nothing; `NOT_FOUND` for a project that is
/// absent or invisible.
pub async fn list(
    reader: &Reader<'_>,
    asked: &Asked,
    list: &ListRequest,
    select: &Select,
) -> Result<Answer> {
    let ctx = reader.ctx();
    let codes = check(ctx, asked)?;
    if let Some(project) = asked.project {
        let found = reader.one::<Project>(project.0, &Select::default()).await?;
        found.ok_or(Error::NotFound("project"))?;
    }
    let filter = list.matching.clone().unwrap_or_default();
    let size = usize::try_from(list.page.size).unwrap_or(0);
    let question = Question {
        criteria: filter.check(ctx)?,
        text: asked.text.clone(),
        project: asked.project,
        home: home(ctx, asked)?,
        first: size + SPARE,
        after: place(RANKING, list.page.after.as_deref())?,
    };
    let is_behind = question.after.is_some();
    let searcher = ctx.searcher().await?;
    let (meant, ranking): (Vec<BarrierId>, Ranking<Experience>) = searcher
        .ask(move |state, eyes| {
            let meant = codes.unwrap_or_else(|| state.spoken_of(question.text.as_deref()));
            let ranking = question.ask(state, eyes, &meant);
            (meant, ranking)
        })
        .await?;
    let cut = Cut {
        ranking: RANKING,
        size: list.page.size,
        is_behind,
    };
    let pages = project_match::read(reader, vec![ranking], cut, select).await?;
    let reference = ctx.reference();
    Ok(Answer {
        barriers: meant
            .iter()
            .filter_map(|id| reference.barriers.find(id).cloned())
            .collect(),
        page: pages.into_iter().next().unwrap_or_else(Page::empty),
    })
}

/// The barriers that are named; none where the text has to say.
fn check(ctx: &Ctx, asked: &Asked) -> Result<Option<Vec<BarrierId>>> {
    if let Some(text) = &asked.text {
        check_text("text", text, LONGEST_TEXT)?;
    }
    if let Some(city) = &asked.city {
        check_ags("forCity", city)?;
    }
    let Some(codes) = asked.barrier.as_ref().filter(|codes| !codes.is_empty()) else {
        return match asked.text {
            Some(_) => Ok(None),
            None => Err(Error::invalid(
                "barrier",
                "fehlt: bitte ein Hemmnis nennen, etwa H7, oder mit text beschreiben, was im Wege steht.",
                "is missing: please name a barrier, such as H7, or describe with text what stands in the way.",
            )),
        };
    };
    let found = crate::project::barriers(ctx, bounded("barrier", codes)?)?;
    Ok(Some(found.into_iter().map(BarrierId).collect()))
}

/// The municipality for which is asked, if it is known.
fn home(ctx: &Ctx, asked: &Asked) -> Result<Option<nearness::Place>> {
    let Some(ags) = asked.city.clone().or_else(|| ctx.own_city().ok()) else {
        return Ok(None);
    };
    let city = ctx.reference().cities.find(&ags);
    let city = city.ok_or_else(|| {
        Error::invalid(
            "forCity",
            format!("{ags} steht nicht im Gemeindeverzeichnis."),
            format!("{ags} is not in the register of municipalities."),
        )
    })?;
    Ok(Some(nearness::Place::of(city)))
}
