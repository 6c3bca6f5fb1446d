//! Objects that are written as JSON while they are resolved.
//!
//! The library resolves every field in a boxed future, collects the values of an object in a map, and has the tree of maps
//! written at the end; for a page of some thousand fields that costs more than reading it. Where a request allows it
//! ([`Direct`]), [`One`] and [`Many`] write their fields one after the other and hand the text up as a
//! [`Value::Binary`], which [`write()`] copies into the answer. Otherwise they are what the library makes of them.
//!
//! Below an object that is written so, every other one is too: what the library had made of it would be out of reach for
//! `completion` in the transport, which puts nulls where the library leaves fields out.
//!
//! Invariant: the text is what the specification (sections 6.4.3 and 6.4.4) asks for: fields in the order of the request,
//! and null where a field failed, or above it where its type there forbids null.

use crate::cost::weight;
use async_graphql::{
    ContainerType, ContextSelectionSet, OutputType, Positioned, ServerResult, Value,
    parser::types::{Field, Selection, SelectionSet},
    registry::{MetaType, Registry},
};
use std::{
    borrow::Cow,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Among the data of a request: its answer is written by [`write()`], and none of its fields is asked for twice. It counts
/// what the objects cost that are written so.
#[derive(Clone, Debug, Default)]
pub struct Direct(Arc<AtomicU64>);

impl Direct {
    /// What the objects cost that were written while they were resolved.
    #[must_use]
    pub fn cost(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Counts objects of one type.
    fn count<T: OutputType>(&self, objects: usize) {
        let objects = u64::try_from(objects).unwrap_or(u64::MAX);
        let cost = objects.saturating_mul(weight(&T::type_name()));
        self.0.fetch_add(cost, Ordering::Relaxed);
    }
}

/// An object.
pub struct One<T>(pub T);

/// A list of objects.
pub struct Many<T>(Vec<T>);

impl<T> FromIterator<T> for Many<T> {
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        Self(rows.into_iter().collect())
    }
}

type Written<'a> = Pin<Box<dyn Future<Output = ServerResult<Vec<u8>>> + Send + 'a>>;

impl<T: ContainerType + Send + Sync> OutputType for One<T> {
    fn type_name() -> Cow<'static, str> {
        T::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        T::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let Some(direct) = ctx.data_opt::<Direct>() else {
            return self.0.resolve(ctx, field).await;
        };
        direct.count::<Self>(1);
        let text: Written<'_> = Box::pin(async {
            let mut text = Vec::new();
            object(ctx, &self.0, &mut text).await?;
            Ok(text)
        });
        Ok(Value::Binary(text.await?.into()))
    }
}

impl<T: ContainerType + Send + Sync> OutputType for Many<T> {
    fn type_name() -> Cow<'static, str> {
        Vec::<T>::type_name()
    }

    fn qualified_type_name() -> String {
        Vec::<T>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Vec::<T>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let Some(direct) = ctx.data_opt::<Direct>() else {
            return self.0.resolve(ctx, field).await;
        };
        direct.count::<T>(self.0.len());
        let text: Written<'_> = Box::pin(async {
            let mut text = vec![b'['];
            for (index, row) in self.0.iter().enumerate() {
                if index > 0 {
                    text.push(b',');
                }
                object(&ctx.with_index(index), row, &mut text).await?;
            }
            text.push(b']');
            Ok(text)
        });
        Ok(Value::Binary(text.await?.into()))
    }
}

/// Writes an object. An error that it must not answer with a null is its own.
async fn object<T: ContainerType>(
    ctx: &ContextSelectionSet<'_>,
    row: &T,
    text: &mut Vec<u8>,
) -> ServerResult<()> {
    let mut fields = Vec::with_capacity(ctx.item.node.items.len());
    collect::<T>(ctx, &ctx.item.node, &mut fields);
    text.push(b'{');
    for (index, field) in fields.into_iter().enumerate() {
        if index > 0 {
            text.push(b',');
        }
        text.push(b'"');
        text.extend_from_slice(field.node.response_key().node.as_bytes());
        text.extend_from_slice(b"\":");
        if field.node.name.node == "__typename" {
            write(
                &Value::String(row.introspection_type_name().into_owned()),
                text,
            );
            continue;
        }
        match row.resolve_field(&ctx.with_field(field)).await {
            Ok(value) => {
                let value = value.unwrap_or_default();
                debug_assert!(
                    is_written(&value),
                    "{}.{} hands on an object that is neither One nor Many",
                    T::type_name(),
                    field.node.name.node
                );
                write(&value, text);
            }
            Err(error) if is_nullable::<T>(ctx, field) => {
                ctx.add_error(error);
                text.extend_from_slice(b"null");
            }
            Err(error) => return Err(error),
        }
    }
    text.push(b'}');
    Ok(())
}

/// Whether it is no object that the library put together.
fn is_written(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::List(items) => items.iter().all(is_written),
        _ => true,
    }
}

/// The fields that are asked of an object, those of fragments for its type among them.
fn collect<'a, T: ContainerType>(
    ctx: &ContextSelectionSet<'a>,
    set: &'a SelectionSet,
    fields: &mut Vec<&'a Positioned<Field>>,
) {
    for selection in &set.items {
        let (condition, below) = match &selection.node {
            Selection::Field(field) => {
                fields.push(field);
                continue;
            }
            Selection::FragmentSpread(spread) => {
                let Some(fragment) = ctx.query_env.fragments.get(&spread.node.fragment_name.node)
                else {
                    continue;
                };
                let condition = Some(&fragment.node.type_condition);
                (condition, &fragment.node.selection_set)
            }
            Selection::InlineFragment(fragment) => (
                fragment.node.type_condition.as_ref(),
                &fragment.node.selection_set,
            ),
        };
        let applies = condition.is_none_or(|condition| {
            let (name, wanted) = (T::type_name(), condition.node.on.node.as_str());
            let interfaces = ctx.schema_env.registry.implements.get(&*name);
            name == wanted || interfaces.is_some_and(|names| names.contains(wanted))
        });
        if applies {
            collect::<T>(ctx, &below.node, fields);
        }
    }
}

fn is_nullable<T: ContainerType>(ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> bool {
    let owner = ctx.schema_env.registry.types.get(&*T::type_name());
    let meta = owner.and_then(|owner: &MetaType| owner.field_by_name(&field.node.name.node));
    meta.is_some_and(|meta| !meta.ty.ends_with('!'))
}

/// Writes a value as JSON, with what was written before as it is.
pub fn write(value: &Value, text: &mut Vec<u8>) {
    match value {
        Value::Binary(written) => text.extend_from_slice(written),
        Value::List(items) => {
            text.push(b'[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(b',');
                }
                write(item, text);
            }
            text.push(b']');
        }
        Value::Object(fields) => {
            text.push(b'{');
            for (index, (key, value)) in fields.iter().enumerate() {
                if index > 0 {
                    text.push(b',');
                }
                scalar(key.as_str(), text);
                text.push(b':');
                write(value, text);
            }
            text.push(b'}');
        }
        scalar_value => scalar(scalar_value, text),
    }
}

/// Nothing that is neither a list nor a map fails to be written into memory.
fn scalar<S: serde::Serialize + ?Sized>(value: &S, text: &mut Vec<u8>) {
    if value
        .serialize(&mut serde_json::Serializer::new(&mut *text))
        .is_err()
    {
        text.extend_from_slice(b"null");
    }
}

#[cfg(test)]
#[path = "direct_tests.rs"]
mod tests;
