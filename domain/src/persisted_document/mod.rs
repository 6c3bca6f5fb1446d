//! GraphQL documents that an organisation trusts: its programs name them by their hash, and may be held to them.
//!
//! A list is for one key, or for all keys of the organisation that have none of their own; both together are what a key
//! trusts. The list that counts for a key says what it may run besides. People who sign in are not held to lists.
//!
//! Whoever names a document by its hash may run it: the hash tells nothing of it, and everybody may ask the same in full.
//!
//! Invariant: a list is written by whoever manages its organisation; a document is what its hash says. How strict lists are is
//! known to the process, a second after it was written on any copy; texts are asked for again after five seconds.

mod memory;
mod write;

use crate::{
    actor::{Actor, Member, Principal},
    ctx::Ctx,
    error::{Error, Result},
    policy::Action,
    store::Store,
    text::hexadecimal,
    work,
};
use entity::{
    credential, document_list,
    id::{CredentialId, TypedId},
    persisted_document::{Column, Entity, Model},
    scope::{OwnTable, ServiceTable},
    value::DocumentMode,
};
use memory::Place;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

pub(crate) use memory::Documents;
pub use write::{NewList, replace};

/// Most documents of a list.
pub const MOST: usize = 1_000;

/// A list of trusted documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentList {
    /// What the key may run besides.
    pub mode: DocumentMode,
    /// How often it was written; 0 where it was not written yet.
    pub version: i32,
    /// Hash and text of each document, in the order of the hashes.
    pub documents: Vec<(String, String)>,
}

/// The SHA-256 of a document, as 64 hexadecimal digits.
#[must_use]
pub fn hash(text: &str) -> String {
    hexadecimal(&Sha256::digest(text))
}

/// Whether a text has the form of such a hash.
#[must_use]
pub fn is_hash(text: &str) -> bool {
    let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.len() == 64 && text.bytes().all(is_digit)
}

/// The first half of a hash.
fn half(hash: &str) -> Uuid {
    hash.get(..32)
        .and_then(|half| Uuid::parse_str(half).ok())
        .unwrap_or_default()
}

/// The list of the caller's organisation for one of its keys, or for all.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage the organisation, `NOT_FOUND` for a key that it has not.
pub async fn list(ctx: &Ctx, key: Option<CredentialId>) -> Result<DocumentList> {
    let holder = holder(ctx, key).await?;
    let tenant = ctx.member_who_may(Action::Manage)?.tenant;
    let lists =
        document_list::Entity::of(tenant).filter(document_list::Column::HolderId.eq(holder));
    let Some(list) = ctx.records(lists).await?.pop() else {
        return Ok(DocumentList {
            mode: DocumentMode::Open,
            version: 0,
            documents: Vec::new(),
        });
    };
    let rows = Entity::of(tenant)
        .filter(Column::DocumentListId.eq(list.id.0))
        .order_by_asc(Column::Hash);
    let rows = ctx.records(rows).await?.into_iter();
    Ok(DocumentList {
        mode: list.mode,
        version: list.revision,
        documents: rows.map(|row| (row.hash, row.document)).collect(),
    })
}

/// Refuses everybody who may not write lists.
///
/// # Errors
/// `UNAUTHENTICATED`, `FORBIDDEN`.
pub fn require_manager(ctx: &Ctx) -> Result<()> {
    ctx.member_who_may(Action::Manage).map(|_| ())
}

/// Whose a list is: the key's or, without one, the organisation's.
async fn holder(ctx: &Ctx, key: Option<CredentialId>) -> Result<Uuid> {
    let tenant = ctx.member_who_may(Action::Manage)?.tenant;
    let Some(key) = key else {
        return Ok(tenant.uuid());
    };
    let rows = credential::Entity::of(tenant).filter(credential::Column::Id.eq(key.0));
    match ctx.records(rows).await?.pop() {
        Some(row) => Ok(row.id.uuid()),
        None => Err(Error::NotFound("key")),
    }
}

/// The holders whose lists count for whoever asks, the one that decides first; none where lists do not concern them.
fn holders(ctx: &Ctx) -> Option<(&Member, [Uuid; 2])> {
    match ctx.actor() {
        Actor::Member(member) => match &member.principal {
            Principal::Credential(key) => Some((member, [key.uuid(), member.tenant.uuid()])),
            _ => None,
        },
        Actor::Anonymous | Actor::Operator(_) => None,
    }
}

