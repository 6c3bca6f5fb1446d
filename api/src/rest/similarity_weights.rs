//! What the features of similarity weigh in a network, fitting them again, and the way back.
//!
//! Invariant: the same use cases as in GraphQL; what is shown here is a view of what they return.

use crate::{
    caller::{Caller, Writer},
    problem::Problem,
    rest::{
        answer::{self, Listing},
        body::JsonBody,
        json, query,
        refusals::CreateRefusals,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Result, Work,
    mistake::Mistakes,
    network,
    similarity_weights::{self, FeatureWeight, Refit, SimilarityWeights, WeightChange},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What the features of similarity weigh in a network, in one version.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SimilarityWeightsView {
    /// Number of the version in its network; 0 is the one that is shipped with the service.
    #[schema(minimum = 0)]
    number: i32,
    /// Whether projects of the network are compared by it now.
    is_in_use: bool,
    /// Since when; null where it is not in use, and for the version that is shipped.
    in_use_since: Option<DateTime<Utc>>,
    /// What each feature weighs; together they weigh 1.
    #[schema(max_items = 20)]
    weights: Vec<SimilarityWeightView>,
    /// When it was learnt; null for the version that is shipped.
    learnt_at: Option<DateTime<Utc>>,
    /// From how many pairs that coordinators accepted.
    #[schema(minimum = 0)]
    accepted: Option<i32>,
    /// From how many pairs that coordinators declined.
    #[schema(minimum = 0)]
    declined: Option<i32>,
    /// How well the weights that were in use before ranked those pairs: the chance that an accepted one stood above a
    /// declined one. 0.5 is chance, 1 is perfect.
    #[schema(minimum = 0, maximum = 1)]
    area_before: Option<f64>,
    /// The same by weights that were learnt without the pairs in question.
    #[schema(minimum = 0, maximum = 1)]
    area_after: Option<f64>,
}

/// What a feature of similarity weighs.
#[derive(Serialize, ToSchema)]
pub struct SimilarityWeightView {
    /// The stable name of the feature, such as instruments: the one that components of similar projects have.
    #[schema(max_length = 40)]
    name: &'static str,
    /// The name for readers.
    #[schema(max_length = 100)]
    label: String,
    /// What it weighs in the score.
    #[schema(minimum = 0, maximum = 1)]
    weight: f64,
}

/// What came of fitting the weights of a network to its coordinators' decisions, or would come of it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SimilarityRefitView {
    /// TOO_FEW (it takes 30 decisions, at least 8 accepted and 8 declined ones), NO_GAIN (the weights rank the pairs as well
    /// as others would) or LEARNT (there are better weights; unless this was a dry run, they are in use now).
    #[schema(max_length = 20)]
    outcome: &'static str,
    /// How many accepted pairs took part.
    #[schema(minimum = 0)]
    accepted: usize,
    /// How many declined pairs took part.
    #[schema(minimum = 0)]
    declined: usize,
    /// How many decisions took no part, since you may not read both projects at present, or one of them was retired.
    #[schema(minimum = 0)]
    left_out: usize,
    /// How well the weights in use rank the pairs: the chance that an accepted one stands above a declined one. 0.5 is
    /// chance, 1 is perfect. Null where there are too few decisions.
    #[schema(minimum = 0, maximum = 1)]
    area_before: Option<f64>,
    /// The same by weights that were learnt without the pairs in question, so that nothing was learnt by heart.
    #[schema(minimum = 0, maximum = 1)]
    area_after: Option<f64>,
    /// Each feature with what it weighs and what it would weigh; the same where the weights stay.
    #[schema(max_items = 20)]
    weights: Vec<SimilarityWeightChangeView>,
}

/// What a feature of similarity weighs before and after.
#[derive(Serialize, ToSchema)]
pub struct SimilarityWeightChangeView {
    /// The stable name of the feature, such as instruments.
    #[schema(max_length = 40)]
    name: &'static str,
    /// The name for readers.
    #[schema(max_length = 100)]
    label: String,
    /// What it weighed in the version that was in use.
    #[schema(minimum = 0, maximum = 1)]
    before: f64,
    /// What it weighs now, or would weigh.
    #[schema(minimum = 0, maximum = 1)]
    after: f64,
}

/// The weights of a network are to be fitted again.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefitSimilarityWeightsBody {
    /// Whether only to say what would change; true if not given.
    dry_run: Option<bool>,
}

/// A version of the weights is to be in use again.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RestoreSimilarityWeightsBody {
    /// Number of the version; 0 is the one that is shipped with the service.
    #[schema(value_type = i32, required = true, minimum = 0)]
    number: Option<i32>,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SimilarityWeightsQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
}

