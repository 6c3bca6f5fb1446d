//! Among which projects is looked: by city, field, status, barrier, instrument and what there is to learn.
//!
//! Invariant: the same for GraphQL and REST; a filter only ever narrows what the caller may read.

use crate::{
    concept::Concept,
    ctx::Ctx,
    error::{Error, Result},
    plan::network,
    project::{action_fields, barriers},
    read::{CityCriteria, bounded},
    search_index::{Entry, Eyes, State, city_number, phase_number, status_number},
    similarity::{
        index::{Facts, Key},
        vocabulary::ConceptId,
    },
};
use entity::{
    id::NetworkId,
    value::{BarrierRole, ProjectPhase, ProjectStatus},
};
use std::collections::HashSet;
use uuid::Uuid;

/// Among which projects is looked; all criteria must hold.
#[derive(Clone, Debug, Default)]
pub struct MatchFilter {
    /// Criteria on the municipality.
    pub city: CityCriteria,
    /// Slug of the network.
    pub network: Option<String>,
    /// Codes of action fields.
    pub action_field: Option<Vec<String>>,
    /// Where they stand.
    pub status: Option<Vec<ProjectStatus>>,
    /// How mature they are.
    pub phase: Option<Vec<ProjectPhase>>,
    /// Codes of barriers.
    pub barrier: Option<Vec<String>>,
    /// What those barriers are to the project.
    pub barrier_role: Option<Vec<BarrierRole>>,
    /// Short names of instruments, problems or actors of the vocabulary; narrower ones count.
    pub instrument: Option<Vec<String>>,
    /// Only those that are finished or were made permanent.
    pub is_finished: bool,
    /// Only those that tell a lesson the caller may read.
    pub has_outcome: bool,
    /// Whether those of the same city take part.
    pub with_own_city: bool,
}

/// The criteria with their codes looked up.
#[derive(Debug)]
pub(crate) struct Criteria {
    cities: Option<HashSet<u32>>,
    /// The network, if only one is wanted.
    pub network: Option<NetworkId>,
    action_fields: Option<HashSet<Uuid>>,
    statuses: Option<Vec<u8>>,
    phases: Option<Vec<u8>>,
    barriers: Option<HashSet<Uuid>>,
    roles: Option<Vec<BarrierRole>>,
    /// By short name: the index may know another version of the vocabulary.
    concepts: Option<Vec<String>>,
    has_outcome: bool,
    pub with_own_city: bool,
    /// Whether every project meets them.
    pub is_open: bool,
}

/// What counts as finished.
const FINISHED: [ProjectStatus; 2] = [ProjectStatus::Completed, ProjectStatus::InOperation];

impl MatchFilter {
    /// Looks the codes up.
    pub(crate) fn check(&self, ctx: &Ctx) -> Result<Criteria> {
        let codes = |codes: &Option<Vec<String>>,
                     find: fn(&Ctx, &[String]) -> Result<Vec<Uuid>>| {
            let found = codes.as_ref().map(|codes| find(ctx, codes)).transpose()?;
            Ok::<_, Error>(found.map(|found| found.into_iter().collect::<HashSet<Uuid>>()))
        };
        let network = self.network.as_deref().map(|slug| network(ctx, slug));
        Ok(Criteria {
            cities: self.cities(ctx)?,
            network: network.transpose()?,
            action_fields: codes(&self.action_field, action_fields)?,
            statuses: self.statuses(),
            phases: self
                .phase
                .as_ref()
                .map(|phases| phases.iter().map(|phase| phase_number(*phase)).collect()),
            barriers: codes(&self.barrier, barriers)?,
            roles: self.barrier_role.clone(),
            concepts: self.concepts(ctx)?,
            has_outcome: self.has_outcome,
            with_own_city: self.with_own_city,
            is_open: self.is_open(),
        })
    }

    /// Whether nothing is asked for; the own city is a matter of its own.
    const fn is_open(&self) -> bool {
        self.city.is_empty()
            && self.network.is_none()
            && self.action_field.is_none()
            && self.status.is_none()
            && self.phase.is_none()
            && self.barrier.is_none()
            && self.barrier_role.is_none()
            && self.instrument.is_none()
            && !self.is_finished
            && !self.has_outcome
    }

