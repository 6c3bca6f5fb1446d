//! How well an offer fits a request, and why.
//!
//! Invariant: the contributions sum to the score, and it is the same from whichever side it is asked.

use crate::{
    language::{Language, Words},
    reference::Snapshot,
    similar_project::{Component, rounded},
    similarity::{
        similar::pair::{Alike, Common, Sketch},
        vocabulary::{ConceptId, Vocabulary},
    },
};
use entity::id::BarrierId;

/// What the parts of the score weigh.
const BARRIERS: f64 = 0.35;
const INSTRUMENTS: f64 = 0.2;
const PROBLEMS: f64 = 0.2;
const WORDS: f64 = 0.25;
/// Below this two texts have no more in common than any two of the field.
const LEAST: f64 = 0.1;
/// So many reasons are told in the sentence, each with so many names.
const REASONS: usize = 2;
const NAMES: usize = 2;

/// How well an offer fits a request.
#[derive(Clone, Debug)]
pub struct Fit {
    /// How well, 0 to 1: the sum of the contributions.
    pub score: f64,
    /// Each component of the score.
    pub components: Vec<Component>,
    /// Why, in one sentence.
    pub explanation: Words,
    /// The barriers that both are about.
    pub barriers: Vec<BarrierId>,
}

/// One of the two, as far as it is compared.
pub(super) struct Side {
    pub(super) barriers: Vec<BarrierId>,
    pub(super) sketch: Sketch,
}

/// An offer that fits a request, before it is told why.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) score: f64,
    barriers: f64,
    alike: Alike,
}

impl Found {
    /// Compares a request with an offer; nothing where they have too little in common.
    pub(super) fn of(request: &Side, offer: &Side) -> Option<Self> {
        let shared = shared(request, offer).count();
        let barriers = match request.barriers.len() {
            0 => 0.0,
            wanted => part(shared, wanted),
        };
        let alike = request.sketch.alike(&offer.sketch);
        let parts = parts(barriers, &alike);
        let score: f64 = parts.iter().map(|(weight, value)| weight * value).sum();
        (score >= LEAST).then_some(Self {
            score,
            barriers,
            alike,
        })
    }

    /// The same with its reasons.
    pub(super) fn explain(
        &self,
        (request, offer): (&Side, &Side),
        reference: &Snapshot,
        vocabulary: &Vocabulary,
    ) -> Fit {
        let barriers: Vec<BarrierId> = shared(request, offer).collect();
        let common = request.sketch.common(&offer.sketch, vocabulary);
        let names = names((&barriers, &common), reference, vocabulary);
        let parts = parts(self.barriers, &self.alike).into_iter().zip(names);
        let reasons = THEMES.iter().zip(parts).map(|(theme, (part, names))| {
            let component = theme.component(part, &names);
            (theme, component, names)
        });
        let reasons: Vec<Reason> = reasons.collect();
        Fit {
            score: rounded(sum(&reasons)),
            explanation: sentence(&reasons),
            components: reasons.into_iter().map(|(_, one, _)| one).collect(),
            barriers,
        }
    }
}

