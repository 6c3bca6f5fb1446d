//! Why two projects are alike: each component with its part of the score, in words of a planner.
//!
//! Invariant: the contributions sum to the score; what is told was seen in the question and in a project that the caller
//! may read.

use crate::{
    language::{Language, Words},
    similarity::{
        similar::{self, Evidence, Feature, Match},
        vocabulary::{ConceptId, Kind, Vocabulary},
    },
};

/// How alike a project is, and why.
#[derive(Clone, Debug)]
pub struct Likeness {
    /// The sum of the contributions, 0 to 1.
    pub score: f64,
    /// Each component of the score.
    pub components: Vec<Component>,
    /// Words that both use, as the question writes them.
    pub shared_terms: Vec<String>,
    /// Instruments, problems and actors that both tell of.
    pub shared_concepts: Vec<SharedConcept>,
    /// Why, in one sentence.
    pub explanation: Words,
    /// How many nearly equal projects stand behind this one.
    pub duplicates: usize,
}

/// One component of a score.
#[derive(Clone, Debug)]
pub struct Component {
    /// A stable name.
    pub name: &'static str,
    /// The name for readers.
    pub label: Words,
    /// What it weighs.
    pub weight: f64,
    /// How alike the projects are by it, 0 to 1.
    pub value: f64,
    /// Weight times value.
    pub contribution: f64,
    /// What was compared and seen.
    pub explanation: Words,
}

impl Component {
    /// A component whose contribution is its weight times its value.
    pub(crate) fn new(
        name: &'static str,
        label: Words,
        (weight, value): (f64, f64),
        explanation: Words,
    ) -> Self {
        Self {
            name,
            label,
            weight,
            value: rounded(value),
            contribution: rounded(weight * value),
            explanation,
        }
    }
}

/// A concept that both tell of.
#[derive(Clone, Debug)]
pub struct SharedConcept {
    /// Short name in the vocabulary.
    pub notation: String,
    /// What kind of concept it is.
    pub kind: Kind,
    /// What people call it.
    pub label: Words,
    /// The words of the question that tell of it.
    pub own_words: Vec<String>,
    /// The words of the project that tell of it.
    pub other_words: Vec<String>,
}

impl Likeness {
    /// What readers are told of a match.
    pub(crate) fn of(found: Match, vocabulary: &Vocabulary) -> Self {
        let mut shared_terms: Vec<String> = Vec::new();
        let mut shared_concepts: Vec<SharedConcept> = Vec::new();
        for evidence in found.components.iter().flat_map(|one| &one.evidence) {
            match evidence {
                Evidence::Word(word) if !shared_terms.contains(word) => {
                    shared_terms.push(word.clone());
                }
                Evidence::Concept {
                    concept,
                    label,
                    own,
                    other,
                } => {
                    shared_concepts.extend(shared(vocabulary, *concept, label, (own, other)));
                }
                Evidence::Word(_) => {}
            }
        }
        Self {
            score: rounded(found.score),
            components: found.components.iter().map(component).collect(),
            shared_terms,
            shared_concepts,
            explanation: found.sentence,
            duplicates: found.duplicates.len(),
        }
    }
}

fn shared(
    vocabulary: &Vocabulary,
    concept: ConceptId,
    label: &Words,
    (own, other): (&[String], &[String]),
) -> Option<SharedConcept> {
    let concept = vocabulary.concept(concept)?;
    Some(SharedConcept {
        notation: concept.notation.clone(),
        kind: concept.kind,
        label: label.clone(),
        own_words: own.to_vec(),
        other_words: other.to_vec(),
    })
}

/// Five digits are more than anybody compares.
pub(crate) fn rounded(value: impl Into<f64>) -> f64 {
    (value.into() * 100_000.0).round() / 100_000.0
}

fn component(of: &similar::Component) -> Component {
    Component {
        name: of.feature.name(),
        label: label(of.feature),
        weight: rounded(of.weight),
        value: rounded(of.value),
        contribution: rounded(of.contribution),
        explanation: explanation(of),
    }
}