/// What whoever asks may run besides the documents that their organisation trusts.
#[must_use]
pub fn mode(ctx: &Ctx) -> DocumentMode {
    let holders = holders(ctx).map(|(_, holders)| holders);
    let modes = ctx.store().documents();
    let found = holders.and_then(|holders| holders.iter().find_map(|one| modes.mode(*one)));
    found.unwrap_or(DocumentMode::Open)
}

/// The text of a document that the organisation of whoever asks trusts.
///
/// # Errors
/// What the database answers.
pub async fn trusted(ctx: &Ctx, hash: &str) -> Result<Option<Arc<str>>> {
    let Some((member, holders)) = holders(ctx) else {
        return Ok(None);
    };
    let place = Place::trusted(holders, hash);
    let documents = ctx.store().documents();
    if let Some(text) = documents.recall(&place, ctx.now()) {
        return Ok(Some(text));
    }
    let lists = document_list::Entity::of(member.tenant)
        .select_only()
        .column(document_list::Column::Id)
        .filter(document_list::Column::HolderId.is_in(holders))
        .into_query();
    let rows = Entity::of(member.tenant)
        .filter(Column::Hash.eq(hash))
        .filter(Column::DocumentListId.in_subquery(lists));
    Ok(kept(ctx, place, ctx.records(rows).await?))
}

/// The text of a document that somebody registered, for whoever names it.
///
/// # Errors
/// What the database answers.
pub async fn named(ctx: &Ctx, hash: &str) -> Result<Option<Arc<str>>> {
    let place = Place::named(hash);
    if let Some(text) = ctx.store().documents().recall(&place, ctx.now()) {
        return Ok(Some(text));
    }
    let mut rows = work::held::<Entity>(ctx, half(hash)).await?;
    rows.retain(|row| row.hash == hash);
    Ok(kept(ctx, place, rows))
}

fn kept(ctx: &Ctx, place: Place, mut rows: Vec<Model>) -> Option<Arc<str>> {
    let text: Arc<str> = rows.pop()?.document.into();
    let documents = ctx.store().documents();
    documents.keep(place, Arc::clone(&text), ctx.now());
    Some(text)
}

/// The text of a document that somebody of the same organisation, or nobody in particular, sent lately together with its
/// hash. This copy of the service remembers some.
#[must_use]
pub fn automatic(ctx: &Ctx, hash: &str) -> Option<Arc<str>> {
    let place = Place::automatic(sender(ctx), hash);
    ctx.store().documents().recall(&place, ctx.now())
}

/// Remembers such a document.
pub fn remember(ctx: &Ctx, hash: &str, text: &str) {
    let place = Place::automatic(sender(ctx), hash);
    ctx.store().documents().keep(place, text.into(), ctx.now());
}

fn sender(ctx: &Ctx) -> Uuid {
    match ctx.actor() {
        Actor::Member(member) => member.tenant.uuid(),
        Actor::Anonymous | Actor::Operator(_) => Uuid::nil(),
    }
}

/// Lets what was written hold on this copy of the service at once.
///
/// # Errors
/// What the database answers.
pub async fn heed(store: &Store) -> Result<()> {
    refresh(store).await?;
    store.documents().forget();
    Ok(())
}

/// Reads how strict lists are.
///
/// # Errors
/// What the database answers.
pub async fn refresh(store: &Store) -> Result<()> {
    let rows = document_list::Entity::of_everybody()
        .select_only()
        .column(document_list::Column::HolderId)
        .column(document_list::Column::Mode)
        .into_tuple::<(Uuid, DocumentMode)>();
    let modes = rows.all(store.follower()).await?;
    store.documents().set_modes(modes);
    Ok(())
}

impl Ctx {
    /// Lets what was written of trusted documents hold on this copy of the service at once.
    ///
    /// # Errors
    /// What the database answers.
    pub async fn heed_documents(&self) -> Result<()> {
        heed(self.store()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_appendix_holds() {
        let text = "query($id:ID!){user(id:$id){name}}";
        let expected = "71f7dc5758652baac68e4a10c50be732b741c892ade2883a99358f52b555286b";
        assert_eq!(hash(text), expected);
        assert!(is_hash(expected) && !is_hash(&expected.to_uppercase()) && !is_hash("71f7"));
    }
}
