//! Keys with which the built-in issuer signs access tokens.
//!
//! Invariant: at every moment at most one key signs; a key is published before it signs, and until the last token that it
//! signed has expired. The process makes keys and signs; here is only which one is when.

use crate::{ctx::Ctx, error::Result, work::Work};
use chrono::{DateTime, Utc};
use entity::{
    scope::ReferenceTable,
    signing_key::{ActiveModel, Column, Entity},
    value::ChangeAction,
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, Set,
    sea_query::{Cond, Query},
};

pub use entity::signing_key::Model as SigningKey;

/// A new key.
pub struct NewSigningKey {
    /// Its name.
    pub kid: String,
    /// JWS algorithm.
    pub algorithm: String,
    /// Private key, PKCS#8 in PEM.
    pub private_pem: String,
    /// Public key as a JSON Web Key.
    pub public_jwk: String,
}

/// Lets a new key sign from a moment on, and those before it until then.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator.
pub async fn rotate(work: &Work<'_>, new: NewSigningKey, from: DateTime<Utc>) -> Result<()> {
    work.ctx().require_operator()?;
    let later = Cond::any()
        .add(Column::RetiredAt.is_null())
        .add(Column::RetiredAt.gt(from));
    let retire = Query::update()
        .table(Entity)
        .value(Column::RetiredAt, from)
        .cond_where(later)
        .to_owned();
    work.execute(&retire).await?;
    let kid = new.kid.clone();
    work.insert(ActiveModel {
        kid: Set(new.kid),
        algorithm: Set(new.algorithm),
        private_pem: Set(new.private_pem),
        public_jwk: Set(new.public_jwk),
        created_at: Set(from),
        retired_at: Set(None),
    })
    .await?;
    // Every copy of the service reads its keys again when reference data changed.
    work.note("signing_key", kid, ChangeAction::Created).await
}

/// Withdraws every other key than one, at once: tokens that they signed hold no longer. For keys that were stolen.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator.
pub async fn withdraw_others(work: &Work<'_>, kid: &str) -> Result<u64> {
    work.ctx().require_operator()?;
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Column::Kid.ne(kid))
        .to_owned();
    let gone = work.execute(&delete).await?;
    work.note("signing_key", kid.to_owned(), ChangeAction::Updated)
        .await?;
    Ok(gone)
}

/// The keys that sign or will sign, and those that stopped after a moment; the oldest first.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator.
pub async fn in_use(ctx: &Ctx, after: DateTime<Utc>) -> Result<Vec<SigningKey>> {
    ctx.require_operator()?;
    let published = Cond::any()
        .add(Column::RetiredAt.is_null())
        .add(Column::RetiredAt.gt(after));
    let rows = Entity::all()
        .filter(published)
        .order_by_asc(Column::CreatedAt);
    Ok(rows.all(ctx.store().reader()).await?)
}
