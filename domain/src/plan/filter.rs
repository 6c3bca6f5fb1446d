//! Filter and order of plans.
//!
//! Invariant: the same for GraphQL and REST.

use crate::{
    ctx::Ctx,
    error::Result,
    read::{CityCriteria, Filter, KeyKind, OrderBy, OrderKey, contains, in_texts},
};
use chrono::{DateTime, Utc};
use entity::{id::NetworkId, plan::Column, value::PlanStatus};
use sea_orm::sea_query::{Expr, ExprTrait};

/// Which plans are wanted.
#[derive(Clone, Debug, Default)]
pub struct PlanFilter {
    /// All of these must hold.
    pub and: Vec<Self>,
    /// One of these must hold.
    pub or: Vec<Self>,
    /// This must not hold.
    pub not: Option<Box<Self>>,
    /// Criteria on the municipality.
    pub city: CityCriteria,
    /// Slug of the network.
    pub network: Option<String>,
    /// The title contains this text.
    pub text: Option<String>,
    /// Where it stands.
    pub status: Option<Vec<PlanStatus>>,
    /// Changed at or after this moment.
    pub updated_since: Option<DateTime<Utc>>,
}

impl Filter for PlanFilter {
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
        let mut own = Vec::new();
        own.extend(self.city.condition(ctx, Expr::col(Column::CityAgs))?);
        if let Some(slug) = &self.network {
            own.push(Expr::col(Column::NetworkId).eq(network(ctx, slug)?.0));
        }
        if let Some(text) = &self.text {
            own.push(contains(Expr::col(Column::TitleKey), text)?);
        }
        if let Some(status) = &self.status {
            let words: Vec<_> = status.iter().map(|status| status.word()).collect();
            own.push(in_texts(ctx.backend(), Expr::col(Column::Status), &words));
        }
        own.extend(
            self.updated_since
                .map(|since| Expr::col(Column::UpdatedAt).gte(since)),
        );
        Ok(own)
    }
}

/// The network of a slug that a filter names.
pub(crate) fn network(ctx: &Ctx, slug: &str) -> Result<NetworkId> {
    crate::network::by_slug(ctx, "filter.network", slug)
}

/// By what plans can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanOrder {
    /// By title.
    Title,
    /// By the moment of the last change.
    UpdatedAt,
}

/// The order for a statement.
#[must_use]
pub fn order(by: &[OrderBy<PlanOrder>]) -> Vec<OrderKey> {
    let key = |by: &OrderBy<PlanOrder>| match by.field {
        PlanOrder::Title => OrderKey::new(Column::TitleKey, KeyKind::Text, by.direction),
        PlanOrder::UpdatedAt => OrderKey::new(Column::UpdatedAt, KeyKind::Moment, by.direction),
    };
    by.iter().map(key).collect()
}
