//! Compares a file with the plan as it is stored.
//!
//! Invariant: what the file has no column for is never a change; what people decided about links stays.

mod project;

use super::{
    diff::{Aspect, Change, Diff, ProjectDiff},
    document::Document,
    draft::{Draft, DraftProject, item_kind},
    existing::{Existing, ExistingProject},
    header::Meaning,
    link,
};
use crate::reference::Snapshot;
use entity::{
    id::ActionFieldId,
    value::{Certainty, ItemKind},
};

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
