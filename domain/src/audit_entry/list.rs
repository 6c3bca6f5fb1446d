//! Reading the audit log of one's own tenant: page by page, and for an archive.
//!
//! Invariant: whoever may read it reads the log of their own tenant and no other; neither an entry nor a cursor holds a
//! number of the chain, so that nobody counts what others do.

use super::AuditEntry;
use crate::{
    error::Result,
    policy::Action,
    read::{Direction, KeyKind, ListRequest, OrderKey, Page, PageRequest, Reader, Series},
};
use chrono::{DateTime, Utc};
use entity::{
    audit_entry::{Column, Entity, Model},
    scope::OwnTable,
};
use sea_orm::{ColumnTrait, FromQueryResult, Iterable, QueryFilter, QueryResult, QueryTrait};

/// The most entries of one part of an export.
pub const MAX_EXPORT: u64 = 1_000;

/// Which entries are wanted.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// At or after this moment.
    pub since: Option<DateTime<Utc>>,
}

/// The log of the caller's own tenant, the newest entry first. Of the request only page and count are looked at.
///
/// # Errors
/// `FORBIDDEN` for whoever may not read it, `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    filter: &AuditFilter,
    list: &ListRequest,
) -> Result<Page<AuditEntry>> {
    read(reader, filter, list, Direction::Desc).await
}

/// The same for an archive, the oldest entry first, up to [`MAX_EXPORT`] of them.
///
/// # Errors
/// Those of [`list`].
pub async fn export(
    reader: &Reader<'_>,
    filter: &AuditFilter,
    after: Option<String>,
) -> Result<Page<AuditEntry>> {
    let wanted = ListRequest {
        page: PageRequest {
            size: MAX_EXPORT,
            is_backward: false,
            after,
            before: None,
        },
        ..ListRequest::default()
    };
    read(reader, filter, &wanted, Direction::Asc).await
}

async fn read(
    reader: &Reader<'_>,
    filter: &AuditFilter,
    list: &ListRequest,
    direction: Direction,
) -> Result<Page<AuditEntry>> {
    let member = reader.ctx().member_who_may(Action::Audit)?;
    let mut rows = Entity::of(member.tenant);
    if let Some(since) = filter.since {
        rows = rows.filter(Column::At.gte(since));
    }
    let series = Series {
        statement: rows.into_query(),
        width: Column::iter().count(),
        keys: &[OrderKey::new(Column::At, KeyKind::Moment, direction)],
    };
    reader.series(series, list, decode).await
}

fn decode(row: &QueryResult) -> Result<AuditEntry> {
    Ok(Model::from_query_result(row, "")?.into())
}
