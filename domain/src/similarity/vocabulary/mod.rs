//! The vocabulary of the field: instruments, problems and actors, with the words by which a text tells of them.
//!
//! Invariant: a concept's number is its row in `vocabulary.csv`; `broader` leads to another row and never in a circle.
//! `README.md` beside the table explains how its words are written.

mod atom;
mod mention;
mod pattern;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use atom::AtomId;
pub use mention::{Mention, Spot};

use sha2::{Digest, Sha256};

use crate::language::{Language, Words};
use atom::Atoms;
use pattern::Pattern;

/// The number of a concept.
pub type ConceptId = u16;

/// What a concept is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What is done.
    Instrument,
    /// What it is done against.
    Problem,
    /// With whom or for whom.
    Actor,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Instrument, Self::Problem, Self::Actor];

    /// The word for it in the table and in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Instrument => "INSTRUMENT",
            Self::Problem => "PROBLEM",
            Self::Actor => "ACTOR",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|kind| kind.word() == word)
    }
}

/// One concept (SKOS: notation, prefLabel, definition, broader).
#[derive(Clone, Debug)]
pub struct Concept {
    /// Stable short name.
    pub notation: String,
    /// Instrument, problem or actor.
    pub kind: Kind,
    /// The wider concept.
    pub broader: Option<ConceptId>,
    /// The problems it is usually used against.
    pub answers: Vec<ConceptId>,
    /// What people call it.
    pub label: Words,
    /// What is meant.
    pub definition: Words,
    /// Phrases that tell of it, in German and English.
    phrases: [Vec<String>; 2],
}

impl Concept {
    /// Phrases that tell of it, written as `README.md` explains.
    #[must_use]
    pub fn phrases(&self, language: Language) -> &[String] {
        let [german, english] = &self.phrases;
        match language {
            Language::De => german,
            Language::En => english,
        }
    }
}

/// The concepts and the patterns that recognise them.
#[derive(Debug)]
pub struct Vocabulary {
    fingerprint: [u8; 32],
    concepts: Vec<Concept>,
    german: Patterns,
    english: Patterns,
}

/// The patterns of one language.
#[derive(Debug, Default)]
struct Patterns {
    atoms: Atoms,
    patterns: Vec<Pattern>,
    anchored: HashMap<AtomId, Vec<usize>>,
}

/// Why a vocabulary cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The table is not one.
    #[error("the vocabulary is no table: {0}")]
    Table(#[from] csv::Error),
    /// A row that says something impossible.
    #[error("row {notation} of the vocabulary: {what}")]
    Row {
        /// Which.
        notation: String,
        /// What is wrong with it.
        what: &'static str,
    },
}

const TABLE: &str = include_str!("vocabulary.csv");

static SHIPPED: LazyLock<Vocabulary> = LazyLock::new(|| {
    // A test reads the shipped table, so that this fallback is never what runs.
    Vocabulary::read(TABLE).unwrap_or_else(|_| Vocabulary {
        fingerprint: [0; 32],
        concepts: Vec::new(),
        german: Patterns::default(),
        english: Patterns::default(),
    })
});

impl Vocabulary {
    /// The shipped vocabulary.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// Reads a vocabulary from its table.
    ///
    /// # Errors
    /// If the table is broken, a kind or a broader concept is unknown, or concepts form a circle.
    pub fn read(table: &str) -> Result<Self, Fault> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
        let mut numbers = HashMap::new();
        for (number, row) in (0..).zip(&rows) {
            if numbers.insert(cell(row, 0).to_owned(), number).is_some() {
                return Err(fault(row, "the notation is taken"));
            }
        }
        let mut vocabulary = Self {
            fingerprint: Sha256::digest(table.as_bytes()).into(),
            concepts: Vec::with_capacity(rows.len()),
            german: Patterns::default(),
            english: Patterns::default(),
        };
        for (number, row) in (0..).zip(&rows) {
            let concept = concept(row, &numbers)?;
            let [german, english] = &concept.phrases;
            vocabulary.german.add(number, german, Language::De);
            vocabulary.english.add(number, english, Language::En);
            vocabulary.concepts.push(concept);
        }
        vocabulary.refuse_circles()?;
        Ok(vocabulary)
    }

    fn refuse_circles(&self) -> Result<(), Fault> {
        for (number, concept) in (0..).zip(&self.concepts) {
            if self.ancestors(number).count() > 8 {
                return Err(Fault::Row {
                    notation: concept.notation.clone(),
                    what: "the broader concepts form a circle",
                });
            }
        }
        Ok(())
    }

    /// Tells one vocabulary from another: what was recognised with one is worth nothing with the next.
    #[must_use]
    pub const fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }

    /// All concepts in the order of their numbers.
    #[must_use]
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// A concept by its number.
    #[must_use]
    pub fn concept(&self, id: ConceptId) -> Option<&Concept> {
        self.concepts.get(usize::from(id))
    }

    /// The number of the concept with a short name.
    #[must_use]
    pub fn named(&self, notation: &str) -> Option<ConceptId> {
        let mut all = (0..).zip(&self.concepts);
        let found = all.find(|(_, concept)| concept.notation == notation);
        found.map(|(id, _)| id)
    }

    /// The wider concepts of a concept, nearest first; at most nine.
    pub fn ancestors(&self, id: ConceptId) -> impl Iterator<Item = ConceptId> + '_ {
        let broader = |id: ConceptId| self.concept(id).and_then(|concept| concept.broader);
        std::iter::successors(broader(id), move |next| broader(*next)).take(9)
    }

    /// The pattern words that a folded word stands for.
    #[must_use]
    pub fn atoms(&self, folded: &str, language: Language) -> Vec<AtomId> {
        self.patterns(language).atoms.of(folded, language)
    }

    const fn patterns(&self, language: Language) -> &Patterns {
        match language {
            Language::De => &self.german,
            Language::En => &self.english,
        }
    }
}

