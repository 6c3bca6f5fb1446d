//! What must hold before a figure over confidential values is shown.
//!
//! Invariant: the same use case as in GraphQL; what is shown here is a view of what it returns.

use crate::{
    caller::{Caller, Writer},
    problem::Problem,
    rest::{answer, body::JsonBody, query, refusals::ChangeRefusals, version::IfMatch},
};
use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, put, web};
use domain::{
    Error, Work,
    disclosure::{self, DisclosurePolicy},
    mistake::Mistakes,
    network::Network,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What must hold before a figure over confidential values of a network's cities is shown. The smallest number of cases,
/// dominance and the rule of p percent are those of official statistics.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DisclosurePolicyView {
    /// Fewest cities, besides the reader's, whose confidential values a figure is made of: 3 to 100.
    pub least_contributors: i32,
    /// Fewest of them for quartiles and median: not fewer than for any figure, up to 200.
    pub least_for_quartiles: i32,
    /// Fewest of them for deciles: not fewer than for quartiles, up to 500.
    pub least_for_deciles: i32,
    /// Largest share of the total that one of them may have, in percent: 50 to 85.
    pub dominance_percent: i32,
    /// How exactly the second largest may be able to estimate the largest, in percent of it: 5 to 50.
    pub estimate_percent: i32,
    /// Fewest persons in a figure that counts persons: 3 to 100.
    pub least_persons: i32,
    /// To what multiple such figures are rounded: 3 to 100.
    pub person_step: i32,
}

/// Other rules for figures over confidential values of cities.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DisclosurePolicyBody {
    /// Fewest cities, besides the reader's, whose confidential values a figure is made of: 3 to 100.
    #[schema(value_type = i32, required = true)]
    least_contributors: Option<i32>,
    /// Fewest of them for quartiles and median: not fewer than for any figure, up to 200.
    #[schema(value_type = i32, required = true)]
    least_for_quartiles: Option<i32>,
    /// Fewest of them for deciles: not fewer than for quartiles, up to 500.
    #[schema(value_type = i32, required = true)]
    least_for_deciles: Option<i32>,
    /// Largest share of the total that one of them may have, in percent: 50 to 85.
    #[schema(value_type = i32, required = true)]
    dominance_percent: Option<i32>,
    /// How exactly the second largest may be able to estimate the largest, in percent of it: 5 to 50.
    #[schema(value_type = i32, required = true)]
    estimate_percent: Option<i32>,
    /// Fewest persons in a figure that counts persons: 3 to 100.
    #[schema(value_type = i32, required = true)]
    least_persons: Option<i32>,
    /// To what multiple such figures are rounded: 3 to 100.
    #[schema(value_type = i32, required = true)]
    person_step: Option<i32>,
}

impl From<DisclosurePolicy> for DisclosurePolicyView {
    fn from(of: DisclosurePolicy) -> Self {
        Self {
            least_contributors: of.least_contributors,
            least_for_quartiles: of.least_for_quartiles,
            least_for_deciles: of.least_for_deciles,
            dominance_percent: of.dominance_percent,
            estimate_percent: of.estimate_percent,
            least_persons: of.least_persons,
            person_step: of.person_step,
        }
    }
}

impl DisclosurePolicyBody {
    fn policy(&self, mistakes: &mut Mistakes) -> DisclosurePolicy {
        let need = |mistakes: &mut Mistakes, name: &str, value: Option<i32>| {
            if value.is_none() {
                mistakes.required(name);
            }
            value.unwrap_or_default()
        };
        DisclosurePolicy {
            least_contributors: need(mistakes, "leastContributors", self.least_contributors),
            least_for_quartiles: need(mistakes, "leastForQuartiles", self.least_for_quartiles),
            least_for_deciles: need(mistakes, "leastForDeciles", self.least_for_deciles),
            dominance_percent: need(mistakes, "dominancePercent", self.dominance_percent),
            estimate_percent: need(mistakes, "estimatePercent", self.estimate_percent),
            least_persons: need(mistakes, "leastPersons", self.least_persons),
            person_step: need(mistakes, "personStep", self.person_step),
        }
    }
}

fn view(network: &Network) -> (DisclosurePolicyView, i32) {
    (DisclosurePolicy::of(network).into(), network.revision)
}

/// What must hold before a figure over confidential values of a network's cities is shown.
#[utoipa::path(operation_id = "disclosurePolicy", tag = "Networks",
    params(("slug" = String, Path, description = "Short name of the network, such as kora.", max_length = 40)), responses(
        (status = 200, description = "The rules.", body = DisclosurePolicyView, headers(("ETag" = String))),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such network.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/networks/{slug}/disclosure-policy")]
pub async fn get(
    request: HttpRequest,
    slug: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let network = ctx.reference().network(&slug);
    let network = network.ok_or(Error::NotFound("network"));
    let network = network.map_err(query::refuse(&ctx))?;
    Ok(answer::object(&request, &ctx, &view(network)))
}

/// Changes what must hold before a figure over confidential values is shown, within bounds that still protect a city. It
/// holds for what is published from then on. For administrators of an organisation that coordinates the network.
#[utoipa::path(operation_id = "changeDisclosurePolicy", tag = "Networks", request_body = DisclosurePolicyBody,
    params(
        ("slug" = String, Path, description = "Short name of the network, such as kora.", max_length = 40),
        ("If-Match" = String, Header, description = "The `ETag` of the rules, or the version of the network in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = DisclosurePolicyView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[put("/networks/{slug}/disclosure-policy")]
pub async fn put(
    Writer(ctx): Writer,
    slug: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> Result<HttpResponse, Problem> {
    let done = async {
        let mut mistakes = Mistakes::default();
        let body: DisclosurePolicyBody = body.read(&mut mistakes)?;
        let policy = body.policy(&mut mistakes);
        mistakes.finish()?;
        let job =
            async |work: &Work<'_>| disclosure::change_policy(work, &slug, version, policy).await;
        let id = ctx.write("network.disclosure", slug.as_str(), job).await?;
        let ctx = ctx.renewed();
        let shown = ctx
            .reference()
            .networks
            .find(&id)
            .map(|network| view(network));
        Ok(answer::written(&ctx, StatusCode::OK, "", shown))
    };
    done.await.map_err(query::refuse(&ctx))
}
