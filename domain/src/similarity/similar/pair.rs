//! Texts that are compared with each other, of which none has to be in the index.
//!
//! Invariant: a likeness is symmetric and follows from the two texts, the vocabulary and public statistics only.

use super::concept::Profile;
use crate::similarity::index::lexicon::stems;
use crate::similarity::index::{Facts, Index, Text};
use crate::similarity::query::{Subject, SubjectWord};
use crate::similarity::vocabulary::{ConceptId, Kind, SchemeId, Vocabulary};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Most words and concepts that are told as evidence.
const MOST: usize = 3;

/// A text that is ready to be compared.
#[derive(Clone, Debug)]
pub struct Sketch {
    /// In the order of their stems.
    terms: Vec<Term>,
    length: f32,
    instruments: Profile,
    problems: Profile,
}

/// A stem or part of a compound word.
#[derive(Clone, Debug)]
struct Term {
    stem: String,
    /// The word as the text writes it.
    shown: String,
    /// How telling it is: high for rare ones.
    telling: f32,
}

/// How alike two texts are, each 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Alike {
    /// By what is done.
    pub instruments: f32,
    /// By what it is done against.
    pub problems: f32,
    /// By their words.
    pub words: f32,
}

/// What two texts have in common, the weightiest first.
#[derive(Clone, Debug, Default)]
pub struct Common {
    /// Instruments.
    pub instruments: Vec<ConceptId>,
    /// Problems.
    pub problems: Vec<ConceptId>,
    /// Words, as the first of the two writes them.
    pub words: Vec<String>,
}

impl Sketch {
    /// The sketch of texts of a scheme.
    #[must_use]
    pub fn of(index: &Index, texts: &[Text], scheme: Option<SchemeId>) -> Self {
        let subject = Subject::of_texts(index, (texts, scheme), Facts::default());
        let profile = |kind| {
            let told = subject.concepts.iter();
            Profile::new(index, kind, told.map(|told| (told.concept, told.strength)))
        };
        let terms = terms(index, &subject.words);
        let squares = terms.iter().map(|term| term.telling * term.telling);
        Self {
            length: squares.sum::<f32>().sqrt(),
            instruments: profile(Kind::Instrument),
            problems: profile(Kind::Problem),
            terms,
        }
    }

    /// How alike it is to another.
    #[must_use]
    pub fn alike(&self, other: &Self) -> Alike {
        Alike {
            instruments: self.instruments.likeness(&other.instruments),
            problems: self.problems.likeness(&other.problems),
            words: self.words(other),
        }
    }

    /// The cosine of the words, spread so that ordinary likeness uses the scale.
    fn words(&self, other: &Self) -> f32 {
        if self.length == 0.0 || other.length == 0.0 {
            return 0.0;
        }
        let shared = self.shared(other);
        let dot: f32 = shared.map(|term| term.telling * term.telling).sum();
        (dot / (self.length * other.length)).clamp(0.0, 1.0).sqrt()
    }

    /// What it has in common with another.
    #[must_use]
    pub fn common(&self, other: &Self, vocabulary: &Vocabulary) -> Common {
        let mut terms: Vec<&Term> = self.shared(other).collect();
        terms.sort_by(|a, b| {
            let order = b.telling.total_cmp(&a.telling);
            order.then_with(|| a.stem.cmp(&b.stem))
        });
        let mut words: Vec<String> = Vec::new();
        for term in terms {
            if words.len() < MOST && !words.contains(&term.shown) {
                words.push(term.shown.clone());
            }
        }
        let problems = self.problems.shared(&other.problems, vocabulary, MOST);
        Common {
            instruments: self
                .instruments
                .shared(&other.instruments, vocabulary, MOST),
            problems,
            words,
        }
    }

    /// The terms of both, in the order of their stems.
    fn shared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Term> {
        let mut others = other.terms.iter().peekable();
        self.terms.iter().filter(move |term| {
            while others
                .next_if(|other| other.stem.cmp(&term.stem) == Ordering::Less)
                .is_some()
            {}
            others.next_if(|other| other.stem == term.stem).is_some()
        })
    }
}

/// The terms of words that say what a text is about.
fn terms(index: &Index, words: &[SubjectWord]) -> Vec<Term> {
    let mut all: BTreeMap<String, Term> = BTreeMap::new();
    for word in words.iter().filter(|word| !word.is_beside) {
        for stem in stems(&word.folded, word.language, index.lexicon().splitter()) {
            all.entry(stem).or_insert_with_key(|stem| Term {
                stem: stem.clone(),
                shown: word.shown.clone(),
                telling: telling(index, stem),
            });
        }
    }
    all.into_values().collect()
}

fn telling(index: &Index, stem: &str) -> f32 {
    let term = index.lexicon().term(stem);
    index
        .statistics()
        .term_weight(term, stem, index.background())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::{index::Field, text::place::Places};

    fn sketch(index: &Index, text: &str) -> Sketch {
        let text = Text {
            field: Field::Title,
            text: text.to_owned(),
        };
        Sketch::of(index, &[text], None)
    }

    #[test]
    fn a_likeness_is_the_same_from_both_sides_and_nothing_for_nothing() {
        let index = Index::new(Places::default());
        let texts = [
            "Gemeinsame Prioritätenliste von Rat und Verwaltung",
            "Eine Liste der Prioritäten, die der Rat beschließt",
            "Baumpflege im Winter",
            "und die, 42 %",
            "",
            "\u{202e}\u{0}🚲 \u{fffd}",
        ];
        let all = texts.map(|text| sketch(&index, text));
        for one in &all {
            for other in &all {
                let alike = one.alike(other);
                let back = other.alike(one);
                assert!((alike.words - back.words).abs() < 1e-6);
                assert!((alike.instruments - back.instruments).abs() < 1e-6);
                for value in [alike.words, alike.instruments, alike.problems] {
                    assert!((0.0..=1.0).contains(&value));
                }
            }
        }
        let [list, other, trees, nothing, ..] = &all;
        assert!(list.alike(other).instruments > 0.9 && list.alike(other).words > 0.2);
        assert_eq!(list.alike(trees), Alike::default());
        assert_eq!(nothing.alike(nothing), Alike::default());
        let common = list.common(other, index.vocabulary());
        assert!(!common.instruments.is_empty() && common.words.len() <= MOST);
        assert!(
            common.words.iter().any(|word| word.contains("Prioritäten")),
            "{common:?}"
        );
    }
}
