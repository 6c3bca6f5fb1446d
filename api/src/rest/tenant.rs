//! Organisations (Mandanten).
//!
//! Invariant: only whoever runs the service admits an organisation.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{answer, body::JsonBody, query, refusals::CreateRefusals},
};
use actix_web::{HttpResponse, http::StatusCode, post};
use domain::{
    Error, Result, Work,
    mistake::Mistakes,
    tenant::{self, NewTenant, Tenant},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A new organisation: a municipality by its key, or an office that coordinates a network by its name. Exactly one of the
/// two is given.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateTenantBody {
    /// The municipality, by its official key (AGS); its name is that of the register.
    #[schema(min_length = 8, max_length = 8)]
    municipality: Option<String>,
    /// Name of the office.
    #[schema(min_length = 1, max_length = 200)]
    coordination: Option<String>,
}

/// An organisation.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TenantView {
    /// Global id.
    #[schema(max_length = 64)]
    id: String,
    /// What kind of organisation it is.
    #[schema(max_length = 24)]
    kind: String,
    /// Name.
    #[schema(max_length = 200)]
    name: String,
    /// Municipality (AGS), if it is one.
    #[schema(max_length = 8)]
    city: Option<String>,
}

fn new_tenant(body: &JsonBody) -> Result<NewTenant> {
    let mut mistakes = Mistakes::default();
    let body: CreateTenantBody = body.read(&mut mistakes)?;
    mistakes.finish()?;
    match (body.municipality, body.coordination) {
        (Some(ags), None) => Ok(NewTenant::Municipality(ags)),
        (None, Some(name)) => Ok(NewTenant::Coordination(name)),
        _ => Err(Error::invalid(
            "municipality",
            "entweder municipality oder coordination wird angegeben, nicht beides.",
            "either municipality or coordination is given, not both.",
        )),
    }
}

fn view(record: &Tenant) -> (TenantView, i32) {
    let view = TenantView {
        id: record.id.to_string(),
        kind: record.kind.word().to_owned(),
        name: record.name.clone(),
        city: record.city_ags.clone(),
    };
    (view, record.revision)
}

/// Creates an organisation. For whoever runs the service.
#[utoipa::path(operation_id = "createTenant", tag = "Networks", request_body = CreateTenantBody, responses(
        (status = 201, description = "Created.", body = TenantView, headers(("ETag" = String))),
        CreateRefusals,
    ))]
#[post("/tenants")]
pub async fn create(
    Writer(ctx): Writer,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let new = new_tenant(&body)?;
        let name = new.name().to_owned();
        let job = async |work: &Work<'_>| tenant::create(work, new).await;
        let id = ctx.write("tenant.create", name, job).await?;
        let ctx = ctx.renewed();
        let shown = ctx.reference().tenants.find(&id).map(|record| view(record));
        Ok(answer::written(
            &ctx,
            StatusCode::CREATED,
            &format!("tenants/{id}"),
            shown,
        ))
    };
    done.await.map_err(query::refuse(&ctx))
}
