//! A Markdown text: its pipe tables, and the lines around them.
//!
//! Invariant: a cell keeps its source; its content is the same without emphasis and escapes.

use crate::import::sheet::{Cell, Contents, Outside, Row, Table, limit};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Reads a text.
pub(in crate::import) fn read(text: &str) -> Contents {
    let lines = Lines::of(text);
    let mut contents = Contents::default();
    let mut covered: Vec<Range<usize>> = Vec::new();
    let mut content = String::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Table(_)) => {
                covered.push(range);
                contents.tables.push(Table::default());
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                let number = lines.number(range.start);
                push_row(&mut contents, number);
            }
            Event::Start(Tag::TableCell) => content.clear(),
            Event::End(TagEnd::TableCell) => {
                let raw = text.get(range).unwrap_or_default();
                push_cell(&mut contents, raw, std::mem::take(&mut content));
            }
            Event::Text(part) | Event::Code(part) | Event::InlineHtml(part) | Event::Html(part) => {
                content.push_str(&part);
            }
            Event::SoftBreak | Event::HardBreak => content.push(' '),
            _ => {}
        }
    }
    contents.outside = outside(&lines, &covered);
    contents
}

fn push_row(contents: &mut Contents, number: u32) {
    if let Some(table) = contents.tables.last_mut() {
        table.rows.push(Row {
            number,
            cells: Vec::new(),
        });
    }
}

fn push_cell(contents: &mut Contents, raw: &str, content: String) {
    let row = contents
        .tables
        .last_mut()
        .and_then(|table| table.rows.last_mut());
    let Some(row) = row else { return };
    let column = u32::try_from(row.cells.len() + 1).unwrap_or(u32::MAX);
    if column <= limit::COLUMNS {
        row.cells.push(Cell {
            column,
            raw: raw.trim_matches([' ', '|']).to_owned(),
            content: Some(content),
            ..Cell::default()
        });
    }
}

/// The lines that are in no table.
fn outside(lines: &Lines<'_>, tables: &[Range<usize>]) -> Vec<Outside> {
    let first_table = tables.first().map_or(usize::MAX, |range| range.start);
    let mut outside = Vec::new();
    for (row, (start, line)) in (1_u32..).zip(&lines.0) {
        let is_in_table = tables.iter().any(|range| range.contains(start));
        if !is_in_table && !line.trim().is_empty() {
            outside.push(Outside {
                row,
                text: (*line).to_owned(),
                is_before: *start < first_table,
                sheet: None,
            });
        }
    }
    outside
}

/// Lines with the places where they begin.
struct Lines<'a>(Vec<(usize, &'a str)>);

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let mut start = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            let begins = start;
            start += line.len();
            (begins, line.trim_end_matches(['\n', '\r']))
        });
        Self(lines.collect())
    }

    /// The number of the line in which a place is.
    fn number(&self, place: usize) -> u32 {
        let number = self.0.partition_point(|(start, _)| *start <= place);
        u32::try_from(number).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn cells_lose_their_marks_and_keep_their_source() {
        let text =
            "# Plan\n\n| Nr. | **Titel** |\n|---|---|\n| 1 | a \\| b<br>c |\n| 2 | `d` |\n\nEnde";
        let contents = read(text);
        let rows = &contents.tables.first().unwrap().rows;
        let numbers: Vec<u32> = rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [3, 5, 6]);
        let cell = rows.get(1).unwrap().cell(2).unwrap();
        assert_eq!(cell.raw, "a \\| b<br>c");
        assert_eq!(cell.content.as_deref(), Some("a | b<br>c"));
        let outside: Vec<(u32, &str)> = contents
            .outside
            .iter()
            .map(|text| (text.row, text.text.as_str()))
            .collect();
        assert_eq!(outside, [(1, "# Plan"), (8, "Ende")]);
    }
}
