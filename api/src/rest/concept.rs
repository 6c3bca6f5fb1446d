//! Concepts of the vocabulary: instruments, problems and actors.
//!
//! Invariant: the same use cases as in GraphQL; what is shown here is a view of what they return.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, Listing},
        query,
    },
};
use actix_web::{HttpRequest, HttpResponse, get};
use domain::{
    Ctx,
    concept::{Concept, ConceptFilter, ConceptKind},
    read::{ListRequest, Page},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A concept of the vocabulary: an instrument, a problem or an actor.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConceptView {
    /// Stable short name, for the parameter `instrument` of searches.
    #[schema(max_length = 90)]
    notation: String,
    /// INSTRUMENT, PROBLEM or ACTOR.
    #[schema(max_length = 20)]
    kind: &'static str,
    /// What people call it.
    #[schema(max_length = 200)]
    label: String,
    /// What is meant.
    #[schema(max_length = 2000)]
    definition: String,
    /// Short name of the wider concept.
    #[schema(max_length = 90)]
    broader: Option<String>,
    /// Of an instrument: short names of the problems that it is usually used against.
    #[schema(max_items = 50)]
    answers: Vec<String>,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ConceptQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only these kinds: INSTRUMENT, PROBLEM, ACTOR, comma-separated.
    #[param(max_length = 100)]
    kind: Option<String>,
    /// The name, the short name or a phrase contains this text; case and umlauts do not matter.
    #[param(max_length = 200)]
    text: Option<String>,
    /// Only concepts directly below this one, by short name.
    #[param(max_length = 90)]
    broader: Option<String>,
    /// Only concepts that this network has added, by its short name.
    #[param(max_length = 40)]
    network: Option<String>,
}

/// The vocabulary of instruments, problems and actors, by which projects are compared.
#[utoipa::path(operation_id = "concepts", tag = "Vocabularies", params(ConceptQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<ConceptView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/concepts")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: ConceptQuery = query::parse(&request)?;
    let found = fetch(&ctx, query);
    let found = found
        .and_then(|page| answer::page(&request, &ctx, &page, |concept| Ok(view(&ctx, concept))));
    found.map_err(query::refuse(&ctx))
}

fn fetch(ctx: &Ctx, query: ConceptQuery) -> domain::Result<Page<Concept>> {
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        ..ListRequest::default()
    };
    let kinds: Vec<&str> = ConceptKind::ALL.iter().map(|kind| kind.word()).collect();
    let filter = ConceptFilter {
        kind: query::words("kind", query.kind, ConceptKind::from_word, &kinds)?,
        text: query.text,
        broader: query.broader,
        network: query.network,
    };
    domain::concept::list(ctx, &wanted, &filter)
}

/// The view of a concept.
pub fn view(ctx: &Ctx, of: &Concept) -> ConceptView {
    ConceptView {
        notation: of.notation().to_owned(),
        kind: of.kind().word(),
        label: of.label().text(ctx.language()).to_owned(),
        definition: of.definition().text(ctx.language()).to_owned(),
        broader: of.broader().map(|wider| wider.notation().to_owned()),
        answers: of
            .answers()
            .map(|problem| problem.notation().to_owned())
            .collect(),
    }
}
