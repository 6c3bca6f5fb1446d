//! Peer groups (Vergleichsgruppen) and rings (Vergleichsringe).
//!
//! Invariant: the same use cases as in GraphQL; what is shown here is a view of what they return.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, Listing},
        query,
        ring_member::RingView,
    },
};
use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, Utc};
use domain::{
    Ctx,
    id::PeerGroupId,
    label,
    peer_group::{
        self, NeighbourRule, PeerGroup, PeerGroupFilter, PeerRule, RingView as DomainRing,
        StoredRule,
    },
    read::{Edge, Filter, ListRequest, Page, Reader, Select},
    value::PeerGroupKind,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A peer group (Vergleichsgruppe), or a closed ring (Vergleichsring).
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PeerGroupView {
    /// Global id.
    #[schema(max_length = 64)]
    id: String,
    /// RULE, NEAREST_NEIGHBOUR, RING or AD_HOC.
    #[schema(max_length = 24)]
    kind: &'static str,
    /// The same in words.
    #[schema(max_length = 100)]
    kind_label: String,
    /// Name.
    #[schema(max_length = 200)]
    name: String,
    /// What it is for.
    #[schema(max_length = 2000)]
    description: Option<String>,
    /// The rule, where its cities are chosen by one.
    rule: Option<PeerRuleView>,
    /// Whose neighbours they are by what, where its cities are chosen by that.
    neighbours: Option<NeighbourRuleView>,
    /// What the members of a ring agree to; none of other groups.
    #[schema(max_length = 20000)]
    terms: Option<String>,
    /// Version of those terms.
    terms_version: Option<i32>,
    /// To whom the comparisons of a ring are shown.
    #[schema(max_length = 24)]
    results_visibility: Option<&'static str>,
    /// What makes it a ring; none of other groups.
    ring: Option<RingView>,
    /// Network (slug).
    #[schema(max_length = 40)]
    network: Option<String>,
    /// Name of the organisation that keeps or moderates it.
    #[schema(max_length = 300)]
    organisation: Option<String>,
    /// Who may read it.
    #[schema(max_length = 24)]
    visibility: &'static str,
    /// Not before this moment, except for the organisation that keeps it.
    embargo_until: Option<DateTime<Utc>>,
    /// When it was entered.
    created_at: DateTime<Utc>,
    /// When it was last changed.
    updated_at: DateTime<Utc>,
    /// Counts changes.
    version: i32,
}

/// Which cities: all criteria that are given hold, of the values of each one does.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PeerRuleView {
    /// RegioStaR 7 types.
    #[schema(max_items = 20)]
    regiostar7: Vec<i16>,
    /// Size classes.
    #[schema(max_items = 20)]
    size_class: Vec<&'static str>,
    /// Size classes of the ADFC-Fahrradklima-Test.
    #[schema(max_items = 20)]
    adfc_class: Vec<&'static str>,
    /// Federal states (keys).
    #[schema(max_items = 20)]
    state: Vec<String>,
    /// Members of this network (slug).
    #[schema(max_length = 40)]
    network: Option<String>,
    /// Of the RegioStaR 7 type and size class of this city (AGS).
    #[schema(max_length = 8)]
    like: Option<String>,
}

/// The cities nearest to one.
#[derive(Serialize, ToSchema)]
pub struct NeighbourRuleView {
    /// Whose neighbours (AGS).
    #[schema(max_length = 8)]
    city: String,
    /// How many.
    #[schema(minimum = 1, maximum = 100)]
    count: i32,
    /// By what.
    #[schema(max_items = 20)]
    figures: Vec<WeightedFigureView>,
    /// Among which cities; among all where there is none.
    among: Option<PeerRuleView>,
}

/// A figure by which neighbours are looked for.
#[derive(Serialize, ToSchema)]
pub struct WeightedFigureView {
    /// Code of an indicator or of a figure of the register.
    #[schema(max_length = 64)]
    code: String,
    /// What it weighs beside the others.
    #[schema(minimum = 1, maximum = 100)]
    weight: i32,
}

/// Query of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PeerGroupQuery {
    /// How many rows, 0 to 100; 20 if not given.
    #[param(minimum = 0, maximum = 100)]
    limit: Option<i32>,
    /// Value of `nextCursor` of the page before.
    #[param(max_length = 2048)]
    after: Option<String>,
    /// Only of these kinds: RULE, NEAREST_NEIGHBOUR, RING, AD_HOC, comma-separated.
    #[param(max_length = 100)]
    kind: Option<String>,
    /// Only in this network, by its short name.
    #[param(max_length = 40)]
    network: Option<String>,
    /// Only what was changed at or after this moment.
    updated_since: Option<DateTime<Utc>>,
}

/// Peer groups and rings that you may read.
#[utoipa::path(operation_id = "peerGroups", tag = "Figures", params(PeerGroupQuery), responses(
        (status = 200, description = "A page of the list.", body = Listing<PeerGroupView>),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/peer-groups")]
