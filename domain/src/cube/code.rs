//! The codes of what is said about a value, with their names.
//!
//! Invariant: codes of observations and of confidentiality are those of the SDMX code lists CL_OBS_STATUS and
//! CL_CONF_STATUS; every code that a cube can have is listed.

use crate::language::Words;

/// A closed list of codes with their names in German and English.
#[derive(Clone, Copy, Debug)]
pub struct CodeList(&'static [(&'static str, &'static str, &'static str)]);

impl CodeList {
    /// The codes in their order.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(code, ..)| *code)
    }

    /// The place of a code in the list.
    #[must_use]
    pub fn place(self, code: &str) -> Option<usize> {
        self.0.iter().position(|(known, ..)| *known == code)
    }

    /// The name of a code.
    #[must_use]
    pub fn name(self, code: &str) -> Option<Words> {
        let (_, de, en) = self.0.iter().find(|(known, ..)| *known == code)?;
        Some(Words::new(*de, *en))
    }
}

/// What a value is worth.
pub const OBS_STATUS: CodeList = CodeList(&[
    ("A", "Normaler Wert", "Normal value"),
    ("B", "Bruch in der Zeitreihe", "Time series break"),
    ("E", "Geschätzt", "Estimated value"),
    ("M", "Kein Wert möglich", "Missing value; data cannot exist"),
    ("N", "Nicht signifikant", "Not significant"),
    ("O", "Kein Wert bekannt", "Missing value"),
    ("P", "Vorläufig", "Provisional value"),
    (
        "Q",
        "Kein Wert; zurückgehalten",
        "Missing value; suppressed",
    ),
    ("U", "Wenig verlässlich", "Low reliability"),
]);

/// Whether a value is for everybody who may read it.
pub const CONF_STATUS: CodeList = CodeList(&[
    ("F", "Frei", "Free (free for publication)"),
    ("C", "Vertraulich", "Confidential statistical information"),
    (
        "N",
        "Nicht zur Veröffentlichung",
        "Not for publication, restricted for internal use only",
    ),
]);

/// Why a value is withheld.
pub const REASON: CodeList = CodeList(&[
    (
        "MIN_CONTRIBUTORS",
        "Zu wenige Kommunen tragen bei",
        "Too few cities contribute",
    ),
    (
        "DOMINANCE",
        "Eine Kommune ließe sich zu genau schätzen",
        "One city could be estimated too closely",
    ),
    (
        "SECONDARY",
        "Würde mit anderen Angaben etwas Zurückgehaltenes verraten",
        "With other figures it would give away what is withheld",
    ),
    (
        "DIFFERENCING",
        "Würde mit früher Veröffentlichtem einen einzelnen Wert verraten",
        "With what was published before it would give away a single value",
    ),
    (
        "EMBARGO",
        "Bis zu einem Zeitpunkt gesperrt",
        "Held back until a later moment",
    ),
    (
        "NOT_GRANTED",
        "Nicht für Sie freigegeben",
        "Not granted to you",
    ),
]);

/// What a value stands for.
pub const VALUE_KIND: CodeList = CodeList(&[
    ("MEASURED", "Gemessen", "Measured"),
    ("TARGET", "Zielwert", "Target"),
    ("PLANNED", "Geplant", "Planned"),
]);

/// How well a value is documented.
pub const CONFIDENCE: CodeList = CodeList(&[
    ("HIGH", "Aus erster Hand", "First-hand source"),
    ("MEDIUM", "Aus zweiter Hand", "Second-hand source"),
    ("LOW", "Zu prüfen", "To be checked"),
]);

/// Who may read a value.
pub const VISIBILITY: CodeList = CodeList(&[
    ("TENANT", "Eigene Organisation", "Own organisation"),
    ("SHARED", "Benannte Organisationen", "Named organisations"),
    ("NETWORK", "Netzwerk", "Network"),
    ("PUBLIC", "Öffentlich", "Public"),
]);

#[cfg(test)]
mod tests {
    use super::*;
    use entity::value::{ConfStatus, Confidence, ObsStatus, ValueKind, Visibility, Withheld};

    /// The words of a list of values are those of a list of codes, but for some that only codes have.
    fn same<T: Copy>(list: CodeList, all: &[T], word: impl Fn(T) -> &'static str, more: &[&str]) {
        let mut words: Vec<_> = all.iter().map(|one| word(*one)).collect();
        words.extend_from_slice(more);
        let mut codes: Vec<_> = list.codes().collect();
        words.sort_unstable();
        codes.sort_unstable();
        assert_eq!(words, codes);
    }

    #[test]
    fn every_stored_value_has_a_code() {
        same(OBS_STATUS, ObsStatus::ALL, ObsStatus::word, &["Q"]);
        same(CONF_STATUS, ConfStatus::ALL, ConfStatus::word, &[]);
        same(REASON, Withheld::ALL, Withheld::word, &[]);
        same(VALUE_KIND, ValueKind::ALL, ValueKind::word, &[]);
        same(CONFIDENCE, Confidence::ALL, Confidence::word, &[]);
        same(VISIBILITY, Visibility::ALL, Visibility::word, &[]);
    }
}
