//! A file as the table of a plan: its columns with their meaning, the rows below the header, the text around.
//!
//! Invariant: a document has a column of working titles; everything else may be missing.

use super::{
    file::{self, FileParts, Format, Source, Upload, refused},
    header::{self, Meaning},
    read::{delimited, html, markdown, workbook},
    report::{ColumnReport, FileFacts, Finding, Understanding, shorten},
    sheet::{Contents, Outside, Row, Table, limit},
};
use crate::{error::Result, language::Language};

/// A file as the table of a plan.
pub(super) struct Document {
    /// The file.
    pub facts: FileFacts,
    /// The header row.
    pub header: Row,
    /// The columns that have a header.
    pub columns: Vec<ColumnReport>,
    /// The rows below the header.
    pub rows: Vec<Row>,
    /// Text outside of the table.
    pub outside: Vec<Outside>,
    /// What was noticed while reading.
    pub findings: Vec<Finding>,
}

impl Document {
    /// The columns that hold something.
    pub(super) fn with_meaning(&self, meaning: Meaning) -> impl Iterator<Item = u32> {
        let columns = self
            .columns
            .iter()
            .filter(move |column| column.meaning == Some(meaning));
        columns.map(|column| column.number)
    }

    /// Whether a column holds something.
    pub(super) fn has(&self, meaning: Meaning) -> bool {
        self.with_meaning(meaning).next().is_some()
    }

    /// Header of a column.
    pub(super) fn header_of(&self, column: u32) -> Option<&str> {
        let found = self.columns.iter().find(|other| other.number == column);
        found.map(|column| column.header.as_str())
    }
}

/// Reads a file.
///
/// # Errors
/// `BAD_USER_INPUT` for what is no table of a plan, saying what was found instead.
pub(super) fn read(upload: Upload<'_>) -> Result<Document> {
    let (mut contents, format, encoding) = contents(upload)?;
    check_limits(&contents)?;
    let Some((place, at)) = header::locate(&contents.tables) else {
        return no_header(&contents);
    };
    let table = contents.tables.remove(place);
    let (header, above, below) = cut(table, at);
    let columns = header::columns(&header);
    if !columns
        .iter()
        .any(|column| column.meaning == Some(Meaning::WorkingTitle))
    {
        return no_title(&columns, header.number);
    }
    let mut outside = contents.outside;
    outside.extend(above.iter().flat_map(|row| texts(row, None, true)));
    for (other, table) in contents.tables.iter().enumerate() {
        let rows = table.rows.iter();
        outside.extend(rows.flat_map(|row| texts(row, table.name.as_deref(), other < place)));
    }
    Ok(Document {
        facts: FileFacts {
            name: upload.name.to_owned(),
            format,
            encoding: encoding.to_owned(),
            size: upload.bytes.len(),
            sha256: file::sha256(upload.bytes),
        },
        header,
        columns,
        rows: below,
        outside,
        findings: contents.findings,
    })
}

fn contents(upload: Upload<'_>) -> Result<FileParts> {
    let (mut contents, format, decoded) = match file::open(upload)? {
        Source::Workbook => return Ok((workbook::read(upload.bytes)?, Format::Xlsx, "UTF-8")),
        Source::Delimited(decoded) => {
            let (contents, delimiter) = delimited::read(&decoded.text);
            let format = if delimiter == '\t' {
                Format::Tsv
            } else {
                Format::Csv
            };
            (contents, format, decoded)
        }
        Source::Html(decoded) => (html::read(&decoded.text)?, Format::Html, decoded),
        Source::Markdown(decoded) => {
            let contents = markdown::read(&decoded.text);
            // Markdown may hold its table as HTML.
            if contents.tables.is_empty() && decoded.text.contains("<table") {
                (html::read(&decoded.text)?, Format::Markdown, decoded)
            } else {
                (contents, Format::Markdown, decoded)
            }
        }
    };
    contents.findings.extend(decoded.finding);
    Ok((contents, format, decoded.encoding))
}

