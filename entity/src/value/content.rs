//! Values of plans and projects.
//!
//! Invariant: the stored word, the GraphQL value and the REST value of one thing are the same.

use sea_orm::{DeriveActiveEnum, EnumIter, prelude::StringLen};

words! {
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
}
