//! The text of a cell to statements: what its lists, lines and marks set apart, and how sure that is.
//!
//! Invariant: the statements of a cell, put together, are its visible text; only marks of lists are left out.

use super::{
    boundary,
    markup::{Block, Shape},
    sub_project, vote,
};
use entity::value::Certainty;

/// What a cell says, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A sub-project begins; what follows belongs to it.
    SubProject {
        /// Its number.
        number: i32,
        /// Its title.
        title: String,
        /// Whether the title ends where it should.
        certainty: Certainty,
    },
    /// A statement.
    Statement(Statement),
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    /// What it says.
    pub text: String,
    /// How often it was named.
    pub mention_count: Option<i32>,
    /// Whether it begins and ends where it should.
    pub certainty: Certainty,
}

/// The parts of a cell.
pub(super) fn parts(blocks: &[Block]) -> Vec<Part> {
    let mut parts = Vec::new();
    for block in blocks {
        for stretch in sub_project::split(&block.text) {
            let mut pieces = pieces(block.shape, stretch.text);
            if let Some(number) = stretch.number {
                let (title, certainty) = if pieces.is_empty() {
                    (String::new(), Certainty::Guessed)
                } else {
                    pieces.remove(0)
                };
                parts.push(Part::SubProject {
                    number,
                    title: title.trim_end_matches([':', ' ']).to_owned(),
                    certainty: title_certainty(block.shape, certainty),
                });
            }
            parts.extend(pieces.into_iter().filter_map(statement));
        }
    }
    parts
}

/// The statements of a cell whose sub-projects do not matter.
pub(super) fn statements(blocks: &[Block]) -> Vec<Statement> {
    let only_statements = |part| match part {
        Part::Statement(statement) => statement,
        Part::SubProject {
            title, certainty, ..
        } => Statement {
            text: title,
            mention_count: None,
            certainty,
        },
    };
    parts(blocks).into_iter().map(only_statements).collect()
}

/// In a list without items nothing says where a title ends.
const fn title_certainty(shape: Shape, certainty: Certainty) -> Certainty {
    match shape {
        Shape::Loose => Certainty::Guessed,
        Shape::Item | Shape::Line => certainty,
    }
}

fn statement((text, certainty): (String, Certainty)) -> Option<Part> {
    let (text, mention_count) = vote::take(&text);
    (!text.is_empty()).then_some(Part::Statement(Statement {
        text,
        mention_count,
        certainty,
    }))
}

/// The pieces of a stretch of text.
fn pieces(shape: Shape, text: &str) -> Vec<(String, Certainty)> {
    if text.is_empty() {
        return Vec::new();
    }
    if shape == Shape::Item {
        return vec![(without_number(text).to_owned(), Certainty::Recognised)];
    }
    if let Some(marked) = enumerated(text) {
        return marked_pieces(shape, marked);
    }
    if shape == Shape::Loose {
        let guessed = boundary::split(text).into_iter();
        return guessed.map(|piece| (piece, Certainty::Guessed)).collect();
    }
    if let Some(parts) = semicolons(text) {
        return parts
            .into_iter()
            .map(|part| (part, Certainty::Recognised))
            .collect();
    }
    // It may be several, but nothing certain says so: the text stays whole.
    let is_doubtful = boundary::split(text).len() > 1;
    let certainty = if is_doubtful {
        Certainty::Guessed
    } else {
        Certainty::Recognised
    };
    vec![(without_number(text).to_owned(), certainty)]
}

/// Pieces after the marks of an enumeration; in a list without items the last one may run into what follows it.
fn marked_pieces(shape: Shape, (before, marked): (&str, Vec<&str>)) -> Vec<(String, Certainty)> {
    let mut found = pieces(shape, before);
    let last = marked.len().saturating_sub(1);
    for (at, piece) in marked.into_iter().enumerate() {
        if shape == Shape::Loose && at == last {
            found.extend(
                boundary::split(piece)
                    .into_iter()
                    .map(|piece| (piece, Certainty::Guessed)),
            );
        } else {
            found.push((piece.to_owned(), Certainty::Recognised));
        }
    }
    found
}

/// The text before `a)` or `1)`, and the pieces after each mark, if the marks count up from there.
fn enumerated(text: &str) -> Option<(&str, Vec<&str>)> {
    [
        ('a'..='z').map(String::from).collect::<Vec<_>>(),
        (1..=99).map(|n: u8| n.to_string()).collect(),
    ]
    .into_iter()
    .find_map(|marks| enumerated_by(text, &marks))
}

