//! The variables of an operation, checked before it runs.
//!
//! Invariant: no operation runs with a required variable missing or with a variable of the wrong type, so a resolver
//! never fails for that reason; and no variable of an unknown type reaches the library, which would panic on one in a
//! list with a default.

use super::{
    code::Code,
    coercion::{self, Expected, Misfit},
    limits::Limits,
    refusal::{Exceeded, Problem, Refusal, quote},
    type_map::{Kind, TypeMap, innermost},
};
use async_graphql::{
    Variables,
    parser::types::{OperationDefinition, VariableDefinition},
};
use domain::language::Words;
use std::collections::HashSet;

/// Refuses too many variables; to be asked before anything is done with them.
///
/// # Errors
/// [`Code::LimitExceeded`].
pub fn check_number(number: usize, limits: &Limits) -> Result<(), Refusal> {
    if number <= limits.variables {
        return Ok(());
    }
    let [maximum, requested] =
        [limits.variables, number].map(|n| u64::try_from(n).unwrap_or(u64::MAX));
    Err(Refusal::limit(
        Exceeded {
            limit: "variables",
            maximum,
            requested: Some(requested),
        },
        None,
    ))
}

/// Refuses variables that do not fit their definitions. Variables that are sent but not defined are ignored, as the
/// specification wants it.
///
/// # Errors
/// [`Code::LimitExceeded`], [`Code::GraphqlValidationFailed`] for a type that cannot be an input or a name defined twice, or
/// [`Code::BadUserInput`].
pub fn check(
    operation: &OperationDefinition,
    variables: &Variables,
    types: &TypeMap,
    limits: &Limits,
) -> Result<(), Refusal> {
    check_number(operation.variable_definitions.len(), limits)?;
    let definitions = || {
        operation
            .variable_definitions
            .iter()
            .map(|definition| (definition.pos, &definition.node))
    };
    // Of a name that is defined twice nobody knows which of the two a value has to fit.
    let mut names = HashSet::new();
    let twice = definitions().filter(|(_, definition)| !names.insert(&definition.name.node));
    let twice = twice.map(|(pos, d)| Problem::new(defined_twice(d), Some(pos)));
    let strange = definitions().filter(|(_, definition)| !is_input(definition, types));
    let strange = strange.map(|(pos, d)| Problem::new(not_an_input(d), Some(pos)));
    let strange: Vec<Problem> = twice.chain(strange).collect();
    if !strange.is_empty() {
        return Err(Refusal::of(
            Code::GraphqlValidationFailed,
            first(strange, limits),
        ));
    }
    let problems: Vec<Problem> = definitions()
        .filter_map(|(pos, definition)| {
            Some(Problem::new(
                misfit(definition, variables, types)?,
                Some(pos),
            ))
        })
        .collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(Refusal::of(Code::BadUserInput, first(problems, limits)))
}

fn first(mut problems: Vec<Problem>, limits: &Limits) -> Vec<Problem> {
    problems.truncate(limits.errors);
    problems
}

fn is_input(definition: &VariableDefinition, types: &TypeMap) -> bool {
    !matches!(
        types.kind(innermost(&definition.var_type.node)),
        Some(Kind::Composite(_)) | None
    )
}

fn defined_twice(definition: &VariableDefinition) -> Words {
    let name = quote(&definition.name.node);
    Words::new(
        format!("Es kann nur eine Variable mit dem Namen „${name}“ geben."),
        format!("There can be only one variable named \"${name}\"."),
    )
}

fn not_an_input(definition: &VariableDefinition) -> Words {
    let name = quote(&definition.name.node);
    let ty = quote(&definition.var_type.node.to_string());
    Words::new(
        format!("Die Variable „${name}“ kann nicht vom Typ „{ty}“ sein."),
        format!("The variable \"${name}\" cannot be of type \"{ty}\"."),
    )
}