    fn cities(&self, ctx: &Ctx) -> Result<Option<HashSet<u32>>> {
        if self.city.is_empty() {
            return Ok(None);
        }
        self.city.check()?;
        let cities = ctx.reference().tenant_cities();
        let meeting = cities.filter(|city| self.city.holds(city));
        Ok(Some(meeting.map(|city| city_number(&city.ags)).collect()))
    }

    fn statuses(&self) -> Option<Vec<u8>> {
        let numbers = |statuses: &[ProjectStatus]| -> Vec<u8> {
            statuses
                .iter()
                .map(|status| status_number(*status))
                .collect()
        };
        let finished = self.is_finished.then(|| numbers(&FINISHED));
        let named = self.status.as_deref().map(numbers);
        match (finished, named) {
            (Some(finished), Some(named)) => Some(
                named
                    .into_iter()
                    .filter(|one| finished.contains(one))
                    .collect(),
            ),
            (finished, named) => finished.or(named),
        }
    }

    /// The short names of concepts, with those of all narrower ones.
    fn concepts(&self, ctx: &Ctx) -> Result<Option<Vec<String>>> {
        let Some(names) = &self.instrument else {
            return Ok(None);
        };
        let vocabulary = &ctx.reference().vocabulary;
        let mut wanted = HashSet::new();
        for name in bounded("instrument", names)? {
            wanted.insert(Concept::wanted(vocabulary, "filter.instrument", name)?.id());
        }
        let is_wanted = |(id, _): &(ConceptId, _)| {
            let mut wider = vocabulary.ancestors(*id);
            wanted.contains(id) || wider.any(|wider| wanted.contains(&wider))
        };
        let all = (0..).zip(vocabulary.concepts()).filter(is_wanted);
        Ok(Some(
            all.map(|(_, concept)| concept.notation.clone()).collect(),
        ))
    }
}

impl Criteria {
    /// Whether a project takes part: the caller may read it, and it meets them, but for instruments.
    pub fn admit(&self, state: &State, eyes: &Eyes, facts: &Facts) -> bool {
        state.shows(eyes, facts)
            && (self.is_open
                || state
                    .entry(facts)
                    .is_some_and(|entry| self.hold(entry, facts, eyes)))
    }

    /// Whether a project that the caller may read meets them, but for instruments.
    fn hold(&self, entry: &Entry, facts: &Facts, eyes: &Eyes) -> bool {
        let has = |numbers: &Option<Vec<u8>>, number: u8| {
            numbers
                .as_ref()
                .is_none_or(|numbers| numbers.contains(&number))
        };
        self.cities
            .as_ref()
            .is_none_or(|cities| cities.contains(&facts.city))
            && self
                .network
                .is_none_or(|network| entry.facts.network == Some(network))
            && has(&self.statuses, facts.status)
            && has(&self.phases, facts.phase)
            && self.action_fields.as_ref().is_none_or(|fields| {
                entry
                    .action_field
                    .is_some_and(|field| fields.contains(&field.0))
            })
            && self.meets_barriers(entry)
            && (!self.has_outcome
                || entry
                    .lessons
                    .iter()
                    .any(|lesson| eyes.see_part(entry, *lesson)))
    }

    fn meets_barriers(&self, entry: &Entry) -> bool {
        if self.barriers.is_none() && self.roles.is_none() {
            return true;
        }
        entry.barriers.iter().any(|(barrier, role)| {
            self.barriers
                .as_ref()
                .is_none_or(|wanted| wanted.contains(&barrier.0))
                && self
                    .roles
                    .as_ref()
                    .is_none_or(|wanted| wanted.contains(role))
        })
    }

    /// The projects that tell of the wanted instruments; none where none is wanted.
    pub fn instruments(&self, state: &State) -> Option<HashSet<Key>> {
        let concepts = self.concepts.as_ref()?;
        let vocabulary = state.index.vocabulary();
        let concepts = concepts.iter().filter_map(|name| vocabulary.named(name));
        Some(state.telling_of(concepts).collect())
    }
}
