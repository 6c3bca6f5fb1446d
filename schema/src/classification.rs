//! Classifications of municipalities with their names.
//!
//! Invariant: a code is never shown without a name in the reader's language.

use crate::language::{Locale, chosen};
use async_graphql::{Context, Enum, Object};
use domain::reference::classification;

/// A federal state (Land).
pub struct FederalState(pub String);

/// A federal state (Land).
#[Object(serial)]
impl FederalState {
    /// Key, the first two digits of the AGS.
    async fn code(&self) -> &str {
        &self.0
    }

    /// Name.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let words = classification::state(&self.0);
        words.map_or_else(
            || self.0.clone(),
            |words| words.text(chosen(ctx, locale)).to_owned(),
        )
    }
}

/// A spatial type after RegioStaR 7 of the Federal Ministry of Transport.
pub struct RegioStar7(pub i16);

/// A spatial type after RegioStaR 7 of the Federal Ministry of Transport.
#[Object(serial)]
impl RegioStar7 {
    /// Code, 71 to 77.
    async fn code(&self) -> i32 {
        self.0.into()
    }

    /// Name.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let words = classification::regiostar7(self.0);
        words.map_or_else(
            || self.0.to_string(),
            |words| words.text(chosen(ctx, locale)).to_owned(),
        )
    }
}

/// A size class by inhabitants.
pub struct SizeClass(pub classification::SizeClass);

/// A size class by inhabitants.
#[Object(serial)]
impl SizeClass {
    /// Code, as in filters.
    async fn code(&self) -> SizeClassCode {
        self.0.into()
    }

    /// Name.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.label().text(chosen(ctx, locale)).to_owned()
    }
}

/// A size class by inhabitants.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "classification::SizeClass")]
pub enum SizeClassCode {
    /// Below 5,000.
    #[graphql(name = "BELOW_5000")]
    Rural,
    /// 5,000 to below 10,000.
    #[graphql(name = "FROM_5000")]
    SmallTown,
    /// 10,000 to below 20,000.
    #[graphql(name = "FROM_10000")]
    LargerSmallTown,
    /// 20,000 to below 50,000.
    #[graphql(name = "FROM_20000")]
    MediumTown,
    /// 50,000 to below 100,000.
    #[graphql(name = "FROM_50000")]
    LargerMediumTown,
    /// 100,000 to below 500,000.
    #[graphql(name = "FROM_100000")]
    City,
    /// 500,000 and more.
    #[graphql(name = "FROM_500000")]
    LargeCity,
}

/// A size class of the ADFC-Fahrradklima-Test by inhabitants.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "classification::AdfcClass")]
pub enum AdfcClassCode {
    /// Up to 20,000.
    #[graphql(name = "UP_TO_20000")]
    UpTo20000,
    /// Above 20,000, up to 50,000.
    #[graphql(name = "ABOVE_20000")]
    Above20000,
    /// Above 50,000, up to 100,000.
    #[graphql(name = "ABOVE_50000")]
    Above50000,
    /// Above 100,000, up to 200,000.
    #[graphql(name = "ABOVE_100000")]
    Above100000,
    /// Above 200,000, up to 500,000.
    #[graphql(name = "ABOVE_200000")]
    Above200000,
    /// Above 500,000.
    #[graphql(name = "ABOVE_500000")]
    Above500000,
}
