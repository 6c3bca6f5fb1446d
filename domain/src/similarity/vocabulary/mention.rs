//! Where a text tells of a concept, by which words, and how surely.
//!
//! Invariant: a mention's words stand in one sentence or list item, and its confidence is above 0 and at most 1.

use std::ops::Range;

use super::{AtomId, ConceptId, Pattern, Patterns, Vocabulary};
use crate::language::Language;
use crate::similarity::text::token::{Token, tokens};

/// A word of a text as the matcher sees it.
#[derive(Clone, Debug)]
pub struct Spot<'a> {
    /// Number of the sentence.
    pub sentence: u32,
    /// The pattern words it stands for.
    pub atoms: &'a [AtomId],
}

/// A concept found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Which.
    pub concept: ConceptId,
    /// Positions of the words in the list of spots or tokens, rising.
    pub words: Vec<usize>,
    /// How surely, 0 to 1: lower where words stand apart.
    pub confidence: f32,
}

const APART: f32 = 0.85;

impl Vocabulary {
    /// The concepts in a row of words.
    #[must_use]
    pub fn mentions(&self, spots: &[Spot<'_>], language: Language) -> Vec<Mention> {
        let patterns = self.patterns(language);
        let mut found: Vec<Mention> = Vec::new();
        for (at, spot) in spots.iter().enumerate() {
            for pattern in spot
                .atoms
                .iter()
                .flat_map(|atom| patterns.anchored_at(*atom))
            {
                if let Some(mention) = complete(pattern, spots, at) {
                    found.push(mention);
                }
            }
        }
        found.sort_by(|a, b| {
            (a.concept, &a.words)
                .cmp(&(b.concept, &b.words))
                .then(b.confidence.total_cmp(&a.confidence))
        });
        found.dedup_by(|later, first| later.concept == first.concept && later.words == first.words);
        found
    }

    /// The concepts of a text with the bytes that tell of them.
    #[must_use]
    pub fn spans(&self, text: &str, language: Language) -> Vec<(Mention, Vec<Range<usize>>)> {
        let tokens = tokens(text);
        let atoms: Vec<Vec<AtomId>> = tokens
            .iter()
            .map(|token| self.atoms(&token.folded, language))
            .collect();
        let spots: Vec<Spot<'_>> = tokens
            .iter()
            .zip(&atoms)
            .map(|(token, atoms)| spot(token, atoms))
            .collect();
        self.mentions(&spots, language)
            .into_iter()
            .map(|mention| {
                let spans = mention
                    .words
                    .iter()
                    .filter_map(|at| tokens.get(*at))
                    .map(|token| token.span.clone())
                    .collect();
                (mention, spans)
            })
            .collect()
    }
}

fn spot<'a>(token: &Token, atoms: &'a [AtomId]) -> Spot<'a> {
    Spot {
        sentence: token.sentence,
        atoms,
    }
}

impl Patterns {
    fn anchored_at(&self, atom: AtomId) -> impl Iterator<Item = &Pattern> {
        self.anchored
            .get(&atom)
            .into_iter()
            .flatten()
            .filter_map(|at| self.patterns.get(*at))
    }
}

/// The mention of a pattern around its anchor, if its other words are near.
fn complete(pattern: &Pattern, spots: &[Spot<'_>], anchor: usize) -> Option<Mention> {
    let mut words = vec![anchor];
    for atom in pattern.atoms.iter().filter(|atom| **atom != pattern.anchor) {
        words.push(nearest(*atom, spots, anchor, pattern.reach())?);
    }
    words.sort_unstable();
    words.dedup();
    let spread = words.last()? - words.first()?;
    let confidence = if spread < pattern.atoms.len() {
        1.0
    } else {
        APART
    };
    Some(Mention {
        concept: pattern.concept,
        words,
        confidence,
    })
}

/// The place nearest to `anchor` that stands for a pattern word, in the same sentence. One compound may stand for
/// several words of a phrase.
fn nearest(atom: AtomId, spots: &[Spot<'_>], anchor: usize, reach: usize) -> Option<usize> {
    let sentence = spots.get(anchor)?.sentence;
    let fits = |at: &usize| {
        spots
            .get(*at)
            .is_some_and(|spot| spot.sentence == sentence && spot.atoms.contains(&atom))
    };
    (0..=reach).find_map(|distance| {
        [anchor.checked_add(distance), anchor.checked_sub(distance)]
            .into_iter()
            .flatten()
            .find(fits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, language: Language) -> Vec<String> {
        let vocabulary = Vocabulary::shipped();
        let mut names: Vec<String> = vocabulary
            .spans(text, language)
            .into_iter()
            .filter_map(|(mention, _)| vocabulary.concept(mention.concept))
            .map(|concept| concept.notation.clone())
            .collect();
        names.dedup();
        names
    }

    #[test]
    fn compounds_inflections_and_order_are_met() {
        for text in [
            "Prioritätenlisten abstimmen",
            "Liste der Prioritäten",
            "eine abgestimmte Priorisierungsliste",
        ] {
            assert!(
                found(text, Language::De).contains(&"priority-list".to_owned()),
                "{text}"
            );
        }
        assert!(
            found("A ranking of measures, prioritised", Language::En)
                .contains(&"priority-list".to_owned())
        );
    }

    #[test]
    fn words_of_different_sentences_are_no_phrase() {
        let text = "Die Initiative war da. Ein Vertrag entstand.";
        assert!(!found(text, Language::De).contains(&"civic-agreement".to_owned()));
        let text = "Ein Vertrag mit der Initiative entstand.";
        assert!(found(text, Language::De).contains(&"civic-agreement".to_owned()));
    }

    #[test]
    fn evidence_points_at_the_words() {
        let text = "Zur Übersicht: öffentlicher Umsetzungsbericht.";
        let words: Vec<&str> = Vocabulary::shipped()
            .spans(text, Language::De)
            .into_iter()
            .filter(|(mention, _)| {
                Vocabulary::shipped()
                    .concept(mention.concept)
                    .is_some_and(|c| c.notation == "progress-report")
            })
            .flat_map(|(_, spans)| spans)
            .filter_map(|span| text.get(span))
            .collect();
        assert_eq!(words, ["Umsetzungsbericht"]);
    }
}
