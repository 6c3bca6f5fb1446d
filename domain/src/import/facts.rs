//! Short cells with one fact: number, state, phase, years.
//!
//! Invariant: what is not understood gives nothing; the words of the source are kept beside every state.

use crate::text::fold;
use entity::value::{ProjectPhase, ProjectStatus};

/// Words for states, folded; the first that a text contains decides.
const STATES: &[(&str, ProjectStatus)] = &[
    ("nicht begonnen", ProjectStatus::Planned),
    ("noch nicht", ProjectStatus::Planned),
    ("not started", ProjectStatus::Planned),
    ("abgebrochen", ProjectStatus::Abandoned),
    ("aufgegeben", ProjectStatus::Abandoned),
    ("eingestellt", ProjectStatus::Abandoned),
    ("abandoned", ProjectStatus::Abandoned),
    ("cancelled", ProjectStatus::Abandoned),
    ("blockiert", ProjectStatus::Blocked),
    ("blocked", ProjectStatus::Blocked),
    ("pausiert", ProjectStatus::OnHold),
    ("ruht", ProjectStatus::OnHold),
    ("zuruckgestellt", ProjectStatus::OnHold),
    ("on hold", ProjectStatus::OnHold),
    ("paused", ProjectStatus::OnHold),
    ("verstetigt", ProjectStatus::InOperation),
    ("in betrieb", ProjectStatus::InOperation),
    ("dauerhaft", ProjectStatus::InOperation),
    ("daueraufgabe", ProjectStatus::InOperation),
    ("in operation", ProjectStatus::InOperation),
    ("permanent", ProjectStatus::InOperation),
    ("abgeschlossen", ProjectStatus::Completed),
    ("erledigt", ProjectStatus::Completed),
    ("umgesetzt", ProjectStatus::Completed),
    ("fertig", ProjectStatus::Completed),
    ("completed", ProjectStatus::Completed),
    ("done", ProjectStatus::Completed),
    ("finished", ProjectStatus::Completed),
    ("in umsetzung", ProjectStatus::InProgress),
    ("in bearbeitung", ProjectStatus::InProgress),
    ("in arbeit", ProjectStatus::InProgress),
    ("laufend", ProjectStatus::InProgress),
    ("lauft", ProjectStatus::InProgress),
    ("begonnen", ProjectStatus::InProgress),
    ("gestartet", ProjectStatus::InProgress),
    ("in progress", ProjectStatus::InProgress),
    ("ongoing", ProjectStatus::InProgress),
    ("started", ProjectStatus::InProgress),
    ("geplant", ProjectStatus::Planned),
    ("in planung", ProjectStatus::Planned),
    ("beschlossen", ProjectStatus::Planned),
    ("vorgesehen", ProjectStatus::Planned),
    ("offen", ProjectStatus::Planned),
    ("planned", ProjectStatus::Planned),
    ("idee", ProjectStatus::Idea),
    ("idea", ProjectStatus::Idea),
];

/// Where a project stands, as a cell says.
pub(super) fn status(text: &str) -> Option<ProjectStatus> {
    let folded = fold(text);
    let word = folded.replace(' ', "_").to_uppercase();
    ProjectStatus::from_word(&word).or_else(|| {
        let spaced = format!(" {folded}");
        let found = STATES
            .iter()
            .find(|(word, _)| spaced.contains(&format!(" {word}")));
        found.map(|(_, status)| *status)
    })
}

/// Whether a cell says that the project is late.
pub(super) fn is_delayed(text: &str) -> bool {
    let folded = fold(text);
    ["verzoger", "verspatet", "delayed", "behind schedule"]
        .iter()
        .any(|word| folded.contains(word))
}

/// How mature a project is, as a cell says.
pub(super) fn phase(text: &str) -> Option<ProjectPhase> {
    let folded = fold(text);
    let by_code = ProjectPhase::ALL.iter().find(|phase| {
        folded
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == phase.word().to_ascii_lowercase())
    });
    let by_name = || {
        [
            ("verstetig", ProjectPhase::Embedded),
            ("embedded", ProjectPhase::Embedded),
            ("transfer", ProjectPhase::Transferring),
            ("pilot", ProjectPhase::Pilot),
            ("konzept", ProjectPhase::Concept),
            ("concept", ProjectPhase::Concept),
            ("prototyp", ProjectPhase::Concept),
            ("idee", ProjectPhase::Idea),
            ("idea", ProjectPhase::Idea),
        ]
        .into_iter()
        .find(|(word, _)| folded.contains(word))
        .map(|(_, phase)| phase)
    };
    by_code.copied().or_else(by_name)
}

/// The years of a text, in its order.
pub(super) fn years(text: &str) -> Vec<i32> {
    let numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4);
    numbers
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1950..=2100).contains(year))
        .collect()
}

/// The number of a project: "3", "3.", "Nr. 3", "3.0".
pub(super) fn number(text: &str) -> Option<i32> {
    let folded = fold(text);
    let bare = folded
        .trim_start_matches(|c: char| !c.is_ascii_digit() && c != '-')
        .trim_end_matches(['.', ')', ':', ' ']);
    let before = folded.len()
        - folded
            .trim_start_matches(|c: char| !c.is_ascii_digit() && c != '-')
            .len();
    let prefix = folded.get(..before)?.trim().trim_end_matches('.');
    let is_known = matches!(
        prefix,
        "" | "nr" | "no" | "nummer" | "number" | "vorhaben" | "projekt" | "project" | "#"
    );
    let bare = bare.strip_suffix(".0").unwrap_or(bare);
    bare.parse()
        .ok()
        .filter(|number| is_known && (0..=99_999).contains(number))
}

/// Whether a text is the address of a page.
pub(super) fn is_address(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        text.strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_many_forms() {
        for (text, expected) in [
            ("1", Some(1)),
            (" 12. ", Some(12)),
            ("Nr. 3", Some(3)),
            ("Vorhaben 4:", Some(4)),
            ("5.0", Some(5)),
            ("1.2", None),
            ("A1", None),
            ("-1", None),
            ("99999999999", None),
            ("Stand 2024", None),
            ("", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn states_are_found_in_sentences() {
        assert_eq!(
            status("in Umsetzung seit 2021"),
            Some(ProjectStatus::InProgress)
        );
        assert_eq!(status("noch nicht begonnen"), Some(ProjectStatus::Planned));
        assert_eq!(status("COMPLETED"), Some(ProjectStatus::Completed));
        assert_eq!(status("IN_PROGRESS"), Some(ProjectStatus::InProgress));
        assert_eq!(status("Bericht veröffentlicht"), None);
        assert!(is_delayed("verzögert sich"));
        assert_eq!(phase("P3 Pilot"), Some(ProjectPhase::Pilot));
        assert_eq!(phase("Konzeptphase"), Some(ProjectPhase::Concept));
    }

    #[test]
    fn years_are_four_digits() {
        assert_eq!(years("03/2021 – 2024, 12345"), [2021, 2024]);
        assert!(is_address("https://example.org/a"));
        assert!(!is_address("siehe https://example.org"));
    }
}
