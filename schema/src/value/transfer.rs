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
    /// The side to learn from has agreed, the other not yet.
    #[graphql(name = "ACCEPTED_BY_SOURCE")]
    AcceptedBySource,
    /// The side that wants to learn has agreed, the other not yet.
    #[graphql(name = "ACCEPTED_BY_ADOPTER")]
    AcceptedByAdopter,
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

/// What takes a transfer link from one stage to another.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::TransferStep")]
pub enum TransferStep {
    /// Takes a suggestion up and proposes it to both sides.
    #[graphql(name = "PROPOSE")]
    Propose,
    /// The two sides were brought into contact.
    #[graphql(name = "CONTACT")]
    Contact,
    /// Your side agrees; once both do, the network sees the link.
    #[graphql(name = "ACCEPT")]
    Accept,
    /// Your side takes its agreement back; the network does not see the link any more.
    #[graphql(name = "WITHDRAW")]
    Withdraw,
    /// It is refused before both sides had agreed; with a reason.
    #[graphql(name = "DECLINE")]
    Decline,
    /// The adopter begins to learn how the source did it.
    #[graphql(name = "BEGIN")]
    Begin,
    /// The adopter begins to adapt it.
    #[graphql(name = "ADAPT")]
    Adapt,
    /// The adopter begins to use it.
    #[graphql(name = "REUSE")]
    Reuse,
    /// It is finished; with an outcome.
    #[graphql(name = "COMPLETE")]
    Complete,
    /// It rests for a while; with a reason.
    #[graphql(name = "PAUSE")]
    Pause,
    /// It goes on where it was paused.
    #[graphql(name = "RESUME")]
    Resume,
    /// It is given up after both sides had agreed; with a reason.
    #[graphql(name = "ABANDON")]
    Abandon,
    /// What was refused or given up is proposed anew; for offices that coordinate the network.
    #[graphql(name = "REOPEN")]
    Reopen,
}

/// In which part somebody acts on a transfer link.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::TransferParty")]
pub enum TransferParty {
    /// The side that wants to learn.
    #[graphql(name = "ADOPTER")]
    Adopter,
    /// The side to learn from.
    #[graphql(name = "SOURCE")]
    Source,
    /// An office that coordinates the network.
    #[graphql(name = "COORDINATOR")]
    Coordinator,
}

/// Why a transfer was refused, rests or was given up.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::TransferReason")]
pub enum TransferReason {
    /// Nobody has time for it.
    #[graphql(name = "NO_CAPACITY")]
    NoCapacity,
    /// The two cases are too different.
    #[graphql(name = "NOT_COMPARABLE")]
    NotComparable,
    /// The law stands against it.
    #[graphql(name = "LEGAL")]
    Legal,
    /// Politics stand against it.
    #[graphql(name = "POLITICAL")]
    Political,
    /// It costs too much.
    #[graphql(name = "COST")]
    Cost,
    /// The other side did not answer.
    #[graphql(name = "NO_RESPONSE")]
    NoResponse,
    /// The question was solved in another way.
    #[graphql(name = "SOLVED_OTHERWISE")]
    SolvedOtherwise,
    /// Another reason.
    #[graphql(name = "OTHER")]
    Other,
}

/// What came of a transfer for the adopter.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::TransferOutcome")]
pub enum TransferOutcome {
    /// Nothing.
    #[graphql(name = "NONE")]
    None,
    /// It gave ideas.
    #[graphql(name = "INSPIRED")]
    Inspired,
    /// It was adapted.
    #[graphql(name = "ADAPTED")]
    Adapted,
    /// It was taken over as it is.
    #[graphql(name = "REPLICATED")]
    Replicated,
    /// It was looked at closely and rejected.
    #[graphql(name = "REJECTED_AFTER_REVIEW")]
    RejectedAfterReview,
}

/// What an entry in the history of a transfer link tells.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::TransferEventKind")]
pub enum TransferEventKind {
    /// It went from one stage to another. The service enters it itself.
    #[graphql(name = "STEP")]
    Step,
    /// What the link says was changed. The service enters it itself.
    #[graphql(name = "CHANGE")]
    Change,
    /// The sides met.
    #[graphql(name = "MEETING")]
    Meeting,
    /// A note.
    #[graphql(name = "NOTE")]
    Note,
    /// A document, by its address.
    #[graphql(name = "DOCUMENT")]
    Document,
    /// A look back some months after the end, with the outcome as it is seen then.
    #[graphql(name = "FOLLOW_UP")]
    FollowUp,
}

/// How much is known of a transfer.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::transfer_link::Standing")]
pub enum TransferStanding {
    /// Only the city to learn from.
    #[graphql(name = "CITY_ONLY")]
    CityOnly,
    /// The project to learn from.
    #[graphql(name = "NARROWED")]
    Narrowed,
    /// What came of it.
    #[graphql(name = "HAS_OUTCOME")]
    HasOutcome,
}