/// A component with what was seen on both sides.
type Reason = (&'static Theme, Component, Vec<Words>);

fn sum(reasons: &[Reason]) -> f64 {
    reasons.iter().map(|(_, one, _)| one.contribution).sum()
}

#[expect(clippy::cast_precision_loss, reason = "five barriers at most")]
fn part(shared: usize, wanted: usize) -> f64 {
    shared as f64 / wanted as f64
}

fn shared<'a>(request: &'a Side, offer: &'a Side) -> impl Iterator<Item = BarrierId> + 'a {
    let of_both = |barrier: &&BarrierId| offer.barriers.contains(barrier);
    request.barriers.iter().filter(of_both).copied()
}

/// Weights and values in the order of [`THEMES`].
fn parts(barriers: f64, alike: &Alike) -> [(f64, f64); 4] {
    [
        (BARRIERS, barriers),
        (INSTRUMENTS, alike.instruments.into()),
        (PROBLEMS, alike.problems.into()),
        (WORDS, alike.words.into()),
    ]
}

/// What was seen on both sides, in the order of [`THEMES`].
fn names(
    (barriers, common): (&[BarrierId], &Common),
    reference: &Snapshot,
    vocabulary: &Vocabulary,
) -> [Vec<Words>; 4] {
    let barriers = barriers.iter().filter_map(|id| {
        let barrier = reference.barriers.find(id)?;
        Some(Words::new(&barrier.label_de, &barrier.label_en))
    });
    let concepts = |ids: &[ConceptId]| {
        let labels = ids.iter().filter_map(|id| vocabulary.concept(*id));
        labels.map(|concept| concept.label.clone()).collect()
    };
    let words = common.words.iter().map(|word| Words::new(word, word));
    [
        barriers.collect(),
        concepts(&common.instruments),
        concepts(&common.problems),
        words.collect(),
    ]
}

/// By what an offer and a request are compared, in words.
struct Theme {
    name: &'static str,
    label: (&'static str, &'static str),
    compared: (&'static str, &'static str),
    /// Its part of the sentence.
    reason: (&'static str, &'static str),
}

const THEMES: [Theme; 4] = [
    Theme {
        name: "barriers",
        label: ("Hemmnisse", "Barriers"),
        compared: (
            "Wie viele Hemmnisse des Gesuchs das Angebot nennt",
            "How many barriers of the request the offer names",
        ),
        reason: ("nennen dasselbe Hemmnis", "name the same barrier"),
    },
    Theme {
        name: "instruments",
        label: ("Instrumente", "Instruments"),
        compared: ("Was getan wird", "What is done"),
        reason: (
            "handeln vom selben Instrument",
            "are about the same instrument",
        ),
    },
    Theme {
        name: "problems",
        label: ("Probleme", "Problems"),
        compared: ("Wogegen es getan wird", "What it is done against"),
        reason: ("gehen dasselbe Problem an", "tackle the same problem"),
    },
    Theme {
        name: "words",
        label: ("Wortlaut", "Words"),
        compared: (
            "Wörter von Thema, Beschreibung und Vorhaben",
            "Words of topic, description and project",
        ),
        reason: ("sprechen von denselben Dingen", "speak of the same things"),
    },
];

impl Theme {
    fn component(&self, part: (f64, f64), names: &[Words]) -> Component {
        let text = |language: Language, compared: &str, shared: &str, nothing: &str| {
            let seen = listed(names, language);
            match seen.is_empty() {
                true => format!("{compared}; {nothing}."),
                false => format!("{compared}; {shared}: {seen}."),
            }
        };
        let (de, en) = self.compared;
        let explanation = Words::new(
            text(Language::De, de, "gemeinsam", "nichts Gemeinsames"),
            text(Language::En, en, "shared", "nothing in common"),
        );
        let label = Words::new(self.label.0, self.label.1);
        Component::new(self.name, label, part, explanation)
    }

    fn said(&self, names: &[Words], language: Language) -> String {
        let (de, en) = self.reason;
        let reason = match language {
            Language::De => de,
            Language::En => en,
        };
        let first = names.get(..NAMES).unwrap_or(names);
        format!("{reason} ({})", listed(first, language))
    }
}

fn listed(names: &[Words], language: Language) -> String {
    let names = names.iter().map(|name| name.text(language));
    names.collect::<Vec<_>>().join(", ")
}

/// The strongest reasons in one sentence.
fn sentence(reasons: &[Reason]) -> Words {
    let is_told = |reason: &&Reason| reason.1.contribution > 0.0 && !reason.2.is_empty();
    let mut told: Vec<&Reason> = reasons.iter().filter(is_told).collect();
    // The sort is stable: equally strong ones stay in their order.
    told.sort_by(|a, b| b.1.contribution.total_cmp(&a.1.contribution));
    let say = |language: Language, start: &str, and: &str| {
        let said = told.iter().take(REASONS);
        let said = said.map(|(theme, _, names)| theme.said(names, language));
        format!("{start} {}.", said.collect::<Vec<_>>().join(and))
    };
    Words::new(
        say(Language::De, "Angebot und Gesuch", " und "),
        say(Language::En, "Offer and request", " and "),
    )
}
