//! A peer group or ring as callers write it.
//!
//! Invariant: the members are those that the view of a group shows, under the same names and with the same codes.

use super::{
    body::{JsonBody, nullable},
    release::release,
    ring_member::organisations,
    word::{AdfcClass, SizeClass, Visibility},
};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Error, Result,
    mistake::Mistakes,
    network,
    peer_group::{
        ChangePeerGroup, NeighbourRule, NewPeerGroup, NewRing, PeerDefinition, PeerRule,
        WeightedFigure,
    },
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Which cities: all criteria that are given must hold, of the values of each one.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PeerRuleBody {
    /// Of one of these RegioStaR 7 types, 71 to 77.
    #[schema(max_items = 20)]
    regiostar7: Option<Vec<i32>>,
    /// Of one of these size classes.
    #[schema(max_items = 20)]
    size_class: Option<Vec<SizeClass>>,
    /// Of one of these size classes of the ADFC-Fahrradklima-Test.
    #[schema(max_items = 20)]
    adfc_class: Option<Vec<AdfcClass>>,
    /// In one of these federal states, by key such as 05.
    #[schema(max_items = 20)]
    state: Option<Vec<String>>,
    /// Members of this network, by its short name.
    #[schema(max_length = 40)]
    network: Option<String>,
    /// Of the RegioStaR 7 type and size class of this city (AGS), itself included.
    #[schema(max_length = 8)]
    like: Option<String>,
}

/// The cities nearest to one.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NeighboursBody {
    /// Whose neighbours (AGS).
    #[schema(max_length = 8)]
    city: String,
    /// How many; 7 if not given.
    #[schema(minimum = 1, maximum = 100)]
    count: Option<i32>,
    /// By what.
    #[schema(min_items = 1, max_items = 20)]
    figures: Vec<WeightedFigureBody>,
    /// Among which cities; among all if not given.
    among: Option<PeerRuleBody>,
}

/// A figure by which neighbours are looked for.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WeightedFigureBody {
    /// Code of an indicator, or of a figure of the register: population, population_density, area_km2, traffic_area_share.
    #[schema(max_length = 64)]
    code: String,
    /// What it weighs beside the others; 1 if not given.
    #[schema(minimum = 1, maximum = 100)]
    weight: Option<i32>,
}

/// What the members of a ring agree to, and who is asked at its creation.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RingBody {
    /// Indicators that are compared, by code; needed at its creation.
    #[schema(max_items = 100)]
    indicators: Option<Vec<String>>,
    /// The terms in words; needed at its creation.
    #[schema(min_length = 1, max_length = 20000)]
    terms: Option<String>,
    /// To whom comparisons are shown: SHARED (members only, if not given), NETWORK or PUBLIC.
    results_visibility: Option<Visibility>,
    /// Organisations of municipalities of the network (ids); at its creation only.
    #[schema(max_items = 100)]
    invite: Option<Vec<String>>,
}

/// A new peer group that your organisation keeps, or a ring that it moderates: exactly one of `rule`, `neighbours`, `cities`
/// and `ring` is given.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreatePeerGroupBody {
    /// Name.
    #[schema(value_type = String, required = true, min_length = 1, max_length = 200)]
    name: Option<String>,
    /// What it is for.
    #[schema(min_length = 1, max_length = 2000)]
    description: Option<String>,
    /// The network in which it stands, by its short name; your organisation belongs to it. A ring needs one.
    #[schema(max_length = 40)]
    network: Option<String>,
    /// Who may read it; TENANT if not given. To name readers (SHARED), publish it afterwards. Not for a ring.
    visibility: Option<Visibility>,
    /// Not before this moment, except for your own organisation.
    embargo_until: Option<DateTime<Utc>>,
    /// Its cities follow from a rule.
    rule: Option<PeerRuleBody>,
    /// Its cities are those nearest to one; only values that everybody may read count.
    neighbours: Option<NeighboursBody>,
    /// Its cities (AGS).
    #[schema(max_items = 500)]
    cities: Option<Vec<String>>,
    /// Its cities are those that accept its terms.
    ring: Option<RingBody>,
}

