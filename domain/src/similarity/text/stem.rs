//! Stems of folded words, by the Snowball rules of their language.
//!
//! Invariant: a stem depends on the folded word and the language only.

use rust_stemmers::{Algorithm, Stemmer};

use crate::language::Language;

/// The stem of a folded word.
#[must_use]
pub fn stem(folded: &str, language: Language) -> String {
    let algorithm = match language {
        Language::De => Algorithm::German,
        Language::En => Algorithm::English,
    };
    Stemmer::create(algorithm).stem(folded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_meet() {
        assert_eq!(
            stem("radwege", Language::De),
            stem("radweges", Language::De)
        );
        assert_eq!(
            stem("projects", Language::En),
            stem("project", Language::En)
        );
    }
}
