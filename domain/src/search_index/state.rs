//! The index in memory with what belongs to each of its projects.
//!
//! Invariant: every document of the index has its entry, and a document counts as public exactly while everybody may read
//! the project.

use super::{
    barriers::{of_barriers, spoken_of},
    entry::{Entry, Eyes},
    meaning::Meanings,
    read::{Gathered, Part},
};
use crate::{
    embedding::Model,
    reference::Snapshot,
    similarity::{
        background::Background,
        index::{Correction, Document, Facts, Field, Index, Key, Text},
        text::place::Places,
        vocabulary::ConceptId,
    },
};
use chrono::{DateTime, Utc};
use entity::{
    city,
    id::{ActionFieldId, BarrierId},
    value::{ProjectPhase, ProjectStatus, Visibility},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};
use uuid::Uuid;

/// The index in memory.
#[derive(Debug)]
pub(crate) struct State {
    /// Words, concepts and facts.
    pub index: Index,
    /// The same of plans.
    pub plans: Index,
    /// The barriers of the vocabulary.
    pub barriers: Index,
    by_barrier: HashMap<BarrierId, BTreeSet<Key>>,
    entries: Vec<Entry>,
    slots: HashMap<Key, u32>,
    free: Vec<u32>,
    openings: BTreeSet<(DateTime<Utc>, Key)>,
    fields: HashMap<ActionFieldId, u16>,
    pub(super) meanings: Option<Meanings>,
    /// The last change that it knows.
    pub seq: i64,
    /// The last change of an observation, or where it began.
    pub figure: i64,
    /// Whether what it took from the register of municipalities has changed.
    pub is_outdated: bool,
}

impl State {
    /// An empty one that knows the names of the municipalities, so that they are not taken for what a project is about.
    pub(super) fn new(reference: &Snapshot, model: Option<&Model>) -> Self {
        let cities = reference.cities.all();
        let names = cities.iter().map(|city| city.display_name.as_str());
        let is_ordinary = |word: &str| Background::shipped().is_ordinary(word);
        let places = Places::new(names, is_ordinary);
        Self {
            plans: Index::new(places.clone()),
            index: Index::with_vocabulary(places, Arc::clone(&reference.vocabulary)),
            barriers: of_barriers(reference),
            by_barrier: HashMap::new(),
            entries: Vec::new(),
            slots: HashMap::new(),
            free: Vec::new(),
            openings: BTreeSet::new(),
            fields: HashMap::new(),
            meanings: model.cloned().map(Meanings::new),
            seq: 0,
            figure: 0,
            is_outdated: false,
        }
    }

    /// Takes in many projects at once: much faster than one by one.
    pub(super) fn load(
        &mut self,
        part: Part,
        batches: impl Iterator<Item = Vec<Gathered>>,
        reference: &Snapshot,
        now: DateTime<Utc>,
    ) {
        let mut index = Index::new(Places::default());
        std::mem::swap(&mut index, self.of(part));
        index.load(
            batches
                .flatten()
                .map(|one| self.prepare(one, reference, now)),
        );
        std::mem::swap(&mut index, self.of(part));
    }

    const fn of(&mut self, part: Part) -> &mut Index {
        match part {
            Part::Project => &mut self.index,
            Part::Plan => &mut self.plans,
        }
    }

    /// What the index keeps of the document with these facts.
    pub fn entry(&self, facts: &Facts) -> Option<&Entry> {
        self.entries.get(facts.audience as usize)
    }

    /// Whether somebody may read the document with these facts. What everybody may read is known without its entry, which
    /// matters where thousands are asked for.
    pub fn shows(&self, eyes: &Eyes, facts: &Facts) -> bool {
        facts.is_public || self.entry(facts).is_some_and(|entry| eyes.see(entry))
    }

    /// Puts a project in, or in the place of what was known of it.
    pub(super) fn put(&mut self, project: Gathered, reference: &Snapshot, now: DateTime<Utc>) {
        let part = project.part;
        let before = self.meaning_of(project.id.as_u128());
        let document = self.prepare(project, reference, now);
        self.of(part).put(&document);
        if let Some((text, meaning)) = before {
            self.understand(document.key, text, &meaning);
        }
    }

    /// Keeps the entry of a project and gives what is to be indexed of it.
    pub(super) fn prepare(
        &mut self,
        project: Gathered,
        reference: &Snapshot,
        now: DateTime<Utc>,
    ) -> Document {
        let key = project.id.as_u128();
        self.forget(key);
        if let Some(opens) = project
            .entry
            .facts
            .embargo_until
            .filter(|opens| *opens > now)
        {
            self.openings.insert((opens, key));
        }
        let mut facts = self.facts(&project, reference);
        facts.is_public = project.entry.facts.visibility_at(now) == Visibility::Public;
        if let Some(meanings) = &mut self.meanings {
            meanings.note(&project, facts.is_public);
        }
        let city = project
            .city_ags
            .as_ref()
            .and_then(|ags| reference.cities.find(ags));
        let mut texts = project.texts;
        texts.extend(city.map(|city| Text {
            field: Field::City,
            text: city.display_name.clone(),
        }));
        let corrections = project.corrections.iter();
        let corrections = corrections.filter_map(|(notation, is_meant)| {
            Some(Correction {
                concept: self.index.vocabulary().named(notation)?,
                is_meant: *is_meant,
            })
        });
        let corrections = corrections.collect();
        let scheme = project.entry.facts.network.map(|id| id.0.as_u128());
        facts.audience = self.keep(key, project.entry);
        Document {
            key,
            facts,
            texts,
            scheme,
            corrections,
        }
    }

