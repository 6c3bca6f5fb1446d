//! Weights are fitted again to what coordinators have decided, with a report of what would change.
//!
//! Invariant: only decisions of the caller's own organisation take part, about pairs that the caller may read now; a dry
//! run changes nothing, and weights are only replaced that are still those that the report compares with.

use super::{counting, held, named, note, number_in_use, own_in_use, use_nothing, written};
use crate::{
    ctx::Ctx,
    error::{Error, Result},
    language::Words,
    membership,
    policy::Action,
    search_index::{Eyes, Searcher, State},
    similar_project::{label, rounded},
    similarity::{
        index::Key,
        learn::{Decision, Measured, Outcome, learn},
        query::Subject,
        similar::{Feature, Weights, pair},
    },
    work::Work,
};
use entity::{
    id::{NetworkId, SimilarityWeightsId, TenantId},
    scope::OwnTable,
    similarity_decision::{self, Column, Entity},
    similarity_weights::ActiveModel,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, Set};

/// The name of the action in the audit log.
const ACTION: &str = "similarity.refit";
/// So many decisions at most are learnt from, the newest ones.
const MOST: u64 = 2_000;
/// So many pairs are compared at a time, so that other searches get their turn.
const AT_ONCE: usize = 50;

/// What came of fitting the weights again.
#[derive(Clone, Debug)]
pub struct Refit {
    /// How it ended.
    pub outcome: RefitOutcome,
    /// How many accepted pairs took part.
    pub accepted: usize,
    /// How many declined ones.
    pub declined: usize,
    /// How many decisions did not, since the caller may not read both projects now, or one was retired.
    pub left_out: usize,
    /// The chance that an accepted pair stands above a declined one, by the weights in use; none with too few decisions.
    pub area_before: Option<f64>,
    /// The same by weights that were learnt without the pair in question.
    pub area_after: Option<f64>,
    /// Each feature with what it weighs and what it would weigh.
    pub weights: Vec<WeightChange>,
}

macro_rules! outcomes {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// How fitting the weights again ended.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum RefitOutcome { $($(#[$doc])* $name,)* }

        impl RefitOutcome {
            /// The word for it in both interfaces.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }
        }
    };
}

outcomes! {
    /// Too few decisions, or nearly all alike: the weights stay.
    TooFew = "TOO_FEW",
    /// Other weights would not rank the pairs noticeably better: the weights stay.
    NoGain = "NO_GAIN",
    /// There are better weights.
    Learnt = "LEARNT",
}

/// What a feature weighs before and after.
#[derive(Clone, Debug)]
pub struct WeightChange {
    /// The stable name of the feature.
    pub name: &'static str,
    /// Its name for readers.
    pub label: Words,
    /// What it weighs in the version in use.
    pub before: f64,
    /// What it would weigh, or weighs now.
    pub after: f64,
}

/// What was learnt, before it is kept.
struct Learnt {
    report: Refit,
    /// The number of the version that it was compared with.
    number: i32,
    better: Option<(Weights, Measured)>,
}

/// Fits the weights of a network to the decisions of the organisation that coordinates it, and takes them into use where
/// they are better; a dry run only tells.
///
/// # Errors
/// `FORBIDDEN` for whoever does not coordinate the network today or does not manage the organisation that does, `CONFLICT`
/// where somebody changed the weights meanwhile.
pub async fn refit(ctx: &Ctx, network: NetworkId, is_dry_run: bool) -> Result<Refit> {
    let learnt = ctx.prepare(ACTION, network, learnt(ctx, network)).await?;
    if !is_dry_run {
        let keep = async |work: &Work<'_>| keep(work, network, &learnt).await;
        ctx.write(ACTION, network, keep).await?;
    }
    Ok(learnt.report)
}

