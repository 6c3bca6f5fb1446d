//! Peer groups of the demo, and a ring of its cities with what they compare in it.
//!
//! Invariant: the ring and its values say that they are made up; each city accepts the terms and enters its values for itself.

use super::{content::rows, figures::word};
use domain::{
    Ctx, Error, Result, benchmark,
    id::{NetworkId, PeerGroupId, TenantId},
    observation::{self, Draft, Figure, Readership},
    peer_group::{
        self, NeighbourRule, NewPeerGroup, NewRing, PeerDefinition, PeerGroup, PeerGroupFilter,
        PeerRule, RingView, WeightedFigure,
    },
    read::{Edge, Filter, ListRequest, Reader, Select},
    reference::classification::{AdfcClass, SizeClass},
    release::Release,
    ring_member,
    value::{ConfStatus, Confidence, ObsStatus, PeerGroupKind, RingState, ValueKind, Visibility},
};
use serde::Deserialize;
use std::collections::BTreeMap;

const PEER_GROUPS: &str = include_str!("../../../examples/kora/peer_groups.json");
const VALUES: &str = include_str!("../../../examples/kora/ring_values.csv");
/// What a value of the ring says of where it comes from.
const MADE_UP: &str = "Erfunden für die Demo";
/// The year that is published.
const YEAR: i32 = 2024;

#[derive(Deserialize)]
struct File {
    groups: Vec<Group>,
    ring: Ring,
}

#[derive(Deserialize)]
struct Group {
    name: String,
    description: String,
    #[serde(default)]
    regiostar7: Vec<i16>,
    #[serde(default)]
    size_class: Vec<String>,
    #[serde(default)]
    adfc_class: Vec<String>,
    #[serde(default)]
    state: Vec<String>,
    neighbours_of: Option<String>,
    #[serde(default)]
    count: i32,
    #[serde(default)]
    figures: BTreeMap<String, i32>,
}

#[derive(Deserialize)]
struct Ring {
    name: String,
    description: String,
    terms: String,
    indicators: Vec<String>,
}

/// Writes the groups and the ring of the office that coordinates the network, where it has none yet; answers the new ring.
///
/// # Errors
/// `INTERNAL` where the shipped file cannot be read.
pub async fn load(
    office: &Ctx,
    network: NetworkId,
    cities: Vec<TenantId>,
) -> Result<Option<PeerGroupId>> {
    if !rings(office).await?.is_empty() {
        return Ok(None);
    }
    let file: File = serde_json::from_str(PEER_GROUPS)
        .map_err(|error| Error::Internal(format!("peer_groups.json: {error}")))?;
    let work = office.begin().await?;
    for group in file.groups {
        peer_group::create(&work, new(network, group)?).await?;
    }
    let ring = NewPeerGroup {
        network: Some(network),
        name: file.ring.name,
        description: Some(file.ring.description),
        release: Release::own(),
        definition: PeerDefinition::Ring(NewRing {
            indicators: Some(file.ring.indicators),
            terms: Some(file.ring.terms),
            results_visibility: Some(Visibility::Shared),
            invited: cities,
        }),
    };
    let ring = peer_group::create(&work, ring).await?;
    work.commit().await?;
    Ok(Some(ring))
}

#[derive(Deserialize)]
struct ValueRow {
    ags: String,
    indicator_code: String,
    year: i32,
    value: f64,
}

/// Enters what a city compares in the ring: confidential, and so shown to nobody else.
///
/// # Errors
/// `INTERNAL` where the shipped file cannot be read.
pub async fn enter(city: &Ctx, ags: &str) -> Result<()> {
    for row in rows::<ValueRow>("ring_values.csv", VALUES)? {
        if row.ags != ags {
            continue;
        }
        let draft = Draft {
            indicator: row.indicator_code,
            year: row.year,
            value_kind: ValueKind::Measured,
            figure: Figure {
                value: Some(row.value),
                obs_status: ObsStatus::Normal,
                conf_status: ConfStatus::Confidential,
                numerator: None,
                denominator: None,
                sample: None,
                confidence: Confidence::Low,
                source: MADE_UP.to_owned(),
                note: None,
            },
            readership: Readership {
                release: Release::own(),
                network: None,
                readers: Vec::new(),
            },
        };
        let work = city.begin().await?;
        match observation::record(&work, draft).await {
            Ok(_) => work.commit().await?,
            // It is there already; an interrupted start is completed.
            Err(Error::Conflict(_)) => work.roll_back().await?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Publishes the comparisons of the ring.
///
/// # Errors
/// What the database answers.
pub async fn publish(office: &Ctx, ring: PeerGroupId) -> Result<()> {
    let work = office.begin().await?;
    benchmark::publish(&work, ring, YEAR, None).await?;
    work.commit().await
}

fn new(network: NetworkId, group: Group) -> Result<NewPeerGroup> {
    let sizes = group.size_class.iter();
    let classes = group.adfc_class.iter();
    let rule = PeerRule {
        regiostar7: group.regiostar7,
        size_class: sizes
            .map(|text| word(text, SizeClass::from_word))
            .collect::<Result<_>>()?,
        adfc_class: classes
            .map(|text| word(text, AdfcClass::from_word))
            .collect::<Result<_>>()?,
        state: group.state,
        network: None,
        like: None,
    };
    let figures = group.figures.into_iter();
    let definition = match group.neighbours_of {
        Some(city) => PeerDefinition::Neighbours(NeighbourRule {
            city,
            count: group.count,
            figures: figures
                .map(|(code, weight)| WeightedFigure { code, weight })
                .collect(),
            among: None,
        }),
        None => PeerDefinition::Rule(rule),
    };
    Ok(NewPeerGroup {
        network: Some(network),
        name: group.name,
        description: Some(group.description),
        release: Release::public(),
        definition,
    })
}

/// Accepts for a city what the demo invites it to; a later invitation is the city's own matter.
///
/// # Errors
/// What the database answers.
pub async fn accept(city: &Ctx) -> Result<()> {
    for ring in rings(city).await? {
        let state = ring.edges.one::<RingView>(Edge::Ring.name())?;
        let is_asked = state.is_some_and(|ring| ring.state == Some(RingState::Invited));
        let (version, terms) = (*ring.version.get()?, *ring.terms_version.get()?);
        if is_asked && version == 1 {
            let work = city.begin().await?;
            ring_member::accept(&work, ring.id, version, terms).await?;
            work.commit().await?;
        }
    }
    Ok(())
}

/// The rings that somebody reads.
async fn rings(ctx: &Ctx) -> Result<Vec<std::sync::Arc<PeerGroup>>> {
    let filter = PeerGroupFilter {
        kind: Some(vec![PeerGroupKind::Ring]),
        ..PeerGroupFilter::default()
    };
    let list = ListRequest {
        condition: Some(filter.condition(ctx)?),
        ..ListRequest::first(20)
    };
    let select = Select::all_fields().with(Edge::Ring, ListRequest::default(), Select::default());
    let page = peer_group::list(&Reader::new(ctx), &list, &select).await?;
    Ok(page.items.into_iter().map(|item| item.node).collect())
}
