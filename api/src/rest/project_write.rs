//! Creating and changing projects.
//!
//! Invariant: the same use cases as in GraphQL; a project belongs to the organisation of its plan, which is that of the
//! credentials, no body says otherwise.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{
        answer,
        body::JsonBody,
        project::one,
        project_body::{CreateProjectBody, EditProjectBody, changes, new_project},
        project_detail::ProjectDetail,
        query,
        refusals::{ChangeRefusals, CreateRefusals},
        release::{PublishBody, RetiredView},
        version::IfMatch,
    },
};
use actix_web::{HttpResponse, delete, http::StatusCode, patch, post, web};
use domain::{Ctx, Result, Work, id::ProjectId, project};

async fn answer(ctx: &Ctx, status: StatusCode, id: ProjectId) -> Result<HttpResponse> {
    let place = format!("projects/{id}");
    Ok(answer::written(ctx, status, &place, one(ctx, id).await?))
}

/// Creates a project with all its parts in an action plan of your organisation.
#[utoipa::path(operation_id = "createProject", tag = "Projects", request_body = CreateProjectBody,
    params(("id" = String, Path, description = "Global id of the plan, such as plan_01h…", max_length = 64)), responses(
        (status = 201, description = "Created; `Location` says where.", body = ProjectDetail, headers(("Location" = String), ("ETag" = String))),
        CreateRefusals,
    ))]
#[post("/plans/{id}/projects")]
pub async fn create(
    Writer(ctx): Writer,
    id: web::Path<String>,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (plan, new) = (query::id(&id)?, new_project(&ctx, &body)?);
        let job = async |work: &Work<'_>| project::create(work, plan, new).await;
        let id = ctx.write("project.create", plan, job).await?;
        answer(&ctx, StatusCode::CREATED, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Changes a project of your organisation; who may read it stays as it is.
#[utoipa::path(operation_id = "editProject", tag = "Projects", request_body = EditProjectBody,
    params(
        ("id" = String, Path, description = "Global id, such as project_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the project, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = ProjectDetail, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[patch("/projects/{id}")]
pub async fn edit(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, change) = (query::id(&id)?, changes(&ctx, &body)?);
        let job = async |work: &Work<'_>| project::edit(work, id, version, change).await;
        ctx.write("project.edit", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Changes who may read a project of your organisation, as far as its plan allows.
#[utoipa::path(operation_id = "publishProject", tag = "Projects", request_body = PublishBody,
    params(
        ("id" = String, Path, description = "Global id, such as project_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the project, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = ProjectDetail, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/projects/{id}/publish")]
pub async fn publish(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let (id, (release, readers)) = (query::id(&id)?, body.release()?);
        let job =
            async |work: &Work<'_>| project::publish(work, id, version, release, &readers).await;
        ctx.write("project.publish", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Takes a project of your organisation out of use; it can be restored.
#[utoipa::path(operation_id = "retireProject", tag = "Projects",
    params(
        ("id" = String, Path, description = "Global id, such as project_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the project, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Retired.", body = RetiredView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[delete("/projects/{id}")]
pub async fn retire(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let id: ProjectId = query::id(&id)?;
        let job = async |work: &Work<'_>| project::retire(work, id, version).await;
        let version = ctx.write("project.retire", id, job).await?;
        let retired = RetiredView::of(id, version);
        Ok(answer::written(&ctx, StatusCode::OK, "", Some(retired)))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Brings a retired project back; its plan must be there.
#[utoipa::path(operation_id = "restoreProject", tag = "Projects",
    params(
        ("id" = String, Path, description = "Global id, such as project_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The version that retiring answered, in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Restored.", body = ProjectDetail, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/projects/{id}/restore")]
pub async fn restore(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let id = query::id(&id)?;
        let job = async |work: &Work<'_>| project::restore(work, id, version).await;
        ctx.write("project.restore", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}