async fn learnt(ctx: &Ctx, network: NetworkId) -> Result<Learnt> {
    let tenant = membership::coordinator(ctx, network, Action::Manage).await?;
    let searcher = ctx.searcher().await?;
    let rows = decisions(ctx, tenant, network).await?;
    let decided = rows.len();
    let examples = examples(&searcher, rows).await?;
    let in_use = counting(ctx, Some(network));
    let number = own_in_use(ctx.reference(), network).map_or(0, |row| row.number);
    let accepted = examples.iter().filter(|one| one.is_accepted).count();
    let (declined, left_out) = (examples.len() - accepted, decided - examples.len());
    let outcome = searcher.ask(move |_, _| learn(&examples, &in_use, &Weights::shipped()));
    let (outcome, measured, better) = match outcome.await? {
        Outcome::TooFew => (RefitOutcome::TooFew, None, None),
        Outcome::NoGain(measured) => (RefitOutcome::NoGain, Some(measured), None),
        Outcome::Learnt { weights, measured } => {
            let better = Some((weights, measured));
            (RefitOutcome::Learnt, Some(measured), better)
        }
    };
    let after = better.map_or(in_use, |(weights, _)| weights);
    let report = Refit {
        outcome,
        accepted,
        declined,
        left_out,
        area_before: measured.map(|measured| rounded(measured.before)),
        area_after: measured.map(|measured| rounded(measured.after)),
        weights: changes(&in_use, &after),
    };
    Ok(Learnt {
        report,
        number,
        better,
    })
}

fn changes(before: &Weights, after: &Weights) -> Vec<WeightChange> {
    let all = named(before).map(|(feature, weight)| WeightChange {
        name: feature.name(),
        label: label(feature),
        before: rounded(weight),
        after: rounded(after.of(feature)),
    });
    all.collect()
}

/// The decisions of an organisation, the newest first.
async fn decisions(
    ctx: &Ctx,
    tenant: TenantId,
    network: NetworkId,
) -> Result<Vec<similarity_decision::Model>> {
    let rows = Entity::of(tenant)
        .filter(Column::NetworkId.eq(network.0))
        .order_by_desc(Column::Id)
        .limit(MOST);
    ctx.records(rows).await
}

/// How alike the projects of each pair are, as far as the caller may read both.
async fn examples(
    searcher: &Searcher,
    rows: Vec<similarity_decision::Model>,
) -> Result<Vec<Decision>> {
    let mut examples = Vec::with_capacity(rows.len());
    for some in rows.chunks(AT_ONCE) {
        let some = some.to_vec();
        let found = searcher.ask(move |state, eyes| {
            let found = some.iter().filter_map(|row| example(state, eyes, row));
            found.collect::<Vec<_>>()
        });
        examples.extend(found.await?);
    }
    Ok(examples)
}

fn example(state: &State, eyes: &Eyes, row: &similarity_decision::Model) -> Option<Decision> {
    let is_readable = |key: Key| {
        let facts = state.index.facts(key);
        facts.is_some_and(|facts| state.shows(eyes, &facts))
    };
    let (project, other) = (row.project_id.0.as_u128(), row.other_id.0.as_u128());
    if !is_readable(project) || !is_readable(other) {
        return None;
    }
    let subject = Subject::of_document(&state.index, project)?;
    let mut values = pair(&state.index, &subject, other)?;
    // What a language model weighs is said by whoever runs it, and not learnt.
    values.set(Feature::Meaning, 0.0);
    Some(Decision {
        values,
        is_accepted: row.is_accepted,
    })
}

/// Takes what was learnt into use as the next version.
async fn keep(work: &Work<'_>, network: NetworkId, learnt: &Learnt) -> Result<()> {
    membership::coordinator_who_writes(work, network, Action::Manage).await?;
    let rows = held(work, network).await?;
    if number_in_use(&rows) != learnt.number {
        return Err(Error::Conflict(Words::new(
            "Die Gewichte dieses Netzes wurden inzwischen geändert; bitte erneut ansehen, was sich ändern würde.",
            "The weights of this network were changed meanwhile; please look again at what would change.",
        )));
    }
    let Some((weights, measured)) = learnt.better else {
        return Ok(());
    };
    use_nothing(work, network).await?;
    let id = SimilarityWeightsId(Work::new_id());
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    work.insert(ActiveModel {
        id: Set(id),
        network_id: Set(network),
        number: Set(rows.first().map_or(1, |newest| newest.number + 1)),
        weights: Set(written(&weights)?),
        accepted: Set(count(learnt.report.accepted)),
        declined: Set(count(learnt.report.declined)),
        area_before: Set(measured.before),
        area_after: Set(measured.after),
        created_at: Set(work.ctx().now()),
        in_use_since: Set(Some(work.ctx().now())),
    })
    .await?;
    work.made(id);
    note(work, network).await
}
