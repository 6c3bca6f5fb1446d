//! Roots that look for projects by what they are about.
//!
//! Invariant: only what the caller may read takes part, in order, scores and counts.

use super::root::Root;
use crate::{
    barrier_experience::BarrierExperienceConnection,
    error::refuse,
    match_filter::MatchFilter,
    search::SearchConnection,
    select::{Kind, Plans},
    similar_project::SimilarProjectConnection,
};
use async_graphql::{Context, ID, Object, Result};
use domain::{
    Ctx, barrier_experience,
    id::ProjectId,
    search::{self, Part},
    similar_project,
};
use std::sync::Arc;

/// Similar projects by free text.
#[derive(Default)]
pub struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Projects similar to what you describe in your own words, the most similar first, each with the reasons. Describe
    /// your problem in a sentence or two, up to 20,000 characters; nothing of it is kept.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a search")]
    async fn similar_projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you want to do, or what stands in the way, in German or English.")]
        text: String,
        #[graphql(desc = "How many, 0 to 100; 20 where nothing is given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "Among which projects; all criteria must hold.")] filter: Option<
            MatchFilter,
        >,
    ) -> Result<SimilarProjectConnection> {
        let mut root = Root::new(ctx, Kind::SimilarProject, (first, after, None, None))?;
        root.list.matching = filter.map(Into::into);
        let page = similar_project::of_text(&root.reader, &text, &root.list, &root.select).await;
        Ok(SimilarProjectConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }

    /// Projects that address a barrier (Hemmnis) or have overcome it, from cities like yours first. Name barriers, or say in
    /// your own words what stands in the way. Lessons and contact are below the project, as far as you may see them.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a search")]
    async fn barrier_experiences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Barriers by code, such as H7.")] barrier: Option<Vec<String>>,
        #[graphql(
            desc = "What stands in the way, in your own words, up to 2,000 characters. Without a barrier it says which are meant."
        )]
        text: Option<String>,
        #[graphql(desc = "For which city (AGS); without it, your own.")] for_city: Option<String>,
        #[graphql(desc = "For which project of yours: what is done there is compared.")]
        for_project: Option<ID>,
        #[graphql(desc = "How many, 0 to 100; 20 where nothing is given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "Among which projects; all criteria must hold.")] filter: Option<
            MatchFilter,
        >,
    ) -> Result<BarrierExperienceConnection> {
        let mut root = Root::new(ctx, Kind::BarrierExperience, (first, after, None, None))?;
        root.list.matching = filter.map(Into::into);
        let project = for_project.map(|id| {
            let known = id.parse();
            known.map_err(|_| domain::Error::no_id::<ProjectId>("forProject", &id))
        });
        let asked = barrier_experience::Asked {
            barrier,
            text,
            city: for_city,
            project: project.transpose().map_err(|error| refuse(ctx, &error))?,
        };
        let answer = barrier_experience::list(&root.reader, &asked, &root.list, &root.select).await;
        Ok(BarrierExperienceConnection(
            answer.map_err(|error| refuse(ctx, &error))?,
        ))
    }

    /// Looks for projects, plans, barriers and municipalities by what they say, in German and English: inflections,
    /// compound words both ways, spellings and typing errors do not matter. Up to 1,000 characters; there is no query
    /// language.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a search")]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to look for, as it is typed.")] text: String,
        #[graphql(
            desc = "Whether the last word may still be unfinished.",
            default = true
        )]
        is_typing: bool,
        #[graphql(desc = "How many projects, 0 to 100; 20 where nothing is given.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "Among which projects; all criteria must hold.")] filter: Option<
            MatchFilter,
        >,
    ) -> Result<SearchConnection> {
        let mut root = Root::new(ctx, Kind::SearchHit, (first, after, None, None))?;
        root.list.matching = filter.map(Into::into);
        let domain = ctx.data::<Ctx>()?;
        let plans = Plans::new(ctx, domain);
        let asked = search::Asked {
            text,
            is_typing,
            parts: parts(ctx, &plans),
        };
        let found = async {
            let answer = search::list(&root.reader, asked, &root.list, &root.select).await?;
            let plans_below = plans.payload(Kind::Plan, "plans")?;
            let cities_below = plans.payload(Kind::Reference("City"), "cities")?;
            Ok(SearchConnection {
                plans: answer.plans(&root.reader, &plans_below).await?,
                cities: answer.cities(&root.reader, &cities_below).await?,
                answer,
            })
        };
        found.await.map_err(|error| refuse(ctx, &error))
    }
}

/// The fields of a search whose values cost work of their own.
const PARTS: [(&str, Part); 7] = [
    ("totalFound", Part::Total),
    ("isExact", Part::Total),
    ("facets", Part::Facets),
    ("suggestions", Part::Suggestions),
    ("plans", Part::Plans),
    ("barriers", Part::Barriers),
    ("cities", Part::Cities),
];

fn parts(ctx: &Context<'_>, plans: &Plans<'_>) -> Vec<Part> {
    let ahead = ctx.look_ahead();
    let beside = PARTS.iter().filter(|(name, _)| ahead.field(name).exists());
    let excerpts = plans.is_selected_in_nodes("excerpts");
    let excerpts = excerpts.then_some(Part::Excerpts);
    beside.map(|(_, part)| *part).chain(excerpts).collect()
}
