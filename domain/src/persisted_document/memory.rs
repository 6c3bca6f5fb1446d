//! What the process remembers of trusted documents.
//!
//! Invariant: memory is bounded whatever comes in; nothing is remembered for one caller that another one gets, unless both
//! would be given it by the database.

use chrono::{DateTime, TimeDelta, Utc};
use entity::value::DocumentMode;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};
use uuid::Uuid;

/// Bytes of all remembered texts together.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// How long a text of the database is believed.
const BELIEVED: TimeDelta = TimeDelta::seconds(5);

/// How long a text is remembered that was sent with its hash.
const REMEMBERED: TimeDelta = TimeDelta::hours(1);

/// As what a text is remembered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    kind: Kind,
    hash: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Trusted([Uuid; 2]),
    Named,
    Automatic(Uuid),
}

impl Place {
    pub(super) fn trusted(holders: [Uuid; 2], hash: &str) -> Self {
        Self::new(Kind::Trusted(holders), hash)
    }

    pub(super) fn named(hash: &str) -> Self {
        Self::new(Kind::Named, hash)
    }

    pub(super) fn automatic(sender: Uuid, hash: &str) -> Self {
        Self::new(Kind::Automatic(sender), hash)
    }

    fn new(kind: Kind, hash: &str) -> Self {
        let hash = hash.to_owned();
        Self { kind, hash }
    }

    const fn holds(&self) -> TimeDelta {
        match self.kind {
            Kind::Trusted(_) | Kind::Named => BELIEVED,
            Kind::Automatic(_) => REMEMBERED,
        }
    }
}

/// What the process remembers of trusted documents.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    modes: RwLock<HashMap<Uuid, DocumentMode>>,
    texts: Mutex<Texts>,
}

#[derive(Debug, Default)]
struct Texts {
    known: HashMap<Place, (DateTime<Utc>, Arc<str>)>,
    bytes: usize,
}

impl Documents {
    /// How strict the list of a holder is, if there is one.
    pub(super) fn mode(&self, holder: Uuid) -> Option<DocumentMode> {
        let modes = self.modes.read().unwrap_or_else(PoisonError::into_inner);
        modes.get(&holder).copied()
    }

    pub(super) fn set_modes(&self, modes: Vec<(Uuid, DocumentMode)>) {
        let modes = modes.into_iter().collect();
        *self.modes.write().unwrap_or_else(PoisonError::into_inner) = modes;
    }

    pub(super) fn recall(&self, place: &Place, now: DateTime<Utc>) -> Option<Arc<str>> {
        let texts = self.texts();
        let (at, text) = texts.known.get(place)?;
        (now - *at < place.holds()).then(|| Arc::clone(text))
    }

    /// Where there is no room left all is forgotten, which costs those who come next one question each.
    pub(super) fn keep(&self, place: Place, text: Arc<str>, now: DateTime<Utc>) {
        let mut texts = self.texts();
        let size = text.len() + size_of::<Place>() + place.hash.len();
        if texts.bytes + size > MOST_BYTES {
            *texts = Texts::default();
        }
        match texts.known.insert(place, (now, text)) {
            Some(_) => {}
            None => texts.bytes += size,
        }
    }

    pub(super) fn forget(&self) {
        let mut texts = self.texts();
        *texts = Texts::default();
    }

    fn texts(&self) -> MutexGuard<'_, Texts> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_bounded_and_ends() {
        let (documents, now) = (Documents::default(), DateTime::UNIX_EPOCH);
        let text: Arc<str> = "x".repeat(1024 * 1024).into();
        for at in 0..20 {
            let place = Place::named(&at.to_string());
            documents.keep(place, Arc::clone(&text), now);
            assert!(documents.texts().bytes <= MOST_BYTES);
        }
        let (last, first) = (Place::named("19"), Place::named("0"));
        assert!(documents.recall(&last, now).is_some());
        assert!(documents.recall(&first, now).is_none());
        assert!(documents.recall(&last, now + BELIEVED).is_none());
        let foreign = Place::automatic(Uuid::nil(), "19");
        assert!(documents.recall(&foreign, now).is_none());
    }
}
