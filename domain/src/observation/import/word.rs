//! Words of closed lists, as files write them.
//!
//! Invariant: the words of the interfaces are known as they are; German ones beside them.

use crate::{label, language::Language, text::fold};
use entity::value::{ConfStatus, Confidence, ObsStatus, ValueKind, Visibility};

/// A closed list whose words a file may hold.
pub(super) trait Listed: Copy + 'static {
    /// Every value.
    fn all() -> &'static [Self];
    /// Its word.
    fn text(self) -> &'static str;
    /// Its name, and other words for it.
    fn names(self) -> Vec<String>;

    /// The value of a text.
    fn read(text: &str) -> Option<Self> {
        // As the interfaces write it, which is quickly compared.
        if let Some(value) = Self::all().iter().find(|value| value.text() == text) {
            return Some(*value);
        }
        let folded = fold(text);
        let is = |value: &&Self| {
            fold(value.text()) == folded || value.names().iter().any(|name| fold(name) == folded)
        };
        Self::all().iter().find(is).copied()
    }

    /// All words, for a message.
    fn words() -> String {
        let words: Vec<&str> = Self::all().iter().map(|value| value.text()).collect();
        words.join(", ")
    }
}

macro_rules! listed {
    ($($type:ident by $label:path { $($value:ident: [$($other:literal),*],)* })*) => {$(
        impl Listed for $type {
            fn all() -> &'static [Self] {
                Self::ALL
            }

            fn text(self) -> &'static str {
                self.word()
            }

            fn names(self) -> Vec<String> {
                let label = $label(self);
                let others: &[&str] = match self {
                    $(Self::$value => &[$($other),*],)*
                    #[expect(unreachable_patterns, reason = "some lists have no other words")]
                    _ => &[],
                };
                let labels = [Language::De, Language::En].map(|language| label.text(language));
                labels.iter().chain(others).map(|name| (*name).to_owned()).collect()
            }
        }
    )*};
}

listed! {
    ValueKind by label::value_kind {
        Measured: ["ist", "istwert"],
        Target: ["soll", "zielwert"],
        Planned: ["plan", "planwert"],
    }
    ObsStatus by label::obs_status {
        Normal: [],
        Break: [],
        Estimated: ["s"],
        NotApplicable: ["x", "entfällt"],
        NotSignificant: [],
        Missing: ["...", "fehlt"],
        Provisional: [],
        Unreliable: [],
    }
    ConfStatus by label::conf_status {
        Free: [],
        Confidential: [],
        NotForPublication: [],
    }
    Confidence by label::confidence {
        High: [],
        Medium: [],
        Low: [],
    }
    Visibility by label::visibility {
        Tenant: ["intern"],
        Shared: [],
        Network: ["netz"],
        Public: ["offen"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_both_languages() {
        assert_eq!(ValueKind::read("Zielwert"), Some(ValueKind::Target));
        assert_eq!(ValueKind::read("measured"), Some(ValueKind::Measured));
        assert_eq!(ObsStatus::read("a"), Some(ObsStatus::Normal));
        assert_eq!(Visibility::read("ÖFFENTLICH"), Some(Visibility::Public));
        assert_eq!(Confidence::read("sicher nicht"), None);
        for status in ObsStatus::ALL {
            assert_eq!(ObsStatus::read(status.word()), Some(*status));
        }
    }
}
