//! Suggestions from what plans name: a plan says from which city a project wants to learn, and the most alike projects of
//! that city may be the ones that are meant.
//!
//! Invariant: only links that the caller may read are heeded; taking one up is the same as accepting the suggestion.

use super::{
    similar::nearest,
    view::{Pair, View},
};
use crate::{language::Words, similar_project::Component, similarity::index::Key};
use entity::{id::TransferLinkId, transfer_link, value::Certainty};

/// So many projects of a city may be the one that is meant.
const MOST: usize = 3;
/// What it counts where the city was guessed.
const GUESSED: f64 = 0.5;

/// What a plan names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    /// The link that keeps it.
    pub(super) link: TransferLinkId,
    /// The project that wants to learn.
    adopter: Key,
    /// The city to learn from, by its number.
    city: u32,
    /// Its project, where that is named too.
    source: Option<Key>,
    is_sure: bool,
    /// Whether somebody has said why.
    pub(super) is_explained: bool,
}

impl Mention {
    /// What a link that nobody has proposed yet names.
    pub(super) fn of(link: &transfer_link::Model) -> Option<Self> {
        Some(Self {
            link: link.id,
            adopter: link.adopter_project_id?.0.as_u128(),
            city: link.source_city_ags.parse().ok()?,
            source: link.source_project_id.map(|id| id.0.as_u128()),
            is_sure: link.certainty == Certainty::Recognised,
            is_explained: link.rationale.is_some(),
        })
    }

    /// The projects that may be meant.
    fn meant(&self, view: &View<'_>) -> Vec<Key> {
        match self.source {
            Some(source) => vec![source],
            None => nearest(view, self.adopter, MOST, |facts| facts.city == self.city).collect(),
        }
    }
}

/// The pairs that plans name.
pub(super) fn pairs(view: &View<'_>) -> Vec<(Key, Key)> {
    let asked = &view.material.asked;
    let mentions = view.material.mentions.iter();
    let pairs = mentions.flat_map(|one| {
        let meant = one.meant(view).into_iter();
        meant.map(|source| (one.adopter, source))
    });
    let in_question = pairs.filter(|(a, b)| asked.contains(a) || asked.contains(b));
    in_question.collect()
}

/// What a plan names of a pair: its source, or else only the city of that.
pub(super) fn of<'a>(view: &View<'a>, pair: Pair) -> Option<&'a Mention> {
    let (facts, _) = view.project(pair.source)?;
    let names = |one: &&'a Mention| {
        one.adopter == pair.adopter
            && one.city == facts.city
            && one.source.is_none_or(|source| source == pair.source)
    };
    let all = view.material.mentions.iter().filter(names);
    all.max_by_key(|one| (one.source.is_some(), one.is_sure, one.link))
}

/// How much it counts.
pub(super) fn value(mention: Option<&Mention>) -> f64 {
    match mention {
        Some(mention) if mention.is_sure => 1.0,
        Some(_) => GUESSED,
        None => 0.0,
    }
}

/// Its part of the score.
pub(super) fn component(view: &View<'_>, pair: Pair, weight: f64) -> Component {
    let mention = of(view, pair);
    let explanation = match mention {
        Some(_) => Words::new(
            "Der Aktionsplan nennt diese Stadt für das Vorhaben.",
            "The action plan names this city for the project.",
        ),
        None => Words::new(
            "Der Aktionsplan nennt diese Stadt nicht.",
            "The action plan does not name this city.",
        ),
    };
    let label = Words::new("Nennung im Plan", "Named in the plan");
    Component::new("mention", label, (weight, value(mention)), explanation)
}

/// Why, for the sentence.
pub(super) fn clause(view: &View<'_>, pair: Pair) -> Words {
    let (adopter, source) = (view.city(pair.adopter), view.city(pair.source));
    Words::new(
        format!("der Plan von {adopter} nennt {source}"),
        format!("the plan of {adopter} names {source}"),
    )
}
