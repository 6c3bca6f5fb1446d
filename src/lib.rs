//! The similarity and search engine of Städtenetz, as a package of its own until it moves into `domain`.
//!
//! Invariant: nothing here knows a database, a network or a clock; everything is a function of what is handed in.

pub mod language;
pub mod similarity;
