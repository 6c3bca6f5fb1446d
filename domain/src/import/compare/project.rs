//! Compares a project of a file with the one that is stored: its values, its lists.
//!
//! Invariant: two lists are the same only where order, votes and certainty are too.

use super::{Comparison, has_sub_projects, kinds, list_aspect, value_aspect};
use crate::{
    import::{diff::Aspect, draft::DraftProject, existing::ExistingProject, header::Meaning},
    project::NewItem,
};
use entity::{
    id::SubProjectId,
    project, project_item,
    value::{Certainty, ItemKind},
};
use std::collections::HashMap;

/// What a value is, what it was, and what it becomes.
type Value = (Meaning, Option<String>, Option<String>);

impl Comparison<'_> {
    pub(super) fn values(&self, draft: &DraftProject, stored: &ExistingProject) -> Vec<Aspect> {
        let mut values = self.texts(draft, &stored.row);
        values.extend(self.choices(draft, &stored.row));
        let changed = values.into_iter().filter_map(|(meaning, before, after)| {
            value_aspect(meaning, before.as_deref(), after.as_deref())
        });
        changed.collect()
    }

    /// Texts: an empty cell of a column that the file has takes the text away.
    fn texts(&self, draft: &DraftProject, row: &project::Model) -> Vec<Value> {
        let all = [
            (Meaning::OverallGoal, &row.overall_goal, &draft.overall_goal),
            (Meaning::Summary, &row.summary, &draft.summary),
            (Meaning::Responsible, &row.responsible, &draft.responsible),
        ];
        let told = all
            .into_iter()
            .filter(|(meaning, ..)| self.document.has(*meaning));
        let mut values: Vec<Value> = told
            .map(|(meaning, before, after)| (meaning, before.clone(), after.clone()))
            .collect();
        let (before, after) = (row.working_title.clone(), draft.working_title.clone());
        values.insert(0, (Meaning::WorkingTitle, Some(before), Some(after)));
        values
    }

    /// Values that a cell has to give: an empty one leaves them as they are.
    fn choices(&self, draft: &DraftProject, row: &project::Model) -> Vec<Value> {
        let year = |year: i32| year.to_string();
        let mut values = vec![
            (
                Meaning::ActionField,
                self.field(row.action_field_id),
                self.field(draft.field_id),
            ),
            (Meaning::Code, Some(row.code.clone()), draft.code.clone()),
            (
                Meaning::Phase,
                row.phase.map(|phase| phase.word().to_owned()),
                draft.phase.map(|phase| phase.word().to_owned()),
            ),
            (
                Meaning::Start,
                row.start_year.map(year),
                draft.start_year.map(year),
            ),
            (
                Meaning::End,
                row.end_year.map(year),
                draft.end_year.map(year),
            ),
        ];
        if let Some(state) = &draft.state {
            let status = state.status.map(|status| status.word().to_owned());
            values.push((Meaning::Status, Some(row.status.word().to_owned()), status));
            let (before, after) = (row.status_note.clone(), state.note.clone());
            values.push((Meaning::Status, before, Some(after)));
        }
        values.retain(|(_, _, after)| after.is_some());
        values
    }

    pub(super) fn lists(&self, draft: &DraftProject, stored: &ExistingProject) -> Vec<Aspect> {
        let mut aspects = Vec::new();
        let numbers: HashMap<_, i32> = stored
            .sub_projects
            .iter()
            .map(|sub| (sub.id, sub.number))
            .collect();
        let kinds = kinds(self.document);
        let stored_items = stored
            .items
            .iter()
            .filter(|item| kinds.contains(&item.kind));
        let before: Vec<Item> = stored_items
            .map(|item| Item::stored(item, &numbers))
            .collect();
        let after: Vec<Item> = draft.items.iter().map(Item::drafted).collect();
        for (meaning, kinds) in ITEM_ASPECTS {
            let of = |items: &[Item]| {
                items
                    .iter()
                    .filter(|item| kinds.contains(&item.kind))
                    .cloned()
                    .collect::<Vec<_>>()
            };
            aspects.extend(list_aspect(meaning, &of(&before), &of(&after), |item| {
                item.text.clone()
            }));
        }
        if has_sub_projects(self.document) {
            let before: Vec<(i32, String)> = stored
                .sub_projects
                .iter()
                .map(|sub| (sub.number, sub.title.clone()))
                .collect();
            let mut after: Vec<(i32, String)> = draft
                .sub_projects
                .iter()
                .map(|sub| (sub.number, sub.title.clone()))
                .collect();
            after.sort();
            aspects.extend(list_aspect(Meaning::SubProjects, &before, &after, |sub| {
                format!("{} {}", sub.0, sub.1)
            }));
        }
        let sources = draft
            .sources
            .iter()
            .filter(|url| !stored.sources.iter().any(|source| source.url == **url));
        let added: Vec<String> = sources.cloned().collect();
        if !added.is_empty() {
            aspects.push(Aspect {
                meaning: Meaning::Source,
                removed: Vec::new(),
                added,
            });
        }
        aspects
    }
}

const ITEM_ASPECTS: [(Meaning, &[ItemKind]); 5] = [
    (Meaning::Ideas, &[ItemKind::Idea]),
    (Meaning::Measures, &[ItemKind::Measure]),
    (
        Meaning::MilestonesOrFactors,
        &[
            ItemKind::Milestone,
            ItemKind::SuccessFactor,
            ItemKind::MilestoneOrFactor,
        ],
    ),
    (Meaning::Indicators, &[ItemKind::Indicator]),
    (Meaning::Lessons, &[ItemKind::Lesson]),
];

/// An item, as far as a file can tell of it.
#[derive(Clone, PartialEq)]
struct Item {
    kind: ItemKind,
    text: String,
    mention_count: Option<i32>,
    certainty: Certainty,
    sub_project: Option<i32>,
}

impl Item {
    fn stored(row: &project_item::Model, numbers: &HashMap<SubProjectId, i32>) -> Self {
        Self {
            kind: row.kind,
            text: row.text.clone(),
            mention_count: row.mention_count,
            certainty: row.certainty,
            sub_project: row.sub_project_id.and_then(|id| numbers.get(&id).copied()),
        }
    }

    fn drafted(item: &NewItem) -> Self {
        Self {
            kind: item.kind,
            text: item.text.clone(),
            mention_count: item.mention_count,
            certainty: item.certainty,
            sub_project: item.sub_project,
        }
    }
}
