//! The roots of change.
//!
//! Invariant: a root hands its input to one use case in one unit of work; it contains no rule. No input says to whom
//! something belongs: that is whoever the credentials are for.

mod account;
mod benchmark;
mod credential;
mod disclosure_policy;
mod expertise;
mod import;
mod indicator;
mod issuer;
mod membership;
mod network;
mod network_concept;
mod observation;
mod observation_import;
mod peer_group;
mod plan;
mod privacy;
mod project;
mod project_input;
mod release;
mod ring_member;
mod similarity_weights;
mod suggestion;
mod tenant;
mod transfer_input;
mod transfer_link;
mod unit;
mod webhook;

use crate::error::refuse;
use account::AccountMutation;
use async_graphql::{Context, ID, MergedObject, Result};
use benchmark::BenchmarkMutation;
use credential::CredentialMutation;
use disclosure_policy::DisclosurePolicyMutation;
use domain::{id::TypedId, secret::Secrets};
use expertise::ExpertiseMutation;
use import::ImportMutation;
use indicator::IndicatorMutation;
use issuer::IssuerMutation;
use membership::MembershipMutation;
use network::NetworkMutation;
use network_concept::NetworkConceptMutation;
use observation::ObservationMutation;
use observation_import::ObservationImportMutation;
use peer_group::PeerGroupMutation;
use plan::PlanMutation;
use privacy::PrivacyMutation;
use project::ProjectMutation;
use ring_member::RingMemberMutation;
use similarity_weights::SimilarityWeightsMutation;
use std::{str::FromStr, sync::Arc};
use suggestion::SuggestionMutation;
use tenant::TenantMutation;
use transfer_link::TransferLinkMutation;
use webhook::WebhookMutation;

/// What can be changed.
#[derive(MergedObject, Default)]
pub struct Mutation(
    ContentMutation,
    FigureMutation,
    PlatformMutation,
    IdentityMutation,
);

/// Plans and projects, which of them are alike, who learns from whom, and what expertise is offered and looked for.
#[derive(MergedObject, Default)]
pub struct ContentMutation(
    PlanMutation,
    ProjectMutation,
    ImportMutation,
    SimilarityWeightsMutation,
    SuggestionMutation,
    TransferLinkMutation,
    ExpertiseMutation,
);

/// Indicators, what is observed of them, and with whom cities are compared.
#[derive(MergedObject, Default)]
pub struct FigureMutation(
    PeerGroupMutation,
    RingMemberMutation,
    BenchmarkMutation,
    DisclosurePolicyMutation,
    IndicatorMutation,
    ObservationMutation,
    ObservationImportMutation,
);

/// Networks, what they speak of, and who takes part in them.
#[derive(MergedObject, Default)]
pub struct PlatformMutation(
    NetworkMutation,
    NetworkConceptMutation,
    TenantMutation,
    MembershipMutation,
);

/// Accounts, keys, identity providers, webhooks.
#[derive(MergedObject, Default)]
pub struct IdentityMutation(
    AccountMutation,
    CredentialMutation,
    IssuerMutation,
    PrivacyMutation,
    WebhookMutation,
);

/// What makes and checks secrets.
fn secrets<'c>(ctx: &Context<'c>) -> Result<&'c dyn Secrets> {
    Ok(ctx.data::<Arc<dyn Secrets>>()?.as_ref())
}

/// An id in an input: one of another kind, and one that is none, are of nothing that exists.
pub(crate) fn id<I: TypedId + FromStr>(ctx: &Context<'_>, id: &ID) -> Result<I> {
    let absent = |_| refuse(ctx, &domain::Error::NotFound(I::PREFIX));
    id.parse().map_err(absent)
}

/// What is answered with an object that was created or changed.
macro_rules! payloads {
    ($field:ident: $type:ty; $($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            /// What it is now; null where your credentials are good for writing only.
            pub $field: Option<$type>,
        }
    )*};
}
use payloads;
