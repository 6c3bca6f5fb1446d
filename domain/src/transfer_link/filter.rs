//! Which transfer links are wanted, and in which order.
//!
//! Invariant: a filter sees only columns of the link itself, which whoever reads the link may know.

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    plan::network,
    read::{Filter, KeyKind, OrderBy, OrderKey, in_texts},
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    transfer_link::Column,
    value::{TransferOrigin, TransferOutcome, TransferStage},
};
use sea_orm::sea_query::{Expr, ExprTrait};

/// A link can rest without an event for so many days at most before somebody asks for it.
const MOST_DAYS: i32 = 3_650;

/// The stages at which something is to happen next.
const OPEN: [TransferStage; 9] = [
    TransferStage::Proposed,
    TransferStage::Contacted,
    TransferStage::AcceptedBySource,
    TransferStage::AcceptedByAdopter,
    TransferStage::Accepted,
    TransferStage::Understand,
    TransferStage::Adapt,
    TransferStage::Reuse,
    TransferStage::Paused,
];

/// Whether something is to happen next at a stage.
#[must_use]
pub fn is_open(stage: TransferStage) -> bool {
    OPEN.contains(&stage)
}

/// Which links are wanted.
#[derive(Clone, Debug, Default)]
pub struct TransferLinkFilter {
    /// All of these must hold.
    pub and: Vec<Self>,
    /// One of these must hold.
    pub or: Vec<Self>,
    /// This must not hold.
    pub not: Option<Box<Self>>,
    /// Slug of the network.
    pub network: Option<String>,
    /// How far they have come.
    pub stage: Option<Vec<TransferStage>>,
    /// Who brought them up.
    pub origin: Option<Vec<TransferOrigin>>,
    /// What came of them.
    pub outcome: Option<Vec<TransferOutcome>>,
    /// Cities that want to learn.
    pub adopter_city: Option<Vec<String>>,
    /// Cities to learn from.
    pub source_city: Option<Vec<String>>,
    /// Whether the project to learn from is known.
    pub is_narrowed: Option<bool>,
    /// Whether something is to happen next.
    pub is_open: Option<bool>,
    /// Open, and no event for so many days.
    pub no_event_for_days: Option<i32>,
    /// Changed at or after this moment.
    pub updated_since: Option<DateTime<Utc>>,
}

impl Filter for TransferLinkFilter {
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
        let mut own = self.words(ctx);
        if let Some(slug) = &self.network {
            own.push(Expr::col(Column::NetworkId).eq(network(ctx, slug)?.0));
        }
        self.cities(ctx, &mut own)?;
        own.extend(self.is_narrowed.map(|yes| {
            let source = Expr::col(Column::SourceProjectId);
            if yes {
                source.is_not_null()
            } else {
                source.is_null()
            }
        }));
        own.extend(self.is_open.map(|yes| {
            let open = open(ctx);
            if yes { open } else { open.not() }
        }));
        if let Some(days) = self.no_event_for_days {
            own.push(open(ctx).and(Expr::col(Column::LastEventAt).lte(days_ago(ctx, days)?)));
        }
        own.extend(
            self.updated_since
                .map(|since| Expr::col(Column::UpdatedAt).gte(since)),
        );
        Ok(own)
    }
}

impl TransferLinkFilter {
    /// Columns of closed lists.
    fn words(&self, ctx: &Ctx) -> Vec<Expr> {
        let mut own = Vec::new();
        macro_rules! words {
            ($($field:ident = $column:ident;)*) => {$(
                if let Some(values) = &self.$field {
                    let words: Vec<_> = values.iter().map(|value| value.word()).collect();
                    own.push(in_texts(ctx.backend(), Expr::col(Column::$column), &words));
                }
            )*};
        }
        words! { stage = Stage; origin = Origin; outcome = Outcome; }
        own
    }

    fn cities(&self, ctx: &Ctx, own: &mut Vec<Expr>) -> Result<()> {
        for (name, column, cities) in [
            ("adopterCity", Column::AdopterCityAgs, &self.adopter_city),
            ("sourceCity", Column::SourceCityAgs, &self.source_city),
        ] {
            let Some(cities) = cities else { continue };
            for ags in crate::read::bounded(name, cities)? {
                crate::city::check_ags(&format!("filter.{name}"), ags)?;
            }
            own.push(in_texts(ctx.backend(), Expr::col(column), cities));
        }
        Ok(())
    }
}

fn open(ctx: &Ctx) -> Expr {
    let words: Vec<_> = OPEN.iter().map(|stage| stage.word()).collect();
    in_texts(ctx.backend(), Expr::col(Column::Stage), &words)
}

fn days_ago(ctx: &Ctx, days: i32) -> Result<DateTime<Utc>> {
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Error::invalid(
            "filter.noEventForDays",
            format!("ist {days}; erwartet werden 1 bis {MOST_DAYS} Tage."),
            format!("is {days}; expected are 1 to {MOST_DAYS} days."),
        ));
    }
    Ok(ctx.now() - TimeDelta::days(i64::from(days)))
}

/// By what links can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferLinkOrder {
    /// By the moment of the last change.
    UpdatedAt,
}

/// The order for a statement.
#[must_use]
pub fn order(by: &[OrderBy<TransferLinkOrder>]) -> Vec<OrderKey> {
    let key = |by: &OrderBy<TransferLinkOrder>| match by.field {
        TransferLinkOrder::UpdatedAt => {
            OrderKey::new(Column::UpdatedAt, KeyKind::Moment, by.direction)
        }
    };
    by.iter().map(key).collect()
}
