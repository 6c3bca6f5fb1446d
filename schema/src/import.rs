//! What an import made of a file, or would make of it.
//!
//! Invariant: it tells everything that a person should look at before the file is applied, in the reader's language.

use crate::language::{Locale, chosen};
use async_graphql::{Context, Enum, Object, SimpleObject};
use domain::import::{self, Change, Report, Understanding};

/// How well a part of a file was understood.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(name = "ImportUnderstanding", remote = "Understanding")]
pub enum ImportUnderstanding {
    /// The source says so.
    Recognised,
    /// Inferred; worth a look.
    Guessed,
    /// Kept as provenance only, as it is meant to be.
    KeptAsText,
    /// Not understood; kept as provenance.
    NotUnderstood,
}

/// What happens to a plan or project.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(name = "ImportChange", remote = "Change")]
pub enum ImportChange {
    /// It is new.
    New,
    /// It changes.
    Changed,
    /// It stays as it is.
    Unchanged,
    /// It is stored, and no longer in the file; it stays until somebody deletes it.
    Vanished,
}

/// What an import made of a file, or would make of it.
pub struct ImportReport(pub(crate) Report);

/// What an import made of a file, or would make of it.
#[Object(serial)]
impl ImportReport {
    /// What the file is: TSV, CSV, HTML, Markdown or XLSX.
    async fn format(&self) -> &'static str {
        self.0.file.format.word()
    }

    /// Title of the plan.
    async fn plan_title(&self) -> &str {
        &self.0.target.plan_title
    }

    /// What happens to the plan itself.
    async fn plan_change(&self) -> ImportChange {
        self.0.diff.plan.into()
    }

    /// Whether the file is the very one that was imported last.
    async fn is_same_file(&self) -> bool {
        self.0.diff.is_same_file
    }

    /// How much the file holds.
    async fn totals(&self) -> ImportTotals {
        self.0.totals.into()
    }

    /// The columns of the file, and what they were taken for.
    async fn columns(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Vec<ImportColumn> {
        let language = chosen(ctx, locale);
        let column = |column: &import::ColumnReport| ImportColumn {
            number: number(column.number),
            header: column.header.clone(),
            meaning: column
                .meaning
                .map(|one| one.label().text(language).to_owned()),
            understanding: column.understanding.into(),
        };
        self.0.columns.iter().map(column).collect()
    }

    /// What happens to the projects, by number.
    async fn projects(&self) -> Vec<ImportProject> {
        let project = |project: &import::ProjectDiff| ImportProject {
            sequence_no: project.number,
            working_title: project.working_title.clone(),
            change: project.change.into(),
        };
        self.0.diff.projects.iter().map(project).collect()
    }

    /// What is worth a look, in the order of the file.
    async fn findings(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Vec<ImportFinding> {
        let language = chosen(ctx, locale);
        let finding = |finding: &import::Finding| ImportFinding {
            row: finding.place.row.map(number),
            column: finding.place.column.map(number),
            understanding: finding.understanding.into(),
            text: finding.text.text(language).to_owned(),
        };
        self.0.findings.iter().map(finding).collect()
    }
}

/// A column of a file.
#[derive(SimpleObject)]
pub struct ImportColumn {
    /// Its number, from 1.
    number: i32,
    /// Its header as it stands in the file.
    header: String,
    /// What it was taken for, in words; none where that is not known.
    meaning: Option<String>,
    /// How sure that is.
    understanding: ImportUnderstanding,
}

/// What happens to a project.
#[derive(SimpleObject)]
pub struct ImportProject {
    /// Its number in the plan.
    sequence_no: i32,
    /// Its working title.
    working_title: String,
    /// What happens to it.
    change: ImportChange,
}

/// Something worth a look.
#[derive(SimpleObject)]
pub struct ImportFinding {
    /// Row, from 1; none for the whole file.
    row: Option<i32>,
    /// Column, from 1; none for the whole row.
    column: Option<i32>,
    /// How well it was understood.
    understanding: ImportUnderstanding,
    /// What was found, and how to mend it where that is needed.
    text: String,
}

/// How much a file holds.
#[derive(SimpleObject)]
pub struct ImportTotals {
    /// Projects.
    projects: i32,
    /// Sub-projects.
    sub_projects: i32,
    /// Items of projects.
    items: i32,
    /// Mentions of cities to learn from.
    mentions: i32,
    /// Resolutions of the plan.
    resolutions: i32,
}

impl From<import::Totals> for ImportTotals {
    fn from(totals: import::Totals) -> Self {
        Self {
            projects: number(totals.projects),
            sub_projects: number(totals.sub_projects),
            items: number(totals.items),
            mentions: number(totals.mentions),
            resolutions: number(totals.resolutions),
        }
    }
}

fn number(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}
