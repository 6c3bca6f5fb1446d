//! What two projects are compared by, and what each comparison weighs.
//!
//! Invariant: a feature's value lies between 0 and 1, so that its contribution is at most its weight.

/// Number of features.
pub const COUNT: usize = 11;

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
    /// What the texts mean, by a language model; it weighs nothing unless there is one.
    Meaning,
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
        Self::Meaning,
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
            Self::Meaning => "meaning",
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
        Self([
            0.10, 0.12, 0.04, 0.24, 0.18, 0.03, 0.07, 0.01, 0.02, 0.19, 0.0,
        ])
    }

    /// These weights with a share of their sum for a feature, which all others give up in proportion.
    #[must_use]
    pub fn with_share(&self, feature: Feature, share: f32) -> Self {
        let others = self.without(feature);
        let mut weights = others.times(1.0 - share);
        weights.set(feature, others.sum() * share);
        weights
    }

    /// The weights of a pair that cannot be compared by a feature: all others take its weight over in proportion. A share
    /// that was given to it is taken back to the digit.
    #[must_use]
    pub fn without(&self, feature: Feature) -> Self {
        let own = self.of(feature);
        if own <= 0.0 {
            return *self;
        }
        let mut others = *self;
        others.set(feature, 0.0);
        let left = others.sum();
        if left > 0.0 {
            others.times(self.sum() / left).rounded()
        } else {
            others
        }
    }

    fn times(&self, factor: f32) -> Self {
        Self(self.0.map(|number| number * factor))
    }

    /// Five digits are more than anybody compares.
    fn rounded(&self) -> Self {
        Self(
            self.0
                .map(|number| (number * 100_000.0).round() / 100_000.0),
        )
    }

    fn sum(&self) -> f32 {
        self.0.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(one: &Weights, other: &Weights) -> bool {
        one.iter()
            .zip(other.iter())
            .all(|((_, a), (_, b))| (a - b).abs() < 1e-6)
    }

    #[test]
    fn a_share_is_given_up_and_taken_back_in_proportion() {
        let shipped = Weights::shipped();
        let shared = shipped.with_share(Feature::Meaning, 0.25);
        assert!((shared.of(Feature::Meaning) - 0.25).abs() < 1e-6);
        assert!((shared.of(Feature::Instruments) - 0.18).abs() < 1e-6);
        assert!((shared.sum() - shipped.sum()).abs() < 1e-6);
        assert!(is_near(&shared.with_share(Feature::Meaning, 0.25), &shared));
        assert_eq!(shipped.without(Feature::Meaning), shipped);
        for percent in 1..=50_u8 {
            let shared = shipped.with_share(Feature::Meaning, f32::from(percent) / 100.0);
            assert_eq!(shared.without(Feature::Meaning), shipped, "{percent}");
        }
    }
}
