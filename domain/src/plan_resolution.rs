//! Resolutions (Vorsätze) of a plan across its projects.
//!
//! Invariant: it is a part of its plan, read through it only, and as visible as that.

use crate::read::{columns, parent};
use entity::{
    id::{PlanId, PlanResolutionId},
    value::Certainty,
};

columns! {
    /// Resolutions (Vorsätze) of a plan across its projects.
    PlanResolution of plan_resolution, parts;
    keys {
        /// Key.
        id: PlanResolutionId = Id,
        /// Its plan.
        plan_id: PlanId = PlanId,
    }
    fields {
        /// Order in the plan.
        position: i32 = Position / "position",
        /// What was resolved.
        text: String = Text / "text",
        /// How sure the importer was.
        certainty: Certainty = Certainty / "certainty",
    }
}

parent!(PlanResolution, "resolution", |_reader, _nodes, edge| {});
