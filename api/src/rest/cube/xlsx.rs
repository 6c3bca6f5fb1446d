//! A cube as a workbook: the values, what the columns mean, and the sources.
//!
//! Invariant: numbers are numbers and texts are texts, never formulas; rows go to a file while they are read.

use super::{
    column::{Column, columns},
    form::Cube,
};
use chrono::SecondsFormat;
use domain::{
    Error, Result,
    cube::{Cell, Cells, Datum},
    language::Words,
};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// A cell of a workbook has at most so many characters.
const LONGEST: usize = 32_767;

/// The bytes of the workbook.
///
/// # Errors
/// What the database answers, and `INTERNAL` where it cannot be written.
pub async fn write(cube: Cube, mut cells: Cells) -> Result<Vec<u8>> {
    let columns = columns(&cube.frame);
    let mut sources: BTreeMap<String, u32> = BTreeMap::new();
    let mut book = begin(&cube, &columns).map_err(failed)?;
    let mut row = 0;
    while let Some(batch) = cells.next().await? {
        let sheet = book.worksheet_from_index(0).map_err(failed)?;
        for cell in batch.cells {
            row += 1;
            line(sheet, row, &cube, &columns, &cell).map_err(failed)?;
            if let Some(source) = cell.source {
                *sources.entry(source).or_default() += 1;
            }
        }
    }
    let done = tokio::task::spawn_blocking(move || {
        describe(&mut book, &cube, &columns)?;
        list(&mut book, &cube, &sources)?;
        book.save_to_buffer()
    });
    let done = done
        .await
        .map_err(|error| Error::Internal(error.to_string()))?;
    done.map_err(failed)
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn failed(error: XlsxError) -> Error {
    Error::Internal(error.to_string())
}

type Done<T> = std::result::Result<T, XlsxError>;

fn begin(cube: &Cube, columns: &[Column]) -> Done<Workbook> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name(Words::new("Werte", "Values").text(cube.language))?;
    sheet.set_freeze_panes(1, 0)?;
    let names = columns.iter().map(|column| column.name(&cube.frame));
    heading(sheet, names)?;
    Ok(book)
}

fn heading<'a>(sheet: &mut Worksheet, names: impl Iterator<Item = &'a str>) -> Done<()> {
    let bold = Format::new().set_bold();
    for (column, name) in (0..).zip(names) {
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    Ok(())
}

fn line(sheet: &mut Worksheet, row: u32, cube: &Cube, columns: &[Column], cell: &Cell) -> Done<()> {
    for (place, column) in (0..).zip(columns) {
        match column.datum(&cube.frame, cell, cube.language) {
            None => continue,
            Some(Datum::Code(text) | Datum::Text(text)) => {
                let text: String = text.chars().take(LONGEST).collect();
                sheet.write_string(row, place, text)?
            }
            // Spreadsheets know floating-point numbers only; years and samples fit.
            Some(Datum::Whole(number)) => sheet.write_number(row, place, number as f64)?,
            Some(Datum::Number(number)) => sheet.write_number(row, place, number)?,
            Some(Datum::Moment(moment)) => {
                let moment = moment.to_rfc3339_opts(SecondsFormat::AutoSi, true);
                sheet.write_string(row, place, moment)?
            }
        };
    }
    Ok(())
}

/// What the columns and their codes mean.
fn describe(book: &mut Workbook, cube: &Cube, columns: &[Column]) -> Done<()> {
    let language = cube.language;
    let words = |de, en| Words::new(de, en).text(language).to_owned();
    let sheet = book.add_worksheet();
    sheet.set_name(words("Spalten", "Columns"))?;
    let head = [
        words("Spalte", "Column"),
        words("Name", "Name"),
        words("Bedeutung", "Meaning"),
        words("Codes", "Codes"),
    ];
    heading(sheet, head.iter().map(String::as_str))?;
    for (row, column) in (1..).zip(columns) {
        sheet.write_string(row, 0, column.name(&cube.frame))?;
        sheet.write_string(row, 1, column.label(&cube.frame).text(language))?;
        sheet.write_string(row, 2, column.meaning(&cube.frame).text(language))?;
        if let Some(list) = column.codes() {
            let codes = list.codes().filter_map(|code| {
                let name = list.name(code)?;
                Some(format!("{code}: {}", name.text(language)))
            });
            sheet.write_string(row, 3, codes.collect::<Vec<_>>().join("; "))?;
        }
    }
    Ok(())
}

/// The sources, and how many values come from each.
fn list(book: &mut Workbook, cube: &Cube, sources: &BTreeMap<String, u32>) -> Done<()> {
    let words = |de, en| Words::new(de, en).text(cube.language).to_owned();
    let sheet = book.add_worksheet();
    sheet.set_name(words("Quellen", "Sources"))?;
    let head = [words("Quelle", "Source"), words("Werte", "Values")];
    heading(sheet, head.iter().map(String::as_str))?;
    for (row, (source, values)) in (1..).zip(sources) {
        let source: String = source.chars().take(LONGEST).collect();
        sheet.write_string(row, 0, source)?;
        sheet.write_number(row, 1, *values)?;
    }
    Ok(())
}
