//! Sub-projects (Teilvorhaben) of a project.
//!
//! Invariant: it is a part of its project, read through it only, and as visible as that.

use crate::read::{Edge, columns, parent};
use entity::id::{ProjectId, SubProjectId};

columns! {
    /// Sub-projects (Teilvorhaben) of a project.
    SubProject of sub_project, parts;
    keys {
        /// Key.
        id: SubProjectId = Id,
        /// Its project.
        project_id: ProjectId = ProjectId,
    }
    fields {
        /// Number in the project.
        number: i32 = Number / "number",
        /// Title.
        title: String = Title / "title",
    }
}

parent!(SubProject, "subProject", |reader, nodes, edge| {
    Edge::Items => reader.to_many::<_, crate::project_item::ProjectItem, _>(
        nodes,
        edge,
        entity::project_item::Column::SubProjectId,
        |node| node.id.0,
    ),
});
