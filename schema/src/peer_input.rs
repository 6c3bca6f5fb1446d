//! With whom somebody wants to be compared, as callers write it.
//!
//! Invariant: it becomes the domain's question of the same name, whose checks hold for REST as well.

use crate::{
    classification::{AdfcClassCode, SizeClassCode},
    input::{OrderDirection, order, words},
    value::{Moment, PeerGroupKind},
};
use async_graphql::{Enum, ID, InputObject, OneofObject};
use domain::{
    Error, Result,
    id::PeerGroupId,
    peer_group::{
        NeighbourRule, PeerGroupFilter as DomainFilter, PeerGroupOrder as DomainOrder, PeerRule,
        PeerSpec, WeightedFigure,
    },
    read::{Direction, OrderBy},
};

order!(PeerGroupOrder, PeerGroupOrderField, "domain::peer_group::PeerGroupOrder", DomainOrder, {
    /// By the moment of creation.
    CreatedAt,
    /// By the moment of the last change.
    UpdatedAt,
});

/// Which groups are wanted; all criteria must hold.
#[derive(Clone, Default, InputObject)]
pub struct PeerGroupFilter {
    /// All of these must hold.
    pub and: Option<Vec<PeerGroupFilter>>,
    /// One of these must hold.
    pub or: Option<Vec<PeerGroupFilter>>,
    /// This must not hold.
    pub not: Option<Box<PeerGroupFilter>>,
    /// Of one of these kinds.
    pub kind: Option<Vec<PeerGroupKind>>,
    /// In this network, by its slug.
    pub network: Option<String>,
    /// Changed at or after this moment.
    pub updated_since: Option<Moment>,
}

impl From<PeerGroupFilter> for DomainFilter {
    fn from(filter: PeerGroupFilter) -> Self {
        Self {
            and: filter.and.map(words).unwrap_or_default(),
            or: filter.or.map(words).unwrap_or_default(),
            not: filter.not.map(|part| Box::new((*part).into())),
            kind: filter.kind.map(words),
            network: filter.network,
            updated_since: filter.updated_since.map(|moment| moment.0),
        }
    }
}

/// With whom to compare: exactly one of these.
#[derive(OneofObject)]
pub enum PeerInput {
    /// Cities that meet a rule.
    Rule(PeerRuleInput),
    /// The cities nearest to one.
    Neighbours(NeighboursInput),
    /// These cities, by AGS, 1 to 500.
    Cities(Vec<String>),
    /// A group that is kept, by its id.
    Group(ID),
}

impl PeerInput {
    /// The question of the domain.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for what is no id of a group.
    pub fn read(self) -> Result<PeerSpec> {
        Ok(match self {
            Self::Rule(rule) => PeerSpec::Rule(rule.into()),
            Self::Neighbours(rule) => PeerSpec::Neighbours(rule.into()),
            Self::Cities(cities) => PeerSpec::Cities(cities),
            Self::Group(id) => PeerSpec::Group(
                id.parse()
                    .map_err(|_| Error::no_id::<PeerGroupId>("group", &id))?,
            ),
        })
    }
}

/// Which cities: all criteria that are given must hold, of the values of each one. Without any all municipalities.
#[derive(InputObject)]
pub struct PeerRuleInput {
    /// Of one of these RegioStaR 7 types, 71 to 77.
    pub regiostar7: Option<Vec<i16>>,
    /// Of one of these size classes.
    pub size_class: Option<Vec<SizeClassCode>>,
    /// Of one of these size classes of the ADFC-Fahrradklima-Test.
    pub adfc_class: Option<Vec<AdfcClassCode>>,
    /// In one of these federal states, by key such as 05.
    pub state: Option<Vec<String>>,
    /// Members of this network today, by its slug.
    pub network: Option<String>,
    /// Of the RegioStaR 7 type and size class of this city (AGS), itself included.
    pub like: Option<String>,
}

impl From<PeerRuleInput> for PeerRule {
    fn from(rule: PeerRuleInput) -> Self {
        Self {
            regiostar7: rule.regiostar7.unwrap_or_default(),
            size_class: rule.size_class.map(words).unwrap_or_default(),
            adfc_class: rule.adfc_class.map(words).unwrap_or_default(),
            state: rule.state.unwrap_or_default(),
            network: rule.network,
            like: rule.like,
        }
    }
}

/// The cities nearest to one, by figures that you choose.
#[derive(InputObject)]
pub struct NeighboursInput {
    /// Whose neighbours (AGS).
    pub city: String,
    /// How many, 1 to 100.
    #[graphql(default = 7)]
    pub count: i32,
    /// By what, 1 to 20 figures.
    pub figures: Vec<WeightedFigureInput>,
    /// Among which cities; among all if not given.
    pub among: Option<PeerRuleInput>,
}

/// A figure by which neighbours are looked for.
#[derive(InputObject)]
pub struct WeightedFigureInput {
    /// Code of an indicator, or of a figure of the register: population, population_density, area_km2, traffic_area_share.
    pub code: String,
    /// What it weighs beside the others, 1 to 100.
    #[graphql(default = 1)]
    pub weight: i32,
}

impl From<NeighboursInput> for NeighbourRule {
    fn from(rule: NeighboursInput) -> Self {
        let figure = |one: WeightedFigureInput| WeightedFigure {
            code: one.code,
            weight: one.weight,
        };
        Self {
            city: rule.city,
            count: rule.count,
            figures: rule.figures.into_iter().map(figure).collect(),
            among: rule.among.map(Into::into),
        }
    }
}
