//! A file as a table of values: its header, and the rows below it.
//!
//! Invariant: there is a column for the indicator, one for the year, and one for the value.

use super::{
    MAX_BYTES, MOST_ROWS,
    column::{Column, FileColumn, columns, score},
    number::{Notation, notation},
    refused,
};
use crate::{
    error::Result,
    import::{
        Format, Upload,
        plain::{self, PlainCell, PlainRow},
    },
    language::Words,
};

/// So many rows are searched for the header.
const SEARCHED: usize = 50;

/// The table of a file.
pub(super) struct FileTable {
    pub(super) format: Format,
    pub(super) encoding: &'static str,
    /// Row of the header.
    pub(super) header: u32,
    pub(super) columns: Vec<FileColumn>,
    pub(super) rows: Vec<PlainRow>,
    pub(super) notes: Vec<(Option<u32>, Words)>,
    /// How the numbers of a column are written.
    notations: Vec<(Column, Option<Notation>)>,
}

impl FileTable {
    /// The number of the column that holds something.
    pub(super) fn place(&self, column: Column) -> Option<u32> {
        let found = self.columns.iter().find(|one| one.meaning == Some(column));
        found.map(|column| column.number)
    }

    /// The cell of a row that holds something.
    pub(super) fn cell<'r>(&self, row: &'r PlainRow, column: Column) -> Option<&'r PlainCell> {
        let place = self.place(column)?;
        row.cells.iter().find(|cell| cell.column == place)
    }

    /// How the numbers of a column are written, as far as its cells say.
    pub(super) fn notation(&self, column: Column) -> Option<Notation> {
        let found = self.notations.iter().find(|(other, _)| *other == column);
        found.and_then(|(_, notation)| *notation)
    }
}

/// Reads a file.
///
/// # Errors
/// `BAD_USER_INPUT` for what is no table of values, and for what is too large.
pub(super) fn read(upload: Upload<'_>) -> Result<FileTable> {
    if upload.bytes.is_empty() {
        return refused(
            "Die Datei ist leer. Erwartet wird eine Tabelle mit einer Zeile je Wert.",
            "The file is empty. Expected is a table with a row for each value.",
        );
    }
    if upload.bytes.len() > MAX_BYTES {
        return too_large(upload.bytes.len());
    }
    let file = plain::read(upload, score)?;
    let mut best: Option<(usize, usize, u32)> = None;
    for (place, table) in file.tables.iter().enumerate() {
        for (at, row) in table.iter().take(SEARCHED).enumerate() {
            let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            let score = score(&texts);
            if score > best.map_or(2, |(.., best)| best) {
                best = Some((place, at, score));
            }
        }
    }
    let mut tables = file.tables;
    let found = best.and_then(|(place, at, _)| Some((tables.get_mut(place)?, at)));
    let Some((table, at)) = found else {
        return no_header();
    };
    let rows = table.split_off((at + 1).min(table.len()));
    let Some(header) = table.pop() else {
        return no_header();
    };
    let rows: Vec<PlainRow> = rows
        .into_iter()
        .filter(|row| !row.cells.is_empty())
        .collect();
    check_rows(rows.len())?;
    let mut table = FileTable {
        format: file.format,
        encoding: file.encoding,
        header: header.number,
        columns: columns(&header),
        rows,
        notes: file.notes,
        notations: Vec::new(),
    };
    check_columns(&table)?;
    table.notations = [Column::Value, Column::Numerator, Column::Denominator]
        .map(|column| (column, of_column(&table, column)))
        .to_vec();
    Ok(table)
}

fn of_column(table: &FileTable, column: Column) -> Option<Notation> {
    let cells = table.rows.iter().filter_map(|row| table.cell(row, column));
    notation(
        cells
            .filter(|cell| !cell.is_number)
            .map(|cell| cell.text.as_str()),
    )
}

