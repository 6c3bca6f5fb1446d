//! The barriers (Hemmnisse) of a network with those who solved them.
//!
//! Invariant: the same use case as in GraphQL; what is shown here is a view of what it returns.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{answer, query},
};
use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::{
    Ctx,
    barrier_solver::{self, BarrierSolvers, Solver},
    language::Words,
    network,
};
use serde::Serialize;
use utoipa::ToSchema;

/// The barriers of a network, in the order of the vocabulary.
#[derive(Serialize, ToSchema)]
pub struct BarrierSolversList {
    /// The barriers, those that no project knows too.
    #[schema(max_items = 1000)]
    items: Vec<BarrierSolversView>,
}

/// A barrier with how many projects know it, and those that have resolved it.
#[derive(Serialize, ToSchema)]
pub struct BarrierSolversView {
    /// The barrier (code).
    #[schema(max_length = 24)]
    barrier: String,
    /// Its name.
    #[schema(max_length = 200)]
    label: String,
    /// So many projects are held up by it.
    #[schema(minimum = 0)]
    blocked: u32,
    /// So many are meant to remove it.
    #[schema(minimum = 0)]
    addressing: u32,
    /// So many have resolved it.
    #[schema(minimum = 0)]
    resolved: u32,
    /// Projects that have resolved it, those changed last first.
    #[schema(max_items = 20)]
    solvers: Vec<SolverView>,
}

/// A project that has resolved a barrier.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SolverView {
    /// The project (id).
    #[schema(max_length = 64)]
    project: String,
    /// Its working title.
    #[schema(max_length = 300)]
    working_title: String,
    /// Its city (AGS).
    #[schema(max_length = 8)]
    city: Option<String>,
}

/// The barriers (Hemmnisse) of a network with those who solved them: how many projects are blocked by each, address it or have
/// resolved it, and which have resolved it, as far as you may read them.
#[utoipa::path(operation_id = "barrierSolvers", tag = "Transfer",
    params(("slug" = String, Path, description = "Short name of the network.", max_length = 40)), responses(
        (status = 200, description = "All barriers of the vocabulary.", body = BarrierSolversList),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such network.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/networks/{slug}/barrier-solvers")]
pub async fn list(
    request: HttpRequest,
    slug: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let done = async {
        let network = network::at(&ctx, &slug)?;
        let found = barrier_solver::of_network(&ctx, network).await?;
        let items = found.into_iter().map(|one| view(&ctx, one)).collect();
        Ok(answer::json(&request, &ctx, &BarrierSolversList { items }))
    };
    done.await.map_err(query::refuse(&ctx))
}

fn view(ctx: &Ctx, of: BarrierSolvers) -> BarrierSolversView {
    let label = Words::new(&of.barrier.label_de, &of.barrier.label_en);
    BarrierSolversView {
        barrier: of.barrier.code.clone(),
        label: label.text(ctx.language()).to_owned(),
        blocked: of.blocked,
        addressing: of.addressing,
        resolved: of.resolved,
        solvers: of.solvers.into_iter().map(solver).collect(),
    }
}

fn solver(of: Solver) -> SolverView {
    SolverView {
        project: of.project.to_string(),
        working_title: of.working_title,
        city: of.city,
    }
}
