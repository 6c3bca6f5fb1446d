//! Values of indicators and observations.
//!
//! Invariant: the name of a value in the graph is the word that is stored; the compiler holds the two lists together.

use async_graphql::Enum;

/// Which direction of an indicator is the good one.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::Polarity")]
pub enum Polarity {
    /// More is better.
    #[graphql(name = "HIGHER_BETTER")]
    HigherBetter,
    /// Less is better.
    #[graphql(name = "LOWER_BETTER")]
    LowerBetter,
    /// Neither.
    #[graphql(name = "NEUTRAL")]
    Neutral,
}

/// Which link of the chain of effects an indicator measures.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::IndicatorKind")]
pub enum IndicatorKind {
    /// What is put in.
    #[graphql(name = "INPUT")]
    Input,
    /// What is produced.
    #[graphql(name = "OUTPUT")]
    Output,
    /// What it brings about.
    #[graphql(name = "OUTCOME")]
    Outcome,
    /// What it changes in the long run.
    #[graphql(name = "IMPACT")]
    Impact,
}

/// What the values of an indicator are.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::ValueType")]
pub enum ValueType {
    /// A count or a quantity.
    #[graphql(name = "NUMBER")]
    Number,
    /// A share or a quantity per something.
    #[graphql(name = "RATE")]
    Rate,
    /// A grade on an ordered scale.
    #[graphql(name = "ORDINAL")]
    Ordinal,
}

/// How often an indicator is collected.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::Frequency")]
pub enum Frequency {
    /// Every year.
    #[graphql(name = "ANNUAL")]
    Annual,
    /// Every two years.
    #[graphql(name = "BIENNIAL")]
    Biennial,
    /// When there is a survey.
    #[graphql(name = "IRREGULAR")]
    Irregular,
}

/// What a value stands for.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::ValueKind")]
pub enum ValueKind {
    /// It was measured.
    #[graphql(name = "MEASURED")]
    Measured,
    /// It is aimed at.
    #[graphql(name = "TARGET")]
    Target,
    /// It is budgeted or planned.
    #[graphql(name = "PLANNED")]
    Planned,
}

/// Observation status after the SDMX code list CL_OBS_STATUS.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::ObsStatus")]
pub enum ObsStatus {
    /// Normal value. SDMX code A.
    #[graphql(name = "A")]
    Normal,
    /// Time series break. SDMX code B.
    #[graphql(name = "B")]
    Break,
    /// Estimated value. SDMX code E.
    #[graphql(name = "E")]
    Estimated,
    /// Not significant. SDMX code N.
    #[graphql(name = "N")]
    NotSignificant,
    /// Provisional value. SDMX code P.
    #[graphql(name = "P")]
    Provisional,
}

/// How well a value is documented.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::Confidence")]
pub enum Confidence {
    /// Official or first-hand source.
    #[graphql(name = "HIGH")]
    High,
    /// Second-hand source.
    #[graphql(name = "MEDIUM")]
    Medium,
    /// To be checked before it is used.
    #[graphql(name = "LOW")]
    Low,
}
