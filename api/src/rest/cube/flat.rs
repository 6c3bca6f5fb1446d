//! A cube as one array of flat objects, for tools that read a table in one call.
//!
//! Invariant: the members are the columns of CSV; every row is there, whatever their number.

use super::{
    column::{Column, columns},
    form::{Comma, Cube, Form, failed},
};
use chrono::SecondsFormat;
use domain::{
    Result,
    benchmark::blank_table,
    cube::{self, Batch, Cell, Datum, Frame, Kind},
    language::Language,
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type},
    },
};

/// The array.
pub struct Rows {
    columns: Vec<Column>,
    comma: Comma,
}

impl Rows {
    /// Of a cube.
    pub fn of(cube: &Cube) -> Self {
        Self {
            columns: columns(&cube.frame),
            comma: Comma::default(),
        }
    }

    fn row(&self, cube: &Cube, cell: &Cell, to: &mut Vec<u8>) -> serde_json::Result<()> {
        let mut comma = Comma::default();
        to.push(b'{');
        for column in &self.columns {
            comma.write(to);
            serde_json::to_writer(&mut *to, column.name(&cube.frame))?;
            to.push(b':');
            json(column.datum(&cube.frame, cell, cube.language), to)?;
        }
        to.push(b'}');
        Ok(())
    }
}

impl Form for Rows {
    fn head(&mut self, _: &Cube, to: &mut Vec<u8>) -> Result<()> {
        to.push(b'[');
        Ok(())
    }

    fn cells(&mut self, cube: &Cube, batch: &Batch, to: &mut Vec<u8>) -> Result<()> {
        for cell in &batch.cells {
            self.comma.write(to);
            to.push(b'\n');
            self.row(cube, cell, to).map_err(|error| failed(&error))?;
        }
        Ok(())
    }

    fn foot(&mut self, _: &Cube, to: &mut Vec<u8>) -> Result<bool> {
        to.extend_from_slice(b"\n]\n");
        Ok(true)
    }
}

/// Writes a piece of data as JSON.
///
/// # Errors
/// What cannot be written.
pub fn json(datum: Option<Datum<'_>>, to: &mut Vec<u8>) -> serde_json::Result<()> {
    match datum {
        None => serde_json::to_writer(to, &()),
        Some(Datum::Code(text) | Datum::Text(text)) => serde_json::to_writer(to, text),
        Some(Datum::Whole(number)) => serde_json::to_writer(to, &number),
        Some(Datum::Number(number)) => serde_json::to_writer(to, &number),
        Some(Datum::Moment(moment)) => {
            let moment = moment.to_rfc3339_opts(SecondsFormat::AutoSi, true);
            serde_json::to_writer(to, &moment)
        }
    }
}

/// A row of a cube of observations, for the contract.
pub struct CubeRow;

impl ToSchema for CubeRow {}

impl PartialSchema for CubeRow {
    fn schema() -> RefOr<Schema> {
        row_of(
            &cube::blank(),
            "A value with everything that is said about it.",
        )
    }
}

/// A row of a table of comparisons, for the contract.
pub struct BenchmarkRow;

impl ToSchema for BenchmarkRow {}

impl PartialSchema for BenchmarkRow {
    fn schema() -> RefOr<Schema> {
        row_of(
            &blank_table(),
            "A statistic of a peer group with everything that is said about it.",
        )
    }
}

fn row_of(frame: &Frame, meaning: &str) -> RefOr<Schema> {
    let mut object = ObjectBuilder::new().description(Some(meaning));
    for column in columns(frame) {
        let name = column.name(frame);
        object = object.property(name, member(frame, column)).required(name);
    }
    object.into()
}

/// How the contract describes a column.
fn member(frame: &Frame, column: Column) -> Schema {
    let (kind, format) = match column.kind(frame) {
        Kind::Text => (Type::String, None),
        Kind::Whole => (Type::Integer, Some(KnownFormat::Int32)),
        Kind::Number => (Type::Number, Some(KnownFormat::Double)),
        Kind::Moment => (Type::String, Some(KnownFormat::DateTime)),
    };
    let is_text = column.kind(frame) == Kind::Text;
    let kind = match column.is_always_there() {
        true => SchemaType::Type(kind),
        false => SchemaType::Array(vec![kind, Type::Null]),
    };
    let meaning = column.meaning(frame);
    let object = ObjectBuilder::new()
        .schema_type(kind)
        .format(format.map(SchemaFormat::KnownFormat))
        .max_length(is_text.then_some(20_000))
        .description(Some(meaning.text(Language::En)));
    Schema::Object(object.build())
}
