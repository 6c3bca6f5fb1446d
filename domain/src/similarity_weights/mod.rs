//! What the features of similarity weigh in a network: the shipped weights, until coordinators' decisions taught better
//! ones; every version stays, so that there is a way back.
//!
//! Invariant: a network that has taken no version of its own into use gets the very answers of the shipped weights.

mod refit;

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    language::Words,
    membership,
    network::Network,
    policy::Action,
    read::{Edge, EdgeSelect, Node, Page, PageRequest, Reader, Step, in_memory},
    reference::Snapshot,
    similar_project::{label, rounded},
    similarity::similar::{Feature, Weights},
    work::Work,
};
use chrono::{DateTime, Utc};
use entity::{
    id::NetworkId,
    network,
    scope::ReferenceTable,
    similarity_weights::{Column, Entity, Model},
    value::ChangeAction,
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, Query},
};
use std::{collections::BTreeMap, sync::Arc};

pub use refit::{Refit, RefitOutcome, WeightChange, refit};

/// A version of the weights of a network.
#[derive(Clone, Debug)]
pub struct SimilarityWeights {
    /// Its number in the network; 0 are the shipped weights.
    pub number: i32,
    /// Whether it is the one by which projects are compared.
    pub is_in_use: bool,
    /// Since when; none where it is not in use, and for the shipped weights.
    pub in_use_since: Option<DateTime<Utc>>,
    /// The weights, feature by feature.
    pub weights: Vec<FeatureWeight>,
    /// What it was learnt from; none for the shipped weights.
    pub learning: Option<Learning>,
}

/// What a feature weighs.
#[derive(Clone, Debug)]
pub struct FeatureWeight {
    /// The stable name of the feature.
    pub name: &'static str,
    /// Its name for readers.
    pub label: Words,
    /// What it weighs.
    pub weight: f64,
}

/// What a version was learnt from.
#[derive(Clone, Copy, Debug)]
pub struct Learning {
    /// When.
    pub at: DateTime<Utc>,
    /// From how many accepted pairs.
    pub accepted: i32,
    /// From how many declined ones.
    pub declined: i32,
    /// The chance that an accepted pair stood above a declined one, by the weights that were in use.
    pub area_before: f64,
    /// The same by weights that were learnt without the pair in question.
    pub area_after: f64,
}

impl SimilarityWeights {
    fn shipped(is_in_use: bool) -> Self {
        Self {
            number: 0,
            is_in_use,
            in_use_since: None,
            weights: by_feature(&Weights::shipped()),
            learning: None,
        }
    }

    fn of(row: &Model) -> Self {
        Self {
            number: row.number,
            is_in_use: row.in_use_since.is_some(),
            in_use_since: row.in_use_since,
            weights: by_feature(&parsed(&row.weights)),
            learning: Some(Learning {
                at: row.created_at,
                accepted: row.accepted,
                declined: row.declined,
                area_before: rounded(row.area_before),
                area_after: rounded(row.area_after),
            }),
        }
    }
}

fn by_feature(weights: &Weights) -> Vec<FeatureWeight> {
    let all = named(weights).map(|(feature, weight)| FeatureWeight {
        name: feature.name(),
        label: label(feature),
        weight: rounded(weight),
    });
    all.collect()
}

/// Weights with their features, but for meaning: what a language model weighs is said by whoever runs it.
fn named(weights: &Weights) -> impl Iterator<Item = (Feature, f32)> {
    let all = weights.iter();
    all.filter(|(feature, _)| *feature != Feature::Meaning)
}

/// Weights as they are stored. A feature that came later than they did weighs nothing, as when they were measured.
fn parsed(text: &str) -> Weights {
    let Ok(stored) = serde_json::from_str::<BTreeMap<String, f32>>(text) else {
        return Weights::shipped();
    };
    let mut weights = Weights::default();
    for (name, weight) in stored {
        if let Some(feature) = Feature::named(&name) {
            weights.set(feature, weight.max(0.0));
        }
    }
    weights
}

/// Weights as they are to be stored.
fn written(weights: &Weights) -> Result<String> {
    let all = named(weights);
    let all: BTreeMap<&str, f32> = all
        .map(|(feature, weight)| (feature.name(), weight))
        .collect();
    serde_json::to_string(&all).map_err(|error| Error::Internal(error.to_string()))
}

/// What counts where projects are compared: the weights of a network, or those that are shipped.
pub(crate) fn counting(ctx: &Ctx, network: Option<NetworkId>) -> Weights {
    let own = network.and_then(|network| own_in_use(ctx.reference(), network));
    own.map_or_else(Weights::shipped, |row| parsed(&row.weights))
}

