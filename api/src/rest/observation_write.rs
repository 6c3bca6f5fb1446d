//! Entering, correcting, striking and releasing values.
//!
//! Invariant: the same use cases as in GraphQL; a value is the caller's own organisation's and of its own municipality, no
//! body says otherwise.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{
        answer,
        body::{JsonBody, nullable},
        observation::{ObservationView, one},
        query,
        refusals::{ChangeRefusals, CreateRefusals},
        release::release,
        version::IfMatch,
        word::{ConfStatus, Confidence, ObsStatus, ValueKind, Visibility},
    },
};
use actix_web::{HttpResponse, http::StatusCode, post, put, web};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Result, Work,
    id::{ObservationId, TenantId},
    mistake::Mistakes,
    network,
    observation::{self, Draft, Figure, Readership},
    value,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A body with what is said of an indicator, beside members of its own.
macro_rules! figure {
    ($(#[$doc:meta])* $name:ident { $($own:tt)* }) => {
        $(#[$doc])*
        #[derive(Default, Deserialize, ToSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name {
            $($own)*
            /// Value, in the indicator's unit; left out or null where obsStatus is M or O, or where numerator and denominator
            /// give it.
            value: Option<f64>,
            /// SDMX observation status; A if not given. M and O say that there is no value.
            obs_status: Option<ObsStatus>,
            /// SDMX confidentiality status; F if not given. C and N go with the visibility TENANT.
            conf_status: Option<ConfStatus>,
            /// What was counted, given together with the denominator.
            numerator: Option<f64>,
            /// By what it was divided.
            denominator: Option<f64>,
            /// How many answers or cases it rests on.
            #[schema(minimum = 1)]
            sample: Option<i32>,
            /// How well it is documented; MEDIUM if not given.
            confidence: Option<Confidence>,
            /// Where it comes from.
            #[schema(value_type = String, required = true, min_length = 1, max_length = 2000)]
            source: Option<String>,
            /// What to mind.
            #[schema(min_length = 1, max_length = 2000)]
            note: Option<String>,
        }

        impl $name {
            fn figure(&mut self) -> Figure {
                Figure {
                    value: self.value,
                    obs_status: self.obs_status.map_or(value::ObsStatus::Normal, Into::into),
                    conf_status: self.conf_status.map_or(value::ConfStatus::Free, Into::into),
                    numerator: self.numerator,
                    denominator: self.denominator,
                    sample: self.sample,
                    confidence: self.confidence.map_or(value::Confidence::Medium, Into::into),
                    source: self.source.take().unwrap_or_default(),
                    note: self.note.take(),
                }
            }
        }
    };
}

figure! {
    /// A new value of your municipality.
    RecordObservationBody {
        /// Code of the indicator.
        #[schema(value_type = String, required = true, max_length = 60)]
        indicator: Option<String>,
        /// Year, from 1950 to the next one; of aims and plans up to 30 years ahead.
        #[schema(value_type = i32, required = true)]
        year: Option<i32>,
        /// Whether it was measured, is aimed at or planned; MEASURED if not given.
        value_kind: Option<ValueKind>,
        /// Who may read it; TENANT if not given.
        visibility: Option<Visibility>,
        /// The network whose members may read it, by its short name: given if and only if the visibility is NETWORK.
        #[schema(max_length = 40)]
        network: Option<String>,
        /// Organisations that may read it, by id: given if and only if the visibility is SHARED.
        #[schema(max_items = 100)]
        readers: Option<Vec<String>>,
        /// Not before this moment, except for your own organisation.
        embargo_until: Option<DateTime<Utc>>,
    }
}

figure! {
    /// A correction: all of it takes the place of what was said before.
    CorrectObservationBody {}
}

/// A value that is to be struck.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WithdrawObservationBody {
    /// Why; whoever may read the value may read it.
    #[schema(value_type = String, required = true, min_length = 1, max_length = 2000)]
    reason: Option<String>,
}

/// Who may read a value from now on.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PublishObservationBody {
    /// Who may read it.
    #[schema(value_type = Visibility, required = true)]
    visibility: Option<Visibility>,
    /// The network whose members may read it, by its short name: given if and only if the visibility is NETWORK.
    #[schema(max_length = 40)]
    network: Option<String>,
    /// Not before this moment, except for your own organisation. Not given or null: at once.
    #[schema(value_type = Option<DateTime<Utc>>)]
    #[serde(default, deserialize_with = "nullable")]
    embargo_until: Option<Option<DateTime<Utc>>>,
    /// Organisations that may read it, by id: given if and only if the visibility is SHARED.
    #[schema(max_items = 100)]
    readers: Option<Vec<String>>,
}

/// Who is to read a value, as bodies name it.
type Named = (
    Option<Visibility>,
    Option<DateTime<Utc>>,
    Option<String>,
    Option<Vec<String>>,
);

