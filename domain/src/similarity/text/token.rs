//! Words with their places: gender forms are one word, hyphen breaks are joined, numbers are told apart.
//!
//! Invariant: every token's span lies on character borders of the text, in rising order and without overlap.

use std::ops::Range;

use super::fold::{LONGEST, fold};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word.
    Word,
    /// A number, a year, an amount.
    Number,
}

/// One word or number of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text, gender endings and joined hyphen parts included.
    pub span: Range<usize>,
    /// The folded word; pieces of a hyphenated word are separated by `-`.
    pub folded: String,
    /// Word or number.
    pub kind: Kind,
    /// Number of the sentence or list item in the text.
    pub sentence: u32,
    /// Whether the text writes it with a capital letter.
    pub is_capital: bool,
}

/// The tokens of a text in order.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut scanner = Scanner {
        text,
        at: 0,
        sentence: 0,
    };
    std::iter::from_fn(|| scanner.next()).collect()
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    sentence: u32,
}

impl<'a> Scanner<'a> {
    fn next(&mut self) -> Option<Token> {
        self.skip_to_word()?;
        let start = self.at;
        let mut folded = self.piece();
        while folded.len() < LONGEST {
            let Some(next) = self.hyphen_continuation() else {
                break;
            };
            self.at = next;
            folded.push('-');
            folded.push_str(&self.piece());
        }
        self.trailing_hyphen(&mut folded);
        Some(self.token(start, folded))
    }

    fn token(&self, start: usize, folded: String) -> Token {
        let surface = self.text.get(start..self.at).unwrap_or_default();
        let kind = if surface.starts_with(|c: char| c.is_numeric()) {
            Kind::Number
        } else {
            Kind::Word
        };
        Token {
            span: start..self.at,
            is_capital: surface.starts_with(char::is_uppercase),
            folded,
            kind,
            sentence: self.sentence,
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_to_word(&mut self) -> Option<()> {
        let mut blank = false;
        for (offset, letter) in self.rest().char_indices() {
            if letter.is_alphanumeric() {
                self.at += offset;
                return Some(());
            }
            match letter {
                '.' | '!' | '?' | ';' | ':' | '•' | '\u{2028}' => blank = true,
                '\n' => self.sentence += 1,
                _ if letter.is_whitespace() && blank => {
                    self.sentence += 1;
                    blank = false;
                }
                _ => blank = false,
            }
        }
        None
    }

    /// One run of letters with its gender ending, folded; the position moves behind it.
    fn piece(&mut self) -> String {
        let rest = self.rest();
        let length = rest
            .char_indices()
            .find(|(_, c)| !is_inside(*c))
            .map_or(rest.len(), |(offset, _)| offset);
        let run = rest.get(..length).unwrap_or_default();
        let ending = gender_ending(rest.get(length..).unwrap_or_default());
        let base = if ending > 0 {
            run
        } else {
            inner_gender_base(run)
        };
        let folded = male_form(fold(base));
        self.at += length + ending;
        folded
    }

    /// Where the next piece of a hyphenated word starts, if the word goes on.
    fn hyphen_continuation(&self) -> Option<usize> {
        let rest = self.rest();
        let after = rest.strip_prefix(['-', '‐', '‑', '–'])?;
        let hyphen = rest.len() - after.len();
        let gap = after.len() - after.trim_start_matches(' ').len();
        let next = after.get(gap..)?;
        let first = next.chars().next()?;
        let joins = match (gap, rest.starts_with('–')) {
            (0, false) => first.is_alphabetic(),
            // `Social- Media- Kanal`: a break inside a compound goes on with a capital, `Rad- und Fußwege` does not.
            (1, false) => first.is_uppercase(),
            _ => false,
        };
        joins.then_some(self.at + hyphen + gap)
    }

    /// `Öffentlichkeits-/ Medienarbeit`: the first half is a word of its own without its linking letter.
    fn trailing_hyphen(&self, folded: &mut String) {
        let truncated = self.rest().starts_with(['-', '‐', '‑']);
        let linked = ["heits", "keits", "ungs", "ions", "tats", "schafts"];
        if truncated && linked.iter().any(|ending| folded.ends_with(ending)) {
            folded.pop();
        }
    }
}

fn is_inside(letter: char) -> bool {
    letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter)
}

/// Bytes of `*innen`, `:in`, `_innen`, `/innen`, `/-innen`, `(innen)` at the start of what follows a word.
fn gender_ending(rest: &str) -> usize {
    for mark in ["/-", "*", ":", "_", "/", "(", "·"] {
        let Some(after) = rest.strip_prefix(mark) else {
            continue;
        };
        for ending in ["innen", "in"] {
            let Some(tail) = after.strip_prefix(ending) else {
                continue;
            };
            let closed = if mark == "(" {
                tail.starts_with(')')
            } else {
                !tail.starts_with(is_inside)
            };
            if closed {
                return mark.len() + ending.len() + usize::from(mark == "(");
            }
        }
    }
    0
}

/// `RadfahrerInnen`: the part before a capital inside the word.
fn inner_gender_base(run: &str) -> &str {
    ["Innen", "In"]
        .iter()
        .find_map(|ending| run.strip_suffix(ending))
        .filter(|base| base.ends_with(char::is_lowercase))
        .unwrap_or(run)
}

/// `planerinnen` and `planerin` count as `planer`.
fn male_form(mut folded: String) -> String {
    let cut = if folded.len() > 8 && folded.ends_with("erinnen") {
        5
    } else if folded.len() > 7 && folded.ends_with("erin") {
        2
    } else {
        0
    };
    folded.truncate(folded.len() - cut);
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|t| t.folded).collect()
    }

    #[test]
    fn gender_forms_are_one_word() {
        for text in [
            "Planer*innen",
            "Planer:innen",
            "Planer_innen",
            "Planer/-innen",
            "Planer/innen",
            "Planer(innen)",
            "PlanerInnen",
            "Planerinnen",
            "Planer*in",
        ] {
            assert_eq!(words(text), ["planer"], "{text}");
        }
        assert_eq!(words("Tempo/in der Stadt").len(), 3);
    }

    #[test]
    fn hyphen_breaks_are_joined_and_ellipses_are_not() {
        assert_eq!(words("Social- Media- Kanal"), ["social-media-kanal"]);
        assert_eq!(words("Rad-Vorrang-Route"), ["rad-vorrang-route"]);
        assert_eq!(
            words("Öffentlichkeits-/ Medienarbeit"),
            ["offentlichkeit", "medienarbeit"]
        );
        assert_eq!(words("Rad- und Fußwege"), ["rad", "und", "fusswege"]);
    }

    #[test]
    fn spans_point_into_the_text() {
        let text = "Die Bürger*innen – über 50 % – sind froh. Ende";
        let found: Vec<&str> = tokens(text)
            .into_iter()
            .filter_map(|t| text.get(t.span))
            .collect();
        assert_eq!(
            found,
            ["Die", "Bürger*innen", "über", "50", "sind", "froh", "Ende"]
        );
        assert_eq!(tokens(text).last().map(|t| t.sentence), Some(1));
    }
}