impl Patterns {
    fn add(&mut self, concept: ConceptId, phrases: &[String], language: Language) {
        for phrase in phrases {
            let pattern = Pattern::read(concept, phrase, language, &mut self.atoms);
            let at = self.patterns.len();
            self.anchored.entry(pattern.anchor).or_default().push(at);
            self.patterns.push(pattern);
        }
    }
}

fn concept(
    row: &csv::StringRecord,
    numbers: &HashMap<String, ConceptId>,
) -> Result<Concept, Fault> {
    let named = |notation: &str, what| {
        numbers
            .get(notation)
            .copied()
            .ok_or_else(|| fault(row, what))
    };
    let broader = match cell(row, 2) {
        "" => None,
        notation => Some(named(notation, "the broader concept is unknown")?),
    };
    let answers = cell(row, 3)
        .split('|')
        .filter(|notation| !notation.is_empty())
        .map(|notation| named(notation, "the problem it answers is unknown"))
        .collect::<Result<_, _>>()?;
    Ok(Concept {
        notation: cell(row, 0).to_owned(),
        kind: Kind::from_word(cell(row, 1)).ok_or_else(|| fault(row, "the kind is unknown"))?,
        broader,
        answers,
        label: Words::new(cell(row, 4), cell(row, 5)),
        definition: Words::new(cell(row, 8), cell(row, 9)),
        phrases: [phrases(row, 6), phrases(row, 7)],
    })
}

fn phrases(row: &csv::StringRecord, column: usize) -> Vec<String> {
    let phrases = cell(row, column).split('|').map(str::trim);
    let phrases = phrases.filter(|phrase| !phrase.is_empty());
    phrases.map(str::to_owned).collect()
}

fn cell(row: &csv::StringRecord, column: usize) -> &str {
    row.get(column).unwrap_or_default()
}

fn fault(row: &csv::StringRecord, what: &'static str) -> Fault {
    Fault::Row {
        notation: cell(row, 0).to_owned(),
        what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_is_whole() -> Result<(), Fault> {
        let vocabulary = Vocabulary::read(TABLE)?;
        let count = |kind| {
            vocabulary
                .concepts
                .iter()
                .filter(|c| c.kind == kind)
                .count()
        };
        assert!(count(Kind::Instrument) > 100);
        assert!(count(Kind::Problem) > 20 && count(Kind::Actor) > 10);
        for concept in &vocabulary.concepts {
            for language in [Language::De, Language::En] {
                assert!(
                    !concept.label.text(language).is_empty(),
                    "{}",
                    concept.notation
                );
                assert!(!concept.definition.text(language).is_empty());
            }
        }
        Ok(())
    }

    #[test]
    fn broken_tables_are_refused_with_the_row() {
        let head =
            "notation;kind;broader;answers;label_de;label_en;words_de;words_en;def_de;def_en\n";
        for (rows, what) in [
            ("a;THING;;;A;A;;;d;d\n", "the kind is unknown"),
            ("a;ACTOR;b;;A;A;;;d;d\n", "the broader concept is unknown"),
            (
                "a;ACTOR;;;A;A;;;d;d\na;ACTOR;;;A;A;;;d;d\n",
                "the notation is taken",
            ),
            (
                "a;ACTOR;;b;A;A;;;d;d\n",
                "the problem it answers is unknown",
            ),
            (
                "a;ACTOR;a;;A;A;;;d;d\n",
                "the broader concepts form a circle",
            ),
        ] {
            let told = Vocabulary::read(&format!("{head}{rows}"))
                .map(|_| ())
                .map_err(|fault| fault.to_string());
            assert_eq!(told, Err(format!("row a of the vocabulary: {what}")));
        }
    }
}
