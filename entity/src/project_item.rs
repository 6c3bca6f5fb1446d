//! An item of a project: an idea, milestone, indicator statement, measure or lesson.
//!
//! Invariant: rows are reached through the scopes only.

use crate::{
    id::{ProjectId, ProjectItemId, SubProjectId, TenantId},
    project,
    scope::{Audience, PartTable, memberships},
    value::{Certainty, ItemKind, Visibility},
};
use sea_orm::{
    Condition, QueryFilter, QuerySelect, QueryTrait, entity::prelude::*, sea_query::ExprTrait,
};

/// An item of a project: an idea, milestone, indicator statement, measure or lesson.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "project_item")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectItemId,
    /// Who owns it.
    pub tenant_id: TenantId,
    /// Its project.
    pub project_id: ProjectId,
    /// Its sub-project, if it belongs to one.
    pub sub_project_id: Option<SubProjectId>,
    /// What it says.
    pub kind: ItemKind,
    /// Order in the project.
    pub position: i32,
    /// The statement.
    pub text: String,
    /// How often it was named in the workshop.
    pub mention_count: Option<i32>,
    /// How sure the importer was.
    pub certainty: Certainty,
    /// Who may read it, where that is narrower than the project; lessons often are.
    pub visibility: Option<Visibility>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::ProjectId;
}

impl Entity {
    /// The items that an audience may read of projects that it has already fetched: some are narrower than those.
    #[must_use]
    pub fn readable(audience: &Audience) -> Select<Self> {
        let mut readable = Condition::any()
            .add(Column::Visibility.is_null())
            .add(Column::Visibility.eq(Visibility::Public));
        if let Some(tenant) = audience.tenant {
            // Of its own project only: a list of all projects of the networks would be long.
            let id = Expr::col((project::Entity, project::Column::Id));
            let in_network = project::Entity::find()
                .select_only()
                .expr(Expr::val(1))
                .filter(id.eq(Expr::col((Self, Column::ProjectId))))
                .filter(project::Column::NetworkId.in_subquery(memberships(tenant, audience.now)))
                .into_query();
            let network = Column::Visibility.eq(Visibility::Network);
            readable = readable
                .add(Column::TenantId.eq(tenant.0))
                .add(network.and(Expr::exists(in_network)));
        }
        Self::parts().filter(readable)
    }
}
