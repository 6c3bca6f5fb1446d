//! Mutations of projects.
//!
//! Invariant: a project belongs to the organisation of its plan, which is the caller's; no input says otherwise.

use super::{
    project_input::{CreateProjectInput, EditProjectInput},
    release::{PublishInput, RetirePayload, VersionInput},
    unit::{Unit, id},
};
use crate::{project::Project, select::Kind};
use async_graphql::{Context, Object, Result, SimpleObject};
use domain::{Work, id::ProjectId, project};

/// The project after a change.
#[derive(SimpleObject)]
pub struct ProjectPayload {
    /// The project; null where your credentials are good for writing only.
    project: Option<Project>,
}

impl ProjectPayload {
    async fn of(unit: &Unit<'_>, id: ProjectId) -> Result<Self> {
        let project = unit.row(id, Kind::Project, "project").await?.map(Project);
        Ok(Self { project })
    }
}

/// Projects.
#[derive(Default)]
pub struct ProjectMutation;

#[Object]
impl ProjectMutation {
    /// Creates a project with all its parts in an action plan of your organisation.
    async fn create_project(
        &self,
        ctx: &Context<'_>,
        input: CreateProjectInput,
    ) -> Result<ProjectPayload> {
        let unit = Unit::new(ctx)?;
        let plan = unit.accept(id("plan", &input.plan))?;
        let new = project::CreateProject::from(input);
        let job = async |work: &Work<'_>| project::create(work, plan, new).await;
        let id = unit.write("project.create", plan, job).await?;
        ProjectPayload::of(&unit, id).await
    }

    /// Changes a project of your organisation; who may read it stays as it is.
    async fn edit_project(
        &self,
        ctx: &Context<'_>,
        input: EditProjectInput,
    ) -> Result<ProjectPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (unit.accept(id("id", &input.id))?, input.expected_version);
        let job = async |work: &Work<'_>| project::edit(work, id, version, input.into()).await;
        unit.write("project.edit", id, job).await?;
        ProjectPayload::of(&unit, id).await
    }

    /// Changes who may read a project of your organisation, as far as its plan allows.
    async fn publish_project(
        &self,
        ctx: &Context<'_>,
        input: PublishInput,
    ) -> Result<ProjectPayload> {
        let unit = Unit::new(ctx)?;
        let (id, release, readers) = unit.accept(input.read())?;
        let job = async |work: &Work<'_>| {
            project::publish(work, id, input.expected_version, release, &readers).await
        };
        unit.write("project.publish", id, job).await?;
        ProjectPayload::of(&unit, id).await
    }

    /// Takes a project of your organisation out of use; it can be restored.
    async fn retire_project(
        &self,
        ctx: &Context<'_>,
        input: VersionInput,
    ) -> Result<RetirePayload> {
        let unit = Unit::new(ctx)?;
        let id = unit.accept(id("id", &input.id))?;
        let job = async |work: &Work<'_>| project::retire(work, id, input.expected_version).await;
        let version = unit.write("project.retire", id, job).await?;
        Ok(RetirePayload {
            id: input.id,
            version,
        })
    }

    /// Brings a retired project back; its plan must be there.
    async fn restore_project(
        &self,
        ctx: &Context<'_>,
        input: VersionInput,
    ) -> Result<ProjectPayload> {
        let unit = Unit::new(ctx)?;
        let id = unit.accept(id("id", &input.id))?;
        let job = async |work: &Work<'_>| project::restore(work, id, input.expected_version).await;
        unit.write("project.restore", id, job).await?;
        ProjectPayload::of(&unit, id).await
    }
}
