//! Indicators (Indikatoren): definitions of figures.
//!
//! Invariant: an indicator without a polarity does not exist: a reader must know which way is good.

use crate::{
    error::Result,
    observation::Observation,
    read::{Edge, ListRequest, Node, Page, Reader, Select, in_memory, parent},
    work::Work,
};
use entity::{
    id::IndicatorId,
    indicator, observation,
    value::{ChangeAction, Frequency, IndicatorKind, Polarity, ValueType},
};
use sea_orm::Set;

pub use entity::indicator::Model as Indicator;

parent!(Node<Indicator>, "indicator", |reader, nodes, edge| {
    Edge::Observations => {
        reader.to_many::<_, Observation, _>(nodes, edge, observation::Column::IndicatorId, |node| node.record.id.0)
    },
});

/// A new definition.
#[derive(Clone, Debug)]
pub struct NewIndicator {
    /// Stable code.
    pub code: String,
    /// Name in German and English.
    pub label: (String, String),
    /// Definition in German and English.
    pub definition: (String, String),
    /// How it is computed.
    pub formula: Option<String>,
    /// Unit in German and English.
    pub unit: (String, String),
    /// Decimal places to show.
    pub decimals: i16,
    /// Which direction is the good one.
    pub polarity: Polarity,
    /// What it measures in the chain of effects.
    pub kind: IndicatorKind,
    /// What its values are.
    pub value_type: ValueType,
    /// How often it is collected.
    pub frequency: Frequency,
    /// Smallest sample for which a value is published.
    pub minimum_sample: Option<i32>,
    /// What to mind when comparing, in German and English.
    pub comparability: (Option<String>, Option<String>),
    /// Frameworks it belongs to.
    pub frameworks: Option<String>,
}

/// Defines an indicator.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `CONFLICT` where the code exists.
pub async fn create(work: &Work<'_>, new: NewIndicator) -> Result<IndicatorId> {
    work.ctx().require_operator()?;
    let id = IndicatorId(Work::new_id());
    work.insert(indicator::ActiveModel {
        id: Set(id),
        code: Set(new.code),
        version: Set(1),
        label_de: Set(new.label.0),
        label_en: Set(new.label.1),
        definition_de: Set(new.definition.0),
        definition_en: Set(new.definition.1),
        formula: Set(new.formula),
        unit_de: Set(new.unit.0),
        unit_en: Set(new.unit.1),
        decimals: Set(new.decimals),
        polarity: Set(new.polarity),
        kind: Set(new.kind),
        value_type: Set(new.value_type),
        frequency: Set(new.frequency),
        minimum_sample: Set(new.minimum_sample),
        comparability_de: Set(new.comparability.0),
        comparability_en: Set(new.comparability.1),
        frameworks: Set(new.frameworks),
        network_id: Set(None),
        numerator_de: Set(None),
        numerator_en: Set(None),
        denominator_de: Set(None),
        denominator_en: Set(None),
        method_de: Set(None),
        method_en: Set(None),
        source: Set(None),
        lowest: Set(None),
        highest: Set(None),
        counts_persons: Set(false),
        valid_from: Set(None),
        updated_at: Set(Some(work.ctx().now())),
    })
    .await?;
    work.note("indicator", id.to_string(), ChangeAction::Created)
        .await?;
    Ok(id)
}

/// The indicators, by code.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<Node<Indicator>>> {
    let rows = reader.ctx().reference().indicators.all().to_vec();
    let page = in_memory(rows, &list.page, |row| row.code.clone(), Node::new)?;
    reader.follow_page(page, select).await
}
