//! The parts of a project's texts that answer a search, with what to highlight.
//!
//! Invariant: excerpts are made of what the caller has read through the scopes, so that they show no text that is not
//! readable elsewhere.

use super::{Asked, Hit};
use crate::{
    error::Result,
    excerpt::{Excerpt, LENGTH},
    project::Project,
    project_item::{self, ProjectItem},
    read::{Edge, ListRequest, PageRequest, Reader, Row, Select},
    search_index::Searcher,
    similarity::{
        cursor::Cursor,
        index::{Facts, Filter},
        search as engine,
    },
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// Most excerpts of a project.
const MOST: usize = 3;
/// Most items of a project that are looked through.
const ITEMS: u64 = 50;

type Texts = Vec<(&'static str, String)>;

/// Adds excerpts to what was found.
pub(super) async fn fill(
    reader: &Reader<'_>,
    searcher: &Searcher,
    asked: &Asked,
    found: &mut [(Cursor, Hit)],
) -> Result<()> {
    let ids: Vec<Uuid> = found
        .iter()
        .map(|(place, _)| Uuid::from_u128(place.key))
        .collect();
    let fields = ["workingTitle", "overallGoal", "summary"]
        .into_iter()
        .filter_map(Project::field);
    let items = ListRequest {
        page: PageRequest::first(ITEMS),
        order: project_item::order(),
        ..ListRequest::default()
    };
    let select = Select {
        fields: fields.fold(crate::read::Fields::NONE, crate::read::Fields::and),
        ..Select::default()
    };
    let select = select.with(Edge::Items, items, Select::all_fields());
    let rows = reader.by_ids::<Project>(&ids, &select).await?;
    let mut texts = HashMap::new();
    for (id, row) in rows {
        texts.insert(id.as_u128(), of(&row)?);
    }
    let asked = asked.clone();
    let excerpts = searcher.ask(move |state, _| {
        // What the words stand for in what everybody may read is enough to highlight them.
        let filter = |_, facts: &Facts| facts.is_public;
        let (text, is_typing) = (&asked.text, asked.is_typing);
        let question = engine::Question::new(
            &state.index,
            text,
            is_typing,
            Filter::open_if(true, &filter),
        )
        .ok();
        let cut = |texts: Texts| question.as_ref().map(|question| excerpts(question, texts));
        let all = texts.into_iter();
        all.map(|(key, texts)| (key, cut(texts).unwrap_or_default()))
            .collect::<HashMap<_, _>>()
    });
    let mut excerpts = excerpts.await?;
    for (place, hit) in found {
        hit.excerpts = excerpts.remove(&place.key).unwrap_or_default();
    }
    Ok(())
}

fn of(project: &Arc<Project>) -> Result<Texts> {
    let mut texts = vec![("workingTitle", project.working_title.get()?.clone())];
    let goal = project.overall_goal.get()?.clone();
    texts.extend(goal.map(|text| ("overallGoal", text)));
    let summary = project.summary.get()?.clone();
    texts.extend(summary.map(|text| ("summary", text)));
    let items = project.edges.many::<ProjectItem>(Edge::Items.name())?;
    for item in &items.items {
        texts.push(("items", item.node.text.get()?.clone()));
    }
    Ok(texts)
}

/// The excerpts with the most to highlight; the beginning of the first text where nothing is.
fn excerpts(question: &engine::Question<'_>, texts: Texts) -> Vec<Excerpt> {
    let mut all: Vec<Excerpt> = texts
        .into_iter()
        .map(|(field, text)| Excerpt::of(field, &question.excerpt(&text, LENGTH)))
        .collect();
    // The order of the texts stays among those with as many marks.
    all.sort_by_key(|excerpt| std::cmp::Reverse(excerpt.marks.len()));
    let marked = all
        .iter()
        .filter(|excerpt| !excerpt.marks.is_empty())
        .count();
    all.truncate(marked.clamp(1, MOST));
    all
}
