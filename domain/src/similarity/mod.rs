//! Similar projects and full-text search: an index in memory, a vocabulary of the field, and rankings that explain
//! themselves.
//!
//! Invariant: an answer is a function of the documents its viewer may read, of the public documents, of the shipped
//! background and of the weights it is asked with. Statistics are counted over public documents only, and the viewer's
//! filter is applied before ranking, counting, collapsing and suggesting, so that a hidden document changes nobody's score,
//! order, count or expansion.

pub mod background;
pub mod cursor;
pub mod index;
pub mod learn;
pub mod query;
pub mod search;
pub mod similar;
pub mod text;
pub mod vocabulary;

#[cfg(test)]
mod tests;
