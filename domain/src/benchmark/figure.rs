//! What is compared: an indicator, or a figure of the register.
//!
//! Invariant: a code names one of them; the register's codes are not given to indicators.

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    indicator::Indicator,
    language::Words,
    register_figure::RegisterFigure,
};
use entity::value::Polarity;
use std::sync::Arc;

/// What is compared.
#[derive(Clone, Debug)]
pub enum Figure {
    /// An indicator, of which cities enter values.
    Indicator(Arc<Indicator>),
    /// A figure of the register.
    Register(RegisterFigure),
}

impl Figure {
    /// The figure of a code.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where there is none.
    pub fn find(ctx: &Ctx, path: &str, code: &str) -> Result<Self> {
        if let Some(figure) = RegisterFigure::from_code(code) {
            return Ok(Self::Register(figure));
        }
        let mut all = ctx.reference().indicators.all().iter();
        let found = all.find(|indicator| indicator.code == code);
        found.cloned().map(Self::Indicator).ok_or_else(|| {
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
