//! A file as tables of cells, and the text around them, before anything is interpreted.
//!
//! Invariant: every text of the file is in exactly one cell or one outside text, to the last character.

use super::{
    markup::{self, Block},
    report::Finding,
};

/// Where a cell stands, as a person counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Row of the sheet or table, or line of the file, from 1.
    pub row: u32,
    /// Column, from 1.
    pub column: u32,
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    /// Column, from 1.
    pub column: u32,
    /// The text as it stands in the file.
    pub raw: String,
    /// The text without the marks of the file's format, where that is another one.
    pub content: Option<String>,
    /// Whether the text is HTML for certain; in other formats it may be.
    pub is_html: bool,
    /// The cell from which a merged range begins that covers this one.
    pub covered_by: Option<Address>,
    /// The formula behind the value.
    pub formula: Option<String>,
    /// Whether the file holds a number and no text.
    pub is_number: bool,
}

impl Cell {
    pub(super) fn plain(column: u32, raw: String) -> Self {
        Self {
            column,
            raw,
            ..Self::default()
        }
    }

    /// The blocks of its text.
    pub(super) fn blocks(&self) -> Vec<Block> {
        if self.is_html {
            return markup::fragment(&self.raw);
        }
        markup::blocks(self.content.as_deref().unwrap_or(&self.raw))
    }

    /// Its visible text on one line.
    pub(super) fn visible(&self) -> String {
        let texts: Vec<String> = self.blocks().into_iter().map(|block| block.text).collect();
        texts.join(" ")
    }

    pub(super) fn is_blank(&self) -> bool {
        self.raw.trim().is_empty()
    }
}

/// A row with the cells that it has, in the order of their columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// Number, from 1.
    pub number: u32,
    /// Its cells.
    pub cells: Vec<Cell>,
}

impl Row {
    pub(super) fn cell(&self, column: u32) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == column)
    }

    /// The cells with text of their own.
    pub(super) fn filled(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| !cell.is_blank())
    }
}

/// A table, or a sheet of a workbook.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// Name of the sheet.
    pub name: Option<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// Text outside of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outside {
    /// Row or line, from 1.
    pub row: u32,
    /// The text as it stands in the file.
    pub text: String,
    /// Whether it precedes the table of the plan.
    pub is_before: bool,
    /// Name of the sheet, for text of other sheets.
    pub sheet: Option<String>,
}

/// A file as its reader saw it.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    /// All tables.
    pub tables: Vec<Table>,
    /// Text that is in no table.
    pub outside: Vec<Outside>,
    /// What the reader noticed.
    pub findings: Vec<Finding>,
}

/// The most of a file that is read.
pub(super) mod limit {
    /// Rows of all tables.
    pub const ROWS: usize = 20_000;
    /// Columns of a table.
    pub const COLUMNS: u32 = 200;
    /// Cells of all tables.
    pub const CELLS: usize = 400_000;
    /// Bytes of a cell.
    pub const CELL_BYTES: usize = 100_000;
    /// Bytes of all texts.
    pub const TEXT_BYTES: usize = 64 << 20;
}
