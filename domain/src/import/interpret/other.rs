//! Rows that are no projects, and cells that are remarkable whatever they mean.
//!
//! Invariant: their texts stay in the provenance, and a finding says so.

use super::Interpreter;
use crate::{
    import::{
        field, header,
        header::Meaning,
        inspect,
        report::{Place, Understanding},
        sheet::{Address, Row},
    },
    language::Words,
};

impl Interpreter<'_> {
    /// Headings, repeated headers and notes are no projects.
    pub(super) fn is_other(&mut self, row: &Row) -> bool {
        let mut filled = row.filled();
        let first = filled.next();
        if filled.next().is_none()
            && let Some(cell) = first
        {
            let text = cell.visible();
            let address = Address {
                row: row.number,
                column: cell.column,
            };
            if field::is_heading(&text) {
                self.set_field(address, &text);
                self.draft.understood(address, Understanding::Recognised);
                return true;
            }
            let is_titled = self
                .document
                .with_meaning(Meaning::WorkingTitle)
                .any(|column| column == cell.column);
            let is_numbered = self.document.with_meaning(Meaning::Number).next().is_some();
            let is_list = self.document.columns.iter().any(|column| {
                column.number == cell.column && column.meaning.is_some_and(Meaning::is_list)
            });
            if (!is_titled || is_numbered) && !is_list {
                self.keep(
                    address,
                    Words::new(
                        "Die Zeile ist kein Vorhaben; ihr Text bleibt im Herkunftsnachweis.",
                        "The row is no project; its text stays in the provenance.",
                    ),
                );
                return true;
            }
        }
        let is_header = header::score(row) >= 6
            && row.filled().all(|cell| {
                self.document
                    .header_of(cell.column)
                    .is_some_and(|header| header == cell.visible())
            });
        if is_header {
            for cell in row.filled() {
                let address = Address {
                    row: row.number,
                    column: cell.column,
                };
                self.draft.understood(address, Understanding::KeptAsText);
            }
        }
        is_header
    }

    pub(super) fn keep(&mut self, address: Address, text: Words) {
        self.draft.understood(address, Understanding::KeptAsText);
        let place = Place::cell(address, self.document.header_of(address.column));
        self.draft.find(place, Understanding::KeptAsText, text);
    }

    /// What is remarkable about cells whatever they mean; what no column claims is kept as text.
    pub(super) fn inspect(&mut self, row: &Row) {
        for cell in &row.cells {
            let address = Address {
                row: row.number,
                column: cell.column,
            };
            let has_meaning = self
                .document
                .columns
                .iter()
                .any(|column| column.number == cell.column && column.meaning.is_some());
            if !cell.is_blank() && !has_meaning {
                self.draft.understood(address, Understanding::KeptAsText);
            }
            for (understanding, text) in inspect::remarks(cell) {
                self.draft.understood(address, understanding);
                let place = Place::cell(address, self.document.header_of(cell.column));
                self.draft.find(place, understanding, text);
            }
        }
    }
}
