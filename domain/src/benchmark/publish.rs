//! Publishing the comparisons of a ring for a year.
//!
//! The members agreed to what is compared, entered their values and settled doubts; now the moderator publishes, once for all
//! readers. Whoever's confidential value counts is remembered, so that the guard knows what was counted before. A comparison
//! that was published stays as it is, also when values are corrected or members leave, until a newer one can take its place
//! without giving anybody away.
//!
//! Invariant: confidential values are read as the organisation whose they are, one after the other; nobody sees all of
//! them, and no publication of an indicator runs beside another.

use super::{Distribution, counted::Counts, value::Known};
use crate::{
    disclosure::{DisclosurePolicy, Guard},
    error::{Error, Result},
    indicator::Indicator,
    named_reader::{self, Subject},
    peer_group::{self, Ring},
    policy::{Action, Facts},
    release::Release,
    statistic::Summary,
    work::Work,
};
use chrono::{DateTime, Utc};
use entity::{
    benchmark_contribution, benchmark_release,
    benchmark_release::{Column, Entity, Model},
    id::{BenchmarkContributionId, BenchmarkReleaseId, ObservationId, PeerGroupId, TenantId},
    scope::TenantTable,
    value::{ChangeAction, Withheld},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, Set};
use std::{collections::BTreeMap, sync::Arc};

/// What became of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was published.
    Published,
    /// Nothing had changed since the last publication.
    Unchanged,
    /// A newer one would give somebody away, so the last one stays.
    Kept,
    /// It is published as withheld: nothing but the reason is shown.
    Withheld,
}

impl Outcome {
    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Published => "PUBLISHED",
            Self::Unchanged => "UNCHANGED",
            Self::Kept => "KEPT",
            Self::Withheld => "WITHHELD",
        }
    }
}

/// The publication of one indicator.
#[derive(Clone, Debug)]
pub struct Published {
    /// The indicator.
    pub indicator: Arc<Indicator>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it is withheld, or why the last one stays.
    pub reason: Option<Withheld>,
    /// What readers see from now on.
    pub release: BenchmarkReleaseId,
}

/// Publishes the comparisons of a ring for a year, for all indicators that its members agreed on.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN` for everybody but its moderator with the right to publish.
pub async fn publish(
    work: &Work<'_>,
    id: PeerGroupId,
    year: i32,
    embargo_until: Option<DateTime<Utc>>,
) -> Result<Vec<Published>> {
    work.ctx().member_who_may(Action::Publish)?;
    let ring = peer_group::ring(work, id).await?;
    let counts = Counts::gather(work, &ring, year).await?;
    let standing = standing(work, &ring, year).await?;
    let release = Release {
        visibility: ring.results_visibility,
        embargo_until,
    };
    let mut done = Vec::with_capacity(ring.indicators.len());
    for indicator in &ring.indicators {
        let known = work.ctx().reference().indicators.find(indicator).cloned();
        let Some(indicator) = known else {
            continue;
        };
        let before = standing
            .iter()
            .filter(|row| row.indicator_id == indicator.id)
            .collect();
        let press = Press {
            work,
            ring: &ring,
            indicator,
            year,
            release,
            before,
        };
        done.push(press.run(&counts).await?);
    }
    Ok(done)
}

/// All publications of a ring for a year, those that were replaced too.
async fn standing(work: &Work<'_>, ring: &Ring, year: i32) -> Result<Vec<Model>> {
    let rows = Entity::ever_owned_by(ring.tenant)
        .filter(Column::GroupId.eq(ring.id.0))
        .filter(Column::Year.eq(year));
    Ok(rows.all(work.connection()).await?)
}

/// What publishes one indicator.
struct Press<'a> {
    work: &'a Work<'a>,
    ring: &'a Ring,
    indicator: Arc<Indicator>,
    year: i32,
    release: Release,
    before: Vec<&'a Model>,
}