fn readership(
    ctx: &Ctx,
    (visibility, embargo, network, readers): Named,
    mistakes: &mut Mistakes,
) -> Result<Readership> {
    let found = network.map(|slug| mistakes.take(network::by_slug(ctx, "network", &slug)));
    let mut named: Vec<TenantId> = Vec::new();
    for (at, text) in readers.iter().flatten().enumerate() {
        let path = format!("readers[{at}]");
        named.extend(mistakes.take(query::reference::<TenantId>(&path, text))?);
    }
    Ok(Readership {
        release: release(visibility, embargo),
        network: found.transpose()?.flatten(),
        readers: named,
    })
}

fn draft(ctx: &Ctx, body: &JsonBody) -> Result<Draft> {
    let mut mistakes = Mistakes::default();
    let mut body: RecordObservationBody = body.read(&mut mistakes)?;
    let named = (
        body.visibility,
        body.embargo_until,
        body.network.take(),
        body.readers.take(),
    );
    let draft = Draft {
        indicator: body.indicator.take().unwrap_or_default(),
        year: body.year.unwrap_or_default(),
        value_kind: body
            .value_kind
            .map_or(value::ValueKind::Measured, Into::into),
        readership: readership(ctx, named, &mut mistakes)?,
        figure: body.figure(),
    };
    draft.check(ctx, &mut mistakes)?;
    mistakes.finish().map(|()| draft)
}

async fn answer(ctx: &Ctx, status: StatusCode, id: ObservationId) -> Result<HttpResponse> {
    let place = format!("observations/{id}");
    Ok(answer::written(ctx, status, &place, one(ctx, id).await?))
}

/// Enters a value of your municipality. Of an indicator there is one for a year and kind; a second one is a conflict.
#[utoipa::path(operation_id = "recordObservation", tag = "Figures", request_body = RecordObservationBody, responses(
        (status = 201, description = "Created; `Location` says where.", body = ObservationView, headers(("Location" = String), ("ETag" = String))),
        CreateRefusals,
    ))]
#[post("/observations")]
pub async fn record(
    Writer(ctx): Writer,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let draft = draft(&ctx, &body)?;
        let indicator = draft.indicator.clone();
        let job = async |work: &Work<'_>| observation::record(work, draft).await;
        let id = ctx.write("observation.record", indicator, job).await?;
        answer(&ctx, StatusCode::CREATED, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Corrects a value of your municipality. What holds from now on has an id of its own; what it was stays under `revisions`.
#[utoipa::path(operation_id = "correctObservation", tag = "Figures", request_body = CorrectObservationBody,
    params(
        ("id" = String, Path, description = "Global id, such as observation_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the value, or its revision in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "What holds from now on.", body = ObservationView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[put("/observations/{id}")]
pub async fn correct(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let mut mistakes = Mistakes::default();
        let mut body: CorrectObservationBody = body.read(&mut mistakes)?;
        mistakes.finish()?;
        let (id, figure) = (query::id(&id)?, body.figure());
        let job = async |work: &Work<'_>| observation::correct(work, id, version, figure).await;
        let id = ctx.write("observation.correct", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Strikes a value of your municipality: from now on it is said that there is none, and why. What it was stays under
/// `revisions`; to hide that too, publish it more narrowly.
#[utoipa::path(operation_id = "withdrawObservation", tag = "Figures", request_body = WithdrawObservationBody,
    params(
        ("id" = String, Path, description = "Global id, such as observation_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the value, or its revision in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "What holds from now on.", body = ObservationView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/observations/{id}/withdraw")]
pub async fn withdraw(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let mut mistakes = Mistakes::default();
        let body: WithdrawObservationBody = body.read(&mut mistakes)?;
        mistakes.finish()?;
        let (id, reason) = (query::id(&id)?, body.reason.unwrap_or_default());
        let job = async |work: &Work<'_>| observation::withdraw(work, id, version, reason).await;
        let id = ctx.write("observation.withdraw", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Changes who may read a value of your municipality; what it was before is shown to no more readers than that.
#[utoipa::path(operation_id = "publishObservation", tag = "Figures", request_body = PublishObservationBody,
    params(
        ("id" = String, Path, description = "Global id, such as observation_01h…", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the value, or its revision in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = ObservationView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[post("/observations/{id}/publish")]
pub async fn publish(
    Writer(ctx): Writer,
    id: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let mut mistakes = Mistakes::default();
        let body: PublishObservationBody = body.read(&mut mistakes)?;
        let named = (
            body.visibility,
            body.embargo_until.flatten(),
            body.network,
            body.readers,
        );
        let new = readership(&ctx, named, &mut mistakes)?;
        mistakes.finish()?;
        let id = query::id(&id)?;
        let job = async |work: &Work<'_>| observation::publish(work, id, version, &new).await;
        ctx.write("observation.publish", id, job).await?;
        answer(&ctx, StatusCode::OK, id).await
    };
    done.await.map_err(query::refuse(&ctx))
}
