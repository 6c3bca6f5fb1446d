//! The shape of an operation: how deep, how wide, how repetitive, with every fragment resolved.
//!
//! Invariant: each fragment is measured once however often it is spread, the recursion is as deep as `nesting` allows
//! and no deeper, and a document with a cycle of fragments never gets past this check.

use super::{
    code::Code,
    limits::Limits,
    refusal::{Exceeded, Refusal, quote},
};
use async_graphql::{
    Name, Pos, Positioned,
    parser::types::{ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet},
};
use domain::language::Words;
use std::collections::{HashMap, HashSet};

/// The introspection fields that lead from types to lists of types; the same ones that the reference implementation
/// counts, because nesting them multiplies the answer.
const MULTIPLYING: [&str; 4] = ["fields", "interfaces", "possibleTypes", "inputFields"];

/// Refuses a document with an operation that passes a limit.
///
/// # Errors
/// [`Code::LimitExceeded`], or [`Code::GraphqlValidationFailed`] for a cycle of fragments.
pub fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Refusal> {
    let mut survey = Survey {
        document,
        limits,
        fragments: HashMap::new(),
    };
    let mut selections = 0_u64;
    for (_, operation) in document.operations.iter() {
        let shape = survey.operation(operation)?;
        shape.check(limits, operation.pos)?;
        // The library walks all operations of a document before it picks one, so they share this limit.
        selections = selections.saturating_add(shape.selections);
        within("selections", selections, limits.selections, operation.pos)?;
    }
    Ok(())
}

/// What a selection set adds up to. Everything but the maxima is a saturating sum over spread fragments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Shape {
    depth: u32,
    introspection_depth: u32,
    lists: u32,
    introspection_lists: u32,
    selections: u64,
    aliases: u64,
    directives: u64,
    fields: u64,
    introspections: u64,
}

impl Shape {
    fn add(&mut self, other: Self) {
        self.depth = self.depth.max(other.depth);
        self.introspection_depth = self.introspection_depth.max(other.introspection_depth);
        self.lists = self.lists.max(other.lists);
        self.introspection_lists = self.introspection_lists.max(other.introspection_lists);
        self.selections = self.selections.saturating_add(other.selections);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.fields = self.fields.saturating_add(other.fields);
        self.introspections = self.introspections.saturating_add(other.introspections);
    }

    /// The shape of a field whose selection set has this shape.
    fn under(mut self, field: &Field) -> Self {
        self.fields = 1;
        self.depth = self.depth.saturating_add(1);
        match field.name.node.as_str() {
            "__schema" | "__type" => {
                self.introspection_depth = self.introspection_depth.max(self.depth);
                self.introspection_lists = self.introspection_lists.max(self.lists);
                self.introspections = self.introspections.saturating_add(1);
                (self.depth, self.lists) = (0, 0);
            }
            name if MULTIPLYING.contains(&name) => self.lists = self.lists.saturating_add(1),
            _ => {}
        }
        self
    }

    fn check(&self, limits: &Limits, pos: Pos) -> Result<(), Refusal> {
        within("selections", self.selections, limits.selections, pos)?;
        within("depth", self.depth.into(), limits.depth.into(), pos)?;
        within("rootFields", self.fields, limits.root_fields, pos)?;
        within("aliases", self.aliases, limits.aliases, pos)?;
        within("directives", self.directives, limits.directives, pos)?;
        within(
            "introspectionDepth",
            self.introspection_depth.into(),
            limits.introspection_depth.into(),
            pos,
        )?;
        within(
            "introspectionLists",
            self.introspection_lists.into(),
            limits.introspection_lists.into(),
            pos,
        )?;
        within(
            "introspectionRoots",
            self.introspections,
            limits.introspection_roots,
            pos,
        )
    }
}

fn within(limit: &'static str, requested: u64, maximum: u64, pos: Pos) -> Result<(), Refusal> {
    if requested <= maximum {
        return Ok(());
    }
    Err(Refusal::limit(
        Exceeded {
            limit,
            maximum,
            requested: Some(requested),
        },
        Some(pos),
    ))
}

struct Survey<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    /// `None` while a fragment is being measured: meeting it again then means a cycle. The number is its own height,
    /// which has to be added to the level at each place where it is spread.
    fragments: HashMap<&'a Name, Option<(Shape, u32)>>,
}

