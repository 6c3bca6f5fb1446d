//! The columns of a cube as a flat table: the same in CSV, flat JSON and the workbook.
//!
//! Invariant: a column has the same name, data and description in each form; dimensions come first, in their order.

use chrono::SecondsFormat;
use domain::{
    cube::{Attribute, Cell, Datum, Dimension, Frame, Kind, Role, code},
    language::{Language, Words},
};
use std::fmt::Write;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Codes of a dimension.
    Id(usize),
    /// Names of its categories.
    Name(usize),
    /// Units of what is measured.
    Unit(usize),
    /// Values.
    Value,
    /// What they are.
    ValueKind,
    /// What is said about them.
    Attribute(Attribute),
}

/// The columns of a cube.
pub fn columns(frame: &Frame) -> Vec<Column> {
    let mut all = Vec::new();
    for (place, dimension) in frame.dimensions.iter().enumerate() {
        all.push(Column::Id(place));
        all.extend(dimension.name_id.map(|_| Column::Name(place)));
        all.extend((dimension.role == Role::Metric).then_some(Column::Unit(place)));
    }
    all.push(Column::Value);
    all.extend(frame.value_kind.map(|_| Column::ValueKind));
    all.extend(frame.attributes.iter().copied().map(Column::Attribute));
    all
}

impl Column {
    /// Its name.
    pub fn name(self, frame: &Frame) -> &'static str {
        let dimension = |place: usize| frame.dimensions.get(place);
        match self {
            Self::Id(place) => dimension(place).map_or("", |one| one.id),
            Self::Name(place) => dimension(place).and_then(|one| one.name_id).unwrap_or(""),
            Self::Unit(_) => "unit",
            Self::Value => "value",
            Self::ValueKind => "valueKind",
            Self::Attribute(attribute) => attribute.word(),
        }
    }

    /// What it is called.
    pub fn label(self, frame: &Frame) -> Words {
        let dimension = |place| {
            frame
                .dimensions
                .get(place)
                .map(|one: &Dimension| &one.label)
        };
        let named = |de: &str, en: &str, words: &Words| {
            words.map(|own| format!("{own} ({de})"), |own| format!("{own} ({en})"))
        };
        let nothing = Words::new("", "");
        match self {
            Self::Id(place) => dimension(place).unwrap_or(&nothing).clone(),
            Self::Name(place) => named("Name", "name", dimension(place).unwrap_or(&nothing)),
            Self::Unit(_) => Words::new("Einheit", "Unit"),
            Self::Value => Words::new("Wert", "Value"),
            Self::ValueKind => Words::new("Art des Werts", "Kind of value"),
            Self::Attribute(attribute) => attribute.label(),
        }
    }

    /// What it tells.
    pub fn meaning(self, frame: &Frame) -> Words {
        match self {
            Self::Id(place) => {
                let dimension = frame.dimensions.get(place);
                dimension.map_or_else(|| Words::new("", ""), |one| one.meaning.clone())
            }
            Self::Name(_) => Words::new("Name dazu.", "Its name."),
            Self::Unit(_) => Words::new("Einheit des Werts.", "Unit of the value."),
            Self::Value => Words::new(
                "Wert in der Einheit; leer, wo der Status sagt, dass es keinen gibt oder dass er zurückgehalten wird.",
                "Value in the unit; empty where the status says that there is none or that it is withheld.",
            ),
            Self::ValueKind => Words::new(
                "Ob der Wert gemessen, angestrebt oder geplant ist.",
                "Whether the value was measured, is aimed at or planned.",
            ),
            Self::Attribute(attribute) => attribute.meaning(),
        }
    }

    /// What kind of data it has.
    pub fn kind(self, frame: &Frame) -> Kind {
        let is_time = |place: usize| {
            let dimension = frame.dimensions.get(place);
            dimension.is_some_and(|dimension| dimension.role == Role::Time)
        };
        match self {
            Self::Id(place) if is_time(place) => Kind::Whole,
            Self::Id(_) | Self::Name(_) | Self::Unit(_) | Self::ValueKind => Kind::Text,
            Self::Value => Kind::Number,
            Self::Attribute(attribute) => attribute.kind(),
        }
    }

    /// Its codes, where they are a closed list that is the same for all cubes.
    pub const fn codes(self) -> Option<code::CodeList> {
        match self {
            Self::ValueKind => Some(code::VALUE_KIND),
            Self::Attribute(attribute) => attribute.codes(),
            Self::Id(_) | Self::Name(_) | Self::Unit(_) | Self::Value => None,
        }
    }

    /// Whether every row has something in it.
    pub const fn is_always_there(self) -> bool {
        match self {
            Self::Value | Self::Unit(_) => false,
            Self::Id(_) | Self::Name(_) | Self::ValueKind => true,
            Self::Attribute(attribute) => attribute.is_always_there(),
        }
    }

    /// Whether it is part of what a row is identified by.
    pub const fn is_key(self) -> bool {
        matches!(self, Self::Id(_) | Self::ValueKind)
    }

    /// What a cell has in it.
    pub fn datum<'c>(
        self,
        frame: &'c Frame,
        cell: &'c Cell,
        language: Language,
    ) -> Option<Datum<'c>> {
        let category = |place| frame.category(place, cell.position);
        match self {
            Self::Id(place) => {
                let code = category(place)?.id.as_str();
                match self.kind(frame) {
                    Kind::Whole => code.parse().ok().map(Datum::Whole),
                    Kind::Text | Kind::Number | Kind::Moment => Some(Datum::Text(code)),
                }
            }
            Self::Name(place) => Some(Datum::Text(category(place)?.label.text(language))),
            Self::Unit(place) => {
                let unit = category(place)?.unit.as_ref()?;
                Some(Datum::Text(unit.label.text(language)))
            }
            Self::Value => cell.value.map(Datum::Number),
            Self::ValueKind => frame.value_kind.map(|kind| Datum::Code(kind.word())),
            Self::Attribute(attribute) => attribute.of(cell),
        }
    }
}

/// A piece of data as text; numbers are written so that reading them gives the same number.
pub fn text(datum: Option<Datum<'_>>, to: &mut String) {
    to.clear();
    let _ = match datum {
        None => Ok(()),
        Some(Datum::Code(text) | Datum::Text(text)) => write!(to, "{text}"),
        Some(Datum::Whole(number)) => write!(to, "{number}"),
        Some(Datum::Number(number)) => write!(to, "{number}"),
        Some(Datum::Moment(moment)) => {
            write!(
                to,
                "{}",
                moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
            )
        }
    };
}
