//! What must hold before a figure over confidential values is shown.
//!
//! Invariant: a network may be stricter than the defaults, and laxer only within bounds that still protect a city.

use crate::{
    error::{Error, Result},
    language::Words,
    membership::coordinator_who_writes,
    mistake::{Fault, Mistakes},
    network::{Network, at},
    policy::Action,
    work::{Work, check_version},
};
use entity::{id::NetworkId, network, scope::ReferenceTable, value::ChangeAction};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::LockType,
};

/// The policy of a network.
///
/// The contributors are cities, so most of this is contract and trust; the smallest number of cases, dominance and the rule
/// of p percent are those of official statistics (Statistische Ämter des Bundes und der Länder: Geheimhaltung; § 16 BStatG).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisclosurePolicy {
    /// Fewest contributing cities besides the reader's.
    pub least_contributors: i32,
    /// Fewest of them for quartiles and median.
    pub least_for_quartiles: i32,
    /// Fewest of them for deciles.
    pub least_for_deciles: i32,
    /// Largest share of the total that one city may have, in percent.
    pub dominance_percent: i32,
    /// How exactly the second largest may be able to estimate the largest, in percent of it.
    pub estimate_percent: i32,
    /// Fewest persons in a figure that counts persons.
    pub least_persons: i32,
    /// To what multiple such figures are rounded.
    pub person_step: i32,
}

impl Default for DisclosurePolicy {
    fn default() -> Self {
        Self {
            least_contributors: 5,
            least_for_quartiles: 8,
            least_for_deciles: 20,
            dominance_percent: 75,
            estimate_percent: 10,
            least_persons: 3,
            person_step: 5,
        }
    }
}

impl DisclosurePolicy {
    /// That of a network.
    #[must_use]
    pub const fn of(network: &Network) -> Self {
        Self {
            least_contributors: network.least_contributors,
            least_for_quartiles: network.least_for_quartiles,
            least_for_deciles: network.least_for_deciles,
            dominance_percent: network.dominance_percent,
            estimate_percent: network.estimate_percent,
            least_persons: network.least_persons,
            person_step: network.person_step,
        }
    }

    /// Notes what lies outside of the bounds.
    pub fn check(&self, mistakes: &mut Mistakes) {
        for (path, value, least, most) in [
            ("leastContributors", self.least_contributors, 3, 100),
            (
                "leastForQuartiles",
                self.least_for_quartiles,
                self.least_contributors,
                200,
            ),
            (
                "leastForDeciles",
                self.least_for_deciles,
                self.least_for_quartiles,
                500,
            ),
            ("dominancePercent", self.dominance_percent, 50, 85),
            ("estimatePercent", self.estimate_percent, 5, 50),
            ("leastPersons", self.least_persons, 3, 100),
            ("personStep", self.person_step, 3, 100),
        ] {
            if !(least..=most).contains(&value) {
                let reason = Words::new(
                    format!("liegt mit {value} nicht zwischen {least} und {most}."),
                    format!("is {value} and not between {least} and {most}."),
                );
                mistakes.note(path, Fault::Invalid, reason);
            }
        }
    }
}

/// Changes the policy of a network. It holds for what is published from then on.
///
/// # Errors
/// `FORBIDDEN` for everybody but administrators of an organisation that coordinates the network, `NOT_FOUND` where there is
/// no such network, `STALE_VERSION`, `BAD_USER_INPUT` for what lies outside of the bounds.
pub async fn change_policy(
    work: &Work<'_>,
    slug: &str,
    expected: i32,
    policy: DisclosurePolicy,
) -> Result<NetworkId> {
    let id = at(work.ctx(), slug)?;
    coordinator_who_writes(work, id, Action::Manage).await?;
    let row = network::Entity::all()
        .filter(network::Column::Id.eq(id.0))
        .lock(LockType::NoKeyUpdate)
        .one(work.connection());
    let row = row.await?.ok_or(Error::NotFound("network"))?;
    check_version(expected, row.revision)?;
    let mut mistakes = Mistakes::default();
    policy.check(&mut mistakes);
    mistakes.finish()?;
    let mut change = row.into_active_model();
    change.least_contributors = Set(policy.least_contributors);
    change.least_for_quartiles = Set(policy.least_for_quartiles);
    change.least_for_deciles = Set(policy.least_for_deciles);
    change.dominance_percent = Set(policy.dominance_percent);
    change.estimate_percent = Set(policy.estimate_percent);
    change.least_persons = Set(policy.least_persons);
    change.person_step = Set(policy.person_step);
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(expected + 1);
    change.update(work.connection()).await?;
    work.note("network", id.to_string(), ChangeAction::Updated)
        .await?;
    Ok(id)
}
