//! The plan as it is stored, to compare a new version of its file with.
//!
//! Invariant: only rows of the caller's own tenant are read.

use crate::{error::Result, text::sort_key};
use entity::{
    id::{NetworkId, PlanId, TenantId},
    plan, plan_resolution, project, project_item, project_source,
    scope::{PartTable, TenantTable},
    source_document, sub_project, transfer_link,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::SelectStatement,
};
use std::{collections::HashMap, hash::Hash};

/// A plan as it is stored.
pub(super) struct Existing {
    /// The plan.
    pub plan: plan::Model,
    /// Its resolutions in their order.
    pub resolutions: Vec<plan_resolution::Model>,
    /// Its projects by number.
    pub projects: Vec<ExistingProject>,
    /// SHA-256 of the file it was last imported from.
    pub sha256: Option<String>,
}

/// A project as it is stored.
pub(super) struct ExistingProject {
    /// The project.
    pub row: project::Model,
    /// Its items in their order.
    pub items: Vec<project_item::Model>,
    /// Its sub-projects by number.
    pub sub_projects: Vec<sub_project::Model>,
    /// Its links as adopter.
    pub links: Vec<transfer_link::Model>,
    /// Its sources in their order.
    pub sources: Vec<project_source::Model>,
}

impl Existing {
    pub(super) fn project(&self, number: i32) -> Option<&ExistingProject> {
        self.projects
            .iter()
            .find(|project| project.row.sequence_no == number)
    }
}

/// Reads the plan of a tenant by its title, if it has one.
pub(super) async fn load<C: ConnectionTrait>(
    connection: &C,
    (tenant, network): (TenantId, NetworkId),
    title: &str,
) -> Result<Option<Existing>> {
    let found = plan::Entity::owned_by(tenant)
        .filter(plan::Column::NetworkId.eq(network.0))
        .filter(plan::Column::TitleKey.eq(sort_key(title)))
        .order_by_asc(plan::Column::Id)
        .one(connection)
        .await?;
    let Some(plan) = found else { return Ok(None) };
    let resolutions = plan_resolution::Entity::parts()
        .filter(plan_resolution::Column::PlanId.eq(plan.id.0))
        .order_by_asc(plan_resolution::Column::Position)
        .all(connection)
        .await?;
    let last = source_document::Entity::parts()
        .filter(source_document::Column::PlanId.eq(plan.id.0))
        .order_by_desc(source_document::Column::Id)
        .one(connection)
        .await?;
    Ok(Some(Existing {
        projects: projects(connection, tenant, plan.id).await?,
        sha256: last.map(|document| document.sha256),
        plan,
        resolutions,
    }))
}

async fn projects<C: ConnectionTrait>(
    connection: &C,
    tenant: TenantId,
    plan: PlanId,
) -> Result<Vec<ExistingProject>> {
    let rows = of_plan(tenant, plan)
        .order_by_asc(project::Column::SequenceNo)
        .all(connection)
        .await?;
    let mut items = parts::<project_item::Entity, _, _>(
        connection,
        (tenant, plan),
        project_item::Column::Position,
        |row| row.project_id,
    )
    .await?;
    let mut sub_projects = parts::<sub_project::Entity, _, _>(
        connection,
        (tenant, plan),
        sub_project::Column::Number,
        |row| row.project_id,
    )
    .await?;
    let mut sources = parts::<project_source::Entity, _, _>(
        connection,
        (tenant, plan),
        project_source::Column::Position,
        |row| row.project_id,
    )
    .await?;
    let links = transfer_link::Entity::owned_by(tenant)
        .filter(transfer_link::Column::AdopterProjectId.in_subquery(ids(tenant, plan)))
        .order_by_asc(transfer_link::Column::Id)
        .all(connection)
        .await?;
    let mut links = grouped(links, |link| link.adopter_project_id);
    let projects = rows.into_iter().map(|row| ExistingProject {
        items: items.remove(&row.id).unwrap_or_default(),
        sub_projects: sub_projects.remove(&row.id).unwrap_or_default(),
        sources: sources.remove(&row.id).unwrap_or_default(),
        links: links.remove(&Some(row.id)).unwrap_or_default(),
        row,
    });
    Ok(projects.collect())
}

fn of_plan(tenant: TenantId, plan: PlanId) -> sea_orm::Select<project::Entity> {
    project::Entity::owned_by(tenant).filter(project::Column::PlanId.eq(plan.0))
}

fn ids(tenant: TenantId, plan: PlanId) -> SelectStatement {
    of_plan(tenant, plan)
        .select_only()
        .column(project::Column::Id)
        .into_query()
}

/// The parts of all projects of a plan, by project.
async fn parts<E, K, C>(
    connection: &C,
    (tenant, plan): (TenantId, PlanId),
    order: E::Column,
    key: impl Fn(&E::Model) -> K,
) -> Result<HashMap<K, Vec<E::Model>>>
where
    E: PartTable,
    E::Model: Send + Sync,
    K: Eq + Hash,
    C: ConnectionTrait,
{
    let rows = E::parts()
        .filter(E::PARENT.in_subquery(ids(tenant, plan)))
        .order_by_asc(order)
        .all(connection)
        .await?;
    Ok(grouped(rows, key))
}

fn grouped<T, K: Eq + Hash>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}
