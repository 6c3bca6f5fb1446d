//! What an import made of a file with values, or would make of it.
//!
//! Invariant: every cell that is worth a look is named as a spreadsheet does, with its text, what is wrong with it and how to
//! mend it.

use super::{column::FileColumn, table::FileTable};
use crate::{
    error::{Error, Result},
    import::{Format, plain::PlainCell},
    language::Words,
    mistake::{Fault, Mistake},
};
use entity::value::ValueKind;

/// Most findings that are kept, and most lines of changes.
const MOST: usize = 1_000;
/// Most mistakes that a refusal names.
const MOST_MISTAKES: usize = 100;
/// Longest part of a cell that is shown.
const LONGEST_ORIGINAL: usize = 100;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is imported as long as it is there.
    Error,
    /// Worth a look.
    Warning,
    /// Only told.
    Note,
}

impl Level {
    /// Every level.
    pub const ALL: &'static [Self] = &[Self::Error, Self::Warning, Self::Note];

    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "ERROR",
            Self::Warning => "WARNING",
            Self::Note => "NOTE",
        }
    }

    /// Its name.
    #[must_use]
    pub fn label(self) -> Words {
        match self {
            Self::Error => Words::new("Fehler", "Error"),
            Self::Warning => Words::new("Warnung", "Warning"),
            Self::Note => Words::new("Hinweis", "Note"),
        }
    }
}

/// Something about a cell, a row or the whole file.
#[derive(Clone, Debug)]
pub struct Finding {
    /// How much it weighs.
    pub level: Level,
    /// Row, from 1; none for the whole file.
    pub row: Option<u32>,
    /// Column, from 1; none for the whole row.
    pub column: Option<u32>,
    /// Header of the column.
    pub header: Option<String>,
    /// The text of the cell.
    pub original: Option<String>,
    /// What was found, and how to mend it.
    pub text: Words,
}

impl Finding {
    /// The cell as a spreadsheet names it, such as F12.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let (row, column) = (self.row?, self.column?);
        Some(format!("{}{row}", letters(column)))
    }
}

fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The first value of its place.
    New,
    /// It corrects a value that is there.
    Corrected,
    /// It says what is there already.
    Unchanged,
}

impl Effect {
    /// Every effect.
    pub const ALL: &'static [Self] = &[Self::New, Self::Corrected, Self::Unchanged];

    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "NEW",
            Self::Corrected => "CORRECTED",
            Self::Unchanged => "UNCHANGED",
        }
    }
}

/// A value that is corrected.
#[derive(Clone, Debug)]
pub struct Line {
    /// Row of the file.
    pub row: u32,
    /// Code of the indicator.
    pub indicator: String,
    /// Year.
    pub year: i32,
    /// Whether it was measured, is aimed at or planned.
    pub value_kind: ValueKind,
    /// What it was.
    pub former: Option<f64>,
    /// What it is to be.
    pub value: Option<f64>,
}

/// How much a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Rows below the header that hold something.
    pub rows: usize,
    /// First values.
    pub new: usize,
    /// Corrections.
    pub corrected: usize,
    /// Rows that say what is there already.
    pub unchanged: usize,
    /// Rows without a value and without a status.
    pub skipped: usize,
    /// Rows with an error.
    pub refused: usize,
}

/// What an import made of a file, or would make of it.
#[derive(Clone, Debug)]
pub struct Report {
    /// What the file is.
    pub format: Format,
    /// In which encoding it was read.
    pub encoding: &'static str,
    /// Its columns.
    pub columns: Vec<FileColumn>,
    /// How much it holds.
    pub totals: Totals,
    /// Values that are corrected, in the order of the file, at most 1,000.
    pub corrections: Vec<Line>,
    /// What is worth a look, in the order of the file, at most 1,000.
    pub findings: Vec<Finding>,
    /// How many findings there are beyond those.
    pub more_findings: usize,
    /// Whether it was written.
    pub is_applied: bool,
}

impl Report {
    /// Whether nothing stands in the way of importing the file.
    #[must_use]
    pub const fn is_importable(&self) -> bool {
        self.totals.refused == 0
    }
}

