//! Defining indicators and changing their definitions.
//!
//! Invariant: the same use cases as in GraphQL; the code of an indicator and what its values are never change.

use crate::{
    caller::Writer,
    problem::Problem,
    rest::{
        answer,
        body::JsonBody,
        indicator::{IndicatorView, view},
        query,
        refusals::{ChangeRefusals, CreateRefusals},
        version::IfMatch,
        word::{Frequency, IndicatorKind, Polarity, ValueType},
    },
};
use actix_web::{HttpResponse, http::StatusCode, post, put, web};
use domain::{
    Ctx, Result, Work,
    id::IndicatorId,
    indicator::{self, Definition, NewIndicator},
    mistake::Mistakes,
    network, value,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A body with what an indicator says, beside members of its own.
macro_rules! definition {
    ($(#[$doc:meta])* $name:ident { $($own:tt)* }) => {
        $(#[$doc])*
        #[derive(Default, Deserialize, ToSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct $name {
            $($own)*
            /// Name in German.
            #[schema(value_type = String, required = true, min_length = 1, max_length = 200)]
            label_de: Option<String>,
            /// Name in English.
            #[schema(value_type = String, required = true, min_length = 1, max_length = 200)]
            label_en: Option<String>,
            /// What exactly is counted or measured, in German.
            #[schema(value_type = String, required = true, min_length = 1, max_length = 2000)]
            definition_de: Option<String>,
            /// The same in English.
            #[schema(value_type = String, required = true, min_length = 1, max_length = 2000)]
            definition_en: Option<String>,
            /// How it is computed.
            #[schema(min_length = 1, max_length = 1000)]
            formula: Option<String>,
            /// What is counted, of a quotient, in German.
            #[schema(min_length = 1, max_length = 500)]
            numerator_de: Option<String>,
            /// The same in English.
            #[schema(min_length = 1, max_length = 500)]
            numerator_en: Option<String>,
            /// By what it is divided, in German.
            #[schema(min_length = 1, max_length = 500)]
            denominator_de: Option<String>,
            /// The same in English.
            #[schema(min_length = 1, max_length = 500)]
            denominator_en: Option<String>,
            /// How it is collected, in German.
            #[schema(min_length = 1, max_length = 5000)]
            method_de: Option<String>,
            /// The same in English.
            #[schema(min_length = 1, max_length = 5000)]
            method_en: Option<String>,
            /// Unit in German, such as `% der Wege`.
            #[schema(value_type = String, required = true, min_length = 1, max_length = 100)]
            unit_de: Option<String>,
            /// Unit in English, such as `% of trips`.
            #[schema(value_type = String, required = true, min_length = 1, max_length = 100)]
            unit_en: Option<String>,
            /// Decimal places to show, 0 if not given.
            #[schema(minimum = 0, maximum = 6)]
            decimals: Option<i32>,
            /// Which direction is the good one.
            #[schema(value_type = Polarity, required = true)]
            polarity: Option<Polarity>,
            /// What it measures in the chain of effects.
            #[schema(value_type = IndicatorKind, required = true)]
            kind: Option<IndicatorKind>,
            /// How often it is collected.
            #[schema(value_type = Frequency, required = true)]
            frequency: Option<Frequency>,
            /// Smallest sample for which a value is accepted.
            #[schema(minimum = 1, maximum = 1000000)]
            minimum_sample: Option<i32>,
            /// What to mind when comparing, in German.
            #[schema(min_length = 1, max_length = 2000)]
            comparability_de: Option<String>,
            /// The same in English.
            #[schema(min_length = 1, max_length = 2000)]
            comparability_en: Option<String>,
            /// Frameworks it belongs to, such as `SDG-Indikatoren für Kommunen`.
            #[schema(max_items = 20)]
            frameworks: Option<Vec<String>>,
            /// Where the definition comes from.
            #[schema(min_length = 1, max_length = 2000)]
            source: Option<String>,
            /// The smallest value that can be.
            lowest: Option<f64>,
            /// The largest value that can be.
            highest: Option<f64>,
            /// Whether its values count persons; false if not given.
            counts_persons: Option<bool>,
        }

        impl $name {
            fn definition(&mut self) -> Definition {
                let text = |text: &mut Option<String>| text.take().unwrap_or_default();
                let decimals = self.decimals.unwrap_or(0);
                Definition {
                    label: (text(&mut self.label_de), text(&mut self.label_en)),
                    meaning: (text(&mut self.definition_de), text(&mut self.definition_en)),
                    formula: self.formula.take(),
                    numerator: (self.numerator_de.take(), self.numerator_en.take()),
                    denominator: (self.denominator_de.take(), self.denominator_en.take()),
                    method: (self.method_de.take(), self.method_en.take()),
                    unit: (text(&mut self.unit_de), text(&mut self.unit_en)),
                    // What is out of bounds is told with the rest.
                    decimals: decimals.try_into().unwrap_or(i16::MAX),
                    polarity: self.polarity.map_or(value::Polarity::Neutral, Into::into),
                    kind: self.kind.map_or(value::IndicatorKind::Output, Into::into),
                    frequency: self.frequency.map_or(value::Frequency::Irregular, Into::into),
                    minimum_sample: self.minimum_sample,
                    comparability: (self.comparability_de.take(), self.comparability_en.take()),
                    frameworks: self.frameworks.take().unwrap_or_default(),
                    source: self.source.take(),
                    lowest: self.lowest,
                    highest: self.highest,
                    counts_persons: self.counts_persons.unwrap_or(false),
                }
            }
        }
    };
}

definition! {
    /// A new indicator.
    DefineIndicatorBody {
        /// Stable code, unique: lower-case letters, digits and underscores, such as modal_split_bike.
        #[schema(value_type = String, required = true, min_length = 2, max_length = 60)]
        code: Option<String>,
        /// The network that your organisation coordinates and for which it is, by its short name; left out by whoever runs the
        /// service.
        #[schema(max_length = 40)]
        network: Option<String>,
        /// What its values are.
        #[schema(value_type = ValueType, required = true)]
        value_type: Option<ValueType>,
    }
}

definition! {
    /// A changed definition; all of it takes the place of the former one.
    ReviseIndicatorBody {
        /// Why it is changed.
        #[schema(value_type = String, required = true, min_length = 1, max_length = 1000)]
        reason: Option<String>,
    }
}

fn new_indicator(ctx: &Ctx, body: &JsonBody) -> Result<NewIndicator> {
    let mut mistakes = Mistakes::default();
    let mut body: DefineIndicatorBody = body.read(&mut mistakes)?;
    let network = body.network.take();
    let network = network.map(|slug| mistakes.take(network::by_slug(ctx, "network", &slug)));
    let new = NewIndicator {
        code: body.code.take().unwrap_or_default(),
        network: network.transpose()?.flatten(),
        value_type: body.value_type.map_or(value::ValueType::Number, Into::into),
        definition: body.definition(),
    };
    new.check(&mut mistakes);
    mistakes.finish().map(|()| new)
}

fn revision(body: &JsonBody) -> Result<(Definition, String)> {
    let mut mistakes = Mistakes::default();
    let mut body: ReviseIndicatorBody = body.read(&mut mistakes)?;
    mistakes.finish()?;
    let reason = body.reason.take().unwrap_or_default();
    Ok((body.definition(), reason))
}

fn answer(ctx: &Ctx, status: StatusCode, id: IndicatorId) -> HttpResponse {
    let ctx = ctx.renewed();
    let record = ctx.reference().indicators.find(&id).cloned();
    let place = record
        .as_ref()
        .map(|record| format!("indicators/{}", record.code));
    let shown = record.map(|record| (view(&ctx, &record), record.version));
    answer::written(&ctx, status, &place.unwrap_or_default(), shown)
}

/// Defines an indicator: whoever runs the service for everybody, or an organisation that coordinates a network for it.
#[utoipa::path(operation_id = "defineIndicator", tag = "Figures", request_body = DefineIndicatorBody, responses(
        (status = 201, description = "Created; `Location` says where.", body = IndicatorView, headers(("Location" = String), ("ETag" = String))),
        CreateRefusals,
    ))]
