//! Changes of webhooks.
//!
//! Invariant: a root hands its input to one use case in one unit of work; it contains no rule.

use super::{id, unit::Unit};
use crate::{
    change::ChangeKind, select::orders, value::Moment, webhook::Webhook,
    webhook_delivery::WebhookDelivery,
};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::TimeDelta;
use domain::{
    Work,
    id::{WebhookDeliveryId, WebhookId},
    webhook::{self, Dispatch, NewWebhook, WebhookChange},
    webhook_delivery,
};
use std::sync::Arc;

/// Webhooks.
#[derive(Default)]
pub struct WebhookMutation;

/// A new webhook.
#[derive(InputObject)]
struct CreateWebhookInput {
    /// Where messages are sent: https on the internet, or what whoever runs the service allows besides.
    url: String,
    /// The kinds of records that it is to hear of; all where none is named.
    #[graphql(default)]
    kinds: Vec<ChangeKind>,
    /// What it is for, in words, at most 200 characters.
    #[graphql(default)]
    description: String,
    /// Whether it is told of changes from now on.
    #[graphql(default = true)]
    is_active: bool,
}

/// The new webhook.
#[derive(SimpleObject)]
struct CreateWebhookPayload {
    /// The webhook.
    webhook: Webhook,
    /// The secret with which its messages are signed, shown this once: keep it where only the receiver can read it.
    secret: String,
}

/// What is to be different of a webhook; what is left out stays.
#[derive(InputObject)]
struct ChangeWebhookInput {
    /// The webhook.
    webhook: ID,
    /// The version of the webhook that you have seen.
    expected_version: i32,
    /// Where messages are sent.
    url: Option<String>,
    /// The kinds of records that it is to hear of; all where none is named.
    kinds: Option<Vec<ChangeKind>>,
    /// What it is for, in words, at most 200 characters.
    description: Option<String>,
    /// Whether it is told of changes. What changes while it is switched off is told when it is switched on again.
    is_active: Option<bool>,
}

/// The webhook that was changed.
#[derive(SimpleObject)]
struct ChangeWebhookPayload {
    /// The webhook.
    webhook: Webhook,
}

/// Which webhook gets a new secret.
#[derive(InputObject)]
struct RotateWebhookSecretInput {
    /// The webhook.
    webhook: ID,
    /// For how many hours messages are signed with the old one too, 0 to 720.
    #[graphql(default = 24)]
    overlap_hours: i32,
}

/// The webhook with its new secret.
#[derive(SimpleObject)]
struct RotateWebhookSecretPayload {
    /// The webhook.
    webhook: Webhook,
    /// The new secret, shown this once.
    secret: String,
}

/// Which webhook to remove.
#[derive(InputObject)]
struct RemoveWebhookInput {
    /// The webhook.
    webhook: ID,
}

/// The webhook that was removed.
#[derive(SimpleObject)]
struct RemoveWebhookPayload {
    /// Its id.
    webhook: ID,
}

/// Which webhook is told again.
#[derive(InputObject)]
struct ResendWebhookInput {
    /// The webhook.
    webhook: ID,
    /// All changes at or after this moment, within the last 30 days.
    since: Moment,
}

/// The webhook that is told again.
#[derive(SimpleObject)]
struct ResendWebhookPayload {
    /// The webhook.
    webhook: Webhook,
}

/// Which message to send again.
#[derive(InputObject)]
struct ReplayWebhookDeliveryInput {
    /// The message.
    webhook_delivery: ID,
}

/// The message that is sent again.
#[derive(SimpleObject)]
struct ReplayWebhookDeliveryPayload {
    /// The message, as it waits now.
    webhook_delivery: WebhookDelivery,
}

impl From<CreateWebhookInput> for NewWebhook {
    fn from(input: CreateWebhookInput) -> Self {
        Self {
            url: input.url,
            kinds: orders(input.kinds),
            description: input.description,
            is_active: input.is_active,
        }
    }
}

impl From<ChangeWebhookInput> for WebhookChange {
    fn from(input: ChangeWebhookInput) -> Self {
        Self {
            url: input.url,
            kinds: input.kinds.map(orders),
            description: input.description,
            is_active: input.is_active,
        }
    }
}

/// What makes secrets and knows where messages may go.
fn dispatch<'c>(ctx: &Context<'c>) -> Result<&'c dyn Dispatch> {
    Ok(ctx.data::<Arc<dyn Dispatch>>()?.as_ref())
}

