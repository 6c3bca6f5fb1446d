//! Mutations by which suggestions are accepted, declined and put off.
//!
//! Invariant: a root hands its input to one use case; it contains no rule.

use super::unit::Unit;
use crate::{
    select::Kind,
    transfer_link::TransferLink,
    value::{Day, TransferReason},
};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::{
    Work,
    id::NetworkId,
    network,
    suggestion::{self, SuggestionId},
};

/// Suggestions that are to become proposed transfers.
#[derive(InputObject)]
pub struct AcceptSuggestionsInput {
    /// The network, by its slug.
    pub network: String,
    /// The suggestions, 1 to 50: all of them are accepted, or none.
    pub suggestions: Vec<ID>,
    /// Why, for both sides, 1 to 4,000 characters; where nothing is given, the reason of each suggestion in German.
    pub rationale: Option<String>,
}

/// Suggestions that are not wanted.
#[derive(InputObject)]
pub struct DeclineSuggestionsInput {
    /// The network, by its slug.
    pub network: String,
    /// The suggestions, 1 to 50: all of them are declined, or none.
    pub suggestions: Vec<ID>,
    /// Why.
    pub reason: TransferReason,
}

/// Suggestions that are put off.
#[derive(InputObject)]
pub struct SnoozeSuggestionsInput {
    /// The network, by its slug.
    pub network: String,
    /// The suggestions, 1 to 50: all of them are put off, or none.
    pub suggestions: Vec<ID>,
    /// The day on which they may be made again, within two years.
    pub until: Day,
}

/// The transfers that came of suggestions.
#[derive(SimpleObject)]
pub struct AcceptSuggestionsPayload {
    /// The proposed transfers, in the order of the suggestions; empty where your credentials are good for writing only.
    links: Vec<TransferLink>,
}

/// What was declined.
#[derive(SimpleObject)]
pub struct DeclineSuggestionsPayload {
    /// The suggestions that were declined.
    suggestions: Vec<ID>,
}

/// What was put off.
#[derive(SimpleObject)]
pub struct SnoozeSuggestionsPayload {
    /// The suggestions that were put off.
    suggestions: Vec<ID>,
}

/// The network and the suggestions of an input.
fn named(unit: &Unit<'_>, slug: &str, ids: &[ID]) -> Result<(NetworkId, Vec<SuggestionId>)> {
    let network = unit.accept(network::by_slug(unit.domain(), "network", slug))?;
    Ok((network, unit.accept(suggestion::ids(ids))?))
}

/// Decisions about suggestions.
#[derive(Default)]
pub struct SuggestionMutation;

#[Object]
impl SuggestionMutation {
    /// Makes proposed transfers of suggestions; what a plan names of one is taken up. Where one cannot be accepted, none is,
    /// and the mistake says which and why. For organisations that coordinate the network, and for cities as far as they
    /// stand at a side. What coordinators accept is also what the weights of similarity are learnt from.
    async fn accept_suggestions(
        &self,
        ctx: &Context<'_>,
        input: AcceptSuggestionsInput,
    ) -> Result<AcceptSuggestionsPayload> {
        let unit = Unit::new(ctx)?;
        let (network, ids) = named(&unit, &input.network, &input.suggestions)?;
        let rationale = input.rationale;
        let job = async |work: &Work<'_>| suggestion::accept(work, network, &ids, rationale).await;
        let subject = suggestion::subject(&ids);
        let links = unit.write("suggestion.accept", subject, job).await?;
        let links = unit.rows(&links, Kind::TransferLink, "links").await?;
        Ok(AcceptSuggestionsPayload {
            links: links.into_iter().map(TransferLink).collect(),
        })
    }

    /// Declines suggestions: they are not made to your organisation again for a time, twelve months unless the service is set
    /// up otherwise. For whom they are made. What coordinators decline is also what the weights of similarity are learnt from.
    async fn decline_suggestions(
        &self,
        ctx: &Context<'_>,
        input: DeclineSuggestionsInput,
    ) -> Result<DeclineSuggestionsPayload> {
        let unit = Unit::new(ctx)?;
        let (network, ids) = named(&unit, &input.network, &input.suggestions)?;
        let reason = input.reason.into();
        let job = async |work: &Work<'_>| suggestion::decline(work, network, &ids, reason).await;
        let subject = suggestion::subject(&ids);
        unit.write("suggestion.decline", subject, job).await?;
        let suggestions = input.suggestions;
        Ok(DeclineSuggestionsPayload { suggestions })
    }

    /// Puts suggestions off: they are not made to your organisation again before a day. For whom they are made.
    async fn snooze_suggestions(
        &self,
        ctx: &Context<'_>,
        input: SnoozeSuggestionsInput,
    ) -> Result<SnoozeSuggestionsPayload> {
        let unit = Unit::new(ctx)?;
        let (network, ids) = named(&unit, &input.network, &input.suggestions)?;
        let Day(until) = input.until;
        let job = async |work: &Work<'_>| suggestion::snooze(work, network, &ids, until).await;
        let subject = suggestion::subject(&ids);
        unit.write("suggestion.snooze", subject, job).await?;
        let suggestions = input.suggestions;
        Ok(SnoozeSuggestionsPayload { suggestions })
    }
}
