//! What a caller wants to know: columns, and edges to follow with their own selections.
//!
//! Invariant: a selection is plain data; it is made before the first statement and does not change afterwards.

use super::{Fields, OrderKey, PageRequest};
use crate::{city::CityFilter, similar_project::MatchFilter};
use sea_orm::Condition;
use std::sync::Arc;

/// Columns and edges of one kind of node.
#[derive(Clone, Debug, Default)]
pub struct Select {
    /// The columns.
    pub fields: Fields,
    /// The edges, each under the name by which its answer is fetched.
    pub edges: Vec<EdgeSelect>,
}

impl Select {
    /// Every column and no edge.
    #[must_use]
    pub const fn all_fields() -> Self {
        Self {
            fields: Fields::ALL,
            edges: Vec::new(),
        }
    }

    /// Adds an edge.
    #[must_use]
    pub fn with(mut self, edge: Edge, list: ListRequest, select: Self) -> Self {
        self.edges.push(EdgeSelect {
            key: edge.name().into(),
            edge,
            list,
            select,
        });
        self
    }
}

/// One edge to follow.
#[derive(Clone, Debug)]
pub struct EdgeSelect {
    /// The name by which its answer is fetched: two edges of one kind may differ in their page or filter.
    pub key: Arc<str>,
    /// Where it leads.
    pub edge: Edge,
    /// Page, filter and order, where it leads to many.
    pub list: ListRequest,
    /// What is wanted at its end.
    pub select: Select,
}

/// Page, filter and order of a list.
#[derive(Clone, Debug, Default)]
pub struct ListRequest {
    /// Which part of the list.
    pub page: PageRequest,
    /// Which rows.
    pub condition: Option<Condition>,
    /// In which order; the id breaks ties.
    pub order: Vec<OrderKey>,
    /// Whether the length of the whole list is wanted.
    pub total: bool,
    /// Among which projects a search looks.
    pub matching: Option<MatchFilter>,
    /// Among which municipalities similar ones are looked for.
    pub cities: Option<CityFilter>,
    /// The year as of which peers are wanted.
    pub year: Option<i32>,
}

impl ListRequest {
    /// The first `count` rows in the natural order.
    #[must_use]
    pub fn first(count: u64) -> Self {
        Self {
            page: PageRequest::first(count),
            ..Self::default()
        }
    }
}

macro_rules! edges {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// Every way from one kind of node to another.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Edge { $($(#[$doc])* $name,)* }

        impl Edge {
            /// Every edge.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in the graph.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// The edge of that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|edge| edge.name() == name)
            }
        }
    };
}

edges! {
    /// To the municipality.
    City = "city",
    /// To the tenant.
    Tenant = "tenant",
    /// To the network.
    Network = "network",
    /// To the action field.
    ActionField = "actionField",
    /// To the plan.
    Plan = "plan",
    /// To the project.
    Project = "project",
    /// To the barrier.
    Barrier = "barrier",
    /// To the indicator.
    Indicator = "indicator",
    /// To the sub-project.
    SubProject = "subProject",
    /// To the project that wants to learn.
    AdopterProject = "adopterProject",
    /// To the city that wants to learn.
    AdopterCity = "adopterCity",
    /// To the project to learn from.
    SourceProject = "sourceProject",
    /// To the city to learn from.
    SourceCity = "sourceCity",
    /// To plans.
    Plans = "plans",
    /// To projects.
    Projects = "projects",
    /// To the action fields of a network.
    ActionFields = "actionFields",
    /// To the memberships of a network or tenant.
    Memberships = "memberships",
    /// To the resolutions of a plan.
    Resolutions = "resolutions",
    /// To the items of a project or sub-project.
    Items = "items",
    /// To the sub-projects of a project.
    SubProjects = "subProjects",
    /// To the barriers of a project.
    Barriers = "barriers",
    /// To offers and requests of expertise, or to one of them.
    Expertise = "expertise",
    /// To what fits an offer or request of expertise.
    Matches = "matches",
    /// To what a project tells of.
    Concepts = "concepts",
    /// To what editors say about the concepts of a project.
    ConceptCorrections = "conceptCorrections",
    /// To projects similar to a project, or cities similar to a city.
    Similar = "similar",
    /// To what the features of similarity weigh in a network.
    SimilarityWeights = "similarityWeights",
    /// To all versions of that.
    SimilarityWeightsVersions = "similarityWeightsVersions",
    /// To the sources of a project.
    Sources = "sources",
    /// To the links through which a project or city learns, or all of a network.
    TransferLinks = "transferLinks",
    /// To the links through which others learn from a project or city.
    TransferLinksAsSource = "transferLinksAsSource",
    /// To the history of a transfer link.
    Events = "events",
    /// To the effects of a transfer.
    Effects = "effects",
    /// To observations.
    Observations = "observations",
    /// To the peer groups and rings of a network.
    PeerGroups = "peerGroups",
    /// To the cities of a peer group.
    Peers = "peers",
    /// To what makes a peer group a ring.
    Ring = "ring",
    /// To what the definition of an indicator was before.
    FormerVersions = "formerVersions",
    /// To what an observation was before it was corrected.
    Revisions = "revisions",
    /// To what was said about an observation.
    Remarks = "remarks",
}
