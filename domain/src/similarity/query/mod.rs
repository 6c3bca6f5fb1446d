//! A question to the index: its words and concepts, what each is worth, and how documents answer it.
//!
//! Invariant: what a word is worth follows from public documents and the background only; a document's score depends on
//! the question and the document, never on other hidden documents.

mod candidates;
mod compiled;
mod gram_slots;
mod scorer;
mod subject;

pub(crate) use candidates::Pool;
pub(crate) use compiled::{Compiled, Family, Scope};
pub(crate) use scorer::{Lexical, Scorer};
pub(crate) use subject::Told;
pub use subject::{Subject, SubjectWord};
