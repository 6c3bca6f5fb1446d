//! What the index is given about a project: its texts by field and the facts that filters and comparisons need.
//!
//! Invariant: facts are numbers of the caller's choosing; the index reads no meaning into `audience`.

use crate::similarity::vocabulary::{ConceptId, SchemeId};

/// The caller's key of a document, such as the 128 bits of a UUID.
pub type Key = u128;

/// A part of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Field {
    /// Working title.
    Title,
    /// Overall goal.
    Goal,
    /// Summary.
    Summary,
    /// Measures, ideas, sub-projects.
    Measures,
    /// Milestones and success factors.
    Milestones,
    /// Indicators of goal achievement.
    Indicators,
    /// Lessons.
    Lessons,
    /// Barriers.
    Barriers,
    /// Names of the city, for search only.
    City,
}

impl Field {
    /// All fields.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Goal,
        Self::Summary,
        Self::Measures,
        Self::Milestones,
        Self::Indicators,
        Self::Lessons,
        Self::Barriers,
        Self::City,
    ];

    /// The field as one bit of a set.
    #[must_use]
    pub const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// A text in its field.
#[derive(Clone, Debug)]
pub struct Text {
    /// Where it stands.
    pub field: Field,
    /// What it says.
    pub text: String,
}

/// Facts of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Whether everyone may read it. Only such documents count in statistics.
    pub is_public: bool,
    /// The caller's number for who may read it.
    pub audience: u32,
    /// The caller's number of the city; 0 for none. `similar` leaves out the query's own city unless told otherwise.
    pub city: u32,
    /// Inhabitants; 0 for unknown.
    pub population: u32,
    /// `RegioStaR` 7 class; 0 for unknown.
    pub regiostar: u8,
    /// Federal state, 1 to 16; 0 for unknown.
    pub state: u8,
    /// Action field of the network's scheme; 0 for none.
    pub action_field: u16,
    /// Status; 0 for unknown.
    pub status: u8,
    /// Phase, 1 to 5; 0 for unknown.
    pub phase: u8,
}

/// What an editor says about a concept of a document; it counts more than what its texts say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Which concept.
    pub concept: ConceptId,
    /// Whether the document is about it.
    pub is_meant: bool,
}

/// A document as the index takes it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The caller's key.
    pub key: Key,
    /// Facts.
    pub facts: Facts,
    /// Texts in any order; several per field are welcome.
    pub texts: Vec<Text>,
    /// By whose concepts its texts are looked through, beside those of everybody.
    pub scheme: Option<SchemeId>,
    /// What editors say about its concepts.
    pub corrections: Vec<Correction>,
}
