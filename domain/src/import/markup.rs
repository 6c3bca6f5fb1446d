//! The text of a cell as blocks: list items, lines, and list text that has lost its items.
//!
//! Invariant: a block holds visible text only; scripts and styles are no text, and nothing is loaded or executed.

use ego_tree::iter::Edge;
use scraper::{Html, Node, node::Element};

/// Deeper than any table of people; parsers get slow beyond.
const DEEPEST: i32 = 256;

/// How a block was set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// By a list item or a bullet.
    Item,
    /// By a paragraph or the end of a line.
    Line,
    /// Not at all: text that stands in a list without items.
    Loose,
}

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// How it was set apart.
    pub shape: Shape,
    /// The text, its white space made even.
    pub text: String,
}

/// The blocks of a cell.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let has_marks = has_tags(text) || (has_entity(text) && !text.contains('\n'));
    if has_marks && !is_too_deep(text) {
        return fragment(text);
    }
    text.lines().flat_map(bullets).collect()
}

/// Whether a text holds a script or something else that a browser would execute.
pub(super) fn has_script(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    has_tags(text)
        && (["<script", "<iframe", "<object", "<embed", "javascript:"]
            .iter()
            .any(|sign| lower.contains(sign))
            || lower.split('<').skip(1).any(has_event))
}

/// A tag with an attribute such as `onclick=`.
fn has_event(tag: &str) -> bool {
    let inside = tag.split('>').next().unwrap_or_default();
    inside
        .split_whitespace()
        .skip(1)
        .any(|attribute| attribute.starts_with("on") && attribute.contains('='))
}

fn has_tags(text: &str) -> bool {
    let mut after = text.split('<').skip(1);
    after.any(|rest| {
        let name = rest.trim_start_matches('/');
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.contains('>')
    })
}

/// A character reference such as `&amp;`.
fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        rest.split_once(';').is_some_and(|(name, _)| {
            (2..=8).contains(&name.len())
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
        })
    })
}

/// Whether elements that need an end nest deeper than people write them.
pub(super) fn is_too_deep(text: &str) -> bool {
    let mut depth = 0_i32;
    for rest in text.split('<').skip(1) {
        if rest.starts_with('/') {
            depth = (depth - 1).max(0);
        } else if needs_end(rest) {
            depth += 1;
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

fn needs_end(tag: &str) -> bool {
    let name: String = tag
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    let has_optional_end = matches!(
        name.as_str(),
        "" | "li"
            | "p"
            | "td"
            | "th"
            | "tr"
            | "thead"
            | "tbody"
            | "tfoot"
            | "dt"
            | "dd"
            | "option"
            | "br"
            | "hr"
            | "img"
            | "input"
            | "meta"
            | "link"
            | "col"
            | "wbr"
            | "area"
            | "base"
            | "source"
    );
    !has_optional_end
}

/// Whether an element's text is not shown.
pub(super) fn is_hidden(element: &Element) -> bool {
    matches!(
        element.name(),
        "script" | "style" | "template" | "noscript" | "iframe" | "object" | "head"
    )
}

/// Whether an element stands on lines of its own.
pub(super) fn is_block(element: &Element) -> bool {
    matches!(
        element.name(),
        "p" | "div"
            | "li"
            | "ul"
            | "ol"
            | "br"
            | "hr"
            | "tr"
            | "td"
            | "th"
            | "table"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "figure"
            | "figcaption"
            | "caption"
            | "blockquote"
            | "dl"
            | "dt"
            | "dd"
            | "pre"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}

/// The blocks of a piece of HTML.
pub(super) fn fragment(text: &str) -> Vec<Block> {
    let html = Html::parse_fragment(text);
    let mut found = Found::default();
    let mut hidden = 0_u32;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) if is_hidden(element) => hidden += 1,
                Node::Element(element) => found.open(element),
                Node::Text(text) if hidden == 0 => found.text(text),
                _ => {}
            },
            Edge::Close(node) => match node.value() {
                Node::Element(element) if is_hidden(element) => hidden -= 1,
                Node::Element(element) => found.close(element),
                _ => {}
            },
        }
    }
    found.flush();
    found.blocks
}

