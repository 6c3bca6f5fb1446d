//! Where a project is documented.
//!
//! Invariant: it is a part of its project, read through it only, and as visible as that.

use crate::read::{columns, parent};
use entity::id::{ProjectId, ProjectSourceId};

columns! {
    /// Where a project is documented.
    ProjectSource of project_source, parts;
    keys {
        /// Key.
        id: ProjectSourceId = Id,
        /// Its project.
        project_id: ProjectId = ProjectId,
    }
    fields {
        /// Order: the main source is first.
        position: i32 = Position / "position",
        /// Address.
        url: String = Url / "url",
    }
}

parent!(ProjectSource, "source", |_reader, _nodes, edge| {});
