//! Peer groups and rings as people write them.
//!
//! Invariant: every mistake is noted with its place, none of them stops the search for others. A ring that would expose its
//! members is refused with the reason code.

use super::{
    rule::{NeighbourRule, PeerRule, check_cities},
    stored_rule::StoredRule,
};
use crate::{
    ctx::Ctx,
    disclosure::DisclosurePolicy,
    language::Words,
    mistake::{Fault, Mistakes},
    plan::check_unnamed,
    release::Release,
};
use entity::{
    id::{IndicatorId, NetworkId, TenantId},
    value::{PeerGroupKind, Visibility, Withheld},
};
use std::collections::HashSet;

const LONGEST_NAME: usize = 200;
const LONGEST_DESCRIPTION: usize = 2_000;
const LONGEST_TERMS: usize = 20_000;
/// How many indicators the members of a ring may agree on.
const MOST_INDICATORS: usize = 100;
/// How many organisations a ring may have.
pub(crate) const MOST_MEMBERS: usize = 100;

/// By what the cities of a group are chosen.
#[derive(Clone, Debug)]
pub enum PeerDefinition {
    /// By a rule.
    Rule(PeerRule),
    /// By nearness to a city.
    Neighbours(NeighbourRule),
    /// By name (AGS).
    Cities(Vec<String>),
    /// By invitation and acceptance.
    Ring(NewRing),
}

/// What the members of a ring agree to; what is not given stays as it is.
#[derive(Clone, Debug, Default)]
pub struct NewRing {
    /// Indicators that they compare, by code.
    pub indicators: Option<Vec<String>>,
    /// The terms in words.
    pub terms: Option<String>,
    /// To whom the comparisons are shown.
    pub results_visibility: Option<Visibility>,
    /// Organisations that are invited at its creation.
    pub invited: Vec<TenantId>,
}

/// A new group.
#[derive(Clone, Debug)]
pub struct NewPeerGroup {
    /// The network that it stands in; a ring always does.
    pub network: Option<NetworkId>,
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Who may read it; a ring is read by its members.
    pub release: Release,
    /// Its cities.
    pub definition: PeerDefinition,
}

/// What is to be different about a group; what is not given stays as it is.
#[derive(Clone, Debug, Default)]
pub struct ChangePeerGroup {
    /// Name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<Option<String>>,
    /// Its cities, of the kind that it is.
    pub definition: Option<PeerDefinition>,
}

impl PeerDefinition {
    /// What kind of group it makes.
    #[must_use]
    pub const fn kind(&self) -> PeerGroupKind {
        match self {
            Self::Rule(_) => PeerGroupKind::Rule,
            Self::Neighbours(_) => PeerGroupKind::NearestNeighbour,
            Self::Cities(_) => PeerGroupKind::AdHoc,
            Self::Ring(_) => PeerGroupKind::Ring,
        }
    }

    /// The rule that is kept, if one is.
    pub(super) fn stored(&self) -> Option<StoredRule> {
        match self {
            Self::Rule(rule) => Some(StoredRule::Rule(rule.clone())),
            Self::Neighbours(rule) => Some(StoredRule::Neighbours(rule.clone())),
            Self::Cities(_) | Self::Ring(_) => None,
        }
    }

    fn check(&self, ctx: &Ctx, mistakes: &mut Mistakes) {
        match self {
            Self::Rule(rule) => rule.check(ctx, "rule", mistakes),
            Self::Neighbours(rule) => rule.check(ctx, "neighbours", mistakes),
            Self::Cities(cities) => check_cities(ctx, "cities", cities, mistakes),
            Self::Ring(ring) => ring.check(ctx, mistakes),
        }
    }
}

impl NewRing {
    fn check(&self, ctx: &Ctx, mistakes: &mut Mistakes) {
        if let Some(terms) = &self.terms {
            mistakes.text("ring.terms", terms, LONGEST_TERMS);
        }
        if self.results_visibility == Some(Visibility::Tenant) {
            let reason = Words::new(
                "TENANT gibt es hier nicht; möglich sind SHARED, NETWORK und PUBLIC.",
                "there is no TENANT here; possible are SHARED, NETWORK and PUBLIC.",
            );
            mistakes.note("ring.resultsVisibility", Fault::UnknownValue, reason);
        }
        let Some(codes) = &self.indicators else {
            return;
        };
        if codes.is_empty() {
            mistakes.required("ring.indicators");
        }
        mistakes.list("ring.indicators", codes, MOST_INDICATORS);
        let mut seen = HashSet::new();
        for (at, code) in codes.iter().enumerate().take(MOST_INDICATORS) {
            let path = format!("ring.indicators[{at}]");
            if indicator(ctx, code).is_none() {
                let reason = Words::new(
                    "ist kein bekannter Indikator; die Liste indicators nennt alle Kürzel.",
                    "is no known indicator; the list indicators names all codes.",
                );
                mistakes.note(path, Fault::UnknownValue, reason);
            } else if !seen.insert(code) {
                let reason = Words::new("kommt mehrmals vor.", "is there several times.");
                mistakes.note(path, Fault::Invalid, reason);
            }
        }
    }

    /// The indicators behind its codes; that there are such has been checked before.
    pub(super) fn indicator_ids(&self, ctx: &Ctx) -> Option<Vec<IndicatorId>> {
        let codes = self.indicators.as_ref()?.iter();
        Some(codes.filter_map(|code| indicator(ctx, code)).collect())
    }
}

fn indicator(ctx: &Ctx, code: &str) -> Option<IndicatorId> {
    let mut all = ctx.reference().indicators.all().iter();
    Some(all.find(|indicator| indicator.code == code)?.id)
}

