//! Values of transfer links, and of what expertise is offered and looked for.
//!
//! Invariant: the stored word, the GraphQL value and the REST value of one thing are the same.

use sea_orm::{DeriveActiveEnum, EnumIter, prelude::StringLen};

words! {
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

    /// Whether expertise is offered or looked for.
    ExpertiseKind {
        /// Experience is offered (Angebot).
        Offer = "OFFER",
        /// Experience is looked for (Gesuch).
        Request = "REQUEST",
    }

    /// How much time is offered or looked for.
    ExpertiseCapacity {
        /// A question by phone or mail.
        Question = "QUESTION",
        /// A conversation of an hour.
        Call = "CALL",
        /// A visit.
        Visit = "VISIT",
        /// Accompaniment over months.
        Mentoring = "MENTORING",
    }
}
