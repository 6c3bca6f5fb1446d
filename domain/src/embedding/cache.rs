//! The vectors that were made before, in the database.
//!
//! Invariant: only connections of the search index read and write them, and a row tells no text.

use super::Fingerprint;
use crate::{
    error::Result, read::in_uuids, similarity::index::vector::Vector, store::Store, work::Work,
};
use chrono::{DateTime, Utc};
use entity::{
    embedding::{Column, Entity},
    scope::ReferenceTable,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict, Query},
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// Vectors by the fingerprints of their texts.
pub(super) type Known = HashMap<Fingerprint, Arc<Vector>>;

/// Rows that are removed with one statement.
const AT_ONCE: usize = 1_000;

/// The vectors of texts, as far as they are there.
pub(super) async fn find(store: &Store, texts: &[Uuid]) -> Result<Known> {
    let database = store.follower();
    let backend = database.get_database_backend();
    let rows = Entity::all().filter(in_uuids(backend, Expr::col(Column::Id), texts));
    let rows = rows.all(database).await?.into_iter();
    let known = rows.filter_map(|row| {
        let vector = Vector::from_bytes(&row.vector)?;
        Some((Fingerprint(row.id), Arc::new(vector)))
    });
    Ok(known.collect())
}

/// Keeps vectors.
pub(super) async fn keep(store: &Store, known: &Known) -> Result<()> {
    let now = store.clock().now();
    let mut latest = OnConflict::column(Column::Id);
    latest.update_columns([Column::Vector, Column::CreatedAt]);
    let mut insert = Query::insert();
    insert
        .into_table(Entity)
        .columns([Column::Id, Column::Vector, Column::CreatedAt])
        .on_conflict(latest);
    for (text, vector) in known {
        insert.values_panic([text.0.into(), vector.to_bytes().into(), now.into()]);
    }
    store.index_writer().execute(&insert).await?;
    Ok(())
}

/// The texts whose vectors were made before a moment.
pub(super) async fn made_before(store: &Store, moment: DateTime<Utc>) -> Result<Vec<Fingerprint>> {
    let rows = Entity::all()
        .select_only()
        .column(Column::Id)
        .filter(Column::CreatedAt.lt(moment))
        .into_tuple::<Uuid>();
    let rows = rows.all(store.follower()).await?;
    Ok(rows.into_iter().map(Fingerprint).collect())
}

/// Removes the vectors of texts.
pub(super) async fn forget(store: &Store, texts: &[Uuid]) -> Result<()> {
    let database = store.index_writer();
    let backend = database.get_database_backend();
    for texts in texts.chunks(AT_ONCE) {
        let delete = Query::delete()
            .from_table(Entity)
            .and_where(in_uuids(backend, Expr::col(Column::Id), texts))
            .to_owned();
        database.execute(&delete).await?;
    }
    Ok(())
}

/// Removes all vectors; says how many.
pub(crate) async fn forget_all(work: &Work<'_>) -> Result<u64> {
    work.act_as_index().await?;
    let delete = Query::delete().from_table(Entity).to_owned();
    work.execute(&delete).await
}
