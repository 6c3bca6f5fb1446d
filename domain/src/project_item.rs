//! Items of a project: ideas, milestones, indicator statements, measures and lessons.
//!
//! Invariant: it is a part of its project, read through it only, and as visible as that.

use crate::read::{Edge, columns, parent};
use entity::{
    id::{ProjectId, ProjectItemId, SubProjectId},
    scope::PartTable,
    value::{Certainty, ItemKind},
};

columns! {
    /// Items of a project: ideas, milestones, indicator statements, measures and lessons.
    ProjectItem of project_item, scope |_| entity::project_item::Entity::parts();
    keys {
        /// Key.
        id: ProjectItemId = Id,
        /// Its project.
        project_id: ProjectId = ProjectId,
        /// Its sub-project, if it belongs to one.
        sub_project_id: Option<SubProjectId> = SubProjectId,
    }
    fields {
        /// What it says.
        kind: ItemKind = Kind / "kind",
        /// Order in the project.
        position: i32 = Position / "position",
        /// The statement.
        text: String = Text / "text",
        /// How often it was named in the workshop.
        mention_count: Option<i32> = MentionCount / "mentionCount",
        /// How sure the importer was.
        certainty: Certainty = Certainty / "certainty",
    }
}

parent!(ProjectItem, "item", |reader, nodes, edge| {
    Edge::SubProject => {
        reader.to_one::<_, crate::sub_project::SubProject>(nodes, edge, |node| node.sub_project_id.map(|id| id.0))
    },
});
