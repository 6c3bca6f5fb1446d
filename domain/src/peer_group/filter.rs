//! Filter and order of peer groups.
//!
//! Invariant: the same for GraphQL and REST.

use crate::{
    ctx::Ctx,
    error::Result,
    plan::network,
    read::{Filter, KeyKind, OrderBy, OrderKey, in_texts},
};
use chrono::{DateTime, Utc};
use entity::{peer_group::Column, value::PeerGroupKind};
use sea_orm::sea_query::{Expr, ExprTrait};

/// Which groups are wanted.
#[derive(Clone, Debug, Default)]
pub struct PeerGroupFilter {
    /// All of these must hold.
    pub and: Vec<Self>,
    /// One of these must hold.
    pub or: Vec<Self>,
    /// This must not hold.
    pub not: Option<Box<Self>>,
    /// By what their cities are chosen.
    pub kind: Option<Vec<PeerGroupKind>>,
    /// Slug of the network.
    pub network: Option<String>,
    /// Changed at or after this moment.
    pub updated_since: Option<DateTime<Utc>>,
}

impl Filter for PeerGroupFilter {
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
        if let Some(kinds) = &self.kind {
            let words: Vec<_> = kinds.iter().map(|kind| kind.word()).collect();
            own.push(in_texts(ctx.backend(), Expr::col(Column::Kind), &words));
        }
        if let Some(slug) = &self.network {
            own.push(Expr::col(Column::NetworkId).eq(network(ctx, slug)?.0));
        }
        own.extend(
            self.updated_since
                .map(|since| Expr::col(Column::UpdatedAt).gte(since)),
        );
        Ok(own)
    }
}

/// By what groups can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerGroupOrder {
    /// By the moment of creation.
    CreatedAt,
    /// By the moment of the last change.
    UpdatedAt,
}

/// The order for a statement.
#[must_use]
pub fn order(by: &[OrderBy<PeerGroupOrder>]) -> Vec<OrderKey> {
    let key = |by: &OrderBy<PeerGroupOrder>| {
        let column = match by.field {
            PeerGroupOrder::CreatedAt => Column::CreatedAt,
            PeerGroupOrder::UpdatedAt => Column::UpdatedAt,
        };
        OrderKey::new(column, KeyKind::Moment, by.direction)
    };
    by.iter().map(key).collect()
}
