//! Rules by which the cities of a peer group are chosen, as people write them.
//!
//! Invariant: whether a city meets a rule follows from the reference data of the moment; no statement is needed.

use crate::{
    city::{City, check_ags},
    ctx::Ctx,
    error::{Error, Result},
    language::{Language, Words},
    mistake::{Fault, Mistakes},
    reference::{
        WantedClasses,
        classification::{self, AdfcClass, SizeClass},
    },
};
use entity::id::TenantId;
use std::{collections::HashSet, sync::Arc};

/// How many values a criterion of a rule may name.
const MOST_VALUES: usize = 20;
/// How many cities a list may name.
pub(super) const MOST_CITIES: usize = 500;
/// How many neighbours may be looked for.
const MOST_NEIGHBOURS: i32 = 100;
/// By how many figures neighbours may be looked for.
const MOST_FIGURES: usize = 20;
/// The heaviest weight beside a weight of 1.
const HEAVIEST: i32 = 100;

/// Which cities: all criteria that are given must hold; a list without values is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeerRule {
    /// Of one of these RegioStaR 7 types.
    pub regiostar7: Vec<i16>,
    /// Of one of these size classes.
    pub size_class: Vec<SizeClass>,
    /// Of one of these size classes of the ADFC-Fahrradklima-Test.
    pub adfc_class: Vec<AdfcClass>,
    /// In one of these federal states, by key.
    pub state: Vec<String>,
    /// Members of this network today, by its slug.
    pub network: Option<String>,
    /// Of the RegioStaR 7 type and size class of this city (AGS), itself included.
    pub like: Option<String>,
}

/// A figure by which neighbours are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightedFigure {
    /// Code of an indicator or of a figure of the register.
    pub code: String,
    /// What it weighs beside the others, 1 to 100.
    pub weight: i32,
}

/// The cities nearest to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NeighbourRule {
    /// Whose neighbours (AGS).
    pub city: String,
    /// How many.
    pub count: i32,
    /// By what.
    pub figures: Vec<WeightedFigure>,
    /// Among which cities; among all if not given.
    pub among: Option<PeerRule>,
}

impl PeerRule {
    /// Notes everything that is wrong with it, below a place of the input.
    pub fn check(&self, ctx: &Ctx, at: &str, mistakes: &mut Mistakes) {
        let path = |name: &str| format!("{at}.{name}");
        mistakes.list(&path("regiostar7"), &self.regiostar7, MOST_VALUES);
        mistakes.list(&path("sizeClass"), &self.size_class, MOST_VALUES);
        mistakes.list(&path("adfcClass"), &self.adfc_class, MOST_VALUES);
        mistakes.list(&path("state"), &self.state, MOST_VALUES);
        if let Some(code) = self
            .regiostar7
            .iter()
            .find(|code| classification::regiostar7(**code).is_none())
        {
            let reason = Words::new(
                format!("{code} ist kein RegioStaR-7-Typ; erwartet wird 71 bis 77."),
                format!("{code} is no RegioStaR 7 type; expected is 71 to 77."),
            );
            mistakes.note(path("regiostar7"), Fault::UnknownValue, reason);
        }
        if let Some(key) = self
            .state
            .iter()
            .find(|key| classification::state(key).is_none())
        {
            let reason = Words::new(
                format!("{key:?} ist kein Länderschlüssel; erwartet wird 01 bis 16."),
                format!("{key:?} is no key of a federal state; expected is 01 to 16."),
            );
            mistakes.note(path("state"), Fault::UnknownValue, reason);
        }
        if let Some(slug) = &self.network
            && ctx.reference().network(slug).is_none()
        {
            let reason = Words::new(
                format!("Das Städtenetz {slug:?} gibt es nicht; die Liste networks nennt alle."),
                format!("There is no network {slug:?}; the list networks names all."),
            );
            mistakes.note(path("network"), Fault::UnknownValue, reason);
        }
        if let Some(ags) = &self.like {
            check_city(ctx, &path("like"), ags, mistakes);
        }
    }

    /// The cities that meet it now, by key.
    pub(super) fn find(&self, ctx: &Ctx) -> Vec<Arc<City>> {
        let reference = ctx.reference();
        let like = self.like.as_ref().map(|ags| reference.cities.find(ags));
        let network = self.network.as_ref().map(|slug| members(ctx, slug));
        let holds = |city: &&Arc<City>| {
            like.is_none_or(|like| like.is_some_and(|like| is_like(like, city)))
                && network.as_ref().is_none_or(|members| {
                    let tenant = reference.tenant_of_city(&city.ags);
                    tenant.is_some_and(|tenant| members.contains(&tenant.id))
                })
        };
        let named = WantedClasses::new(
            &self.regiostar7,
            &self.size_class,
            &self.adfc_class,
            &self.state,
        );
        let wanted = like.flatten().map_or(named, |like| named.like(like));
        let found = reference.cities_of(wanted).filter(holds);
        found.cloned().collect()
    }

