//! Peer groups (Vergleichsgruppen) and rings (Vergleichsringe): with whom a city is compared.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    classification::{AdfcClassCode, SizeClassCode},
    connection::connection,
    direct::{Many, One},
    edge::{one, required},
    error::column,
    language::{Locale, chosen},
    network::Network,
    peer_city::Peers,
    ring_member::Ring,
    tenant::Tenant,
    value::{Moment, PeerGroupKind, Visibility},
};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use domain::{
    label,
    peer_group::{self, StoredRule},
};
use std::sync::Arc;

/// A peer group (Vergleichsgruppe) that an organisation keeps, or a closed ring (Vergleichsring) that it moderates.
pub struct PeerGroup(pub(crate) Arc<domain::peer_group::PeerGroup>);

/// A peer group (Vergleichsgruppe) that an organisation keeps, or a closed ring (Vergleichsring) that it moderates.
#[Object(serial)]
impl PeerGroup {
    /// Global id, opaque: use it with `node` and in later requests.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// By what its cities are chosen.
    async fn kind(&self) -> PeerGroupKind {
        self.0.kind.into()
    }

    /// By what its cities are chosen, in words.
    async fn kind_label(&self, ctx: &Context<'_>, locale: Option<Locale>) -> String {
        let label = label::peer_group_kind(self.0.kind);
        label.text(chosen(ctx, locale)).to_owned()
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is for.
    async fn description(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.description)?.as_deref())
    }

    /// The rule, where its cities are chosen by one.
    async fn rule(&self) -> Option<One<PeerRule>> {
        match self.0.stored_rule() {
            Some(StoredRule::Rule(rule)) => Some(One(PeerRule(rule))),
            _ => None,
        }
    }

    /// Whose neighbours they are by what, where its cities are chosen by that.
    async fn neighbours(&self) -> Option<One<NeighbourRule>> {
        match self.0.stored_rule() {
            Some(StoredRule::Neighbours(rule)) => Some(One(NeighbourRule(rule))),
            _ => None,
        }
    }

    /// What the members of a ring agree to; none of other groups.
    async fn terms(&self) -> Result<Option<&str>> {
        Ok(column(&self.0.terms)?.as_deref())
    }

    /// Version of those terms: send it with `acceptRing`. It grows with every change of terms, indicators or of who sees the
    /// results, and everybody is asked again then. None of other groups.
    async fn terms_version(&self) -> Result<Option<i32>> {
        let version = *column(&self.0.terms_version)?;
        Ok(self.0.is_ring().then_some(version))
    }

    /// To whom the comparisons of a ring are shown: SHARED (its members only), NETWORK or PUBLIC. None of other groups.
    async fn results_visibility(&self) -> Result<Option<Visibility>> {
        let visibility = *column(&self.0.results_visibility)?;
        Ok(self.0.is_ring().then(|| visibility.into()))
    }

    /// Who may read it; a ring is shared with its members and those who are invited.
    async fn visibility(&self) -> Result<Visibility> {
        Ok((*column(&self.0.visibility)?).into())
    }

    /// Not before this moment, except for the organisation that keeps it.
    async fn embargo_until(&self) -> Result<Option<Moment>> {
        Ok(column(&self.0.embargo_until)?.map(Moment))
    }

    /// When it was entered.
    async fn created_at(&self) -> Result<Moment> {
        Ok(Moment(*column(&self.0.created_at)?))
    }

    /// When it was last changed.
    async fn updated_at(&self) -> Result<Moment> {
        Ok(Moment(*column(&self.0.updated_at)?))
    }

    /// Counts changes; send it back with a change. Answers of the members of a ring do not count.
    async fn version(&self) -> Result<i32> {
        Ok(*column(&self.0.version)?)
    }

    /// In which network it stands, if in one; a ring always does.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<One<Network>>> {
        Ok(one(ctx, &self.0.edges)?.map(Network).map(One))
    }

    /// Who keeps it; of a ring, who moderates it.
    async fn tenant(&self, ctx: &Context<'_>) -> Result<One<Tenant>> {
        required(ctx, &self.0.edges).map(Tenant).map(One)
    }

    /// Its cities: as they were frozen for the year, or else as they are now. Of groups by nearness only values count that
    /// everybody may read. None of a ring to which you do not belong, and where a value of the city is gone whose neighbours
    /// they are. For at most 20 groups at once.
    async fn peers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The year of the comparison; without one the cities as they are now.")]
        _year: Option<i32>,
    ) -> Result<Option<One<Peers>>> {
        Ok(one(ctx, &self.0.edges)?.map(Peers).map(One))
    }

    /// What makes it a ring: members, indicators, and whether enough cities belong to it. None of other groups.
    async fn ring(&self, ctx: &Context<'_>) -> Result<Option<One<Ring>>> {
        Ok(one(ctx, &self.0.edges)?.map(Ring).map(One))
    }
}

connection!(
    PeerGroup,
    PeerGroupConnection,
    PeerGroupEdge,
    domain::peer_group::PeerGroup
);

/// Which cities: all criteria that are given hold, of the values of each one does.
pub struct PeerRule(peer_group::PeerRule);

/// Which cities: all criteria that are given hold, of the values of each one does.
#[Object(serial)]
impl PeerRule {
    /// RegioStaR 7 types, 71 to 77; all where there is none.
    async fn regiostar7(&self) -> &[i16] {
        &self.0.regiostar7
    }

    /// Size classes.
    async fn size_class(&self) -> Vec<SizeClassCode> {
        let classes = self.0.size_class.iter().copied();
        classes.map(Into::into).collect()
    }

    /// Size classes of the ADFC-Fahrradklima-Test.
    async fn adfc_class(&self) -> Vec<AdfcClassCode> {
        let classes = self.0.adfc_class.iter().copied();
        classes.map(Into::into).collect()
    }

    /// Federal states, by key such as 05.
    async fn state(&self) -> &[String] {
        &self.0.state
    }

    /// Members of this network, by its slug.
    async fn network(&self) -> Option<&str> {
        self.0.network.as_deref()
    }

    /// Of the RegioStaR 7 type and size class of this city (AGS).
    async fn like(&self) -> Option<&str> {
        self.0.like.as_deref()
    }
}

/// The cities nearest to one.
pub struct NeighbourRule(peer_group::NeighbourRule);

/// The cities nearest to one.
#[Object(serial)]
impl NeighbourRule {
    /// Whose neighbours (AGS).
    async fn city(&self) -> &str {
        &self.0.city
    }

    /// How many.
    async fn count(&self) -> i32 {
        self.0.count
    }

    /// By what.
    async fn figures(&self) -> Many<WeightedFigure> {
        let figures = self.0.figures.iter();
        let shown = figures.map(|one| WeightedFigure {
            code: one.code.clone(),
            weight: one.weight,
        });
        shown.collect()
    }

    /// Among which cities; among all where it is null.
    async fn among(&self) -> Option<One<PeerRule>> {
        self.0.among.clone().map(PeerRule).map(One)
    }
}

/// A figure by which neighbours are looked for.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct WeightedFigure {
    /// Code of an indicator or of a figure of the register.
    pub code: String,
    /// What it weighs beside the others.
    pub weight: i32,
}
