//! What counts in the publications of a ring for a year: open values, confidential ones of the members, and what was
//! counted by publications before.
//!
//! Invariant: confidential values are read as the organisation whose they are; an organisation that left is known to be
//! missing.

use super::value::Known;
use crate::{
    disclosure::{Counted, Guard},
    error::Result,
    peer_group::Ring,
    read::{in_texts, in_uuids},
    work::Work,
};
use entity::{
    benchmark_contribution,
    id::{BenchmarkReleaseId, IndicatorId, ObservationId, PeerGroupId, TenantId},
    indicator,
    observation::{Column, Entity, Model},
    scope::{ReferenceTable, ServiceTable, TenantTable},
    value::{ConfStatus, Plausibility, ValueKind, Visibility, Withheld},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, LockType},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// The contributions to one earlier publication.
struct Former {
    indicator: IndicatorId,
    group: PeerGroupId,
    counted: usize,
    values: BTreeMap<ObservationId, f64>,
}

/// What counts.
pub(super) struct Counts {
    ring: PeerGroupId,
    /// By indicator and city, what is known in the open.
    open: HashMap<(IndicatorId, String), Known>,
    /// By indicator and city, the confidential value of a member.
    closed: HashMap<(IndicatorId, String), Model>,
    /// How many confidential values of members are held back until later.
    held_back: HashMap<IndicatorId, usize>,
    former: Vec<Former>,
    whose: HashMap<ObservationId, (TenantId, String)>,
}

impl Counts {
    /// Reads what counts; from here on no other publication of these indicators runs.
    pub(super) async fn gather(work: &Work<'_>, ring: &Ring, year: i32) -> Result<Self> {
        lock(work, ring).await?;
        let mut counts = Self {
            ring: ring.id,
            open: HashMap::new(),
            closed: HashMap::new(),
            held_back: HashMap::new(),
            former: Vec::new(),
            whose: HashMap::new(),
        };
        counts.read_open(work, ring, year).await?;
        let contributions = contributions(work, ring, year).await?;
        let mut tenants: BTreeSet<TenantId> =
            ring.members.iter().map(|member| member.tenant).collect();
        tenants.extend(contributions.iter().map(|row| row.tenant_id));
        let mut revisions: HashMap<ObservationId, f64> = HashMap::new();
        for tenant in tenants {
            work.act_for(tenant).await?;
            let rows = of_year(work, Entity::ever_owned_by(tenant), ring, year);
            for row in rows.all(work.connection()).await? {
                if let Some(value) = row.value {
                    revisions.insert(row.id, value);
                }
                counts.take(work, ring, row);
            }
        }
        work.act_for(ring.tenant).await?;
        counts.former = former(&contributions, &revisions);
        Ok(counts)
    }

    /// What everybody who may read the results may read as well.
    async fn read_open(&mut self, work: &Work<'_>, ring: &Ring, year: i32) -> Result<()> {
        let ags: Vec<&str> = ring
            .members
            .iter()
            .map(|member| member.ags.as_str())
            .collect();
        let mut shown = Condition::any().add(Column::Visibility.eq(Visibility::Public));
        if ring.results_visibility < Visibility::Public {
            let network = Condition::all()
                .add(Column::Visibility.eq(Visibility::Network))
                .add(Column::NetworkId.eq(ring.network.0));
            shown = shown.add(network);
        }
        let now = work.ctx().now();
        let open = Condition::any()
            .add(Column::EmbargoUntil.is_null())
            .add(Column::EmbargoUntil.lte(now));
        let rows = Entity::visible_to(&work.ctx().audience())
            .filter(shown)
            .filter(open);
        let backend = work.ctx().backend();
        let rows = of_year(work, rows, ring, year)
            .filter(in_texts(backend, Expr::col(Column::CityAgs), &ags))
            .order_by_asc(Column::RecordedAt);
        for row in rows.all(work.connection()).await? {
            let own = work.ctx().reference().tenant_of_city(&row.city_ags);
            let is_own = own.is_some_and(|own| own.id == row.tenant_id);
            let known = Known::of(row.value, row.obs_status);
            let entry = self.open.entry((row.indicator_id, row.city_ags));
            // What a city says of itself counts before what others say of it, then what was entered last.
            match is_own {
                true => {
                    entry.insert_entry(known);
                }
                false => {
                    entry.or_insert(known);
                }
            }
        }
        Ok(())
    }

    /// A confidential value of a member, if it is one that holds and may count.
    fn take(&mut self, work: &Work<'_>, ring: &Ring, row: Model) {
        let is_member = ring
            .members
            .iter()
            .any(|member| member.tenant == row.tenant_id && member.ags == row.city_ags);
        let is_current = row.superseded_at.is_none() && row.plausibility != Plausibility::Contested;
        if !is_member || !is_current || row.conf_status != ConfStatus::Confidential {
            return;
        }
        if row
            .embargo_until
            .is_some_and(|until| until > work.ctx().now())
        {
            *self.held_back.entry(row.indicator_id).or_default() += 1;
            return;
        }
        work.ctx()
            .witness(row.tenant_id, row.visibility, || row.id.to_string());
        self.whose
            .insert(row.id, (row.tenant_id, row.city_ags.clone()));
        self.closed
            .insert((row.indicator_id, row.city_ags.clone()), row);
    }

