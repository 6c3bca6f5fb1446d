//! Indicators (Indikatoren): definitions of figures.
//!
//! Invariant: an indicator without a polarity does not exist: a reader must know which way is good. What its values are
//! never changes; whatever else does leaves the former definition behind.

mod draft;
mod version;
mod write;

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    network,
    observation::Observation,
    read::{
        Edge, ListRequest, Node, Page, Reader, Select, bounded, check_length, in_memory, parent,
    },
    text::fold,
};
use entity::{
    id::NetworkId,
    observation,
    value::{IndicatorKind, ValueType},
};
use std::sync::Arc;

pub use draft::{Definition, NewIndicator};
pub use entity::{indicator::Model as Indicator, indicator_version::Model as IndicatorVersion};
pub use version::former;
pub use write::{define, revise};

parent!(Node<Indicator>, "indicator", |reader, nodes, edge| {
    Edge::FormerVersions => version::follow(reader, nodes, edge),
    Edge::Network => reader.to_reference::<_, network::Network>(nodes, edge, |node| node.record.network_id),
    Edge::Observations => {
        reader.to_many::<_, Observation, _>(nodes, edge, observation::Column::IndicatorId, |node| node.record.id.0)
    },
});

/// A value beyond this is a slip, whatever it counts.
pub(crate) const LARGEST: f64 = 1e15;

/// The smallest and the largest value that can be.
pub(crate) fn bounds(indicator: &Indicator) -> (f64, f64) {
    match indicator.value_type {
        ValueType::Boolean => (0.0, 1.0),
        ValueType::Trend => (-1.0, 1.0),
        ValueType::Number | ValueType::Rate | ValueType::Ordinal => {
            let least = if indicator.counts_persons {
                0.0
            } else {
                -LARGEST
            };
            (
                indicator.lowest.unwrap_or(least),
                indicator.highest.unwrap_or(LARGEST),
            )
        }
    }
}

/// The frameworks that an indicator belongs to.
#[must_use]
pub fn frameworks(indicator: &Indicator) -> Vec<&str> {
    let all = indicator.frameworks.as_deref().unwrap_or_default();
    all.lines().filter(|name| !name.is_empty()).collect()
}

/// The indicator of a code.
#[must_use]
pub fn by_code(ctx: &Ctx, code: &str) -> Option<Arc<Indicator>> {
    let all = ctx.reference().indicators.all().iter();
    all.into_iter().find(|one| one.code == code).cloned()
}

/// The indicator of a code that an input names.
///
/// # Errors
/// `BAD_USER_INPUT` where there is none.
pub fn named(ctx: &Ctx, path: &str, code: &str) -> Result<Arc<Indicator>> {
    by_code(ctx, code).ok_or_else(|| {
        Error::invalid(
            path,
            format!(
                "{code:?} ist kein bekannter Indikator; die Liste indicators nennt alle Kürzel."
            ),
            format!("{code:?} is no known indicator; the list indicators names all codes."),
        )
    })
}

/// Which indicators are wanted.
#[derive(Clone, Debug, Default)]
pub struct IndicatorFilter {
    /// Of these codes.
    pub code: Option<Vec<String>>,
    /// Code, name or definition contains this text.
    pub text: Option<String>,
    /// What they measure in the chain of effects.
    pub kind: Option<Vec<IndicatorKind>>,
    /// What their values are.
    pub value_type: Option<Vec<ValueType>>,
    /// They belong to this framework.
    pub framework: Option<String>,
    /// Defined by the coordination of this network, by its short name.
    pub network: Option<String>,
}

impl IndicatorFilter {
    fn rows(&self, ctx: &Ctx) -> Result<Vec<Arc<Indicator>>> {
        let codes = self.code.as_deref().map(|codes| bounded("code", codes));
        let codes = codes.transpose()?;
        let network = self.network.as_deref();
        let network = network.map(|slug| network::by_slug(ctx, "filter.network", slug));
        let network: Option<NetworkId> = network.transpose()?;
        let text = self.text.as_deref().map(folded).transpose()?;
        let framework = self.framework.as_deref().map(folded).transpose()?;
        let is_wanted = |one: &&Arc<Indicator>| {
            codes.is_none_or(|codes| codes.contains(&one.code))
                && self.kind.as_ref().is_none_or(|all| all.contains(&one.kind))
                && self
                    .value_type
                    .as_ref()
                    .is_none_or(|all| all.contains(&one.value_type))
                && (network.is_none() || one.network_id == network)
                && text.as_ref().is_none_or(|text| holds(one, text))
                && framework.as_ref().is_none_or(|wanted| {
                    let mut own = frameworks(one).into_iter();
                    own.any(|name| fold(name) == *wanted)
                })
        };
        let all = ctx.reference().indicators.all().iter();
        Ok(all.filter(is_wanted).cloned().collect())
    }
}

fn folded(text: &str) -> Result<String> {
    check_length(text)?;
    Ok(fold(text))
}

fn holds(indicator: &Indicator, folded: &str) -> bool {
    [
        &indicator.code,
        &indicator.label_de,
        &indicator.label_en,
        &indicator.definition_de,
        &indicator.definition_en,
    ]
    .into_iter()
    .any(|text| fold(text).contains(folded))
}

/// Indicators, by code.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none, and for a filter that means nothing.
pub async fn list(
    reader: &Reader<'_>,
    filter: &IndicatorFilter,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<Node<Indicator>>> {
    let rows = filter.rows(reader.ctx())?;
    let page = in_memory(rows, &list.page, |row| row.code.clone(), Node::new)?;
    reader.follow_page(page, select).await
}
