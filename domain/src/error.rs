//! The one error of the domain: a closed list of codes, texts for readers in German and English.
//!
//! Invariant: what is absent and what may not be seen give the same error; the cause of an internal error is logged
//! where it is answered and never shown.

use crate::{
    label,
    language::{Language, Words},
    mistake::{Fault, Mistake},
};
use entity::{id::TypedId, value::Withheld};
use sea_orm::DbErr;

/// Result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// The closed list of answers that are not a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// No credentials, or none that hold.
    Unauthenticated,
    /// The caller may see it, but not do this.
    Forbidden,
    /// It is absent, or the caller may not see it.
    NotFound,
    /// The input cannot be accepted.
    BadUserInput,
    /// The right request at the wrong moment: another state, or a duplicate.
    Conflict,
    /// The record was changed meanwhile.
    StaleVersion,
    /// The key of a request was used for another one.
    KeyReused,
    /// Too many attempts: try again later.
    RateLimited,
    /// Try again later.
    Unavailable,
    /// Our fault.
    Internal,
}

impl Code {
    /// Every code.
    pub const ALL: &'static [Self] = &[
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::BadUserInput,
        Self::Conflict,
        Self::StaleVersion,
        Self::KeyReused,
        Self::RateLimited,
        Self::Unavailable,
        Self::Internal,
    ];

    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::Conflict => "CONFLICT",
            Self::StaleVersion => "STALE_VERSION",
            Self::KeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::RateLimited => "RATE_LIMITED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }
}

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No credentials, or none that hold.
    #[error("unauthenticated")]
    Unauthenticated,
    /// The caller may see it, but not do this.
    #[error("forbidden")]
    Forbidden,
    /// The caller may know that it is there, and what it says is kept from them, for a reason that is told.
    #[error("withheld: {}", .0.word())]
    Withheld(Withheld),
    /// It is absent, or the caller may not see it.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The input cannot be accepted.
    #[error("{field}: {reason}")]
    Invalid {
        /// The argument or input field, as the interfaces name it.
        field: String,
        /// What is wrong and how to mend it.
        reason: Words,
    },
    /// The input cannot be accepted, for these reasons.
    #[error("{} mistakes in the input", .0.len())]
    Mistaken(Vec<Mistake>),
    /// The right request at the wrong moment.
    #[error("{0}")]
    Conflict(Words),
    /// The change was made on another version of the record.
    #[error("the record is at version {current}")]
    Stale {
        /// The version that is there.
        current: i32,
    },
    /// The idempotency key of a request was used for another one.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The same request is being worked on.
    #[error("the same request is being worked on")]
    Underway,
    /// Too many attempts.
    #[error("try again in {seconds} s")]
    RateLimited {
        /// How long to wait.
        seconds: u64,
    },
    /// The database did not answer in time.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// Our fault; the text is for the log.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// An input that cannot be accepted.
    pub fn invalid(field: impl Into<String>, de: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Invalid {
            field: field.into(),
            reason: Words::new(de, en),
        }
    }

    /// Something that is no id of a kind.
    pub fn no_id<I: TypedId>(path: impl Into<String>, text: &str) -> Self {
        let prefix = I::PREFIX;
        Self::invalid(
            path,
            format!("{text:?} ist keine Kennung dieser Art; erwartet wird {prefix}_…"),
            format!("{text:?} is no id of this kind; expected is {prefix}_…"),
        )
    }

    /// What is wrong with the input, place by place; empty where something else is.
    #[must_use]
    pub fn mistakes(&self) -> Vec<Mistake> {
        match self {
            Self::Mistaken(mistakes) => mistakes.clone(),
            Self::Invalid { field, reason } => vec![Mistake {
                path: field.clone(),
                fault: Fault::Invalid,
                reason: reason.clone(),
            }],
            _ => Vec::new(),
        }
    }

    /// Why it is withheld, where it is: the same code as of a figure that is.
    #[must_use]
    pub const fn withheld(&self) -> Option<Withheld> {
        match self {
            Self::Withheld(reason) => Some(*reason),
            _ => None,
        }
    }

    /// The code for clients.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Unauthenticated => Code::Unauthenticated,
            Self::Forbidden | Self::Withheld(_) => Code::Forbidden,
            Self::NotFound(_) => Code::NotFound,
            Self::Invalid { .. } | Self::Mistaken(_) => Code::BadUserInput,
            Self::Conflict(_) | Self::Underway => Code::Conflict,
            Self::KeyReused => Code::KeyReused,
            Self::Stale { .. } => Code::StaleVersion,
            Self::RateLimited { .. } => Code::RateLimited,
            Self::Unavailable(_) => Code::Unavailable,
            Self::Internal(_) => Code::Internal,
        }
    }

    /// What a reader may know of it, in their language.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let words = match self {
            Self::Unauthenticated => Words::new(
                "Dafür ist eine gültige Anmeldung nötig. Ohne Anmeldung sind die öffentlichen Inhalte lesbar.",
                "This needs valid credentials. Without credentials public content can be read.",
            ),
            Self::Forbidden => Words::new(
                "Das ist Ihnen nicht erlaubt.",
                "You are not allowed to do this.",
            ),
            Self::Withheld(reason) => label::withheld(*reason),
            Self::NotFound(kind) => Words::new(
                format!("Nicht gefunden, oder nicht für Sie sichtbar: {kind}."),
                format!("Not found, or not visible to you: {kind}."),
            ),
            Self::Invalid { field, reason } => Words::new(
                format!("{field}: {}", reason.text(Language::De)),
                format!("{field}: {}", reason.text(Language::En)),
            ),
            Self::Mistaken(mistakes) => Words::new(
                listed(mistakes, Language::De),
                listed(mistakes, Language::En),
            ),
            Self::Conflict(words) => words.clone(),
            Self::Stale { current } => Words::new(
                format!(
                    "Der Datensatz wurde inzwischen geändert und hat jetzt die Version {current}. Bitte neu lesen und die Änderung darauf anwenden."
                ),
                format!(
                    "The record was changed meanwhile and is at version {current} now. Please read it again and apply the change to that."
                ),
            ),
            Self::KeyReused => Words::new(
                "Dieser Idempotency-Key gehört zu einer anderen Anfrage. Bitte für jede Anfrage einen neuen wählen.",
                "This Idempotency-Key belongs to another request. Please choose a new one for each request.",
            ),
            Self::Underway => Words::new(
                "Dieselbe Anfrage wird gerade bearbeitet. Bitte gleich erneut fragen.",
                "The same request is being worked on. Please ask again in a moment.",
            ),
            Self::RateLimited { seconds: 1 } => Words::new(
                "Zu viele Versuche. Bitte in einer Sekunde erneut versuchen.",
                "Too many attempts. Please try again in one second.",
            ),
            Self::RateLimited { seconds } => Words::new(
                format!("Zu viele Versuche. Bitte in {seconds} Sekunden erneut versuchen."),
                format!("Too many attempts. Please try again in {seconds} seconds."),
            ),
            Self::Unavailable(_) => Words::new(
                "Der Dienst ist gerade nicht erreichbar. Bitte später erneut versuchen.",
                "The service is not available right now. Please try again later.",
            ),
            Self::Internal(_) => Words::new(
                "Interner Fehler. Er wurde protokolliert; die Anfragekennung hilft beim Auffinden.",
                "Internal error. It was logged; the request id helps to find it.",
            ),
        };
        words.text(language).to_owned()
    }
}

fn listed(mistakes: &[Mistake], language: Language) -> String {
    let texts = mistakes.iter();
    let texts = texts.map(|mistake| format!("{}: {}", mistake.path, mistake.reason.text(language)));
    texts.collect::<Vec<_>>().join(" ")
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        use sea_orm::SqlErr::{ForeignKeyConstraintViolation, UniqueConstraintViolation};
        match error.sql_err() {
            Some(UniqueConstraintViolation(_)) => {
                Self::Conflict(Words::new("Das gibt es schon.", "This exists already."))
            }
            Some(ForeignKeyConstraintViolation(_)) => Self::Conflict(Words::new(
                "Etwas, worauf sich die Eingabe bezieht, gibt es nicht.",
                "Something that the input refers to does not exist.",
            )),
            _ if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => {
                Self::Unavailable(error.to_string())
            }
            _ => Self::Internal(error.to_string()),
        }
    }
}
