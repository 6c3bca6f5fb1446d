//! What must hold before a figure over confidential values is shown.
//!
//! Invariant: what is shown is what the guard goes by.

use async_graphql::{InputObject, SimpleObject};
use domain::disclosure::DisclosurePolicy as DomainPolicy;

/// What must hold before a figure over confidential values of cities is shown. The smallest number of cases, dominance and the
/// rule of p percent are those of official statistics.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct DisclosurePolicy {
    /// Fewest cities, besides the reader's, whose confidential values a figure is made of: 3 to 100.
    pub least_contributors: i32,
    /// Fewest of them for quartiles and median: not fewer than for any figure, up to 200.
    pub least_for_quartiles: i32,
    /// Fewest of them for deciles: not fewer than for quartiles, up to 500.
    pub least_for_deciles: i32,
    /// Largest share of the total that one of them may have, in percent: 50 to 85.
    pub dominance_percent: i32,
    /// How exactly the second largest may be able to estimate the largest, in percent of it: 5 to 50.
    pub estimate_percent: i32,
    /// Fewest persons in a figure that counts persons: 3 to 100.
    pub least_persons: i32,
    /// To what multiple such figures are rounded: 3 to 100.
    pub person_step: i32,
}

/// Other rules for figures over confidential values of cities.
#[derive(InputObject)]
pub struct DisclosurePolicyInput {
    /// Fewest cities, besides the reader's, whose confidential values a figure is made of: 3 to 100.
    pub least_contributors: i32,
    /// Fewest of them for quartiles and median: not fewer than for any figure, up to 200.
    pub least_for_quartiles: i32,
    /// Fewest of them for deciles: not fewer than for quartiles, up to 500.
    pub least_for_deciles: i32,
    /// Largest share of the total that one of them may have, in percent: 50 to 85.
    pub dominance_percent: i32,
    /// How exactly the second largest may be able to estimate the largest, in percent of it: 5 to 50.
    pub estimate_percent: i32,
    /// Fewest persons in a figure that counts persons: 3 to 100.
    pub least_persons: i32,
    /// To what multiple such figures are rounded: 3 to 100.
    pub person_step: i32,
}

impl From<DomainPolicy> for DisclosurePolicy {
    fn from(of: DomainPolicy) -> Self {
        Self {
            least_contributors: of.least_contributors,
            least_for_quartiles: of.least_for_quartiles,
            least_for_deciles: of.least_for_deciles,
            dominance_percent: of.dominance_percent,
            estimate_percent: of.estimate_percent,
            least_persons: of.least_persons,
            person_step: of.person_step,
        }
    }
}

impl From<DisclosurePolicyInput> for DomainPolicy {
    fn from(of: DisclosurePolicyInput) -> Self {
        Self {
            least_contributors: of.least_contributors,
            least_for_quartiles: of.least_for_quartiles,
            least_for_deciles: of.least_for_deciles,
            dominance_percent: of.dominance_percent,
            estimate_percent: of.estimate_percent,
            least_persons: of.least_persons,
            person_step: of.person_step,
        }
    }
}
