//! The roots of the graph.
//!
//! Invariant: a root hands its selection to the domain as a read plan; it contains no rule.

mod audit_entry;
mod benchmark;
mod change;
mod content;
mod federation;
mod identity;
mod limit;
mod peer_group;
mod reference;
mod root;
mod search;
mod suggestion;
mod transfer;
mod webhook;

use crate::{
    error::refuse,
    node::{self, Node},
};
use async_graphql::{Context, ID, MergedObject, Object, Result};
use audit_entry::AuditQuery;
use benchmark::BenchmarkQuery;
use change::ChangeQuery;
use content::ContentQuery;
use federation::FederationQuery;
use identity::IdentityQuery;
use limit::LimitQuery;
use peer_group::PeerGroupQuery;
use reference::ReferenceQuery;
use search::SearchQuery;
use suggestion::SuggestionQuery;
use transfer::TransferQuery;
use webhook::WebhookQuery;

pub(crate) use root::records;

/// The most ids that one request may name.
const MAX_IDS: usize = 100;

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct Query(Asked, FederationQuery);

// As people and their tools are shown it: without what gateways ask.
/// What can be asked.
#[derive(MergedObject, Default)]
#[graphql(name = "Query")]
pub struct ShownQuery(Asked);

/// The roots for everybody.
#[derive(MergedObject, Default)]
struct Asked(
    NodeQuery,
    ReferenceQuery,
    ContentQuery,
    ChangeQuery,
    IdentityQuery,
    AuditQuery,
    SearchQuery,
    SuggestionQuery,
    TransferQuery,
    WebhookQuery,
    PeerGroupQuery,
    BenchmarkQuery,
    LimitQuery,
);

/// Any object by its id.
#[derive(Default)]
struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Any object by its id; null where it is absent or you may not see it.
    async fn node(&self, ctx: &Context<'_>, id: ID) -> Result<Option<Node>> {
        Ok(node::fetch(ctx, &[id]).await?.into_iter().next().flatten())
    }

    /// Objects by their ids, at most 100, in the order of the ids; null where one is absent or you may not see it.
    async fn nodes(&self, ctx: &Context<'_>, ids: Vec<ID>) -> Result<Vec<Option<Node>>> {
        if ids.len() > MAX_IDS {
            let error = domain::Error::invalid(
                "ids",
                format!(
                    "nennt {} Kennungen; höchstens {MAX_IDS} sind möglich.",
                    ids.len()
                ),
                format!("names {} ids; at most {MAX_IDS} are possible.", ids.len()),
            );
            return Err(refuse(ctx, &error));
        }
        node::fetch(ctx, &ids).await
    }
}
