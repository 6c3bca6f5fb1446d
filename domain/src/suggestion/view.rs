//! What the index shows of a network to somebody for whom suggestions are.
//!
//! Invariant: a project takes part only if the caller may read it, it stands in the network, and its municipality takes
//! part in the network today; a pair is of two cities.

use super::{barrier, expertise, id::SuggestionId, material::Material, mention};
use crate::{
    language::Words,
    search_index::{Entry, Eyes, State, status_number},
    similarity::index::{Facts, Key},
};
use entity::{id::ProjectId, value::ProjectStatus};
use std::cmp::{Ordering, Reverse};
use uuid::Uuid;

/// The index through somebody's eyes.
pub(super) struct View<'a> {
    pub(super) state: &'a State,
    pub(super) eyes: &'a Eyes,
    pub(super) material: &'a Material,
}

/// Two projects, in the direction in which experience goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Pair {
    /// The project that wants to learn.
    pub(super) adopter: Key,
    /// The project to learn from.
    pub(super) source: Key,
}

impl Pair {
    /// The id of the suggestion of it.
    pub(super) fn id(self) -> SuggestionId {
        let project = |key| ProjectId(Uuid::from_u128(key));
        SuggestionId {
            adopter: project(self.adopter),
            source: project(self.source),
        }
    }

    /// Breaks ties between pairs that score the same.
    pub(super) const fn key(self) -> Key {
        self.adopter ^ self.source.rotate_left(64)
    }
}

impl From<SuggestionId> for Pair {
    fn from(id: SuggestionId) -> Self {
        Self {
            adopter: id.adopter.0.as_u128(),
            source: id.source.0.as_u128(),
        }
    }
}

impl<'a> View<'a> {
    /// A project that takes part.
    pub(super) fn project(&self, key: Key) -> Option<(Facts, &'a Entry)> {
        let (facts, entry) = self.state.facts_of(key)?;
        let takes_part = facts.city != 0
            && entry.facts.network == Some(self.material.network)
            && self.material.members.contains(&entry.facts.tenant)
            && self.state.shows(self.eyes, &facts);
        takes_part.then_some((facts, entry))
    }

    /// Whether two projects could be suggested to each other.
    pub(super) fn can_meet(&self, (one, city): (Key, u32), other: Key) -> bool {
        let is_elsewhere = |(facts, _): &(Facts, _)| facts.city != city;
        self.project(other)
            .is_some_and(|found| is_elsewhere(&found))
            && !self.material.is_resting(one, other)
    }

    /// Which of two projects learns from the other: the one whose plan names the other's city; else the one that looks for
    /// what the other offers, or is faced with what the other has overcome; else the one that is less far, or was entered later.
    pub(super) fn aim(&self, one: Key, other: Key) -> Option<Pair> {
        let (own, _) = self.project(one)?;
        let (far, _) = self.project(other)?;
        let cities = [own.city, far.city];
        let is_wanted = |city| cities.contains(&city);
        if own.city == far.city || !self.material.other_city.is_none_or(is_wanted) {
            return None;
        }
        let pair = |adopter, source| Pair { adopter, source };
        let wants = |pair: Pair| {
            let is_named = mention::of(self, pair).is_some();
            let is_looked_for = expertise::value(self, pair) > 0.0;
            (
                is_named,
                is_looked_for,
                !barrier::solved(self, pair).is_empty(),
            )
        };
        let (there, back) = (pair(one, other), pair(other, one));
        let less = |facts: &Facts, key: Key| (progress(facts), Reverse(key));
        Some(match wants(there).cmp(&wants(back)) {
            Ordering::Greater => there,
            Ordering::Less => back,
            Ordering::Equal if less(&own, one) < less(&far, other) => there,
            Ordering::Equal => back,
        })
    }

    /// What the municipality of a project is called.
    pub(super) fn city(&self, project: Key) -> String {
        let facts = self.state.index.facts(project).unwrap_or_default();
        let city = self
            .material
            .reference
            .cities
            .find(&format!("{:08}", facts.city));
        city.map(|city| city.display_name.clone())
            .unwrap_or_default()
    }

    /// The names of barriers.
    pub(super) fn barriers(&self, ids: &[entity::id::BarrierId]) -> Words {
        let known = ids.iter();
        let known = known.filter_map(|id| self.material.reference.barriers.find(id));
        let (de, en): (Vec<_>, Vec<_>) = known
            .map(|one| (one.label_de.as_str(), one.label_en.as_str()))
            .unzip();
        Words::new(de.join(", "), en.join(", "))
    }
}

/// How far a project has come.
fn progress(facts: &Facts) -> (u8, u8) {
    let is = |one: ProjectStatus| status_number(one) == facts.status;
    let status = match () {
        () if is(ProjectStatus::InOperation) => 5,
        () if is(ProjectStatus::Completed) => 4,
        () if is(ProjectStatus::InProgress) || is(ProjectStatus::Abandoned) => 3,
        () if is(ProjectStatus::OnHold) || is(ProjectStatus::Blocked) => 2,
        () if is(ProjectStatus::Planned) => 1,
        () => 0,
    };
    (status, facts.phase)
}
