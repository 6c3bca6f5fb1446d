//! Filter and order of offers and requests of expertise.
//!
//! Invariant: the same for GraphQL and REST.

use crate::{
    ctx::Ctx,
    error::Result,
    plan::network,
    project::barriers,
    read::{CityCriteria, Filter, KeyKind, OrderBy, OrderKey, in_texts, in_uuids},
};
use chrono::{DateTime, Utc};
use entity::{
    expertise::{Column, Entity},
    expertise_barrier,
    scope::PartTable,
    value::ExpertiseKind,
};
use sea_orm::{
    QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

/// Which offers and requests are wanted.
#[derive(Clone, Debug, Default)]
pub struct ExpertiseFilter {
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
    /// Whether expertise is offered or looked for.
    pub kind: Option<Vec<ExpertiseKind>>,
    /// Codes of barriers.
    pub barrier: Option<Vec<String>>,
    /// Whether the last day has not passed.
    pub is_open: Option<bool>,
    /// Changed at or after this moment.
    pub updated_since: Option<DateTime<Utc>>,
}

impl Filter for ExpertiseFilter {
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
        if let Some(kinds) = &self.kind {
            let words: Vec<_> = kinds.iter().map(|kind| kind.word()).collect();
            own.push(in_texts(ctx.backend(), Expr::col(Column::Kind), &words));
        }
        if let Some(codes) = &self.barrier {
            own.push(about(ctx, codes)?);
        }
        own.extend(
            self.is_open
                .map(|yes| if yes { open(ctx) } else { open(ctx).not() }),
        );
        own.extend(
            self.updated_since
                .map(|since| Expr::col(Column::UpdatedAt).gte(since)),
        );
        Ok(own)
    }
}

/// Those whose last day has not passed.
pub(super) fn open(ctx: &Ctx) -> Expr {
    Expr::col(Column::Until).gte(ctx.now().date_naive())
}

/// Those about one of these barriers.
fn about(ctx: &Ctx, codes: &[String]) -> Result<Expr> {
    let ids = barriers(ctx, codes)?;
    let barrier = Expr::col(expertise_barrier::Column::BarrierId);
    let mut rows = expertise_barrier::Entity::parts()
        .select_only()
        .column(expertise_barrier::Column::ExpertiseId)
        .into_query();
    rows.and_where(in_uuids(ctx.backend(), barrier, &ids));
    Ok(Expr::col((Entity, Column::Id)).in_subquery(rows))
}

/// By what offers and requests can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpertiseOrder {
    /// By the moment of creation.
    CreatedAt,
    /// By the moment of the last change.
    UpdatedAt,
}

/// The order for a statement.
#[must_use]
pub fn order(by: &[OrderBy<ExpertiseOrder>]) -> Vec<OrderKey> {
    let key = |by: &OrderBy<ExpertiseOrder>| {
        let column = match by.field {
            ExpertiseOrder::CreatedAt => Column::CreatedAt,
            ExpertiseOrder::UpdatedAt => Column::UpdatedAt,
        };
        OrderKey::new(column, KeyKind::Moment, by.direction)
    };
    by.iter().map(key).collect()
}
