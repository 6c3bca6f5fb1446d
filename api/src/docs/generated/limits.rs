//! What one request may ask for at most.
//!
//! Invariant: these are the limits that `/limits` tells.

use super::{either, number, table};
use domain::language::Language;
use schema::Limit;

/// All of them.
#[must_use]
pub fn table_of(limits: &[Limit], language: Language) -> String {
    let head = [
        either(language, "Name", "Name"),
        either(language, "Höchstens", "At most"),
        either(language, "Gezählt wird", "What is counted"),
    ];
    let rows = limits.iter().map(|limit| {
        [
            format!("`{}`", limit.name),
            number(limit.maximum),
            limit.words.text(language).to_owned(),
        ]
    });
    table(head, rows)
}
