//! A transfer link (Erfahrungstransfer).
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
use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Ctx,
    id::TransferLinkId,
    indicator::Indicator,
    label,
    project::Project,
    read::{Edge, Filter, ListRequest, Node, Page, Reader, Select},
    transfer_effect::TransferEffect,
    transfer_link::{TransferLink, TransferLinkFilter},
    value::{TransferOrigin, TransferOutcome, TransferParty, TransferStage},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A transfer link (Erfahrungstransfer).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TransferLinkView {
    /// Global id.
    #[schema(max_length = 64)]
    pub id: String,
    /// In which network it stands (slug).
    #[schema(max_length = 40)]
    pub network: Option<String>,
    /// What kind of transfer it is.
    #[schema(max_length = 24)]
    pub kind: String,
    /// How far it has come.
    #[schema(max_length = 24)]
    pub stage: String,
    /// How far it has come, in words.
    #[schema(max_length = 200)]
    pub stage_label: String,
    /// How much is known: CITY_ONLY, NARROWED to a project, or HAS_OUTCOME.
    #[schema(max_length = 24)]
    pub standing: String,
    /// The steps that you can take now; empty for everybody but its parties.
    #[schema(max_items = 20)]
    pub possible_steps: Vec<&'static str>,
    /// Who brought it up.
    #[schema(max_length = 24)]
    pub origin: String,
    /// City that wants to learn (AGS).
    #[schema(max_length = 8)]
    pub adopter_city: String,
    /// Project that wants to learn (id), if you may read it.
    #[schema(max_length = 64)]
    pub adopter_project: Option<String>,
    /// City to learn from (AGS).
    #[schema(max_length = 8)]
    pub source_city: String,
    /// Project to learn from (id), if it is known and you may read it.
    #[schema(max_length = 64)]
    pub source_project: Option<String>,
    /// Whether both sides learn.
    pub is_bidirectional: bool,
    /// Why these two.
    #[schema(max_length = 4000)]
    pub rationale: Option<String>,
    /// What the adopter hopes for.
    #[schema(max_length = 4000)]
    pub expected_benefit: Option<String>,
    /// Codes of the barriers that both sides know.
    #[schema(max_items = 20)]
    pub shared_barriers: Vec<String>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day that is planned.
    pub ends_on: Option<NaiveDate>,
    /// Why it was refused, rests or was given up.
    #[schema(max_length = 24)]
    pub reason: Option<String>,
    /// What came of it.
    #[schema(max_length = 24)]
    pub outcome: Option<String>,
    /// What came of it, in words.
    #[schema(max_length = 4000)]
    pub outcome_note: Option<String>,
    /// When it was completed.
    pub completed_on: Option<NaiveDate>,
    /// To whom the adopter lets it be shown, once it agrees; for the parties.
    #[schema(max_length = 24)]
    pub adopter_agrees: Option<String>,
    /// To whom the source lets it be shown, once it agrees; for the parties.
    #[schema(max_length = 24)]
    pub source_agrees: Option<String>,
    /// Whom to ask at the adopter; for the parties.
    #[schema(max_length = 300)]
    pub adopter_contact: Option<String>,
    /// Whom to ask at the source; for the parties.
    #[schema(max_length = 300)]
    pub source_contact: Option<String>,
    /// What is to be done next; for the parties.
    #[schema(max_length = 300)]
    pub next_step: Option<String>,
    /// By when; for the parties.
    pub next_step_due: Option<NaiveDate>,
    /// When to look back next; for the parties.
    pub follow_up_due: Option<NaiveDate>,
    /// Effects that were observed.
    #[schema(max_items = 20)]
    pub effects: Vec<TransferEffectView>,
    /// How sure the importer was of the city.
    #[schema(max_length = 24)]
    pub certainty: String,
    /// Who may read it besides its parties; SHARED means nobody else.
    #[schema(max_length = 24)]
    pub visibility: String,
    /// When something last happened to it; not while a plan only names it.
    pub last_event_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts changes.
    pub version: i32,
}

