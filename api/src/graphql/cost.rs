//! The static cost of an operation: how many objects it may have to build, told before it runs.
//!
//! The model: a scalar costs 0 and an object 1, or what the schema says with `@cost`; a change costs 10 more. A list of
//! objects costs its length times the cost of one item; the length is `first` or `last`, else the number of `ids` or
//! `representations` asked for, else what the schema says with `@listSize`, else an assumption. A connection passes its
//! length on to `edges` and `nodes`, so `pageInfo` and counts beside them cost what they cost once. Selections under
//! different type conditions add up, and `@skip` and `@include` are taken as not there: the cost is an estimate that does
//! not depend on what is found. Introspection is free here and bounded by its own limits.
//!
//! What it did cost is counted by the same weights over the objects of the answer.
//!
//! Invariant: it saturates instead of overflowing, and each fragment is priced once however often it is spread.

use super::{
    limits::Limits,
    type_map::{CompositeEntry, FieldEntry, TypeMap},
};
use async_graphql::{
    Name, Value, Variables,
    parser::types::{
        ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
    },
};
use std::collections::HashMap;

/// What a change costs besides the objects that it answers with.
pub const CHANGE: u64 = 10;

/// The cost of an operation and what one operation may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// What the operation is estimated to cost.
    pub requested: u64,
    /// What it did cost, once it has run.
    pub actual: Option<u64>,
    /// What one operation may cost.
    pub limit: u64,
}

/// The static cost of an operation of a document that has passed the shape limits.
#[must_use]
pub fn requested(
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
    (types, limits): (&TypeMap, &Limits),
) -> u64 {
    let Some(root) = types.root(operation.ty) else {
        return 0;
    };
    let mut pricing = Pricing {
        document,
        operation,
        variables,
        types,
        limits,
        fragments: HashMap::new(),
    };
    pricing
        .selection_set(&operation.selection_set.node, root)
        .total(1)
}

/// The price of a selection set as a function of the length of the page it stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Price {
    once: u64,
    per_item: u64,
}

impl Price {
    const fn total(self, items: u64) -> u64 {
        self.once
            .saturating_add(self.per_item.saturating_mul(items))
    }

    const fn add(&mut self, other: Self) {
        self.once = self.once.saturating_add(other.once);
        self.per_item = self.per_item.saturating_add(other.per_item);
    }
}

struct Pricing<'a> {
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    types: &'a TypeMap,
    limits: &'a Limits,
    fragments: HashMap<&'a Name, Price>,
}

impl<'a> Pricing<'a> {
    fn selection_set(&mut self, set: &'a SelectionSet, parent: &'a str) -> Price {
        let mut price = Price::default();
        for selection in &set.items {
            price.add(match &selection.node {
                Selection::Field(field) => self.field(&field.node, parent),
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node),
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let parent =
                        condition.map_or(parent, |condition| condition.node.on.node.as_str());
                    self.selection_set(&inline.node.selection_set.node, parent)
                }
            });
        }
        price
    }

    fn fragment(&mut self, name: &'a Name) -> Price {
        if let Some(price) = self.fragments.get(name) {
            return *price;
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Price::default();
        };
        // Present while it is being priced: a cycle, which the shape check refuses earlier, could not hang this.
        self.fragments.insert(name, Price::default());
        let price = self.selection_set(
            &fragment.node.selection_set.node,
            &fragment.node.type_condition.node.on.node,
        );
        self.fragments.insert(name, price);
        price
    }

    fn field(&mut self, field: &'a Field, parent: &'a str) -> Price {
        let types = self.types;
        let Some(owner) = types.composite(parent) else {
            return Price::default();
        };
        let Some(entry) = owner.fields.get(&field.name.node) else {
            return Price::default();
        };
        let is_change = types
            .root(OperationType::Mutation)
            .is_some_and(|root| root == parent);
        let change = if is_change { CHANGE } else { 0 };
        let Some(target) = types.composite(&entry.type_name) else {
            return Price {
                once: change,
                per_item: 0,
            };
        };
        let inner = self.selection_set(&field.selection_set.node, &entry.type_name);
        if is_page(owner, field, entry) {
            return Price {
                once: 0,
                per_item: inner
                    .total(self.limits.list_assumed)
                    .saturating_add(target.weight),
            };
        }
        let items = self.items(field, entry);
        let one = target
            .weight
            .saturating_add(inner.total(if target.is_connection {
                items
            } else {
                self.limits.list_assumed
            }));
        let all = one.saturating_mul(if entry.is_list { items } else { 1 });
        Price {
            once: all.saturating_add(change),
            per_item: 0,
        }
    }

    /// How many items a list or connection answers with.
    fn items(&self, field: &Field, entry: &FieldEntry) -> u64 {
        let pages = ["first", "last"].map(|name| entry.arguments.contains_key(name));
        if pages == [false, false] {
            let assumed = entry.assumed_size.unwrap_or(self.limits.list_assumed);
            return self.ids(field, entry).unwrap_or(assumed);
        }
        let asked = ["first", "last"]
            .into_iter()
            .filter_map(|name| self.size(field, entry, name))
            .max();
        asked
            .unwrap_or(self.limits.page_default)
            .min(self.limits.page_maximum)
    }

    fn size(&self, field: &Field, entry: &FieldEntry, name: &str) -> Option<u64> {
        match self.argument(field, entry, name)? {
            // A negative or absurd number is refused by the resolver; here it must only not be cheap or overflow.
            Value::Number(number) => Some(number.as_u64().unwrap_or(self.limits.page_maximum)),
            _ => None,
        }
    }

    /// How many objects the field names.
    fn ids(&self, field: &Field, entry: &FieldEntry) -> Option<u64> {
        let names = ["ids", "representations"].into_iter();
        let mut named = names.filter_map(|name| self.argument(field, entry, name));
        match named.next()? {
            Value::List(ids) => u64::try_from(ids.len()).ok(),
            Value::Null => None,
            // A single value stands for a list of one.
            _ => Some(1),
        }
    }

    /// The value of an argument: from the document with its variables filled in, or by default.
    fn argument(&self, field: &Field, entry: &FieldEntry, name: &str) -> Option<Value> {
        let given = field.get_argument(name).map(|value| value.node.clone());
        let given = given.and_then(|value| {
            value
                .into_const_with(|variable| self.variable(&variable).ok_or(()))
                .ok()
        });
        given.or_else(|| entry.arguments.get(name)?.default.clone())
    }

    fn variable(&self, name: &Name) -> Option<Value> {
        if let Some(value) = self.variables.get(name) {
            return Some(value.clone());
        }
        let definition = self
            .operation
            .variable_definitions
            .iter()
            .find(|variable| variable.node.name.node == *name)?;
        definition
            .node
            .default_value
            .as_ref()
            .map(|value| value.node.clone())
    }
}

/// Whether a field is the list inside a connection, whose length its parent was asked for.
fn is_page(owner: &CompositeEntry, field: &Field, entry: &FieldEntry) -> bool {
    owner.is_connection && entry.is_list && matches!(field.name.node.as_str(), "edges" | "nodes")
}

#[cfg(test)]
#[path = "cost_tests.rs"]
mod tests;
