//! The rules about directives and `__typename` that the library does not check everywhere.
//!
//! Invariant: after this check every directive in the document is known, stands where it may, has its required
//! arguments and no others, and `__typename` has neither arguments nor a selection.

use super::{
    code::Code,
    coercion,
    limits::Limits,
    refusal::{Problem, Refusal, quote},
    type_map::TypeMap,
};
use async_graphql::{
    Name, Pos, Positioned,
    parser::types::{
        Directive, DirectiveLocation, DocumentOperations, ExecutableDocument, Field,
        InlineFragment, OperationType, Selection, SelectionSet,
    },
};
use domain::language::Words;
use std::collections::HashSet;

/// Refuses a document with a directive or a `__typename` that breaks the rules.
///
/// # Errors
/// [`Code::GraphqlValidationFailed`].
pub fn check(
    document: &ExecutableDocument,
    types: &TypeMap,
    limits: &Limits,
) -> Result<(), Refusal> {
    let mut check = Check {
        types,
        variables: HashSet::new(),
        problems: Vec::new(),
        most: limits.errors,
    };
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        check.variables.extend(
            operation
                .variable_definitions
                .iter()
                .map(|variable| &variable.node.name.node),
        );
        for variable in &operation.variable_definitions {
            check.directives(
                &variable.node.directives,
                DirectiveLocation::VariableDefinition,
            );
        }
        check.directives(&operation.directives, location(operation.ty));
    }
    for (_, operation) in document.operations.iter() {
        check.selection_set(&operation.node.selection_set.node);
    }
    for fragment in document.fragments.values() {
        check.directives(
            &fragment.node.directives,
            DirectiveLocation::FragmentDefinition,
        );
        check.selection_set(&fragment.node.selection_set.node);
    }
    if check.problems.is_empty() {
        return Ok(());
    }
    check
        .problems
        .sort_by_key(|problem| problem.locations.first().copied());
    Err(Refusal::of(Code::GraphqlValidationFailed, check.problems))
}

const fn location(operation: OperationType) -> DirectiveLocation {
    match operation {
        OperationType::Query => DirectiveLocation::Query,
        OperationType::Mutation => DirectiveLocation::Mutation,
        OperationType::Subscription => DirectiveLocation::Subscription,
    }
}

/// Moves the directives of each `__typename` to a fragment around it, which means the same: the library does not see them there
/// and takes a variable that is used nowhere else for unused.
pub fn unfold(document: &mut ExecutableDocument) {
    let operations: Vec<&mut SelectionSet> = match &mut document.operations {
        DocumentOperations::Single(operation) => vec![&mut operation.node.selection_set.node],
        DocumentOperations::Multiple(operations) => operations
            .values_mut()
            .map(|operation| &mut operation.node.selection_set.node)
            .collect(),
    };
    operations.into_iter().for_each(unfold_set);
    for fragment in document.fragments.values_mut() {
        unfold_set(&mut fragment.node.selection_set.node);
    }
}

fn unfold_set(set: &mut SelectionSet) {
    for selection in &mut set.items {
        let pos = selection.pos;
        match &mut selection.node {
            Selection::Field(field)
                if field.node.name.node == "__typename" && !field.node.directives.is_empty() =>
            {
                let directives = std::mem::take(&mut field.node.directives);
                let typename = Positioned::new(Selection::Field(field.clone()), pos);
                let selection_set = Positioned::new(
                    SelectionSet {
                        items: vec![typename],
                    },
                    pos,
                );
                let fragment = InlineFragment {
                    type_condition: None,
                    directives,
                    selection_set,
                };
                selection.node = Selection::InlineFragment(Positioned::new(fragment, pos));
            }
            Selection::Field(field) => unfold_set(&mut field.node.selection_set.node),
            Selection::InlineFragment(inline) => unfold_set(&mut inline.node.selection_set.node),
            Selection::FragmentSpread(_) => {}
        }
    }
}

struct Check<'a> {
    types: &'a TypeMap,
    variables: HashSet<&'a Name>,
    problems: Vec<Problem>,
    most: usize,
}

