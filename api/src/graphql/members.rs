//! Object literals that name a field twice: the parser keeps the last one and forgets that there were two.
//!
//! Invariant: it reads each token once; a document that passes names each field of an object literal once (GraphQL
//! specification, section 5.6.3).

use super::{
    code::Code,
    refusal::{Refusal, quote},
    tokens::{self, Kind},
};
use async_graphql::Pos;
use domain::language::Words;
use std::collections::HashSet;

/// What stands between two brackets.
enum Level<'a> {
    /// Arguments or definitions of variables.
    Parentheses,
    /// An object literal, with the fields that it has named.
    Object(HashSet<&'a [u8]>),
    /// A list, or a selection set.
    Other,
}

/// Refuses a document with such a literal; to be asked of documents that the parser takes.
///
/// # Errors
/// [`Code::GraphqlValidationFailed`].
pub fn check(document: &str) -> Result<(), Refusal> {
    let mut rest = document.as_bytes();
    let mut levels: Vec<Level<'_>> = Vec::new();
    let mut parentheses = 0_usize;
    let mut last: &[u8] = &[];
    while let Some((kind, tail)) = tokens::next(rest) {
        let at = document.len().saturating_sub(rest.len());
        let (text, _) = rest.split_at(rest.len().saturating_sub(tail.len()));
        rest = tail;
        match kind {
            Kind::Ignored => continue,
            Kind::Open => {
                levels.push(match text {
                    b"(" => Level::Parentheses,
                    // Selection sets do not stand between parentheses.
                    b"{" if parentheses > 0 => Level::Object(HashSet::new()),
                    _ => Level::Other,
                });
                parentheses += usize::from(text == b"(");
            }
            Kind::Close => {
                levels.pop();
                parentheses = parentheses.saturating_sub(usize::from(text == b")"));
            }
            Kind::Token if text.starts_with(b"#") => continue,
            Kind::Token => {
                if let Some(Level::Object(named)) = levels.last_mut()
                    && text == b":"
                    && !named.insert(last)
                {
                    return Err(twice(last, position(document, at)));
                }
            }
            Kind::Unclosed => {}
        }
        last = text;
    }
    Ok(())
}

fn position(document: &str, at: usize) -> Pos {
    let before = document.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    Pos {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    }
}

fn twice(name: &[u8], pos: Pos) -> Refusal {
    let name = quote(&String::from_utf8_lossy(name));
    let words = Words::new(
        format!("Das Feld „{name}“ steht zweimal in demselben Wert."),
        format!("The field \"{name}\" is given twice in the same value."),
    );
    Refusal::at(Code::GraphqlValidationFailed, pos, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_a_value_is_named_once() {
        for (document, is_good) in [
            ("{ a(x: {b: 1, c: {b: 1}}) { a: b a: b } }", true),
            ("{ a(x: [{b: B}, {b: B}], y: {b: B}) }", true),
            ("{ a(x: {b: \"b: 1, b: 1\" # b: 1\n c: 1}) }", true),
            ("query($a: T = {b: 1} $b: T = {b: 1}) { a }", true),
            ("{ a(x: {b: 1, b: 1}) }", false),
            ("{ a(x: [{c: {b: 1 c: 2 b: 1}}]) }", false),
            ("{ a(x: {b # comment\n : 1, b: 1}) }", false),
            ("query($a: T = {b: 1 b: 1}) { a }", false),
            ("{ a @skip(if: {b: 1 b: 1}) }", false),
        ] {
            assert_eq!(check(document).is_ok(), is_good, "{document}");
        }
    }
}
