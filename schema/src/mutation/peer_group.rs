//! Mutations of peer groups.
//!
//! Invariant: they belong to the caller's organisation; no input says otherwise.

use super::{
    id, payloads,
    release::{readers, releases},
    unit::Unit,
};
use crate::{
    peer_group::PeerGroup,
    peer_input::{NeighboursInput, PeerRuleInput},
    select::Kind,
    value::{Moment, Visibility},
};
use async_graphql::{
    Context, ID, InputObject, MaybeUndefined, Object, OneofObject, Result, SimpleObject,
};
use domain::{
    Ctx, Work,
    id::{PeerGroupId, TenantId},
    network,
    peer_group::{self, ChangePeerGroup, NewPeerGroup, NewRing, PeerDefinition},
    release::Release,
};

/// A new peer group that your organisation keeps, or a ring that it moderates.
#[derive(InputObject)]
pub struct CreatePeerGroupInput {
    /// Name, 1 to 200 characters.
    pub name: String,
    /// What it is for, up to 2,000 characters.
    pub description: Option<String>,
    /// The network in which it stands, by its slug; your organisation belongs to it. A ring needs one.
    pub network: Option<String>,
    /// Who may read it; to name readers (SHARED), publish it afterwards. Not for a ring, which its members read.
    #[graphql(default_with = "Visibility::Tenant")]
    pub visibility: Visibility,
    /// Not before this moment, except for your own organisation.
    pub embargo_until: Option<Moment>,
    /// Its cities.
    pub of: PeerDefinitionInput,
}

/// By what the cities of a group are chosen: exactly one of these.
#[derive(OneofObject)]
pub enum PeerDefinitionInput {
    /// By a rule.
    Rule(PeerRuleInput),
    /// By nearness to a city; only values that everybody may read count.
    Neighbours(NeighboursInput),
    /// By name (AGS), 1 to 500.
    Cities(Vec<String>),
    /// By invitation and acceptance.
    Ring(RingInput),
}

/// What the members of a ring agree to, and who is asked.
#[derive(InputObject)]
pub struct RingInput {
    /// Indicators that are compared, by code, 1 to 100.
    pub indicators: Vec<String>,
    /// The terms in words, 1 to 20,000 characters: what counts, who sees the results.
    pub terms: String,
    /// To whom comparisons are shown: SHARED (members only), NETWORK or PUBLIC.
    #[graphql(default_with = "Visibility::Shared")]
    pub results_visibility: Visibility,
    /// Organisations of municipalities of the network, by id, at most 100. With your own city they are more than the network
    /// asks for before it shows anything (5 if it says nothing).
    pub invite: Vec<ID>,
}

/// What is to be different about a peer group or ring; what is not given stays as it is.
#[derive(InputObject)]
pub struct ChangePeerGroupInput {
    /// The group.
    pub peer_group: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// Name, 1 to 200 characters.
    pub name: Option<String>,
    /// What it is for, up to 2,000 characters; null empties it.
    pub description: MaybeUndefined<String>,
    /// Its cities, of the kind that it is; years that were frozen stay.
    pub of: Option<ChangedPeersInput>,
}

/// By what the cities of a group are chosen from now on: exactly one of these.
#[derive(OneofObject)]
pub enum ChangedPeersInput {
    /// By this rule.
    Rule(PeerRuleInput),
    /// By this nearness to a city.
    Neighbours(NeighboursInput),
    /// These cities (AGS), 1 to 500.
    Cities(Vec<String>),
    /// By these terms: who had accepted the ones before is asked again.
    Ring(ChangedRingInput),
}

/// What is to be different about what the members of a ring agree to; what is not given stays as it is.
#[derive(InputObject)]
pub struct ChangedRingInput {
    /// Indicators that are compared, by code, 1 to 100; they take the place of those that are there.
    pub indicators: Option<Vec<String>>,
    /// The terms in words, 1 to 20,000 characters.
    pub terms: Option<String>,
    /// To whom comparisons are shown: SHARED (members only), NETWORK or PUBLIC.
    pub results_visibility: Option<Visibility>,
}

