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
    /// 1 for yes, 0 for no.
    #[graphql(name = "BOOLEAN")]
    Boolean,
    /// Whether it has become more (1), less (-1) or stayed (0), for aims that name a direction only.
    #[graphql(name = "TREND")]
    Trend,
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
    /// Missing: there can be no value. SDMX code M.
    #[graphql(name = "M")]
    NotApplicable,
    /// Not significant. SDMX code N.
    #[graphql(name = "N")]
    NotSignificant,
    /// Missing: there is or will be a value, and it is not known here. SDMX code O.
    #[graphql(name = "O")]
    Missing,
    /// Provisional value. SDMX code P.
    #[graphql(name = "P")]
    Provisional,
    /// Low reliability. SDMX code U.
    #[graphql(name = "U")]
    Unreliable,
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

/// Confidentiality status after the SDMX code list CL_CONF_STATUS.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::ConfStatus")]
pub enum ConfStatus {
    /// Free: shown to whoever may read it.
    #[graphql(name = "F")]
    Free,
    /// Confidential: counts in the rings whose terms the city accepted, and is not shown.
    #[graphql(name = "C")]
    Confidential,
    /// Not for publication: counts nowhere.
    #[graphql(name = "N")]
    NotForPublication,
}

/// Whether a value was checked.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::Plausibility")]
pub enum Plausibility {
    /// Nobody has looked at it yet.
    #[graphql(name = "UNCHECKED")]
    Unchecked,
    /// Checked and found plausible.
    #[graphql(name = "CHECKED")]
    Checked,
    /// Doubted; the remark says why.
    #[graphql(name = "CONTESTED")]
    Contested,
}

/// By what the cities of a peer group are chosen.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::PeerGroupKind")]
pub enum PeerGroupKind {
    /// By a rule: kind of region, size, state, network.
    #[graphql(name = "RULE")]
    Rule,
    /// Those that are nearest to a city by chosen figures.
    #[graphql(name = "NEAREST_NEIGHBOUR")]
    NearestNeighbour,
    /// A closed ring of cities that accepted its terms.
    #[graphql(name = "RING")]
    Ring,
    /// A list of cities.
    #[graphql(name = "AD_HOC")]
    AdHoc,
}

/// What a city answered to the invitation to a ring.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::RingState")]
pub enum RingState {
    /// It was invited.
    #[graphql(name = "INVITED")]
    Invited,
    /// It accepted the terms.
    #[graphql(name = "ACCEPTED")]
    Accepted,
    /// It declined.
    #[graphql(name = "DECLINED")]
    Declined,
    /// It left, or was taken out.
    #[graphql(name = "LEFT")]
    Left,
}

/// Why a figure is withheld.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::Withheld")]
pub enum Withheld {
    /// Too few cities contribute to it.
    #[graphql(name = "MIN_CONTRIBUTORS")]
    MinContributors,
    /// One of the contributing cities could be estimated too closely.
    #[graphql(name = "DOMINANCE")]
    Dominance,
    /// With figures of another group it would give away what is withheld there.
    #[graphql(name = "SECONDARY")]
    Secondary,
    /// With what was published before it would give away a single value.
    #[graphql(name = "DIFFERENCING")]
    Differencing,
    /// It is held back until a moment that has not come.
    #[graphql(name = "EMBARGO")]
    Embargo,
    /// It is not for this reader.
    #[graphql(name = "NOT_GRANTED")]
    NotGranted,
}
