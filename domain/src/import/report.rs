//! What the import made of a file: per column, per cell, per project, in the words of both languages.
//!
//! Invariant: every cell of the table appears once, and whatever was not simply recognised has a finding that says why.

use super::{diff::Diff, file::Format, header::Meaning, sheet::Address};
use crate::language::{Language, Words};
use entity::{id::PlanId, value::Visibility};

/// How well a cell or a column was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Understanding {
    /// The source says so.
    Recognised,
    /// Inferred; worth a look.
    Guessed,
    /// Kept as provenance only, as it is meant to be.
    KeptAsText,
    /// Not understood; kept as provenance.
    NotUnderstood,
}

impl Understanding {
    /// The word for it in the interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Recognised => "RECOGNISED",
            Self::Guessed => "GUESSED",
            Self::KeptAsText => "KEPT_AS_TEXT",
            Self::NotUnderstood => "NOT_UNDERSTOOD",
        }
    }

    /// Its name.
    #[must_use]
    pub fn label(self) -> Words {
        match self {
            Self::Recognised => Words::new("erkannt", "recognised"),
            Self::Guessed => Words::new("erschlossen", "guessed"),
            Self::KeptAsText => Words::new("als Text behalten", "kept as text"),
            Self::NotUnderstood => Words::new("nicht verstanden", "not understood"),
        }
    }
}

/// Where something stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Row, from 1; none for the whole file.
    pub row: Option<u32>,
    /// Column, from 1; none for the whole row.
    pub column: Option<u32>,
    /// Header of the column.
    pub header: Option<String>,
}

impl Place {
    pub(super) fn row(row: u32) -> Self {
        Self {
            row: Some(row),
            ..Self::default()
        }
    }

    pub(super) fn cell(address: Address, header: Option<&str>) -> Self {
        Self {
            row: Some(address.row),
            column: Some(address.column),
            header: header.map(str::to_owned),
        }
    }

    /// The place in words; empty for the whole file.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let (row, column) = match language {
            Language::De => ("Zeile", "Spalte"),
            Language::En => ("row", "column"),
        };
        let mut parts = Vec::new();
        parts.extend(self.row.map(|number| format!("{row} {number}")));
        parts.extend(self.column.map(|number| match self.header.as_deref() {
            Some(header) => format!("{column} {number} ({})", shorten(header, 40)),
            None => format!("{column} {number}"),
        }));
        parts.join(", ")
    }
}

/// The beginning of a text, for messages.
pub(super) fn shorten(text: &str, longest: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= longest {
        return text;
    }
    let mut short: String = text.chars().take(longest).collect();
    short.push('…');
    short
}

/// Something worth knowing about a place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// How well it was understood.
    pub understanding: Understanding,
    /// What was found, and how to mend it where that is needed.
    pub text: Words,
}

impl Finding {
    /// Place and text.
    #[must_use]
    pub fn line(&self, language: Language) -> String {
        let place = self.place.text(language);
        let text = self.text.text(language);
        if place.is_empty() {
            return text.to_owned();
        }
        format!("{place}: {text}")
    }
}

/// The file as it was read.
#[derive(Clone, Debug)]
pub struct FileFacts {
    /// Its name.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// In which encoding it was read.
    pub encoding: String,
    /// Size in bytes.
    pub size: usize,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// Where the plan goes.
#[derive(Clone, Debug)]
pub struct Target {
    /// Slug of the network.
    pub network: String,
    /// Key of the municipality.
    pub city_ags: String,
    /// Name of the municipality.
    pub city_name: String,
    /// Title of the plan.
    pub plan_title: String,
    /// Who may read the plan.
    pub visibility: Visibility,
}

/// A column of the table.
#[derive(Clone, Debug)]
pub struct ColumnReport {
    /// Its number, from 1.
    pub number: u32,
    /// Its header as it stands in the file.
    pub header: String,
    /// What it holds, if that is known.
    pub meaning: Option<Meaning>,
    /// How sure that is.
    pub understanding: Understanding,
}

/// A cell of the table.
#[derive(Clone, Debug)]
pub struct CellReport {
    /// Where it stands.
    pub address: Address,
    /// How well it was understood.
    pub understanding: Understanding,
}

/// A project as it was read.
#[derive(Clone, Debug, Default)]
pub struct ProjectReport {
    /// Row in which it begins.
    pub row: u32,
    /// Number in the plan.
    pub number: i32,
    /// Working title.
    pub working_title: String,
    /// Action field as the file names it.
    pub action_field: Option<String>,
    /// Implementation ideas and measures.
    pub ideas: usize,
    /// Sub-projects.
    pub sub_projects: usize,
    /// Milestones and success factors.
    pub milestones: usize,
    /// Indicator statements.
    pub indicators: usize,
    /// Lessons learnt.
    pub lessons: usize,
    /// Cities it wants to learn from.
    pub mentions: usize,
    /// Parts of it that are guessed.
    pub guessed: usize,
    /// Findings in its rows.
    pub findings: usize,
}

/// How much a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Projects.
    pub projects: usize,
    /// Action fields that the file names.
    pub action_fields: usize,
    /// Sub-projects.
    pub sub_projects: usize,
    /// Items of projects.
    pub items: usize,
    /// Indicator statements among the items.
    pub indicators: usize,
    /// Mentions of cities.
    pub mentions: usize,
    /// Different cities among the mentions.
    pub cities: usize,
    /// Resolutions of the plan.
    pub resolutions: usize,
    /// Cells and texts kept as provenance.
    pub source_cells: usize,
}

/// What the import made of a file.
#[derive(Clone, Debug)]
pub struct Report {
    /// The plan, where it was imported.
    pub plan: Option<PlanId>,
    /// The file.
    pub file: FileFacts,
    /// Where the plan goes.
    pub target: Target,
    /// Columns in the order of the file.
    pub columns: Vec<ColumnReport>,
    /// What the file has no column for.
    pub missing: Vec<Meaning>,
    /// Cells in the order of the file.
    pub cells: Vec<CellReport>,
    /// Projects in the order of the file.
    pub projects: Vec<ProjectReport>,
    /// What is worth a look, in the order of the file.
    pub findings: Vec<Finding>,
    /// How much there is.
    pub totals: Totals,
    /// What changes against the plan as it is stored.
    pub diff: Diff,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_named_in_both_languages() {
        let place = Place::cell(Address { row: 12, column: 5 }, Some("Meilensteine"));
        assert_eq!(
            place.text(Language::De),
            "Zeile 12, Spalte 5 (Meilensteine)"
        );
        assert_eq!(place.text(Language::En), "row 12, column 5 (Meilensteine)");
        assert_eq!(Place::default().text(Language::De), "");
    }
}