impl CreatePeerGroupInput {
    fn read(self, ctx: &Ctx) -> domain::Result<NewPeerGroup> {
        let network = self.network.as_deref();
        let network = network.map(|slug| network::by_slug(ctx, "network", slug));
        Ok(NewPeerGroup {
            network: network.transpose()?,
            name: self.name,
            description: self.description,
            release: Release {
                visibility: self.visibility.into(),
                embargo_until: self.embargo_until.map(|moment| moment.0),
            },
            definition: self.of.read()?,
        })
    }
}

impl PeerDefinitionInput {
    fn read(self) -> domain::Result<PeerDefinition> {
        Ok(match self {
            Self::Rule(rule) => PeerDefinition::Rule(rule.into()),
            Self::Neighbours(rule) => PeerDefinition::Neighbours(rule.into()),
            Self::Cities(cities) => PeerDefinition::Cities(cities),
            Self::Ring(ring) => PeerDefinition::Ring(NewRing {
                indicators: Some(ring.indicators),
                terms: Some(ring.terms),
                results_visibility: Some(ring.results_visibility.into()),
                invited: organisations("ring.invite", &ring.invite)?,
            }),
        })
    }
}

impl From<ChangedPeersInput> for PeerDefinition {
    fn from(input: ChangedPeersInput) -> Self {
        match input {
            ChangedPeersInput::Rule(rule) => Self::Rule(rule.into()),
            ChangedPeersInput::Neighbours(rule) => Self::Neighbours(rule.into()),
            ChangedPeersInput::Cities(cities) => Self::Cities(cities),
            ChangedPeersInput::Ring(ring) => Self::Ring(NewRing {
                indicators: ring.indicators,
                terms: ring.terms,
                results_visibility: ring.results_visibility.map(Into::into),
                invited: Vec::new(),
            }),
        }
    }
}

/// The organisations of a list of ids.
///
/// # Errors
/// `BAD_USER_INPUT` naming the one that is no id of an organisation.
pub(super) fn organisations(path: &str, ids: &[ID]) -> domain::Result<Vec<TenantId>> {
    let read = |(at, id): (usize, &ID)| {
        let path = format!("{path}[{at}]");
        id.parse()
            .map_err(|_| domain::Error::no_id::<TenantId>(path, id))
    };
    ids.iter().enumerate().map(read).collect()
}

/// The year for which the cities of a group are to be frozen.
#[derive(InputObject)]
pub struct FreezePeerGroupInput {
    /// The group.
    pub peer_group: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// The year: this one or one that has passed.
    pub year: i32,
}

/// What was frozen.
#[derive(SimpleObject)]
pub struct FreezePeerGroupPayload {
    /// The group; null where your credentials are good for writing only.
    peer_group: Option<PeerGroup>,
    /// How many cities it has in that year.
    cities: usize,
}

payloads! { peer_group: PeerGroup;
    /// The new group.
    CreatePeerGroupPayload,
    /// The changed group.
    ChangePeerGroupPayload,
    /// The group with its new readers.
    PublishPeerGroupPayload,
    /// The restored group.
    RestorePeerGroupPayload,
}

releases!(peer_group; PublishPeerGroupInput, RetirePeerGroupInput, RestorePeerGroupInput, RetirePeerGroupPayload);

/// The group after a change, with what is selected of it.
pub(super) async fn now(unit: &Unit<'_>, id: PeerGroupId) -> Result<Option<PeerGroup>> {
    let row = unit.row(id, Kind::PeerGroup, "peerGroup").await?;
    Ok(row.map(PeerGroup))
}

/// Peer groups.
#[derive(Default)]
pub struct PeerGroupMutation;

