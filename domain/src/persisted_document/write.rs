//! Writing a list of trusted documents, as a whole.
//!
//! Invariant: what is on a list passed the checks of the process; a list that nobody wrote yet has version 0.

use super::{MOST, half, hash};
use crate::{
    error::{Error, Result},
    policy::Action,
    work::{Work, check_version},
};
use entity::{
    credential, document_list,
    id::{CredentialId, DocumentListId, PersistedDocumentId, TenantId, TypedId},
    persisted_document::{ActiveModel, Column, Entity},
    scope::OwnTable,
    value::DocumentMode,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::{LockType, Query},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a list is to hold.
#[derive(Clone, Debug)]
pub struct NewList {
    /// What the key may run besides.
    pub mode: DocumentMode,
    /// The texts of the documents.
    pub documents: Vec<String>,
}

/// Writes the list of the caller's organisation for one of its keys, or for all; what is not named is gone.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage the organisation, `NOT_FOUND` for a key that it has not, `STALE_VERSION`,
/// `BAD_USER_INPUT` for too many documents.
pub async fn replace(
    work: &Work<'_>,
    key: Option<CredentialId>,
    expected: i32,
    new: NewList,
) -> Result<()> {
    let tenant = work.ctx().member_who_may(Action::Manage)?.tenant;
    if new.documents.len() > MOST {
        return Err(Error::invalid(
            "documents",
            format!("hat mehr als {MOST} Einträge."),
            format!("has more than {MOST} entries."),
        ));
    }
    let list = settled(work, (tenant, key), expected, new.mode).await?;
    let former = Query::delete()
        .from_table(Entity)
        .and_where(Column::TenantId.eq(tenant.0))
        .and_where(Column::DocumentListId.eq(list.0))
        .to_owned();
    work.execute(&former).await?;
    let documents = new.documents.into_iter().map(|text| (hash(&text), text));
    let documents: BTreeMap<String, String> = documents.collect();
    let rows = documents.into_iter().map(|(hash, text)| ActiveModel {
        id: Set(PersistedDocumentId(Work::new_id())),
        tenant_id: Set(tenant),
        document_list_id: Set(list),
        hash_key: Set(half(&hash)),
        hash: Set(hash),
        document: Set(text),
    });
    work.insert_all(rows.collect()).await
}

/// The list at its next version. Two who write the first one meet at its holder, which is unique.
async fn settled(
    work: &Work<'_>,
    (tenant, key): (TenantId, Option<CredentialId>),
    expected: i32,
    mode: DocumentMode,
) -> Result<DocumentListId> {
    let (holder, now) = (holder(work, tenant, key).await?, work.ctx().now());
    let rows = document_list::Entity::of(tenant)
        .filter(document_list::Column::HolderId.eq(holder))
        .lock(LockType::NoKeyUpdate);
    if let Some(row) = rows.one(work.connection()).await? {
        check_version(expected, row.revision)?;
        let id = row.id;
        let mut change = row.into_active_model();
        change.mode = Set(mode);
        change.updated_at = Set(now);
        change.revision = Set(expected + 1);
        change.update(work.connection()).await?;
        return Ok(id);
    }
    check_version(expected, 0)?;
    let id = DocumentListId(Work::new_id());
    work.insert(document_list::ActiveModel {
        id: Set(id),
        tenant_id: Set(tenant),
        credential_id: Set(key),
        holder_id: Set(holder),
        mode: Set(mode),
        created_at: Set(now),
        updated_at: Set(now),
        revision: Set(1),
    })
    .await?;
    Ok(id)
}

async fn holder(work: &Work<'_>, tenant: TenantId, key: Option<CredentialId>) -> Result<Uuid> {
    let Some(key) = key else {
        return Ok(tenant.uuid());
    };
    let rows = credential::Entity::of(tenant).filter(credential::Column::Id.eq(key.0));
    match rows.one(work.connection()).await? {
        Some(row) => Ok(row.id.uuid()),
        None => Err(Error::NotFound("key")),
    }
}