/// Blocks while they are being found.
#[derive(Default)]
struct Found {
    blocks: Vec<Block>,
    text: String,
    /// The lists and items that are open: true for an item.
    open: Vec<bool>,
}

impl Found {
    fn open(&mut self, element: &Element) {
        if is_block(element) {
            self.flush();
        }
        match element.name() {
            "li" => self.open.push(true),
            "ul" | "ol" => self.open.push(false),
            _ => {}
        }
    }

    fn close(&mut self, element: &Element) {
        if is_block(element) {
            self.flush();
        }
        if matches!(element.name(), "li" | "ul" | "ol") {
            self.open.pop();
        }
    }

    fn text(&mut self, text: &str) {
        if self.shape() != Shape::Loose {
            self.text.push_str(text);
            return;
        }
        // Where items have lost their marks, the end of a line is all that is left of them.
        let mut lines = text.split('\n');
        self.text.push_str(lines.next().unwrap_or_default());
        for line in lines {
            self.flush();
            self.text.push_str(line);
        }
    }

    fn shape(&self) -> Shape {
        match self.open.last() {
            Some(true) => Shape::Item,
            Some(false) => Shape::Loose,
            None => Shape::Line,
        }
    }

    fn flush(&mut self) {
        let shape = self.shape();
        let text = std::mem::take(&mut self.text);
        match shape {
            Shape::Line => self.blocks.extend(bullets(&text)),
            Shape::Item | Shape::Loose => self.blocks.extend(block(shape, &text)),
        }
    }
}

fn block(shape: Shape, text: &str) -> Option<Block> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(Block { shape, text })
}

/// A line, or the items that bullets set apart in it.
fn bullets(line: &str) -> Vec<Block> {
    let line = line.trim();
    let marked = ["- ", "* ", "– ", "— ", "o ", "+ "]
        .iter()
        .find_map(|bullet| line.strip_prefix(bullet));
    if let Some(text) = marked {
        return block(Shape::Item, text).into_iter().collect();
    }
    if line.contains(BULLETS) {
        let parts = line.split(BULLETS);
        return parts.filter_map(|text| block(Shape::Item, text)).collect();
    }
    block(Shape::Line, line).into_iter().collect()
}

/// Signs that are nothing but bullets.
const BULLETS: [char; 6] = ['•', '▪', '●', '◦', '‣', '\u{f0b7}'];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(Shape, String)> {
        blocks(text)
            .into_iter()
            .map(|block| (block.shape, block.text))
            .collect()
    }

    #[test]
    fn lists_with_and_without_items_are_told_apart() {
        assert_eq!(
            shown(
                "<p>Teil 1:</p><ul style=\"x\"> A b C d </ul><ol><li>E <b>f</b></li><li>G<ul><li>h</li></ul></ol>"
            ),
            [
                (Shape::Line, "Teil 1:".to_owned()),
                (Shape::Loose, "A b C d".to_owned()),
                (Shape::Item, "E f".to_owned()),
                (Shape::Item, "G".to_owned()),
                (Shape::Item, "h".to_owned()),
            ]
        );
    }

    #[test]
    fn lines_and_bullets_of_plain_text_are_seen() {
        assert_eq!(
            shown("eins\n- zwei\r\n• drei • vier\nx < y"),
            [
                (Shape::Line, "eins".to_owned()),
                (Shape::Item, "zwei".to_owned()),
                (Shape::Item, "drei".to_owned()),
                (Shape::Item, "vier".to_owned()),
                (Shape::Line, "x < y".to_owned()),
            ]
        );
    }

    #[test]
    fn scripts_are_no_text() {
        let text = "A<script>alert(1)</script><style>b{}</style> &amp; <i onclick='x()'>B</i>";
        assert_eq!(shown(text), [(Shape::Line, "A & B".to_owned())]);
        assert_eq!(shown("R&amp;D"), [(Shape::Line, "R&D".to_owned())]);
        assert!(has_script(text));
        assert!(!has_script("<b>on=off</b>"));
    }

    #[test]
    fn endless_nesting_is_plain_text() {
        let text = "<b>".repeat(100_000);
        assert_eq!(blocks(&text).len(), 1);
    }
}