impl NewPeerGroup {
    /// Notes everything that is wrong with it, for the tenant that is to keep it.
    pub(super) fn check(&self, ctx: &Ctx, tenant: TenantId, mistakes: &mut Mistakes) {
        check_texts(Some(&self.name), self.description.as_deref(), mistakes);
        self.definition.check(ctx, mistakes);
        if let PeerDefinition::Ring(ring) = &self.definition {
            self.check_ring(ctx, tenant, ring, mistakes);
        } else {
            check_unnamed(mistakes, self.release);
            check_network(mistakes, self.network, self.release);
        }
    }

    fn check_ring(&self, ctx: &Ctx, tenant: TenantId, ring: &NewRing, mistakes: &mut Mistakes) {
        for (path, is_missing) in [
            ("ring.terms", ring.terms.is_none()),
            ("ring.indicators", ring.indicators.is_none()),
            ("network", self.network.is_none()),
        ] {
            if is_missing {
                mistakes.required(path);
            }
        }
        if self.release != Release::own() {
            let reason = Words::new(
                "wird bei einem Vergleichsring nicht angegeben: ihn lesen seine Mitglieder und die Eingeladenen.",
                "is not given for a ring: it is read by its members and those who are invited.",
            );
            mistakes.note("visibility", Fault::Invalid, reason);
        }
        let Some(network) = self.network else { return };
        check_invited(ctx, (tenant, network), &ring.invited, mistakes);
        let policy = ctx.reference().networks.find(&network);
        let policy = policy
            .map(|network| DisclosurePolicy::of(network))
            .unwrap_or_default();
        let invited: HashSet<_> = ring.invited.iter().collect();
        let cities = invited.len() + usize::from(is_city(ctx, tenant));
        let least = least_members(&policy);
        if cities < least {
            let code = Withheld::MinContributors.word();
            let reason = Words::new(
                format!(
                    "{code}: mit {cities} Städten ließe sich zu leicht auf einzelne schließen; nötig sind {least}."
                ),
                format!(
                    "{code}: with {cities} cities single ones could be told too easily; {least} are needed."
                ),
            );
            mistakes.note("ring.invite", Fault::Invalid, reason);
        }
    }
}

/// How many cities a ring needs before anything of it can be shown: whoever reads knows one of them.
pub(crate) fn least_members(policy: &DisclosurePolicy) -> usize {
    usize::try_from(policy.least_contributors).map_or(usize::MAX, |least| least + 1)
}

fn is_city(ctx: &Ctx, tenant: TenantId) -> bool {
    let tenant = ctx.reference().tenants.find(&tenant);
    tenant.is_some_and(|tenant| tenant.city_ags.is_some())
}

/// Notes who cannot be invited: only municipalities that take part in the network today can be, and not the moderator.
pub(crate) fn check_invited(
    ctx: &Ctx,
    (owner, network): (TenantId, NetworkId),
    invited: &[TenantId],
    mistakes: &mut Mistakes,
) {
    mistakes.list("ring.invite", invited, MOST_MEMBERS);
    let reference = ctx.reference();
    for (at, tenant) in invited.iter().enumerate().take(MOST_MEMBERS) {
        let path = format!("ring.invite[{at}]");
        let takes_part = reference.takes_part(*tenant, network, ctx.now());
        if *tenant == owner || !takes_part || !is_city(ctx, *tenant) {
            let reason = Words::new(
                "ist keine andere Kommune, die heute zum Städtenetz gehört.",
                "is no other municipality that belongs to the network today.",
            );
            mistakes.note(path, Fault::UnknownValue, reason);
        } else if invited.iter().take(at).any(|other| other == tenant) {
            let reason = Words::new("kommt mehrmals vor.", "is there several times.");
            mistakes.note(path, Fault::Invalid, reason);
        }
    }
}

/// Whoever shares with a network says with which.
pub(super) fn check_network(mistakes: &mut Mistakes, network: Option<NetworkId>, release: Release) {
    if release.visibility == Visibility::Network && network.is_none() {
        let reason = Words::new(
            "NETWORK setzt voraus, dass die Gruppe in einem Städtenetz steht.",
            "NETWORK needs a network in which the group stands.",
        );
        mistakes.note("visibility", Fault::Invalid, reason);
    }
}

impl ChangePeerGroup {
    /// Notes everything that is wrong with it, for a group of a kind.
    pub(super) fn check(&self, ctx: &Ctx, kind: PeerGroupKind, mistakes: &mut Mistakes) {
        let description = self.description.as_ref().and_then(Option::as_deref);
        check_texts(self.name.as_deref(), description, mistakes);
        let Some(definition) = &self.definition else {
            return;
        };
        if definition.kind() != kind {
            let reason = Words::new(
                format!(
                    "passt nicht: die Gruppe ist und bleibt von der Art {}.",
                    kind.word()
                ),
                format!(
                    "does not fit: the group is and stays of the kind {}.",
                    kind.word()
                ),
            );
            mistakes.note(place(definition), Fault::Invalid, reason);
        }
        definition.check(ctx, mistakes);
    }
}

const fn place(definition: &PeerDefinition) -> &'static str {
    match definition {
        PeerDefinition::Rule(_) => "rule",
        PeerDefinition::Neighbours(_) => "neighbours",
        PeerDefinition::Cities(_) => "cities",
        PeerDefinition::Ring(_) => "ring",
    }
}

fn check_texts(name: Option<&str>, description: Option<&str>, mistakes: &mut Mistakes) {
    if let Some(name) = name {
        mistakes.text("name", name, LONGEST_NAME);
    }
    if let Some(description) = description {
        mistakes.text("description", description, LONGEST_DESCRIPTION);
    }
}
