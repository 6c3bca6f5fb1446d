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
    project_item,
    value::{Certainty, ItemKind},
};
use std::collections::HashMap;

impl Comparison<'_> {
    pub(super) fn values(&self, draft: &DraftProject, stored: &ExistingProject) -> Vec<Aspect> {
        let row = &stored.row;
        let year = |year: Option<i32>| year.map(|year| year.to_string());
        let state = draft.state.as_ref();
        let status = state.and_then(|state| state.status).unwrap_or(row.status);
        let pairs = [
            (
                Meaning::WorkingTitle,
                true,
                Some(row.working_title.clone()),
                Some(draft.working_title.clone()),
            ),
            (
                Meaning::OverallGoal,
                self.document.has(Meaning::OverallGoal),
                row.overall_goal.clone(),
                draft.overall_goal.clone(),
            ),
            (
                Meaning::Summary,
                self.document.has(Meaning::Summary),
                row.summary.clone(),
                draft.summary.clone(),
            ),
            (
                Meaning::Responsible,
                self.document.has(Meaning::Responsible),
                row.responsible.clone(),
                draft.responsible.clone(),
            ),
            (
                Meaning::ActionField,
                draft.field_id.is_some(),
                self.field(row.action_field_id),
                self.field(draft.field_id),
            ),
            (
                Meaning::Status,
                state.is_some(),
                row.status_note.clone(),
                state.map(|state| state.note.clone()),
            ),
            (
                Meaning::Status,
                state.is_some(),
                Some(row.status.word().to_owned()),
                Some(status.word().to_owned()),
            ),
            (
                Meaning::Phase,
                draft.phase.is_some(),
                row.phase.map(|phase| phase.word().to_owned()),
                draft.phase.map(|phase| phase.word().to_owned()),
            ),
            (
                Meaning::Start,
                draft.start_year.is_some(),
                year(row.start_year),
                year(draft.start_year),
            ),
            (
                Meaning::End,
                draft.end_year.is_some(),
                year(row.end_year),
                year(draft.end_year),
            ),
            (
                Meaning::Code,
                draft.code.is_some(),
                Some(row.code.clone()),
                draft.code.clone(),
            ),
        ];
        let told = pairs.into_iter().filter(|(_, is_told, ..)| *is_told);
        told.filter_map(|(meaning, _, before, after)| {
            value_aspect(meaning, before.as_deref(), after.as_deref())
        })
        .collect()
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