impl Press<'_> {
    async fn run(&self, counts: &Counts) -> Result<Published> {
        let network = self
            .work
            .ctx()
            .reference()
            .networks
            .find(&self.ring.network)
            .cloned();
        let network = network.ok_or(Error::NotFound("network"))?;
        let guard = Guard {
            policy: DisclosurePolicy::of(&network),
            counts_persons: self.indicator.counts_persons,
        };
        let offered = counts.offered(self.indicator.id);
        let refused = guard.refuses(&offered, &counts.before(self.indicator.id));
        let refused = refused.map(|reason| counts.reason(self.indicator.id, &guard, reason));
        let live = self.before.iter().find(|row| row.deleted_at.is_none());
        let shown = match refused {
            Some(reason) => Distribution::refused(self.ring.members.len(), reason),
            None => self.distribution(counts).guarded(&guard, offered.len()),
        };
        match (live, refused) {
            (Some(live), Some(reason)) if live.withheld.is_none() => {
                Ok(self.done(Outcome::Kept, Some(reason), live.id))
            }
            (Some(live), _) if is_same(live, &shown) => {
                Ok(self.done(Outcome::Unchanged, live.withheld, live.id))
            }
            _ => {
                if let Some(live) = live {
                    retire(self.work, (*live).clone(), None).await?;
                }
                let id = self.write(&shown).await?;
                match refused {
                    Some(reason) => Ok(self.done(Outcome::Withheld, Some(reason), id)),
                    None => {
                        self.remember(id, counts, &offered).await?;
                        Ok(self.done(Outcome::Published, None, id))
                    }
                }
            }
        }
    }

    fn done(
        &self,
        outcome: Outcome,
        reason: Option<Withheld>,
        release: BenchmarkReleaseId,
    ) -> Published {
        Published {
            indicator: Arc::clone(&self.indicator),
            outcome,
            reason,
            release,
        }
    }

    fn distribution(&self, counts: &Counts) -> Distribution {
        let known = counts.known(self.indicator.id);
        let values: Vec<f64> = known.iter().filter_map(|known| known.counted()).collect();
        let cities = self.ring.members.len();
        let not_applicable = known
            .iter()
            .filter(|known| **known == Known::NotApplicable)
            .count();
        Distribution {
            cities,
            not_applicable,
            missing: cities.saturating_sub(values.len() + not_applicable),
            ..Distribution::of(Summary::of(&values))
        }
    }

    async fn write(&self, shown: &Distribution) -> Result<BenchmarkReleaseId> {
        let (work, ring) = (self.work, self.ring);
        let id = BenchmarkReleaseId(Work::new_id());
        let number = self.before.iter().map(|row| row.number).max().unwrap_or(0) + 1;
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        work.insert(benchmark_release::ActiveModel {
            id: Set(id),
            tenant_id: Set(ring.tenant),
            network_id: Set(ring.network),
            group_id: Set(ring.id),
            indicator_id: Set(self.indicator.id),
            year: Set(self.year),
            number: Set(number),
            method_version: Set(self.indicator.version),
            cities: Set(count(shown.cities)),
            not_applicable: Set(count(shown.not_applicable)),
            contributors: Set(count(shown.contributors)),
            n: Set(count(shown.n)),
            mean: Set(shown.mean),
            sd: Set(shown.sd),
            median: Set(shown.median),
            q1: Set(shown.q1),
            q3: Set(shown.q3),
            least: Set(shown.min),
            most: Set(shown.max),
            deciles: Set(shown.stored_deciles()),
            withheld: Set(shown.withheld),
            quartiles_withheld: Set(shown.quartiles_withheld),
            deciles_withheld: Set(shown.deciles_withheld),
            extremes_withheld: Set(shown.extremes_withheld),
            visibility: Set(self.release.visibility),
            embargo_until: Set(self.release.embargo_until),
            deleted_at: Set(None),
            withdrawn_because: Set(None),
            published_at: Set(work.ctx().now()),
        })
        .await?;
        let subject = Subject {
            tenant: ring.tenant,
            id: id.0,
            release: self.release,
        };
        let members = ring.members.iter().map(|member| member.tenant);
        let members = members.filter(|member| *member != ring.tenant).collect();
        named_reader::keep(work, &subject, &members, None).await?;
        work.made(id);
        let facts = self.release.facts(ring.tenant, Some(ring.network));
        work.note_content(id, ChangeAction::Created, None, Some(&facts))
            .await?;
        Ok(id)
    }

    /// Whose confidential values count: kept with each city's own rows.
    async fn remember(
        &self,
        release: BenchmarkReleaseId,
        counts: &Counts,
        offered: &BTreeMap<ObservationId, f64>,
    ) -> Result<()> {
        let counted = i32::try_from(offered.len()).unwrap_or(i32::MAX);
        let mut of_tenant: BTreeMap<TenantId, Vec<benchmark_contribution::ActiveModel>> =
            BTreeMap::new();
        for id in offered.keys() {
            let Some((tenant, ags)) = counts.whose(*id) else {
                continue;
            };
            let row = benchmark_contribution::ActiveModel {
                id: Set(BenchmarkContributionId(Work::new_id())),
                tenant_id: Set(tenant),
                release_id: Set(release),
                group_id: Set(self.ring.id),
                counted: Set(counted),
                indicator_id: Set(self.indicator.id),
                year: Set(self.year),
                city_ags: Set(ags.to_owned()),
                observation_id: Set(*id),
            };
            of_tenant.entry(tenant).or_default().push(row);
        }
        for (tenant, rows) in of_tenant {
            self.work.act_for(tenant).await?;
            self.work.insert_all(rows).await?;
        }
        self.work.act_for(self.ring.tenant).await
    }
}

/// Whether a newer publication would say the same.
fn is_same(live: &Model, shown: &Distribution) -> bool {
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    live.withheld == shown.withheld
        && (live.cities, live.not_applicable, live.contributors, live.n)
            == (
                count(shown.cities),
                count(shown.not_applicable),
                count(shown.contributors),
                count(shown.n),
            )
        && (live.mean, live.sd, live.median, live.q1, live.q3)
            == (shown.mean, shown.sd, shown.median, shown.q1, shown.q3)
        && (live.least, live.most, &live.deciles) == (shown.min, shown.max, &shown.stored_deciles())
}

/// Takes a publication back, for a reason that is told. What counted in it stays remembered.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `BAD_USER_INPUT` without a reason.
pub async fn withdraw(work: &Work<'_>, id: BenchmarkReleaseId, reason: &str) -> Result<()> {
    let row = work.own_row::<Entity>(id, Action::Publish, false).await?;
    let mut mistakes = crate::mistake::Mistakes::default();
    mistakes.text("reason", reason, 1_000);
    mistakes.finish()?;
    retire(work, row, Some(reason.to_owned())).await
}

/// What the policy needs to know of a publication.
pub(crate) const fn facts(row: &Model) -> Facts {
    let release = Release {
        visibility: row.visibility,
        embargo_until: row.embargo_until,
    };
    release.facts(row.tenant_id, Some(row.network_id))
}

async fn retire(work: &Work<'_>, row: Model, because: Option<String>) -> Result<()> {
    let (id, facts) = (row.id, facts(&row));
    let mut change = row.into_active_model();
    change.deleted_at = Set(Some(work.ctx().now()));
    change.withdrawn_because = Set(because);
    change.update(work.connection()).await?;
    work.note_content(id, ChangeAction::Deleted, Some(&facts), None)
        .await
}
