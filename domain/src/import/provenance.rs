//! The provenance of a plan: every cell and every text of its file, as it stood there.
//!
//! Invariant: nothing is left out and nothing is changed, whatever the parse made of it.

use super::document::Document;

/// A text of the file.
pub(super) struct SourceText<'a> {
    /// Row, from 1.
    pub row: u32,
    /// Column, from 1; 0 for text outside of the table.
    pub column: u32,
    /// Header of the column, or name of the other sheet.
    pub header: Option<&'a str>,
    /// The text.
    pub text: &'a str,
}

/// Every text of a file, in its order; the header row is part of the table.
pub(super) fn texts(document: &Document) -> impl Iterator<Item = SourceText<'_>> {
    let outside = document.outside.iter().map(|text| SourceText {
        row: text.row,
        column: 0,
        header: text.sheet.as_deref(),
        text: &text.text,
    });
    let rows = std::iter::once(&document.header).chain(&document.rows);
    let cells = rows.flat_map(|row| row.cells.iter().map(move |cell| (row.number, cell)));
    let cells = cells
        .filter(|(_, cell)| !cell.raw.is_empty())
        .map(|(row, cell)| SourceText {
            row,
            column: cell.column,
            header: document.header_of(cell.column),
            text: &cell.raw,
        });
    outside.chain(cells)
}
