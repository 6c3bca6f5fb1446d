//! Folding of German text for comparing, sorting and prefix search.
//!
//! Invariant: two spellings that a reader takes for the same name fold to the same text.

use std::fmt::Write;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case, without diacritics, ß as ss, one space between words: "Nürnberg" and "NURNBERG" are the same.
#[must_use]
pub fn fold(text: &str) -> String {
    squeeze(text.nfd().filter(|c| !is_combining_mark(*c)))
}

/// The same with ä, ö, ü as ae, oe, ue, as people write them who lack the letters: "Nuernberg".
#[must_use]
pub fn fold_german(text: &str) -> String {
    let mut expanded = String::with_capacity(text.len() + 4);
    for c in text.nfc() {
        match c {
            'ä' | 'Ä' => expanded.push_str("ae"),
            'ö' | 'Ö' => expanded.push_str("oe"),
            'ü' | 'Ü' => expanded.push_str("ue"),
            other => expanded.push(other),
        }
    }
    fold(&expanded)
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    let room = String::with_capacity(2 * bytes.len());
    bytes.iter().fold(room, |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A key by which German titles sort as in a dictionary (DIN 5007-1: umlauts like their base letters).
#[must_use]
pub fn sort_key(text: &str) -> String {
    fold(text)
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .collect()
}

fn squeeze(chars: impl Iterator<Item = char>) -> String {
    let mut folded = String::new();
    for c in chars {
        if c.is_whitespace() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if c == 'ß' || c == 'ẞ' {
            folded.push_str("ss");
        } else {
            folded.extend(c.to_lowercase());
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_the_same() {
        assert_eq!(fold("Nürnberg"), "nurnberg");
        assert_eq!(fold("NU\u{308}RNBERG"), "nurnberg");
        assert_eq!(fold_german("Nürnberg"), "nuernberg");
        assert_eq!(fold("  Straße\u{a0} der  Räder "), "strasse der rader");
        assert_eq!(fold("GROẞ"), "gross");
        assert_eq!(sort_key("„Ämter“ – übergreifend"), "amter  ubergreifend");
    }
}
