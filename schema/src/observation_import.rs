//! What an import made of a file with values, or would make of it.
//!
//! Invariant: it tells everything that a person should look at before the file is imported, in the reader's language.

use crate::language::{Locale, chosen};
use crate::value::ValueKind;
use async_graphql::{Context, Enum, Object, SimpleObject};
use domain::observation::import::{Finding, Level, Line, Report, Totals};

/// How much a finding weighs.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(name = "ObservationImportLevel", remote = "Level")]
pub enum ObservationImportLevel {
    /// Nothing is imported as long as it is there.
    Error,
    /// Worth a look.
    Warning,
    /// Only told.
    Note,
}

/// What an import made of a file with values, or would make of it.
pub struct ObservationImportReport(pub(crate) Report);

/// What an import made of a file with values, or would make of it.
#[Object(serial)]
impl ObservationImportReport {
    /// What the file is: TSV, CSV or XLSX.
    async fn format(&self) -> &'static str {
        self.0.format.word()
    }

    /// In which encoding it was read.
    async fn encoding(&self) -> &str {
        self.0.encoding
    }

    /// Whether it was imported.
    async fn is_applied(&self) -> bool {
        self.0.is_applied
    }

    /// Whether nothing stands in the way of importing it.
    async fn is_importable(&self) -> bool {
        self.0.is_importable()
    }

    /// How much the file holds.
    async fn totals(&self) -> ObservationImportTotals {
        self.0.totals.into()
    }

    /// The columns of the file, and what they were taken for.
    async fn columns(
        &self,
        ctx: &Context<'_>,
        locale: Option<Locale>,
    ) -> Vec<ObservationImportColumn> {
        let language = chosen(ctx, locale);
        let columns = self.0.columns.iter();
        let columns = columns.map(|column| ObservationImportColumn {
            number: number(column.number),
            header: column.header.clone(),
            meaning: column
                .meaning
                .map(|one| one.label().text(language).to_owned()),
        });
        columns.collect()
    }

    /// Values that are corrected, in the order of the file, at most 1,000.
    async fn corrections(&self) -> Vec<ObservationImportCorrection> {
        self.0.corrections.iter().map(Into::into).collect()
    }

    /// What is worth a look, in the order of the file, at most 1,000; errors are kept before warnings, and these before
    /// notes.
    async fn findings(
        &self,
        ctx: &Context<'_>,
        locale: Option<Locale>,
    ) -> Vec<ObservationImportFinding> {
        let language = chosen(ctx, locale);
        let finding = |finding: &Finding| ObservationImportFinding {
            level: finding.level.into(),
            row: finding.row.map(number),
            column: finding.column.map(number),
            address: finding.address(),
            header: finding.header.clone(),
            original: finding.original.clone(),
            text: finding.text.text(language).to_owned(),
        };
        self.0.findings.iter().map(finding).collect()
    }

    /// How many findings there are beyond those.
    async fn more_findings(&self) -> i32 {
        number(self.0.more_findings)
    }
}

/// A column of a file with values.
#[derive(SimpleObject)]
pub struct ObservationImportColumn {
    /// Its number, from 1.
    number: i32,
    /// Its header as it stands in the file.
    header: String,
    /// What it was taken for, in words; null where that is not known: such a column is not read.
    meaning: Option<String>,
}

/// A value that is corrected.
#[derive(SimpleObject)]
pub struct ObservationImportCorrection {
    /// Row of the file.
    row: i32,
    /// Code of the indicator.
    indicator: String,
    /// Year.
    year: i32,
    /// Whether it was measured, is aimed at or planned.
    value_kind: ValueKind,
    /// What it was.
    former: Option<f64>,
    /// What it is to be.
    value: Option<f64>,
}

impl From<&Line> for ObservationImportCorrection {
    fn from(line: &Line) -> Self {
        Self {
            row: number(line.row),
            indicator: line.indicator.clone(),
            year: line.year,
            value_kind: line.value_kind.into(),
            former: line.former,
            value: line.value,
        }
    }
}

/// Something about a cell, a row or the whole file.
#[derive(SimpleObject)]
pub struct ObservationImportFinding {
    /// How much it weighs.
    level: ObservationImportLevel,
    /// Row, from 1; null for the whole file.
    row: Option<i32>,
    /// Column, from 1; null for the whole row.
    column: Option<i32>,
    /// The cell as a spreadsheet names it, such as F12.
    address: Option<String>,
    /// Header of the column.
    header: Option<String>,
    /// The text of the cell.
    original: Option<String>,
    /// What was found, and how to mend it.
    text: String,
}

/// How much a file with values holds.
#[derive(SimpleObject)]
pub struct ObservationImportTotals {
    /// Rows below the header that hold something.
    rows: i32,
    /// First values of their indicator and year.
    new: i32,
    /// Corrections of values that are there.
    corrected: i32,
    /// Rows that say what is there already.
    unchanged: i32,
    /// Rows without a value and without a status.
    skipped: i32,
    /// Rows with an error.
    refused: i32,
}

impl From<Totals> for ObservationImportTotals {
    fn from(totals: Totals) -> Self {
        Self {
            rows: number(totals.rows),
            new: number(totals.new),
            corrected: number(totals.corrected),
            unchanged: number(totals.unchanged),
            skipped: number(totals.skipped),
            refused: number(totals.refused),
        }
    }
}

fn number(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}
