//! Global object identification: any object by its id.
//!
//! Invariant: an id of something absent, of something invisible and of no kind at all give the same answer: null.

use crate::{
    action_field::ActionField,
    barrier::Barrier,
    city::City,
    error::refuse,
    expertise::Expertise,
    indicator::Indicator,
    membership::Membership,
    network::Network,
    observation::Observation,
    peer_group::PeerGroup,
    plan::Plan,
    project::Project,
    select::{Kind, Plans},
    tenant::Tenant,
    transfer_link::TransferLink,
};
use async_graphql::{Context, ID, Interface, Result};
use domain::{
    Ctx,
    id::{self, TypedId},
    read::{self, Parent, Reader, Reference, Row},
};
use std::{collections::HashMap, sync::Arc};

/// Anything that can be fetched again by its id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id, opaque."))]
pub enum Node {
    /// A network.
    Network(Network),
    /// A municipality.
    City(City),
    /// An organisation.
    Tenant(Tenant),
    /// A membership.
    Membership(Membership),
    /// An action field.
    ActionField(ActionField),
    /// A barrier.
    Barrier(Barrier),
    /// An indicator.
    Indicator(Indicator),
    /// An action plan.
    Plan(Plan),
    /// A project.
    Project(Project),
    /// A transfer link.
    TransferLink(TransferLink),
    /// An offer or request of expertise.
    Expertise(Expertise),
    /// An observation.
    Observation(Observation),
    /// A peer group or ring.
    PeerGroup(PeerGroup),
}

/// Fetches objects by their ids, those of one kind with one statement; the answer has the order of the ids.
pub async fn fetch(ctx: &Context<'_>, ids: &[ID]) -> Result<Vec<Option<Node>>> {
    let mut kinds: HashMap<&str, Vec<(usize, &str)>> = HashMap::new();
    for (place, id) in ids.iter().enumerate() {
        if let Some((kind, _)) = id.rsplit_once('_') {
            kinds.entry(kind).or_default().push((place, id.as_str()));
        }
    }
    let mut nodes: Vec<Option<Node>> = ids.iter().map(|_| None).collect();
    for (kind, wanted) in kinds {
        for (place, node) in of_kind(ctx, kind, &wanted).await? {
            if let Some(slot) = nodes.get_mut(place) {
                *slot = Some(node);
            }
        }
    }
    Ok(nodes)
}

async fn of_kind(
    ctx: &Context<'_>,
    kind: &str,
    ids: &[(usize, &str)],
) -> Result<Vec<(usize, Node)>> {
    match kind {
        "plan" | "project" | "link" | "expertise" | "observation" | "peergroup" => {
            of_tenants(ctx, kind, ids).await
        }
        "city" => {
            let key = |text: &str| text.strip_prefix("city_").map(ToOwned::to_owned);
            records(ctx, ids, "City", key, |record| Node::City(City(record))).await
        }
        "network" => {
            records(ctx, ids, "Network", parse, |record| {
                Node::Network(Network(record))
            })
            .await
        }
        "tenant" => {
            records(ctx, ids, "Tenant", parse, |record| {
                Node::Tenant(Tenant(record))
            })
            .await
        }
        "membership" => {
            records(ctx, ids, "Membership", parse, |record| {
                Node::Membership(Membership(record))
            })
            .await
        }
        "field" => {
            records(ctx, ids, "ActionField", parse, |record| {
                Node::ActionField(ActionField(record))
            })
            .await
        }
        "barrier" => {
            records(ctx, ids, "Barrier", parse, |record| {
                Node::Barrier(Barrier(record))
            })
            .await
        }
        "indicator" => {
            records(ctx, ids, "Indicator", parse, |record| {
                Node::Indicator(Indicator(record))
            })
            .await
        }
        _ => Ok(Vec::new()),
    }
}

/// Those that tenants own.
async fn of_tenants(
    ctx: &Context<'_>,
    kind: &str,
    ids: &[(usize, &str)],
) -> Result<Vec<(usize, Node)>> {
    match kind {
        "plan" => rows(ctx, ids, Kind::Plan, |row| Node::Plan(Plan(row))).await,
        "project" => rows(ctx, ids, Kind::Project, |row| Node::Project(Project(row))).await,
        "link" => {
            rows(ctx, ids, Kind::TransferLink, |row| {
                Node::TransferLink(TransferLink(row))
            })
            .await
        }
        "expertise" => {
            rows(ctx, ids, Kind::Expertise, |row| {
                Node::Expertise(Expertise(row))
            })
            .await
        }
        "peergroup" => {
            rows(ctx, ids, Kind::PeerGroup, |row| {
                Node::PeerGroup(PeerGroup(row))
            })
            .await
        }
        "observation" => {
            rows(ctx, ids, Kind::Observation, |row| {
                Node::Observation(Observation(row))
            })
            .await
        }
        _ => Ok(Vec::new()),
    }
}

fn parse<T: std::str::FromStr + TypedId>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// Rows by ids of their kind, each with its place, with one reading.
pub async fn rows<R: Row, N>(
    ctx: &Context<'_>,
    ids: &[(usize, &str)],
    kind: Kind,
    node: impl Fn(Arc<R>) -> N,
) -> Result<Vec<(usize, N)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let domain = ctx.data::<Ctx>()?;
    let select = Plans::new(ctx, domain)
        .node(kind)
        .map_err(|error| refuse(ctx, &error))?;
    let keys: Vec<_> = ids
        .iter()
        .filter_map(|(place, text)| Some((*place, id::split(text)?.1)))
        .collect();
    let mut uuids: Vec<_> = keys.iter().map(|(_, uuid)| *uuid).collect();
    uuids.sort_unstable();
    uuids.dedup();
    let rows = Reader::new(domain)
        .by_ids::<R>(&uuids, &select)
        .await
        .map_err(|error| refuse(ctx, &error))?;
    let found = keys
        .into_iter()
        .filter_map(|(place, uuid)| Some((place, node(Arc::clone(rows.get(&uuid)?)))));
    Ok(found.collect())
}

/// The same for records of the reference data.
pub async fn records<T: Reference, N>(
    ctx: &Context<'_>,
    ids: &[(usize, &str)],
    name: &'static str,
    key: impl Fn(&str) -> Option<T::Key>,
    node: impl Fn(Arc<read::Node<T>>) -> N,
) -> Result<Vec<(usize, N)>>
where
    read::Node<T>: Parent,
{
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let domain = ctx.data::<Ctx>()?;
    let select = Plans::new(ctx, domain)
        .node(Kind::Reference(name))
        .map_err(|error| refuse(ctx, &error))?;
    let found = ids
        .iter()
        .filter_map(|(place, text)| Some((*place, T::find(domain.reference(), &key(text)?)?)));
    let (places, mut records): (Vec<usize>, Vec<read::Node<T>>) = found
        .map(|(place, record)| (place, read::Node::new(record)))
        .unzip();
    Reader::new(domain)
        .follow(&mut records, &select)
        .await
        .map_err(|error| refuse(ctx, &error))?;
    Ok(places
        .into_iter()
        .zip(records.into_iter().map(|record| node(Arc::new(record))))
        .collect())
}
