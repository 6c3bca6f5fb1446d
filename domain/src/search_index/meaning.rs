//! What the projects of the index mean, where a language model takes part.
//!
//! Invariant: a project has a vector only while everybody may read it, and only the one that was made of its present text.

use super::{
    SearchIndex, State,
    read::{Gathered, Part},
};
use crate::{
    embedding::{Fingerprint, Model, text_of},
    similarity::{
        index::{Key, vector::Vector},
        similar::{Feature, Weights},
    },
};
use entity::value::Visibility;
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Arc, PoisonError},
};
use uuid::Uuid;

/// The texts of public projects by their fingerprints, those under an embargo too.
#[derive(Debug)]
pub(super) struct Meanings {
    model: Model,
    texts: HashMap<Key, Fingerprint>,
    /// Those that everybody may read and that have no vector.
    waiting: BTreeSet<Key>,
}

impl Meanings {
    pub fn new(model: Model) -> Self {
        Self {
            model,
            texts: HashMap::new(),
            waiting: BTreeSet::new(),
        }
    }

    /// Notes the text of a project that is public, now or when its embargo is over.
    pub fn note(&mut self, project: &Gathered, is_public: bool) {
        let visibility = project.entry.facts.visibility;
        if project.part != Part::Project || visibility != Visibility::Public {
            return;
        }
        let key = project.id.as_u128();
        let text = self.model.fingerprint(&text_of(&project.texts));
        self.texts.insert(key, text);
        if is_public {
            self.waiting.insert(key);
        }
    }

    /// Lets a project wait for its vector whose embargo is over.
    pub fn open(&mut self, key: Key) {
        if self.texts.contains_key(&key) {
            self.waiting.insert(key);
        }
    }

    pub fn forget(&mut self, key: Key) {
        self.texts.remove(&key);
        self.waiting.remove(&key);
    }

    fn text(&self, key: Key) -> Option<Fingerprint> {
        self.texts.get(&key).copied()
    }
}

impl State {
    /// Weights with the share of meaning, where a language model takes part.
    pub fn weigh(&self, weights: &Weights) -> Weights {
        self.meanings.as_ref().map_or(*weights, |meanings| {
            weights.with_share(Feature::Meaning, meanings.model.share)
        })
    }

    /// What a project means, and the text that this was told of.
    pub(super) fn meaning_of(&self, key: Key) -> Option<(Fingerprint, Arc<Vector>)> {
        let text = self.meanings.as_ref()?.text(key)?;
        Some((text, self.index.meaning(key)?))
    }

    /// Takes in what a project means, if that was told of the text that it has.
    pub(super) fn understand(&mut self, key: Key, text: Fingerprint, meaning: &Arc<Vector>) {
        let Some(meanings) = &mut self.meanings else {
            return;
        };
        if meanings.text(key) == Some(text) && self.index.set_meaning(key, meaning) {
            meanings.waiting.remove(&key);
        }
    }

    /// Takes over what an index before this one knew.
    pub(super) fn recall(&mut self, before: &Self) {
        let waiting = self
            .meanings
            .as_ref()
            .map(|meanings| meanings.waiting.clone());
        for key in waiting.unwrap_or_default() {
            if let Some((text, meaning)) = before.meaning_of(key) {
                self.understand(key, text, &meaning);
            }
        }
    }
}

impl SearchIndex {
    /// Lets a language model take part from now on. What was built without it is built again.
    pub(crate) fn use_model(&self, model: Model) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if self.model.set(model).is_ok() {
            *state = None;
        }
    }

    /// The language model that takes part.
    pub(super) fn model(&self) -> Option<&Model> {
        self.model.get()
    }

    /// The projects that everybody may read and that have no vector, with the fingerprints of their texts.
    pub(crate) fn waiting(&self) -> Vec<(Uuid, Fingerprint)> {
        let waiting = |state: &State| {
            let meanings = state.meanings.as_ref()?;
            let keys = meanings.waiting.iter();
            Some(
                keys.filter_map(|key| Some((Uuid::from_u128(*key), meanings.text(*key)?)))
                    .collect(),
            )
        };
        self.look(waiting).flatten().unwrap_or_default()
    }

    /// The fingerprints of all texts of public projects.
    pub(crate) fn fingerprints(&self) -> HashSet<Fingerprint> {
        let texts = |state: &State| {
            let meanings = state.meanings.as_ref();
            meanings.map(|meanings| meanings.texts.values().copied().collect())
        };
        self.look(texts).flatten().unwrap_or_default()
    }

    /// Tells what projects mean, as far as that is known.
    pub(crate) fn tell(
        &self,
        projects: &[(Uuid, Fingerprint)],
        known: &HashMap<Fingerprint, Arc<Vector>>,
    ) {
        self.change(|state| {
            for (project, text) in projects {
                if let Some(meaning) = known.get(text) {
                    state.understand(project.as_u128(), *text, meaning);
                }
            }
        });
    }
}