/// An effect of a transfer that was observed.
#[derive(Serialize, ToSchema)]
pub struct TransferEffectView {
    /// The indicator that shows it (code).
    #[schema(max_length = 100)]
    indicator: String,
    /// What it shows.
    #[schema(max_length = 4000)]
    note: Option<String>,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TransferLinkQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only in this network, by its short name.
    #[param(max_length = 40)]
    network: Option<String>,
    /// Only at these stages, comma-separated.
    #[param(max_length = 300)]
    stage: Option<String>,
    /// Only brought up so, comma-separated: PLAN_TABLE are those that an imported plan names.
    #[param(max_length = 100)]
    origin: Option<String>,
    /// Only with these outcomes, comma-separated.
    #[param(max_length = 200)]
    outcome: Option<String>,
    /// Only where something is to happen next, or only where not.
    is_open: Option<bool>,
    /// Only stalled ones: something is to happen next, and nothing has for so many days.
    #[param(minimum = 1, maximum = 3650)]
    no_event_for_days: Option<i32>,
    /// Only where these cities want to learn: AGS, comma-separated.
    #[param(max_length = 1000)]
    adopter_city: Option<String>,
    /// Only where these cities are to be learnt from: AGS, comma-separated.
    #[param(max_length = 1000)]
    source_city: Option<String>,
    /// Only where the project to learn from is known already, or only where not.
    is_narrowed: Option<bool>,
    /// Only what was changed at or after this moment.
    updated_since: Option<chrono::DateTime<chrono::Utc>>,
}

/// Transfer links that you may read.
#[utoipa::path(operation_id = "listTransferLinks", tag = "Transfer", params(TransferLinkQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<TransferLinkView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/transfer-links")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: TransferLinkQuery = query::parse(&request)?;
    let rows = fetch(&Reader::new(&ctx), query)
        .await
        .map_err(query::refuse(&ctx))?;
    answer::page(&request, &ctx, &rows, |row| view(&ctx, row)).map_err(query::refuse(&ctx))
}

/// One by its id.
#[utoipa::path(operation_id = "getTransferLink", tag = "Transfer", params(("id" = String, Path, description = "Global id, such as link_01h…", max_length = 64)), responses(
        (status = 200, description = "Found.", body = TransferLinkView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/transfer-links/{id}")]
pub async fn get(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let refuse = query::refuse(&ctx);
    let id = query::id(&id).map_err(&refuse)?;
    let found = one(&ctx, id).await.map_err(&refuse)?;
    let found = found.ok_or(domain::Error::NotFound("link"));
    Ok(answer::object(&request, &ctx, &found.map_err(&refuse)?))
}

/// The view of one that the caller can read, with its version.
///
/// # Errors
/// What the database answers.
pub async fn one(ctx: &Ctx, id: TransferLinkId) -> domain::Result<Option<(TransferLinkView, i32)>> {
    let found = Reader::new(ctx)
        .one::<TransferLink>(id.0, &selection())
        .await?;
    let shown = found.map(|row| Ok((view(ctx, &row)?, *row.version.get()?)));
    shown.transpose()
}

async fn fetch(
    reader: &Reader<'_>,
    query: TransferLinkQuery,
) -> domain::Result<Page<TransferLink>> {
    let filter = TransferLinkFilter {
        network: query.network,
        stage: query::closed(
            "stage",
            query.stage,
            TransferStage::from_word,
            TransferStage::ALL,
            |one| one.word(),
        )?,
        origin: query::closed(
            "origin",
            query.origin,
            TransferOrigin::from_word,
            TransferOrigin::ALL,
            |one| one.word(),
        )?,
        outcome: query::closed(
            "outcome",
            query.outcome,
            TransferOutcome::from_word,
            TransferOutcome::ALL,
            |one| one.word(),
        )?,
        is_open: query.is_open,
        no_event_for_days: query.no_event_for_days,
        adopter_city: query::list(query.adopter_city),
        source_city: query::list(query.source_city),
        is_narrowed: query.is_narrowed,
        updated_since: query.updated_since,
        ..TransferLinkFilter::default()
    };
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        condition: Some(filter.condition(reader.ctx())?),
        ..ListRequest::default()
    };
    domain::transfer_link::list(reader, &wanted, &selection()).await
}

