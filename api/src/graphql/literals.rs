//! Values as they stand in a document: whether each fits the place where it stands, and each variable too.
//!
//! Invariant: after this check a literal is of the type of its argument, at every depth, and a variable is of a type that may
//! stand where it is used (GraphQL specification, sections 5.6.1, 5.6.3 and 5.8.5). The library looks at neither inside of
//! lists and objects, and takes anything for an input object.

use super::{
    code::Code,
    limits::Limits,
    refusal::{Problem, Refusal, quote},
    type_map::{ArgumentEntry, InputEntry, Kind, TypeMap},
};
use async_graphql::{
    Name, Pos, Positioned, Value,
    indexmap::IndexMap,
    parser::types::{
        BaseType, Directive, ExecutableDocument, OperationDefinition, Selection, SelectionSet, Type,
    },
};
use domain::language::Words;
use std::{
    collections::{HashMap, HashSet},
    convert::Infallible,
};

/// Stands before the name of a variable where a value is expected; no enum value of a document can begin with it.
const VARIABLE: char = '$';

/// Refuses a document with a value or a variable that does not fit its place.
///
/// # Errors
/// [`Code::GraphqlValidationFailed`].
pub fn check(
    document: &ExecutableDocument,
    types: &TypeMap,
    limits: &Limits,
) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    for (_, operation) in document.operations.iter() {
        let mut check = Check {
            document,
            types,
            variables: variables(&operation.node),
            visited: HashSet::new(),
            problems: Vec::new(),
        };
        check.operation(operation);
        problems.append(&mut check.problems);
    }
    if problems.is_empty() {
        return Ok(());
    }
    problems.sort_by_key(|problem| problem.locations.first().copied());
    problems.dedup();
    problems.truncate(limits.errors);
    Err(Refusal::of(Code::GraphqlValidationFailed, problems))
}

/// A variable: its type, and whether its default keeps it from being null.
struct Variable<'a> {
    ty: &'a Type,
    has_default: bool,
}

fn variables(operation: &OperationDefinition) -> HashMap<&str, Variable<'_>> {
    let definitions = operation.variable_definitions.iter().map(|definition| {
        let definition = &definition.node;
        let default = definition.default_value.as_ref();
        let variable = Variable {
            ty: &definition.var_type.node,
            has_default: default.is_some_and(|value| value.node != Value::Null),
        };
        (definition.name.node.as_str(), variable)
    });
    definitions.collect()
}

struct Check<'a> {
    document: &'a ExecutableDocument,
    types: &'a TypeMap,
    variables: HashMap<&'a str, Variable<'a>>,
    visited: HashSet<&'a Name>,
    problems: Vec<Problem>,
}

impl<'a> Check<'a> {
    fn operation(&mut self, operation: &'a Positioned<OperationDefinition>) {
        for definition in &operation.node.variable_definitions {
            if let Some(default) = &definition.node.default_value {
                let misfit = self.misfit(&default.node, &definition.node.var_type.node, false);
                self.note(misfit, default.pos);
            }
        }
        if let Some(root) = self.types.root(operation.node.ty) {
            self.selection_set(&operation.node.selection_set.node, root);
        }
    }

