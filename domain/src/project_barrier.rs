//! What a barrier is to a project.
//!
//! Invariant: it is a part of its project, read through it only, and as visible as that.

use crate::read::{Edge, columns, parent};
use entity::{
    id::{BarrierId, ProjectBarrierId, ProjectId},
    value::{BarrierBasis, BarrierRole},
};

columns! {
    /// What a barrier is to a project.
    ProjectBarrier of project_barrier, parts;
    keys {
        /// Key.
        id: ProjectBarrierId = Id,
        /// The project.
        project_id: ProjectId = ProjectId,
        /// The barrier.
        barrier_id: BarrierId = BarrierId,
    }
    fields {
        /// What the barrier is to the project.
        role: BarrierRole = Role / "role",
        /// The statement in the words of the source.
        note: Option<String> = Note / "note",
        /// Where the statement comes from.
        basis: BarrierBasis = Basis / "basis",
    }
}

parent!(ProjectBarrier, "projectBarrier", |reader, nodes, edge| {
    Edge::Barrier => reader.to_reference::<_, entity::barrier::Model>(nodes, edge, |node| Some(node.barrier_id)),
});
