//! How many objects a gateway asks for at once (`_entities`).
//!
//! Invariant: too many are refused before anything of them is looked at, for each field by itself, wherever at the root it
//! stands.

use super::{
    limits::Limits,
    refusal::{Exceeded, Refusal},
};
use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet},
};
use std::convert::Infallible;

/// Refuses an operation of a document that has passed the shape limits, so that its fragments have no cycles.
///
/// # Errors
/// [`Code::LimitExceeded`](super::code::Code::LimitExceeded).
pub fn check(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
    limits: &Limits,
) -> Result<(), Refusal> {
    let check = Check {
        document,
        operation,
        variables,
        limits,
    };
    check.root(&operation.selection_set.node)
}

struct Check<'a> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    limits: &'a Limits,
}

impl Check<'_> {
    fn root(&self, set: &SelectionSet) -> Result<(), Refusal> {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) if field.node.name.node == "_entities" => {
                    self.field(field)?;
                }
                Selection::Field(_) => {}
                Selection::InlineFragment(inline) => self.root(&inline.node.selection_set.node)?,
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name) {
                        self.root(&fragment.node.selection_set.node)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn field(&self, field: &Positioned<Field>) -> Result<(), Refusal> {
        let given = field.node.get_argument("representations");
        let given = given.map(|value| value.node.clone().into_const_with(|name| self.named(&name)));
        let requested = match given {
            Some(Ok(Value::List(items))) => items.len(),
            // A single value stands for a list of one.
            Some(Ok(_)) => 1,
            None => 0,
        };
        if requested <= self.limits.representations {
            return Ok(());
        }
        let [maximum, requested] =
            [self.limits.representations, requested].map(|n| u64::try_from(n).unwrap_or(u64::MAX));
        Err(Refusal::limit(
            Exceeded {
                limit: "representations",
                maximum,
                requested: Some(requested),
            },
            Some(field.pos),
        ))
    }

    /// What a variable stands for.
    fn named(&self, name: &Name) -> Result<Value, Infallible> {
        let definitions = &self.operation.variable_definitions;
        let default = || {
            let mut found = definitions.iter();
            let found = found.find(|definition| definition.node.name.node == *name)?;
            found.node.default_value.as_ref().map(|value| &value.node)
        };
        let value = self.variables.get(name).or_else(default);
        Ok(value.cloned().unwrap_or_default())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;
    use serde_json::json;

    /// What is told of the limit, and in which line.
    fn refused(text: &str, number: usize) -> Option<(u64, usize)> {
        let document = parse_query(text).unwrap();
        let operation = &document.operations.iter().next().unwrap().1.node;
        let city = json!({ "__typename": "City", "ags": "05334002" });
        let variables = Variables::from_json(json!({ "keys": vec![city; number] }));
        let refusal = check(&document, operation, &variables, &Limits::default()).err()?;
        let problem = refusal.problems.first().unwrap();
        let exceeded = problem.exceeded.unwrap();
        assert_eq!((exceeded.limit, exceeded.maximum), ("representations", 100));
        Some((
            exceeded.requested.unwrap(),
            problem.locations.first().unwrap().line,
        ))
    }

    #[test]
    fn they_are_counted_wherever_they_stand() {
        let named = "query($keys: [_Any!]!) {\n_entities(representations: $keys) { __typename } }";
        assert_eq!(refused(named, 100), None);
        assert_eq!(refused(named, 101), Some((101, 2)));
        let twice = "query($keys: [_Any!]!) { a: _entities(representations: $keys) { __typename }
            b: _entities(representations: $keys) { __typename } }";
        assert_eq!(refused(twice, 100), None, "each by itself");
        let below = "query($keys: [_Any!]!) { ... on Query { ...F } }
            fragment F on Query { all: _entities(representations: $keys) { __typename } }";
        assert_eq!(refused(below, 101), Some((101, 2)));
        let written = |number| {
            format!(
                "{{ _entities(representations: [{}]) {{ __typename }} }}",
                "{} ".repeat(number)
            )
        };
        assert_eq!(refused(&written(100), 0), None);
        assert_eq!(refused(&written(101), 0), Some((101, 1)));
        let default = format!(
            "query($other: [_Any!]! = [{}]) {{ _entities(representations: $other) {{ __typename }} }}",
            "{} ".repeat(102)
        );
        assert_eq!(refused(&default, 0), Some((102, 1)));
        assert_eq!(
            refused("{ _entities(representations: {}) { __typename } }", 0),
            None
        );
    }
}