#[Object]
impl PeerGroupMutation {
    /// Creates a peer group that your organisation keeps, or a ring that it moderates. A ring invites; whoever accepts its
    /// terms belongs to it. A ring with fewer cities than the network asks for is refused (MIN_CONTRIBUTORS).
    async fn create_peer_group(
        &self,
        ctx: &Context<'_>,
        input: CreatePeerGroupInput,
    ) -> Result<CreatePeerGroupPayload> {
        let unit = Unit::new(ctx)?;
        let new = unit.accept(input.read(unit.domain()))?;
        let subject = new.network.map(|network| network.to_string());
        let job = async |work: &Work<'_>| peer_group::create(work, new).await;
        let subject = subject.unwrap_or_default();
        let id = unit.write("peer_group.create", subject, job).await?;
        let peer_group = now(&unit, id).await?;
        Ok(CreatePeerGroupPayload { peer_group })
    }

    /// Changes a peer group of your organisation, or a ring that it moderates. Where that changes what the members of a ring
    /// agreed to, they are asked again.
    async fn change_peer_group(
        &self,
        ctx: &Context<'_>,
        input: ChangePeerGroupInput,
    ) -> Result<ChangePeerGroupPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.peer_group)?, input.expected_version);
        let change = ChangePeerGroup {
            name: input.name,
            description: input.description.into(),
            definition: input.of.map(Into::into),
        };
        let job = async |work: &Work<'_>| peer_group::change(work, id, version, change).await;
        unit.write("peer_group.change", id, job).await?;
        let peer_group = now(&unit, id).await?;
        Ok(ChangePeerGroupPayload { peer_group })
    }

    /// Changes who may read a peer group of your organisation; a ring stays among its members.
    async fn publish_peer_group(
        &self,
        ctx: &Context<'_>,
        input: PublishPeerGroupInput,
    ) -> Result<PublishPeerGroupPayload> {
        let unit = Unit::new(ctx)?;
        let (id, release) = (id(ctx, &input.peer_group)?, input.release());
        let version = input.expected_version;
        let readers = unit.accept(readers(input.readers))?;
        let job =
            async |work: &Work<'_>| peer_group::publish(work, id, version, release, &readers).await;
        unit.write("peer_group.publish", id, job).await?;
        let peer_group = now(&unit, id).await?;
        Ok(PublishPeerGroupPayload { peer_group })
    }

    /// Freezes the cities of a peer group for a year: every comparison of that year uses them from then on, whatever becomes
    /// of them. A year is frozen once.
    async fn freeze_peer_group(
        &self,
        ctx: &Context<'_>,
        input: FreezePeerGroupInput,
    ) -> Result<FreezePeerGroupPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.peer_group)?, input.expected_version);
        let year = input.year;
        let job = async |work: &Work<'_>| peer_group::freeze(work, id, version, year).await;
        let cities = unit.write("peer_group.freeze", id, job).await?;
        let peer_group = now(&unit, id).await?;
        Ok(FreezePeerGroupPayload { peer_group, cities })
    }

    /// Takes a peer group of your organisation, or a ring that it moderates, out of use; it can be restored.
    async fn retire_peer_group(
        &self,
        ctx: &Context<'_>,
        input: RetirePeerGroupInput,
    ) -> Result<RetirePeerGroupPayload> {
        let unit = Unit::new(ctx)?;
        let (id, expected) = (id(ctx, &input.peer_group)?, input.expected_version);
        let job = async |work: &Work<'_>| peer_group::retire(work, id, expected).await;
        let version = unit.write("peer_group.retire", id, job).await?;
        Ok(RetirePeerGroupPayload {
            peer_group: input.peer_group,
            version,
        })
    }

    /// Brings a retired peer group or ring back.
    async fn restore_peer_group(
        &self,
        ctx: &Context<'_>,
        input: RestorePeerGroupInput,
    ) -> Result<RestorePeerGroupPayload> {
        let unit = Unit::new(ctx)?;
        let (id, expected) = (id(ctx, &input.peer_group)?, input.expected_version);
        let job = async |work: &Work<'_>| peer_group::restore(work, id, expected).await;
        unit.write("peer_group.restore", id, job).await?;
        let peer_group = now(&unit, id).await?;
        Ok(RestorePeerGroupPayload { peer_group })
    }
}