pub async fn list(request: HttpRequest, Caller(ctx): Caller) -> Result<HttpResponse, Problem> {
    let query: PeerGroupQuery = query::parse(&request)?;
    let rows = fetch(&Reader::new(&ctx), query)
        .await
        .map_err(query::refuse(&ctx))?;
    answer::page(&request, &ctx, &rows, |row| view(&ctx, row)).map_err(query::refuse(&ctx))
}

/// One by its id.
#[utoipa::path(operation_id = "peerGroup", tag = "Figures", params(("id" = String, Path, description = "Global id, such as peergroup_01h…", max_length = 64)), responses(
        (status = 200, description = "Found.", body = PeerGroupView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/peer-groups/{id}")]
pub async fn get(
    request: HttpRequest,
    id: web::Path<String>,
    Caller(ctx): Caller,
) -> Result<HttpResponse, Problem> {
    let found = async {
        let found = one(&ctx, query::id(&id)?).await?;
        found.ok_or(domain::Error::NotFound("peergroup"))
    };
    let found = found.await.map_err(query::refuse(&ctx))?;
    Ok(answer::object(&request, &ctx, &found))
}

/// The view of one that the caller can read, with its version.
///
/// # Errors
/// What the database answers.
pub async fn one(ctx: &Ctx, id: PeerGroupId) -> domain::Result<Option<(PeerGroupView, i32)>> {
    let found = Reader::new(ctx)
        .one::<PeerGroup>(id.0, &selection())
        .await?;
    let shown = found.map(|row| Ok((view(ctx, &row)?, *row.version.get()?)));
    shown.transpose()
}

async fn fetch(reader: &Reader<'_>, query: PeerGroupQuery) -> domain::Result<Page<PeerGroup>> {
    let filter = PeerGroupFilter {
        kind: query::closed(
            "kind",
            query.kind,
            PeerGroupKind::from_word,
            PeerGroupKind::ALL,
            PeerGroupKind::word,
        )?,
        network: query.network,
        updated_since: query.updated_since,
        ..PeerGroupFilter::default()
    };
    let wanted = ListRequest {
        page: query::page(query.limit, query.after)?,
        condition: Some(filter.condition(reader.ctx())?),
        ..ListRequest::default()
    };
    peer_group::list(reader, &wanted, &selection()).await
}

fn selection() -> Select {
    Select::all_fields().with(Edge::Ring, ListRequest::default(), Select::default())
}

fn view(ctx: &Ctx, row: &PeerGroup) -> domain::Result<PeerGroupView> {
    let reference = ctx.reference();
    let network = row.network_id.and_then(|id| reference.networks.find(&id));
    let owner = reference.tenants.find(&row.tenant_id);
    let ring = row.edges.one::<DomainRing>(Edge::Ring.name())?;
    let (rule, neighbours) = match row.stored_rule() {
        Some(StoredRule::Rule(rule)) => (Some(rule.into()), None),
        Some(StoredRule::Neighbours(rule)) => (None, Some(rule.into())),
        None => (None, None),
    };
    let of_ring = ring.is_some();
    Ok(PeerGroupView {
        id: row.id.to_string(),
        kind: row.kind.word(),
        kind_label: label::peer_group_kind(row.kind)
            .text(ctx.language())
            .to_owned(),
        name: row.name.clone(),
        description: row.description.get()?.clone(),
        rule,
        neighbours,
        terms: row.terms.get()?.clone(),
        terms_version: of_ring.then_some(*row.terms_version.get()?),
        results_visibility: of_ring.then_some(row.results_visibility.get()?.word()),
        ring: ring.map(|ring| RingView::of(ctx, &ring)),
        network: network.map(|network| network.slug.clone()),
        organisation: owner.map(|owner| owner.name.clone()),
        visibility: row.visibility.get()?.word(),
        embargo_until: *row.embargo_until.get()?,
        created_at: *row.created_at.get()?,
        updated_at: *row.updated_at.get()?,
        version: *row.version.get()?,
    })
}

impl From<PeerRule> for PeerRuleView {
    fn from(rule: PeerRule) -> Self {
        Self {
            regiostar7: rule.regiostar7,
            size_class: rule.size_class.iter().map(|class| class.word()).collect(),
            adfc_class: rule.adfc_class.iter().map(|class| class.word()).collect(),
            state: rule.state,
            network: rule.network,
            like: rule.like,
        }
    }
}

impl From<NeighbourRule> for NeighbourRuleView {
    fn from(rule: NeighbourRule) -> Self {
        let figures = rule.figures.into_iter().map(|one| WeightedFigureView {
            code: one.code,
            weight: one.weight,
        });
        Self {
            city: rule.city,
            count: rule.count,
            figures: figures.collect(),
            among: rule.among.map(Into::into),
        }
    }
}