fn misfit(
    definition: &VariableDefinition,
    variables: &Variables,
    types: &TypeMap,
) -> Option<Words> {
    let name = quote(&definition.name.node);
    let ty = &definition.var_type.node;
    let Some(value) = variables.get(&definition.name.node) else {
        let missing = !ty.nullable && definition.default_value.is_none();
        return missing.then(|| {
            Words::new(
                format!("Die Variable „${name}“ vom Typ „{ty}“ fehlt."),
                format!("The variable \"${name}\" of type \"{ty}\" is missing."),
            )
        });
    };
    let Misfit { path, expected } = coercion::check(value, ty, types).err()?;
    let place = quote(&format!("${name}{path}"));
    Some(match expected {
        Expected::Type(ty) => Words::new(
            format!("„{place}“ muss vom Typ „{ty}“ sein."),
            format!("\"{place}\" must be of type \"{ty}\"."),
        ),
        Expected::Required(ty) => Words::new(
            format!("„{place}“ vom Typ „{ty}“ fehlt."),
            format!("\"{place}\" of type \"{ty}\" is missing."),
        ),
        Expected::NoField => Words::new(
            format!("„{place}“ gibt es im Eingabetyp nicht."),
            format!("\"{place}\" is not a field of the input type."),
        ),
        Expected::OneField => Words::new(
            format!("„{place}“ muss genau ein Feld haben, und dieses nicht null."),
            format!("\"{place}\" must have exactly one field, and that one not null."),
        ),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;
    use serde_json::json;

    fn refused(head: &str, variables: serde_json::Value) -> Option<(Code, String)> {
        let types = TypeMap::from_sdl("input In { n: Int! } type Query { a: Int }").unwrap();
        let document = parse_query(format!("query({head}) {{ a }}")).unwrap();
        let operation = &document.operations.iter().next().unwrap().1.node;
        let variables = Variables::from_json(variables);
        let refusal = check(operation, &variables, &types, &Limits::default()).err()?;
        Some((
            refusal.code,
            refusal.problems.first().unwrap().words.to_string(),
        ))
    }

    #[test]
    fn missing_null_and_default() {
        let code = |head, variables| refused(head, variables).map(|(code, _)| code);
        assert_eq!(code("$a: Int!", json!({})), Some(Code::BadUserInput));
        assert_eq!(
            code("$a: Int!", json!({"a": null})),
            Some(Code::BadUserInput)
        );
        assert_eq!(code("$a: Int! = 1", json!({})), None);
        assert_eq!(
            code("$a: Int! = 1", json!({"a": null})),
            Some(Code::BadUserInput)
        );
        assert_eq!(code("$a: Int", json!({"other": {"x": 1}})), None);
        assert_eq!(
            code("$a: Query", json!({})),
            Some(Code::GraphqlValidationFailed)
        );
        assert_eq!(
            code("$a: [Int!]!, $a: Boolean!", json!({"a": true})),
            Some(Code::GraphqlValidationFailed)
        );
        assert_eq!(
            code("$a: [Nope!] = [1]", json!({})),
            Some(Code::GraphqlValidationFailed)
        );
    }

    #[test]
    fn the_message_names_the_place() {
        let (code, message) =
            refused("$in: [In!]!", json!({"in": [{"n": 1}, {"n": "secret"}]})).unwrap();
        assert_eq!(code, Code::BadUserInput);
        assert_eq!(message, "\"$in[1].n\" must be of type \"Int!\".");
    }

    #[test]
    fn many_variables_are_refused_by_number() {
        assert!(check_number(100, &Limits::default()).is_ok());
        assert_eq!(
            check_number(10_000, &Limits::default()).unwrap_err().code,
            Code::LimitExceeded
        );
        let heads: String = (0..101).map(|i| format!("$v{i}: Int ")).collect();
        assert_eq!(refused(&heads, json!({})).unwrap().0, Code::LimitExceeded);
    }
}
