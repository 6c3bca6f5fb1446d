//! From text to words: tokens with their places, folding, stems, compound parts and character n-grams.
//!
//! Invariant: the same text gives the same words on both sides, whoever wrote `ß` or `ss`, `ä` or `ae`, `*innen` or not.

pub mod compound;
pub mod fold;
pub mod gram;
pub mod guess;
pub mod place;
pub mod stem;
pub mod stop;
pub mod token;
