//! Suggestions from barriers: one project is faced with what the other has overcome.
//!
//! Invariant: what a barrier is to a project is read in the index, which whoever reads the project may know.

use super::view::{Pair, View};
use crate::{
    barrier_experience::nearness::Place,
    language::{Language, Words},
    search_index::Entry,
    similar_project::Component,
    similarity::index::Key,
};
use entity::{id::BarrierId, value::BarrierRole};
use std::collections::HashMap;

/// So many projects at most are told of one.
const MOST: usize = 5;
/// So many projects at most are looked at for a barrier: those that were entered last.
const MOST_DEALING: usize = 500;
/// What it counts where a project is held up, and where it addresses the barrier.
const HELD_UP: f64 = 1.0;
const ADDRESSED: f64 = 0.6;

/// Projects by barrier and by whether they have overcome it.
type Dealing<'a> = HashMap<(BarrierId, bool), Vec<(Key, Place)>>;

const fn has_overcome(role: BarrierRole) -> bool {
    matches!(role, BarrierRole::Resolved)
}

/// The pairs of projects in question with those that have overcome what they are faced with, or the other way round.
pub(super) fn pairs(view: &View<'_>) -> Vec<(Key, Key)> {
    let mut dealing = Dealing::new();
    let mut pairs = Vec::new();
    for one in &view.material.asked {
        let Some((facts, entry)) = view.project(*one) else {
            continue;
        };
        let own = Place::of_facts(&facts);
        let mut near: Vec<(f64, Key)> = Vec::new();
        for (barrier, role) in &entry.barriers {
            let wanted = (*barrier, !has_overcome(*role));
            let others = dealing.entry(wanted).or_insert_with(|| find(view, wanted));
            let others = others.iter();
            let others = others.filter(|(key, _)| view.can_meet((*one, facts.city), *key));
            near.extend(others.map(|(key, place)| (own.likeness(place), *key)));
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        near.dedup_by_key(|(_, key)| *key);
        pairs.extend(near.into_iter().take(MOST).map(|(_, other)| (*one, other)));
    }
    pairs
}

/// The projects that take part and have overcome a barrier, or are faced with it.
fn find(view: &View<'_>, (barrier, is_overcome): (BarrierId, bool)) -> Vec<(Key, Place)> {
    let is_dealing = |entry: &Entry| {
        let mut own = entry.barriers.iter();
        own.any(|(own, role)| *own == barrier && has_overcome(*role) == is_overcome)
    };
    let all = view.state.dealing_with(&[barrier]);
    let all = all.into_iter().rev();
    let taking_part = all.filter_map(|key| {
        let (facts, entry) = view.project(key)?;
        is_dealing(entry).then(|| (key, Place::of_facts(&facts)))
    });
    taking_part.take(MOST_DEALING).collect()
}

/// The barriers that the source has overcome and the adopter is faced with, and whether it is held up by one.
fn faced(view: &View<'_>, pair: Pair) -> Vec<(BarrierId, BarrierRole)> {
    let (Some((_, adopter)), Some((_, source))) =
        (view.project(pair.adopter), view.project(pair.source))
    else {
        return Vec::new();
    };
    let is_solved = |(barrier, role): &&(BarrierId, BarrierRole)| {
        let mut there = source.barriers.iter();
        !has_overcome(*role) && there.any(|(other, role)| other == barrier && has_overcome(*role))
    };
    adopter.barriers.iter().filter(is_solved).copied().collect()
}

/// The barriers that the source has overcome and the adopter is faced with.
pub(super) fn solved(view: &View<'_>, pair: Pair) -> Vec<BarrierId> {
    let mut barriers: Vec<BarrierId> = faced(view, pair).into_iter().map(|(id, _)| id).collect();
    barriers.dedup();
    barriers
}

/// How much it counts.
pub(super) fn value(view: &View<'_>, pair: Pair) -> f64 {
    let faced = faced(view, pair);
    let is_held_up = faced
        .iter()
        .any(|(_, role)| *role == BarrierRole::BlockedBy);
    match faced.is_empty() {
        true => 0.0,
        false if is_held_up => HELD_UP,
        false => ADDRESSED,
    }
}

/// Its part of the score.
pub(super) fn component(view: &View<'_>, pair: Pair, weight: f64) -> Component {
    let value = value(view, pair);
    let names = view.barriers(&solved(view, pair));
    let explanation = match value > 0.0 {
        true => names.map(
            |names| format!("Dort überwunden, hier noch im Weg: {names}."),
            |names| format!("Overcome there, still in the way here: {names}."),
        ),
        false => Words::new(
            "Kein Hemmnis, das dort überwunden und hier im Weg ist.",
            "No barrier that was overcome there and is in the way here.",
        ),
    };
    let label = Words::new("Hemmnisse", "Barriers");
    Component::new("barrier", label, (weight, value), explanation)
}

/// Why, for the sentence.
pub(super) fn clause(view: &View<'_>, pair: Pair) -> Words {
    let (adopter, source) = (view.city(pair.adopter), view.city(pair.source));
    let names = view.barriers(&solved(view, pair));
    let (de, en) = (names.text(Language::De), names.text(Language::En));
    Words::new(
        format!("{source} hat überwunden, womit {adopter} zu tun hat ({de})"),
        format!("{source} has overcome what {adopter} is faced with ({en})"),
    )
}
