//! Filter and order of offers and requests of expertise, as callers write them.
//!
//! Invariant: it becomes the domain's filter of the same name, whose checks hold for REST as well.

use crate::{
    classification::SizeClassCode,
    input::{OrderDirection, criteria, order, words},
    value::{ExpertiseKind, Moment},
};
use async_graphql::{Enum, InputObject};
use domain::{
    expertise::{ExpertiseFilter as DomainFilter, ExpertiseOrder as DomainOrder},
    read::{Direction, OrderBy},
};

order!(ExpertiseOrder, ExpertiseOrderField, "domain::expertise::ExpertiseOrder", DomainOrder, {
    /// By the moment of creation.
    CreatedAt,
    /// By the moment of the last change.
    UpdatedAt,
});

/// Which offers and requests are wanted; all criteria must hold.
#[derive(Clone, Default, InputObject)]
pub struct ExpertiseFilter {
    /// All of these must hold.
    pub and: Option<Vec<ExpertiseFilter>>,
    /// One of these must hold.
    pub or: Option<Vec<ExpertiseFilter>>,
    /// This must not hold.
    pub not: Option<Box<ExpertiseFilter>>,
    /// Offers, requests, or both.
    pub kind: Option<Vec<ExpertiseKind>>,
    /// About one of these barriers, by code such as H7.
    pub barrier: Option<Vec<String>>,
    /// Whether the last day has not passed.
    pub is_open: Option<bool>,
    /// In this network, by its slug.
    pub network: Option<String>,
    /// Of one of these cities, by AGS.
    pub city: Option<Vec<String>>,
    /// Of a city in one of these federal states, by key such as 05.
    pub state: Option<Vec<String>>,
    /// Of a city of one of these RegioStaR 7 types.
    pub regiostar7: Option<Vec<i16>>,
    /// Of a city of one of these size classes.
    pub size_class: Option<Vec<SizeClassCode>>,
    /// Changed at or after this moment.
    pub updated_since: Option<Moment>,
}

impl From<ExpertiseFilter> for DomainFilter {
    fn from(filter: ExpertiseFilter) -> Self {
        Self {
            and: filter.and.map(words).unwrap_or_default(),
            or: filter.or.map(words).unwrap_or_default(),
            not: filter.not.map(|part| Box::new((*part).into())),
            city: criteria(
                filter.city,
                filter.state,
                filter.regiostar7,
                filter.size_class,
            ),
            network: filter.network,
            kind: filter.kind.map(words),
            barrier: filter.barrier,
            is_open: filter.is_open,
            updated_since: filter.updated_since.map(|moment| moment.0),
        }
    }
}
