//! Coordinators' decisions about pairs of projects.
//!
//! Invariant: the same use case as in GraphQL; a body says nothing of who decides.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{body::JsonBody, json, query, refusals::CreateRefusals},
};
use actix_web::{HttpResponse, post, web};
use domain::{
    Ctx, Result, Work,
    mistake::Mistakes,
    network,
    similarity_decision::{self, NewDecision, Tally},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A coordinator's decision about a pair of projects.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SimilarityDecisionBody {
    /// The project for which a similar one was looked for, by its global id.
    #[schema(value_type = String, required = true, max_length = 64)]
    project: Option<String>,
    /// The project that was found, by its global id.
    #[schema(value_type = String, required = true, max_length = 64)]
    other: Option<String>,
    /// Whether the pair is worth bringing together (accepted), or is not (declined).
    #[schema(value_type = bool, required = true)]
    accepted: Option<bool>,
}

/// How many pairs your organisation has decided about in the network. From 30 on, with at least 8 of either kind, the
/// weights can be fitted.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SimilarityTallyView {
    /// Accepted pairs.
    #[schema(minimum = 0)]
    accepted: u64,
    /// Declined pairs.
    #[schema(minimum = 0)]
    declined: u64,
}

fn new_decision(ctx: &Ctx, slug: &str, body: &JsonBody) -> Result<NewDecision> {
    let network = network::at(ctx, slug)?;
    let mut mistakes = Mistakes::default();
    let body: SimilarityDecisionBody = body.read(&mut mistakes)?;
    let (project, other) = (
        body.project.unwrap_or_default(),
        body.other.unwrap_or_default(),
    );
    let project = mistakes.take(query::reference("project", &project))?;
    let other = mistakes.take(query::reference("other", &other))?;
    mistakes.finish()?;
    match (project, other, body.accepted) {
        (Some(project), Some(other), Some(is_accepted)) => Ok(NewDecision {
            network,
            project,
            other,
            is_accepted,
        }),
        _ => Err(domain::Error::Internal(
            "a body without mistakes lacks a member".to_owned(),
        )),
    }
}

/// Says whether two projects of a network are worth bringing together; deciding again replaces what was said. Only your
/// organisation sees its decisions. For organisations that coordinate the network.
#[utoipa::path(operation_id = "decideSimilarity", tag = "Networks", request_body = SimilarityDecisionBody,
    params(("slug" = String, Path, description = "Short name of the network.", max_length = 40)), responses(
        (status = 200, description = "Kept.", body = SimilarityTallyView),
        CreateRefusals,
    ))]
#[post("/networks/{slug}/similarity-decisions")]
pub async fn decide(
    Writer(ctx): Writer,
    slug: web::Path<String>,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let new = new_decision(&ctx, &slug, &body)?;
        let job = async |work: &Work<'_>| similarity_decision::decide(work, new).await;
        let subject = format!("{} {}", new.project, new.other);
        let tally = ctx.write("similarity.decide", subject, job).await?;
        Ok(json::answer(&view(tally)))
    };
    done.await.map_err(query::refuse(&ctx))
}

const fn view(tally: Tally) -> SimilarityTallyView {
    SimilarityTallyView {
        accepted: tally.accepted,
        declined: tally.declined,
    }
}
