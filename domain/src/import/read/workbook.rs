//! An XLSX workbook: the stored values of its sheets, their merged ranges and their formulas.
//!
//! Invariant: cells are read one after the other, so that a sheet that claims a million rows costs what it holds;
//! formulas are noted, never calculated.

use super::archive;
use crate::error::Result;
use crate::import::{
    file::refused,
    sheet::{Address, Cell, Contents, Row, Table, limit},
};
use calamine::{DataRef, Dimensions, Reader, Xlsx};
use std::{collections::BTreeMap, io::Cursor};

/// Sheets of a workbook.
const MOST_SHEETS: usize = 64;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;
type Rows = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// Reads a workbook.
///
/// # Errors
/// `BAD_USER_INPUT` for what cannot be read, or is too large.
pub(in crate::import) fn read(bytes: &[u8]) -> Result<Contents> {
    archive::check(bytes)?;
    let Ok(mut workbook) = Workbook::new(Cursor::new(bytes)) else {
        return damaged("workbook.xml");
    };
    let mut contents = Contents::default();
    let mut budget = Budget::default();
    for name in workbook.sheet_names().into_iter().take(MOST_SHEETS) {
        let mut rows = cells(&mut workbook, &name, &mut budget)?;
        let merged = workbook
            .merge_cells_by_sheet_name(&name)
            .unwrap_or_default();
        cover(&mut rows, &merged, &mut budget)?;
        contents.tables.push(Table {
            name: Some(name),
            rows: rows.into_iter().map(row).collect(),
        });
    }
    Ok(contents)
}

fn row((number, cells): (u32, BTreeMap<u32, Cell>)) -> Row {
    Row {
        number,
        cells: cells.into_values().collect(),
    }
}

/// What of a workbook has been read, against its limits.
#[derive(Default)]
struct Budget {
    cells: usize,
    bytes: usize,
}

impl Budget {
    fn spend(&mut self, bytes: usize) -> Result<()> {
        self.cells += 1;
        self.bytes += bytes;
        if self.cells > limit::CELLS || self.bytes > limit::TEXT_BYTES {
            return refused(
                format!(
                    "Die Arbeitsmappe hat mehr als {} Zellen oder zu viel Text. Nur das Blatt mit dem Aktionsplan speichern.",
                    limit::CELLS
                ),
                format!(
                    "The workbook has more than {} cells or too much text. Save the sheet with the action plan only.",
                    limit::CELLS
                ),
            );
        }
        Ok(())
    }
}

fn cells(workbook: &mut Workbook<'_>, name: &str, budget: &mut Budget) -> Result<Rows> {
    let mut rows = Rows::new();
    let Ok(mut reader) = workbook.worksheet_cells_reader(name) else {
        // Chart sheets have no cells.
        return Ok(rows);
    };
    loop {
        let record = match reader.next_cell_with_formula() {
            Ok(Some(record)) => record,
            Ok(None) => return Ok(rows),
            Err(_) => return damaged(name),
        };
        let (row, column) = (
            record.pos.0.saturating_add(1),
            record.pos.1.saturating_add(1),
        );
        let raw = text(&record.value);
        if column > limit::COLUMNS || (raw.is_empty() && record.formula.is_none()) {
            continue;
        }
        budget.spend(raw.len())?;
        let cell = Cell {
            is_number: matches!(record.value, DataRef::Int(_) | DataRef::Float(_)),
            formula: record.formula,
            ..Cell::plain(column, raw)
        };
        rows.entry(row).or_default().insert(column, cell);
    }
}

/// A value as a person sees it.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "ja" } else { "nein" }.to_owned(),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(moment) => moment.as_f64().to_string(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Marks the cells that merged ranges cover, in the rows that hold something.
fn cover(rows: &mut Rows, merged: &[Dimensions], budget: &mut Budget) -> Result<()> {
    for range in merged {
        let (first_row, first_column) = (
            range.start.0.saturating_add(1),
            range.start.1.saturating_add(1),
        );
        let last_row = range.end.0.saturating_add(1);
        let last_column = range.end.1.saturating_add(1).min(limit::COLUMNS);
        if first_row > last_row {
            continue;
        }
        let origin = Address {
            row: first_row,
            column: first_column,
        };
        for (row, cells) in rows.range_mut(first_row..=last_row) {
            for column in first_column..=last_column {
                if (*row, column) == (origin.row, origin.column) {
                    continue;
                }
                budget.spend(0)?;
                let cell = cells
                    .entry(column)
                    .or_insert_with(|| Cell::plain(column, String::new()));
                cell.covered_by = Some(origin);
            }
        }
    }
    Ok(())
}

fn damaged<T>(part: &str) -> Result<T> {
    refused(
        format!(
            "Die Arbeitsmappe lässt sich nicht lesen ({part}). In Excel oder LibreOffice öffnen und neu als .xlsx speichern."
        ),
        format!(
            "The workbook cannot be read ({part}). Open it in Excel or LibreOffice and save it again as .xlsx."
        ),
    )
}
