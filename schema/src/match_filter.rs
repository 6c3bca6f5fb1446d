//! Among which projects a search looks, as callers write it.
//!
//! Invariant: it becomes the domain's filter of the same name, whose checks hold for REST as well.

use crate::{
    classification::SizeClassCode,
    input::{criteria, words},
    value::{BarrierRole, ProjectPhase, ProjectStatus},
};
use async_graphql::InputObject;
use domain::similar_project::MatchFilter as DomainMatchFilter;

/// Among which projects to look; all criteria must hold.
#[derive(Clone, Default, InputObject)]
pub struct MatchFilter {
    /// In one of these cities, by AGS.
    pub city: Option<Vec<String>>,
    /// In one of these federal states, by key such as 05.
    pub state: Option<Vec<String>>,
    /// In a city of one of these RegioStaR 7 types, 71 to 77.
    pub regiostar7: Option<Vec<i16>>,
    /// In a city of one of these size classes.
    pub size_class: Option<Vec<SizeClassCode>>,
    /// In this network, by its slug.
    pub network: Option<String>,
    /// In one of these action fields, by code such as A.
    pub action_field: Option<Vec<String>>,
    /// One of these states.
    pub status: Option<Vec<ProjectStatus>>,
    /// One of these phases.
    pub phase: Option<Vec<ProjectPhase>>,
    /// One of these barriers has to do with it, by code such as H7.
    pub barrier: Option<Vec<String>>,
    /// What that barrier is to it.
    pub barrier_role: Option<Vec<BarrierRole>>,
    /// It tells of one of these instruments, problems or actors, by short name such as priority-list; narrower ones count.
    pub instrument: Option<Vec<String>>,
    /// Only projects that are completed or were made permanent.
    #[graphql(default)]
    pub is_finished: bool,
    /// Only projects that tell a lesson which you may read.
    #[graphql(default)]
    pub has_outcome: bool,
    /// Whether projects of the same city take part. Usually they do not: one knows them.
    #[graphql(default)]
    pub with_own_city: bool,
}

impl From<MatchFilter> for DomainMatchFilter {
    fn from(filter: MatchFilter) -> Self {
        Self {
            city: criteria(
                filter.city,
                filter.state,
                filter.regiostar7,
                filter.size_class,
            ),
            network: filter.network,
            action_field: filter.action_field,
            status: filter.status.map(words),
            phase: filter.phase.map(words),
            barrier: filter.barrier,
            barrier_role: filter.barrier_role.map(words),
            instrument: filter.instrument,
            is_finished: filter.is_finished,
            has_outcome: filter.has_outcome,
            with_own_city: filter.with_own_city,
        }
    }
}