fn enumerated_by<'a>(text: &'a str, marks: &[String]) -> Option<(&'a str, Vec<&'a str>)> {
    let mut before = None;
    let mut pieces = Vec::new();
    let mut rest = text;
    for mark in marks {
        let Some((piece, after)) = split_at_mark(rest, mark) else {
            break;
        };
        match before {
            None => before = Some(piece),
            Some(_) => pieces.push(piece),
        }
        rest = after;
    }
    pieces.push(rest.trim());
    pieces.retain(|piece| !piece.is_empty());
    before
        .filter(|_| pieces.len() > 1)
        .map(|before| (before, pieces))
}

/// Splits at the first `mark)` that stands alone.
fn split_at_mark<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let mark = format!("{mark})");
    let at = text.match_indices(&mark).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at + mark.len()..).unwrap_or_default();
        (before.is_empty() || before.ends_with(' ')) && after.starts_with(' ')
    })?;
    let before = text.get(..at)?.trim();
    Some((before, text.get(at + mark.len()..)?.trim()))
}

/// The parts of a list whose items semicolons separate; a text with full stops is prose.
fn semicolons(text: &str) -> Option<Vec<String>> {
    if !text.contains(';') || text.contains(". ") {
        return None;
    }
    let mut depth = 0_i32;
    let parts = text.split(|c: char| {
        match c {
            '(' | '[' | '„' => depth += 1,
            ')' | ']' | '“' => depth -= 1,
            _ => {}
        }
        c == ';' && depth <= 0
    });
    let parts: Vec<String> = parts
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    (parts.len() > 1).then_some(parts)
}

/// The text without a number such as `2.` or `2)` in front of it.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let after = rest
        .strip_prefix(['.', ')'])
        .and_then(|after| after.strip_prefix(' '));
    match after {
        // A day such as "1. Mai" is no number of a list; months follow it.
        Some(after) if (1..=2).contains(&digits) && !is_month(after) => after.trim_start(),
        _ => text,
    }
}

fn is_month(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ];
    let word = text
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    MONTHS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::super::markup::blocks;
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        parts(&blocks(text))
            .into_iter()
            .map(|part| {
                let mark = |certainty| {
                    if certainty == Certainty::Guessed {
                        " ~"
                    } else {
                        ""
                    }
                };
                match part {
                    Part::SubProject {
                        number,
                        title,
                        certainty,
                    } => format!("[{number}] {title}{}", mark(certainty)),
                    Part::Statement(statement) => {
                        let votes = statement
                            .mention_count
                            .map(|count| format!(" x{count}"))
                            .unwrap_or_default();
                        format!("{}{votes}{}", statement.text, mark(statement.certainty))
                    }
                }
            })
            .collect()
    }

    #[test]
    fn marks_of_lists_are_certain() {
        assert_eq!(
            shown("<ul><li>A B</li><li>C d. E f</li></ul>"),
            ["A B", "C d. E f"]
        );
        assert_eq!(
            shown("1. Eins\n2. Zwei\n1. Mai feiern"),
            ["Eins", "Zwei", "1. Mai feiern"]
        );
        assert_eq!(
            shown("Rad; Fuß (Weg; Platz); Bus"),
            ["Rad", "Fuß (Weg; Platz)", "Bus"]
        );
        assert_eq!(
            shown("Mit: a) Rad b) Fuß c) Bus"),
            ["Mit:", "Rad", "Fuß", "Bus"]
        );
        assert_eq!(shown("Nur a) ist keine Liste"), ["Nur a) ist keine Liste"]);
    }

    #[test]
    fn sub_projects_take_what_follows_them() {
        assert_eq!(
            shown("<p>Teilvorhaben 1: Rad:</p><ul> a) Wege b) Plätze </ul>Teilvorhaben 2: Fuß"),
            ["[1] Rad", "Wege", "Plätze ~", "[2] Fuß"]
        );
    }

    #[test]
    fn text_of_a_list_without_items_is_guessed() {
        assert_eq!(
            shown("<ul> Newsletter versenden (2x genannt) Wege bauen </ul>"),
            ["Newsletter versenden x2 ~", "Wege bauen ~"]
        );
    }

    #[test]
    fn plain_text_stays_whole() {
        assert_eq!(
            shown("Weniger Anfragen erreichen die Planung"),
            ["Weniger Anfragen erreichen die Planung"]
        );
        assert_eq!(
            shown("Meilensteine werden erreicht Geringere Zahl von Änderungen"),
            ["Meilensteine werden erreicht Geringere Zahl von Änderungen ~"]
        );
    }
}
