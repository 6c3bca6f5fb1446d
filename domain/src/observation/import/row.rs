//! A row of a file, before anything that is stored is known.
//!
//! Invariant: what cannot be read is told at its cell and makes the row one that is refused; a place that an earlier row
//! speaks of is refused too.

use super::{
    column::Column,
    known::Known,
    number::number,
    report::{Findings, Level},
    table::FileTable,
    word::Listed,
};
use crate::{
    ctx::Ctx,
    import::plain::{PlainCell, PlainRow},
    indicator::Indicator,
    language::Words,
    text::fold,
};
use entity::{
    id::IndicatorId,
    value::{ConfStatus, Confidence, ObsStatus, ValueKind, Visibility},
};
use std::{collections::HashMap, sync::Arc};

/// What a row says; what it does not say is none.
pub(super) struct Raw {
    pub(super) row: u32,
    pub(super) indicator: Arc<Indicator>,
    pub(super) year: i32,
    pub(super) kind: ValueKind,
    pub(super) value: Option<f64>,
    pub(super) obs_status: Option<ObsStatus>,
    pub(super) conf_status: Option<ConfStatus>,
    pub(super) numerator: Option<f64>,
    pub(super) denominator: Option<f64>,
    pub(super) sample: Option<i32>,
    pub(super) confidence: Option<Confidence>,
    pub(super) visibility: Option<Visibility>,
    pub(super) source: Option<String>,
    pub(super) note: Option<String>,
}

/// The rows that can be read, and how many say nothing.
pub(super) struct RawRows {
    pub(super) rows: Vec<Raw>,
    pub(super) skipped: usize,
}

/// Reads all rows of a table of a municipality.
pub(super) fn read_all(
    ctx: &Ctx,
    (city, table): (&str, &FileTable),
    findings: &mut Findings,
) -> RawRows {
    let mut known = Known::new(ctx, city);
    let mut all = RawRows {
        rows: Vec::with_capacity(table.rows.len()),
        skipped: 0,
    };
    let mut places: HashMap<(IndicatorId, i32, ValueKind), u32> = HashMap::new();
    for row in &table.rows {
        let mut reader = RowReader {
            table,
            row,
            findings,
        };
        let Some(raw) = reader.read(&mut known) else {
            continue;
        };
        if raw.value.is_none() && raw.numerator.is_none() && raw.obs_status.is_none() {
            reader.skipped();
            all.skipped += 1;
            continue;
        }
        let place = (raw.indicator.id, raw.year, raw.kind);
        match places.get(&place) {
            Some(first) => reader.duplicate(*first),
            None => {
                places.insert(place, raw.row);
                all.rows.push(raw);
            }
        }
    }
    all
}

struct RowReader<'a> {
    table: &'a FileTable,
    row: &'a PlainRow,
    findings: &'a mut Findings,
}

impl<'a> RowReader<'a> {
    fn read(&mut self, known: &mut Known<'_>) -> Option<Raw> {
        self.formulas();
        let city = self.city(known);
        let indicator = self.indicator(known);
        if let Some(indicator) = &indicator {
            self.unit(indicator);
        }
        let year = self.year();
        let kind = self.word(Column::ValueKind);
        let raw = Raw {
            row: self.row.number,
            indicator: indicator?,
            year: year?,
            kind: kind.unwrap_or(ValueKind::Measured),
            value: self.number(Column::Value),
            obs_status: self.word(Column::ObsStatus),
            conf_status: self.word(Column::ConfStatus),
            numerator: self.number(Column::Numerator),
            denominator: self.number(Column::Denominator),
            sample: self.sample(),
            confidence: self.word(Column::Confidence),
            visibility: self.word(Column::Visibility),
            source: self.text(Column::Source),
            note: self.text(Column::Note),
        };
        let is_good = city.is_some() && !self.findings.is_refused(self.row.number);
        is_good.then_some(raw)
    }

