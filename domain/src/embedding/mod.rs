//! Vectors that a language model makes of the texts of public projects, where an installation has set up a model.
//!
//! Invariant: nothing leaves but what everybody may read: texts are read as nobody would, right before they are sent, and
//! what a caller types is never among them. No search waits for the model, and without one every answer is as if there
//! were none.

mod breaker;
mod cache;
mod text;
mod worker;

use std::{fmt, future::Future, pin::Pin, time::Duration};
use thiserror::Error;

pub(crate) use cache::forget_all;
pub(crate) use text::{Fingerprint, Model, text_of};
pub use worker::Embedder;

/// Vectors on their way, one for each text in the same order.
pub type Embedding<'a> = Pin<Box<dyn Future<Output = Result<Vec<Vec<f32>>, Fault>> + Send + 'a>>;

/// A language model that makes vectors of texts.
pub trait Embed: fmt::Debug + Send + Sync {
    /// The vectors of some texts.
    fn vectors<'a>(&'a self, texts: &'a [String]) -> Embedding<'a>;
}

/// Why there are no vectors. Nothing here repeats a text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The model does not take these texts; it may take others.
    #[error("the texts are refused with status {0}")]
    Refused(u16),
    /// It has too much to do, and may say for how long.
    #[error("there is too much to do")]
    Busy(Option<Duration>),
    /// No answer in time, or none that can be used.
    #[error("{0}")]
    Failed(String),
}

/// How a model is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Its name. Vectors are kept under it, so another model needs another name.
    pub model: String,
    /// Its share in the score of two projects that both have a vector, between 0 and 1.
    pub share: f32,
    /// Most texts of one request.
    pub batch: usize,
}
