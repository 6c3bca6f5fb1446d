//! What a project may be made of: lengths, years, and parts that fit together.
//!
//! Invariant: every mistake is noted with its place, none of them stops the search for others.

use super::{EditProject, NamedBarrier, NewCorrection, NewItem, NewSubProject};
use crate::{
    concept::Concept,
    ctx::Ctx,
    language::Words,
    mistake::{Fault, Mistakes},
    plan::LONGEST_TITLE,
};
use entity::value::Visibility;
use std::collections::HashSet;

/// How long a text of a project may be.
const LONGEST_TEXT: usize = 20_000;
/// How many parts of a kind a project may have: as many as one answer can show.
const MOST_PARTS: usize = 100;

impl EditProject {
    /// Notes everything that is wrong with it, but for its action field, which depends on the network.
    pub fn check(&self, ctx: &Ctx, mistakes: &mut Mistakes) {
        if let Some(title) = &self.working_title {
            self::title(mistakes, title);
        }
        self.check_texts(mistakes);
        if let Some(number) = self.sequence_no {
            mistakes.number("sequenceNo", number, 1..=9_999);
        }
        for (path, year) in [("startYear", self.start_year), ("endYear", self.end_year)] {
            if let Some(year) = year.flatten() {
                mistakes.number(path, year, 1_900..=2_100);
            }
        }
        detail(mistakes, "contactVisibility", self.contact_visibility);
        detail(mistakes, "costVisibility", self.cost_visibility);
        self.check_parts(ctx, mistakes);
    }

    fn check_texts(&self, mistakes: &mut Mistakes) {
        for (path, text, longest) in [
            ("summary", &self.summary, LONGEST_TEXT),
            ("overallGoal", &self.overall_goal, LONGEST_TEXT),
            ("statusNote", &self.status_note, 2_000),
            ("responsible", &self.responsible, 300),
            ("contact", &self.contact, 300),
            ("ownNote", &self.own_note, LONGEST_TEXT),
        ] {
            if let Some(Some(text)) = text {
                mistakes.text(path, text, longest);
            }
        }
    }

    fn check_parts(&self, ctx: &Ctx, mistakes: &mut Mistakes) {
        match (&self.sub_projects, &self.items) {
            (Some(sub_projects), Some(items)) => {
                let numbers = self::sub_projects(mistakes, sub_projects);
                self::items(mistakes, items, &numbers);
            }
            (Some(_), None) => together(mistakes, "items"),
            (None, Some(_)) => together(mistakes, "subProjects"),
            (None, None) => {}
        }
        if let Some(barriers) = &self.barriers {
            self::barriers(ctx, mistakes, barriers);
        }
        if let Some(corrections) = &self.concept_corrections {
            self::corrections(ctx, mistakes, corrections);
        }
        if let Some(sources) = &self.sources {
            mistakes.list("sources", sources, MOST_PARTS);
            for (at, url) in sources.iter().enumerate() {
                mistakes.url(&format!("sources[{at}]"), url);
            }
        }
    }
}

/// A title is what every list shows.
pub(super) fn title(mistakes: &mut Mistakes, title: &str) {
    mistakes.text("workingTitle", title, LONGEST_TITLE);
}

/// A code stands in addresses and tables.
pub(super) fn code(mistakes: &mut Mistakes, code: &str) {
    let is_good = (1..=40).contains(&code.len())
        && code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    if !is_good {
        let reason = Words::new(
            "erwartet werden 1 bis 40 Buchstaben ohne Umlaute, Ziffern, Bindestriche, Punkte und Unterstriche.",
            "expected are 1 to 40 letters without accents, digits, hyphens, full stops and underscores.",
        );
        mistakes.note("code", Fault::Invalid, reason);
    }
}

/// Nothing ends before it begins.
pub(super) fn years(mistakes: &mut Mistakes, start: Option<i32>, end: Option<i32>) {
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        let reason = Words::new(
            format!("{end} liegt vor dem Beginn ({start})."),
            format!("{end} is before the beginning ({start})."),
        );
        mistakes.note("endYear", Fault::Invalid, reason);
    }
}

