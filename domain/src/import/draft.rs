//! A plan as a file gives it, ready to be compared and written.
//!
//! Invariant: numbers and codes are unique in a draft; what would break that is a problem, and a file with problems
//! gives no draft.

use super::{
    document::Document,
    field::Named,
    header::Meaning,
    list::Statement,
    report::{CellReport, Finding, Place, ProjectReport, Totals, Understanding},
    sheet::Address,
};
use crate::{
    error::{Error, Result},
    language::{Language, Words},
    project::{NewItem, NewSubProject},
};
use entity::{
    id::ActionFieldId,
    value::{Certainty, ItemKind, ProjectPhase, ProjectStatus},
};
use std::collections::{BTreeMap, BTreeSet};

/// A plan as a file gives it.
#[derive(Default)]
pub(super) struct Draft {
    /// How its projects were chosen.
    pub selection_method: Option<String>,
    /// Resolutions across its projects.
    pub resolutions: Vec<Statement>,
    /// Projects in the order of the file.
    pub projects: Vec<DraftProject>,
    /// Action fields in the order of the file.
    pub fields: Vec<Named>,
    /// How well each cell was understood.
    pub cells: BTreeMap<Address, Understanding>,
    /// What is worth a look.
    pub findings: Vec<Finding>,
    /// What forbids the import.
    pub problems: Vec<Finding>,
}

/// A city that a project wants to learn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// Key of the municipality.
    pub ags: String,
    /// Its name.
    pub name: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// Where a project stands, with the words of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// The state; none where the words are not understood.
    pub status: Option<ProjectStatus>,
    /// The words.
    pub note: String,
    /// Whether they say that it is late.
    pub is_delayed: bool,
}

/// A project as a file gives it; what the file has no column for is `None`.
#[derive(Clone, Debug, Default)]
pub(super) struct DraftProject {
    /// Rows in which it stands, the first one first.
    pub rows: Vec<u32>,
    /// Number in the plan.
    pub number: i32,
    /// Working title.
    pub working_title: String,
    /// Public code.
    pub code: Option<String>,
    /// Action field, as named.
    pub field: Option<Named>,
    /// Action field, of the scheme.
    pub field_id: Option<ActionFieldId>,
    /// What it is about.
    pub summary: Option<String>,
    /// Overall goal.
    pub overall_goal: Option<String>,
    /// Where it stands.
    pub state: Option<State>,
    /// How mature it is.
    pub phase: Option<ProjectPhase>,
    /// Year in which it begins.
    pub start_year: Option<i32>,
    /// Year in which it ends.
    pub end_year: Option<i32>,
    /// Who is responsible.
    pub responsible: Option<String>,
    /// Sub-projects.
    pub sub_projects: Vec<NewSubProject>,
    /// Items.
    pub items: Vec<NewItem>,
    /// Cities to learn from.
    pub mentions: Vec<Mention>,
    /// Addresses of sources.
    pub sources: Vec<String>,
}

impl DraftProject {
    /// Items in the order of their kinds, wherever the rows of the project have them.
    pub(super) fn order_items(&mut self) {
        self.items.sort_by_key(|item| match item.kind {
            ItemKind::Idea => 0,
            ItemKind::Measure => 1,
            ItemKind::Milestone | ItemKind::SuccessFactor | ItemKind::MilestoneOrFactor => 2,
            ItemKind::Indicator => 3,
            ItemKind::Lesson => 4,
        });
    }

    fn count(&self, kinds: &[ItemKind]) -> usize {
        self.items
            .iter()
            .filter(|item| kinds.contains(&item.kind))
            .count()
    }

    fn guessed(&self) -> usize {
        let items = self.items.iter().map(|item| item.certainty);
        let mentions = self.mentions.iter().map(|mention| mention.certainty);
        items
            .chain(mentions)
            .filter(|certainty| *certainty == Certainty::Guessed)
            .count()
    }

