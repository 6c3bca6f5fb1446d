//! A figure that cities have: an indicator, or what the register knows of all of them.
//!
//! Invariant: a code names one of them. Of an indicator that has the code of a figure of the register, the register knows the
//! values of all municipalities that nobody entered one for.

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    indicator::Indicator,
    language::Words,
    register_figure::RegisterFigure,
};
use entity::{
    id::IndicatorId,
    value::{Frequency, Polarity},
};
use std::sync::Arc;

/// A figure that cities have.
#[derive(Clone, Debug)]
pub enum Figure {
    /// An indicator, of which cities enter values.
    Indicator(Arc<Indicator>),
    /// A figure of the register.
    Register(RegisterFigure),
}

impl Figure {
    /// The figure of a code, if there is one.
    #[must_use]
    pub fn of_code(ctx: &Ctx, code: &str) -> Option<Self> {
        let mut all = ctx.reference().indicators.all().iter();
        let defined = all.find(|indicator| indicator.code == code);
        let registered = || RegisterFigure::from_code(code).map(Self::Register);
        defined.cloned().map(Self::Indicator).or_else(registered)
    }

    /// Every figure: all indicators, and those of the register that no indicator has the code of.
    #[must_use]
    pub fn all(ctx: &Ctx) -> Vec<Self> {
        let defined = ctx.reference().indicators.all().iter();
        let defined = defined.cloned().map(Self::Indicator);
        let registered = RegisterFigure::ALL.iter();
        let registered = registered.filter_map(|figure| Self::of_code(ctx, figure.code()));
        let registered = registered.filter(|figure| figure.indicator().is_none());
        defined.chain(registered).collect()
    }

    /// The figure of a code that an input names.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where there is none.
    pub fn find(ctx: &Ctx, path: &str, code: &str) -> Result<Self> {
        Self::of_code(ctx, code).ok_or_else(|| {
            Error::invalid(
                path,
                format!(
                    "{code:?} ist kein bekannter Indikator; die Liste indicators nennt alle Kürzel, dazu kommen population, area_km2, population_density und traffic_area_share."
                ),
                format!(
                    "{code:?} is no known indicator; the list indicators names all codes, besides population, area_km2, population_density and traffic_area_share."
                ),
            )
        })
    }

    /// The indicator, if it is one.
    #[must_use]
    pub fn indicator(&self) -> Option<IndicatorId> {
        match self {
            Self::Indicator(indicator) => Some(indicator.id),
            Self::Register(_) => None,
        }
    }

    /// The figure of the register that it is, or has the code of.
    #[must_use]
    pub fn registered(&self) -> Option<RegisterFigure> {
        match self {
            Self::Indicator(indicator) => RegisterFigure::from_code(&indicator.code),
            Self::Register(figure) => Some(*figure),
        }
    }

    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Indicator(indicator) => &indicator.code,
            Self::Register(figure) => figure.code(),
        }
    }

    /// Its name.
    #[must_use]
    pub fn label(&self) -> Words {
        match self {
            Self::Indicator(indicator) => Words::new(&indicator.label_de, &indicator.label_en),
            Self::Register(figure) => figure.label(),
        }
    }

    /// What exactly it is.
    #[must_use]
    pub fn definition(&self) -> Words {
        match self {
            Self::Indicator(indicator) => {
                Words::new(&indicator.definition_de, &indicator.definition_en)
            }
            Self::Register(figure) => figure.definition(),
        }
    }

    /// What to mind when comparing it, in German and English.
    #[must_use]
    pub fn comparability(&self) -> [Option<&str>; 2] {
        match self {
            Self::Indicator(indicator) => [
                indicator.comparability_de.as_deref(),
                indicator.comparability_en.as_deref(),
            ],
            Self::Register(figure) => [Some(figure.source()); 2],
        }
    }

    /// How often there are new values.
    #[must_use]
    pub fn frequency(&self) -> Frequency {
        match self {
            Self::Indicator(indicator) => indicator.frequency,
            // The register is brought up to date once a year.
            Self::Register(_) => Frequency::Annual,
        }
    }

    /// Unit.
    #[must_use]
    pub fn unit(&self) -> Words {
        match self {
            Self::Indicator(indicator) => Words::new(&indicator.unit_de, &indicator.unit_en),
            Self::Register(figure) => figure.unit(),
        }
    }

    /// Decimal places to show.
    #[must_use]
    pub fn decimals(&self) -> i16 {
        match self {
            Self::Indicator(indicator) => indicator.decimals,
            Self::Register(figure) => figure.decimals(),
        }
    }

    /// Which direction is the good one.
    #[must_use]
    pub fn polarity(&self) -> Polarity {
        match self {
            Self::Indicator(indicator) => indicator.polarity,
            Self::Register(figure) => figure.polarity(),
        }
    }
}
