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
        /// 1 for yes, 0 for no.
        Boolean = "BOOLEAN",
        /// Whether it has become more (1), less (-1) or stayed (0), for aims that name a direction only.
        Trend = "TREND",
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
        /// Missing: there can be no value.
        NotApplicable = "M",
        /// Not significant.
        NotSignificant = "N",
        /// Missing: there is or will be a value, and it is not known here.
        Missing = "O",
        /// Provisional value.
        Provisional = "P",
        /// Low reliability.
        Unreliable = "U",
    }

    /// Confidentiality status after the SDMX code list CL_CONF_STATUS.
    ConfStatus {
        /// Free: shown to whoever may read it.
        Free = "F",
        /// Confidential: counts in the rings whose terms the city accepted, and is not shown.
        Confidential = "C",
        /// Not for publication: counts nowhere.
        NotForPublication = "N",
    }

    /// Whether a value was checked.
    Plausibility {
        /// Nobody has looked at it yet.
        Unchecked = "UNCHECKED",
        /// Checked and found plausible.
        Checked = "CHECKED",
        /// Doubted; the remark says why.
        Contested = "CONTESTED",
    }

    /// By what the cities of a peer group are chosen.
    PeerGroupKind {
        /// By a rule: kind of region, size, state, network.
        Rule = "RULE",
        /// Those that are nearest to a city by chosen figures.
        NearestNeighbour = "NEAREST_NEIGHBOUR",
        /// A closed ring of cities that accepted its terms.
        Ring = "RING",
        /// A list of cities.
        AdHoc = "AD_HOC",
    }

    /// What a city answered to the invitation to a ring.
    RingState {
        /// It was invited.
        Invited = "INVITED",
        /// It accepted the terms.
        Accepted = "ACCEPTED",
        /// It declined.
        Declined = "DECLINED",
        /// It left, or was taken out.
        Left = "LEFT",
    }

    /// Why a figure is withheld.
    Withheld {
        /// Too few cities contribute to it.
        MinContributors = "MIN_CONTRIBUTORS",
        /// One of the contributing cities could be estimated too closely.
        Dominance = "DOMINANCE",
        /// With figures of another group it would give away what is withheld there.
        Secondary = "SECONDARY",
        /// With what was published before it would give away a single value.
        Differencing = "DIFFERENCING",
        /// It is held back until a moment that has not come.
        Embargo = "EMBARGO",
        /// It is not for this reader.
        NotGranted = "NOT_GRANTED",
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
