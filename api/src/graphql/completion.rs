//! What the library leaves undone in an answer: fields that failed are left out instead of null, and fields of the root
//! stand in the order in which they were ready.
//!
//! Invariant: every error with a path has a null at that path, or above it where the type there forbids null, and fields
//! stand in the order of the request (GraphQL specification, sections 6.4.4 and 7.1).

use super::{
    cost::CHANGE,
    type_map::{FieldEntry, TypeMap},
};
use async_graphql::{
    Name, PathSegment, Response, Value,
    indexmap::IndexMap,
    parser::types::{
        BaseType, DocumentOperations, ExecutableDocument, Field, OperationDefinition,
        OperationType, Selection, SelectionSet, Type,
    },
};
use std::{collections::BTreeSet, sync::Arc};

/// What was asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The document.
    pub document: Arc<ExecutableDocument>,
    /// Which of its operations.
    pub operation: Option<String>,
}

/// The selections of one object, and the type that they stand in.
type Sets<'a> = Vec<(&'a str, &'a SelectionSet)>;

impl Asked {
    /// Puts nulls and order into an answer.
    pub fn complete(&self, response: &mut Response, types: &TypeMap) {
        let Some(operation) = self.operation() else {
            return;
        };
        let Some(root) = types.root(operation.ty) else {
            return;
        };
        let walk = Walk {
            document: &self.document,
            types,
        };
        let sets: Sets<'_> = vec![(root, &operation.selection_set.node)];
        // Where every field is skipped, the library answers with null.
        if response.errors.is_empty() && response.data == Value::Null {
            response.data = Value::Object(IndexMap::new());
        }
        for error in &response.errors {
            // Whoever refused the whole request did not get as far as a field.
            if error.path.is_empty() {
                continue;
            }
            if response.data == Value::Null {
                response.data = Value::Object(IndexMap::new());
            }
            if !walk.fill(&mut response.data, &error.path, &sets) {
                response.data = Value::Null;
                return;
            }
        }
        walk.order(&mut response.data, &sets);
    }

    /// What the objects of an answer did cost, besides those that were written while they were resolved.
    pub fn cost(&self, data: &Value, types: &TypeMap) -> u64 {
        let (Some(operation), Value::Object(fields)) = (self.operation(), data) else {
            return 0;
        };
        let Some(root) = types.root(operation.ty) else {
            return 0;
        };
        let walk = Walk {
            document: &self.document,
            types,
        };
        let sets: Sets<'_> = vec![(root, &operation.selection_set.node)];
        let changes = match operation.ty {
            OperationType::Mutation => fields.len(),
            OperationType::Query | OperationType::Subscription => 0,
        };
        let changes = u64::try_from(changes).unwrap_or(u64::MAX);
        walk.cost_below(fields, &sets)
            .saturating_add(changes.saturating_mul(CHANGE))
    }

    /// Whether no object is asked for the same field twice, so that each can be written as it is resolved.
    pub fn is_plain(&self) -> bool {
        let mut budget = LONGEST_PLAIN;
        self.operation().is_some_and(|operation| {
            is_plain(&self.document, &operation.selection_set.node, &mut budget)
        })
    }

    fn operation(&self) -> Option<&OperationDefinition> {
        match (&self.document.operations, &self.operation) {
            (DocumentOperations::Single(operation), _) => Some(&operation.node),
            (DocumentOperations::Multiple(all), Some(name)) => {
                all.get(name.as_str()).map(|operation| &operation.node)
            }
            (DocumentOperations::Multiple(all), None) => {
                all.values().next().map(|operation| &operation.node)
            }
        }
    }
}

/// Fields that are looked at, those of fragments each time they are used.
const LONGEST_PLAIN: usize = 2_000;

fn is_plain(document: &ExecutableDocument, set: &SelectionSet, budget: &mut usize) -> bool {
    let mut fields = Vec::new();
    flatten(document, set, budget, &mut fields);
    let keys: BTreeSet<_> = fields
        .iter()
        .map(|field| field.response_key().node.as_str())
        .collect();
    *budget > 0
        && keys.len() == fields.len()
        && fields
            .iter()
            .all(|field| is_plain(document, &field.selection_set.node, budget))
}

fn flatten<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    budget: &mut usize,
    fields: &mut Vec<&'a Field>,
) {
    for selection in &set.items {
        *budget = budget.saturating_sub(1);
        if *budget == 0 {
            return;
        }
        let below = match &selection.node {
            Selection::Field(field) => {
                fields.push(&field.node);
                continue;
            }
            Selection::FragmentSpread(spread) => {
                match document.fragments.get(&spread.node.fragment_name.node) {
                    Some(fragment) => &fragment.node.selection_set,
                    None => continue,
                }
            }
            Selection::InlineFragment(inline) => &inline.node.selection_set,
        };
        flatten(document, &below.node, budget, fields);
    }
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    types: &'a TypeMap,
}

