//! The vocabulary of the field: instruments, problems and actors, with the words by which a text tells of them.
//!
//! Invariant: a concept's number is its row in `vocabulary.csv`; `broader` leads to another row and never in a circle.
//! `README.md` beside the table explains how its words are written.

mod atom;
mod mention;
mod pattern;
mod row;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

pub use atom::AtomId;
pub use mention::{Mention, Spot};
pub use row::Row;

use sha2::{Digest, Sha256};

use crate::language::{Language, Words};
use atom::Atoms;
use pattern::Pattern;

/// The number of a concept.
pub type ConceptId = u16;

/// The caller's key of whoever added a concept, such as the 128 bits of a network's id.
pub type SchemeId = u128;

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
    /// Whose concept it is; nobody's in particular is recognised in every text.
    pub scheme: Option<SchemeId>,
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
#[derive(Debug, Default)]
pub struct Vocabulary {
    fingerprint: [u8; 32],
    concepts: Vec<Arc<Concept>>,
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
        what: Flaw,
    },
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Another row has its notation.
    #[error("the notation is taken")]
    Taken,
    /// Its kind does not exist.
    #[error("the kind is unknown")]
    Kind,
    /// Its wider concept does not exist.
    #[error("the broader concept is unknown")]
    Broader,
    /// A problem that it answers does not exist.
    #[error("the problem it answers is unknown")]
    Answers,
    /// It is its own wider concept, over others.
    #[error("the broader concepts form a circle")]
    Circle,
}

const TABLE: &str = include_str!("vocabulary.csv");

static SHIPPED: LazyLock<Arc<Vocabulary>> = LazyLock::new(|| {
    // A test reads the shipped table, so that this fallback is never what runs.
    Arc::new(Vocabulary::read(TABLE).unwrap_or_default())
});

impl Vocabulary {
    /// The shipped vocabulary.
    #[must_use]
    pub fn shipped() -> &'static Arc<Self> {
        &SHIPPED
    }

    /// Reads a vocabulary from its table.
    ///
    /// # Errors
    /// If the table is broken, a kind or a broader concept is unknown, or concepts form a circle.
    pub fn read(table: &str) -> Result<Self, Fault> {
        Self::of(&Row::of_table(table)?)
    }

    /// The shipped vocabulary with further rows behind it, whose concepts are recognised in texts of their scheme only.
    ///
    /// # Errors
    /// If a row names what is not there, is there already, or concepts form a circle.
    pub fn extended(own: Vec<Row>) -> Result<Self, Fault> {
        let mut rows = Row::of_table(TABLE)?;
        rows.extend(own);
        Self::of(&rows)
    }

    fn of(rows: &[Row]) -> Result<Self, Fault> {
        let mut numbers = HashMap::new();
        let mut seal = Sha256::new();
        for (number, row) in (0..).zip(rows) {
            row.seal(&mut seal);
            if numbers.insert(row.notation.as_str(), number).is_some() {
                return Err(fault(row, Flaw::Taken));
            }
        }
        let mut vocabulary = Self {
            fingerprint: seal.finalize().into(),
            concepts: Vec::with_capacity(rows.len()),
            german: Patterns::default(),
            english: Patterns::default(),
        };
        for (number, row) in (0..).zip(rows) {
            let concept = concept(row, &numbers)?;
            let [german, english] = &concept.phrases;
            vocabulary.german.add(number, german, Language::De);
            vocabulary.english.add(number, english, Language::En);
            vocabulary.concepts.push(Arc::new(concept));
        }
        vocabulary.refuse_circles()?;
        Ok(vocabulary)
    }

    fn refuse_circles(&self) -> Result<(), Fault> {
        for (number, concept) in (0..).zip(&self.concepts) {
            if self.ancestors(number).count() > 8 {
                return Err(Fault::Row {
                    notation: concept.notation.clone(),
                    what: Flaw::Circle,
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
    pub fn concepts(&self) -> &[Arc<Concept>] {
        &self.concepts
    }

    /// A concept by its number.
    #[must_use]
    pub fn concept(&self, id: ConceptId) -> Option<&Arc<Concept>> {
        self.concepts.get(usize::from(id))
    }

    /// The number of the concept with a short name.
    #[must_use]
    pub fn named(&self, notation: &str) -> Option<ConceptId> {
        let mut all = (0..).zip(&self.concepts);
        let found = all.find(|(_, concept)| concept.notation == notation);
        found.map(|(id, _)| id)
    }

    /// Whether a concept is looked for in texts of a scheme.
    #[must_use]
    pub fn applies(&self, id: ConceptId, scheme: Option<SchemeId>) -> bool {
        let concept = self.concept(id);
        concept.is_some_and(|concept| concept.scheme.is_none() || concept.scheme == scheme)
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

fn concept(row: &Row, numbers: &HashMap<&str, ConceptId>) -> Result<Concept, Fault> {
    let named = |notation: &String, what| {
        let found = numbers.get(notation.as_str()).copied();
        found.ok_or_else(|| fault(row, what))
    };
    let broader = row.broader.as_ref();
    let broader = broader.map(|notation| named(notation, Flaw::Broader));
    let answers = row.answers.iter();
    let answers = answers.map(|notation| named(notation, Flaw::Answers));
    Ok(Concept {
        notation: row.notation.clone(),
        kind: row.kind,
        broader: broader.transpose()?,
        answers: answers.collect::<Result<_, _>>()?,
        label: row.label.clone(),
        definition: row.definition.clone(),
        phrases: row.phrases.clone(),
        scheme: row.scheme,
    })
}

fn fault(row: &Row, what: Flaw) -> Fault {
    Fault::Row {
        notation: row.notation.clone(),
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
