//! The id of a suggestion: that of its pair.
//!
//! Invariant: the same pair in the same direction has the same id whenever and for whomever it is suggested, since nothing
//! is stored of a suggestion.

use crate::{
    error::{Error, Result},
    language::Words,
    mistake::{Fault, Mistakes},
};
use entity::id::ProjectId;
use std::{collections::HashSet, fmt, str::FromStr};

const PREFIX: &str = "suggestion_";
/// The length of each half.
const HALF: usize = 26;
/// So many suggestions at most are decided about at once.
pub const MOST_AT_ONCE: usize = 50;

/// A pair of projects: which wants to learn, and from which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SuggestionId {
    /// The project that wants to learn.
    pub adopter: ProjectId,
    /// The project to learn from.
    pub source: ProjectId,
}

/// The text is no id of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuggestion;

/// What stands behind the kind of a project's id.
fn half(project: ProjectId) -> String {
    let text = project.to_string();
    let value = text.rsplit_once('_').map(|(_, value)| value.to_owned());
    value.unwrap_or_default()
}

impl fmt::Display for SuggestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}{}", half(self.adopter), half(self.source))
    }
}

impl FromStr for SuggestionId {
    type Err = NoSuggestion;

    fn from_str(text: &str) -> std::result::Result<Self, NoSuggestion> {
        let halves = text.strip_prefix(PREFIX).filter(|rest| rest.is_ascii());
        let halves = halves.and_then(|rest| rest.split_at_checked(HALF));
        let (adopter, source) = halves.ok_or(NoSuggestion)?;
        let project = |half| format!("project_{half}").parse().map_err(|_| NoSuggestion);
        Ok(Self {
            adopter: project(adopter)?,
            source: project(source)?,
        })
    }
}

/// The suggestions that an input names, each once.
///
/// # Errors
/// `BAD_USER_INPUT` with the place of everything that is none, and for none or too many.
pub fn ids<T: AsRef<str>>(texts: &[T]) -> Result<Vec<SuggestionId>> {
    if !(1..=MOST_AT_ONCE).contains(&texts.len()) {
        let length = texts.len();
        return Err(Error::invalid(
            "suggestions",
            format!("hat {length} Einträge; erwartet werden 1 bis {MOST_AT_ONCE}."),
            format!("has {length} entries; expected are 1 to {MOST_AT_ONCE}."),
        ));
    }
    let mut mistakes = Mistakes::default();
    let mut seen = HashSet::new();
    let mut found = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let Ok(id) = text.as_ref().parse::<SuggestionId>() else {
            let reason = Words::new(
                "ist keine Kennung eines Vorschlags; erwartet wird suggestion_…",
                "is no id of a suggestion; expected is suggestion_…",
            );
            mistakes.note(place(at), Fault::Invalid, reason);
            continue;
        };
        if !seen.insert(id) {
            let reason = Words::new("kommt mehrmals vor.", "is there several times.");
            mistakes.note(place(at), Fault::Invalid, reason);
        }
        found.push(id);
    }
    mistakes.finish().map(|()| found)
}

/// What a decision is about, for the audit log.
#[must_use]
pub fn subject(ids: &[SuggestionId]) -> String {
    let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    texts.join(" ")
}

/// Where an input names a suggestion.
pub(super) fn place(at: usize) -> String {
    format!("suggestions[{at}]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_id_comes_back_and_nothing_else_is_one() {
        let id = SuggestionId {
            adopter: ProjectId(Uuid::from_u128(1 << 100)),
            source: ProjectId(Uuid::from_u128(7)),
        };
        let text = id.to_string();
        assert_eq!(text.len(), PREFIX.len() + 2 * HALF);
        assert_eq!(text.parse(), Ok(id));
        let project = id.adopter.to_string();
        let ragged = format!("{text}0");
        for other in [
            "",
            PREFIX,
            "suggestion_ü",
            project.as_str(),
            ragged.as_str(),
        ] {
            assert_eq!(other.parse::<SuggestionId>(), Err(NoSuggestion), "{other}");
        }
    }

    #[test]
    fn each_mistake_has_its_place() {
        let id = SuggestionId {
            adopter: ProjectId(Uuid::from_u128(1)),
            source: ProjectId(Uuid::from_u128(2)),
        };
        let good = id.to_string();
        let refused = ids(&[good.as_str(), "x", good.as_str()]);
        let mistakes = refused.map_err(|error| error.mistakes());
        let paths = mistakes.map_err(|all| all.into_iter().map(|one| one.path).collect::<Vec<_>>());
        let expected = ["suggestions[1]", "suggestions[2]"];
        assert_eq!(paths, Err(expected.map(str::to_owned).to_vec()));
        assert!(ids::<&str>(&[]).is_err() && ids(&vec![good; MOST_AT_ONCE + 1]).is_err());
    }
}
