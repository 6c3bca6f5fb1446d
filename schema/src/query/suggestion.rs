//! The root of suggestions.
//!
//! Invariant: only what the caller may read takes part, in order and scores.

use super::root::Root;
use crate::{
    error::refuse,
    input::words,
    select::Kind,
    suggestion::{SuggestionConnection, SuggestionSource},
};
use async_graphql::{Context, Object, Result};
use domain::{
    Ctx, network,
    suggestion::{self, Asked},
};

/// Suggestions of transfers.
#[derive(Default)]
pub struct SuggestionQuery;

#[Object]
impl SuggestionQuery {
    /// Pairs of projects of two cities in a network that might learn from each other, the best first, each with the reasons.
    /// Left out is what is linked already, was declined in the last months (twelve unless the service is set up otherwise)
    /// or is put off. For organisations that coordinate the network, and for its cities as far as it concerns them. The 200
    /// projects that were changed last, of the network or of the city, are compared with all others.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a search")]
    async fn suggestions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In this network, by its slug.")] network: String,
        #[graphql(
            desc = "Only with a project of this city (AGS). As a city you see your own only."
        )]
        city: Option<String>,
        #[graphql(desc = "Only where the other project is of this city (AGS).")] other_city: Option<
            String,
        >,
        #[graphql(desc = "Only with a project in one of these action fields, by code such as A.")]
        action_field: Option<Vec<String>>,
        #[graphql(desc = "Only for one of these reasons.")] source: Option<Vec<SuggestionSource>>,
        #[graphql(desc = "Only from this score on, 0 to 1.")] min_score: Option<f64>,
        #[graphql(desc = "How many, 0 to 100; 20 where nothing is given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<SuggestionConnection> {
        let root = Root::new(ctx, Kind::Suggestion, (first, after, None, None))?;
        let domain = ctx.data::<Ctx>()?;
        let found = async {
            let asked = Asked {
                network: network::at(domain, &network)?,
                city,
                other_city,
                action_field,
                source: source.map(words),
                least_score: min_score,
            };
            suggestion::list(&root.reader, &asked, &root.list, &root.select).await
        };
        let page = found.await.map_err(|error| refuse(ctx, &error))?;
        Ok(SuggestionConnection(page))
    }
}
