//! Suggestions from offers and requests: one city looks for what the other offers, and both name a project.
//!
//! Invariant: only offers and requests that the caller may read are compared; which ones they are is not told here.

use super::view::{Pair, View};
use crate::{
    ctx::Ctx, error::Result, expertise, language::Words, read::Reader, similar_project::Component,
    similarity::index::Key,
};
use entity::id::NetworkId;

/// A request that an offer fits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fitting {
    /// The project for which somebody looks.
    adopter: Key,
    /// The project behind the offer.
    source: Key,
    /// How well it fits, 0 to 1.
    score: f64,
}

/// The requests of a network that an offer fits, where both name a project, the best first.
pub(super) async fn fitting(ctx: &Ctx, network: NetworkId) -> Result<Vec<Fitting>> {
    let pairs = expertise::pairs(&Reader::new(ctx), network).await?;
    let fitting = pairs.into_iter().filter_map(|pair| {
        let (request, offer) = pair.projects;
        Some(Fitting {
            adopter: request?.0.as_u128(),
            source: offer?.0.as_u128(),
            score: pair.fit.score,
        })
    });
    Ok(fitting.collect())
}

/// The pairs of projects behind them.
pub(super) fn pairs(view: &View<'_>) -> Vec<(Key, Key)> {
    let asked = &view.material.asked;
    let pairs = view.material.fitting.iter();
    let pairs = pairs.map(|one| (one.adopter, one.source));
    pairs
        .filter(|(one, other)| asked.contains(one) || asked.contains(other))
        .collect()
}

/// How much it counts: how well the best offer fits.
pub(super) fn value(view: &View<'_>, pair: Pair) -> f64 {
    let own = view.material.fitting.iter();
    let own = own.filter(|one| (one.adopter, one.source) == (pair.adopter, pair.source));
    own.map(|one| one.score).fold(0.0, f64::max)
}

/// Its part of the score.
pub(super) fn component(view: &View<'_>, pair: Pair, weight: f64) -> Component {
    let value = value(view, pair);
    let explanation = match value > 0.0 {
        true => Words::new(
            "Die eine Stadt sucht, was die andere anbietet.",
            "The one city looks for what the other offers.",
        ),
        false => Words::new(
            "Kein Gesuch, zu dem ein Angebot passt.",
            "No request that an offer fits.",
        ),
    };
    let label = Words::new("Angebot und Gesuch", "Offer and request");
    Component::new("expertise", label, (weight, value), explanation)
}

/// Why, for the sentence.
pub(super) fn clause(view: &View<'_>, pair: Pair) -> Words {
    let (adopter, source) = (view.city(pair.adopter), view.city(pair.source));
    Words::new(
        format!("{source} bietet an, was {adopter} sucht"),
        format!("{source} offers what {adopter} looks for"),
    )
}
