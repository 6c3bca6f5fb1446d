//! The order of experiences: what came of the barrier, how alike the cities are, and how alike what is done is.
//!
//! Invariant: the contributions sum to the score; equal scores are ordered by id, so that pages neither repeat nor skip.

use super::{Experience, nearness::Place};
use crate::{
    label,
    language::{Language, Words},
    project_match::Ranking,
    search_index::{Entry, Eyes, State, status_number},
    similar_project::{Component, Criteria, rounded},
    similarity::{
        cursor::Cursor,
        index::{Facts, Filter, Key},
        query::Subject,
        similar::{Feature, Request, Weights, rank},
    },
};
use entity::{
    id::{BarrierId, ProjectId},
    value::{BarrierRole, ProjectStatus},
};
use std::collections::HashMap;

/// What the parts of the score weigh.
const ROLE: f64 = 0.3;
const CITY: f64 = 0.35;
const CONTENT: f64 = 0.25;
const PROGRESS: f64 = 0.1;
/// What an experience counts by what the barrier is to the project.
const RESOLVED: f64 = 1.0;
const ADDRESSED: f64 = 0.5;

/// What is asked of the index.
pub(super) struct Question {
    pub criteria: Criteria,
    pub text: Option<String>,
    pub project: Option<ProjectId>,
    pub home: Option<Place>,
    pub first: usize,
    pub after: Option<Cursor>,
}

impl Question {
    pub fn ask(&self, state: &State, eyes: &Eyes, meant: &[BarrierId]) -> Ranking<Experience> {
        let instruments = self.criteria.instruments(state);
        let own = self.project.map(|project| project.0.as_u128());
        let takes_part = |key: Key, facts: &Facts, entry: &Entry| {
            Some(key) != own
                && (self.criteria.with_own_city
                    || self.home.is_none_or(|home| home.city != facts.city))
                && self.criteria.admit(state, eyes, facts)
                && instruments.as_ref().is_none_or(|keys| keys.contains(&key))
                && !dealt_with(entry, meant).is_empty()
        };
        let content = self.content(state, &takes_part);
        let mut found: Vec<(Cursor, Experience)> = Vec::new();
        for key in state.dealing_with(meant) {
            let Some((facts, entry)) = state.facts_of(key) else {
                continue;
            };
            if !takes_part(key, &facts, entry) {
                continue;
            }
            let likeness = content
                .as_ref()
                .map(|all| all.get(&key).copied().unwrap_or(0.0));
            let experience = self.experience(&facts, dealt_with(entry, meant), likeness);
            let place = Cursor::at(experience.score, key);
            if self.after.is_none_or(|after| after.is_before(&place)) {
                found.push((place, experience));
            }
        }
        found.sort_by(|(a, _), (b, _)| a.order(b));
        let has_more = found.len() > self.first;
        found.truncate(self.first);
        (found, has_more)
    }

    /// How alike what is done is, by project, where there is something to compare with.
    fn content(
        &self,
        state: &State,
        takes_part: &impl Fn(Key, &Facts, &Entry) -> bool,
    ) -> Option<HashMap<Key, f64>> {
        let index = &state.index;
        let subject = match (self.project, &self.text) {
            (Some(project), _) => Subject::of_document(index, project.0.as_u128())?,
            (None, Some(text)) => Subject::of_text(index, text),
            (None, None) => return None,
        };
        let mut weights = Weights::shipped();
        for feature in [Feature::City, Feature::Stage, Feature::ActionField] {
            weights.set(feature, 0.0);
        }
        let ranked = rank(
            index,
            &Request {
                subject: &subject,
                weights: &state.weigh(&weights),
                filter: Filter::new(&|key, facts| {
                    state
                        .entry(facts)
                        .is_some_and(|entry| takes_part(key, facts, entry))
                }),
                with_own_city: true,
                first: self.first,
                after: None,
            },
        );
        let all = ranked.into_iter();
        Some(all.map(|one| (one.key, f64::from(one.score))).collect())
    }

    fn experience(
        &self,
        facts: &Facts,
        barriers: Vec<(BarrierId, BarrierRole)>,
        content: Option<f64>,
    ) -> Experience {
        let is_resolved = barriers
            .iter()
            .any(|(_, role)| *role == BarrierRole::Resolved);
        let nearness = self.home.map(|home| home.likeness(&Place::of_facts(facts)));
        let progress = progress(facts.status);
        let components = vec![
            component(
                "role",
                ROLE,
                if is_resolved { RESOLVED } else { ADDRESSED },
                role_words(is_resolved),
            ),
            component("city", CITY, nearness.unwrap_or(0.0), city_words(nearness)),
            component(
                "content",
                CONTENT,
                content.unwrap_or(0.0),
                content_words(content),
            ),
            component("progress", PROGRESS, progress, progress_words(facts.status)),
        ];
        Experience {
            score: rounded(components.iter().map(|one| one.contribution).sum::<f64>()),
            explanation: sentence(is_resolved, nearness, content),
            components,
            barriers,
        }
    }
}

