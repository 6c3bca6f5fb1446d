//! The cities that a question for peers comes to.
//!
//! Invariant: the same question and the same answer as in GraphQL.

use crate::{
    caller::Caller,
    problem::Problem,
    rest::{
        answer::{self, PageView},
        query,
    },
};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Error, Result, label,
    peer_group::{
        self, DistanceComponent, NeighbourRule, PeerCity, PeerRule, PeerSpec, Peers, WeightedFigure,
    },
    read::{Page, Reader, in_memory},
    reference::classification::AdfcClass,
};
use serde::Serialize;
use utoipa::ToSchema;

/// Cities to be compared with: a page of them.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PeersView {
    /// Who they are, in words.
    #[schema(max_length = 2000)]
    label: String,
    /// RULE, NEAREST_NEIGHBOUR, RING or AD_HOC.
    #[schema(max_length = 24)]
    kind: &'static str,
    /// The same in words.
    #[schema(max_length = 100)]
    kind_label: String,
    /// The group that is kept, if it is one (id).
    #[schema(max_length = 64)]
    group: Option<String>,
    /// The year that was asked for.
    year: Option<i32>,
    /// When the cities were frozen for that year; null where they are those of today.
    frozen_at: Option<DateTime<Utc>>,
    /// How many cities.
    #[schema(minimum = 0)]
    count: usize,
    /// So many others cannot be placed, because they lack a figure by which neighbours are found.
    #[schema(minimum = 0)]
    left_out: u32,
    /// The cities of this page, by AGS.
    #[schema(max_items = 100)]
    items: Vec<PeerCityView>,
    /// Where to go on.
    page: PageView,
}

/// A city to be compared with.
#[derive(Serialize, ToSchema)]
pub struct PeerCityView {
    /// AGS.
    #[schema(max_length = 8)]
    ags: String,
    /// Name.
    #[schema(max_length = 200)]
    name: Option<String>,
    /// How far it is from the city whose neighbours these are, in units of what is usual between cities.
    #[schema(minimum = 0)]
    distance: Option<f64>,
    /// What the distance is made of; nothing where it was frozen.
    #[schema(max_items = 20)]
    components: Vec<DistanceComponentView>,
}

/// One part of a distance.
#[derive(Serialize, ToSchema)]
pub struct DistanceComponentView {
    /// Code of the figure.
    #[schema(max_length = 64)]
    code: String,
    /// Name of the figure.
    #[schema(max_length = 300)]
    figure: String,
    /// What it weighs; all weights add up to 1.
    #[schema(minimum = 0, maximum = 1)]
    weight: f64,
    /// Value of the city whose neighbours these are.
    own: f64,
    /// Value of the neighbour.
    other: f64,
    /// How far they are apart, in units of what is usual between cities.
    difference: f64,
    /// Its share of the (squared) distance.
    #[schema(minimum = 0, maximum = 1)]
    share: f64,
    /// All of that in one sentence.
    #[schema(max_length = 1000)]
    explanation: String,
}

