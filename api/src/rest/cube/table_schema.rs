//! The description of the columns of a cube, as a Table Schema (Frictionless Data).
//!
//! Invariant: it describes what CSV and flat JSON have, column by column, and names every code.

use super::column::{Column, columns};
use domain::{
    Ctx,
    cube::{Frame, Kind, code::CodeList},
    figure::Figure,
    language::Language,
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A Table Schema of Frictionless Data.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TableSchemaView {
    /// The columns.
    #[schema(max_items = 100)]
    fields: Vec<FieldView>,
    /// The columns by which a row is identified.
    #[schema(max_items = 100)]
    primary_key: Vec<&'static str>,
    /// What stands where nothing is.
    #[schema(max_items = 10)]
    missing_values: [&'static str; 1],
    /// The units of all indicators and of the figures of the register, by their codes.
    units: BTreeMap<String, UnitView>,
}

/// A column.
#[derive(Serialize, ToSchema)]
pub struct FieldView {
    /// Its name.
    #[schema(max_length = 100)]
    name: &'static str,
    /// string, integer, number or datetime.
    #[serde(rename = "type")]
    #[schema(max_length = 20)]
    kind: &'static str,
    /// What it is called.
    #[schema(max_length = 200)]
    title: String,
    /// What it tells, with the names of its codes.
    #[schema(max_length = 4000)]
    description: String,
    /// What holds for all rows.
    constraints: ConstraintsView,
}

/// What holds for a column in all rows.
#[derive(Serialize, ToSchema)]
pub struct ConstraintsView {
    /// Whether every row has something in it.
    required: bool,
    /// The codes that it can have.
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100, required = false)]
    codes: Vec<&'static str>,
}

/// A unit of measurement.
#[derive(Serialize, ToSchema)]
pub struct UnitView {
    /// Its name.
    #[schema(max_length = 200)]
    label: String,
    /// Decimal places to show.
    decimals: i16,
}

impl TableSchemaView {
    /// Of cubes like this one.
    #[must_use]
    pub fn of(ctx: &Ctx, frame: &Frame) -> Self {
        let language = ctx.language();
        let columns = columns(frame);
        let keys = columns.iter().filter(|column| column.is_key());
        let units = Figure::all(ctx).into_iter().map(|figure| {
            let unit = UnitView {
                label: figure.unit().text(language).to_owned(),
                decimals: figure.decimals(),
            };
            (figure.code().to_owned(), unit)
        });
        let fields = columns.iter();
        Self {
            fields: fields.map(|one| field(*one, frame, language)).collect(),
            primary_key: keys.map(|column| column.name(frame)).collect(),
            missing_values: [""],
            units: units.collect(),
        }
    }
}

fn field(column: Column, frame: &Frame, language: Language) -> FieldView {
    let kind = match column.kind(frame) {
        Kind::Text => "string",
        Kind::Whole => "integer",
        Kind::Number => "number",
        Kind::Moment => "datetime",
    };
    let list = column.codes();
    let codes = list.into_iter().flat_map(CodeList::codes);
    let named = list.into_iter().flat_map(|list| {
        let names = list
            .codes()
            .filter_map(move |code| Some((code, list.name(code)?)));
        names.map(|(code, name)| format!("{code}: {}", name.text(language)))
    });
    let meaning = column.meaning(frame);
    let mut description = meaning.text(language).to_owned();
    let named = named.collect::<Vec<_>>().join("; ");
    if !named.is_empty() {
        description = format!("{description} {named}.");
    }
    FieldView {
        name: column.name(frame),
        kind,
        title: column.label(frame).text(language).to_owned(),
        description,
        constraints: ConstraintsView {
            required: column.is_always_there(),
            codes: codes.collect(),
        },
    }
}