async fn shown(unit: &Unit<'_>, id: WebhookId) -> Result<Webhook> {
    let row = webhook::one(unit.domain(), id).await;
    unit.accept(row).map(Into::into)
}

#[Object]
impl WebhookMutation {
    /// Registers an address of a program of your organisation that is told of changes from now on: what the change feed
    /// would say to your organisation. For whoever manages it and may read its content.
    async fn create_webhook(
        &self,
        ctx: &Context<'_>,
        input: CreateWebhookInput,
    ) -> Result<CreateWebhookPayload> {
        let (unit, dispatch) = (Unit::new(ctx)?, dispatch(ctx)?);
        let id = WebhookId(Work::new_id());
        let job = async |work: &Work<'_>| webhook::create(work, dispatch, id, input.into()).await;
        let secret = unit.write("webhook.create", id, job).await?;
        let webhook = shown(&unit, id).await?;
        Ok(CreateWebhookPayload { webhook, secret })
    }

    /// Changes a webhook, or switches it on or off.
    async fn change_webhook(
        &self,
        ctx: &Context<'_>,
        input: ChangeWebhookInput,
    ) -> Result<ChangeWebhookPayload> {
        let (unit, dispatch) = (Unit::new(ctx)?, dispatch(ctx)?);
        let (id, version) = (id(ctx, &input.webhook)?, input.expected_version);
        let job = async |work: &Work<'_>| {
            webhook::change(work, dispatch, (id, version), input.into()).await
        };
        unit.write("webhook.change", id, job).await?;
        let webhook = shown(&unit, id).await?;
        Ok(ChangeWebhookPayload { webhook })
    }

    /// Gives a webhook a new secret; for a while messages have both signatures.
    async fn rotate_webhook_secret(
        &self,
        ctx: &Context<'_>,
        input: RotateWebhookSecretInput,
    ) -> Result<RotateWebhookSecretPayload> {
        let (unit, dispatch) = (Unit::new(ctx)?, dispatch(ctx)?);
        let id = id(ctx, &input.webhook)?;
        let overlap = TimeDelta::hours(input.overlap_hours.into());
        let job = async |work: &Work<'_>| webhook::rotate(work, dispatch, id, overlap).await;
        let secret = unit.write("webhook.rotate", id, job).await?;
        let webhook = shown(&unit, id).await?;
        Ok(RotateWebhookSecretPayload { webhook, secret })
    }

    /// Removes a webhook with the list of its messages, at once.
    async fn remove_webhook(
        &self,
        ctx: &Context<'_>,
        input: RemoveWebhookInput,
    ) -> Result<RemoveWebhookPayload> {
        let unit = Unit::new(ctx)?;
        let id: WebhookId = id(ctx, &input.webhook)?;
        let job = async |work: &Work<'_>| webhook::remove(work, id).await;
        let row = unit.write("webhook.remove", id, job).await?;
        let webhook = row.id.to_string().into();
        Ok(RemoveWebhookPayload { webhook })
    }

    /// Tells a webhook all changes again since a moment; messages have the ids that they had.
    async fn resend_webhook(
        &self,
        ctx: &Context<'_>,
        input: ResendWebhookInput,
    ) -> Result<ResendWebhookPayload> {
        let unit = Unit::new(ctx)?;
        let (id, since) = (id(ctx, &input.webhook)?, input.since.0);
        let job = async |work: &Work<'_>| webhook::resend(work, id, since).await;
        unit.write("webhook.resend", id, job).await?;
        let webhook = shown(&unit, id).await?;
        Ok(ResendWebhookPayload { webhook })
    }

    /// Sends a message again, under the id that it had.
    async fn replay_webhook_delivery(
        &self,
        ctx: &Context<'_>,
        input: ReplayWebhookDeliveryInput,
    ) -> Result<ReplayWebhookDeliveryPayload> {
        let unit = Unit::new(ctx)?;
        let id: WebhookDeliveryId = id(ctx, &input.webhook_delivery)?;
        let job = async |work: &Work<'_>| webhook_delivery::replay(work, id).await;
        let row = unit.write("webhook.replay", id, job).await?;
        let webhook_delivery = WebhookDelivery(Arc::new(row));
        Ok(ReplayWebhookDeliveryPayload { webhook_delivery })
    }
}
