//! Mutations by which the moderator of a ring publishes its comparisons and takes them back.
//!
//! Invariant: a root hands its input to one use case; it contains no rule.

use super::{id, unit::Unit};
use crate::{
    direct::Many,
    value::{Moment, PublicationOutcome, Withheld},
};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use domain::{
    Work,
    benchmark::{self, Published},
    id::{BenchmarkReleaseId, PeerGroupId},
};

/// The comparisons of a ring that are to be published.
#[derive(InputObject)]
pub struct PublishBenchmarksInput {
    /// The ring, by its id.
    pub ring: ID,
    /// The year.
    pub year: i32,
    /// Not shown before this moment.
    pub embargo_until: Option<Moment>,
}

/// A publication that is to be taken back.
#[derive(InputObject)]
pub struct WithdrawBenchmarkInput {
    /// The publication, by its id.
    pub publication: ID,
    /// Why, 1 to 1,000 characters.
    pub reason: String,
}

/// What became of one indicator.
pub struct RingPublication(Published);

/// What became of one indicator.
#[Object(serial)]
impl RingPublication {
    /// Code of the indicator.
    async fn indicator(&self) -> &str {
        &self.0.indicator.code
    }

    /// What became of it.
    async fn outcome(&self) -> PublicationOutcome {
        self.0.outcome.into()
    }

    /// Why it is withheld, or why the last publication stays.
    async fn reason(&self) -> Option<Withheld> {
        self.0.reason.map(Withheld::from)
    }

    /// What readers see from now on, by its id.
    async fn publication_id(&self) -> ID {
        self.0.release.to_string().into()
    }
}

/// What was published.
#[derive(SimpleObject)]
pub struct PublishBenchmarksPayload {
    /// One for each indicator that the members agreed on.
    publications: Many<RingPublication>,
}

/// What was taken back.
#[derive(SimpleObject)]
pub struct WithdrawBenchmarkPayload {
    /// The publication.
    publication_id: ID,
}

/// Comparisons of rings.
#[derive(Default)]
pub struct BenchmarkMutation;

#[Object]
impl BenchmarkMutation {
    /// Publishes the comparisons of a ring for a year, for all indicators that its members agreed on. Confidential values count;
    /// what would give a city away is published as withheld, with the reason, or the last publication stays. For the
    /// moderator of the ring.
    async fn publish_benchmarks(
        &self,
        ctx: &Context<'_>,
        input: PublishBenchmarksInput,
    ) -> Result<PublishBenchmarksPayload> {
        let unit = Unit::new(ctx)?;
        let ring: PeerGroupId = id(ctx, &input.ring)?;
        let (year, embargo) = (input.year, input.embargo_until.map(|moment| moment.0));
        let job = async |work: &Work<'_>| benchmark::publish(work, ring, year, embargo).await;
        let done = unit.write("benchmark.publish", ring, job).await?;
        Ok(PublishBenchmarksPayload {
            publications: done.into_iter().map(RingPublication).collect(),
        })
    }

    /// Takes a publication back, for a reason that is told. For the moderator of the ring.
    async fn withdraw_benchmark(
        &self,
        ctx: &Context<'_>,
        input: WithdrawBenchmarkInput,
    ) -> Result<WithdrawBenchmarkPayload> {
        let unit = Unit::new(ctx)?;
        let release: BenchmarkReleaseId = id(ctx, &input.publication)?;
        let job = async |work: &Work<'_>| benchmark::withdraw(work, release, &input.reason).await;
        unit.write("benchmark.withdraw", release, job).await?;
        Ok(WithdrawBenchmarkPayload {
            publication_id: release.to_string().into(),
        })
    }
}
