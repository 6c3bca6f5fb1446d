//! The settings that are one word of a short list.
//!
//! Invariant: the words here are the only ones that are accepted, and the reference names exactly these.

use domain::language::Language;

/// What the service is run for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// On a laptop: nothing needs to be set.
    #[default]
    Development,
    /// For others to use: the safe choices are demanded.
    Production,
}

impl Mode {
    pub(super) const WORDS: [(&'static str, Self); 2] = [
        ("development", Self::Development),
        ("production", Self::Production),
    ];

    /// Logs of a server are read by machines, those of a laptop by people.
    pub(super) fn log_format(self) -> LogFormat {
        match self {
            Self::Development => LogFormat::Text,
            Self::Production => LogFormat::Json,
        }
    }
}

/// How a log line is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One readable line, with colours in a terminal.
    Text,
    /// One JSON object a line.
    Json,
}

impl LogFormat {
    /// `None` leaves the choice to the mode.
    pub(super) const WORDS: [(&'static str, Option<Self>); 3] = [
        ("auto", None),
        ("text", Some(Self::Text)),
        ("json", Some(Self::Json)),
    ];
}

/// The words for the languages of the service.
pub(super) const LANGUAGES: [(&str, Language); 2] = [("de", Language::De), ("en", Language::En)];
