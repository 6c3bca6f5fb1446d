//! Creating networks.
//!
//! Invariant: only whoever runs the service founds a network.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{
        answer,
        body::JsonBody,
        network::{NetworkView, view},
        query,
        refusals::CreateRefusals,
        word::Visibility,
    },
};
use actix_web::{HttpResponse, http::StatusCode, post};
use domain::{
    Ctx, Result, Work,
    mistake::Mistakes,
    network::{self, Network, NewNetwork},
    read::Node,
    value::Visibility as DomainVisibility,
};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A new network (Städtenetz).
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateNetworkBody {
    /// Short name in addresses, unique: lower-case letters, digits and hyphens.
    #[schema(value_type = String, required = true, min_length = 2, max_length = 40)]
    slug: Option<String>,
    /// Name in German.
    #[schema(value_type = String, required = true, min_length = 1, max_length = 200)]
    name_de: Option<String>,
    /// Name in English.
    #[schema(min_length = 1, max_length = 200)]
    name_en: Option<String>,
    /// What it is for, in German.
    #[schema(min_length = 1, max_length = 5000)]
    purpose_de: Option<String>,
    /// What it is for, in English.
    #[schema(min_length = 1, max_length = 5000)]
    purpose_en: Option<String>,
    /// Funding programme or project it began with.
    #[schema(min_length = 1, max_length = 300)]
    programme: Option<String>,
    /// Where it is documented: a web address.
    #[schema(min_length = 1, max_length = 2000)]
    source_url: Option<String>,
    /// Who may read imported content unless its owner says otherwise; TENANT if not given.
    default_visibility: Option<Visibility>,
}

fn new_network(body: &JsonBody) -> Result<NewNetwork> {
    let mut mistakes = Mistakes::default();
    let body: CreateNetworkBody = body.read(&mut mistakes)?;
    let visibility = body.default_visibility;
    let new = NewNetwork {
        slug: body.slug.unwrap_or_default(),
        name_de: body.name_de.unwrap_or_default(),
        name_en: body.name_en,
        purpose_de: body.purpose_de,
        purpose_en: body.purpose_en,
        programme: body.programme,
        source_url: body.source_url,
        default_visibility: visibility.map_or(DomainVisibility::Tenant, Into::into),
    };
    new.check(&mut mistakes);
    mistakes.finish().map(|()| new)
}

fn show(ctx: &Ctx, record: Arc<Network>) -> Result<(NetworkView, i32)> {
    let version = record.revision;
    Ok((view(ctx, &Node::new(record))?, version))
}

/// Creates a network. For whoever runs the service.
#[utoipa::path(operation_id = "createNetwork", tag = "Networks", request_body = CreateNetworkBody, responses(
        (status = 201, description = "Created; `Location` leads to the list of networks.", body = NetworkView, headers(("Location" = String), ("ETag" = String))),
        CreateRefusals,
    ))]
#[post("/networks")]
pub async fn create(
    Writer(ctx): Writer,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let new = new_network(&body)?;
        let slug = new.slug.clone();
        let job = async |work: &Work<'_>| network::create(work, new).await;
        let id = ctx.write("network.create", slug, job).await?;
        let ctx = ctx.renewed();
        let record = ctx.reference().networks.find(&id).cloned();
        let shown = record.map(|record| show(&ctx, record)).transpose()?;
        Ok(answer::written(
            &ctx,
            StatusCode::CREATED,
            "networks",
            shown,
        ))
    };
    done.await.map_err(query::refuse(&ctx))
}
