//! Values of transfer links.
//!
//! Invariant: the name of a value in the graph is the word that is stored; the compiler holds the two lists together.

use async_graphql::Enum;

/// What kind of transfer a link is.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::TransferKind")]
pub enum TransferKind {
    /// Experience goes from the source to the adopter.
    #[graphql(name = "EXPERIENCE_TRANSFER")]
    ExperienceTransfer,
    /// The adopter adapts what the source did.
    #[graphql(name = "ADAPTATION_OF")]
    AdaptationOf,
    /// The adopter copies what the source did.
    #[graphql(name = "COPY_OF")]
    CopyOf,
    /// The two are alike.
    #[graphql(name = "SIMILAR_TO")]
    SimilarTo,
    /// The two are one common project.
    #[graphql(name = "JOINT_PROJECT")]
    JointProject,
    /// The adopter builds on the source.
    #[graphql(name = "BUILDS_ON")]
    BuildsOn,
    /// The adopter learnt what not to do.
    #[graphql(name = "WARNING_FROM")]
    WarningFrom,
}

/// How far a transfer link has come.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::TransferStage")]
pub enum TransferStage {
    /// Named by an import, an algorithm or a person.
    #[graphql(name = "SUGGESTED")]
    Suggested,
    /// Proposed to both sides.
    #[graphql(name = "PROPOSED")]
    Proposed,
    /// The other side was contacted.
    #[graphql(name = "CONTACTED")]
    Contacted,
    /// One side has agreed, the other not yet.
    #[graphql(name = "PARTLY_ACCEPTED")]
    PartlyAccepted,
    /// Both sides have agreed.
    #[graphql(name = "ACCEPTED")]
    Accepted,
    /// The adopter is learning how the source did it.
    #[graphql(name = "UNDERSTAND")]
    Understand,
    /// The adopter is adapting it.
    #[graphql(name = "ADAPT")]
    Adapt,
    /// The adopter is using it.
    #[graphql(name = "REUSE")]
    Reuse,
    /// Finished.
    #[graphql(name = "COMPLETED")]
    Completed,
    /// Refused by one side.
    #[graphql(name = "DECLINED")]
    Declined,
    /// Paused.
    #[graphql(name = "PAUSED")]
    Paused,
    /// Given up.
    #[graphql(name = "ABANDONED")]
    Abandoned,
}

/// Who brought a transfer link up.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::TransferOrigin")]
pub enum TransferOrigin {
    /// The table of an action plan.
    #[graphql(name = "PLAN_TABLE")]
    PlanTable,
    /// An algorithm.
    #[graphql(name = "ALGORITHM")]
    Algorithm,
    /// A coordinator.
    #[graphql(name = "COORDINATOR")]
    Coordinator,
    /// A city.
    #[graphql(name = "CITY")]
    City,
}
