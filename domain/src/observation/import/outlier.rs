//! Values that are unusual: against the municipality's own years, and against cities of its size.
//!
//! The rules: a value is unusual where it is further from the median of the other years, at least four, than five times the
//! median distance from it (MAD); and where it is outside of q1 − 3·IQR … q3 + 3·IQR of at least eight cities of the same
//! size class in the same year, as far as the caller may read them. Quartiles are those of linear interpolation.
//!
//! Invariant: an unusual value is told and never refused; what is told of others are values that the caller may read.

use super::{
    column::Column,
    compare::{Compared, Entry},
    report::{Findings, Level},
};
use crate::{
    error::Result,
    language::Words,
    read::{in_texts, in_uuids},
    reference::classification::SizeClass,
    work::Work,
};
use entity::{
    id::IndicatorId,
    observation::{Column as Stored, Entity},
    scope::TenantTable,
    value::ValueKind,
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, sea_query::Expr};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// Fewest other years, and fewest other cities.
const FEWEST_YEARS: usize = 4;
const FEWEST_CITIES: usize = 8;
/// How many distances are still usual.
const MOST_DISTANCES: f64 = 5.0;
const MOST_RANGES: f64 = 3.0;
/// Most values of others that are looked at.
const MOST_PEERS: u64 = 100_000;

/// Values of others by indicator and year.
type Peers = HashMap<(IndicatorId, i32), Vec<f64>>;

/// Looks for unusual values: one statement.
pub(super) async fn look(
    work: &Work<'_>,
    compared: &Compared,
    findings: &mut Findings,
) -> Result<()> {
    let measured = || {
        let entries = compared.entries.iter();
        entries.filter(|entry| entry.kind == ValueKind::Measured && entry.figure.value.is_some())
    };
    if measured().next().is_none() {
        return Ok(());
    }
    let own = own_years(compared);
    let peers = peers(work, compared).await?;
    for entry in measured() {
        let Some(value) = entry.figure.value else {
            continue;
        };
        if let Some(text) = against_years(entry, value, &own) {
            tell(compared, entry, text, findings);
        }
        if let Some(text) = against_cities(entry, value, &peers) {
            tell(compared, entry, text, findings);
        }
    }
    Ok(())
}

fn tell(compared: &Compared, entry: &Entry, text: Words, findings: &mut Findings) {
    let rows = &compared.table.rows;
    let row = rows.binary_search_by_key(&entry.row, |row| row.number).ok();
    let cell = row.and_then(|at| compared.table.cell(rows.get(at)?, Column::Value));
    match cell {
        Some(cell) => findings.cell(Level::Warning, entry.row, cell, text),
        None => findings.row(Level::Warning, entry.row, None, text),
    }
}

/// The own values by year: those stored, and those of the file in their place.
fn own_years(compared: &Compared) -> HashMap<IndicatorId, BTreeMap<i32, f64>> {
    let mut years: HashMap<IndicatorId, BTreeMap<i32, f64>> = HashMap::new();
    let stored = compared.stored.iter();
    let stored = stored.filter(|row| row.value_kind == ValueKind::Measured);
    let stored = stored.filter_map(|row| Some((row.indicator_id, row.year, row.value?)));
    let new = compared.entries.iter();
    let new = new.filter(|entry| entry.kind == ValueKind::Measured);
    let new = new.filter_map(|one| Some((one.indicator.id, one.year, one.figure.value?)));
    for (indicator, year, value) in stored.chain(new) {
        years.entry(indicator).or_default().insert(year, value);
    }
    years
}

fn against_years(
    entry: &Entry,
    value: f64,
    own: &HashMap<IndicatorId, BTreeMap<i32, f64>>,
) -> Option<Words> {
    let years = own.get(&entry.indicator.id)?.iter();
    let others: Vec<f64> = years
        .filter(|(year, _)| **year != entry.year)
        .map(|(_, value)| *value)
        .collect();
    if others.len() < FEWEST_YEARS {
        return None;
    }
    let middle = quantile(&others, 0.5)?;
    let distances: Vec<f64> = others.iter().map(|other| (other - middle).abs()).collect();
    let usual = quantile(&distances, 0.5)?;
    let is_unusual = usual > 0.0 && (value - middle).abs() > MOST_DISTANCES * usual;
    is_unusual.then(|| {
        let (years, shown) = (others.len(), shown(entry, middle));
        Words::new(
            format!("Ungewöhnlich gegenüber Ihren anderen {years} Jahren, deren Median {shown} ist. Ein Tippfehler, oder eine andere Einheit?"),
            format!("Unusual against your other {years} years, whose median is {shown}. A slip, or another unit?"),
        )
    })
}

