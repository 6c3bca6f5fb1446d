//! What one request may ask for at most.
//!
//! Invariant: the numbers are those that the transport holds requests to; nothing here decides on one.

use crate::language::{Locale, chosen};
use async_graphql::{Context, Object};
use domain::language::Words;
use std::sync::Arc;

/// Something that one request may ask for at most.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Its name, as errors have it.
    pub name: &'static str,
    /// The most.
    pub maximum: u64,
    /// What is counted.
    pub words: Words,
}

/// All limits; among the data of the schema.
#[derive(Clone, Debug, Default)]
pub struct Limits(pub Arc<[Limit]>);

/// Something that one request may ask for at most. A request that asks for more is refused with the code LIMIT_EXCEEDED and
/// the name of the limit before anything of it is done.
#[Object(serial)]
impl Limit {
    /// Its name, as errors have it in `extensions.limit`.
    async fn name(&self) -> &str {
        self.name
    }

    /// The most that one request may ask for.
    async fn maximum(&self) -> i32 {
        i32::try_from(self.maximum).unwrap_or(i32::MAX)
    }

    /// What is counted.
    async fn description(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.words.text(chosen(ctx, locale)).to_owned()
    }
}
