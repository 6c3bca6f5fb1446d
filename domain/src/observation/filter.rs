//! Filter and order of observations.
//!
//! Invariant: the same for GraphQL and REST.

use crate::{
    ctx::Ctx,
    error::Result,
    indicator,
    read::{
        CityCriteria, Direction, Filter, KeyKind, OrderBy, OrderKey, bounded, in_texts, in_uuids,
    },
};
use chrono::{DateTime, Utc};
use entity::{
    observation,
    value::{ConfStatus, ObsStatus, Plausibility, ValueKind},
};
use sea_orm::sea_query::{Expr, ExprTrait};

/// Which observations are wanted.
#[derive(Clone, Debug, Default)]
pub struct ObservationFilter {
    /// All of these must hold.
    pub and: Vec<Self>,
    /// One of these must hold.
    pub or: Vec<Self>,
    /// This must not hold.
    pub not: Option<Box<Self>>,
    /// Criteria on the municipality.
    pub city: CityCriteria,
    /// Codes of indicators.
    pub indicator: Option<Vec<String>>,
    /// Whether measured, aimed at or planned.
    pub value_kind: Option<Vec<ValueKind>>,
    /// Not before this year.
    pub year_from: Option<i32>,
    /// Not after this year.
    pub year_to: Option<i32>,
    /// SDMX observation status.
    pub obs_status: Option<Vec<ObsStatus>>,
    /// Whether free or confidential.
    pub conf_status: Option<Vec<ConfStatus>>,
    /// Whether somebody checked or doubts it.
    pub plausibility: Option<Vec<Plausibility>>,
    /// Entered at or after this moment.
    pub recorded_since: Option<DateTime<Utc>>,
}

impl Filter for ObservationFilter {
    fn and(&self) -> &[Self] {
        &self.and
    }
    fn or(&self) -> &[Self] {
        &self.or
    }
    fn not(&self) -> Option<&Self> {
        self.not.as_deref()
    }
    fn own(&self, ctx: &Ctx) -> Result<Vec<Expr>> {
        use observation::Column;
        let backend = ctx.backend();
        let mut own = Vec::new();
        own.extend(self.city.condition(ctx, Expr::col(Column::CityAgs))?);
        if let Some(codes) = &self.indicator {
            let mut ids = Vec::new();
            for code in bounded("indicator", codes)? {
                ids.push(indicator::named(ctx, "filter.indicator", code)?.id.0);
            }
            own.push(in_uuids(backend, Expr::col(Column::IndicatorId), &ids));
        }
        if let Some(kinds) = &self.value_kind {
            let words: Vec<_> = kinds.iter().map(|kind| kind.word()).collect();
            own.push(in_texts(backend, Expr::col(Column::ValueKind), &words));
        }
        if let Some(states) = &self.obs_status {
            let words: Vec<_> = states.iter().map(|one| one.word()).collect();
            own.push(in_texts(backend, Expr::col(Column::ObsStatus), &words));
        }
        if let Some(states) = &self.conf_status {
            let words: Vec<_> = states.iter().map(|one| one.word()).collect();
            own.push(in_texts(backend, Expr::col(Column::ConfStatus), &words));
        }
        if let Some(states) = &self.plausibility {
            let words: Vec<_> = states.iter().map(|one| one.word()).collect();
            own.push(in_texts(backend, Expr::col(Column::Plausibility), &words));
        }
        let recorded = self.recorded_since;
        own.extend(recorded.map(|since| Expr::col(Column::RecordedAt).gte(since)));
        own.extend(self.year_from.map(|year| Expr::col(Column::Year).gte(year)));
        own.extend(self.year_to.map(|year| Expr::col(Column::Year).lte(year)));
        Ok(own)
    }
}

/// By what observations can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObservationOrder {
    /// By year.
    Year,
    /// By municipality.
    City,
}

/// The order for a statement.
#[must_use]
pub fn order(by: &[OrderBy<ObservationOrder>]) -> Vec<OrderKey> {
    let key = |by: &OrderBy<ObservationOrder>| match by.field {
        ObservationOrder::Year => {
            OrderKey::new(observation::Column::Year, KeyKind::Integer, by.direction)
        }
        ObservationOrder::City => {
            OrderKey::new(observation::Column::CityAgs, KeyKind::Text, by.direction)
        }
    };
    if by.is_empty() {
        return vec![OrderKey::new(
            observation::Column::Year,
            KeyKind::Integer,
            Direction::Asc,
        )];
    }
    by.iter().map(key).collect()
}
