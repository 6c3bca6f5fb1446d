//! Peer groups (Vergleichsgruppen) and rings (Vergleichsringe): with whom a city is compared.
//!
//! Invariant: resolvers return what the read plan loaded; none of them reads anything itself.

use crate::{
    classification::{AdfcClassCode, SizeClassCode},
    connection::connection,
    direct::One,
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
use domain::{label, peer_group::StoredRule};
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
    async fn rule(&self) -> Option<PeerRule> {
        match self.0.stored_rule() {
            Some(StoredRule::Rule(rule)) => Some(rule.into()),
            _ => None,
        }
    }

    /// Whose neighbours they are by what, where its cities are chosen by that.
    async fn neighbours(&self) -> Option<NeighbourRule> {
        match self.0.stored_rule() {
            Some(StoredRule::Neighbours(rule)) => Some(rule.into()),
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
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct PeerRule {
    /// RegioStaR 7 types, 71 to 77; all where there is none.
    pub regiostar7: Vec<i16>,
    /// Size classes.
    pub size_class: Vec<SizeClassCode>,
    /// Size classes of the ADFC-Fahrradklima-Test.
    pub adfc_class: Vec<AdfcClassCode>,
    /// Federal states, by key such as 05.
    pub state: Vec<String>,
    /// Members of this network, by its slug.
    pub network: Option<String>,
    /// Of the RegioStaR 7 type and size class of this city (AGS).
    pub like: Option<String>,
}

impl From<domain::peer_group::PeerRule> for PeerRule {
    fn from(rule: domain::peer_group::PeerRule) -> Self {
        Self {
            regiostar7: rule.regiostar7,
            size_class: rule.size_class.into_iter().map(Into::into).collect(),
            adfc_class: rule.adfc_class.into_iter().map(Into::into).collect(),
            state: rule.state,
            network: rule.network,
            like: rule.like,
        }
    }
}

/// The cities nearest to one.
#[derive(SimpleObject)]
#[graphql(serial)]
pub struct NeighbourRule {
    /// Whose neighbours (AGS).
    pub city: String,
    /// How many.
    pub count: i32,
    /// By what.
    pub figures: Vec<WeightedFigure>,
    /// Among which cities; among all where it is null.
    pub among: Option<PeerRule>,
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

impl From<domain::peer_group::NeighbourRule> for NeighbourRule {
    fn from(rule: domain::peer_group::NeighbourRule) -> Self {
        let figures = rule.figures.into_iter();
        let figure = |one: domain::peer_group::WeightedFigure| WeightedFigure {
            code: one.code,
            weight: one.weight,
        };
        Self {
            city: rule.city,
            count: rule.count,
            figures: figures.map(figure).collect(),
            among: rule.among.map(Into::into),
        }
    }
}