/// The header row, the rows above and the rows below it.
fn cut(table: Table, at: usize) -> (Row, Vec<Row>, Vec<Row>) {
    let mut above = table.rows;
    let mut below = above.split_off(at.min(above.len()));
    let rows = below.split_off(1.min(below.len()));
    (below.pop().unwrap_or_default(), above, rows)
}

/// The texts of a row that is not part of the plan.
pub(super) fn texts(row: &Row, sheet: Option<&str>, is_before: bool) -> Vec<Outside> {
    let outside = |raw: &str| Outside {
        row: row.number,
        text: raw.to_owned(),
        is_before,
        sheet: sheet.map(str::to_owned),
    };
    row.filled().map(|cell| outside(&cell.raw)).collect()
}

pub(super) fn check_limits(contents: &Contents) -> Result<()> {
    let rows: usize = contents.tables.iter().map(|table| table.rows.len()).sum();
    let all = || contents.tables.iter().flat_map(|table| &table.rows);
    let cells: usize = all().map(|row| row.cells.len()).sum();
    if rows > limit::ROWS || cells > limit::CELLS {
        return refused(
            format!(
                "Die Datei hat {rows} Zeilen und {cells} Zellen; gelesen werden höchstens {} Zeilen und {} Zellen. Leere Zeilen und andere Tabellen entfernen.",
                limit::ROWS,
                limit::CELLS
            ),
            format!(
                "The file has {rows} rows and {cells} cells; at most {} rows and {} cells are read. Remove empty rows and other tables.",
                limit::ROWS,
                limit::CELLS
            ),
        );
    }
    for row in all() {
        let Some(cell) = row
            .cells
            .iter()
            .find(|cell| cell.raw.len() > limit::CELL_BYTES)
        else {
            continue;
        };
        return refused(
            format!(
                "Zeile {}, Spalte {}: Die Zelle hat mehr als {} Zeichen. Ist eine Trennung verloren gegangen?",
                row.number,
                cell.column,
                limit::CELL_BYTES
            ),
            format!(
                "row {}, column {}: The cell has more than {} characters. Was a separator lost?",
                row.number,
                cell.column,
                limit::CELL_BYTES
            ),
        );
    }
    Ok(())
}

fn no_header<T>(contents: &Contents) -> Result<T> {
    let rows = contents.tables.iter().flat_map(|table| &table.rows);
    let fullest = rows.max_by_key(|row| row.filled().count());
    let cells: Vec<String> = fullest
        .into_iter()
        .flat_map(Row::filled)
        .take(12)
        .map(|cell| shorten(&cell.visible(), 30))
        .collect();
    let found = cells.join(" | ");
    refused(
        format!(
            "Keine Kopfzeile gefunden. Erwartet werden Spalten wie Nr., Aktionsfeld, Arbeitstitel, Zielsetzung, Umsetzungsideen, Meilensteine, Indikatoren, Erfahrungstransfer, in beliebiger Reihenfolge. Die vollste Zeile ist: {found}"
        ),
        format!(
            "No header row found. Expected are columns such as number, action field, working title, goal, ideas, milestones, indicators, experience transfer, in any order. The fullest row is: {found}"
        ),
    )
}

fn no_title<T>(columns: &[ColumnReport], row: u32) -> Result<T> {
    let unknown: Vec<&str> = columns
        .iter()
        .filter(|column| column.understanding == Understanding::NotUnderstood)
        .map(|column| column.header.as_str())
        .collect();
    let known = |language| {
        let labels = columns.iter().filter_map(|column| column.meaning);
        let labels: Vec<String> = labels
            .map(|meaning| meaning.label().text(language).to_owned())
            .collect();
        labels.join(", ")
    };
    let unknown = if unknown.is_empty() {
        "–".to_owned()
    } else {
        unknown.join(", ")
    };
    refused(
        format!(
            "Zeile {row}: In der Kopfzeile fehlt die Spalte mit dem Arbeitstitel der Vorhaben. Erkannt: {}. Nicht verstanden: {unknown}. Die Spalte „Arbeitstitel“ nennen.",
            known(Language::De)
        ),
        format!(
            "row {row}: The header row lacks the column with the working titles of the projects. Recognised: {}. Not understood: {unknown}. Call the column “Working title”.",
            known(Language::En)
        ),
    )
}