impl<'a> Survey<'a> {
    fn operation(
        &mut self,
        operation: &'a Positioned<OperationDefinition>,
    ) -> Result<Shape, Refusal> {
        let (mut shape, _) = self.selection_set(&operation.node.selection_set, 1)?;
        let on_variables: usize = operation
            .node
            .variable_definitions
            .iter()
            .map(|variable| variable.node.directives.len())
            .sum();
        shape.directives = shape.directives.saturating_add(count(on_variables));
        shape.directives = shape
            .directives
            .saturating_add(count(operation.node.directives.len()));
        Ok(shape)
    }

    /// The shape of a selection set at a level, and its height: the levels below it, itself included.
    fn selection_set(
        &mut self,
        set: &'a Positioned<SelectionSet>,
        level: u32,
    ) -> Result<(Shape, u32), Refusal> {
        within("nesting", level.into(), self.limits.nesting.into(), set.pos)?;
        let mut shape = Shape {
            aliases: repeats(&set.node),
            ..Shape::default()
        };
        let mut height = 0;
        for selection in &set.node.items {
            let (inner, below) = match &selection.node {
                Selection::Field(field) => self.field(&field.node, level)?,
                Selection::InlineFragment(inline) => {
                    self.selection_set(&inline.node.selection_set, level + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name, level)?
                }
            };
            shape.add(inner);
            height = height.max(below);
            shape.selections = shape.selections.saturating_add(1);
            shape.directives = shape
                .directives
                .saturating_add(count(selection.node.directives().len()));
        }
        Ok((shape, height.saturating_add(1)))
    }

    fn field(&mut self, field: &'a Field, level: u32) -> Result<(Shape, u32), Refusal> {
        let (inner, height) = if field.selection_set.node.items.is_empty() {
            (Shape::default(), 0)
        } else {
            self.selection_set(&field.selection_set, level + 1)?
        };
        let mut shape = inner.under(field);
        if field
            .alias
            .as_ref()
            .is_some_and(|alias| alias.node != field.name.node)
        {
            shape.aliases = shape.aliases.saturating_add(1);
        }
        Ok((shape, height))
    }

    fn fragment(
        &mut self,
        name: &'a Positioned<Name>,
        level: u32,
    ) -> Result<(Shape, u32), Refusal> {
        match self.fragments.get(&name.node) {
            Some(Some((shape, height))) => {
                let top = u64::from(level).saturating_add((*height).into());
                within("nesting", top, self.limits.nesting.into(), name.pos)?;
                return Ok((*shape, *height));
            }
            Some(None) => return Err(cycle(name)),
            None => {}
        }
        // A fragment that is not defined is reported by the validation, with its name and place.
        let Some(fragment) = self.document.fragments.get(&name.node) else {
            return Ok(Default::default());
        };
        self.fragments.insert(&name.node, None);
        let (mut shape, height) = self.selection_set(&fragment.node.selection_set, level + 1)?;
        shape.directives = shape
            .directives
            .saturating_add(count(fragment.node.directives.len()));
        self.fragments.insert(&name.node, Some((shape, height)));
        Ok((shape, height))
    }
}

/// How many entries of a selection set say again what another one says: the library executes each of them.
fn repeats(set: &SelectionSet) -> u64 {
    let mut seen = HashSet::new();
    count(
        set.items
            .iter()
            .filter(|selection| !seen.insert(key(&selection.node)))
            .count(),
    )
}

fn key(selection: &Selection) -> (u8, &str) {
    match selection {
        Selection::Field(field) => (0, field.node.response_key().node.as_str()),
        Selection::FragmentSpread(spread) => (1, spread.node.fragment_name.node.as_str()),
        Selection::InlineFragment(inline) => (
            2,
            inline
                .node
                .type_condition
                .as_ref()
                .map_or("", |condition| condition.node.on.node.as_str()),
        ),
    }
}

fn cycle(name: &Positioned<Name>) -> Refusal {
    let quoted = quote(&name.node);
    let words = Words::new(
        format!("Das Fragment „{quoted}“ enthält sich selbst."),
        format!("The fragment \"{quoted}\" contains itself."),
    );
    Refusal::at(Code::GraphqlValidationFailed, name.pos, words)
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[path = "shape_tests.rs"]
mod tests;