    /// The confidential values of an indicator.
    pub(super) fn offered(&self, indicator: IndicatorId) -> BTreeMap<ObservationId, f64> {
        let rows = self.closed.iter().filter(|((of, _), _)| *of == indicator);
        let values = rows.filter_map(|(_, row)| {
            let counted = Known::of(row.value, row.obs_status).counted()?;
            Some((row.id, counted))
        });
        values.collect()
    }

    /// What earlier publications of an indicator counted.
    pub(super) fn before(&self, indicator: IndicatorId) -> Vec<Counted<ObservationId>> {
        let former = self
            .former
            .iter()
            .filter(|former| former.indicator == indicator);
        let counted = former.map(|former| Counted {
            lost: former.counted.saturating_sub(former.values.len()),
            values: former.values.clone(),
            is_of_same_ring: former.group == self.ring,
        });
        counted.collect()
    }

    /// What is known of each city: its confidential value before what is known in the open.
    pub(super) fn known(&self, indicator: IndicatorId) -> Vec<Known> {
        let closed = self.closed.iter().filter(|((of, _), _)| *of == indicator);
        let open = self.open.iter().filter(|((of, ags), _)| {
            *of == indicator && !self.closed.contains_key(&(indicator, ags.clone()))
        });
        closed
            .map(|(_, row)| Known::of(row.value, row.obs_status))
            .chain(open.map(|(_, known)| *known))
            .collect()
    }

    /// Whose value it is.
    pub(super) fn whose(&self, id: ObservationId) -> Option<(TenantId, &str)> {
        let (tenant, ags) = self.whose.get(&id)?;
        Some((*tenant, ags))
    }

    /// Too few values are a matter of time where enough of them are only held back.
    pub(super) fn reason(
        &self,
        indicator: IndicatorId,
        guard: &Guard,
        reason: Withheld,
    ) -> Withheld {
        let later = self.held_back.get(&indicator).copied().unwrap_or(0);
        let enough = usize::try_from(guard.policy.least_contributors).unwrap_or(usize::MAX);
        let all = self.offered(indicator).len() + later;
        match reason {
            Withheld::MinContributors if later > 0 && all > enough => Withheld::Embargo,
            reason => reason,
        }
    }
}

/// One publication of an indicator at a time, whoever's ring it is: the guard has to know all that came before.
async fn lock(work: &Work<'_>, ring: &Ring) -> Result<()> {
    let ids: Vec<Uuid> = ring.indicators.iter().map(|id| id.0).collect();
    let rows = indicator::Entity::all()
        .filter(in_uuids(
            work.ctx().backend(),
            Expr::col(indicator::Column::Id),
            &ids,
        ))
        .order_by_asc(indicator::Column::Id)
        .lock(LockType::NoKeyUpdate);
    rows.all(work.connection()).await?;
    Ok(())
}

/// Measured values of the ring's indicators in a year.
fn of_year(work: &Work<'_>, rows: Select<Entity>, ring: &Ring, year: i32) -> Select<Entity> {
    let ids: Vec<Uuid> = ring.indicators.iter().map(|id| id.0).collect();
    rows.filter(in_uuids(
        work.ctx().backend(),
        Expr::col(Column::IndicatorId),
        &ids,
    ))
    .filter(Column::ValueKind.eq(ValueKind::Measured))
    .filter(Column::Year.eq(year))
}

async fn contributions(
    work: &Work<'_>,
    ring: &Ring,
    year: i32,
) -> Result<Vec<benchmark_contribution::Model>> {
    use benchmark_contribution::{Column, Entity};
    work.act_as_index().await?;
    let ids: Vec<Uuid> = ring.indicators.iter().map(|id| id.0).collect();
    let rows = Entity::of_everybody()
        .filter(in_uuids(
            work.ctx().backend(),
            Expr::col(Column::IndicatorId),
            &ids,
        ))
        .filter(Column::Year.eq(year));
    Ok(rows.all(work.connection()).await?)
}

fn former(
    contributions: &[benchmark_contribution::Model],
    revisions: &HashMap<ObservationId, f64>,
) -> Vec<Former> {
    let mut former: BTreeMap<BenchmarkReleaseId, Former> = BTreeMap::new();
    for row in contributions {
        let of = former.entry(row.release_id).or_insert_with(|| Former {
            indicator: row.indicator_id,
            group: row.group_id,
            counted: usize::try_from(row.counted).unwrap_or(usize::MAX),
            values: BTreeMap::new(),
        });
        if let Some(value) = revisions.get(&row.observation_id) {
            of.values.insert(row.observation_id, *value);
        }
    }
    former.into_values().collect()
}
