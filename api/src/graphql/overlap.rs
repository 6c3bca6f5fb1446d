//! Fields that would share one place in the answer.
//!
//! Invariant: fields of one response key that can meet in an object are the same field with the same arguments, and those that
//! cannot meet at least have answers of one shape (GraphQL specification, section 5.3.2). The library overlooks what comes
//! together through interfaces. The work is bounded by [`MOST`].

use super::{
    code::Code,
    refusal::{Refusal, quote},
    type_map::{Kind, TypeMap},
};
use async_graphql::{
    Name, Positioned,
    parser::types::{BaseType, ExecutableDocument, Field, Selection, SelectionSet, Type},
};
use domain::language::Words;
use std::collections::{BTreeMap, HashSet};

/// Fields that are looked at, those of fragments each time they are used; what lies behind is the library's matter.
const MOST: usize = 20_000;

/// Refuses a document with two fields in one place.
///
/// # Errors
/// [`Code::GraphqlValidationFailed`].
pub fn check(document: &ExecutableDocument, types: &TypeMap) -> Result<(), Refusal> {
    let mut check = Check {
        document,
        types,
        left: MOST,
    };
    for (_, operation) in document.operations.iter() {
        if let Some(root) = types.root(operation.node.ty) {
            check.sets(&[(root, &operation.node.selection_set.node)], true)?;
        }
    }
    Ok(())
}

/// A field and the type that it stands in.
type Standing<'a> = (&'a str, &'a Positioned<Field>);

struct Check<'a> {
    document: &'a ExecutableDocument,
    types: &'a TypeMap,
    left: usize,
}

impl<'a> Check<'a> {
    /// Selection sets of one place; `can_meet` where more is asked of them than one shape.
    fn sets(
        &mut self,
        sets: &[(&'a str, &'a SelectionSet)],
        can_meet: bool,
    ) -> Result<(), Refusal> {
        let mut keys: BTreeMap<&str, Vec<Standing<'a>>> = BTreeMap::new();
        let mut spread = HashSet::new();
        for (parent, set) in sets {
            self.collect(set, parent, &mut spread, &mut keys);
        }
        for fields in keys.values() {
            self.one_shape(fields)?;
            if can_meet {
                self.one_field(fields)?;
            }
            // Below fields of two objects, too, answers are of one shape.
            self.below(fields, false)?;
        }
        Ok(())
    }

