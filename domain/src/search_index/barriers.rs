//! The barriers of the vocabulary as an index of their own: which of them does a text speak of?
//!
//! Invariant: barriers are everybody's; the index is made of the snapshot and exchanged with it.

use crate::{
    reference::Snapshot,
    similarity::{
        background::Background,
        index::{Document, Facts, Field, Filter, Index, Text},
        query::Subject,
        similar::{Feature, Request, Weights, rank},
        text::place::Places,
    },
};
use entity::id::BarrierId;
use uuid::Uuid;

/// Most barriers that a text is taken to speak of.
const MOST: usize = 3;
/// How near to the best one the others have to be.
const NEAR: f32 = 0.7;

/// The index of the barriers.
pub(super) fn of_barriers(reference: &Snapshot) -> Index {
    let ordinary = |word: &str| Background::shipped().is_ordinary(word);
    let mut index = Index::new(Places::new([], ordinary));
    let text = |field, text: &String| Text {
        field,
        text: text.clone(),
    };
    index.load(reference.barriers.all().iter().map(|barrier| Document {
        key: barrier.id.0.as_u128(),
        facts: Facts {
            is_public: true,
            ..Facts::default()
        },
        texts: vec![
            text(Field::Title, &barrier.label_de),
            text(Field::Title, &barrier.label_en),
            text(Field::Summary, &barrier.definition_de),
            text(Field::Summary, &barrier.definition_en),
        ],
        scheme: None,
        corrections: Vec::new(),
    }));
    index
}

/// The barriers that a text speaks of, the likeliest first.
pub(super) fn spoken_of(index: &Index, text: &str) -> Vec<BarrierId> {
    let mut weights = Weights::shipped();
    weights.set(Feature::Kinship, 0.0);
    let ranked = rank(
        index,
        &Request {
            subject: &Subject::of_text(index, text),
            weights: &weights,
            filter: Filter::open_if(true, &|_, _| true),
            with_own_city: true,
            first: MOST,
            after: None,
        },
    );
    let best = ranked.first().map_or(0.0, |first| first.score);
    let near = ranked.iter().take(MOST);
    near.filter(|one| one.score >= NEAR * best)
        .map(|one| BarrierId(Uuid::from_u128(one.key)))
        .collect()
}
