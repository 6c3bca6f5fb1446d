//! Kinds of nodes of the graph: their columns, their types, and where their edges lead.
//!
//! Invariant: every edge of the domain leads to one kind.

use domain::{
    concept_correction::ConceptCorrection,
    expertise::Expertise,
    observation::Observation,
    observation_remark::ObservationRemark,
    peer_group::PeerGroup,
    plan::Plan,
    plan_resolution::PlanResolution,
    project::Project,
    project_barrier::ProjectBarrier,
    project_item::ProjectItem,
    project_source::ProjectSource,
    read::{Edge, Fields, Row},
    sub_project::SubProject,
    transfer_effect::TransferEffect,
    transfer_event::TransferEvent,
    transfer_link::TransferLink,
};

/// A kind of node of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A record of the reference data, by the name of its type: it has no columns to select.
    Reference(&'static str),
    /// A plan.
    Plan,
    /// A resolution.
    Resolution,
    /// A project.
    Project,
    /// An item.
    ProjectItem,
    /// A source.
    ProjectSource,
    /// A sub-project.
    SubProject,
    /// A barrier of a project.
    ProjectBarrier,
    /// What editors say about a concept of a project.
    ConceptCorrection,
    /// A transfer link.
    TransferLink,
    /// An entry in the history of a transfer link.
    TransferEvent,
    /// An effect of a transfer.
    TransferEffect,
    /// An offer or request of expertise.
    Expertise,
    /// One that fits another: what was found has no columns, the other one has.
    ExpertiseMatch,
    /// An observation.
    Observation,
    /// A peer group or ring.
    PeerGroup,
    /// The cities that it comes to: what was found has no columns.
    Peers,
    /// What makes it a ring, likewise.
    Ring,
    /// What an observation was before it was corrected: it has the same columns.
    ObservationRevision,
    /// What was said about an observation.
    ObservationRemark,
    /// A similar project: what was found has no columns, the project has.
    SimilarProject,
    /// A similar city: what was found has no columns, the city is reference data.
    SimilarCity,
    /// A project that has dealt with a barrier, likewise.
    BarrierExperience,
    /// A project that a search found, likewise.
    SearchHit,
    /// A suggestion, likewise.
    Suggestion,
}

impl Kind {
    pub(super) fn column(self, name: &str) -> Option<Fields> {
        let name = name.strip_suffix("Label").unwrap_or(name);
        match self {
            Self::Reference(_)
            | Self::ExpertiseMatch
            | Self::Peers
            | Self::Ring
            | Self::SimilarProject
            | Self::SimilarCity
            | Self::BarrierExperience
            | Self::SearchHit
            | Self::Suggestion => None,
            Self::Plan => Plan::field(name),
            Self::Resolution => PlanResolution::field(name),
            Self::Project => Project::field(name),
            Self::ProjectItem => ProjectItem::field(name),
            Self::ProjectSource => ProjectSource::field(name),
            Self::SubProject => SubProject::field(name),
            Self::ProjectBarrier => ProjectBarrier::field(name),
            Self::ConceptCorrection => ConceptCorrection::field(name),
            Self::TransferLink => TransferLink::columns_of(name),
            Self::TransferEvent => TransferEvent::field(name),
            Self::TransferEffect => TransferEffect::field(name),
            Self::Expertise => Expertise::field(name),
            Self::PeerGroup => PeerGroup::field(name),
            Self::Observation | Self::ObservationRevision => Observation::columns_of(name),
            Self::ObservationRemark => ObservationRemark::field(name),
        }
    }

    pub(super) const fn type_name(self) -> &'static str {
        match self {
            Self::Reference(name) => name,
            Self::Plan => "Plan",
            Self::Resolution => "Resolution",
            Self::Project => "Project",
            Self::ProjectItem => "ProjectItem",
            Self::ProjectSource => "ProjectSource",
            Self::SubProject => "SubProject",
            Self::ProjectBarrier => "ProjectBarrier",
            Self::ConceptCorrection => "ConceptCorrection",
            Self::TransferLink => "TransferLink",
            Self::TransferEvent => "TransferEvent",
            Self::TransferEffect => "TransferEffect",
            Self::Expertise => "Expertise",
            Self::ExpertiseMatch => "ExpertiseMatch",
            Self::Observation => "Observation",
            Self::PeerGroup => "PeerGroup",
            Self::Peers => "Peers",
            Self::Ring => "Ring",
            Self::ObservationRevision => "ObservationRevision",
            Self::ObservationRemark => "ObservationRemark",
            Self::SimilarProject => "SimilarProject",
            Self::SimilarCity => "SimilarCity",
            Self::BarrierExperience => "BarrierExperience",
            Self::SearchHit => "SearchHit",
            Self::Suggestion => "Suggestion",
        }
    }
}

/// Where an edge of a kind of node leads, and whether to many.
pub(super) const fn target(from: Kind, edge: Edge) -> (Kind, bool) {
    match edge {
        Edge::City | Edge::AdopterCity | Edge::SourceCity => (Kind::Reference("City"), false),
        Edge::Tenant => (Kind::Reference("Tenant"), false),
        Edge::Network => (Kind::Reference("Network"), false),
        Edge::ActionField => (Kind::Reference("ActionField"), false),
        Edge::Barrier => (Kind::Reference("Barrier"), false),
        Edge::Indicator => (Kind::Reference("Indicator"), false),
        Edge::Plan => (Kind::Plan, false),
        Edge::Project | Edge::AdopterProject | Edge::SourceProject => (Kind::Project, false),
        Edge::SubProject => (Kind::SubProject, false),
        Edge::Plans => (Kind::Plan, true),
        Edge::Projects => (Kind::Project, true),
        Edge::ActionFields => (Kind::Reference("ActionField"), true),
        Edge::Memberships => (Kind::Reference("Membership"), true),
        Edge::Resolutions => (Kind::Resolution, true),
        Edge::Items => (Kind::ProjectItem, true),
        Edge::SubProjects => (Kind::SubProject, true),
        Edge::Barriers if matches!(from, Kind::Expertise) => (Kind::Reference("Barrier"), false),
        Edge::Barriers => (Kind::ProjectBarrier, true),
        Edge::Expertise => (Kind::Expertise, !matches!(from, Kind::ExpertiseMatch)),
        Edge::Matches => (Kind::ExpertiseMatch, false),
        Edge::Concepts => (Kind::Reference("ProjectConcept"), false),
        Edge::SimilarityWeights | Edge::SimilarityWeightsVersions => {
            (Kind::Reference("SimilarityWeights"), false)
        }
        Edge::ConceptCorrections => (Kind::ConceptCorrection, true),
        Edge::Sources => (Kind::ProjectSource, true),
        Edge::Similar if matches!(from, Kind::Reference(_)) => (Kind::SimilarCity, true),
        Edge::Similar => (Kind::SimilarProject, true),
        Edge::TransferLinks | Edge::TransferLinksAsSource => (Kind::TransferLink, true),
        Edge::Events => (Kind::TransferEvent, true),
        Edge::Effects => (Kind::TransferEffect, true),
        Edge::Observations => (Kind::Observation, true),
        Edge::PeerGroups => (Kind::PeerGroup, true),
        Edge::Peers => (Kind::Peers, false),
        Edge::Ring => (Kind::Ring, false),
        Edge::FormerVersions => (Kind::Reference("IndicatorVersion"), false),
        Edge::Revisions => (Kind::ObservationRevision, false),
        Edge::Remarks => (Kind::ObservationRemark, true),
    }
}