/// A query string that names peers, besides what else it asks.
macro_rules! peer_query {
    ($(#[$doc:meta])* $name:ident { $($(#[$note:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(serde::Deserialize, utoipa::IntoParams)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub struct $name {
            $($(#[$note])* $field: $type,)*
            /// Rule: RegioStaR 7 types, comma-separated.
            #[param(max_length = 100)]
            regiostar7: Option<String>,
            /// Rule: size classes such as FROM_100000, comma-separated.
            #[param(max_length = 200)]
            size_class: Option<String>,
            /// Rule: size classes of the ADFC-Fahrradklima-Test such as ABOVE_200000, comma-separated.
            #[param(max_length = 200)]
            adfc_class: Option<String>,
            /// Rule: keys of federal states such as 05, comma-separated.
            #[param(max_length = 100)]
            state: Option<String>,
            /// Rule: members of this network today, by its short name.
            #[param(max_length = 40)]
            network: Option<String>,
            /// Rule: of the RegioStaR 7 type and size class of this city (AGS).
            #[param(max_length = 8)]
            like: Option<String>,
            /// The cities nearest to this one (AGS); among those that a rule names, where one is given.
            #[param(max_length = 8)]
            neighbours_of: Option<String>,
            /// How many of them, 1 to 100; 7 if not given.
            #[param(minimum = 1, maximum = 100)]
            count: Option<i32>,
            /// By what: codes of indicators or of figures of the register (population, population_density, area_km2,
            /// traffic_area_share), comma-separated, each with its weight if it is not 1: `population:2,area_km2`.
            #[param(max_length = 2000)]
            figures: Option<String>,
            /// These cities: AGS, comma-separated, at most 500.
            #[param(max_length = 5000)]
            cities: Option<String>,
            /// A group that is kept (id).
            #[param(max_length = 64)]
            group: Option<String>,
        }

        impl $name {
            /// With whom to compare: exactly one of a rule, `neighboursOf`, `cities` and `group`.
            fn spec(&self, ctx: &domain::Ctx) -> domain::Result<domain::peer_group::PeerSpec> {
                let asked = $crate::rest::peer_city::PeerWords {
                    regiostar7: self.regiostar7.as_deref(),
                    size_class: self.size_class.as_deref(),
                    adfc_class: self.adfc_class.as_deref(),
                    state: self.state.as_deref(),
                    network: self.network.as_deref(),
                    like: self.like.as_deref(),
                    neighbours_of: self.neighbours_of.as_deref(),
                    figures: self.figures.as_deref(),
                    cities: self.cities.as_deref(),
                    group: self.group.as_deref(),
                    count: self.count,
                };
                asked.spec(ctx)
            }
        }
    };
}
pub(super) use peer_query;

/// With whom to compare, as a query string says it.
pub(super) struct PeerWords<'q> {
    pub regiostar7: Option<&'q str>,
    pub size_class: Option<&'q str>,
    pub adfc_class: Option<&'q str>,
    pub state: Option<&'q str>,
    pub network: Option<&'q str>,
    pub like: Option<&'q str>,
    pub neighbours_of: Option<&'q str>,
    pub figures: Option<&'q str>,
    pub cities: Option<&'q str>,
    pub group: Option<&'q str>,
    pub count: Option<i32>,
}

peer_query! {
    /// With whom to compare: a rule, `neighboursOf`, `cities` or `group`.
    PeersQuery {
        /// How many rows, 0 to 100; 20 if not given.
        #[param(minimum = 0, maximum = 100)]
        limit: Option<i32>,
        /// Value of `nextCursor` of the page before.
        #[param(max_length = 2048)]
        after: Option<String>,
        /// The year of the comparison: the cities as they were frozen for it, and no values newer than it.
        #[param(minimum = 1900, maximum = 2100)]
        year: Option<i32>,
    }
}

/// The cities to compare with: by a rule, by nearness to a city in figures that you choose, by name, or of a group that is
/// kept. Only what you may read counts.
#[utoipa::path(operation_id = "peers", tag = "Figures", params(PeersQuery), responses(
        (status = 200, description = "A page of the cities.", body = PeersView),
        (status = 304, description = "Not changed since the entity tag that the request names."),
        (status = 400, description = "An argument means nothing; the detail says which and why.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Credentials that do not hold.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "You are invited to the ring and have not accepted its terms.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The group is absent, or not visible to you.", body = Problem, content_type = "application/problem+json"),
        (status = 500, description = "Internal error.", body = Problem, content_type = "application/problem+json"),
    ))]
#[get("/peers")]
pub async fn list(
    request: HttpRequest,
    Caller(ctx): Caller,
) -> std::result::Result<HttpResponse, Problem> {
    let query: PeersQuery = query::parse(&request)?;
    let done = async {
        let page = query::page(query.limit, query.after.clone())?;
        let (spec, year) = (query.spec(&ctx)?, query.year);
        let peers = peer_group::resolve(&Reader::new(&ctx), &spec, year).await?;
        let all = peers.cities.clone();
        let page = in_memory(all, &page, |city| city.ags.clone(), |city| (*city).clone())?;
        let shown = view(&ctx, &peers, &page)?;
        Ok(answer::listed(&request, &ctx, &shown, &page))
    };
    done.await.map_err(query::refuse(&ctx))
}