    fn collect(
        &mut self,
        set: &'a SelectionSet,
        parent: &'a str,
        spread: &mut HashSet<&'a Name>,
        keys: &mut BTreeMap<&'a str, Vec<Standing<'a>>>,
    ) {
        for selection in &set.items {
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                return;
            }
            match &selection.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.as_str();
                    keys.entry(key).or_default().push((parent, field));
                }
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref();
                    let parent = on.map_or(parent, |on| on.node.on.node.as_str());
                    self.collect(&inline.node.selection_set.node, parent, spread, keys);
                }
                Selection::FragmentSpread(named) => {
                    let name = &named.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name)
                        && spread.insert(name)
                    {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.collect(&fragment.node.selection_set.node, on, spread, keys);
                    }
                }
            }
        }
    }

    /// Fields that stand in interfaces can meet all others, those of two objects cannot meet each other.
    fn one_field(&mut self, fields: &[Standing<'a>]) -> Result<(), Refusal> {
        let mut objects: BTreeMap<&str, Vec<Standing<'a>>> = BTreeMap::new();
        let is_object = |name: &str| {
            self.types
                .composite(name)
                .is_some_and(|entry| entry.is_object)
        };
        let (own, shared): (Vec<_>, Vec<_>) = fields
            .iter()
            .copied()
            .partition(|(parent, _)| is_object(parent));
        for field in own {
            objects.entry(field.0).or_default().push(field);
        }
        if objects.is_empty() {
            objects.insert("", Vec::new());
        }
        for mut meeting in objects.into_values() {
            meeting.extend(shared.iter().copied());
            if let [(_, first), rest @ ..] = meeting.as_slice() {
                let other = rest.iter().find(|(_, other)| !is_same(first, other));
                if let Some((_, other)) = other {
                    return Err(conflict(first, other));
                }
            }
            self.below(&meeting, true)?;
        }
        Ok(())
    }

    fn one_shape(&self, fields: &[Standing<'a>]) -> Result<(), Refusal> {
        let mut known = fields
            .iter()
            .filter_map(|standing| Some((standing.1, self.ty(standing)?)));
        let Some((first, ty)) = known.next() else {
            return Ok(());
        };
        match known.find(|(_, other)| !self.is_alike(ty, other)) {
            Some((other, _)) => Err(conflict(first, other)),
            None => Ok(()),
        }
    }

    fn below(&mut self, fields: &[Standing<'a>], can_meet: bool) -> Result<(), Refusal> {
        let sets: Vec<_> = fields
            .iter()
            .filter_map(|standing| {
                let name = &self.entry(standing)?.type_name;
                Some((name.as_str(), &standing.1.node.selection_set.node))
            })
            .filter(|(_, set)| !set.items.is_empty())
            .collect();
        if sets.is_empty() {
            return Ok(());
        }
        self.sets(&sets, can_meet)
    }

    fn entry(&self, (parent, field): &Standing<'a>) -> Option<&'a super::type_map::FieldEntry> {
        self.types
            .composite(parent)?
            .fields
            .get(&field.node.name.node)
    }

    fn ty(&self, standing: &Standing<'a>) -> Option<&'a Type> {
        self.entry(standing).map(|entry| &entry.ty)
    }

    fn is_alike(&self, one: &Type, other: &Type) -> bool {
        let is_composite = |name: &Name| matches!(self.types.kind(name), Some(Kind::Composite(_)));
        one.nullable == other.nullable
            && match (&one.base, &other.base) {
                (BaseType::List(one), BaseType::List(other)) => self.is_alike(one, other),
                (BaseType::Named(one), BaseType::Named(other)) => {
                    one == other || is_composite(one) && is_composite(other)
                }
                _ => false,
            }
    }
}

/// Whether two fields are the same one, with the same arguments in any order.
fn is_same(one: &Positioned<Field>, other: &Positioned<Field>) -> bool {
    let (one, other) = (&one.node, &other.node);
    one.name.node == other.name.node
        && one.arguments.len() == other.arguments.len()
        && one.arguments.iter().all(|(name, value)| {
            other
                .get_argument(&name.node)
                .is_some_and(|found| found.node == value.node)
        })
}

fn conflict(one: &Positioned<Field>, other: &Positioned<Field>) -> Refusal {
    let key = quote(&one.node.response_key().node);
    let words = Words::new(
        format!("Unter „{key}“ stehen zwei verschiedene Felder; ein Alias unterscheidet sie."),
        format!("Two different fields share the name \"{key}\"; an alias tells them apart."),
    );
    let mut refusal = Refusal::at(Code::GraphqlValidationFailed, one.pos, words);
    for problem in &mut refusal.problems {
        problem.locations.push(other.pos);
    }
    refusal
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    fn is_good(document: &str) -> bool {
        let types = TypeMap::from_sdl(
            "interface Node { id: ID! } type Query { node: Node a(n: Int): A b: B as: [A!]! }
             type A implements Node { id: ID! name: String size: Int! b: B n: Int }
             type B implements Node { id: ID! name: String! size: Int! a: A n: Int }
             schema { query: Query }",
        );
        check(&parse_query(document).unwrap(), &types.unwrap()).is_ok()
    }

    #[test]
    fn fields_of_one_place_are_one_field() {
        for (document, expected) in [
            ("{ a { id id } a { id: id name } }", true),
            ("{ a { id: name } a { id } }", false),
            ("{ a { id: size ... on Node { id } } }", false),
            (
                "{ node { ... on A { x: id } ...N } } fragment N on Node { x: __typename }",
                false,
            ),
            (
                "{ node { ... on A { x: size } ... on B { x: size } } }",
                true,
            ),
            ("{ node { ... on A { x: size } ... on B { x: n } } }", false),
            (
                "{ node { ... on A { x: name } ... on B { x: name } } }",
                false,
            ),
            (
                "{ node { ... on A { x: b { y: size } } ... on B { x: a { y: name } } } }",
                false,
            ),
            (
                "{ node { ... on A { x: b { y: size } } ... on B { x: a { y: size } } } }",
                true,
            ),
            ("{ a(n: 1) { id } a(n: 1) { name } }", true),
            ("{ a(n: 1) { id } a(n: 2) { name } }", false),
            ("{ a(n: 1) { id } a { name } }", false),
            (
                "query($n: Int) { a(n: $n) { id } a(n: $n) { ...F } } fragment F on A { id n }",
                true,
            ),
            ("{ x: a { id } x: as { id } }", false),
            ("{ nothing { id } nothing { name } }", true),
        ] {
            assert_eq!(is_good(document), expected, "{document}");
        }
    }

    #[test]
    fn the_work_is_bounded() {
        let fragments: String = (0..200)
            .map(|n| {
                format!(
                    "fragment F{n} on A {{ b {{ a {{ ...F{} ...F{} }} }} }} ",
                    n + 1,
                    n + 1
                )
            })
            .collect();
        let document = format!("{{ a {{ ...F0 }} }} {fragments} fragment F200 on A {{ id }}");
        assert!(is_good(&document));
    }
}
