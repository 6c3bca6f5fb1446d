//! An entry in the history of a transfer link.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    connection::connection,
    direct::One,
    edge::one,
    error::column,
    language::{Locale, chosen},
    tenant::Tenant,
    value::{
        Day, Moment, TransferEventKind, TransferOutcome, TransferParty, TransferReason,
        TransferStage, TransferStep,
    },
};
use async_graphql::{Context, ID, Object, Result};
use domain::label;
use std::sync::Arc;

/// An entry in the history of a transfer link: a step, a change, a meeting, a note, a document, a look back.
pub struct TransferEvent(pub(crate) Arc<domain::transfer_event::TransferEvent>);

/// An entry in the history of a transfer link: a step, a change, a meeting, a note, a document, a look back.
#[Object(serial)]
impl TransferEvent {
    /// Global id, opaque.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Version of the link after it; numbers grow, but not one by one.
    async fn number(&self) -> Result<i32> {
        Ok(*column(&self.0.number)?)
    }

    /// What it tells.
    async fn kind(&self) -> Result<TransferEventKind> {
        Ok((*column(&self.0.kind)?).into())
    }

    /// Which step was taken, where it tells of one.
    async fn step(&self) -> Result<Option<TransferStep>> {
        Ok(column(&self.0.step)?.map(Into::into))
    }

    /// How far the link had come after it.
    async fn stage(&self) -> Result<TransferStage> {
        Ok((*column(&self.0.stage)?).into())
    }

    /// How far the link had come after it, in words.
    async fn stage_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<String> {
        Ok(label::stage(*column(&self.0.stage)?)
            .text(chosen(ctx, locale))
            .to_owned())
    }

    /// In which part somebody acted.
    async fn party(&self) -> Result<TransferParty> {
        Ok((*column(&self.0.party)?).into())
    }

    /// When it was entered.
    async fn at(&self) -> Result<Moment> {
        Ok(Moment(*column(&self.0.at)?))
    }

    /// On which day it was, of meetings and of what is told afterwards.
    async fn held_on(&self) -> Result<Option<Day>> {
        Ok(column(&self.0.held_on)?.map(Day))
    }

    /// Why, where a step has a reason.
    async fn reason(&self) -> Result<Option<TransferReason>> {
        Ok(column(&self.0.reason)?.map(Into::into))
    }

    /// What came of the transfer, where it says so.
    async fn outcome(&self) -> Result<Option<TransferOutcome>> {
        Ok(column(&self.0.outcome)?.map(Into::into))
    }

    /// Who took part: roles and organisations.
    async fn participants(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.participants)?.as_deref())
    }

    /// A note.
    async fn note(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.note)?.as_deref())
    }

    /// Address of a document.
    async fn document_url(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.document_url)?.as_deref())
    }

    /// The organisation that acted; null where it has left the service.
    async fn tenant(&self, ctx: &Context<'_>) -> Result<Option<One<Tenant>>> {
        Ok(one(ctx, &self.0.edges)?.map(Tenant).map(One))
    }
}

connection!(
    TransferEvent,
    TransferEventConnection,
    TransferEventEdge,
    domain::transfer_event::TransferEvent
);
