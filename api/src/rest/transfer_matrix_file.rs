//! The transfer matrix as a table for spreadsheets.
//!
//! Invariant: no cell is a formula; both forms have the same rows and columns.

use super::audit_export::harmless;
use actix_web::{HttpResponse, http::header::CONTENT_DISPOSITION};
use domain::{
    Ctx, Error, Result, label,
    language::{Language, Words},
    transfer_matrix::{MatrixCell, MatrixRow, TransferMatrix},
};
use rust_xlsxwriter::{Format as CellFormat, Workbook, Worksheet, XlsxError};

/// A form that spreadsheets open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values after RFC 4180.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
}

impl Format {
    /// The form of a word; none for JSON.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for any other word.
    pub fn of(word: Option<&str>) -> Result<Option<Self>> {
        match word {
            None | Some("json") => Ok(None),
            Some("csv") => Ok(Some(Self::Csv)),
            Some("xlsx") => Ok(Some(Self::Xlsx)),
            Some(other) => Err(Error::invalid(
                "format",
                format!("{other:?} gibt es nicht; möglich sind json, csv, xlsx."),
                format!("{other:?} does not exist; possible are json, csv, xlsx."),
            )),
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    const fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// The matrix as a file to keep.
///
/// # Errors
/// `INTERNAL` where it cannot be written.
pub fn answer(
    ctx: &Ctx,
    slug: &str,
    format: Format,
    matrix: &TransferMatrix,
) -> Result<HttpResponse> {
    let language = ctx.language();
    let written = match format {
        Format::Csv => csv(matrix, language)?,
        Format::Xlsx => xlsx(matrix, language).map_err(|error| failed(&error))?,
    };
    let name = format!(
        "attachment; filename=\"transfer-matrix-{slug}.{}\"",
        format.word()
    );
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_DISPOSITION, name))
        .insert_header(("Cache-Control", "private, no-store"))
        .content_type(format.media())
        .body(written))
}

fn failed(error: &dyn std::error::Error) -> Error {
    Error::Internal(error.to_string())
}

/// The names of the columns before those of the cities to learn from.
fn lead(language: Language) -> [String; 5] {
    [
        Words::new("Kommune", "City"),
        Words::new("Code", "Code"),
        Words::new("Nr.", "No."),
        Words::new("Vorhaben", "Project"),
        Words::new("Aktionsfeld", "Action field"),
    ]
    .map(|words| words.text(language).to_owned())
}

/// The cities that somebody wants to learn from: key and name.
fn sources(matrix: &TransferMatrix) -> Vec<(&str, &str)> {
    let giving = matrix.cities.iter().filter(|city| city.gives > 0);
    giving
        .map(|city| (city.ags.as_str(), city.name.as_str()))
        .collect()
}

fn header(matrix: &TransferMatrix, language: Language) -> Vec<String> {
    let cities = sources(matrix).into_iter();
    let cities = cities.map(|(ags, name)| format!("{name} ({ags})"));
    lead(language).into_iter().chain(cities).collect()
}

fn cells(row: &MatrixRow, sources: &[(&str, &str)], language: Language) -> Vec<String> {
    let project = row.project.as_ref();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let mut cells = vec![
        row.city_name.clone(),
        text(project.map(|project| project.code.as_str())),
        project.map_or_else(String::new, |project| project.sequence_no.to_string()),
        text(project.map(|project| project.working_title.as_str())),
        text(project.and_then(|project| project.action_field.as_deref())),
    ];
    cells.extend(sources.iter().map(|(ags, _)| {
        let own = row.cells.iter().filter(|cell| cell.city == *ags);
        own.map(|cell| words(cell, language))
            .collect::<Vec<_>>()
            .join("; ")
    }));
    cells
}

fn words(cell: &MatrixCell, language: Language) -> String {
    let stage = label::stage(cell.stage);
    let stage = stage.text(language);
    match cell.outcome.map(label::outcome) {
        Some(outcome) => format!("{stage}: {}", outcome.text(language)),
        None => stage.to_owned(),
    }
}

fn csv(matrix: &TransferMatrix, language: Language) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let sources = sources(matrix);
    let rows = matrix.rows.iter();
    let rows = rows.map(|row| cells(row, &sources, language));
    for row in std::iter::once(header(matrix, language)).chain(rows) {
        let row = row.iter().map(|cell| harmless(cell).into_owned());
        writer.write_record(row).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}

fn xlsx(matrix: &TransferMatrix, language: Language) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = CellFormat::new().set_bold();
    let sources = sources(matrix);
    let sheet = book.add_worksheet().set_name("Matrix")?;
    line(sheet, 0, &header(matrix, language), Some(&bold))?;
    for (at, row) in (1..).zip(&matrix.rows) {
        line(sheet, at, &cells(row, &sources, language), None)?;
    }
    sheet.set_freeze_panes(1, 5)?;
    let names = Words::new("Kommunen", "Cities");
    let sheet = book.add_worksheet().set_name(names.text(language))?;
    let head = [
        Words::new("AGS", "AGS"),
        Words::new("Kommune", "City"),
        Words::new("gibt", "gives"),
        Words::new("nimmt", "takes"),
    ];
    let head = head.map(|words| words.text(language).to_owned());
    line(sheet, 0, &head, Some(&bold))?;
    for (at, city) in (1..).zip(&matrix.cities) {
        line(sheet, at, &[city.ags.clone(), city.name.clone()], None)?;
        sheet.write_number(at, 2, city.gives)?;
        sheet.write_number(at, 3, city.takes)?;
    }
    book.save_to_buffer()
}

/// Writes texts as texts: the library never takes one for a formula.
fn line(
    sheet: &mut Worksheet,
    row: u32,
    cells: &[String],
    format: Option<&CellFormat>,
) -> std::result::Result<(), XlsxError> {
    for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        match format {
            Some(format) => sheet.write_string_with_format(row, column, cell, format)?,
            None => sheet.write_string(row, column, cell)?,
        };
    }
    Ok(())
}
