//! Bodies and views that plans and projects share: publishing, retiring, restoring.
//!
//! Invariant: the same inputs as in GraphQL.

use super::{
    body::{JsonBody, nullable},
    query,
    word::Visibility,
};
use chrono::{DateTime, Utc};
use domain::{
    Result, id::TenantId, mistake::Mistakes, release::Release,
    value::Visibility as DomainVisibility,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who may read a record, and from when on.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PublishBody {
    /// Who may read it; a project never more readers than its plan.
    #[schema(value_type = Visibility, required = true)]
    visibility: Option<Visibility>,
    /// Not before this moment, except for your own organisation. Not given or null: at once.
    #[schema(value_type = Option<DateTime<Utc>>)]
    #[serde(default, deserialize_with = "nullable")]
    embargo_until: Option<Option<DateTime<Utc>>>,
    /// Organisations that may read it, by id: given if and only if the visibility is SHARED.
    #[schema(max_items = 100)]
    readers: Option<Vec<String>>,
}

impl JsonBody {
    /// Who is to read a record, and from when on.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` with everything that is wrong with the body.
    pub fn release(&self) -> Result<(Release, Vec<TenantId>)> {
        let mut mistakes = Mistakes::default();
        let body: PublishBody = self.read(&mut mistakes)?;
        let mut readers: Vec<TenantId> = Vec::new();
        for (at, text) in body.readers.iter().flatten().enumerate() {
            let path = format!("readers[{at}]");
            let reader: Option<TenantId> = mistakes.take(query::reference(&path, text))?;
            readers.extend(reader);
        }
        let release = release(body.visibility, body.embargo_until.flatten());
        mistakes.finish().map(|()| (release, readers))
    }
}

/// A release as a body names it; without one, for nobody else.
pub fn release(visibility: Option<Visibility>, embargo_until: Option<DateTime<Utc>>) -> Release {
    Release {
        visibility: visibility.map_or(DomainVisibility::Tenant, Into::into),
        embargo_until,
    }
}

/// A record that was retired: nobody can read it until it is restored.
#[derive(Serialize, ToSchema)]
pub struct RetiredView {
    /// The record.
    #[schema(max_length = 64)]
    id: String,
    /// Its version now: send it as `If-Match` to restore the record.
    version: i32,
}

impl RetiredView {
    /// A record, with the version at which it can be restored.
    pub fn of(id: impl ToString, version: i32) -> (Self, i32) {
        let id = id.to_string();
        (Self { id, version }, version)
    }
}