impl<'a> Walk<'a> {
    /// Puts a null at a path of an object; whether the object itself may stay.
    fn fill(&self, value: &mut Value, path: &[PathSegment], sets: &Sets<'a>) -> bool {
        let (Value::Object(fields), [PathSegment::Field(key), rest @ ..]) = (&mut *value, path)
        else {
            return true;
        };
        let Some((field, below)) = self.field(key, sets) else {
            return true;
        };
        let is_new = !fields.contains_key(key.as_str());
        let slot = fields.entry(Name::new(key)).or_insert(Value::Null);
        let stays = self.fill_typed(slot, rest, &field.ty, &below);
        if is_new {
            self.order(value, sets);
        }
        stays
    }

    /// The same for a value of a type; whether what holds the value may stay.
    fn fill_typed(
        &self,
        value: &mut Value,
        path: &[PathSegment],
        ty: &Type,
        sets: &Sets<'a>,
    ) -> bool {
        let stays = match (path, &ty.base) {
            // What was written while it was resolved is complete.
            _ if matches!(value, Value::Binary(_)) => true,
            ([], _) => *value != Value::Null,
            ([PathSegment::Index(index), rest @ ..], BaseType::List(item)) => match value {
                Value::List(items) => items
                    .get_mut(*index)
                    .is_none_or(|value| self.fill_typed(value, rest, item, sets)),
                _ => false,
            },
            (_, BaseType::Named(_)) => {
                // An object none of whose fields succeeded was left out as a whole.
                if *value == Value::Null {
                    *value = Value::Object(IndexMap::new());
                }
                self.fill(value, path, sets)
            }
            (_, BaseType::List(_)) => *value != Value::Null,
        };
        if !stays {
            *value = Value::Null;
        }
        stays || ty.nullable
    }

    /// The field of that response key, and what was selected below it.
    fn field(&self, key: &str, sets: &Sets<'a>) -> Option<(&'a FieldEntry, Sets<'a>)> {
        let mut found = None;
        let mut below = Vec::new();
        self.each(sets, &mut |parent, field| {
            if field.response_key().node == key
                && let Some(owner) = self.types.composite(parent)
                && let Some(entry) = owner.fields.get(&field.name.node)
            {
                below.push((entry.type_name.as_str(), &field.selection_set.node));
                found = found.or(Some(entry));
            }
        });
        found.map(|entry| (entry, below))
    }

    /// What the objects in a value of a type cost. Introspection is of no type here and costs nothing.
    fn cost(&self, value: &Value, type_name: &str, sets: &Sets<'a>) -> u64 {
        match value {
            Value::List(items) => items
                .iter()
                .map(|item| self.cost(item, type_name, sets))
                .fold(0, u64::saturating_add),
            Value::Object(fields) => {
                let weight = self.types.composite(type_name).map_or(0, |ty| ty.weight);
                weight.saturating_add(self.cost_below(fields, sets))
            }
            _ => 0,
        }
    }

    fn cost_below(&self, fields: &IndexMap<Name, Value>, sets: &Sets<'a>) -> u64 {
        let costs = fields.iter().filter_map(|(key, value)| {
            if !matches!(value, Value::List(_) | Value::Object(_)) {
                return None;
            }
            let (entry, below) = self.field(key, sets)?;
            Some(self.cost(value, &entry.type_name, &below))
        });
        costs.fold(0, u64::saturating_add)
    }

    /// Puts the fields of an object into the order in which they were asked for.
    fn order(&self, value: &mut Value, sets: &Sets<'a>) {
        let Value::Object(fields) = value else {
            return;
        };
        let mut ranks: IndexMap<&str, ()> = IndexMap::new();
        self.each(sets, &mut |_, field| {
            ranks.entry(field.response_key().node.as_str()).or_default();
        });
        fields.sort_by_cached_key(|key, _| ranks.get_index_of(key.as_str()));
    }

    /// Visits the selected fields in their order, through fragments; the shape check has refused cycles.
    fn each(&self, sets: &Sets<'a>, visit: &mut impl FnMut(&'a str, &'a Field)) {
        for (parent, set) in sets {
            self.each_of(parent, set, visit);
        }
    }

    fn each_of(
        &self,
        parent: &'a str,
        set: &'a SelectionSet,
        visit: &mut impl FnMut(&'a str, &'a Field),
    ) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => visit(parent, &field.node),
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    if let Some(fragment) = self.document.fragments.get(name) {
                        let parent = fragment.node.type_condition.node.on.node.as_str();
                        self.each_of(parent, &fragment.node.selection_set.node, visit);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let parent =
                        condition.map_or(parent, |condition| condition.node.on.node.as_str());
                    self.each_of(parent, &inline.node.selection_set.node, visit);
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "completion_tests.rs"]
mod tests;