impl<'a> Check<'a> {
    /// Recurses at most as deep as the brackets of the document, which the lexer has bounded.
    fn selection_set(&mut self, set: &'a SelectionSet) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    self.directives(&field.node.directives, DirectiveLocation::Field);
                    if field.node.name.node == "__typename" {
                        self.typename(field);
                    } else {
                        self.selection_set(&field.node.selection_set.node);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    self.directives(&spread.node.directives, DirectiveLocation::FragmentSpread);
                }
                Selection::InlineFragment(inline) => {
                    self.directives(&inline.node.directives, DirectiveLocation::InlineFragment);
                    self.selection_set(&inline.node.selection_set.node);
                }
            }
        }
    }

    fn typename(&mut self, field: &'a Positioned<Field>) {
        if !field.node.arguments.is_empty() {
            self.report(
                field.pos,
                "„__typename“ hat keine Argumente.",
                "\"__typename\" takes no arguments.",
            );
        }
        if !field.node.selection_set.node.items.is_empty() {
            self.report(
                field.pos,
                "„__typename“ hat keine Unterfelder.",
                "\"__typename\" has no subfields.",
            );
        }
        for (_, value) in field
            .node
            .directives
            .iter()
            .flat_map(|directive| &directive.node.arguments)
        {
            let resolved = value.node.clone().into_const_with(|name| {
                if self.variables.contains(&name) {
                    Ok(async_graphql::Value::Null)
                } else {
                    Err(name)
                }
            });
            if let Err(name) = resolved {
                let name = quote(&name);
                let (de, en) = (
                    format!("Die Variable „${name}“ ist nicht definiert."),
                    format!("The variable \"${name}\" is not defined."),
                );
                self.report(value.pos, de, en);
            }
        }
    }

    fn directives(&mut self, directives: &'a [Positioned<Directive>], location: DirectiveLocation) {
        let mut seen = HashSet::new();
        for directive in directives {
            let name = quote(&directive.node.name.node);
            let Some(entry) = self.types.directive(&directive.node.name.node) else {
                let (de, en) = (
                    format!("Die Direktive „@{name}“ gibt es nicht."),
                    format!("There is no directive \"@{name}\"."),
                );
                self.report(directive.pos, de, en);
                continue;
            };
            if !entry.locations.contains(&location) {
                let (de, en) = (
                    format!("Die Direktive „@{name}“ darf hier nicht stehen."),
                    format!("The directive \"@{name}\" may not be used here."),
                );
                self.report(directive.pos, de, en);
            }
            if !entry.is_repeatable && !seen.insert(&directive.node.name.node) {
                let (de, en) = (
                    format!("Die Direktive „@{name}“ steht zweimal an derselben Stelle."),
                    format!("The directive \"@{name}\" is used twice in the same place."),
                );
                self.report(directive.pos, de, en);
            }
            self.arguments(directive);
        }
    }

    fn arguments(&mut self, directive: &'a Positioned<Directive>) {
        let name = quote(&directive.node.name.node);
        let Some(entry) = self.types.directive(&directive.node.name.node) else {
            return;
        };
        let mut seen = HashSet::new();
        for (argument, value) in &directive.node.arguments {
            let known = entry
                .arguments
                .get(&argument.node)
                .filter(|_| seen.insert(&argument.node));
            // A value with variables in it is checked by the library once they are known.
            let fits = known.is_some_and(|known| {
                value
                    .node
                    .clone()
                    .into_const()
                    .is_none_or(|value| coercion::check(&value, &known.ty, self.types).is_ok())
            });
            if !fits {
                let argument_name = quote(&argument.node);
                let (de, en) = (
                    format!(
                        "Das Argument „{argument_name}“ von „@{name}“ ist unbekannt, doppelt oder passt nicht."
                    ),
                    format!(
                        "The argument \"{argument_name}\" of \"@{name}\" is unknown, given twice or does not fit."
                    ),
                );
                self.report(argument.pos, de, en);
            }
        }
        for (required, _) in entry
            .arguments
            .iter()
            .filter(|(_, argument)| argument.is_required())
        {
            if directive.node.get_argument(required).is_none() {
                let (de, en) = (
                    format!("Der Direktive „@{name}“ fehlt das Argument „{required}“."),
                    format!("The directive \"@{name}\" lacks the argument \"{required}\"."),
                );
                self.report(directive.pos, de, en);
            }
        }
    }

    fn report(&mut self, pos: Pos, de: impl Into<String>, en: impl Into<String>) {
        if self.problems.len() < self.most {
            self.problems
                .push(Problem::new(Words::new(de, en), Some(pos)));
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    fn problems(document: &str) -> usize {
        let types =
            TypeMap::from_sdl("directive @cost(w: Int!) on FIELD_DEFINITION type Query { a: Int }")
                .unwrap();
        match check(&parse_query(document).unwrap(), &types, &Limits::default()) {
            Ok(()) => 0,
            Err(refusal) => refusal.problems.len(),
        }
    }

    #[test]
    fn directives_and_typename_follow_the_rules() {
        for (document, expected) in [
            ("{__typename @skip(if: true)}", 0),
            (
                "query($v: Boolean!){__typename @include(if: $v) ...F} fragment F on T{a @skip(if: $v)}",
                0,
            ),
            ("{__typename @aa}", 1),
            ("{__typename @skip}", 1),
            ("{__typename @skip(if: null)}", 1),
            ("{__typename @skip(if: 1)}", 1),
            ("{__typename @skip(unless: true)}", 2),
            ("{__typename @skip(if: true) @skip(if: true)}", 1),
            ("{__typename @skip(if: $nowhere)}", 1),
            ("{__typename(a: 1)}", 1),
            ("{__typename{a}}", 1),
            ("{a @cost(w: 1)}", 1),
            ("query @skip(if: true) {a}", 1),
            ("query($v: Int @skip(if: true)){a}", 1),
            ("{...F @x} fragment F on T @y {...on T @z {a @w}}", 4),
        ] {
            assert_eq!(problems(document), expected, "{document}");
        }
    }

    #[test]
    fn directives_of_typename_move_to_a_fragment_around_it() {
        let mut document =
            parse_query("query($v: Boolean!) { a { x: __typename @skip(if: $v) } }").unwrap();
        unfold(&mut document);
        let text = format!("{document:?}");
        let (around, within) = text.split_once("InlineFragment").unwrap();
        assert!(!around.contains("skip") && within.contains("skip"));
        assert!(within.contains("__typename") && within.contains("\"x\""));
    }

    #[test]
    fn reports_no_more_than_the_limit() {
        assert_eq!(
            problems(&format!("{{a{}}}", " @x".repeat(500))),
            Limits::default().errors
        );
    }
}
