//! What two projects are compared by, and what each comparison weighs.
//!
//! Invariant: a feature's value lies between 0 and 1, so that its contribution is at most its weight.

/// Number of features.
pub const COUNT: usize = 10;

/// One way in which two projects can be alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feature {
    /// Words and parts of compounds, all fields.
    Words,
    /// Letters inside words, which meet spellings and compounds that words miss.
    Letters,
    /// Words of title, goal and measures.
    Core,
    /// The same instruments.
    Instruments,
    /// The same problems.
    Problems,
    /// The same people and bodies involved.
    Actors,
    /// The same action field.
    ActionField,
    /// Status and phase: one that is done has more to tell.
    Stage,
    /// Cities of like structure, size and state.
    City,
    /// Other projects that answer the question well are close to this one.
    Kinship,
}

impl Feature {
    /// All features, in the order of [`Values`] and [`Weights`].
    pub const ALL: [Self; COUNT] = [
        Self::Words,
        Self::Letters,
        Self::Core,
        Self::Instruments,
        Self::Problems,
        Self::Actors,
        Self::ActionField,
        Self::Stage,
        Self::City,
        Self::Kinship,
    ];

    /// A stable name for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Letters => "letters",
            Self::Core => "core",
            Self::Instruments => "instruments",
            Self::Problems => "problems",
            Self::Actors => "actors",
            Self::ActionField => "actionField",
            Self::Stage => "stage",
            Self::City => "city",
            Self::Kinship => "kinship",
        }
    }

    /// The feature of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feature| feature.name() == name)
    }
}

/// A number for every feature.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PerFeature(pub(crate) [f32; COUNT]);

/// How alike two projects are by each feature, 0 to 1.
pub type Values = PerFeature;

/// How much each feature counts. Not below 0; their sum is the highest score there is.
pub type Weights = PerFeature;

impl PerFeature {
    /// The number of a feature.
    #[must_use]
    pub fn of(&self, feature: Feature) -> f32 {
        self.0.get(feature as usize).copied().unwrap_or(0.0)
    }

    /// Sets the number of a feature.
    pub fn set(&mut self, feature: Feature, value: f32) {
        if let Some(place) = self.0.get_mut(feature as usize) {
            *place = value;
        }
    }

    /// Numbers with their features.
    pub fn iter(&self) -> impl Iterator<Item = (Feature, f32)> + '_ {
        Feature::ALL.into_iter().zip(self.0)
    }

    /// The sum of products with another.
    #[must_use]
    pub fn dot(&self, other: &Self) -> f32 {
        self.0.iter().zip(other.0).map(|(a, b)| a * b).sum()
    }

    /// The weights that are shipped. They sum to 1.
    #[must_use]
    pub const fn shipped() -> Self {
        Self([0.10, 0.12, 0.04, 0.24, 0.18, 0.03, 0.07, 0.01, 0.02, 0.19])
    }
}