    /// Takes a project out.
    pub(super) fn remove(&mut self, project: Uuid) {
        let key = project.as_u128();
        self.forget(key);
        self.index.remove(key);
        self.plans.remove(key);
    }

    /// Lets those projects become public whose embargo is over.
    pub(super) fn open_due(&mut self, now: DateTime<Utc>) {
        while let Some((at, key)) = self.openings.first().copied() {
            if at > now {
                return;
            }
            self.openings.remove(&(at, key));
            for part in [Part::Project, Part::Plan] {
                let Some(mut facts) = self.of(part).facts(key) else {
                    continue;
                };
                let entry = self.entry(&facts);
                let opened = entry.map(|entry| entry.facts.visibility_at(now));
                facts.is_public = opened == Some(Visibility::Public);
                self.of(part).set_facts(key, facts);
                if let Some(meanings) = self.meanings.as_mut().filter(|_| facts.is_public) {
                    meanings.open(key);
                }
            }
        }
    }

    /// Whether an embargo is over that the index does not know to be.
    pub(super) fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.openings.first().is_some_and(|(at, _)| *at <= now)
    }

    /// The action field behind its number.
    pub fn action_field(&self, number: u32) -> Option<ActionFieldId> {
        let mut all = self.fields.iter();
        let found = all.find(|(_, known)| u32::from(**known) == number);
        found.map(|(id, _)| *id)
    }

    /// What the index keeps of a project, with its facts.
    pub fn facts_of(&self, key: Key) -> Option<(Facts, &Entry)> {
        let facts = self.index.facts(key)?;
        Some((facts, self.entry(&facts)?))
    }

    /// The barriers that a text speaks of.
    pub fn spoken_of(&self, text: Option<&str>) -> Vec<BarrierId> {
        text.map_or_else(Vec::new, |text| spoken_of(&self.barriers, text))
    }

    /// The projects that have to do with barriers, whoever may read them.
    pub fn dealing_with(&self, barriers: &[BarrierId]) -> BTreeSet<Key> {
        let keys = barriers
            .iter()
            .filter_map(|barrier| self.by_barrier.get(barrier));
        keys.flatten().copied().collect()
    }

    /// The projects that tell of any of these concepts, whoever may read them.
    pub fn telling_of(
        &self,
        concepts: impl Iterator<Item = ConceptId>,
    ) -> impl Iterator<Item = Key> {
        concepts
            .filter_map(|concept| self.index.concept_postings(concept))
            .flat_map(|postings| postings.iter())
            .filter_map(|(document, _)| Some(self.index.held(document)?.key))
    }

    fn forget(&mut self, key: Key) {
        if let Some(meanings) = &mut self.meanings {
            meanings.forget(key);
        }
        let Some(slot) = self.slots.remove(&key) else {
            return;
        };
        if let Some(entry) = self.entries.get(slot as usize) {
            if let Some(opens) = entry.facts.embargo_until {
                self.openings.remove(&(opens, key));
            }
            for (barrier, _) in &entry.barriers {
                if let Some(keys) = self.by_barrier.get_mut(barrier) {
                    keys.remove(&key);
                }
            }
        }
        self.free.push(slot);
    }

    fn keep(&mut self, key: Key, entry: Entry) -> u32 {
        let slot = self
            .free
            .pop()
            .unwrap_or_else(|| u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        for (barrier, _) in &entry.barriers {
            self.by_barrier.entry(*barrier).or_default().insert(key);
        }
        match self.entries.get_mut(slot as usize) {
            Some(place) => *place = entry,
            None => self.entries.push(entry),
        }
        self.slots.insert(key, slot);
        slot
    }

    fn facts(&mut self, project: &Gathered, reference: &Snapshot) -> Facts {
        let ags = project.city_ags.as_ref();
        let city = ags.and_then(|ags| reference.cities.find(ags));
        Facts {
            city: ags.map_or(0, |ags| city_number(ags)),
            action_field: project
                .entry
                .action_field
                .map_or(0, |field| self.field_number(field)),
            status: project.status.map_or(0, status_number),
            phase: project.phase.map_or(0, phase_number),
            ..city.map(|city| city_facts(city)).unwrap_or_default()
        }
    }

    /// Numbers are given out as action fields are met, and mean nothing outside of this index.
    fn field_number(&mut self, field: ActionFieldId) -> u16 {
        let next = u16::try_from(self.fields.len() + 1).unwrap_or(u16::MAX);
        *self.fields.entry(field).or_insert(next)
    }
}

/// What is known of a municipality, as numbers; 0 stands for what is not.
pub(crate) fn city_facts(city: &city::Model) -> Facts {
    Facts {
        city: city_number(&city.ags),
        population: city
            .population
            .and_then(|number| u32::try_from(number).ok())
            .unwrap_or(0),
        regiostar: city
            .regiostar7
            .and_then(|code| u8::try_from(code).ok())
            .unwrap_or(0),
        state: city.state.parse().unwrap_or(0),
        ..Facts::default()
    }
}

/// A municipality's number: its key without leading zeros.
pub(crate) fn city_number(ags: &str) -> u32 {
    ags.parse().unwrap_or(0)
}

/// A status as a number; 0 stands for none.
pub(crate) fn status_number(status: ProjectStatus) -> u8 {
    place_of(ProjectStatus::ALL, status)
}

/// A phase as a number; 0 stands for none.
pub(crate) fn phase_number(phase: ProjectPhase) -> u8 {
    place_of(ProjectPhase::ALL, phase)
}

fn place_of<T: PartialEq>(all: &[T], value: T) -> u8 {
    let place = all.iter().position(|one| *one == value);
    place
        .and_then(|place| u8::try_from(place + 1).ok())
        .unwrap_or(0)
}