    fn report(&self, findings: &[Finding]) -> ProjectReport {
        let is_own = |finding: &&Finding| {
            finding
                .place
                .row
                .is_some_and(|row| self.rows.contains(&row))
        };
        ProjectReport {
            row: self.rows.first().copied().unwrap_or_default(),
            number: self.number,
            working_title: self.working_title.clone(),
            action_field: self.field.as_ref().map(Named::shown),
            ideas: self.count(&[ItemKind::Idea, ItemKind::Measure]),
            sub_projects: self.sub_projects.len(),
            milestones: self.count(&[
                ItemKind::Milestone,
                ItemKind::SuccessFactor,
                ItemKind::MilestoneOrFactor,
            ]),
            indicators: self.count(&[ItemKind::Indicator]),
            lessons: self.count(&[ItemKind::Lesson]),
            mentions: self.mentions.len(),
            guessed: self.guessed(),
            findings: findings.iter().filter(is_own).count(),
        }
    }
}

impl Draft {
    pub(super) fn find(&mut self, place: Place, understanding: Understanding, text: Words) {
        self.findings.push(Finding {
            place,
            understanding,
            text,
        });
    }

    pub(super) fn problem(&mut self, place: Place, text: Words) {
        self.problems.push(Finding {
            place,
            understanding: Understanding::NotUnderstood,
            text,
        });
    }

    /// Notes how well a cell was understood; the worst of several counts.
    pub(super) fn understood(&mut self, address: Address, understanding: Understanding) {
        let entry = self.cells.entry(address).or_insert(understanding);
        *entry = (*entry).max(understanding);
    }

    /// The draft, unless something forbids the import.
    pub(super) fn checked(self) -> Result<Self> {
        if self.problems.is_empty() {
            return Ok(self);
        }
        let list = |language| {
            let lines = self
                .problems
                .iter()
                .take(50)
                .map(|problem| format!("\n  - {}", problem.line(language)));
            lines.collect::<String>()
        };
        let count = self.problems.len();
        Err(Error::invalid(
            "file",
            format!(
                "{count} Fehler; nichts wird importiert, bis sie behoben sind:{}",
                list(Language::De)
            ),
            format!(
                "{count} mistakes; nothing is imported until they are mended:{}",
                list(Language::En)
            ),
        ))
    }

    pub(super) fn totals(&self, document: &Document) -> Totals {
        let mentions = || self.projects.iter().flat_map(|project| &project.mentions);
        let cities: BTreeSet<&str> = mentions().map(|mention| mention.ags.as_str()).collect();
        let items = || self.projects.iter().flat_map(|project| &project.items);
        Totals {
            projects: self.projects.len(),
            action_fields: self.fields.len(),
            sub_projects: self
                .projects
                .iter()
                .map(|project| project.sub_projects.len())
                .sum(),
            items: items().count(),
            indicators: items()
                .filter(|item| item.kind == ItemKind::Indicator)
                .count(),
            mentions: mentions().count(),
            cities: cities.len(),
            resolutions: self.resolutions.len(),
            source_cells: super::provenance::texts(document).count(),
        }
    }

    pub(super) fn project_reports(&self) -> Vec<ProjectReport> {
        self.projects
            .iter()
            .map(|project| project.report(&self.findings))
            .collect()
    }

    pub(super) fn cell_reports(&self) -> Vec<CellReport> {
        let cells = self.cells.iter();
        cells
            .map(|(address, understanding)| CellReport {
                address: *address,
                understanding: *understanding,
            })
            .collect()
    }
}

/// The kinds of items that a column holds.
pub(super) const fn item_kind(meaning: Meaning) -> Option<ItemKind> {
    match meaning {
        Meaning::Ideas | Meaning::SubProjects => Some(ItemKind::Idea),
        Meaning::Measures => Some(ItemKind::Measure),
        Meaning::MilestonesOrFactors => Some(ItemKind::MilestoneOrFactor),
        Meaning::Milestones => Some(ItemKind::Milestone),
        Meaning::SuccessFactors => Some(ItemKind::SuccessFactor),
        Meaning::Indicators => Some(ItemKind::Indicator),
        Meaning::Lessons => Some(ItemKind::Lesson),
        _ => None,
    }
}