#[post("/indicators")]
pub async fn define(
    Writer(ctx): Writer,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let new = new_indicator(&ctx, &body)?;
        let code = new.code.clone();
        let job = async |work: &Work<'_>| indicator::define(work, new).await;
        let id = ctx.write("indicator.define", code, job).await?;
        Ok(answer(&ctx, StatusCode::CREATED, id))
    };
    done.await.map_err(query::refuse(&ctx))
}

/// Changes the definition of an indicator; the former one is kept with the reason.
#[utoipa::path(operation_id = "reviseIndicator", tag = "Figures", request_body = ReviseIndicatorBody,
    params(
        ("code" = String, Path, description = "Code, such as modal_split_bike.", max_length = 64),
        ("If-Match" = String, Header, description = "The `ETag` of the indicator, or its version in quotes.", max_length = 100),
    ), responses(
        (status = 200, description = "Changed.", body = IndicatorView, headers(("ETag" = String))),
        ChangeRefusals,
    ))]
#[put("/indicators/{code}")]
pub async fn revise(
    Writer(ctx): Writer,
    code: web::Path<String>,
    IfMatch(version): IfMatch,
    body: JsonBody,
) -> std::result::Result<HttpResponse, Problem> {
    let done = async {
        let new = revision(&body)?;
        let job = async |work: &Work<'_>| indicator::revise(work, &code, version, new).await;
        let id = ctx.write("indicator.revise", code.as_str(), job).await?;
        Ok(answer(&ctx, StatusCode::OK, id))
    };
    done.await.map_err(query::refuse(&ctx))
}