fn against_cities(entry: &Entry, value: f64, peers: &Peers) -> Option<Words> {
    let others = peers.get(&(entry.indicator.id, entry.year))?;
    if others.len() < FEWEST_CITIES {
        return None;
    }
    let (low, high) = (quantile(others, 0.25)?, quantile(others, 0.75)?);
    let reach = MOST_RANGES * (high - low);
    let is_unusual = value < low - reach || value > high + reach;
    is_unusual.then(|| {
        let (n, low, high) = (others.len(), shown(entry, low), shown(entry, high));
        Words::new(
            format!("Ungewöhnlich gegenüber {n} Städten Ihrer Größe, von denen die mittlere Hälfte zwischen {low} und {high} liegt. Ein Tippfehler, oder eine andere Einheit?"),
            format!("Unusual against {n} cities of your size, the middle half of which is between {low} and {high}. A slip, or another unit?"),
        )
    })
}

fn shown(entry: &Entry, value: f64) -> String {
    let places = usize::try_from(entry.indicator.decimals).unwrap_or(0);
    format!("{value:.places$}")
}

/// Values of other cities of the same size class that the caller may read.
async fn peers(work: &Work<'_>, compared: &Compared) -> Result<Peers> {
    let ctx = work.ctx();
    let reference = ctx.reference();
    let size = |population: Option<i32>| population.map(SizeClass::of);
    let own = reference.cities.find(compared.owner.1.as_str());
    let own_size = own.and_then(|city| size(city.population));
    let cities: Vec<&str> = reference
        .tenant_cities()
        .filter(|city| city.ags != compared.owner.1 && size(city.population) == own_size)
        .map(|city| city.ags.as_str())
        .collect();
    let entries = compared.entries.iter();
    let ids: BTreeSet<Uuid> = entries.map(|entry| entry.indicator.id.0).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let years: BTreeSet<i32> = compared.entries.iter().map(|entry| entry.year).collect();
    let (Some(first), Some(last)) = (years.first(), years.last()) else {
        return Ok(Peers::new());
    };
    let backend = ctx.backend();
    let rows = Entity::visible_to(&ctx.audience())
        .select_only()
        .columns([Stored::IndicatorId, Stored::Year, Stored::Value])
        .filter(Stored::ValueKind.eq(ValueKind::Measured))
        .filter(Stored::Value.is_not_null())
        .filter(Stored::Year.between(*first, *last))
        .filter(in_uuids(backend, Expr::col(Stored::IndicatorId), &ids))
        .filter(in_texts(backend, Expr::col(Stored::CityAgs), &cities))
        .limit(MOST_PEERS)
        .into_tuple::<(IndicatorId, i32, f64)>()
        .all(work.connection())
        .await?;
    let mut peers = Peers::new();
    for (indicator, year, value) in rows {
        peers.entry((indicator, year)).or_default().push(value);
    }
    Ok(peers)
}

/// The value below which a share of the others lies, by linear interpolation.
fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = share * (sorted.len().checked_sub(1)? as f64);
    let below = sorted.get(place.floor() as usize)?;
    let above = sorted.get(place.ceil() as usize)?;
    Some(below + (above - below) * place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_interpolated() {
        for (values, share, expected) in [
            (vec![3.0, 1.0, 2.0], 0.5, 2.0),
            (vec![1.0, 2.0, 3.0, 4.0], 0.25, 1.75),
            (vec![1.0, 2.0, 3.0, 4.0], 0.5, 2.5),
            (vec![7.0], 0.75, 7.0),
        ] {
            assert!(quantile(&values, share).is_some_and(|found| (found - expected).abs() < 1e-12));
        }
        assert_eq!(quantile(&[], 0.5), None);
    }
}
