//! Readers: one per format, each from text or bytes to tables of cells.
//!
//! Invariant: readers know nothing of action plans; they keep every text, execute nothing, and never panic.

pub(super) mod archive;
pub(super) mod delimited;
pub(super) mod grid;
pub(super) mod html;
pub(super) mod markdown;
pub(super) mod workbook;
