//! Mutations of projects.
//!
//! Invariant: a project belongs to the organisation of its plan, which is the caller's; no input says otherwise.

use super::{
    id, payloads,
    project_input::{CreateProjectInput, EditProjectInput},
    release::{readers, releases},
    unit::Unit,
};
use crate::{project::Project, select::Kind};
use async_graphql::{Context, Object, Result};
use domain::{Work, id::ProjectId, project};

payloads! { project: Project;
    /// The new project.
    CreateProjectPayload,
    /// The changed project.
    EditProjectPayload,
    /// The project with its new readers.
    PublishProjectPayload,
    /// The restored project.
    RestoreProjectPayload,
}

releases!(project; PublishProjectInput, RetireProjectInput, RestoreProjectInput, RetireProjectPayload);

/// The project after a change, with what is selected of it.
async fn now(unit: &Unit<'_>, id: ProjectId) -> Result<Option<Project>> {
    Ok(unit.row(id, Kind::Project, "project").await?.map(Project))
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
    ) -> Result<CreateProjectPayload> {
        let unit = Unit::new(ctx)?;
        let plan = id(ctx, &input.plan)?;
        let new = project::CreateProject::from(input);
        let job = async |work: &Work<'_>| project::create(work, plan, new).await;
        let id = unit.write("project.create", plan, job).await?;
        let project = now(&unit, id).await?;
        Ok(CreateProjectPayload { project })
    }

    /// Changes a project of your organisation; who may read it stays as it is.
    async fn edit_project(
        &self,
        ctx: &Context<'_>,
        input: EditProjectInput,
    ) -> Result<EditProjectPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.project)?, input.expected_version);
        let job = async |work: &Work<'_>| project::edit(work, id, version, input.into()).await;
        unit.write("project.edit", id, job).await?;
        let project = now(&unit, id).await?;
        Ok(EditProjectPayload { project })
    }

    /// Changes who may read a project of your organisation, as far as its plan allows.
    async fn publish_project(
        &self,
        ctx: &Context<'_>,
        input: PublishProjectInput,
    ) -> Result<PublishProjectPayload> {
        let unit = Unit::new(ctx)?;
        let (id, release) = (id(ctx, &input.project)?, input.release());
        let version = input.expected_version;
        let readers = unit.accept(readers(input.readers))?;
        let job =
            async |work: &Work<'_>| project::publish(work, id, version, release, &readers).await;
        unit.write("project.publish", id, job).await?;
        let project = now(&unit, id).await?;
        Ok(PublishProjectPayload { project })
    }

    /// Takes a project of your organisation out of use; it can be restored.
    async fn retire_project(
        &self,
        ctx: &Context<'_>,
        input: RetireProjectInput,
    ) -> Result<RetireProjectPayload> {
        let unit = Unit::new(ctx)?;
        let id = id(ctx, &input.project)?;
        let job = async |work: &Work<'_>| project::retire(work, id, input.expected_version).await;
        let version = unit.write("project.retire", id, job).await?;
        Ok(RetireProjectPayload {
            project: input.project,
            version,
        })
    }

    /// Brings a retired project back; its plan must be there.
    async fn restore_project(
        &self,
        ctx: &Context<'_>,
        input: RestoreProjectInput,
    ) -> Result<RestoreProjectPayload> {
        let unit = Unit::new(ctx)?;
        let id = id(ctx, &input.project)?;
        let job = async |work: &Work<'_>| project::restore(work, id, input.expected_version).await;
        unit.write("project.restore", id, job).await?;
        let project = now(&unit, id).await?;
        Ok(RestoreProjectPayload { project })
    }
}
