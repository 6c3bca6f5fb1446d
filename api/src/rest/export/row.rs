//! Rows that the lists do not have: parts of an object as a table of their own.
//!
//! Invariant: a part is what the object itself shows; it is named by the object's id and its place there.

use crate::rest::{indicator::IndicatorVersionView, transfer_link::TransferEffectView};
use serde::Serialize;
use utoipa::ToSchema;

/// Where a part of a project stands.
#[derive(Serialize, ToSchema)]
pub struct PartPlace {
    /// Names the row: the project and the place of the part there.
    #[schema(max_length = 80)]
    pub id: String,
    /// The project (id).
    #[schema(max_length = 64)]
    pub project: String,
    /// Which of these parts of the project it is, from 1 on.
    pub position: usize,
}

/// A part of a project; its schema is put together from those of its two halves.
#[derive(Serialize)]
pub struct ProjectPart<T> {
    /// Where it stands.
    #[serde(flatten)]
    pub place: PartPlace,
    /// The part itself.
    #[serde(flatten)]
    pub part: T,
}

/// An address where a project is documented.
#[derive(Serialize, ToSchema)]
pub struct SourceRow {
    /// The address; the main one is the first.
    #[schema(max_length = 20000)]
    pub url: String,
}

/// An effect of a transfer that was observed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EffectRow {
    /// Names the row: the transfer link and the place of the effect there.
    #[schema(max_length = 80)]
    pub id: String,
    /// The transfer link (id).
    #[schema(max_length = 64)]
    pub transfer_link: String,
    /// Which effect of the link it is, from 1 on.
    pub position: usize,
    /// The effect itself.
    #[serde(flatten)]
    pub effect: TransferEffectView,
}

/// What the definition of an indicator was before.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FormerRow {
    /// Names the row: the indicator and the version of its definition.
    #[schema(max_length = 80)]
    pub id: String,
    /// The indicator (code).
    #[schema(max_length = 64)]
    pub indicator: String,
    /// The definition itself.
    #[serde(flatten)]
    pub definition: IndicatorVersionView,
}