/// The barriers in question that a project addresses or has overcome.
fn dealt_with(entry: &Entry, meant: &[BarrierId]) -> Vec<(BarrierId, BarrierRole)> {
    let is_dealt_with = |(barrier, role): &&(BarrierId, BarrierRole)| {
        meant.contains(barrier) && *role != BarrierRole::BlockedBy
    };
    entry
        .barriers
        .iter()
        .filter(is_dealt_with)
        .copied()
        .collect()
}

/// What is over has more to tell than what is planned.
fn progress(status: u8) -> f64 {
    let is = |one: ProjectStatus| status_number(one) == status;
    match () {
        () if is(ProjectStatus::Completed) || is(ProjectStatus::InOperation) => 1.0,
        () if is(ProjectStatus::Abandoned) => 0.7,
        () if is(ProjectStatus::InProgress) => 0.6,
        () => 0.2,
    }
}

fn component(name: &'static str, weight: f64, value: f64, explanation: Words) -> Component {
    let label = match name {
        "role" => Words::new("Umgang mit dem Hemmnis", "What came of the barrier"),
        "city" => Words::new("Stadttyp", "Type of city"),
        "content" => Words::new("Inhalt", "Content"),
        _ => Words::new("Stand", "Progress"),
    };
    Component::new(name, label, (weight, value), explanation)
}

fn role_words(is_resolved: bool) -> Words {
    if is_resolved {
        Words::new("Das Hemmnis ist überwunden.", "The barrier was overcome.")
    } else {
        Words::new(
            "Das Vorhaben geht das Hemmnis an.",
            "The project addresses the barrier.",
        )
    }
}

fn city_words(nearness: Option<f64>) -> Words {
    match nearness {
        Some(value) => Words::new(
            format!(
                "RegioStaR-Typ, Einwohnerzahl und Land; Übereinstimmung {:.0} %.",
                value * 100.0
            ),
            format!(
                "RegioStaR type, inhabitants and federal state; {:.0} % alike.",
                value * 100.0
            ),
        ),
        None => Words::new(
            "Für welche Stadt gefragt wird, ist nicht bekannt; forCity nennt sie.",
            "For which city is asked is not known; forCity names it.",
        ),
    }
}

fn content_words(content: Option<f64>) -> Words {
    match content {
        Some(value) => Words::new(
            format!(
                "Instrumente, Probleme, Beteiligte und Wortlaut; Übereinstimmung {:.0} %.",
                value * 100.0
            ),
            format!(
                "Instruments, problems, people involved and words; {:.0} % alike.",
                value * 100.0
            ),
        ),
        None => Words::new(
            "Nichts, womit sich der Inhalt vergleichen ließe; text oder forProject nennt es.",
            "Nothing to compare the content with; text or forProject names it.",
        ),
    }
}

fn progress_words(status: u8) -> Words {
    let known = ProjectStatus::ALL
        .iter()
        .find(|one| status_number(**one) == status);
    known.map_or_else(
        || Words::new("Stand unbekannt.", "Progress unknown."),
        |status| {
            let label = label::status(*status);
            Words::new(
                format!("Status: {}.", label.text(Language::De)),
                format!("Status: {}.", label.text(Language::En)),
            )
        },
    )
}

fn sentence(is_resolved: bool, nearness: Option<f64>, content: Option<f64>) -> Words {
    let is_near = nearness.is_some_and(|value| value >= 0.6);
    let is_alike = content.is_some_and(|value| value >= 0.3);
    let say = |parts: [(&str, &str); 4], language: Language| {
        let [role, near, and, alike] = parts.map(|(de, en)| match language {
            Language::De => de.to_owned(),
            Language::En => en.to_owned(),
        });
        match (is_near, is_alike) {
            (true, true) => format!("{role}{near}{and}{alike}."),
            (true, false) => format!("{role}{near}."),
            (false, true) => format!("{role}{alike}."),
            (false, false) => format!("{role}."),
        }
    };
    let role = if is_resolved {
        ("Hat das Hemmnis überwunden", "Has overcome the barrier")
    } else {
        ("Geht das Hemmnis an", "Addresses the barrier")
    };
    let parts = [
        role,
        (", in einer ähnlichen Stadt", ", in a similar city"),
        (" und", " and"),
        (" mit ähnlichem Inhalt", " with similar content"),
    ];
    Words::new(say(parts, Language::De), say(parts, Language::En))
}
