//! What the rows of an export mean: JSON Schema of a line, Table Schema of the columns.
//!
//! Invariant: both are made from the type that is written; a member that is not described fails the schema.

use super::{
    collection::{Collection, unit},
    row::{EffectRow, FormerRow, PartPlace, SourceRow},
};
use crate::rest::{
    city::CityView,
    expertise::ExpertiseView,
    indicator::IndicatorView,
    network::NetworkView,
    observation::ObservationView,
    plan::PlanView,
    project_detail::{
        ConceptCorrectionView, ItemView, ProjectBarrierView, ProjectDetail, SubProjectView,
    },
    transfer_link::TransferLinkView,
};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// Where schemas stand in the contract, and where in a schema of its own.
const PLACES: [&str; 2] = ["#/components/schemas/", "#/$defs/"];

/// The JSON Schema (2020-12) of a line of JSON Lines.
#[must_use]
pub fn of_line(collection: Collection) -> Value {
    let (row, others) = described(collection);
    let mut others: Map<String, Value> = others.into_iter().collect();
    others.values_mut().for_each(complete);
    let mut schema = row;
    complete(&mut schema);
    if let Some(members) = schema.as_object_mut() {
        members.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        members.insert("title".to_owned(), json!(collection.word()));
        members.insert("description".to_owned(), json!(collection.about()));
        members.insert("unevaluatedProperties".to_owned(), json!(false));
        if !others.is_empty() {
            members.insert("$defs".to_owned(), Value::Object(others));
        }
    }
    schema
}

/// The Table Schema (Frictionless Data) of CSV.
#[must_use]
pub fn of_table(collection: Collection) -> Value {
    let line = of_line(collection);
    let known = members(&line);
    let fields = collection.columns().iter();
    let fields: Vec<_> = fields.map(|name| field(name, known.get(*name))).collect();
    json!({
        "fields": fields,
        "primaryKey": ["id"],
        "missingValues": [""],
        "description": collection.about(),
    })
}

/// The members of a line with their schemas.
#[must_use]
pub fn members(line: &Value) -> Map<String, Value> {
    let mut found = Map::new();
    gather(line, line, &mut found);
    found
}

fn gather(schema: &Value, whole: &Value, to: &mut Map<String, Value>) {
    let reference = schema.get("$ref").and_then(Value::as_str);
    if let Some(target) = reference.and_then(|place| whole.pointer(place.strip_prefix('#')?)) {
        gather(target, whole, to);
    }
    for part in schema.get("allOf").and_then(Value::as_array).iter() {
        part.iter().for_each(|one| gather(one, whole, to));
    }
    if let Some(own) = schema.get("properties").and_then(Value::as_object) {
        to.extend(own.clone());
    }
}

fn field(name: &str, schema: Option<&Value>) -> Value {
    let nothing = Value::Null;
    let schema = schema.unwrap_or(&nothing);
    let kinds = schema.get("type");
    let has = |kind: &str| match kinds {
        Some(Value::String(only)) => only == kind,
        Some(Value::Array(several)) => several.iter().any(|one| one == kind),
        _ => false,
    };
    let format = schema.get("format").and_then(Value::as_str);
    let (kind, format) = match format {
        // Fractions of a second are written only where there are some.
        Some("date-time") => ("datetime", "any"),
        Some("date") => ("date", "default"),
        _ if has("integer") => ("integer", "default"),
        _ if has("number") => ("number", "default"),
        _ if has("boolean") => ("boolean", "default"),
        _ => ("string", "default"),
    };
    let mut meaning = text(schema, "description");
    if has("array") {
        meaning.push_str(" Several are separated by semicolons.");
    }
    let mut field = json!({
        "name": name,
        "type": kind,
        "format": format,
        "description": meaning,
        "constraints": { "required": !has("null") && !has("array") },
    });
    if let (Some(unit), Some(members)) = (unit(name), field.as_object_mut()) {
        members.insert("unit".to_owned(), json!(unit));
    }
    field
}

fn text(schema: &Value, member: &str) -> String {
    let text = schema.get(member).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// Every member is on every line, with null where there is nothing; references lead into the schema itself.
fn complete(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(place)) = members.get_mut("$ref") {
                let [before, after] = PLACES;
                *place = place.replace(before, after);
            }
            if let Some(Value::Object(own)) = members.get("properties") {
                let names: Vec<Value> = own.keys().map(|name| json!(name)).collect();
                members.insert("required".to_owned(), Value::Array(names));
            }
            members.values_mut().for_each(complete);
        }
        Value::Array(all) => all.iter_mut().for_each(complete),
        _ => {}
    }
}

/// The schema of a row as the contract has it, and those that it refers to.
fn described(collection: Collection) -> (Value, Vec<(String, Value)>) {
    match collection {
        Collection::Cities => of::<CityView>(),
        Collection::Networks => of::<NetworkView>(),
        Collection::Indicators => of::<IndicatorView>(),
        Collection::IndicatorVersions => of::<FormerRow>(),
        Collection::Plans => of::<PlanView>(),
        Collection::Projects => of::<ProjectDetail>(),
        Collection::SubProjects => part::<SubProjectView>(),
        Collection::ProjectItems => part::<ItemView>(),
        Collection::ProjectBarriers => part::<ProjectBarrierView>(),
        Collection::ConceptCorrections => part::<ConceptCorrectionView>(),
        Collection::ProjectSources => part::<SourceRow>(),
        Collection::TransferLinks => of::<TransferLinkView>(),
        Collection::TransferEffects => of::<EffectRow>(),
        Collection::Observations => of::<ObservationView>(),
        Collection::Expertise => of::<ExpertiseView>(),
    }
}

fn of<T: ToSchema>() -> (Value, Vec<(String, Value)>) {
    let mut others = Vec::new();
    T::schemas(&mut others);
    let value = |schema| serde_json::to_value(schema).unwrap_or_default();
    let others = others.into_iter();
    let others =
        others.map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default()));
    (value(T::schema()), others.collect())
}

/// A part of a project behind its place.
fn part<T: ToSchema>() -> (Value, Vec<(String, Value)>) {
    let (place, mut others) = of::<PartPlace>();
    let (part, more) = of::<T>();
    others.extend(more);
    (json!({ "allOf": [place, part] }), others)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn every_public_member_is_a_column_or_a_table() {
        for collection in Collection::ALL {
            let line = of_line(*collection);
            let mut known: Vec<_> = members(&line).keys().cloned().collect();
            let columns = collection.columns().iter().copied();
            let tables = collection.tables().iter().map(|(member, _)| *member);
            let mut told: Vec<_> = columns.chain(tables).map(ToOwned::to_owned).collect();
            known.sort_unstable();
            told.sort_unstable();
            assert_eq!(told, known, "{}", collection.word());
        }
    }

    #[test]
    fn every_column_is_described() {
        for collection in Collection::ALL {
            let table = of_table(*collection);
            for field in table.get("fields").and_then(Value::as_array).unwrap() {
                assert!(!text(field, "description").is_empty(), "{field}");
            }
        }
    }

    #[test]
    fn references_stay_within_the_schema() {
        for collection in Collection::ALL {
            let line = of_line(*collection);
            let written = line.to_string();
            assert!(!written.contains("components"), "{written}");
            for place in written.split("\"$ref\":\"#").skip(1) {
                let place = place.split('"').next().unwrap();
                assert!(line.pointer(place).is_some(), "{place} of {written}");
            }
        }
    }
}
