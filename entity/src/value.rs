//! Closed lists of values, stored as the words that the interfaces show.
//!
//! Invariant: the stored word, the GraphQL value and the REST value of one thing are the same.

use sea_orm::{DeriveActiveEnum, EnumIter, prelude::StringLen};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))")]
        pub enum $name {
            $($(#[$vdoc])* #[sea_orm(string_value = $word)] $variant,)*
        }

        impl $name {
            /// Every value, in its documented order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word for it, in the database and in both interfaces.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The value for a word, `None` for any other text.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    )*};
}

words! {
    /// Who may read a record. The order matters: the smaller of two values is the narrower one.
    Visibility {
        /// Only the tenant that owns it.
        Tenant = "TENANT",
        /// The tenant and the tenants named for it.
        Shared = "SHARED",
        /// Every member of the network.
        Network = "NETWORK",
        /// Everybody.
        Public = "PUBLIC",
    }

    /// What kind of place a municipality is.
    CityKind {
        /// A town or city (Stadt).
        City = "CITY",
        /// A market town (Markt, Flecken).
        Market = "MARKET",
        /// Any other municipality (Gemeinde).
        Municipality = "MUNICIPALITY",
        /// An area without a municipality (gemeindefreies Gebiet).
        Unincorporated = "UNINCORPORATED",
    }

    /// What kind of organisation a tenant is.
    TenantKind {
        /// A municipality.
        Municipality = "MUNICIPALITY",
        /// An office that coordinates a network.
        Coordination = "COORDINATION",
    }

    /// As what a tenant takes part in a network.
    MembershipRole {
        /// A model city of the programme (Modellstadt).
        ModelCity = "MODEL_CITY",
        /// A city of the accompanying network (Netzwerkstadt).
        NetworkCity = "NETWORK_CITY",
        /// An office that coordinates the network.
        Coordinator = "COORDINATOR",
        /// An observer.
        Observer = "OBSERVER",
    }

    /// Where a plan stands.
    PlanStatus {
        /// Not yet adopted.
        Draft = "DRAFT",
        /// In force.
        Adopted = "ADOPTED",
        /// Finished or replaced.
        Closed = "CLOSED",
    }

    /// Where a project stands.
    ProjectStatus {
        /// An idea.
        Idea = "IDEA",
        /// Planned or decided, not begun.
        Planned = "PLANNED",
        /// Being carried out.
        InProgress = "IN_PROGRESS",
        /// Paused.
        OnHold = "ON_HOLD",
        /// Held up by a barrier.
        Blocked = "BLOCKED",
        /// Finished.
        Completed = "COMPLETED",
        /// Made permanent (verstetigt).
        InOperation = "IN_OPERATION",
        /// Given up.
        Abandoned = "ABANDONED",
    }

    /// How mature a project is, after the scaling road map of the Smart City model projects.
    ProjectPhase {
        /// Idea.
        Idea = "P1",
        /// Concept or prototype.
        Concept = "P2",
        /// Pilot.
        Pilot = "P3",
        /// Embedded (verstetigt).
        Embedded = "P4",
        /// Being carried over to others.
        Transferring = "P5",
    }

    /// What a project costs, in euros over its whole time.
    CostBand {
        /// Below 10,000 euros.
        UpTo10k = "UP_TO_10K",
        /// 10,000 to below 100,000 euros.
        UpTo100k = "UP_TO_100K",
        /// 100,000 to below one million euros.
        UpTo1m = "UP_TO_1M",
        /// One to below ten million euros.
        UpTo10m = "UP_TO_10M",
        /// Ten million euros and more.
        Above10m = "ABOVE_10M",
    }

    /// What an item of a project says.
    ItemKind {
        /// An optional idea for the implementation.
        Idea = "IDEA",
        /// A measure that is or was carried out.
        Measure = "MEASURE",
        /// A milestone.
        Milestone = "MILESTONE",
        /// A success factor.
        SuccessFactor = "SUCCESS_FACTOR",
        /// A milestone or a success factor: the source does not tell them apart.
        MilestoneOrFactor = "MILESTONE_OR_FACTOR",
        /// An indicator of goal achievement, in words.
        Indicator = "INDICATOR",
        /// A lesson learnt.
        Lesson = "LESSON",
    }

    /// How sure the importer was of what it read.
    Certainty {
        /// The source says so.
        Recognised = "RECOGNISED",
        /// Inferred; worth a look by the editor.
        Guessed = "GUESSED",
    }

    /// What a barrier is to a project.
    BarrierRole {
        /// The project is meant to remove it.
        Addresses = "ADDRESSES",
        /// The project is held up by it.
        BlockedBy = "BLOCKED_BY",
        /// The project has overcome it.
        Resolved = "RESOLVED",
    }

    /// Where a statement about a barrier comes from.
    BarrierBasis {
        /// The project's own source names it.
        Text = "TEXT",
        /// An editor assigned it.
        Editorial = "EDITORIAL",
    }

    /// What editors say about a concept of a project.
    ConceptVerdict {
        /// The project is about it, whether its texts say so or not.
        Confirmed = "CONFIRMED",
        /// The project is not about it, though its texts may sound so.
        Rejected = "REJECTED",
    }

    /// What kind of transfer a link is.
    TransferKind {
        /// Experience goes from the source to the adopter.
        ExperienceTransfer = "EXPERIENCE_TRANSFER",
        /// The adopter adapts what the source did.
        AdaptationOf = "ADAPTATION_OF",
        /// The adopter copies what the source did.
        CopyOf = "COPY_OF",
        /// The two are alike.
        SimilarTo = "SIMILAR_TO",
        /// The two are one common project.
        JointProject = "JOINT_PROJECT",
        /// The adopter builds on the source.
        BuildsOn = "BUILDS_ON",
        /// The adopter learnt what not to do.
        WarningFrom = "WARNING_FROM",
    }

    /// How far a transfer link has come.
    TransferStage {
        /// Named by an import, an algorithm or a person.
        Suggested = "SUGGESTED",
        /// Proposed to both sides.
        Proposed = "PROPOSED",
        /// The other side was contacted.
        Contacted = "CONTACTED",
        /// The side to learn from has agreed, the other not yet.
        AcceptedBySource = "ACCEPTED_BY_SOURCE",
        /// The side that wants to learn has agreed, the other not yet.
        AcceptedByAdopter = "ACCEPTED_BY_ADOPTER",
        /// Both sides have agreed.
        Accepted = "ACCEPTED",
        /// The adopter is learning how the source did it.
        Understand = "UNDERSTAND",
        /// The adopter is adapting it.
        Adapt = "ADAPT",
        /// The adopter is using it.
        Reuse = "REUSE",
        /// Finished.
        Completed = "COMPLETED",
        /// Refused by one side.
        Declined = "DECLINED",
        /// Paused.
        Paused = "PAUSED",
        /// Given up.
        Abandoned = "ABANDONED",
    }

    /// What takes a transfer link from one stage to another.
    TransferStep {
        /// Takes a suggestion up and proposes it to both sides.
        Propose = "PROPOSE",
        /// The two sides were brought into contact.
        Contact = "CONTACT",
        /// A side agrees.
        Accept = "ACCEPT",
        /// A side takes its agreement back.
        Withdraw = "WITHDRAW",
        /// It is refused before both sides had agreed.
        Decline = "DECLINE",
        /// The adopter begins to learn how the source did it.
        Begin = "BEGIN",
        /// The adopter begins to adapt it.
        Adapt = "ADAPT",
        /// The adopter begins to use it.
        Reuse = "REUSE",
        /// It is finished, with an outcome.
        Complete = "COMPLETE",
        /// It rests for a while.
        Pause = "PAUSE",
        /// It goes on where it was paused.
        Resume = "RESUME",
        /// It is given up after both sides had agreed.
        Abandon = "ABANDON",
        /// What was refused or given up is proposed anew.
        Reopen = "REOPEN",
    }

    /// In which part somebody acts on a transfer link.
    TransferParty {
        /// The side that wants to learn.
        Adopter = "ADOPTER",
        /// The side to learn from.
        Source = "SOURCE",
        /// An office that coordinates the network.
        Coordinator = "COORDINATOR",
    }

    /// Why a transfer was refused, rests or was given up.
    TransferReason {
        /// Nobody has time for it.
        NoCapacity = "NO_CAPACITY",
        /// The two cases are too different.
        NotComparable = "NOT_COMPARABLE",
        /// The law stands against it.
        Legal = "LEGAL",
        /// Politics stand against it.
        Political = "POLITICAL",
        /// It costs too much.
        Cost = "COST",
        /// The other side did not answer.
        NoResponse = "NO_RESPONSE",
        /// The question was solved in another way.
        SolvedOtherwise = "SOLVED_OTHERWISE",
        /// Another reason.
        Other = "OTHER",
    }

    /// What came of a transfer for the adopter.
    TransferOutcome {
        /// Nothing.
        None = "NONE",
        /// It gave ideas.
        Inspired = "INSPIRED",
        /// It was adapted.
        Adapted = "ADAPTED",
        /// It was taken over as it is.
        Replicated = "REPLICATED",
        /// It was looked at closely and rejected.
        RejectedAfterReview = "REJECTED_AFTER_REVIEW",
    }

    /// What an entry in the history of a transfer link tells.
    TransferEventKind {
        /// It went from one stage to another.
        Step = "STEP",
        /// What it says was changed.
        Change = "CHANGE",
        /// The sides met.
        Meeting = "MEETING",
        /// A note.
        Note = "NOTE",
        /// A document, by its address.
        Document = "DOCUMENT",
        /// A look back some months after the end.
        FollowUp = "FOLLOW_UP",
    }

    /// Who brought a transfer link up.
    TransferOrigin {
        /// The table of an action plan.
        PlanTable = "PLAN_TABLE",
        /// An algorithm.
        Algorithm = "ALGORITHM",
        /// A coordinator.
        Coordinator = "COORDINATOR",
        /// A city.
        City = "CITY",
    }

    /// What was decided about a suggestion.
    SuggestionVerdict {
        /// It became a proposal.
        Accepted = "ACCEPTED",
        /// It is not wanted.
        Declined = "DECLINED",
        /// It is put off until a day.
        Snoozed = "SNOOZED",
    }

    /// Which direction of an indicator is the good one.
    Polarity {
        /// More is better.
        HigherBetter = "HIGHER_BETTER",
        /// Less is better.
        LowerBetter = "LOWER_BETTER",
        /// Neither.
        Neutral = "NEUTRAL",
    }

    /// Which link of the chain of effects an indicator measures.
    IndicatorKind {
        /// What is put in.
        Input = "INPUT",
        /// What is produced.
        Output = "OUTPUT",
        /// What it brings about.
        Outcome = "OUTCOME",
        /// What it changes in the long run.
        Impact = "IMPACT",
    }

    /// What the values of an indicator are.
    ValueType {
        /// A count or a quantity.
        Number = "NUMBER",
        /// A share or a quantity per something.
        Rate = "RATE",
        /// A grade on an ordered scale.
        Ordinal = "ORDINAL",
    }

    /// How often an indicator is collected.
    Frequency {
        /// Every year.
        Annual = "ANNUAL",
        /// Every two years.
        Biennial = "BIENNIAL",
        /// When there is a survey.
        Irregular = "IRREGULAR",
    }

    /// What a value stands for.
    ValueKind {
        /// It was measured.
        Measured = "MEASURED",
        /// It is aimed at.
        Target = "TARGET",
        /// It is budgeted or planned.
        Planned = "PLANNED",
    }

    /// Observation status after the SDMX code list CL_OBS_STATUS.
    ObsStatus {
        /// Normal value.
        Normal = "A",
        /// Time series break.
        Break = "B",
        /// Estimated value.
        Estimated = "E",
        /// Not significant.
        NotSignificant = "N",
        /// Provisional value.
        Provisional = "P",
    }

    /// How well a value is documented.
    Confidence {
        /// Official or first-hand source.
        High = "HIGH",
        /// Second-hand source.
        Medium = "MEDIUM",
        /// To be checked before it is used.
        Low = "LOW",
    }

    /// What somebody may do in their tenant; each role includes those before it.
    TenantRole {
        /// Reads.
        Reader = "READER",
        /// Writes content.
        Editor = "EDITOR",
        /// Releases content to others.
        Publisher = "PUBLISHER",
        /// Manages the tenant.
        Admin = "ADMIN",
    }

    /// How something that was tried ended.
    AuditOutcome {
        /// It was done.
        Done = "DONE",
        /// It was refused.
        Refused = "REFUSED",
        /// Content of another tenant that is not public was read.
        Read = "READ",
    }

    /// What happened to a record.
    ChangeAction {
        /// It was created.
        Created = "CREATED",
        /// It was changed.
        Updated = "UPDATED",
        /// It was deleted or withdrawn.
        Deleted = "DELETED",
    }
}
