//! Which language a text is in, by its small words.
//!
//! Invariant: a text without evidence is German, the language of the service.

use crate::language::Language;

use super::token::Token;

const GERMAN: [&str; 24] = [
    "der", "die", "und", "das", "den", "des", "ein", "eine", "fur", "mit", "von", "im", "zu",
    "auf", "ist", "werden", "wird", "zur", "zum", "dem", "nicht", "bei", "oder", "durch",
];
const ENGLISH: [&str; 20] = [
    "the", "and", "of", "to", "for", "with", "is", "are", "on", "by", "that", "this", "from",
    "between", "be", "a", "or", "into", "which", "their",
];

/// The language of a text, from its tokens.
#[must_use]
pub fn language(tokens: &[Token]) -> Language {
    let count = |words: &[&str]| {
        tokens
            .iter()
            .take(80)
            .filter(|token| words.contains(&token.folded.as_str()))
            .count()
    };
    if count(&ENGLISH) > count(&GERMAN) {
        Language::En
    } else {
        Language::De
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn small_words_decide() {
        let guess = |text: &str| language(&tokens(text));
        assert_eq!(guess("Standards for cycle streets"), Language::En);
        assert_eq!(guess("Standards für Fahrradstraßen"), Language::De);
        assert_eq!(guess("Radentscheid"), Language::De);
        assert_eq!(guess(""), Language::De);
    }
}
