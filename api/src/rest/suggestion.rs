//! Suggestions (Vorschläge) of transfers, with the reasons, and what is decided about them.
//!
//! Invariant: the same use cases as in GraphQL; what is shown here is a view of what they return.

use crate::{
    caller::{Caller, Writer},
    problem::Problem,
    rest::{
        answer::{self, Listing},
        body::JsonBody,
        json,
        project::{ProjectView, view as project_view},
        query,
        refusals::CreateRefusals,
        similar_project::{ComponentView, component},
        word::TransferReason,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::NaiveDate;
use domain::{
    Ctx, Result, Work,
    id::NetworkId,
    mistake::Mistakes,
    network,
    read::{Edge, ListRequest, Reader},
    suggestion::{self, Asked, Suggestion, SuggestionId, SuggestionSource, whole},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Two projects of two cities that might learn from each other, with the reasons.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SuggestionView {
    /// By which the suggestion is accepted, declined or put off.
    #[schema(max_length = 64)]
    id: String,
    /// The project that could learn.
    adopter_project: ProjectView,
    /// The project to learn from.
    source_project: ProjectView,
    /// How much speaks for it, 0 to 1: the sum of the contributions of all components.
    #[schema(minimum = 0, maximum = 1)]
    score: f64,
    /// What the score is made of.
    #[schema(max_items = 20)]
    components: Vec<ComponentView>,
    /// Why, in one sentence.
    #[schema(max_length = 2000)]
    explanation: String,
    /// Where it comes from: MENTION, BARRIER, EXPERTISE, SIMILARITY.
    #[schema(max_items = 10)]
    sources: Vec<&'static str>,
    /// The barriers (codes) that the one project has overcome and the other is faced with.
    #[schema(max_items = 100)]
    shared_barriers: Vec<String>,
    /// Where the plan names the city already: id of the transfer link that is taken up by accepting.
    #[schema(max_length = 64)]
    mention: Option<String>,
}

/// Query of suggestions.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SuggestionQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only with a project of this municipality (AGS). As a city you see your own only.
    #[param(max_length = 8)]
    city: Option<String>,
    /// Only where the other project is of this municipality (AGS).
    #[param(max_length = 8)]
    other_city: Option<String>,
    /// Only with a project in one of these action fields: codes such as A, comma-separated.
    #[param(max_length = 200)]
    action_field: Option<String>,
    /// Only for one of these reasons: MENTION, BARRIER, EXPERTISE, SIMILARITY, comma-separated.
    #[param(max_length = 100)]
    source: Option<String>,
    /// Only from this score on.
    #[param(minimum = 0, maximum = 1)]
    min_score: Option<f64>,
}

/// Suggestions that are to become proposed transfers.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AcceptSuggestionsBody {
    /// The suggestions by their ids, 1 to 50: all of them are accepted, or none.
    #[schema(value_type = Vec<String>, required = true, max_items = 50)]
    suggestions: Option<Vec<String>>,
    /// Why, for both sides; if not given, the reason of each suggestion in German.
    #[schema(max_length = 4000)]
    rationale: Option<String>,
}

/// Suggestions that are not wanted.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeclineSuggestionsBody {
    /// The suggestions by their ids, 1 to 50: all of them are declined, or none.
    #[schema(value_type = Vec<String>, required = true, max_items = 50)]
    suggestions: Option<Vec<String>>,
    /// Why.
    #[schema(value_type = TransferReason, required = true)]
    reason: Option<TransferReason>,
}

/// Suggestions that are put off.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SnoozeSuggestionsBody {
    /// The suggestions by their ids, 1 to 50: all of them are put off, or none.
    #[schema(value_type = Vec<String>, required = true, max_items = 50)]
    suggestions: Option<Vec<String>>,
    /// The day on which they may be made again, within two years.
    #[schema(value_type = NaiveDate, required = true)]
    until: Option<NaiveDate>,
}

/// The transfers that came of suggestions.
#[derive(Serialize, ToSchema)]
pub struct AcceptedSuggestionsView {
    /// Ids of the proposed transfer links, in the order of the suggestions.
    #[schema(max_items = 50)]
    links: Vec<String>,
}

/// What was decided about.
#[derive(Serialize, ToSchema)]
pub struct DecidedSuggestionsView {
    /// The suggestions by their ids.
    #[schema(max_items = 50)]
    suggestions: Vec<String>,
}

