//! A file with a table of something else than an action plan: the same readers, within the same bounds.
//!
//! Invariant: cells are texts as they stand in the file; nothing in them is calculated.

use super::{
    document::check_limits,
    file::{self, Format, Source, Upload, refused},
    read::{delimited, workbook},
    sheet::{Contents, Row},
};
use crate::{error::Result, language::Words};

/// A cell with text.
pub(crate) struct PlainCell {
    /// Column, from 1.
    pub column: u32,
    /// Its text, without white space around it.
    pub text: String,
    /// Whether the file holds a number and no text, so that no notation has to be guessed.
    pub is_number: bool,
    /// Whether a formula stands behind it.
    pub is_formula: bool,
}

/// A row with its cells that hold something.
pub(crate) struct PlainRow {
    /// Number, from 1.
    pub number: u32,
    /// Its cells.
    pub cells: Vec<PlainCell>,
}

/// A file as its reader saw it.
pub(crate) struct PlainFile {
    /// What it is.
    pub format: Format,
    /// In which encoding it was read.
    pub encoding: &'static str,
    /// Its tables or sheets.
    pub tables: Vec<Vec<PlainRow>>,
    /// What the reader noticed, with the row where it has one.
    pub notes: Vec<(Option<u32>, Words)>,
}

/// Reads a file; `score` says how much a row looks like the header, by which the character is found that separates fields.
///
/// # Errors
/// `BAD_USER_INPUT` for what is no table of separated fields and no workbook, and for what is too large.
pub(crate) fn read(upload: Upload<'_>, score: impl Fn(&[&str]) -> u32) -> Result<PlainFile> {
    let by_texts = |row: &Row| {
        let texts: Vec<&str> = row.cells.iter().map(|cell| cell.raw.trim()).collect();
        score(&texts)
    };
    let (contents, format, encoding) = match file::open(upload)? {
        Source::Workbook => (workbook::read(upload.bytes)?, Format::Xlsx, "UTF-8"),
        Source::Delimited(decoded) => {
            let (mut contents, delimiter) = delimited::read_by(&decoded.text, &by_texts);
            contents.findings.extend(decoded.finding);
            let format = match delimiter {
                '\t' => Format::Tsv,
                _ => Format::Csv,
            };
            (contents, format, decoded.encoding)
        }
        Source::Html(_) | Source::Markdown(_) => {
            return refused(
                "Gelesen werden CSV, TSV und XLSX; das ist eine Seite oder ein Text.",
                "CSV, TSV and XLSX are read; this is a page or a text.",
            );
        }
    };
    check_limits(&contents)?;
    Ok(plain(contents, format, encoding))
}

fn plain(contents: Contents, format: Format, encoding: &'static str) -> PlainFile {
    let notes = contents.findings.into_iter();
    PlainFile {
        format,
        encoding,
        tables: contents
            .tables
            .into_iter()
            .map(|table| table.rows.into_iter().map(row).collect())
            .collect(),
        notes: notes
            .map(|finding| (finding.place.row, finding.text))
            .collect(),
    }
}

fn row(row: Row) -> PlainRow {
    let filled = row.cells.into_iter().filter(|cell| !cell.is_blank());
    PlainRow {
        number: row.number,
        cells: filled
            .map(|cell| PlainCell {
                column: cell.column,
                text: cell.raw.trim().to_owned(),
                is_number: cell.is_number,
                is_formula: cell.formula.is_some(),
            })
            .collect(),
    }
}
