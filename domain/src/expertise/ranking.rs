//! Offers and requests held against each other.
//!
//! Invariant: what fits is of the other kind, of another tenant and of the same network; equal scores are ordered by age.

use super::{
    fit::{Fit, Found, Side},
    material::Material,
};
use crate::{reference::Snapshot, search_index::State, similarity::similar::pair::Sketch};
use entity::value::ExpertiseKind;
use uuid::Uuid;

/// What is compared, ready for it.
pub(super) struct Sides(Vec<(Material, Side)>);

/// One that fits another, before it is told why.
pub(super) struct Ranked<'s> {
    pub(super) asked: &'s Material,
    pub(super) other: &'s Material,
    /// The request and the offer.
    sides: (&'s Side, &'s Side),
    found: Found,
}

impl Ranked<'_> {
    /// How well it fits, and why.
    pub(super) fn fit(&self, state: &State, reference: &Snapshot) -> Fit {
        let vocabulary = state.index.vocabulary();
        self.found.explain(self.sides, reference, vocabulary)
    }
}

impl Sides {
    pub(super) fn new(state: &State, all: Vec<Material>) -> Self {
        let ready = all.into_iter().map(|one| {
            let scheme = Some(one.network.0.as_u128());
            let side = Side {
                barriers: one.barriers.clone(),
                sketch: Sketch::of(&state.index, &one.texts, scheme),
            };
            (one, side)
        });
        Self(ready.collect())
    }

    /// The best matches of one, those entered last first where they are equally good; none of what is not there.
    pub(super) fn best(&self, asked: Uuid, size: usize) -> Vec<Ranked<'_>> {
        let Some((own, side)) = self.0.iter().find(|(one, _)| one.id.0 == asked) else {
            return Vec::new();
        };
        let ranked = self.0.iter().filter_map(|(other, theirs)| {
            let may_fit = other.kind != own.kind
                && other.network == own.network
                && other.tenant != own.tenant;
            let sides = match own.kind {
                ExpertiseKind::Request => (side, theirs),
                ExpertiseKind::Offer => (theirs, side),
            };
            let found = may_fit.then(|| Found::of(sides.0, sides.1)).flatten()?;
            Some(Ranked {
                asked: own,
                other,
                sides,
                found,
            })
        });
        let mut ranked: Vec<Ranked<'_>> = ranked.collect();
        ranked.sort_by(|a, b| {
            let order = b.found.score.total_cmp(&a.found.score);
            order.then_with(|| b.other.id.cmp(&a.other.id))
        });
        ranked.truncate(size);
        ranked
    }
}
