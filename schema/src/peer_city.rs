//! Cities to be compared with, each with how far it is and why.
//!
//! Invariant: everything was worked out before the first field is resolved; nothing here reads anything.

use crate::{
    connection::connection,
    direct::{Many, One},
    error::refuse,
    language::{Locale, chosen},
    value::{Moment, PeerGroupKind},
};
use async_graphql::{Context, ID, Object, Result};
use domain::{
    Ctx, label,
    peer_group::{DistanceComponent as DomainComponent, Peers as DomainPeers},
    read::{PageRequest, in_memory},
};
use std::sync::Arc;

/// Cities to be compared with.
pub struct Peers(pub(crate) Arc<DomainPeers>);

/// Cities to be compared with.
#[Object(serial)]
impl Peers {
    /// Who they are, in words.
    async fn label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.label.text(chosen(ctx, locale)).to_owned()
    }

    /// By what they were chosen.
    async fn kind(&self) -> PeerGroupKind {
        self.0.kind.into()
    }

    /// By what they were chosen, in words.
    async fn kind_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let label = label::peer_group_kind(self.0.kind);
        label.text(chosen(ctx, locale)).to_owned()
    }

    /// The group that is kept, by its id, if it is one.
    async fn group(&self) -> Option<ID> {
        self.0.group.map(|id| id.to_string().into())
    }

    /// The year that was asked for: values by which neighbours are found are none newer.
    async fn year(&self) -> Option<i32> {
        self.0.year
    }

    /// When the cities were frozen for that year; null where they are those of today.
    async fn frozen_at(&self) -> Option<Moment> {
        self.0.frozen_at.map(Moment)
    }

    /// How many cities.
    async fn count(&self) -> usize {
        self.0.cities.len()
    }

    /// So many others cannot be placed, because they lack a figure by which neighbours are found.
    async fn left_out(&self) -> u32 {
        self.0.left_out
    }

    /// The cities, by AGS.
    async fn cities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100; 20 where it is not given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<One<PeerCityConnection>> {
        let page = PageRequest::relay(first, after, None, None).and_then(|page| {
            let all = self.0.cities.clone();
            in_memory(all, &page, |city| city.ags.clone(), |city| (*city).clone())
        });
        let page = page.map_err(|error| refuse(ctx, &error))?;
        Ok(One(PeerCityConnection(Arc::new(page))))
    }
}

/// A city to be compared with.
pub struct PeerCity(pub(crate) Arc<domain::peer_group::PeerCity>);

/// A city to be compared with.
#[Object(serial)]
impl PeerCity {
    /// Its official key (AGS): ask `city` for more of it.
    async fn ags(&self) -> &str {
        &self.0.ags
    }

    /// Its name.
    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let city = ctx.data::<Ctx>()?.reference().cities.find(&self.0.ags);
        Ok(city.map(|city| city.display_name.clone()))
    }

    /// How far it is from the city whose neighbours these are, in units of what is usual between cities; null where the
    /// cities were chosen by something else.
    async fn distance(&self) -> Option<f64> {
        self.0.distance
    }

    /// What the distance is made of; nothing where it was frozen.
    async fn components(&self) -> Many<DistanceComponent> {
        let components = self.0.components.iter().cloned();
        components.map(DistanceComponent).collect()
    }
}

connection!(
    PeerCity,
    PeerCityConnection,
    PeerCityEdge,
    domain::peer_group::PeerCity
);

/// One part of a distance.
pub struct DistanceComponent(DomainComponent);

/// One part of a distance.
#[Object(serial)]
impl DistanceComponent {
    /// Code of the figure.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Name of the figure.
    async fn figure(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.figure.text(chosen(ctx, locale)).to_owned()
    }

    /// What it weighs; all weights add up to 1.
    async fn weight(&self) -> f64 {
        self.0.weight
    }

    /// Value of the city whose neighbours these are.
    async fn own(&self) -> f64 {
        self.0.own
    }

    /// Value of the neighbour.
    async fn other(&self) -> f64 {
        self.0.other
    }

    /// How far they are apart, in units of what is usual between all cities that have the figure; positive where the
    /// neighbour has more. Inhabitants are compared by how many times as many they are.
    async fn difference(&self) -> f64 {
        self.0.difference
    }

    /// Its share of the (squared) distance, 0 to 1.
    async fn share(&self) -> f64 {
        self.0.share
    }

    /// All of that in one sentence.
    async fn explanation(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        self.0.explanation.text(chosen(ctx, locale)).to_owned()
    }
}
