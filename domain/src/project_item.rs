//! Items of a project: ideas, milestones, indicator statements, measures and lessons.
//!
//! Invariant: it is a part of its project, read through it only, and never more visible than that.

use crate::read::{Edge, columns, parent};
use entity::{
    id::{ProjectId, ProjectItemId, SubProjectId, TenantId},
    value::{Certainty, ItemKind, Visibility},
};

columns! {
    /// Items of a project: ideas, milestones, indicator statements, measures and lessons.
    ProjectItem of project_item, narrower parts;
    keys {
        /// Key.
        id: ProjectItemId = Id,
        /// Who owns it.
        tenant_id: TenantId = TenantId,
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
        /// Who may read it, where that is narrower than the project.
        visibility: Option<Visibility> = Visibility / "visibility",
    }
}

parent!(ProjectItem, "item", |reader, nodes, edge| {
    Edge::SubProject => {
        reader.to_one::<_, crate::sub_project::SubProject>(nodes, edge, |node| node.sub_project_id.map(|id| id.0))
    },
});

/// Only items of some kinds.
#[must_use]
pub fn of_kinds(ctx: &crate::Ctx, kinds: Option<Vec<ItemKind>>) -> Option<crate::read::Condition> {
    let words: Vec<_> = kinds?.into_iter().map(ItemKind::word).collect();
    let column = sea_orm::sea_query::Expr::col(entity::project_item::Column::Kind);
    Some(crate::read::Condition::all().add(crate::read::in_texts(ctx.backend(), column, &words)))
}

/// In the order of the project.
#[must_use]
pub fn order() -> Vec<crate::read::OrderKey> {
    use crate::read::{Direction, KeyKind, OrderKey};
    vec![OrderKey::new(
        entity::project_item::Column::Position,
        KeyKind::Integer,
        Direction::Asc,
    )]
}