/// Findings in the making.
pub(super) struct Findings {
    headers: Vec<FileColumn>,
    list: Vec<Finding>,
    left_out: usize,
    refused: std::collections::BTreeSet<u32>,
}

impl Findings {
    pub(super) fn new(table: &FileTable) -> Self {
        let mut findings = Self {
            headers: table.columns.clone(),
            list: Vec::new(),
            left_out: 0,
            refused: std::collections::BTreeSet::new(),
        };
        for (row, text) in &table.notes {
            findings.push((Level::Note, *row), None, text.clone());
        }
        for column in table.columns.iter().filter(|one| one.meaning.is_none()) {
            let text = Words::new(
                "Diese Spalte ist nicht bekannt und wird nicht gelesen.",
                "This column is not known and is not read.",
            );
            let place = Some((column.number, column.header.as_str()));
            findings.push((Level::Note, Some(table.header)), place, text);
        }
        findings
    }

    /// About a cell.
    pub(super) fn cell(&mut self, level: Level, row: u32, cell: &PlainCell, text: Words) {
        self.push((level, Some(row)), Some((cell.column, &cell.text)), text);
    }

    /// About a row, or the place in it where a cell is missing.
    pub(super) fn row(&mut self, level: Level, row: u32, column: Option<u32>, text: Words) {
        self.push((level, Some(row)), column.map(|column| (column, "")), text);
    }

    fn push(&mut self, (level, row): (Level, Option<u32>), cell: Option<(u32, &str)>, text: Words) {
        if level == Level::Error {
            self.refused.extend(row);
        }
        // Errors are kept before warnings, and these before notes.
        if self.list.len() >= MOST && !self.drop_below(level) {
            self.left_out += 1;
            return;
        }
        let of_column = |(column, _): (u32, &str)| {
            let found = self.headers.iter().find(|other| other.number == column);
            found.map(|column| column.header.clone())
        };
        let original = |(_, text): (u32, &str)| {
            let short: String = text.chars().take(LONGEST_ORIGINAL).collect();
            Some(short).filter(|text| !text.is_empty())
        };
        self.list.push(Finding {
            level,
            row,
            column: cell.map(|(column, _)| column),
            header: cell.and_then(of_column),
            original: cell.and_then(original),
            text,
        });
    }

    /// Leaves a finding out that weighs less.
    fn drop_below(&mut self, level: Level) -> bool {
        let place = self.list.iter().rposition(|one| one.level > level);
        if let Some(place) = place {
            self.list.remove(place);
            self.left_out += 1;
        }
        place.is_some()
    }

    /// How many rows have an error.
    pub(super) fn refused(&self) -> usize {
        self.refused.len()
    }

    pub(super) fn is_refused(&self, row: u32) -> bool {
        self.refused.contains(&row)
    }

    /// Refuses the file where there are errors.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` with the first of them.
    pub(super) fn refuse(&self) -> Result<()> {
        let errors = self.list.iter().filter(|one| one.level == Level::Error);
        let mistakes: Vec<Mistake> = errors
            .take(MOST_MISTAKES)
            .map(|one| Mistake {
                path: one
                    .address()
                    .or_else(|| one.row.map(|row| format!("{row}:{row}")))
                    .unwrap_or_else(|| "file".to_owned()),
                fault: Fault::Invalid,
                reason: one.text.clone(),
            })
            .collect();
        match mistakes.is_empty() {
            true => Ok(()),
            false => Err(Error::Mistaken(mistakes)),
        }
    }

    /// In the order of the file.
    pub(super) fn finish(mut self) -> (Vec<Finding>, usize) {
        self.list
            .sort_by_key(|one| (one.row, one.column, one.level));
        (self.list, self.left_out)
    }
}

/// Lines of a report, bounded.
pub(super) fn bounded(lines: impl Iterator<Item = Line>) -> Vec<Line> {
    lines.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        for (column, expected) in [
            (1, "A"),
            (26, "Z"),
            (27, "AA"),
            (52, "AZ"),
            (53, "BA"),
            (703, "AAA"),
        ] {
            assert_eq!(letters(column), expected);
        }
    }
}
