//! Offers and requests as people write them, with codes of barriers.
//!
//! Invariant: every mistake is noted with its place, none of them stops the search for others.

use crate::{
    ctx::Ctx,
    language::Words,
    mistake::{Fault, Mistakes},
    plan::check_unnamed,
    release::Release,
};
use chrono::{Days, NaiveDate};
use entity::{
    id::{BarrierId, NetworkId, ProjectId},
    value::{ExpertiseCapacity, ExpertiseKind, Visibility},
};

/// How long the topic may be, which every list shows.
const LONGEST_TOPIC: usize = 200;
const LONGEST_DESCRIPTION: usize = 2_000;
const LONGEST_CONTACT: usize = 300;
/// Whoever is about everything is found by everybody.
const MOST_BARRIERS: usize = 5;
/// An offer that stays for longer is one that nobody looks after.
const LONGEST_DAYS: u64 = 3 * 366;

/// What is to be different about an offer or request; what is not given stays as it is.
#[derive(Clone, Debug, Default)]
pub struct EditExpertise {
    /// What about, in short.
    pub topic: Option<String>,
    /// What about, in detail.
    pub description: Option<Option<String>>,
    /// Barriers by code, in their order; they take the place of those that are there.
    pub barriers: Option<Vec<String>>,
    /// The own project that it is about.
    pub project: Option<Option<ProjectId>>,
    /// How much time is offered or looked for.
    pub capacity: Option<ExpertiseCapacity>,
    /// Whom to ask.
    pub contact: Option<Option<String>>,
    /// Who may know whom to ask.
    pub contact_visibility: Option<Visibility>,
    /// The last day on which it is open.
    pub until: Option<NaiveDate>,
}

/// A new offer or request.
#[derive(Clone, Debug)]
pub struct NewExpertise {
    /// In which network it stands.
    pub network: NetworkId,
    /// Whether expertise is offered or looked for.
    pub kind: ExpertiseKind,
    /// Who may read it.
    pub release: Release,
    /// Everything else; topic, capacity and the last day are needed.
    pub content: EditExpertise,
}

impl NewExpertise {
    /// Notes everything that is wrong with it, but for its project, which is looked up when it is written.
    pub fn check(&self, ctx: &Ctx, mistakes: &mut Mistakes) {
        for (path, is_missing) in [
            ("topic", self.content.topic.is_none()),
            ("capacity", self.content.capacity.is_none()),
            ("until", self.content.until.is_none()),
        ] {
            if is_missing {
                mistakes.required(path);
            }
        }
        check_unnamed(mistakes, self.release);
        self.content.check(ctx, mistakes);
    }
}

impl EditExpertise {
    /// Notes everything that is wrong with it, but for its project, which is looked up when it is written.
    pub fn check(&self, ctx: &Ctx, mistakes: &mut Mistakes) {
        if let Some(topic) = &self.topic {
            mistakes.text("topic", topic, LONGEST_TOPIC);
        }
        for (path, text, longest) in [
            ("description", &self.description, LONGEST_DESCRIPTION),
            ("contact", &self.contact, LONGEST_CONTACT),
        ] {
            if let Some(Some(text)) = text {
                mistakes.text(path, text, longest);
            }
        }
        if self.contact_visibility == Some(Visibility::Shared) {
            let reason = Words::new(
                "SHARED gibt es hier nicht; möglich sind TENANT, NETWORK und PUBLIC.",
                "there is no SHARED here; possible are TENANT, NETWORK and PUBLIC.",
            );
            mistakes.note("contactVisibility", Fault::UnknownValue, reason);
        }
        if let Some(until) = self.until {
            check_until(ctx, mistakes, until);
        }
        if let Some(codes) = &self.barriers {
            check_barriers(ctx, mistakes, codes);
        }
    }

    /// The barriers behind its codes; that there are such has been checked before.
    pub(super) fn barriers(&self, ctx: &Ctx) -> Option<Vec<BarrierId>> {
        let known = ctx.reference().barriers.all();
        let id = |code: &String| Some(known.iter().find(|barrier| barrier.code == *code)?.id);
        let codes = self.barriers.as_ref()?;
        Some(codes.iter().filter_map(id).collect())
    }
}

/// It is open today at least, and not for ever.
fn check_until(ctx: &Ctx, mistakes: &mut Mistakes, until: NaiveDate) {
    let today = ctx.now().date_naive();
    let last = today.checked_add_days(Days::new(LONGEST_DAYS));
    let last = last.unwrap_or(today);
    if !(today..=last).contains(&until) {
        let reason = Words::new(
            format!("{until} liegt nicht zwischen heute ({today}) und {last}."),
            format!("{until} is not between today ({today}) and {last}."),
        );
        mistakes.note("until", Fault::OutOfBounds, reason);
    }
}

fn check_barriers(ctx: &Ctx, mistakes: &mut Mistakes, codes: &[String]) {
    mistakes.list("barriers", codes, MOST_BARRIERS);
    let known = ctx.reference().barriers.all();
    for (at, code) in codes.iter().enumerate().take(MOST_BARRIERS) {
        let path = format!("barriers[{at}]");
        if known.iter().all(|barrier| barrier.code != *code) {
            let reason = Words::new(
                "ist kein bekanntes Hemmnis; die Liste barriers nennt alle Kürzel.",
                "is no known barrier; the list barriers names all codes.",
            );
            mistakes.note(path, Fault::UnknownValue, reason);
        } else if codes.iter().take(at).any(|other| other == code) {
            let reason = Words::new("kommt mehrmals vor.", "is there several times.");
            mistakes.note(path, Fault::Invalid, reason);
        }
    }
}
