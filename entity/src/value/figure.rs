//! Values of indicators and observations.
//!
//! Invariant: the stored word, the GraphQL value and the REST value of one thing are the same.

use sea_orm::{DeriveActiveEnum, EnumIter, prelude::StringLen};

words! {
    /// Which direction of an indicator is the good one.
    Polarity {
        /// More is better.
        HigherBetter = "HIGHER_BETTER",
        /// Less is better.
        LowerBetter = "LOWER_BETTER",
        /// Neither.
        Neutral = "NEUTRAL",
    }

    /// Which link of the chain of effects an indicator measures.
    IndicatorKind {
        /// What is put in.
        Input = "INPUT",
        /// What is produced.
        Output = "OUTPUT",
        /// What it brings about.
        Outcome = "OUTCOME",
        /// What it changes in the long run.
        Impact = "IMPACT",
    }

    /// What the values of an indicator are.
    ValueType {
        /// A count or a quantity.
        Number = "NUMBER",
        /// A share or a quantity per something.
        Rate = "RATE",
        /// A grade on an ordered scale.
        Ordinal = "ORDINAL",
    }

    /// How often an indicator is collected.
    Frequency {
        /// Every year.
        Annual = "ANNUAL",
        /// Every two years.
        Biennial = "BIENNIAL",
        /// When there is a survey.
        Irregular = "IRREGULAR",
    }

    /// What a value stands for.
    ValueKind {
        /// It was measured.
        Measured = "MEASURED",
        /// It is aimed at.
        Target = "TARGET",
        /// It is budgeted or planned.
        Planned = "PLANNED",
    }

    /// Observation status after the SDMX code list CL_OBS_STATUS.
    ObsStatus {
        /// Normal value.
        Normal = "A",
        /// Time series break.
        Break = "B",
        /// Estimated value.
        Estimated = "E",
        /// Not significant.
        NotSignificant = "N",
        /// Provisional value.
        Provisional = "P",
    }

    /// How well a value is documented.
    Confidence {
        /// Official or first-hand source.
        High = "HIGH",
        /// Second-hand source.
        Medium = "MEDIUM",
        /// To be checked before it is used.
        Low = "LOW",
    }
}
