//! Whether a value fits an input type of the schema.
//!
//! Invariant: it accepts no value that the type's own rules forbid, except for custom scalars, which only their own
//! parser knows; a message names the place and the expected type, never the value.

use super::type_map::{InputEntry, Kind, TypeMap};
use async_graphql::{
    Name, Number, Value,
    indexmap::IndexMap,
    parser::types::{BaseType, Type},
};
use std::fmt::Write as _;

/// Where a value does not fit, and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The way to the place from the value that was checked, such as `.items[3].kind`.
    pub path: String,
    /// The type that was expected there, or what else is wrong.
    pub expected: Expected,
}

/// What was expected of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A value of this type.
    Type(String),
    /// A value for a field that has to be given.
    Required(String),
    /// No field of this name.
    NoField,
    /// Exactly one field.
    OneField,
}

/// Checks a value against a type. Recursion is bounded by the nesting of the value, which the JSON and GraphQL parsers
/// have bounded.
///
/// # Errors
/// The first place where the value does not fit.
pub fn check(value: &Value, ty: &Type, types: &TypeMap) -> Result<(), Misfit> {
    if *value == Value::Null {
        return if ty.nullable {
            Ok(())
        } else {
            Err(Misfit::here(ty))
        };
    }
    match (&ty.base, value) {
        (BaseType::List(item), Value::List(values)) => {
            values.iter().enumerate().try_for_each(|(index, value)| {
                check(value, item, types)
                    .map_err(|misfit| misfit.under(|path| write!(path, "[{index}]")))
            })
        }
        // A single value stands for a list of one.
        (BaseType::List(item), value) => check(value, item, types),
        (BaseType::Named(name), value) => named(value, name, ty, types),
    }
}

fn named(value: &Value, name: &Name, ty: &Type, types: &TypeMap) -> Result<(), Misfit> {
    let fits = match types.kind(name) {
        Some(Kind::Scalar) => scalar(value, name),
        Some(Kind::Enum(values)) => match value {
            Value::String(word) => values.contains(word.as_str()),
            Value::Enum(word) => values.contains(word),
            _ => false,
        },
        Some(Kind::Input(input)) => match value {
            Value::Object(fields) => return object(fields, input, types),
            _ => false,
        },
        Some(Kind::Composite(_)) | None => false,
    };
    if fits { Ok(()) } else { Err(Misfit::here(ty)) }
}

fn scalar(value: &Value, name: &str) -> bool {
    match (name, value) {
        ("Int", Value::Number(number)) => is_int(number),
        ("Float", Value::Number(_))
        | ("String" | "ID", Value::String(_))
        | ("Boolean", Value::Boolean(_)) => true,
        ("ID", Value::Number(number)) => number.is_i64() || number.is_u64(),
        ("Int" | "Float" | "String" | "Boolean" | "ID", _) => false,
        _ => true,
    }
}

fn is_int(number: &Number) -> bool {
    number
        .as_i64()
        .is_some_and(|number| i32::try_from(number).is_ok())
}

fn object(
    fields: &IndexMap<Name, Value>,
    input: &InputEntry,
    types: &TypeMap,
) -> Result<(), Misfit> {
    if input.one_of && (fields.len() != 1 || fields.values().any(|value| *value == Value::Null)) {
        return Err(Misfit {
            path: String::new(),
            expected: Expected::OneField,
        });
    }
    for (name, value) in fields {
        let under = |misfit: Misfit| misfit.under(|path| write!(path, ".{name}"));
        let Some(field) = input.fields.get(name) else {
            return Err(under(Misfit {
                path: String::new(),
                expected: Expected::NoField,
            }));
        };
        check(value, &field.ty, types).map_err(under)?;
    }
    let missing = input
        .fields
        .iter()
        .filter(|(name, field)| field.is_required() && !fields.contains_key(*name));
    // The smallest name, so that the same input always gets the same answer.
    match missing.min_by_key(|(name, _)| *name) {
        None => Ok(()),
        Some((name, field)) => {
            let misfit = Misfit {
                path: String::new(),
                expected: Expected::Required(field.ty.to_string()),
            };
            Err(misfit.under(|path| write!(path, ".{name}")))
        }
    }
}

impl Misfit {
    fn here(ty: &Type) -> Self {
        Self {
            path: String::new(),
            expected: Expected::Type(ty.to_string()),
        }
    }

    /// The same misfit seen from one step further out.
    fn under(self, step: impl FnOnce(&mut String) -> std::fmt::Result) -> Self {
        let mut path = String::new();
        // Writing to a string cannot fail.
        let _ = step(&mut path);
        path.push_str(&self.path);
        Self { path, ..self }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn types() -> TypeMap {
        TypeMap::from_sdl(
            "scalar Date enum Colour { RED } input By @oneOf { id: ID name: String }
             input Thing { colour: Colour! size: Int! = 3 things: [Thing!] by: By date: Date }
             type Query { a: Int }",
        )
        .unwrap()
    }

    fn misfit(ty: &str, json: &str) -> Option<String> {
        let value = Value::from_json(serde_json::from_str(json).unwrap()).unwrap();
        check(&value, &Type::new(ty).unwrap(), &types())
            .err()
            .map(|misfit| misfit.path)
    }

    #[test]
    fn values_that_fit() {
        for (ty, json) in [
            ("Int", "null"),
            ("Int!", "-2147483648"),
            ("Float!", "1"),
            ("ID!", "7"),
            ("ID!", "\"x\""),
            ("Boolean", "true"),
            ("[Int!]!", "[1, 2]"),
            ("[[Int]]", "[[1], null]"),
            ("[Int!]", "1"),
            ("Date", "{\"any\": 1}"),
            ("Colour!", "\"RED\""),
            (
                "Thing",
                r#"{"colour": "RED", "things": [{"colour": "RED", "by": {"id": "1"}}]}"#,
            ),
        ] {
            assert_eq!(misfit(ty, json), None, "{ty} {json}");
        }
    }

    #[test]
    fn values_that_do_not_fit_and_where() {
        for (ty, json, path) in [
            ("Int!", "null", ""),
            ("Int", "2147483648", ""),
            ("Int", "1.5", ""),
            ("Int", "\"1\"", ""),
            ("String", "1", ""),
            ("Boolean", "0", ""),
            ("ID", "1.5", ""),
            ("[Int!]", "[1, null]", "[1]"),
            ("Colour", "\"BLUE\"", ""),
            ("Thing", "[]", ""),
            ("Thing", "{}", ".colour"),
            ("Thing", r#"{"colour": "RED", "extra": 1}"#, ".extra"),
            (
                "Thing",
                r#"{"colour": "RED", "things": [{"colour": "RED", "by": {}}]}"#,
                ".things[0].by",
            ),
            ("Thing", r#"{"colour": "RED", "by": {"id": null}}"#, ".by"),
            ("Query", "{}", ""),
            ("Nope", "1", ""),
        ] {
            assert_eq!(misfit(ty, json).as_deref(), Some(path), "{ty} {json}");
        }
    }
}
