//! What was said about an observation.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    connection::connection,
    direct::One,
    edge::one,
    error::column,
    language::{Locale, chosen},
    tenant::Tenant,
    value::{Moment, Plausibility},
};
use async_graphql::{Context, ID, Object, Result};
use domain::label;
use std::sync::Arc;

/// What was said about an observation: that it was checked, that it is doubted and why, the answer.
pub struct ObservationRemark(pub(crate) Arc<domain::observation_remark::ObservationRemark>);

/// What was said about an observation: that it was checked, that it is doubted and why, the answer.
#[Object(serial)]
impl ObservationRemark {
    /// Global id, opaque.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Where the observation stood from then on.
    async fn plausibility(&self) -> Result<Plausibility> {
        Ok((*column(&self.0.plausibility)?).into())
    }

    /// Where the observation stood from then on, in words.
    async fn plausibility_label(
        &self,
        ctx: &Context<'_>,
        locale: Option<Locale>,
    ) -> Result<String> {
        let label = label::plausibility(*column(&self.0.plausibility)?);
        Ok(label.text(chosen(ctx, locale)).to_owned())
    }

    /// What was said.
    async fn note(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.note)?.as_deref())
    }

    /// When it was said.
    async fn created_at(&self) -> Result<Moment> {
        Ok(Moment(*column(&self.0.created_at)?))
    }

    /// The organisation that said it; null where it has left the service.
    async fn tenant(&self, ctx: &Context<'_>) -> Result<Option<One<Tenant>>> {
        Ok(one(ctx, &self.0.edges)?.map(Tenant).map(One))
    }
}

connection!(
    ObservationRemark,
    ObservationRemarkConnection,
    ObservationRemarkEdge,
    domain::observation_remark::ObservationRemark
);
