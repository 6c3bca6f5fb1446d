//! One thing that is wrong with the settings, told so that it can be mended.
//!
//! Invariant: a mistake names its key, where the value was given, what is wrong and what to write instead, in German
//! and in English; passwords in it are masked.

use std::fmt;

use domain::language::{Language, Words};

use super::{spelling::most_similar, url::masked};

/// One wrong, unknown or missing value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The key as the file writes it.
    pub key: String,
    /// Where the value was given: `file:line`, a variable, an argument, or the default.
    pub origin: Words,
    /// What is wrong.
    pub problem: Words,
    /// How to mend it.
    pub remedy: Words,
}

impl Mistake {
    pub(super) fn unknown(key: String, origin: Words) -> Self {
        let remedy = match most_similar(&key) {
            Some(similar) => Words::new(
                format!("meinten Sie {similar}?"),
                format!("did you mean {similar}?"),
            ),
            None => Words::new(
                "streichen; alle Schlüssel stehen in staedtenetz.example.toml",
                "remove it; staedtenetz.example.toml lists every key",
            ),
        };
        let problem = Words::new("ist keine bekannte Einstellung", "is no known setting");
        Self {
            key,
            origin,
            problem,
            remedy,
        }
    }

    /// The whole mistake in one line.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        masked(&format!(
            "{} ({}): {}. {}: {}",
            self.key,
            self.origin.text(language),
            self.problem.text(language),
            match language {
                Language::De => "Abhilfe",
                Language::En => "Remedy",
            },
            self.remedy.text(language),
        ))
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(Language::En))
    }
}

impl std::error::Error for Mistake {}