fn check_rows(rows: usize) -> Result<()> {
    if rows == 0 {
        return refused(
            "Unter der Kopfzeile steht kein Wert.",
            "There is no value below the header row.",
        );
    }
    if rows > MOST_ROWS {
        return refused(
            format!(
                "Die Datei hat {rows} Zeilen mit Werten; höchstens {MOST_ROWS} sind möglich. Bitte in mehrere Dateien teilen."
            ),
            format!(
                "The file has {rows} rows of values; at most {MOST_ROWS} are possible. Please split it into several files."
            ),
        );
    }
    Ok(())
}

fn check_columns(table: &FileTable) -> Result<()> {
    let has = |column| table.place(column).is_some();
    let is_whole = (has(Column::Indicator) || has(Column::IndicatorLabel))
        && has(Column::Year)
        && (has(Column::Value) || has(Column::Numerator));
    match is_whole {
        true => Ok(()),
        false => no_header(),
    }
}

fn too_large<T>(bytes: usize) -> Result<T> {
    let (size, most) = (bytes.div_ceil(1 << 20), MAX_BYTES >> 20);
    refused(
        format!(
            "Die Datei hat {size} MB, gelesen werden höchstens {most} MB. Bitte in mehrere Dateien teilen."
        ),
        format!(
            "The file has {size} MB, at most {most} MB are read. Please split it into several files."
        ),
    )
}

fn no_header<T>() -> Result<T> {
    refused(
        "Keine Kopfzeile gefunden. Nötig sind die Spalten indicator (Indikator), year (Jahr) und value (Wert); möglich sind außerdem unit (Einheit), city (AGS), valueKind, obsStatus, confStatus, sample, numerator, denominator, confidence, visibility, source (Quelle) und note, in beliebiger Reihenfolge.",
        "No header row found. Needed are the columns indicator, year and value; possible are also unit, city (AGS), valueKind, obsStatus, confStatus, sample, numerator, denominator, confidence, visibility, source and note, in any order.",
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::import::tests::workbook::workbook;

    #[test]
    fn a_workbook_is_read_below_its_header() {
        let rows = [
            vec!["Unsere Werte"],
            vec!["Jahr", "Indikator", "Wert", "Farbe"],
            vec!["2019", "wege", "=1+6", "rot"],
            vec!["2020", "wege", "3,98"],
        ];
        let bytes = workbook(&rows, "");
        let table = read(Upload {
            name: "werte.xlsx",
            bytes: &bytes,
        });
        let table = table.unwrap();
        assert_eq!(
            (table.format, table.header, table.rows.len()),
            (Format::Xlsx, 2, 2)
        );
        assert_eq!(table.notation(Column::Value), Some(Notation::Comma));
        let cells: Vec<_> = table
            .rows
            .iter()
            .filter_map(|row| table.cell(row, Column::Value))
            .map(|cell| (cell.text.as_str(), cell.is_number, cell.is_formula))
            .collect();
        assert_eq!(cells, [("7", true, true), ("3,98", false, false)]);
        let unknown = table.columns.iter().filter(|one| one.meaning.is_none());
        assert_eq!(
            unknown.map(|one| one.header.as_str()).collect::<Vec<_>>(),
            ["Farbe"]
        );
    }

    #[test]
    fn what_separates_fields_is_what_gives_headers() {
        for (text, expected) in [
            ("indicator,year,value\nwege,2019,1.5\n", Some(1)),
            ("Indikator;Jahr;Wert\nwege;2019;1,5\n", Some(1)),
            ("Indikator\tJahr\tWert\nwege\t2019\t1,5\n", Some(1)),
            ("Indikator|Jahr|Wert\nwege|2019|1,5\n", Some(1)),
            ("Indikator,Jahr\nwege,2019\n", None),
            ("rot,rund\n", None),
        ] {
            let table = read(Upload {
                name: "werte.csv",
                bytes: text.as_bytes(),
            });
            assert_eq!(table.ok().map(|table| table.rows.len()), expected, "{text}");
        }
    }
}