    fn cell(&self, column: Column) -> Option<&'a PlainCell> {
        self.table.cell(self.row, column)
    }

    fn tell(&mut self, level: Level, cell: &PlainCell, text: Words) {
        self.findings.cell(level, self.row.number, cell, text);
    }

    fn missing(&mut self, column: Column) {
        let name = column.label();
        let text = Words::new(
            format!("{} fehlt.", name.text(crate::language::Language::De)),
            format!("{} is missing.", name.text(crate::language::Language::En)),
        );
        let place = self.table.place(column);
        self.findings
            .row(Level::Error, self.row.number, place, text);
    }

    fn formulas(&mut self) {
        for cell in self.row.cells.iter().filter(|cell| cell.is_formula) {
            let text = Words::new(
                "Die Zelle enthält eine Formel; gelesen wird ihr gespeichertes Ergebnis, gerechnet wird nichts.",
                "The cell holds a formula; its stored result is read, nothing is calculated.",
            );
            self.findings.cell(Level::Note, self.row.number, cell, text);
        }
    }

    /// Whether the row speaks of the own municipality; where no column says so, all rows do.
    fn city(&mut self, known: &mut Known<'_>) -> Option<()> {
        let cell = self
            .cell(Column::City)
            .or_else(|| self.cell(Column::CityName));
        let Some(cell) = cell else {
            return Some(());
        };
        match known.city(&cell.text) {
            Ok(false) => Some(()),
            Ok(true) => {
                let text = Words::new(
                    "Die führende Null des Schlüssels fehlt; sie wurde ergänzt. In der Tabellenkalkulation die Spalte als Text formatieren.",
                    "The leading zero of the key is missing; it was added. Format the column as text in the spreadsheet.",
                );
                self.tell(Level::Note, cell, text);
                Some(())
            }
            Err(text) => {
                self.tell(Level::Error, cell, text);
                None
            }
        }
    }

    fn indicator(&mut self, known: &mut Known<'_>) -> Option<Arc<Indicator>> {
        let cell = self
            .cell(Column::Indicator)
            .or_else(|| self.cell(Column::IndicatorLabel));
        let Some(cell) = cell else {
            self.missing(Column::Indicator);
            return None;
        };
        match known.indicator(&cell.text) {
            Ok(indicator) => Some(indicator),
            Err(text) => {
                self.tell(Level::Error, cell, text);
                None
            }
        }
    }

    fn unit(&mut self, indicator: &Indicator) {
        let Some(cell) = self.cell(Column::Unit) else {
            return;
        };
        let (de, en) = (&indicator.unit_de, &indicator.unit_en);
        let folded = fold(&cell.text);
        if folded != fold(de) && folded != fold(en) {
            let text = Words::new(
                format!(
                    "Die Einheit von {} ist {de:?}. Bitte den Wert umrechnen und die Einheit anpassen.",
                    indicator.code
                ),
                format!(
                    "The unit of {} is {en:?}. Please convert the value and adapt the unit.",
                    indicator.code
                ),
            );
            self.tell(Level::Error, cell, text);
        }
    }

    fn year(&mut self) -> Option<i32> {
        let Some(cell) = self.cell(Column::Year) else {
            self.missing(Column::Year);
            return None;
        };
        let year = cell.text.parse().ok();
        if year.is_none() {
            let text = Words::new(
                format!("{:?} ist kein Jahr; erwartet wird etwa 2024.", cell.text),
                format!("{:?} is no year; expected is such as 2024.", cell.text),
            );
            self.tell(Level::Error, cell, text);
        }
        year
    }

    fn number(&mut self, column: Column) -> Option<f64> {
        let cell = self.cell(column)?;
        let plain = cell.text.strip_suffix('%').unwrap_or(&cell.text);
        let found = match cell.is_number {
            true => cell
                .text
                .parse()
                .map_err(|_| Words::new("ist keine Zahl.", "is not a number.")),
            false => number(plain, self.table.notation(column)),
        };
        match found {
            Ok(number) => Some(number),
            Err(text) => {
                self.tell(Level::Error, cell, text);
                None
            }
        }
    }

    fn sample(&mut self) -> Option<i32> {
        let cell = self.cell(Column::Sample)?;
        let plain: String = cell
            .text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | ','))
            .collect();
        let found = plain.parse().ok();
        if found.is_none() {
            let text = Words::new(
                format!("{:?} ist keine ganze Zahl.", cell.text),
                format!("{:?} is no whole number.", cell.text),
            );
            self.tell(Level::Error, cell, text);
        }
        found
    }

    fn word<T: Listed>(&mut self, column: Column) -> Option<T> {
        let cell = self.cell(column)?;
        let found = T::read(&cell.text);
        if found.is_none() {
            let all = T::words();
            let text = Words::new(
                format!("{:?} gibt es nicht; möglich sind {all}.", cell.text),
                format!("{:?} does not exist; possible are {all}.", cell.text),
            );
            self.tell(Level::Error, cell, text);
        }
        found
    }

    /// A text; what our own export put before it, so that no spreadsheet calculates it, is taken away. A text that had
    /// apostrophes there itself has one more.
    fn text(&self, column: Column) -> Option<String> {
        let text = &self.cell(column)?.text;
        let is_formula = text
            .trim_start_matches('\'')
            .starts_with(['=', '+', '-', '@', '\t', '\r']);
        let inner = text.strip_prefix('\'').filter(|_| is_formula);
        Some(inner.unwrap_or(text).trim().to_owned())
    }

    fn skipped(&mut self) {
        let text = Words::new(
            "Kein Wert und kein Status; die Zeile wird übergangen.",
            "No value and no status; the row is passed over.",
        );
        let place = self.table.place(Column::Value);
        self.findings.row(Level::Note, self.row.number, place, text);
    }

    fn duplicate(&mut self, first: u32) {
        let text = Words::new(
            format!(
                "Indikator, Jahr und Art stehen schon in Zeile {first}. Bitte eine der beiden Zeilen entfernen."
            ),
            format!(
                "Indicator, year and kind are in row {first} already. Please remove one of both rows."
            ),
        );
        self.findings.row(Level::Error, self.row.number, None, text);
    }
}
