//! Gives public projects their vectors, beside everything else that goes on.
//!
//! Invariant: a model that fails is asked a bounded number of times; a text that it refuses is set aside until the
//! service starts again and holds up no other.

use super::{
    Embed, Fault, Fingerprint, Model, Settings,
    breaker::Breaker,
    cache::{self, Known},
    text_of,
};
use crate::{
    error::Result, search_index::public_texts, similarity::index::vector::Vector, store::Store,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};
use uuid::Uuid;

/// Vectors that are read from the database at a time.
const RECALLED: usize = 500;
/// How often it is looked for vectors that nobody needs any more, and how old those are at least: another copy of the
/// service may know a text already that this one has not met.
const SWEEP: TimeDelta = TimeDelta::hours(1);

/// A project that everybody may read and that has no vector, with the fingerprint of its text.
type Waiting = (Uuid, Fingerprint);

/// Gives public projects their vectors.
#[derive(Debug)]
pub struct Embedder {
    embed: Arc<dyn Embed>,
    model: Model,
    batch: usize,
    breaker: Breaker,
    dimensions: Option<usize>,
    refused: HashSet<Fingerprint>,
    swept_at: Option<DateTime<Utc>>,
}

impl Embedder {
    /// Lets a model take part in the index of a store.
    #[must_use]
    pub fn new(store: &Store, embed: Arc<dyn Embed>, settings: &Settings) -> Self {
        let model = Model::new(&settings.model, settings.share);
        store.index().use_model(model.clone());
        Self {
            embed,
            model,
            batch: settings.batch.max(1),
            breaker: Breaker::default(),
            dimensions: None,
            refused: HashSet::new(),
            swept_at: None,
        }
    }

    /// One round: removes vectors that nobody needs, tells the index those that were made before, and asks the model for
    /// the others until it fails.
    ///
    /// # Errors
    /// What the database answers; that the model fails is none.
    pub async fn round(&mut self, store: &Store) -> Result<()> {
        self.sweep(store).await?;
        if !self.breaker.admits(store.clock().now()) {
            return Ok(());
        }
        store.index().catch_up(store).await?;
        let waiting = self.recall(store).await?;
        for batch in waiting.chunks(self.batch) {
            if !self.breaker.admits(store.clock().now()) {
                break;
            }
            self.embed(store, batch).await?;
        }
        Ok(())
    }

    /// Removes the vectors of texts that are no longer those of a public project.
    async fn sweep(&mut self, store: &Store) -> Result<()> {
        let now = store.clock().now();
        if self.swept_at.is_some_and(|last| now < last + SWEEP) {
            return Ok(());
        }
        let kept = cache::made_before(store, now - SWEEP).await?;
        // After the rows were read, so that whatever they are of is known.
        store.index().catch_up(store).await?;
        let needed = store.index().fingerprints();
        let unneeded = kept.into_iter().filter(|text| !needed.contains(text));
        let unneeded: Vec<Uuid> = unneeded.map(|text| text.0).collect();
        cache::forget(store, &unneeded).await?;
        self.swept_at = Some(now);
        Ok(())
    }

    /// Tells the index the vectors that were made before; gives what still waits.
    async fn recall(&mut self, store: &Store) -> Result<Vec<Waiting>> {
        let mut waiting = store.index().waiting();
        waiting.retain(|(_, text)| !self.refused.contains(text));
        let mut left = Vec::new();
        for part in waiting.chunks(RECALLED) {
            let texts: Vec<Uuid> = part.iter().map(|(_, text)| text.0).collect();
            let mut known = cache::find(store, &texts).await?;
            known.retain(|_, vector| self.fits(vector));
            store.index().tell(part, &known);
            left.extend(part.iter().filter(|(_, text)| !known.contains_key(text)));
        }
        Ok(left)
    }

    /// Whether a vector has as many dimensions as those before.
    fn fits(&mut self, vector: &Vector) -> bool {
        *self.dimensions.get_or_insert(vector.dimensions()) == vector.dimensions()
    }

    /// Asks the model for the vectors of some projects, as far as everybody may read them now.
    async fn embed(&mut self, store: &Store, batch: &[Waiting]) -> Result<()> {
        let ids: Vec<Uuid> = batch.iter().map(|(project, _)| *project).collect();
        let wanted: HashSet<Fingerprint> = batch.iter().map(|(_, text)| *text).collect();
        let texts = public_texts(store, &ids).await?.into_iter();
        let texts = texts.map(|parts| text_of(&parts));
        let texts = texts.map(|text| (self.model.fingerprint(&text), text));
        // One that has changed meanwhile waits until the index knows.
        let texts: BTreeMap<_, _> = texts.filter(|(text, _)| wanted.contains(text)).collect();
        let mut queue = vec![texts];
        while let Some(mut texts) = queue.pop() {
            let now = store.clock().now();
            if texts.is_empty() || !self.breaker.admits(now) {
                continue;
            }
            match self.ask(&texts).await {
                Ok(known) => {
                    if self.breaker.succeeded() {
                        tracing::info!("the embedding model answers again");
                    }
                    cache::keep(store, &known).await?;
                    store.index().tell(batch, &known);
                }
                // It is looked for the one that is refused.
                Err(Fault::Refused(_)) if texts.len() > 1 => {
                    let middle = texts.keys().nth(texts.len() / 2).copied();
                    queue.extend(middle.map(|middle| texts.split_off(&middle)));
                    queue.push(texts);
                }
                Err(fault) => self.take_failure(&fault, texts.keys().next(), now),
            }
        }
        Ok(())
    }

    fn take_failure(&mut self, fault: &Fault, text: Option<&Fingerprint>, now: DateTime<Utc>) {
        let pause = match fault {
            Fault::Busy(wait) => Some(self.breaker.asked_for_break(now, *wait)),
            Fault::Refused(_) => {
                self.refused.extend(text);
                self.breaker.failed(now)
            }
            Fault::Failed(_) => self.breaker.failed(now),
        };
        match pause.map(|pause| pause.num_seconds()) {
            Some(seconds) => tracing::warn!(
                %fault, seconds, "the embedding model fails and is not asked for a while"
            ),
            None => tracing::info!(%fault, "the embedding model has failed"),
        }
    }

    async fn ask(
        &mut self,
        texts: &BTreeMap<Fingerprint, String>,
    ) -> std::result::Result<Known, Fault> {
        let sent: Vec<String> = texts.values().cloned().collect();
        let answer = self.embed.vectors(&sent).await?;
        if answer.len() != sent.len() {
            let (got, sent) = (answer.len(), sent.len());
            return Err(Fault::Failed(format!("{got} vectors for {sent} texts")));
        }
        let vectors: Option<Vec<Vector>> = answer.iter().map(|one| Vector::new(one)).collect();
        let Some(vectors) = vectors else {
            let why = "a vector is empty, too long or no direction";
            return Err(Fault::Failed(why.to_owned()));
        };
        // What cannot be used says nothing about what is to come.
        let dimensions = self.dimensions.or(vectors.first().map(Vector::dimensions));
        if let Some(other) = vectors
            .iter()
            .find(|one| Some(one.dimensions()) != dimensions)
        {
            let (got, usual) = (other.dimensions(), dimensions.unwrap_or_default());
            return Err(Fault::Failed(format!(
                "a vector has {got} dimensions and not {usual}: another model under the same name needs another name"
            )));
        }
        self.dimensions = dimensions;
        Ok(texts
            .keys()
            .copied()
            .zip(vectors.into_iter().map(Arc::new))
            .collect())
    }
}