/// What is to be different about a peer group or ring; what is not given stays as it is. Its cities are given as they were at
/// its creation, and at most one of the four.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangePeerGroupBody {
    /// Name.
    #[schema(value_type = String, required = false, min_length = 1, max_length = 200)]
    name: Option<String>,
    /// What it is for; null empties it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 2000)]
    #[serde(default, deserialize_with = "nullable")]
    description: Option<Option<String>>,
    /// Its cities follow from this rule.
    rule: Option<PeerRuleBody>,
    /// Its cities are those nearest to one.
    neighbours: Option<NeighboursBody>,
    /// Its cities (AGS).
    #[schema(max_items = 500)]
    cities: Option<Vec<String>>,
    /// What the members agree to: who had accepted is asked again.
    ring: Option<RingBody>,
}

/// The cities of a group as a body names them.
type Definition = (
    Option<PeerRuleBody>,
    Option<NeighboursBody>,
    Option<Vec<String>>,
    Option<RingBody>,
);

impl JsonBody {
    /// The group that a body describes.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` with everything that is wrong with the body.
    pub fn new_peer_group(&self, ctx: &Ctx) -> Result<NewPeerGroup> {
        let mut mistakes = Mistakes::default();
        let body: CreatePeerGroupBody = self.read(&mut mistakes)?;
        let network = body.network.as_deref();
        let network = network.map(|slug| network::by_slug(ctx, "network", slug));
        let network = mistakes.take(network.transpose())?.flatten();
        let named = (body.rule, body.neighbours, body.cities, body.ring);
        let found = definition(named, &mut mistakes)?;
        mistakes.finish()?;
        Ok(NewPeerGroup {
            network,
            name: body.name.unwrap_or_default(),
            description: body.description,
            release: release(body.visibility, body.embargo_until),
            definition: found.ok_or_else(one_of_four)?,
        })
    }

    /// The changes of a group that a body describes.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` with everything that is wrong with the body.
    pub fn changed_peer_group(&self) -> Result<ChangePeerGroup> {
        let mut mistakes = Mistakes::default();
        let body: ChangePeerGroupBody = self.read(&mut mistakes)?;
        let named = (body.rule, body.neighbours, body.cities, body.ring);
        let definition = definition(named, &mut mistakes)?;
        mistakes.finish()?;
        Ok(ChangePeerGroup {
            name: body.name,
            description: body.description,
            definition,
        })
    }
}

fn definition(named: Definition, mistakes: &mut Mistakes) -> Result<Option<PeerDefinition>> {
    Ok(match named {
        (None, None, None, None) => None,
        (Some(rule), None, None, None) => Some(PeerDefinition::Rule(rule.into())),
        (None, Some(rule), None, None) => Some(PeerDefinition::Neighbours(rule.into())),
        (None, None, Some(cities), None) => Some(PeerDefinition::Cities(cities)),
        (None, None, None, Some(ring)) => Some(PeerDefinition::Ring(NewRing {
            indicators: ring.indicators,
            terms: ring.terms,
            results_visibility: ring.results_visibility.map(Into::into),
            invited: organisations("ring.invite", ring.invite, mistakes)?,
        })),
        _ => {
            mistakes.take::<()>(Err(one_of_four()))?;
            None
        }
    })
}

fn one_of_four() -> Error {
    Error::invalid(
        "rule",
        "Bitte genau eines angeben: rule, neighbours, cities oder ring.",
        "please give exactly one: rule, neighbours, cities or ring.",
    )
}

impl From<PeerRuleBody> for PeerRule {
    fn from(body: PeerRuleBody) -> Self {
        let codes = body.regiostar7.unwrap_or_default().into_iter();
        Self {
            // What is too large for a code is none that exists, and is refused as such.
            regiostar7: codes
                .map(|code| i16::try_from(code).unwrap_or(i16::MAX))
                .collect(),
            size_class: words(body.size_class),
            adfc_class: words(body.adfc_class),
            state: body.state.unwrap_or_default(),
            network: body.network,
            like: body.like,
        }
    }
}

fn words<A: Into<B>, B>(values: Option<Vec<A>>) -> Vec<B> {
    let values = values.unwrap_or_default().into_iter();
    values.map(Into::into).collect()
}

impl From<NeighboursBody> for NeighbourRule {
    fn from(body: NeighboursBody) -> Self {
        let figures = body.figures.into_iter().map(|one| WeightedFigure {
            code: one.code,
            weight: one.weight.unwrap_or(1),
        });
        Self {
            city: body.city,
            count: body.count.unwrap_or(7),
            figures: figures.collect(),
            among: body.among.map(Into::into),
        }
    }
}