/// Details are not shared with tenants by name: whoever may read the project by name sees what the network sees.
fn detail(mistakes: &mut Mistakes, path: &str, visibility: Option<Visibility>) {
    if visibility == Some(Visibility::Shared) {
        let reason = Words::new(
            "SHARED gibt es hier nicht; möglich sind TENANT, NETWORK und PUBLIC.",
            "there is no SHARED here; possible are TENANT, NETWORK and PUBLIC.",
        );
        mistakes.note(path, Fault::UnknownValue, reason);
    }
}

fn together(mistakes: &mut Mistakes, path: &str) {
    let reason = Words::new(
        "fehlt: subProjects und items werden zusammen ersetzt, weil Einträge ihr Teilvorhaben nennen.",
        "is missing: subProjects and items are replaced together, since items name their sub-project.",
    );
    mistakes.note(path, Fault::Required, reason);
}

/// Checks sub-projects; gives their numbers.
fn sub_projects(mistakes: &mut Mistakes, sub_projects: &[NewSubProject]) -> HashSet<i32> {
    mistakes.list("subProjects", sub_projects, MOST_PARTS);
    let mut numbers = HashSet::new();
    for (at, sub_project) in sub_projects.iter().enumerate() {
        let path = format!("subProjects[{at}].number");
        mistakes.number(&path, sub_project.number, 1..=999);
        if !numbers.insert(sub_project.number) {
            let reason = Words::new("kommt mehrmals vor.", "is there several times.");
            mistakes.note(path, Fault::Invalid, reason);
        }
        let path = format!("subProjects[{at}].title");
        mistakes.text(&path, &sub_project.title, LONGEST_TITLE);
    }
    numbers
}

fn items(mistakes: &mut Mistakes, items: &[NewItem], numbers: &HashSet<i32>) {
    mistakes.list("items", items, MOST_PARTS);
    for (at, item) in items.iter().enumerate() {
        mistakes.text(&format!("items[{at}].text"), &item.text, LONGEST_TEXT);
        detail(
            mistakes,
            &format!("items[{at}].visibility"),
            item.visibility,
        );
        if let Some(count) = item.mention_count {
            mistakes.number(&format!("items[{at}].mentionCount"), count, 0..=100_000);
        }
        if item
            .sub_project
            .is_some_and(|number| !numbers.contains(&number))
        {
            let reason = Words::new(
                "nennt ein Teilvorhaben, das nicht in subProjects steht.",
                "names a sub-project that is not among subProjects.",
            );
            mistakes.note(
                format!("items[{at}].subProject"),
                Fault::UnknownValue,
                reason,
            );
        }
    }
}

fn barriers(ctx: &Ctx, mistakes: &mut Mistakes, barriers: &[NamedBarrier]) {
    mistakes.list("barriers", barriers, MOST_PARTS);
    let known = ctx.reference().barriers.all();
    let mut pairs = HashSet::new();
    for (at, named) in barriers.iter().enumerate() {
        let path = format!("barriers[{at}].barrier");
        if known.iter().all(|barrier| barrier.code != named.barrier) {
            let reason = Words::new(
                "ist kein bekanntes Hemmnis; die Liste barriers nennt alle Kürzel.",
                "is no known barrier; the list barriers names all codes.",
            );
            mistakes.note(path, Fault::UnknownValue, reason);
        } else if !pairs.insert((&named.barrier, named.role)) {
            let reason = Words::new(
                "steht mehrmals in derselben Rolle.",
                "is there several times in the same role.",
            );
            mistakes.note(path, Fault::Invalid, reason);
        }
        if let Some(note) = &named.note {
            mistakes.text(&format!("barriers[{at}].note"), note, LONGEST_TEXT);
        }
    }
}

fn corrections(ctx: &Ctx, mistakes: &mut Mistakes, corrections: &[NewCorrection]) {
    mistakes.list("conceptCorrections", corrections, MOST_PARTS);
    let mut seen = HashSet::new();
    for (at, correction) in corrections.iter().enumerate() {
        let path = format!("conceptCorrections[{at}].concept");
        if Concept::named(&ctx.reference().vocabulary, &correction.concept).is_none() {
            let reason = Words::new(
                "steht nicht im Vokabular; die Liste concepts nennt alle Kurznamen.",
                "is not in the vocabulary; the list concepts names all short names.",
            );
            mistakes.note(path, Fault::UnknownValue, reason);
        } else if !seen.insert(&correction.concept) {
            let reason = Words::new("kommt mehrmals vor.", "is there several times.");
            mistakes.note(path, Fault::Invalid, reason);
        }
    }
}
