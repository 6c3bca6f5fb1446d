//! Bodies held against the contract that is published for them.
//!
//! Invariant: the OpenAPI schema of a body is what is checked, so what is documented and what is accepted cannot differ;
//! every mistake of a body is found, not only the first; of members that are unknown, the first twenty of an object.

use chrono::{DateTime, NaiveDate};
use domain::{
    language::Words,
    mistake::{Fault, Mistakes},
};
use serde_json::{Map, Value};
use std::collections::HashMap;
use utoipa::ToSchema;

/// How many unknown members of an object are named: nobody writes more by mistake, and an answer must not outgrow its question.
const MOST_UNKNOWN: usize = 20;

/// The schema of a body, with the schemas that it refers to.
pub struct Contract {
    root: Value,
    parts: HashMap<String, Value>,
}

impl Contract {
    /// The contract of a type.
    #[must_use]
    pub fn of<T: ToSchema>() -> Self {
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        let json = |schema| serde_json::to_value(schema).unwrap_or_default();
        Self {
            root: json(T::schema()),
            parts: parts
                .into_iter()
                .map(|(name, schema)| (name, json(schema)))
                .collect(),
        }
    }

    /// Whether a body may have a member.
    pub fn knows(&self, name: &str) -> bool {
        let (schema, _) = self.resolve(&self.root);
        let known = schema.get("properties").and_then(Value::as_object);
        known.is_none_or(|known| known.contains_key(name))
    }

    /// Notes everything that is wrong with a body: members that are unknown or missing, and values of another type.
    pub fn check(&self, body: &Value, mistakes: &mut Mistakes) {
        self.value(&self.root, body, "", mistakes);
    }

    fn value(&self, schema: &Value, value: &Value, path: &str, mistakes: &mut Mistakes) {
        let (schema, is_nullable) = self.resolve(schema);
        if value.is_null() && is_nullable {
            return;
        }
        let types = types(schema);
        if !types.is_empty() && !types.iter().any(|name| is_of(name, value)) {
            return mistakes.note(path, Fault::WrongType, wrong_type(&types));
        }
        match value {
            Value::Object(members) => self.object(schema, members, path, mistakes),
            Value::Array(entries) => {
                let Some(items) = schema.get("items") else {
                    return;
                };
                for (at, entry) in entries.iter().enumerate() {
                    self.value(items, entry, &format!("{path}[{at}]"), mistakes);
                }
            }
            Value::String(text) => check_text(schema, text, path, mistakes),
            _ => {}
        }
    }

    /// The schema behind a reference, and whether null stands beside it.
    fn resolve<'s>(&'s self, schema: &'s Value) -> (&'s Value, bool) {
        if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
            let name = target.rsplit('/').next().unwrap_or_default();
            return (self.parts.get(name).unwrap_or(schema), false);
        }
        let Some(choices) = schema.get("oneOf").and_then(Value::as_array) else {
            return (schema, types(schema).contains(&"null"));
        };
        let is_null = |choice: &&Value| types(choice) == ["null"];
        let other = choices.iter().find(|choice| !is_null(choice));
        let resolved = other.map_or(schema, |choice| self.resolve(choice).0);
        (resolved, choices.iter().any(|choice| is_null(&choice)))
    }

    fn object(
        &self,
        schema: &Value,
        members: &Map<String, Value>,
        path: &str,
        mistakes: &mut Mistakes,
    ) {
        // An object of which the contract names no member is free to have any.
        let Some(known) = schema.get("properties").and_then(Value::as_object) else {
            return;
        };
        for (name, value) in members {
            if let Some(schema) = known.get(name) {
                self.value(schema, value, &below(path, name), mistakes);
            }
        }
        let strange = members.keys().filter(|name| !known.contains_key(*name));
        for name in strange.take(MOST_UNKNOWN) {
            mistakes.note(below(path, name), Fault::UnknownMember, unknown(known));
        }
        let required = schema.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                mistakes.required(&below(path, name));
            }
        }
    }
}

fn below(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        _ => format!("{path}.{name}"),
    }
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Whole numbers of the interface fit into 32 bits.
fn is_of(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value
            .as_i64()
            .is_some_and(|number| i32::try_from(number).is_ok()),
        "null" => value.is_null(),
        _ => false,
    }
}

fn check_text(schema: &Value, text: &str, path: &str, mistakes: &mut Mistakes) {
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        if words.iter().all(|word| word != text) {
            let all: Vec<_> = words.iter().filter_map(Value::as_str).collect();
            let all = all.join(", ");
            let reason = Words::new(
                format!("gibt es nicht; möglich sind {all}."),
                format!("does not exist; possible are {all}."),
            );
            mistakes.note(path, Fault::UnknownValue, reason);
        }
        return;
    }
    let (is_good, example) = match schema.get("format").and_then(Value::as_str) {
        Some("date-time") => (
            DateTime::parse_from_rfc3339(text).is_ok(),
            "2026-11-25T18:00:00Z",
        ),
        Some("date") => (text.parse::<NaiveDate>().is_ok(), "2026-11-25"),
        _ => return,
    };
    if !is_good {
        let reason = Words::new(
            format!("hat nicht die erwartete Form; erwartet wird etwa {example}."),
            format!("has not the expected form; expected is such as {example}."),
        );
        mistakes.note(path, Fault::WrongType, reason);
    }
}

fn wrong_type(names: &[&str]) -> Words {
    let named = |german: bool| {
        let names = names.iter().map(|name| match (*name, german) {
            ("object", true) => "ein Objekt",
            ("array", true) => "eine Liste",
            ("string", true) => "ein Text",
            ("boolean", true) => "ja oder nein (true, false)",
            ("integer", true) => "eine ganze Zahl",
            ("number", true) => "eine Zahl",
            ("null", true) => "nichts (null)",
            ("object", false) => "an object",
            ("array", false) => "a list",
            ("string", false) => "a text",
            ("boolean", false) => "true or false",
            ("integer", false) => "a whole number",
            ("number", false) => "a number",
            ("null", false) => "null",
            (other, _) => other,
        });
        names
            .collect::<Vec<_>>()
            .join(if german { " oder " } else { " or " })
    };
    Words::new(
        format!("erwartet wird {}.", named(true)),
        format!("expected is {}.", named(false)),
    )
}

fn unknown(known: &Map<String, Value>) -> Words {
    let all: Vec<_> = known.keys().map(String::as_str).collect();
    let all = all.join(", ");
    Words::new(
        format!("gibt es hier nicht; möglich sind {all}."),
        format!("is not known here; possible are {all}."),
    )
}
