//! A page: its tables with their spans, and the text around them.
//!
//! Invariant: tables that only arrange other tables are no tables; scripts are neither run nor read.

use super::grid::{Spanned, layout};
use crate::error::Result;
use crate::import::{
    file::refused,
    markup::{is_block, is_hidden, is_too_deep},
    sheet::{Cell, Contents, Outside, Table},
};
use ego_tree::{NodeId, NodeRef, iter::Edge};
use scraper::{ElementRef, Html, Node, node::Element};
use std::collections::HashSet;

/// Browsers allow no more.
const MOST_ROWS: u32 = 65_534;

/// Reads a page.
///
/// # Errors
/// `BAD_USER_INPUT` for a page that nests deeper than pages of people.
pub(in crate::import) fn read(text: &str) -> Result<Contents> {
    if is_too_deep(text) {
        return refused(
            "Die HTML-Seite ist tiefer verschachtelt als lesbar. Nur die Tabelle speichern.",
            "The HTML page nests deeper than can be read. Save the table only.",
        );
    }
    let html = Html::parse_document(text);
    let leaves = leaf_tables(&html);
    let mut page = Page::default();
    let mut edges = html.tree.root().traverse();
    let mut inside: Option<NodeId> = None;
    for edge in &mut edges {
        match edge {
            _ if inside.is_some() => {
                if matches!(edge, Edge::Close(node) if Some(node.id()) == inside) {
                    inside = None;
                }
            }
            Edge::Open(node) if leaves.contains(&node.id()) => {
                inside = Some(node.id());
                page.table(node);
            }
            Edge::Open(node) => page.open(node.value()),
            Edge::Close(node) => page.close(node.value()),
        }
    }
    page.flush();
    Ok(page.contents)
}

/// The tables that hold no other table.
fn leaf_tables(html: &Html) -> HashSet<NodeId> {
    let mut leaves = HashSet::new();
    let mut open: Vec<(NodeId, bool)> = Vec::new();
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) if is_element(node.value(), "table") => {
                if let Some(outer) = open.last_mut() {
                    outer.1 = false;
                }
                open.push((node.id(), true));
            }
            Edge::Close(node) if is_element(node.value(), "table") => {
                leaves.extend(open.pop().filter(|(_, is_leaf)| *is_leaf).map(|(id, _)| id));
            }
            _ => {}
        }
    }
    leaves
}

fn is_element(node: &Node, name: &str) -> bool {
    node.as_element()
        .is_some_and(|element| element.name() == name)
}

/// A page while it is walked through.
#[derive(Default)]
struct Page {
    contents: Contents,
    text: String,
    hidden: u32,
    rows: u32,
}

impl Page {
    fn open(&mut self, node: &Node) {
        match node {
            Node::Element(element) if is_hidden(element) => self.hidden += 1,
            Node::Element(element) if is_block(element) => self.flush(),
            Node::Text(text) if self.hidden == 0 => self.text.push_str(text),
            _ => {}
        }
    }

    fn close(&mut self, node: &Node) {
        match node {
            Node::Element(element) if is_hidden(element) => {
                self.hidden = self.hidden.saturating_sub(1)
            }
            Node::Element(element) if is_block(element) => self.flush(),
            _ => {}
        }
    }

    /// Ends a paragraph outside of tables; its row is that of the table before it.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() {
            return;
        }
        self.contents.outside.push(Outside {
            row: self.rows,
            text: text.trim().to_owned(),
            is_before: self.contents.tables.is_empty(),
            sheet: None,
        });
    }

    fn table(&mut self, node: NodeRef<'_, Node>) {
        self.flush();
        let mut rows: Vec<Vec<Spanned>> = Vec::new();
        for element in node.descendants().filter_map(ElementRef::wrap) {
            match element.value().name() {
                "tr" => rows.push(Vec::new()),
                "td" | "th" => {
                    if let Some(row) = rows.last_mut() {
                        row.push(cell(element));
                    }
                }
                "caption" => {
                    self.text.extend(element.text());
                    self.flush();
                }
                _ => {}
            }
        }
        let mut table = layout(rows);
        for row in &mut table {
            row.number += self.rows;
            for by in row
                .cells
                .iter_mut()
                .filter_map(|cell| cell.covered_by.as_mut())
            {
                by.row += self.rows;
            }
        }
        self.rows = table.last().map_or(self.rows, |row| row.number);
        self.contents.tables.push(Table {
            name: None,
            rows: table,
        });
    }
}

fn cell(element: ElementRef<'_>) -> Spanned {
    Spanned {
        cell: Cell {
            raw: element.inner_html(),
            is_html: true,
            ..Cell::default()
        },
        rows: span(element.value(), "rowspan").min(MOST_ROWS),
        columns: span(element.value(), "colspan"),
    }
}

/// A span; 0 means all that follow.
fn span(element: &Element, name: &str) -> u32 {
    match element.attr(name).map(|text| text.trim().parse::<u32>()) {
        Some(Ok(0)) => MOST_ROWS,
        Some(Ok(number)) => number,
        Some(Err(_)) | None => 1,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn layout_tables_are_looked_through() {
        let page = "<h1>Plan</h1><table><tr><td>Menü<table><tr><th>Nr.<th>Titel<tr><td rowspan=2>1<td>a<tr><td>b</table></td></tr></table><p>Ende</p><script>x</script>";
        let contents = read(page).unwrap();
        assert_eq!(contents.tables.len(), 1);
        let outside: Vec<(&str, bool)> = contents
            .outside
            .iter()
            .map(|text| (text.text.as_str(), text.is_before))
            .collect();
        assert_eq!(outside, [("Plan", true), ("Menü", true), ("Ende", false)]);
        let last = contents.tables.first().unwrap().rows.last().unwrap();
        assert_eq!(last.cell(2).unwrap().raw, "b");
        assert!(last.cell(1).unwrap().covered_by.is_some());
    }
}