    /// It in words.
    pub(super) fn label(&self, ctx: &Ctx) -> Words {
        let mut parts: Vec<Words> = Vec::new();
        if let Some(city) = self
            .like
            .as_ref()
            .and_then(|ags| ctx.reference().cities.find(ags))
        {
            let name = &city.display_name;
            parts.push(Words::new(
                format!("Städte von Raumtyp und Größe wie {name}"),
                format!("cities of the kind of region and size of {name}"),
            ));
        }
        parts.extend(one_of(self.size_class.iter().map(|class| class.label())));
        parts.extend(one_of(self.adfc_class.iter().map(|class| class.label())));
        let regions = self.regiostar7.iter();
        parts.extend(one_of(
            regions.filter_map(|code| classification::regiostar7(*code)),
        ));
        let states = self.state.iter();
        parts.extend(one_of(states.filter_map(|key| classification::state(key))));
        if let Some(network) = self
            .network
            .as_ref()
            .and_then(|slug| ctx.reference().network(slug))
        {
            let en = network.name_en.as_ref().unwrap_or(&network.name_de);
            parts.push(Words::new(&network.name_de, en));
        }
        joined(parts, "; ").unwrap_or_else(|| Words::new("Alle Kommunen", "All municipalities"))
    }
}

/// The tenants that belong to a network at the moment of the request.
fn members(ctx: &Ctx, slug: &str) -> HashSet<TenantId> {
    let reference = ctx.reference();
    let Some(network) = reference.network(slug) else {
        return HashSet::new();
    };
    let all = reference.members_of(network.id).map(|one| one.tenant_id);
    all.filter(|tenant| reference.takes_part(*tenant, network.id, ctx.now()))
        .collect()
}

fn is_like(like: &City, city: &City) -> bool {
    let size = |city: &City| city.population.map(SizeClass::of);
    city.ags == like.ags
        || (like.regiostar7.is_some()
            && like.regiostar7 == city.regiostar7
            && size(like).is_some()
            && size(like) == size(city))
}

fn one_of(labels: impl Iterator<Item = Words>) -> Option<Words> {
    let labels: Vec<Words> = labels.collect();
    let last = labels.len().checked_sub(1)?;
    let text = |language: Language, or: &str| {
        let texts = labels.iter().enumerate().map(|(at, label)| {
            let lead = match at {
                0 => "",
                _ if at == last => or,
                _ => ", ",
            };
            format!("{lead}{}", label.text(language))
        });
        texts.collect::<String>()
    };
    Some(Words::new(
        text(Language::De, " oder "),
        text(Language::En, " or "),
    ))
}

/// Texts one behind the other; none of none.
pub(super) fn joined(parts: Vec<Words>, mark: &str) -> Option<Words> {
    let text = |language: Language| {
        let texts: Vec<&str> = parts.iter().map(|part| part.text(language)).collect();
        texts.join(mark)
    };
    (!parts.is_empty()).then(|| Words::new(text(Language::De), text(Language::En)))
}

impl NeighbourRule {
    /// Notes everything that is wrong with it, below a place of the input.
    pub fn check(&self, ctx: &Ctx, at: &str, mistakes: &mut Mistakes) {
        check_city(ctx, &format!("{at}.city"), &self.city, mistakes);
        mistakes.number(&format!("{at}.count"), self.count, 1..=MOST_NEIGHBOURS);
        let path = format!("{at}.figures");
        if self.figures.is_empty() {
            mistakes.required(&path);
        }
        mistakes.list(&path, &self.figures, MOST_FIGURES);
        for (place, figure) in self.figures.iter().enumerate().take(MOST_FIGURES) {
            let path = format!("{path}[{place}]");
            let before = self.figures.iter().take(place);
            if crate::figure::Figure::of_code(ctx, &figure.code).is_none() {
                let reason = Words::new(
                    "ist weder ein Indikator noch eine Kennzahl des Registers (population, population_density, area_km2, traffic_area_share); die Liste indicators nennt alle Kürzel.",
                    "is neither an indicator nor a figure of the register (population, population_density, area_km2, traffic_area_share); the list indicators names all codes.",
                );
                mistakes.note(format!("{path}.code"), Fault::UnknownValue, reason);
            } else if before.clone().any(|other| other.code == figure.code) {
                let reason = Words::new("kommt mehrmals vor.", "is there several times.");
                mistakes.note(format!("{path}.code"), Fault::Invalid, reason);
            }
            mistakes.number(&format!("{path}.weight"), figure.weight, 1..=HEAVIEST);
        }
        if let Some(among) = &self.among {
            among.check(ctx, &format!("{at}.among"), mistakes);
        }
    }
}

/// Notes what is wrong with a list of cities.
pub(super) fn check_cities(ctx: &Ctx, at: &str, cities: &[String], mistakes: &mut Mistakes) {
    if cities.is_empty() {
        mistakes.required(at);
    }
    mistakes.list(at, cities, MOST_CITIES);
    let mut seen = HashSet::new();
    for (place, ags) in cities.iter().enumerate().take(MOST_CITIES) {
        let path = format!("{at}[{place}]");
        check_city(ctx, &path, ags, mistakes);
        if !seen.insert(ags) {
            let reason = Words::new("kommt mehrmals vor.", "is there several times.");
            mistakes.note(path, Fault::Invalid, reason);
        }
    }
}

/// It is the key of a municipality of the register.
fn check_city(ctx: &Ctx, path: &str, ags: &str, mistakes: &mut Mistakes) {
    if let Err(Error::Invalid { reason, .. }) = check_ags(path, ags) {
        mistakes.note(path, Fault::UnknownValue, reason);
    } else if ctx.reference().cities.find(ags).is_none() {
        let reason = Words::new(
            format!("Die Kommune {ags} gibt es im Register nicht."),
            format!("There is no municipality {ags} in the register."),
        );
        mistakes.note(path, Fault::UnknownValue, reason);
    }
}

/// Refuses an input if something is wrong with it.
pub(super) fn checked(check: impl FnOnce(&mut Mistakes)) -> Result<()> {
    let mut mistakes = Mistakes::default();
    check(&mut mistakes);
    mistakes.finish()
}