/// The name of a feature for readers.
pub(crate) fn label(feature: Feature) -> Words {
    let (de, en) = match feature {
        Feature::Words => ("Wortlaut", "Words"),
        Feature::Letters => ("Wortbestandteile", "Parts of words"),
        Feature::Core => ("Titel, Ziel und Maßnahmen", "Title, goal and measures"),
        Feature::Instruments => ("Instrumente", "Instruments"),
        Feature::Problems => ("Probleme", "Problems"),
        Feature::Actors => ("Beteiligte", "People and bodies involved"),
        Feature::ActionField => ("Aktionsfeld", "Action field"),
        Feature::Stage => ("Stand", "Progress"),
        Feature::City => ("Stadttyp", "Type of city"),
        Feature::Kinship => ("Nachbarschaft", "Neighbourhood"),
        Feature::Meaning => ("Bedeutung", "Meaning"),
    };
    Words::new(de, en)
}

/// What a component compares.
fn compared(feature: Feature) -> Words {
    let (de, en) = match feature {
        Feature::Words => ("Wörter aller Texte", "Words of all texts"),
        Feature::Letters => (
            "Buchstabenfolgen, die auch andere Schreibweisen und Zusammensetzungen treffen",
            "Sequences of letters, which meet other spellings and compounds too",
        ),
        Feature::Core => (
            "Wörter von Titel, Ziel und Maßnahmen",
            "Words of title, goal and measures",
        ),
        Feature::Instruments => ("Was getan wird", "What is done"),
        Feature::Problems => ("Wogegen es getan wird", "What it is done against"),
        Feature::Actors => ("Mit wem oder für wen", "With whom or for whom"),
        Feature::ActionField => ("Aktionsfeld des Netzes", "Action field of the network"),
        Feature::Stage => ("Status und Phase", "Status and phase"),
        Feature::City => (
            "RegioStaR-Typ, Einwohnerzahl und Land",
            "RegioStaR type, inhabitants and federal state",
        ),
        Feature::Kinship => (
            "Ob andere gute Treffer diesem ähneln",
            "Whether other good matches are like this one",
        ),
        Feature::Meaning => (
            "Was die Texte nach einem Sprachmodell bedeuten",
            "What the texts mean, by a language model",
        ),
    };
    Words::new(de, en)
}

fn explanation(of: &similar::Component) -> Words {
    let compared = compared(of.feature);
    let text = |language: Language| {
        let seen = seen(of, language);
        let compared = compared.text(language);
        match (seen.is_empty(), of.value > 0.0, language) {
            (false, _, Language::De) => format!("{compared}; gemeinsam: {seen}."),
            (false, _, Language::En) => format!("{compared}; shared: {seen}."),
            (true, true, Language::De) => {
                format!("{compared}; Übereinstimmung {:.0} %.", of.value * 100.0)
            }
            (true, true, Language::En) => format!("{compared}; {:.0} % alike.", of.value * 100.0),
            (true, false, Language::De) => format!("{compared}; nichts Gemeinsames."),
            (true, false, Language::En) => format!("{compared}; nothing in common."),
        }
    };
    Words::new(text(Language::De), text(Language::En))
}

/// The evidence, concepts with the words that told of them on both sides.
fn seen(of: &similar::Component, language: Language) -> String {
    let one = |evidence: &Evidence| match evidence {
        Evidence::Word(word) => word.clone(),
        Evidence::Concept {
            label, own, other, ..
        } => {
            let label = label.text(language);
            match language {
                Language::De => format!(
                    "{label} (hier „{}“, dort „{}“)",
                    own.join(", "),
                    other.join(", ")
                ),
                Language::En => format!(
                    "{label} (here “{}”, there “{}”)",
                    own.join(", "),
                    other.join(", ")
                ),
            }
        }
    };
    of.evidence.iter().map(one).collect::<Vec<_>>().join("; ")
}
