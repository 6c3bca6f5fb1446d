//! Publishing the comparisons of a ring, and taking them back.
//!
//! Invariant: the same use cases as in GraphQL; what is shown here is a view of what they return.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{body::JsonBody, json, query, refusals::CreateRefusals},
};
use actix_web::{HttpResponse, post, web};
use chrono::{DateTime, Utc};
use domain::{
    Work,
    benchmark::{self, Published},
    id::{BenchmarkReleaseId, PeerGroupId},
    mistake::Mistakes,
    value::Withheld,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which comparisons of a ring are to be published.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PublishBenchmarksBody {
    /// The year.
    #[schema(value_type = i32, required = true, minimum = 1900, maximum = 2100)]
    year: Option<i32>,
    /// Not shown before this moment.
    embargo_until: Option<DateTime<Utc>>,
}

/// Why a publication is taken back.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawBenchmarkBody {
    /// Why, for the readers.
    #[schema(value_type = String, required = true, max_length = 1000)]
    reason: Option<String>,
}

/// What was taken back.
#[derive(Serialize, ToSchema)]
pub struct WithdrawnView {
    /// The publication (id).
    #[schema(max_length = 64)]
    publication: String,
}

/// What became of the indicators of a ring.
#[derive(Serialize, ToSchema)]
pub struct PublicationsView {
    /// One for each indicator that the members agreed on.
    #[schema(max_items = 100)]
    publications: Vec<RingPublicationView>,
}

/// What became of one indicator.
#[derive(Serialize, ToSchema)]
pub struct RingPublicationView {
    /// The indicator (code).
    #[schema(max_length = 64)]
    indicator: String,
    /// PUBLISHED; UNCHANGED where nothing had changed; KEPT where a newer one would give somebody away, so that the last one
    /// stays; WITHHELD where nothing but the reason is shown.
    #[schema(max_length = 24)]
    outcome: &'static str,
    /// Why it is withheld, or why the last publication stays.
    #[schema(max_length = 24)]
    reason: Option<&'static str>,
    /// What readers see from now on (id).
    #[schema(max_length = 64)]
    publication: String,
}

impl From<Published> for RingPublicationView {
    fn from(of: Published) -> Self {
        Self {
            indicator: of.indicator.code.clone(),
            outcome: of.outcome.word(),
            reason: of.reason.map(Withheld::word),
            publication: of.release.to_string(),
        }
    }
}

/// Publishes the comparisons of a ring for a year, for all indicators that its members agreed on. Confidential values count; what
/// would give a city away is published as withheld, with the reason, or the last publication stays. For the moderator.
#[utoipa::path(operation_id = "publishBenchmarks", tag = "Figures", request_body = PublishBenchmarksBody,
    params(("id" = String, Path, description = "The ring.", max_length = 64)), responses(
        (status = 200, description = "Published.", body = PublicationsView),
        CreateRefusals,
    ))]
#[post("/peer-groups/{id}/benchmarks")]
pub async fn publish(
    Writer(ctx): Writer,
    id: web::Path<String>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let done = async {
        let ring: PeerGroupId = query::id(&id)?;
        let mut mistakes = Mistakes::default();
        let body: PublishBenchmarksBody = body.read(&mut mistakes)?;
        if body.year.is_none() {
            mistakes.required("year");
        }
        mistakes.finish()?;
        let (year, embargo) = (body.year.unwrap_or_default(), body.embargo_until);
        let job = async |work: &Work<'_>| benchmark::publish(work, ring, year, embargo).await;
        let done = ctx.write("benchmark.publish", ring, job).await?;
        let publications = done.into_iter().map(RingPublicationView::from).collect();
        Ok(json::answer(&PublicationsView { publications }))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Takes a publication of a ring back, for a reason that is told. For the moderator.
#[utoipa::path(operation_id = "withdrawBenchmark", tag = "Figures", request_body = WithdrawBenchmarkBody,
    params(("id" = String, Path, description = "The publication.", max_length = 64)), responses(
        (status = 200, description = "Taken back.", body = WithdrawnView),
        CreateRefusals,
    ))]
#[post("/benchmarks/{id}/withdraw")]
pub async fn withdraw(
    Writer(ctx): Writer,
    id: web::Path<String>,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let done = async {
        let release: BenchmarkReleaseId = query::id(&id)?;
        let mut mistakes = Mistakes::default();
        let body: WithdrawBenchmarkBody = body.read(&mut mistakes)?;
        if body.reason.is_none() {
            mistakes.required("reason");
        }
        mistakes.finish()?;
        let reason = body.reason.unwrap_or_default();
        let job = async |work: &Work<'_>| benchmark::withdraw(work, release, &reason).await;
        ctx.write("benchmark.withdraw", release, job).await?;
        Ok(json::answer(&WithdrawnView {
            publication: release.to_string(),
        }))
    };
    done.await.map_err(query::refuse(&ctx))
}