/// Pairs of projects of two cities in a network that might learn from each other, the best first. Left out is what is linked
/// already, was declined lately or is put off. For organisations that coordinate the network, and for its cities as far as it
/// concerns them. The 200 projects that were changed last, of the network or of the city, are compared with all others.
#[utoipa::path(operation_id = "suggestions", tag = "Transfer", params(SuggestionQuery,
    ("slug" = String, Path, description = "Short name of the network.", max_length = 40)), responses(
        (status = 200, description = "A page of the ranking.", body = Listing<SuggestionView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No credentials, or none that hold.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You neither coordinate the network nor act for one of its cities.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such network.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/networks/{slug}/suggestions")]
pub async fn list(
    request: HttpRequest,
    slug: web::Path<String>,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let query: SuggestionQuery = query::parse(&request)?;
    let found = async {
        let (asked, wanted) = wanted(&ctx, &slug, query)?;
        let page = suggestion::list(&Reader::new(&ctx), &asked, &wanted, &whole()).await?;
        answer::page(&request, &ctx, &page, |row| view(&ctx, row))
    };
    found.await.map_err(query::refuse(&ctx))
}

fn wanted(ctx: &Ctx, slug: &str, query: SuggestionQuery) -> Result<(Asked, ListRequest)> {
    let all: Vec<&str> = SuggestionSource::ALL.iter().map(|one| one.word()).collect();
    let asked = Asked {
        network: network::at(ctx, slug)?,
        city: query.city,
        other_city: query.other_city,
        action_field: query::list(query.action_field),
        source: query::words("source", query.source, SuggestionSource::from_word, &all)?,
        least_score: query.min_score,
    };
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        ..ListRequest::default()
    };
    Ok((asked, wanted))
}

fn view(ctx: &Ctx, of: &Suggestion) -> Result<SuggestionView> {
    let found = &of.found;
    let components = found.components.iter();
    let barriers = of.barriers(ctx);
    Ok(SuggestionView {
        id: found.id.to_string(),
        adopter_project: project_view(ctx, &*of.project(Edge::AdopterProject)?)?,
        source_project: project_view(ctx, &*of.project(Edge::SourceProject)?)?,
        score: found.score,
        components: components.map(|one| component(ctx, one)).collect(),
        explanation: found.explanation.text(ctx.language()).to_owned(),
        sources: found.sources.iter().map(|one| one.word()).collect(),
        shared_barriers: barriers.iter().map(|one| one.code.clone()).collect(),
        mention: found.mention.map(|id| id.to_string()),
    })
}

/// The network in the address and the suggestions of a body; what else is wrong is told with them.
fn named(
    ctx: &Ctx,
    slug: &str,
    texts: Option<Vec<String>>,
    mut mistakes: Mistakes,
) -> Result<(NetworkId, Vec<SuggestionId>)> {
    let network = network::at(ctx, slug)?;
    let ids = match texts {
        Some(texts) => mistakes.take(suggestion::ids(&texts))?,
        None => None,
    };
    mistakes.finish()?;
    Ok((network, ids.unwrap_or_default()))
}

fn decided(ids: &[SuggestionId]) -> HttpResponse {
    json::answer(&DecidedSuggestionsView {
        suggestions: ids.iter().map(ToString::to_string).collect(),
    })
}

/// Makes proposed transfers of suggestions; what a plan names of one is taken up. Where one cannot be accepted, none is, and
/// the problem says which and why. For organisations that coordinate the network, and for cities as far as they stand at a
/// side.
#[utoipa::path(operation_id = "acceptSuggestions", tag = "Transfer", request_body = AcceptSuggestionsBody,
    params(("slug" = String, Path, description = "Short name of the network.", max_length = 40)), responses(
        (status = 200, description = "Accepted.", body = AcceptedSuggestionsView),
        CreateRefusals,
    ))]
#[post("/networks/{slug}/suggestions/accept")]
pub async fn accept(
    Writer(ctx): Writer,
    slug: web::Path<String>,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let mut mistakes = Mistakes::default();
        let body: AcceptSuggestionsBody = body.read(&mut mistakes)?;
        let (network, ids) = named(&ctx, &slug, body.suggestions, mistakes)?;
        let rationale = body.rationale;
        let job = async |work: &Work<'_>| suggestion::accept(work, network, &ids, rationale).await;
        let subject = suggestion::subject(&ids);
        let links = ctx.write("suggestion.accept", subject, job).await?;
        let links = links.iter().map(ToString::to_string).collect();
        Ok(json::answer(&AcceptedSuggestionsView { links }))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Declines suggestions: they are not made to your organisation again for a time, twelve months unless the service is set up
/// otherwise.
#[utoipa::path(operation_id = "declineSuggestions", tag = "Transfer", request_body = DeclineSuggestionsBody,
    params(("slug" = String, Path, description = "Short name of the network.", max_length = 40)), responses(
        (status = 200, description = "Declined.", body = DecidedSuggestionsView),
        CreateRefusals,
    ))]
#[post("/networks/{slug}/suggestions/decline")]
pub async fn decline(
    Writer(ctx): Writer,
    slug: web::Path<String>,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let mut mistakes = Mistakes::default();
        let body: DeclineSuggestionsBody = body.read(&mut mistakes)?;
        let (network, ids) = named(&ctx, &slug, body.suggestions, mistakes)?;
        let reason = body.reason.map(Into::into).ok_or_else(lacking)?;
        let job = async |work: &Work<'_>| suggestion::decline(work, network, &ids, reason).await;
        let subject = suggestion::subject(&ids);
        ctx.write("suggestion.decline", subject, job).await?;
        Ok(decided(&ids))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Puts suggestions off: they are not made to your organisation again before a day.
#[utoipa::path(operation_id = "snoozeSuggestions", tag = "Transfer", request_body = SnoozeSuggestionsBody,
    params(("slug" = String, Path, description = "Short name of the network.", max_length = 40)), responses(
        (status = 200, description = "Put off.", body = DecidedSuggestionsView),
        CreateRefusals,
    ))]
#[post("/networks/{slug}/suggestions/snooze")]
pub async fn snooze(
    Writer(ctx): Writer,
    slug: web::Path<String>,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let mut mistakes = Mistakes::default();
        let body: SnoozeSuggestionsBody = body.read(&mut mistakes)?;
        let (network, ids) = named(&ctx, &slug, body.suggestions, mistakes)?;
        let until = body.until.ok_or_else(lacking)?;
        let job = async |work: &Work<'_>| suggestion::snooze(work, network, &ids, until).await;
        let subject = suggestion::subject(&ids);
        ctx.write("suggestion.snooze", subject, job).await?;
        Ok(decided(&ids))
    };
    done.await.map_err(query::refuse(&ctx))
}

fn lacking() -> domain::Error {
    domain::Error::Internal("a body without mistakes lacks a member".to_owned())
}
