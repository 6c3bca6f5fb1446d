//! The texts of projects as everybody reads them.
//!
//! Invariant: nobody is named to the database, so that row security shows public rows only; the scope of an audience
//! without tenant says the same once more.

use super::read::{by, of, texts};
use crate::{error::Result, read::in_uuids, similarity::index::Text, store::Store};
use entity::{
    project, project_item,
    scope::{Audience, TenantTable},
    sub_project,
};
use sea_orm::{ConnectionTrait, QueryFilter, TransactionTrait, sea_query::Expr};
use uuid::Uuid;

/// The texts of those of these projects that everybody may read now, project by project.
pub(crate) async fn public_texts(store: &Store, projects: &[Uuid]) -> Result<Vec<Vec<Text>>> {
    let nobody = Audience {
        tenant: None,
        now: store.clock().now(),
    };
    let transaction = store.follower().begin().await?;
    let rows = project::Entity::visible_to(&nobody).filter(in_uuids(
        transaction.get_database_backend(),
        Expr::col((project::Entity, project::Column::Id)),
        projects,
    ));
    let rows = rows.all(&transaction).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.0).collect();
    let items =
        of::<project_item::Entity>(&transaction, &ids, project_item::Column::Position).await?;
    let parts = of::<sub_project::Entity>(&transaction, &ids, sub_project::Column::Number).await?;
    transaction.commit().await?;
    let mut items = by(items, |row| row.project_id.0);
    let mut parts = by(parts, |row| row.project_id.0);
    let told = rows.into_iter().map(|row| {
        let items = items.remove(&row.id.0).unwrap_or_default();
        let parts = parts.remove(&row.id.0).unwrap_or_default();
        texts(row, items, parts, Vec::new())
    });
    Ok(told.collect())
}
