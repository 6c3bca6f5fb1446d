//! The language in which a reader wants texts.
//!
//! Invariant: an argument wins over the request's `Accept-Language`.

use async_graphql::{Context, Enum};
use domain::{Ctx, language::Language};

/// A language of the service.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum Locale {
    /// German.
    De,
    /// English.
    En,
}

/// The language of an argument, or else of the request.
pub fn chosen(ctx: &Context<'_>, locale: Option<Locale>) -> Language {
    match locale {
        Some(Locale::De) => Language::De,
        Some(Locale::En) => Language::En,
        None => ctx.data::<Ctx>().map_or(Language::De, Ctx::language),
    }
}
