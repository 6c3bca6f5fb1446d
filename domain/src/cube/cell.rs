//! A value of a cube with what is said about it.
//!
//! Invariant: of a value that is withheld nothing is told but that and why.

use chrono::{DateTime, Utc};

/// A value of a cube. Positions without one are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Where it stands: row-major over the dimensions, the last one fastest.
    pub position: usize,
    /// The value; none where the status says that there is none or that it is withheld.
    pub value: Option<f64>,
    /// What it is worth, a code of [`super::code::OBS_STATUS`].
    pub obs_status: &'static str,
    /// Whether it is for everybody who may read it, a code of [`super::code::CONF_STATUS`].
    pub conf_status: &'static str,
    /// Why it is withheld, a code of [`super::code::REASON`].
    pub reason: Option<&'static str>,
    /// How many answers or cases it rests on.
    pub sample: Option<i32>,
    /// What was counted.
    pub numerator: Option<f64>,
    /// By what it was divided.
    pub denominator: Option<f64>,
    /// How well it is documented, a code of [`super::code::CONFIDENCE`].
    pub confidence: Option<&'static str>,
    /// Who may read it, a code of [`super::code::VISIBILITY`].
    pub visibility: Option<&'static str>,
    /// Where it comes from.
    pub source: Option<String>,
    /// What to mind.
    pub note: Option<String>,
    /// When it was entered.
    pub recorded_at: Option<DateTime<Utc>>,
}

impl Cell {
    /// A value that is there and not shown.
    #[must_use]
    pub fn withheld(position: usize, conf_status: &'static str, reason: &'static str) -> Self {
        Self {
            position,
            obs_status: "Q",
            conf_status,
            reason: Some(reason),
            ..Self::default()
        }
    }
}

/// Cells in the order of their positions, none of which was left out before a position.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The cells.
    pub cells: Vec<Cell>,
    /// No cell before this position will follow.
    pub until: usize,
}