/// What counts how much where projects of a network are compared: all versions that there were, the newest first; the last
/// is the one that is shipped with the service.
#[utoipa::path(operation_id = "similarityWeightsOfNetwork", tag = "Networks",
    params(SimilarityWeightsQuery, ("slug" = String, Path, description = "Short name of the network.", max_length = 40)), responses(
        (status = 200, description = "A page of the list.", body = Listing<SimilarityWeightsView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such network.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/networks/{slug}/similarity-weights")]
pub async fn list(
    request: HttpRequest,
    slug: web::Path<String>,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let query: SimilarityWeightsQuery = query::parse(&request)?;
    let found = || {
        let network = network::at(&ctx, &slug)?;
        let wanted = query::page(query.limit, query.after)?;
        let page = similarity_weights::list(&ctx, network, &wanted)?;
        answer::page(&request, &ctx, &page, |version| Ok(view(&ctx, version)))
    };
    found().map_err(query::refuse(&ctx))
}

/// Fits the weights by which projects of a network are compared to the decisions of your organisation, and takes them into
/// use where they are better; the shipped weights hold them, so that few decisions change little. For admins of
/// organisations that coordinate the network.
#[utoipa::path(operation_id = "refitSimilarityWeights", tag = "Networks", request_body = RefitSimilarityWeightsBody,
    params(("slug" = String, Path, description = "Short name of the network.", max_length = 40)), responses(
        (status = 200, description = "What came of it, or would come of it.", body = SimilarityRefitView),
        CreateRefusals,
    ))]
#[post("/networks/{slug}/similarity-weights/refit")]
pub async fn refit(
    Writer(ctx): Writer,
    slug: web::Path<String>,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let network = network::at(&ctx, &slug)?;
        let mut mistakes = Mistakes::default();
        let body: RefitSimilarityWeightsBody = body.read(&mut mistakes)?;
        mistakes.finish()?;
        let is_dry_run = body.dry_run.unwrap_or(true);
        let learnt = similarity_weights::refit(&ctx, network, is_dry_run).await?;
        Ok(json::answer(&report(&ctx, &learnt)))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Takes a version of the weights into use again that the network had before, or the one that is shipped. For admins of
/// organisations that coordinate the network.
#[utoipa::path(operation_id = "restoreSimilarityWeights", tag = "Networks", request_body = RestoreSimilarityWeightsBody,
    params(("slug" = String, Path, description = "Short name of the network.", max_length = 40)), responses(
        (status = 200, description = "The version that is in use now.", body = SimilarityWeightsView),
        CreateRefusals,
    ))]
#[post("/networks/{slug}/similarity-weights/restore")]
pub async fn restore(
    Writer(ctx): Writer,
    slug: web::Path<String>,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let network = network::at(&ctx, &slug)?;
        let number = number(&body)?;
        let job = async |work: &Work<'_>| similarity_weights::restore(work, network, number).await;
        ctx.write("similarity.restore", network, job).await?;
        let ctx = ctx.renewed();
        let now = similarity_weights::in_use(ctx.reference(), network);
        Ok(json::answer(&view(&ctx, &now)))
    };
    done.await.map_err(query::refuse(&ctx))
}

fn number(body: &JsonBody) -> Result<i32> {
    let mut mistakes = Mistakes::default();
    let body: RestoreSimilarityWeightsBody = body.read(&mut mistakes)?;
    mistakes.finish()?;
    Ok(body.number.unwrap_or_default())
}

fn view(ctx: &Ctx, version: &SimilarityWeights) -> SimilarityWeightsView {
    let weight = |one: &FeatureWeight| SimilarityWeightView {
        name: one.name,
        label: one.label.text(ctx.language()).to_owned(),
        weight: one.weight,
    };
    let learning = version.learning;
    SimilarityWeightsView {
        number: version.number,
        is_in_use: version.is_in_use,
        in_use_since: version.in_use_since,
        weights: version.weights.iter().map(weight).collect(),
        learnt_at: learning.map(|learning| learning.at),
        accepted: learning.map(|learning| learning.accepted),
        declined: learning.map(|learning| learning.declined),
        area_before: learning.map(|learning| learning.area_before),
        area_after: learning.map(|learning| learning.area_after),
    }
}

fn report(ctx: &Ctx, of: &Refit) -> SimilarityRefitView {
    let change = |one: &WeightChange| SimilarityWeightChangeView {
        name: one.name,
        label: one.label.text(ctx.language()).to_owned(),
        before: one.before,
        after: one.after,
    };
    SimilarityRefitView {
        outcome: of.outcome.word(),
        accepted: of.accepted,
        declined: of.declined,
        left_out: of.left_out,
        area_before: of.area_before,
        area_after: of.area_after,
        weights: of.weights.iter().map(change).collect(),
    }
}