/// The projects at the ends are read as the reader may see them: an id must not tell that something hidden exists.
pub fn selection() -> Select {
    let ends = [Edge::AdopterProject, Edge::SourceProject].into_iter();
    let effect =
        Select::all_fields().with(Edge::Indicator, ListRequest::default(), Select::default());
    let select = Select::all_fields().with(Edge::Effects, ListRequest::first(20), effect);
    ends.fold(select, |select, edge| {
        select.with(edge, ListRequest::default(), Select::default())
    })
}

/// The view of a row that was read with [`selection`].
///
/// # Errors
/// `INTERNAL` where something was not selected.
pub fn view(ctx: &Ctx, row: &TransferLink) -> domain::Result<TransferLinkView> {
    let text = |text: Option<&str>| text.map(ToOwned::to_owned);
    let project = |edge: Edge| -> domain::Result<Option<String>> {
        let project = row.edges.one::<Project>(edge.name())?;
        Ok(project.map(|project| project.id.to_string()))
    };
    let agrees = |side| -> domain::Result<Option<String>> {
        Ok(row
            .agreement(ctx, side)?
            .map(|shown| shown.word().to_owned()))
    };
    let networks = &ctx.reference().networks;
    let network = networks.find(&row.network_id);
    Ok(TransferLinkView {
        id: row.id.to_string(),
        network: network.map(|network| network.slug.clone()),
        kind: row.kind.get()?.word().to_owned(),
        stage: row.stage.get()?.word().to_owned(),
        stage_label: label::stage(*row.stage.get()?)
            .text(ctx.language())
            .to_owned(),
        standing: row.standing()?.word().to_owned(),
        possible_steps: row.steps(ctx)?.iter().map(|step| step.word()).collect(),
        origin: row.origin.get()?.word().to_owned(),
        adopter_city: row.adopter_city_ags.clone(),
        adopter_project: project(Edge::AdopterProject)?,
        source_city: row.source_city_ags.clone(),
        source_project: project(Edge::SourceProject)?,
        is_bidirectional: *row.is_bidirectional.get()?,
        rationale: row.rationale.get()?.clone(),
        expected_benefit: row.expected_benefit.get()?.clone(),
        shared_barriers: row
            .shared_barriers()?
            .into_iter()
            .map(str::to_owned)
            .collect(),
        starts_on: *row.starts_on.get()?,
        ends_on: *row.ends_on.get()?,
        reason: row.reason.get()?.map(|reason| reason.word().to_owned()),
        outcome: row.outcome.get()?.map(|outcome| outcome.word().to_owned()),
        outcome_note: row.outcome_note.get()?.clone(),
        completed_on: *row.completed_on.get()?,
        adopter_agrees: agrees(TransferParty::Adopter)?,
        source_agrees: agrees(TransferParty::Source)?,
        adopter_contact: text(row.contact(ctx, TransferParty::Adopter)?),
        source_contact: text(row.contact(ctx, TransferParty::Source)?),
        next_step: text(row.next_step(ctx)?),
        next_step_due: row.next_step_due(ctx)?,
        follow_up_due: row.follow_up_due(ctx)?,
        effects: effects(row)?,
        certainty: row.certainty.get()?.word().to_owned(),
        visibility: row.visibility.get()?.word().to_owned(),
        last_event_at: *row.last_event_at.get()?,
        updated_at: *row.updated_at.get()?,
        version: *row.version.get()?,
    })
}

fn effects(row: &TransferLink) -> domain::Result<Vec<TransferEffectView>> {
    let page = row.edges.many::<TransferEffect>(Edge::Effects.name())?;
    let view = |effect: &TransferEffect| {
        let indicator = effect
            .edges
            .one::<Node<Indicator>>(Edge::Indicator.name())?;
        Ok(TransferEffectView {
            indicator: indicator.map_or_else(String::new, |node| node.record.code.clone()),
            note: effect.note.get()?.clone(),
        })
    };
    page.items.iter().map(|item| view(&item.node)).collect()
}
