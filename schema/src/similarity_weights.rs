//! What the features of similarity weigh in a network, and what came of fitting the weights again.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    direct::Many,
    language::{Locale, chosen},
    value::Moment,
};
use async_graphql::{Context, Enum, Object};
use domain::similarity_weights::{
    FeatureWeight, Refit, RefitOutcome, SimilarityWeights as DomainWeights, WeightChange,
};

/// What the features of similarity weigh in a network, in one version.
pub struct SimilarityWeights(pub(crate) DomainWeights);

/// What the features of similarity weigh in a network, in one version.
#[Object(serial)]
impl SimilarityWeights {
    /// Number of the version in its network; 0 is the one that is shipped with the service.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// Whether projects of the network are compared by it now.
    async fn is_in_use(&self) -> bool {
        self.0.is_in_use
    }

    /// Since when; null where it is not in use, and for the version that is shipped.
    async fn in_use_since(&self) -> Option<Moment> {
        self.0.in_use_since.map(Moment)
    }

    /// What each feature weighs; together they weigh 1.
    async fn weights(&self) -> Many<SimilarityWeight> {
        let weights = self.0.weights.iter().cloned();
        weights.map(SimilarityWeight).collect()
    }

    /// When it was learnt; null for the version that is shipped.
    async fn learnt_at(&self) -> Option<Moment> {
        self.0.learning.map(|learning| Moment(learning.at))
    }

    /// From how many pairs that coordinators accepted it was learnt; null for the version that is shipped.
    async fn accepted(&self) -> Option<i32> {
        self.0.learning.map(|learning| learning.accepted)
    }

    /// From how many pairs that coordinators declined it was learnt; null for the version that is shipped.
    async fn declined(&self) -> Option<i32> {
        self.0.learning.map(|learning| learning.declined)
    }

    /// How well the weights that were in use before ranked those pairs: the chance that an accepted one stood above a
    /// declined one. 0.5 is chance, 1 is perfect. Null for the version that is shipped.
    async fn area_before(&self) -> Option<f64> {
        self.0.learning.map(|learning| learning.area_before)
    }

    /// The same by weights that were learnt without the pairs in question. Null for the version that is shipped.
    async fn area_after(&self) -> Option<f64> {
        self.0.learning.map(|learning| learning.area_after)
    }
}

/// What a feature of similarity weighs.
pub struct SimilarityWeight(FeatureWeight);

/// What a feature of similarity weighs.
#[Object(serial)]
impl SimilarityWeight {
    /// The stable name of the feature, such as instruments: the one that components of similar projects have.
    async fn name(&self) -> &str {
        self.0.name
    }

    /// The name for readers.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.label.text(chosen(ctx, locale)).to_owned()
    }

    /// What it weighs in the score, 0 to 1.
    async fn weight(&self) -> f64 {
        self.0.weight
    }
}

/// How fitting the weights again ended.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "RefitOutcome")]
pub enum SimilarityRefitOutcome {
    /// There are too few decisions yet, or nearly all of them are alike: the weights stay. It takes 30, at least 8 accepted
    /// and 8 declined ones.
    TooFew,
    /// Other weights would not rank the pairs noticeably better: the weights stay.
    NoGain,
    /// There are better weights; unless this was a dry run, they are in use now.
    Learnt,
}

/// What came of fitting the weights of a network to its coordinators' decisions, or would come of it.
pub struct SimilarityRefit(pub(crate) Refit);

/// What came of fitting the weights of a network to its coordinators' decisions, or would come of it.
#[Object(serial)]
impl SimilarityRefit {
    /// How it ended.
    async fn outcome(&self) -> SimilarityRefitOutcome {
        self.0.outcome.into()
    }

    /// How many accepted pairs took part.
    async fn accepted(&self) -> usize {
        self.0.accepted
    }

    /// How many declined pairs took part.
    async fn declined(&self) -> usize {
        self.0.declined
    }

    /// How many decisions took no part, since you may not read both projects at present, or one of them was retired.
    async fn left_out(&self) -> usize {
        self.0.left_out
    }

    /// How well the weights in use rank the pairs: the chance that an accepted one stands above a declined one. 0.5 is
    /// chance, 1 is perfect. Null where there are too few decisions.
    async fn area_before(&self) -> Option<f64> {
        self.0.area_before
    }

    /// The same by weights that were learnt without the pairs in question, so that nothing was learnt by heart.
    async fn area_after(&self) -> Option<f64> {
        self.0.area_after
    }

    /// Each feature with what it weighs and what it would weigh; the same where the weights stay.
    async fn weights(&self) -> Many<SimilarityWeightChange> {
        let weights = self.0.weights.iter().cloned();
        weights.map(SimilarityWeightChange).collect()
    }
}

/// What a feature of similarity weighs before and after fitting the weights again.
pub struct SimilarityWeightChange(WeightChange);

/// What a feature of similarity weighs before and after fitting the weights again.
#[Object(serial)]
impl SimilarityWeightChange {
    /// The stable name of the feature, such as instruments: the one that components of similar projects have.
    async fn name(&self) -> &str {
        self.0.name
    }

    /// The name for readers.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.label.text(chosen(ctx, locale)).to_owned()
    }

    /// What it weighed in the version that was in use.
    async fn before(&self) -> f64 {
        self.0.before
    }

    /// What it weighs now, or would weigh.
    async fn after(&self) -> f64 {
        self.0.after
    }
}
