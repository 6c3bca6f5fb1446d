//! Mutations of transfer links.
//!
//! Invariant: a link is changed by its parties only; no input says in which part somebody acts.

use super::{
    id, payloads,
    transfer_input::{
        EditTransferLinkInput, LogTransferEventInput, ProposeTransferLinkInput,
        TakeTransferStepInput,
    },
    unit::Unit,
};
use crate::{select::Kind, transfer_link::TransferLink};
use async_graphql::{Context, Object, Result};
use domain::{
    Work,
    id::TransferLinkId,
    network, transfer_event,
    transfer_link::{self, NewTransferLink},
};

payloads! { transfer_link: TransferLink;
    /// The link that was proposed.
    ProposeTransferLinkPayload,
    /// The changed link.
    EditTransferLinkPayload,
    /// The link after the step.
    TakeTransferStepPayload,
    /// The link with the new entry in its history.
    LogTransferEventPayload,
}

/// The link after a change, with what is selected of it.
async fn now(unit: &Unit<'_>, id: TransferLinkId) -> Result<Option<TransferLink>> {
    let row = unit.row(id, Kind::TransferLink, "transferLink").await?;
    Ok(row.map(TransferLink))
}

/// Transfer links.
#[derive(Default)]
pub struct TransferLinkMutation;

#[Object]
impl TransferLinkMutation {
    /// Proposes a transfer to both sides. What a plan only names already is taken up and keeps its history. For the sides
    /// themselves and for offices that coordinate the network.
    async fn propose_transfer_link(
        &self,
        ctx: &Context<'_>,
        input: ProposeTransferLinkInput,
    ) -> Result<ProposeTransferLinkPayload> {
        let unit = Unit::new(ctx)?;
        let network = unit.accept(network::by_slug(unit.domain(), "network", &input.network))?;
        let new = NewTransferLink {
            network,
            adopter_city: input.adopter_city.clone(),
            source_city: input.source_city.clone(),
            origin: None,
            terms: input.terms(ctx)?,
        };
        let job = async |work: &Work<'_>| transfer_link::propose(work, new).await;
        let id = unit.write("transfer_link.propose", network, job).await?;
        let transfer_link = now(&unit, id).await?;
        Ok(ProposeTransferLinkPayload { transfer_link })
    }

    /// Changes what a transfer link says, narrows it to a project, sets the next step. For its parties.
    async fn edit_transfer_link(
        &self,
        ctx: &Context<'_>,
        input: EditTransferLinkInput,
    ) -> Result<EditTransferLinkPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.transfer_link)?, input.expected_version);
        let terms = input.terms(ctx)?;
        let job = async |work: &Work<'_>| transfer_link::edit(work, id, version, terms).await;
        unit.write("transfer_link.edit", id, job).await?;
        let transfer_link = now(&unit, id).await?;
        Ok(EditTransferLinkPayload { transfer_link })
    }

    /// Takes a step: proposes what was only named, agrees or takes an agreement back, goes from understanding to adapting to
    /// using, completes, pauses, gives up. A step that is not possible is refused with the list of those that are.
    async fn take_transfer_step(
        &self,
        ctx: &Context<'_>,
        input: TakeTransferStepInput,
    ) -> Result<TakeTransferStepPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.transfer_link)?, input.expected_version);
        let taken = input.taken();
        let job = async |work: &Work<'_>| transfer_link::take(work, id, version, taken).await;
        unit.write("transfer_link.step", id, job).await?;
        let transfer_link = now(&unit, id).await?;
        Ok(TakeTransferStepPayload { transfer_link })
    }

    /// Adds to the history of a transfer link: a meeting, a note, a document, a look back. For its parties.
    async fn log_transfer_event(
        &self,
        ctx: &Context<'_>,
        input: LogTransferEventInput,
    ) -> Result<LogTransferEventPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.transfer_link)?, input.expected_version);
        let event = input.event();
        let job = async |work: &Work<'_>| transfer_event::log(work, id, version, event).await;
        unit.write("transfer_link.log", id, job).await?;
        let transfer_link = now(&unit, id).await?;
        Ok(LogTransferEventPayload { transfer_link })
    }
}
