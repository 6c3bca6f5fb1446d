//! Inputs and payloads that plans and projects share: publishing, retiring, restoring.
//!
//! Invariant: every change names the version that the caller has seen.

use super::unit::id;
use crate::value::{Moment, Visibility};
use async_graphql::{ID, InputObject, SimpleObject};
use domain::{
    Result,
    id::{TenantId, TypedId},
    release::Release,
};
use std::str::FromStr;

/// Who may read a record, and from when on.
#[derive(InputObject)]
pub struct PublishInput {
    /// The record.
    pub id: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// Who may read it; a project never more readers than its plan.
    pub visibility: Visibility,
    /// Not before this moment, except for your own organisation. Not given or null: at once.
    pub embargo_until: Option<Moment>,
    /// Organisations that may read it, by id, at most 100: given if and only if the visibility is SHARED.
    pub readers: Option<Vec<ID>>,
}

impl PublishInput {
    /// Which record, at which version, for whom.
    pub(super) fn read<I: TypedId + FromStr>(&self) -> Result<(I, Release, Vec<TenantId>)> {
        let release = Release {
            visibility: self.visibility.into(),
            embargo_until: self.embargo_until.map(|moment| moment.0),
        };
        let readers = self.readers.iter().flatten().enumerate();
        let readers = readers.map(|(at, reader)| id(&format!("readers[{at}]"), reader));
        Ok((
            id("id", &self.id)?,
            release,
            readers.collect::<Result<_>>()?,
        ))
    }
}

/// A record that is to be retired or restored.
#[derive(InputObject)]
pub struct VersionInput {
    /// The record.
    pub id: ID,
    /// The version that you have seen; for what is retired, the one that retiring answered.
    pub expected_version: i32,
}

/// A record that was retired: nobody can read it until it is restored.
#[derive(SimpleObject)]
pub struct RetirePayload {
    /// The record.
    pub id: ID,
    /// Its version now, for restoring it.
    pub version: i32,
}
