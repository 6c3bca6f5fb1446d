//! What is said about each value of a cube.
//!
//! Invariant: every form of a cube takes names, codes and data of a value from here, so that all say the same.

use super::{
    cell::Cell,
    code::{self, CodeList},
};
use crate::language::Words;
use chrono::{DateTime, Utc};

/// Something that is said about a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// What it is worth.
    ObsStatus,
    /// Whether it is for everybody who may read it.
    ConfStatus,
    /// Why it is withheld.
    Reason,
    /// How many answers or cases it rests on.
    Sample,
    /// What was counted.
    Numerator,
    /// By what it was divided.
    Denominator,
    /// How well it is documented.
    Confidence,
    /// Who may read it.
    Visibility,
    /// Where it comes from.
    Source,
    /// What to mind.
    Note,
    /// When it was entered.
    RecordedAt,
}

/// A piece of data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Datum<'c> {
    /// A code of a closed list.
    Code(&'static str),
    /// A text that somebody wrote.
    Text(&'c str),
    /// A number without decimal places.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A moment.
    Moment(DateTime<Utc>),
}

/// What kind of data it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A code or a text.
    Text,
    /// A number without decimal places.
    Whole,
    /// A number.
    Number,
    /// A moment.
    Moment,
}

impl Attribute {
    /// All of them, as an observation has them.
    pub const ALL: &'static [Self] = &[
        Self::ObsStatus,
        Self::ConfStatus,
        Self::Reason,
        Self::Sample,
        Self::Numerator,
        Self::Denominator,
        Self::Confidence,
        Self::Visibility,
        Self::Source,
        Self::Note,
        Self::RecordedAt,
    ];

    /// The word for it in the interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ObsStatus => "obsStatus",
            Self::ConfStatus => "confStatus",
            Self::Reason => "reason",
            Self::Sample => "sample",
            Self::Numerator => "numerator",
            Self::Denominator => "denominator",
            Self::Confidence => "confidence",
            Self::Visibility => "visibility",
            Self::Source => "source",
            Self::Note => "note",
            Self::RecordedAt => "recordedAt",
        }
    }

    /// Its name.
    #[must_use]
    pub fn label(self) -> Words {
        let (de, en) = match self {
            Self::ObsStatus => ("Status des Werts", "Observation status"),
            Self::ConfStatus => ("Vertraulichkeit", "Confidentiality status"),
            Self::Reason => ("Grund des Zurückhaltens", "Reason for withholding"),
            Self::Sample => ("Fallzahl", "Sample"),
            Self::Numerator => ("Zähler", "Numerator"),
            Self::Denominator => ("Nenner", "Denominator"),
            Self::Confidence => ("Beleglage", "Confidence"),
            Self::Visibility => ("Sichtbarkeit", "Visibility"),
            Self::Source => ("Quelle", "Source"),
            Self::Note => ("Hinweis", "Note"),
            Self::RecordedAt => ("Erfasst", "Recorded"),
        };
        Words::new(de, en)
    }

    /// What it tells.
    #[must_use]
    pub fn meaning(self) -> Words {
        let (de, en) = match self {
            Self::ObsStatus => (
                "Was der Wert taugt, nach der SDMX-Liste CL_OBS_STATUS.",
                "What the value is worth, after the SDMX code list CL_OBS_STATUS.",
            ),
            Self::ConfStatus => (
                "Ob der Wert frei ist, nach der SDMX-Liste CL_CONF_STATUS.",
                "Whether the value is free, after the SDMX code list CL_CONF_STATUS.",
            ),
            Self::Reason => (
                "Warum ein Wert zurückgehalten wird; leer, wo keiner zurückgehalten wird.",
                "Why a value is withheld; empty where none is.",
            ),
            Self::Sample => (
                "Auf so vielen Antworten oder Fällen beruht der Wert.",
                "On so many answers or cases the value rests.",
            ),
            Self::Numerator => ("Was gezählt wurde.", "What was counted."),
            Self::Denominator => ("Wodurch geteilt wurde.", "By what it was divided."),
            Self::Confidence => (
                "Wie gut der Wert belegt ist.",
                "How well the value is documented.",
            ),
            Self::Visibility => ("Wer den Wert lesen darf.", "Who may read the value."),
            Self::Source => ("Woher der Wert kommt.", "Where the value comes from."),
            Self::Note => ("Was zu beachten ist.", "What to mind."),
            Self::RecordedAt => (
                "Wann der Wert hier erfasst wurde.",
                "When the value was entered here.",
            ),
        };
        Words::new(de, en)
    }

    /// Its codes, where it has some.
    #[must_use]
    pub const fn codes(self) -> Option<CodeList> {
        match self {
            Self::ObsStatus => Some(code::OBS_STATUS),
            Self::ConfStatus => Some(code::CONF_STATUS),
            Self::Reason => Some(code::REASON),
            Self::Confidence => Some(code::CONFIDENCE),
            Self::Visibility => Some(code::VISIBILITY),
            Self::Sample
            | Self::Numerator
            | Self::Denominator
            | Self::Source
            | Self::Note
            | Self::RecordedAt => None,
        }
    }

    /// What kind of data it has.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Sample => Kind::Whole,
            Self::Numerator | Self::Denominator => Kind::Number,
            Self::RecordedAt => Kind::Moment,
            Self::ObsStatus
            | Self::ConfStatus
            | Self::Reason
            | Self::Confidence
            | Self::Visibility
            | Self::Source
            | Self::Note => Kind::Text,
        }
    }

    /// Whether every value has it.
    #[must_use]
    pub const fn is_always_there(self) -> bool {
        matches!(self, Self::ObsStatus | Self::ConfStatus)
    }

    /// What a cell has of it.
    #[must_use]
    pub fn of(self, cell: &Cell) -> Option<Datum<'_>> {
        match self {
            Self::ObsStatus => Some(Datum::Code(cell.obs_status)),
            Self::ConfStatus => Some(Datum::Code(cell.conf_status)),
            Self::Reason => cell.reason.map(Datum::Code),
            Self::Sample => cell.sample.map(|sample| Datum::Whole(sample.into())),
            Self::Numerator => cell.numerator.map(Datum::Number),
            Self::Denominator => cell.denominator.map(Datum::Number),
            Self::Confidence => cell.confidence.map(Datum::Code),
            Self::Visibility => cell.visibility.map(Datum::Code),
            Self::Source => cell.source.as_deref().map(Datum::Text),
            Self::Note => cell.note.as_deref().map(Datum::Text),
            Self::RecordedAt => cell.recorded_at.map(Datum::Moment),
        }
    }
}
