//! The roots of webhooks and of the messages to them.
//!
//! Invariant: all of it is of the caller's own organisation only.

use super::root::Root;
use crate::{
    error::refuse,
    select::Kind,
    webhook::Webhook,
    webhook_delivery::{DeliveryState, WebhookDeliveryConnection},
};
use async_graphql::{Context, ID, Object, Result};
use domain::{
    Ctx, webhook,
    webhook_delivery::{self, DeliveryFilter},
};
use std::sync::Arc;

/// Webhooks.
#[derive(Default)]
pub struct WebhookQuery;

#[Object]
impl WebhookQuery {
    /// The webhooks of your organisation, the newest first. For whoever manages it and may read its content.
    async fn webhooks(&self, ctx: &Context<'_>) -> Result<Vec<Webhook>> {
        let rows = webhook::list(ctx.data::<Ctx>()?).await;
        let rows = rows.map_err(|error| refuse(ctx, &error))?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// The messages to the webhooks of your organisation, of the newest change first. For whoever manages it and may read
    /// its content.
    #[expect(
        clippy::too_many_arguments,
        reason = "the arguments of a Relay connection and its criteria"
    )]
    async fn webhook_deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100; 20 if not given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "Only messages to this webhook.")] webhook: Option<ID>,
        #[graphql(desc = "Only messages that stand so.")] state: Option<DeliveryState>,
    ) -> Result<WebhookDeliveryConnection> {
        let webhook = webhook
            .map(|id| crate::mutation::id(ctx, &id))
            .transpose()?;
        let state = state.map(Into::into);
        let kind = Kind::Reference("WebhookDelivery");
        let root = Root::new(ctx, kind, (first, after, None, None))?;
        let filter = DeliveryFilter { webhook, state };
        let page = webhook_delivery::list(&root.reader, &filter, &root.list).await;
        Ok(WebhookDeliveryConnection(Arc::new(
            page.map_err(|error| refuse(ctx, &error))?,
        )))
    }
}