/// The version of its own that a network has in use.
fn own_in_use(snapshot: &Snapshot, network: NetworkId) -> Option<&Model> {
    let mut own = snapshot.weights_of(network);
    let found = own.find(|row| row.in_use_since.is_some());
    found.map(|row| &**row)
}

/// The version by which projects of a network are compared.
#[must_use]
pub fn in_use(snapshot: &Snapshot, network: NetworkId) -> SimilarityWeights {
    own_in_use(snapshot, network)
        .map_or_else(|| SimilarityWeights::shipped(true), SimilarityWeights::of)
}

/// All versions of a network, the newest first, the shipped weights last.
fn versions(snapshot: &Snapshot, network: NetworkId) -> Vec<SimilarityWeights> {
    let own = snapshot.weights_of(network);
    let mut all: Vec<SimilarityWeights> = own.map(|row| SimilarityWeights::of(row)).collect();
    let has_own = all.iter().any(|version| version.is_in_use);
    all.push(SimilarityWeights::shipped(!has_own));
    all
}

/// The edges from networks to their weights: no statement of their own.
pub(crate) fn follow<'a>(
    reader: &'a Reader<'a>,
    nodes: &'a mut [Node<Network>],
    edge: &'a EdgeSelect,
) -> Step<'a> {
    Box::pin(async move {
        let snapshot = reader.ctx().reference();
        for node in nodes {
            let (network, edges) = (node.record.id, &mut node.edges);
            match edge.edge {
                Edge::SimilarityWeights => {
                    edges.put_one(&edge.key, Some(Arc::new(in_use(snapshot, network))));
                }
                _ => edges.put_one(&edge.key, Some(Arc::new(versions(snapshot, network)))),
            }
        }
        Ok(())
    })
}

/// The versions of the weights of a network, the newest first, the shipped weights last.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub fn list(ctx: &Ctx, network: NetworkId, page: &PageRequest) -> Result<Page<SimilarityWeights>> {
    let all = versions(ctx.reference(), network);
    in_memory(
        all,
        page,
        |version| version.number.to_string(),
        |version| version,
    )
}

/// Takes a version into use that there was before: one of the network's own by its number, or with 0 the shipped weights.
///
/// # Errors
/// `FORBIDDEN` for whoever does not coordinate the network today or does not manage the organisation that does,
/// `BAD_USER_INPUT` for a number that no version has.
pub async fn restore(work: &Work<'_>, network: NetworkId, number: i32) -> Result<()> {
    membership::coordinator_who_writes(work, network, Action::Manage).await?;
    let rows = held(work, network).await?;
    let wanted = rows.iter().find(|row| row.number == number);
    if wanted.is_none() && number != 0 {
        return Err(Error::invalid(
            "number",
            format!("nennt keine Fassung dieses Netzes ({number}); 0 ist die mitgelieferte."),
            format!("names no version of this network ({number}); 0 is the one that is shipped."),
        ));
    }
    if number_in_use(&rows) == number {
        return Ok(());
    }
    use_nothing(work, network).await?;
    if let Some(row) = wanted {
        let update = Query::update()
            .table(Entity)
            .value(Column::InUseSince, work.ctx().now())
            .and_where(Column::Id.eq(row.id.0))
            .to_owned();
        work.execute(&update).await?;
    }
    note(work, network).await
}

/// The versions of a network, the newest first; nobody else changes them until the unit ends.
async fn held(work: &Work<'_>, network: NetworkId) -> Result<Vec<Model>> {
    let place = network::Entity::all().filter(network::Column::Id.eq(network.0));
    let place = place.lock(LockType::NoKeyUpdate).one(work.connection());
    place.await?.ok_or(Error::NotFound("network"))?;
    let rows = Entity::all()
        .filter(Column::NetworkId.eq(network.0))
        .order_by_desc(Column::Number);
    Ok(rows.all(work.connection()).await?)
}

fn number_in_use(rows: &[Model]) -> i32 {
    let own = rows.iter().find(|row| row.in_use_since.is_some());
    own.map_or(0, |row| row.number)
}

async fn use_nothing(work: &Work<'_>, network: NetworkId) -> Result<()> {
    let update = Query::update()
        .table(Entity)
        .value(Column::InUseSince, Expr::value(None::<DateTime<Utc>>))
        .and_where(Column::NetworkId.eq(network.0))
        .and_where(Column::InUseSince.is_not_null())
        .to_owned();
    work.execute(&update).await?;
    Ok(())
}

/// The weights are a property of their network: whoever keeps answers of its projects hears that it changed.
async fn note(work: &Work<'_>, network: NetworkId) -> Result<()> {
    let changed = work.note("network", network.to_string(), ChangeAction::Updated);
    changed.await
}