    /// Each fragment is looked into once, so this is linear in the document; it is as deep as the limit on nesting allows.
    fn selection_set(&mut self, set: &'a SelectionSet, parent: &'a str) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    self.directives(&field.node.directives);
                    let entry = self.types.composite(parent);
                    let Some(entry) =
                        entry.and_then(|entry| entry.fields.get(&field.node.name.node))
                    else {
                        continue;
                    };
                    for (name, value) in &field.node.arguments {
                        let known = value.node.clone().into_const_with(marked);
                        self.argument(&name.node, known, &entry.arguments, value.pos);
                    }
                    self.selection_set(&field.node.selection_set.node, &entry.type_name);
                }
                Selection::InlineFragment(inline) => {
                    self.directives(&inline.node.directives);
                    let on = inline.node.type_condition.as_ref();
                    let parent = on.map_or(parent, |on| on.node.on.node.as_str());
                    self.selection_set(&inline.node.selection_set.node, parent);
                }
                Selection::FragmentSpread(spread) => {
                    self.directives(&spread.node.directives);
                    self.fragment(&spread.node.fragment_name.node);
                }
            }
        }
    }

    fn fragment(&mut self, name: &'a Name) {
        if let Some(fragment) = self.document.fragments.get(name)
            && self.visited.insert(name)
        {
            let fragment = &fragment.node;
            self.selection_set(
                &fragment.selection_set.node,
                &fragment.type_condition.node.on.node,
            );
        }
    }

    fn directives(&mut self, directives: &'a [Positioned<Directive>]) {
        for directive in directives {
            let Some(entry) = self.types.directive(&directive.node.name.node) else {
                continue;
            };
            for (name, value) in &directive.node.arguments {
                let known = value.node.clone().into_const_with(marked);
                self.argument(&name.node, known, &entry.arguments, value.pos);
            }
        }
    }

    fn argument(
        &mut self,
        name: &Name,
        Ok(value): Result<Value, Infallible>,
        places: &HashMap<Name, ArgumentEntry>,
        pos: Pos,
    ) {
        let place = places.get(name);
        let misfit =
            place.and_then(|place| self.misfit(&value, &place.ty, place.default.is_some()));
        self.note(misfit, pos);
    }

    fn note(&mut self, misfit: Option<Words>, pos: Pos) {
        let problem = misfit.map(|words| Problem::new(words, Some(pos)));
        self.problems.extend(problem);
    }

    /// What is wrong with a value in a place of this type. Recursion is bounded by the nesting of the value.
    fn misfit(&self, value: &Value, ty: &Type, has_default: bool) -> Option<Words> {
        match (value, &ty.base) {
            (Value::Enum(name), _) if name.starts_with(VARIABLE) => {
                self.variable(name, ty, has_default)
            }
            (Value::Null, _) => (!ty.nullable).then(|| expected(ty)),
            (Value::List(values), BaseType::List(item)) => values
                .iter()
                .find_map(|value| self.misfit(value, item, false)),
            // A single value stands for a list of one.
            (value, BaseType::List(item)) => self.misfit(value, item, false),
            (value, BaseType::Named(name)) => match (self.types.kind(name), value) {
                (Some(Kind::Input(input)), Value::Object(fields)) => self.object(fields, input, ty),
                (Some(Kind::Input(_)), _) => Some(expected(ty)),
                (Some(Kind::Enum(values)), Value::Enum(word)) if values.contains(word) => None,
                (Some(Kind::Enum(_)), _) => Some(expected(ty)),
                (Some(Kind::Scalar), value) => (!is_scalar(value, name)).then(|| expected(ty)),
                (Some(Kind::Composite(_)) | None, _) => None,
            },
        }
    }

    fn object(
        &self,
        fields: &IndexMap<Name, Value>,
        input: &InputEntry,
        ty: &Type,
    ) -> Option<Words> {
        if input.one_of && (fields.len() != 1 || fields.values().any(|value| !self.is_sure(value)))
        {
            return Some(expected(ty));
        }
        let missing = input.fields.iter();
        let missing =
            missing.filter(|(name, field)| field.is_required() && !fields.contains_key(*name));
        // The smallest name, so that the same document always gets the same answer.
        if let Some((name, _)) = missing.min_by_key(|(name, _)| *name) {
            return Some(lacks(ty, name));
        }
        fields
            .iter()
            .find_map(|(name, value)| match input.fields.get(name) {
                Some(field) => self.misfit(value, &field.ty, field.default.is_some()),
                None => Some(has_no(ty, name)),
            })
    }

    /// Whether a value cannot be null.
    fn is_sure(&self, value: &Value) -> bool {
        match value {
            Value::Enum(name) => name
                .strip_prefix(VARIABLE)
                .and_then(|name| self.variables.get(name))
                .is_none_or(|variable| !variable.ty.nullable),
            value => *value != Value::Null,
        }
    }

    /// What is wrong with a variable in a place; one that is not defined is the library's matter.
    fn variable(&self, name: &str, ty: &Type, has_default: bool) -> Option<Words> {
        let variable = self.variables.get(name.strip_prefix(VARIABLE)?)?;
        let is_safe = ty.nullable || !variable.ty.nullable || has_default || variable.has_default;
        if is_safe && is_within(&variable.ty.base, &ty.base) {
            return None;
        }
        let (name, own) = (quote(name), quote(&variable.ty.to_string()));
        Some(Words::new(
            format!(
                "Die Variable „{name}“ vom Typ „{own}“ steht, wo der Typ „{ty}“ erwartet wird."
            ),
            format!(
                "The variable \"{name}\" of type \"{own}\" is used where the type \"{ty}\" is expected."
            ),
        ))
    }
}

/// A variable as a value that no document can write.
fn marked(name: Name) -> Result<Value, Infallible> {
    Ok(Value::Enum(Name::new(format!("{VARIABLE}{name}"))))
}

/// Whether a variable of one type may stand in a place of another, apart from null at the top.
fn is_within(own: &BaseType, place: &BaseType) -> bool {
    match (own, place) {
        (BaseType::Named(own), BaseType::Named(place)) => own == place,
        (BaseType::List(own), BaseType::List(place)) => {
            (place.nullable || !own.nullable) && is_within(&own.base, &place.base)
        }
        _ => false,
    }
}

/// Custom scalars take what their own parser takes, which is asked when the operation runs.
fn is_scalar(value: &Value, name: &str) -> bool {
    match (name, value) {
        ("Int", Value::Number(number)) => number
            .as_i64()
            .is_some_and(|number| i32::try_from(number).is_ok()),
        ("ID", Value::Number(number)) => !number.is_f64(),
        ("Float", Value::Number(_))
        | ("String" | "ID", Value::String(_))
        | ("Boolean", Value::Boolean(_)) => true,
        ("Int" | "Float" | "String" | "Boolean" | "ID", _) => false,
        _ => true,
    }
}

fn expected(ty: &Type) -> Words {
    Words::new(
        format!("Hier wird ein Wert vom Typ „{ty}“ erwartet."),
        format!("A value of type \"{ty}\" is expected here."),
    )
}

fn lacks(ty: &Type, name: &str) -> Words {
    Words::new(
        format!("Dem Wert vom Typ „{ty}“ fehlt das Feld „{name}“."),
        format!("The value of type \"{ty}\" lacks the field \"{name}\"."),
    )
}

fn has_no(ty: &Type, name: &str) -> Words {
    let name = quote(name);
    Words::new(
        format!("Der Typ „{ty}“ hat kein Feld „{name}“."),
        format!("The type \"{ty}\" has no field \"{name}\"."),
    )
}

#[cfg(test)]
#[path = "literals_tests.rs"]
mod tests;
