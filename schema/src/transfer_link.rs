//! A transfer link (Erfahrungstransfer): who wants to learn from whom.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    change::Change,
    city::City,
    connection::connection,
    direct::One,
    edge::{one, required},
    error::column,
    language::{Locale, chosen},
    network::Network,
    project::Project,
    value::{Certainty, Moment, TransferKind, TransferOrigin, TransferStage, Visibility},
};
use async_graphql::{Context, ID, Object, Result};
use domain::{label, read::Item};
use std::sync::Arc;

/// A transfer link (Erfahrungstransfer): who wants to learn from whom.
#[derive(Clone)]
pub struct TransferLink(pub(crate) Arc<domain::transfer_link::TransferLink>);

/// A transfer link (Erfahrungstransfer): who wants to learn from whom.
#[Object(serial)]
impl TransferLink {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What kind of transfer it is.
    async fn kind(&self) -> Result<TransferKind> {
        Ok((*column(&self.0.kind)?).into())
    }

    /// How far it has come.
    async fn stage(&self) -> Result<TransferStage> {
        Ok((*column(&self.0.stage)?).into())
    }

    /// How far it has come, in words.
    async fn stage_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> Result<String> {
        Ok(label::stage(*column(&self.0.stage)?)
            .text(chosen(ctx, locale))
            .to_owned())
    }

    /// Who brought it up.
    async fn origin(&self) -> Result<TransferOrigin> {
        Ok((*column(&self.0.origin)?).into())
    }

    /// Whether both sides learn.
    async fn is_bidirectional(&self) -> Result<bool> {
        Ok(*column(&self.0.is_bidirectional)?)
    }

    /// Why.
    async fn rationale(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.rationale)?.as_deref())
    }

    /// How sure the importer was of the city.
    async fn certainty(&self) -> Result<Certainty> {
        Ok((*column(&self.0.certainty)?).into())
    }

    /// Who may read it.
    async fn visibility(&self) -> Result<Visibility> {
        Ok((*column(&self.0.visibility)?).into())
    }

    /// When it was entered.
    async fn created_at(&self) -> Result<Moment> {
        Ok(Moment(*column(&self.0.created_at)?))
    }

    /// When it was last changed.
    async fn updated_at(&self) -> Result<Moment> {
        Ok(Moment(*column(&self.0.updated_at)?))
    }

    /// Counts changes; send it back with a change.
    async fn version(&self) -> Result<i32> {
        Ok(*column(&self.0.version)?)
    }

    /// In which network it stands.
    async fn network(&self, ctx: &Context<'_>) -> Result<One<Network>> {
        required(ctx, &self.0.edges).map(Network).map(One)
    }

    /// The city that wants to learn.
    async fn adopter_city(&self, ctx: &Context<'_>) -> Result<One<City>> {
        required(ctx, &self.0.edges).map(City).map(One)
    }

    /// The project that wants to learn, if you may read it.
    async fn adopter_project(&self, ctx: &Context<'_>) -> Result<Option<One<Project>>> {
        Ok(one(ctx, &self.0.edges)?.map(Project).map(One))
    }

    /// The city to learn from.
    async fn source_city(&self, ctx: &Context<'_>) -> Result<One<City>> {
        required(ctx, &self.0.edges).map(City).map(One)
    }

    /// The project to learn from, once it is known and if you may read it.
    async fn source_project(&self, ctx: &Context<'_>) -> Result<Option<One<Project>>> {
        Ok(one(ctx, &self.0.edges)?.map(Project).map(One))
    }
}

connection!(
    TransferLink,
    TransferLinkConnection,
    TransferLinkEdge,
    domain::transfer_link::TransferLink
);

/// A change of a transfer link that a subscription tells of.
pub struct TransferLinkEvent(
    pub(crate) Item<domain::change::Change>,
    pub(crate) Option<TransferLink>,
);

/// A change of a transfer link that a subscription tells of.
#[Object(serial)]
impl TransferLinkEvent {
    /// Where the change stands in the feed, for `after`.
    async fn cursor(&self) -> String {
        self.0.cursor()
    }

    /// The change.
    async fn change(&self) -> One<Change> {
        One(Change(Arc::clone(&self.0.node)))
    }

    /// The link as it is now; null where it is gone, or no longer visible to you.
    async fn node(&self) -> Option<One<TransferLink>> {
        self.1.clone().map(One)
    }
}
