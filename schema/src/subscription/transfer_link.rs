//! Changes of transfer links as a subscription.
//!
//! Invariant: the links of one reading are read together, through the ordinary read plan.

use super::{Events, changes, events};
use crate::{
    direct::One,
    error::refuse,
    select::{Kind, Plans},
    transfer_link::{TransferLink, TransferLinkEvent},
};
use async_graphql::{Context, Result, Subscription};
use domain::{
    Ctx,
    change::{Change, ChangeFilter, ChangeKind},
    id,
    read::{Page, Reader},
    transfer_link,
};
use std::{collections::HashMap, sync::Arc};

/// What is changing of transfer links.
#[derive(Default)]
pub struct TransferLinkSubscription;

#[Subscription]
impl TransferLinkSubscription {
    /// What happens from now on to transfer links that you can read or could read before: those of your own organisation,
    /// and what others have released to you or to your network. Each event has the link as it is when you are told of it.
    async fn transfer_link_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only what comes after this cursor, what has happened meanwhile first; from now on if not given."
        )]
        after: Option<String>,
        #[graphql(desc = "Only links in this network, by its slug.")] network: Option<String>,
    ) -> Result<Events<One<TransferLinkEvent>>> {
        let filter = ChangeFilter {
            network,
            kinds: Some(vec![ChangeKind::TransferLink]),
            ..ChangeFilter::default()
        };
        let page = changes(ctx, &filter, after).await?;
        let links = links(ctx, &page).await?;
        let event = move |item: domain::read::Item<Change>| {
            let link = links.get(&item.node.subject).cloned();
            One(TransferLinkEvent(item, link.map(TransferLink)))
        };
        Ok(events(page.items.into_iter().map(event)))
    }
}

/// The links that a page tells of, by their ids, where somebody asks for them.
async fn links(
    ctx: &Context<'_>,
    page: &Page<Change>,
) -> Result<HashMap<String, Arc<transfer_link::TransferLink>>> {
    if page.items.is_empty() || !ctx.look_ahead().field("node").exists() {
        return Ok(HashMap::new());
    }
    let domain = ctx.data::<Ctx>()?;
    let subjects = page.items.iter().filter(|item| !item.node.is_deletion());
    let mut ids: Vec<_> = subjects
        .filter_map(|item| Some(id::split(&item.node.subject)?.1))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let select = Plans::new(ctx, domain)
        .payload(Kind::TransferLink, "node")
        .map_err(|error| refuse(ctx, &error))?;
    let rows = Reader::new(domain)
        .by_ids::<transfer_link::TransferLink>(&ids, &select)
        .await
        .map_err(|error| refuse(ctx, &error))?;
    Ok(rows
        .into_values()
        .map(|link| (link.id.to_string(), link))
        .collect())
}
