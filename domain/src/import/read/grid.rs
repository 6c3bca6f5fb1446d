//! Rows with spans to a grid: which cell covers which place.
//!
//! Invariant: a place is covered by one cell at most, and no span reaches beyond the rows that exist.

use crate::import::sheet::{Address, Cell, Row, limit};
use std::collections::HashMap;

/// A cell with the rows and columns that it spans.
pub(in crate::import) struct Spanned {
    /// The cell; its column is set here.
    pub cell: Cell,
    /// Rows, at least 1.
    pub rows: u32,
    /// Columns, at least 1.
    pub columns: u32,
}

/// Puts cells in their columns, as browsers do.
pub(in crate::import) fn layout(rows: Vec<Vec<Spanned>>) -> Vec<Row> {
    // Column to the cell above that still covers it, with the number of rows to come.
    let mut open: HashMap<u32, (Address, u32)> = HashMap::new();
    let mut laid = Vec::with_capacity(rows.len());
    for (number, cells) in (1_u32..).zip(rows) {
        let mut row = Row {
            number,
            cells: covered(&mut open),
        };
        let mut column = 1;
        for spanned in cells {
            while row.cell(column).is_some() {
                column += 1;
            }
            if column > limit::COLUMNS {
                break;
            }
            let last = (column + spanned.columns.max(1) - 1).min(limit::COLUMNS);
            place(&mut row, &mut open, spanned, column..=last);
            column = last + 1;
        }
        row.cells.sort_by_key(|cell| cell.column);
        laid.push(row);
    }
    laid
}

/// The places of a row that cells above cover.
fn covered(open: &mut HashMap<u32, (Address, u32)>) -> Vec<Cell> {
    let mut cells = Vec::new();
    open.retain(|column, (by, left)| {
        cells.push(Cell {
            column: *column,
            covered_by: Some(*by),
            ..Cell::default()
        });
        *left -= 1;
        *left > 0
    });
    cells
}

fn place(
    row: &mut Row,
    open: &mut HashMap<u32, (Address, u32)>,
    spanned: Spanned,
    columns: std::ops::RangeInclusive<u32>,
) {
    let origin = Address {
        row: row.number,
        column: *columns.start(),
    };
    for column in columns {
        if column != origin.column && row.cell(column).is_some() {
            break;
        }
        if spanned.rows > 1 {
            open.insert(column, (origin, spanned.rows - 1));
        }
        if column != origin.column {
            row.cells.push(Cell {
                column,
                covered_by: Some(origin),
                ..Cell::default()
            });
        }
    }
    row.cells.push(Cell {
        column: origin.column,
        ..spanned.cell
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, rows: u32, columns: u32) -> Spanned {
        Spanned {
            cell: Cell::plain(0, text.to_owned()),
            rows,
            columns,
        }
    }

    #[test]
    fn spans_push_later_cells_aside() {
        let rows = layout(vec![
            vec![cell("1", 1, 1), cell("A", 2, 1), cell("x", 1, 2)],
            vec![cell("2", 1, 1), cell("y", 9, 1), cell("z", 1, 1)],
        ]);
        let shown: Vec<Vec<(u32, &str)>> = rows
            .iter()
            .map(|row| {
                row.cells
                    .iter()
                    .map(|cell| (cell.column, cell.raw.as_str()))
                    .collect()
            })
            .collect();
        assert_eq!(
            shown,
            [
                vec![(1, "1"), (2, "A"), (3, "x"), (4, "")],
                vec![(1, "2"), (2, ""), (3, "y"), (4, "z")],
            ]
        );
        let covering = rows
            .get(1)
            .and_then(|row| row.cell(2))
            .and_then(|cell| cell.covered_by);
        assert_eq!(covering, Some(Address { row: 1, column: 2 }));
    }
}