impl PeerWords<'_> {
    /// What is asked: exactly one of the four.
    pub(super) fn spec(&self, ctx: &Ctx) -> Result<PeerSpec> {
        let rule = self.rule()?;
        let named = [self.neighbours_of, self.cities, self.group];
        let named = named.into_iter().filter(|one| one.is_some()).count();
        let is_by_rule = rule.is_some() && self.neighbours_of.is_none();
        if named + usize::from(is_by_rule) != 1 {
            return Err(Error::invalid(
                "group",
                "Bitte genau eines angeben: eine Regel (regiostar7, sizeClass, adfcClass, state, network, like), neighboursOf, cities oder group.",
                "please give exactly one: a rule (regiostar7, sizeClass, adfcClass, state, network, like), neighboursOf, cities or group.",
            ));
        }
        let spec = if let Some(city) = self.neighbours_of {
            PeerSpec::Neighbours(NeighbourRule {
                city: city.to_owned(),
                count: self.count.unwrap_or(7),
                figures: figures(self.figures.map(str::to_owned))?,
                among: rule,
            })
        } else if let Some(cities) = query::list(self.cities.map(str::to_owned)) {
            PeerSpec::Cities(cities)
        } else if let Some(group) = self.group {
            PeerSpec::Group(query::id(group)?)
        } else {
            PeerSpec::Rule(rule.unwrap_or_default())
        };
        spec.check(ctx).map(|()| spec)
    }

    fn rule(&self) -> Result<Option<PeerRule>> {
        let criteria = query::criteria(
            None,
            self.state.map(str::to_owned),
            self.regiostar7.map(str::to_owned),
            self.size_class.map(str::to_owned),
        )?;
        let adfc = query::closed(
            "adfcClass",
            self.adfc_class.map(str::to_owned),
            AdfcClass::from_word,
            AdfcClass::ALL,
            AdfcClass::word,
        )?;
        let rule = PeerRule {
            regiostar7: criteria.regiostar7.unwrap_or_default(),
            size_class: criteria.size_class.unwrap_or_default(),
            adfc_class: adfc.unwrap_or_default(),
            state: criteria.state.unwrap_or_default(),
            network: self.network.map(str::to_owned),
            like: self.like.map(str::to_owned),
        };
        Ok((rule != PeerRule::default()).then_some(rule))
    }
}

/// Codes with their weights.
fn figures(text: Option<String>) -> Result<Vec<WeightedFigure>> {
    let figure = |text: String| {
        let (code, weight) = text.split_once(':').unwrap_or((&text, "1"));
        let weight = weight.trim().parse().map_err(|_| {
            Error::invalid(
                "figures",
                format!("{text:?} hat kein Gewicht; erwartet wird etwa population:2."),
                format!("{text:?} has no weight; expected is such as population:2."),
            )
        });
        Ok(WeightedFigure {
            code: code.trim().to_owned(),
            weight: weight?,
        })
    };
    let texts = query::list(text).unwrap_or_default();
    texts.into_iter().map(figure).collect()
}

fn view(ctx: &Ctx, peers: &Peers, page: &Page<PeerCity>) -> Result<PeersView> {
    let language = ctx.language();
    Ok(PeersView {
        label: peers.label.text(language).to_owned(),
        kind: peers.kind.word(),
        kind_label: label::peer_group_kind(peers.kind).text(language).to_owned(),
        group: peers.group.map(|id| id.to_string()),
        year: peers.year,
        frozen_at: peers.frozen_at,
        count: peers.cities.len(),
        left_out: peers.left_out,
        items: answer::rows(page, |city| Ok(city_view(ctx, city)))?,
        page: PageView::of(page),
    })
}

fn city_view(ctx: &Ctx, city: &PeerCity) -> PeerCityView {
    let known = ctx.reference().cities.find(&city.ags);
    let components = city.components.iter();
    PeerCityView {
        ags: city.ags.clone(),
        name: known.map(|known| known.display_name.clone()),
        distance: city.distance,
        components: components.map(|one| component(ctx, one)).collect(),
    }
}

fn component(ctx: &Ctx, of: &DistanceComponent) -> DistanceComponentView {
    DistanceComponentView {
        code: of.code.clone(),
        figure: of.figure.text(ctx.language()).to_owned(),
        weight: of.weight,
        own: of.own,
        other: of.other,
        difference: of.difference,
        share: of.share,
        explanation: of.explanation.text(ctx.language()).to_owned(),
    }
}
