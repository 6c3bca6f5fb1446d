//! Values of networks, tenants, plans and projects.
//!
//! Invariant: the name of a value in the graph is the word that is stored; the compiler holds the two lists together.

use async_graphql::Enum;

/// Who may read a record. The order matters: the smaller of two values is the narrower one.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::Visibility")]
pub enum Visibility {
    /// Only the tenant that owns it.
    #[graphql(name = "TENANT")]
    Tenant,
    /// The tenant and the tenants named for it.
    #[graphql(name = "SHARED")]
    Shared,
    /// Every member of the network.
    #[graphql(name = "NETWORK")]
    Network,
    /// Everybody.
    #[graphql(name = "PUBLIC")]
    Public,
}

/// What kind of place a municipality is.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::CityKind")]
pub enum CityKind {
    /// A town or city (Stadt).
    #[graphql(name = "CITY")]
    City,
    /// A market town (Markt, Flecken).
    #[graphql(name = "MARKET")]
    Market,
    /// Any other municipality (Gemeinde).
    #[graphql(name = "MUNICIPALITY")]
    Municipality,
    /// An area without a municipality (gemeindefreies Gebiet).
    #[graphql(name = "UNINCORPORATED")]
    Unincorporated,
}

/// What kind of organisation a tenant is.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::TenantKind")]
pub enum TenantKind {
    /// A municipality.
    #[graphql(name = "MUNICIPALITY")]
    Municipality,
    /// An office that coordinates a network.
    #[graphql(name = "COORDINATION")]
    Coordination,
}

/// As what a tenant takes part in a network.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::MembershipRole")]
pub enum MembershipRole {
    /// A model city of the programme (Modellstadt).
    #[graphql(name = "MODEL_CITY")]
    ModelCity,
    /// A city of the accompanying network (Netzwerkstadt).
    #[graphql(name = "NETWORK_CITY")]
    NetworkCity,
    /// An office that coordinates the network.
    #[graphql(name = "COORDINATOR")]
    Coordinator,
    /// An observer.
    #[graphql(name = "OBSERVER")]
    Observer,
}

/// Where a plan stands.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::PlanStatus")]
pub enum PlanStatus {
    /// Not yet adopted.
    #[graphql(name = "DRAFT")]
    Draft,
    /// In force.
    #[graphql(name = "ADOPTED")]
    Adopted,
    /// Finished or replaced.
    #[graphql(name = "CLOSED")]
    Closed,
}

/// Where a project stands.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::ProjectStatus")]
pub enum ProjectStatus {
    /// An idea.
    #[graphql(name = "IDEA")]
    Idea,
    /// Planned or decided, not begun.
    #[graphql(name = "PLANNED")]
    Planned,
    /// Being carried out.
    #[graphql(name = "IN_PROGRESS")]
    InProgress,
    /// Paused.
    #[graphql(name = "ON_HOLD")]
    OnHold,
    /// Held up by a barrier.
    #[graphql(name = "BLOCKED")]
    Blocked,
    /// Finished.
    #[graphql(name = "COMPLETED")]
    Completed,
    /// Made permanent (verstetigt).
    #[graphql(name = "IN_OPERATION")]
    InOperation,
    /// Given up.
    #[graphql(name = "ABANDONED")]
    Abandoned,
}

/// How mature a project is, after the scaling road map of the Smart City model projects.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::ProjectPhase")]
pub enum ProjectPhase {
    /// Idea.
    #[graphql(name = "P1")]
    Idea,
    /// Concept or prototype.
    #[graphql(name = "P2")]
    Concept,
    /// Pilot.
    #[graphql(name = "P3")]
    Pilot,
    /// Embedded (verstetigt).
    #[graphql(name = "P4")]
    Embedded,
    /// Being carried over to others.
    #[graphql(name = "P5")]
    Transferring,
}

/// What a project costs, in euros over its whole time.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::CostBand")]
pub enum CostBand {
    /// Below 10,000 euros.
    #[graphql(name = "UP_TO_10K")]
    UpTo10k,
    /// 10,000 to below 100,000 euros.
    #[graphql(name = "UP_TO_100K")]
    UpTo100k,
    /// 100,000 to below one million euros.
    #[graphql(name = "UP_TO_1M")]
    UpTo1m,
    /// One to below ten million euros.
    #[graphql(name = "UP_TO_10M")]
    UpTo10m,
    /// Ten million euros and more.
    #[graphql(name = "ABOVE_10M")]
    Above10m,
}

/// What an item of a project says.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::ItemKind")]
pub enum ItemKind {
    /// An optional idea for the implementation.
    #[graphql(name = "IDEA")]
    Idea,
    /// A measure that is or was carried out.
    #[graphql(name = "MEASURE")]
    Measure,
    /// A milestone.
    #[graphql(name = "MILESTONE")]
    Milestone,
    /// A success factor.
    #[graphql(name = "SUCCESS_FACTOR")]
    SuccessFactor,
    /// A milestone or a success factor: the source does not tell them apart.
    #[graphql(name = "MILESTONE_OR_FACTOR")]
    MilestoneOrFactor,
    /// An indicator of goal achievement, in words.
    #[graphql(name = "INDICATOR")]
    Indicator,
    /// A lesson learnt.
    #[graphql(name = "LESSON")]
    Lesson,
}

/// How sure the importer was of what it read.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::Certainty")]
pub enum Certainty {
    /// The source says so.
    #[graphql(name = "RECOGNISED")]
    Recognised,
    /// Inferred; worth a look by the editor.
    #[graphql(name = "GUESSED")]
    Guessed,
}

/// What a barrier is to a project.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::BarrierRole")]
pub enum BarrierRole {
    /// The project is meant to remove it.
    #[graphql(name = "ADDRESSES")]
    Addresses,
    /// The project is held up by it.
    #[graphql(name = "BLOCKED_BY")]
    BlockedBy,
    /// The project has overcome it.
    #[graphql(name = "RESOLVED")]
    Resolved,
}

/// Where a statement about a barrier comes from.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::BarrierBasis")]
pub enum BarrierBasis {
    /// The project's own source names it.
    #[graphql(name = "TEXT")]
    Text,
    /// An editor assigned it.
    #[graphql(name = "EDITORIAL")]
    Editorial,
}

/// What editors say about a concept of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::ConceptVerdict")]
pub enum ConceptVerdict {
    /// The project is about it, whether its texts say so or not.
    #[graphql(name = "CONFIRMED")]
    Confirmed,
    /// The project is not about it, though its texts may sound so.
    #[graphql(name = "REJECTED")]
    Rejected,
}
