//! Compares a file with the plan as it is stored.
//!
//! Invariant: what the file has no column for is never a change; what people decided about links stays.

use super::{
    diff::{Aspect, Change, Diff, ProjectDiff},
    document::Document,
    draft::{Draft, DraftProject, item_kind},
    existing::{Existing, ExistingProject},
    header::Meaning,
    link,
};
use crate::{project::NewItem, reference::Snapshot};
use entity::{
    id::{ActionFieldId, SubProjectId},
    project_item,
    value::{Certainty, ItemKind},
};
use std::collections::HashMap;

/// Compares a file with what is stored.
pub(super) fn compare(
    document: &Document,
    draft: &Draft,
    existing: Option<&Existing>,
    snapshot: &Snapshot,
) -> Diff {
    let comparison = Comparison { document, snapshot };
    let mut projects: Vec<ProjectDiff> = draft
        .projects
        .iter()
        .map(|project| {
            comparison.project(
                project,
                existing.and_then(|plan| plan.project(project.number)),
            )
        })
        .collect();
    let Some(existing) = existing else {
        return Diff {
            plan: Change::New,
            aspects: Vec::new(),
            projects,
            is_same_file: false,
        };
    };
    let is_gone = |stored: &&ExistingProject| {
        !draft
            .projects
            .iter()
            .any(|project| project.number == stored.row.sequence_no)
    };
    projects.extend(existing.projects.iter().filter(is_gone).map(vanished));
    let aspects = comparison.plan(draft, existing);
    Diff {
        plan: if aspects.is_empty() {
            Change::Unchanged
        } else {
            Change::Changed
        },
        aspects,
        projects,
        is_same_file: existing.sha256.as_deref() == Some(document.facts.sha256.as_str()),
    }
}

fn vanished(stored: &ExistingProject) -> ProjectDiff {
    ProjectDiff {
        number: stored.row.sequence_no,
        working_title: stored.row.working_title.clone(),
        change: Change::Vanished,
        aspects: Vec::new(),
        new_mentions: Vec::new(),
        withdrawn_mentions: Vec::new(),
        kept_mentions: Vec::new(),
    }
}

/// The kinds of items that a file has columns for.
pub(super) fn kinds(document: &Document) -> Vec<ItemKind> {
    let mut kinds: Vec<ItemKind> = document
        .columns
        .iter()
        .filter_map(|column| column.meaning.and_then(item_kind))
        .collect();
    if kinds.contains(&ItemKind::MilestoneOrFactor) {
        kinds.extend([ItemKind::Milestone, ItemKind::SuccessFactor]);
    }
    kinds
}

/// Whether a file speaks of sub-projects.
pub(super) fn has_sub_projects(document: &Document) -> bool {
    [Meaning::SubProjects, Meaning::Ideas, Meaning::Measures]
        .into_iter()
        .any(|meaning| document.has(meaning))
}

struct Comparison<'a> {
    document: &'a Document,
    snapshot: &'a Snapshot,
}

impl Comparison<'_> {
    fn city(&self, ags: &str) -> String {
        let city = self.snapshot.cities.find(ags);
        city.map_or_else(|| ags.to_owned(), |city| city.display_name.clone())
    }

    fn field(&self, id: Option<ActionFieldId>) -> Option<String> {
        let field = self.snapshot.action_fields.find(&id?)?;
        Some(format!("{} {}", field.code, field.label_de))
    }

    fn plan(&self, draft: &Draft, existing: &Existing) -> Vec<Aspect> {
        let mut aspects = Vec::new();
        let stored: Vec<(String, Certainty)> = existing
            .resolutions
            .iter()
            .map(|row| (row.text.clone(), row.certainty))
            .collect();
        let new: Vec<(String, Certainty)> = draft
            .resolutions
            .iter()
            .map(|row| (row.text.clone(), row.certainty))
            .collect();
        if self.document.has(Meaning::Resolutions) {
            aspects.extend(list_aspect(Meaning::Resolutions, &stored, &new, |row| {
                row.0.clone()
            }));
        }
        if draft.selection_method.is_some() {
            aspects.extend(value_aspect(
                Meaning::Summary,
                existing.plan.selection_method.as_deref(),
                draft.selection_method.as_deref(),
            ));
        }
        aspects
    }

    fn project(&self, draft: &DraftProject, stored: Option<&ExistingProject>) -> ProjectDiff {
        let mut diff = ProjectDiff {
            number: draft.number,
            working_title: draft.working_title.clone(),
            change: Change::New,
            aspects: Vec::new(),
            new_mentions: Vec::new(),
            withdrawn_mentions: Vec::new(),
            kept_mentions: Vec::new(),
        };
        self.mentions(&mut diff, draft, stored);
        let Some(stored) = stored else { return diff };
        diff.aspects = self.values(draft, stored);
        diff.aspects.extend(self.lists(draft, stored));
        let is_same = diff.aspects.is_empty()
            && diff.new_mentions.is_empty()
            && diff.withdrawn_mentions.is_empty();
        diff.change = if is_same {
            Change::Unchanged
        } else {
            Change::Changed
        };
        diff
    }

    fn mentions(
        &self,
        diff: &mut ProjectDiff,
        draft: &DraftProject,
        stored: Option<&ExistingProject>,
    ) {
        let links = stored
            .map(|project| project.links.as_slice())
            .unwrap_or_default();
        let new = link::new_mentions(draft, links).into_iter();
        diff.new_mentions = new.map(|mention| mention.name).collect();
        if !self.document.has(Meaning::Transfer) {
            return;
        }
        for gone in link::unnamed(draft, links) {
            let city = self.city(&gone.source_city_ags);
            if link::is_untouched(gone) {
                diff.withdrawn_mentions.push(city);
            } else {
                diff.kept_mentions.push(city);
            }
        }
    }

    fn values(&self, draft: &DraftProject, stored: &ExistingProject) -> Vec<Aspect> {
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

    fn lists(&self, draft: &DraftProject, stored: &ExistingProject) -> Vec<Aspect> {
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

fn value_aspect(meaning: Meaning, before: Option<&str>, after: Option<&str>) -> Option<Aspect> {
    (before != after).then(|| Aspect {
        meaning,
        removed: before.map(str::to_owned).into_iter().collect(),
        added: after.map(str::to_owned).into_iter().collect(),
    })
}

fn list_aspect<T: PartialEq>(
    meaning: Meaning,
    before: &[T],
    after: &[T],
    text: impl Fn(&T) -> String,
) -> Option<Aspect> {
    if before == after {
        return None;
    }
    let texts = |rows: &[T]| rows.iter().map(&text).collect::<Vec<_>>();
    let (before, after) = (texts(before), texts(after));
    let without = |these: &[String], those: &[String]| {
        these
            .iter()
            .filter(|text| !those.contains(text))
            .cloned()
            .collect()
    };
    Some(Aspect {
        meaning,
        removed: without(&before, &after),
        added: without(&after, &before),
    })
}
