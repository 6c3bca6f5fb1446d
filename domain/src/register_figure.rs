//! Figures that the register of municipalities holds: known of every municipality, public, and of one date.
//!
//! Invariant: they follow from the register alone; nothing is stored for them.

use crate::{city::City, language::Words};
use chrono::Datelike;
use entity::value::Polarity;

/// A figure of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegisterFigure {
    /// Inhabitants.
    Population,
    /// Area.
    Area,
    /// Inhabitants per area.
    Density,
    /// Share of the area that is for traffic.
    TrafficShare,
}

/// The year of the land use statistics in the register.
const LAND_USE: i32 = 2018;

impl RegisterFigure {
    /// Every figure.
    pub const ALL: &'static [Self] = &[
        Self::Population,
        Self::Area,
        Self::Density,
        Self::TrafficShare,
    ];

    /// Stable code, in the way of the codes of indicators.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Area => "area_km2",
            Self::Density => "population_density",
            Self::TrafficShare => "traffic_area_share",
        }
    }

    /// The figure of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|figure| figure.code() == code)
    }

    /// Its name.
    #[must_use]
    pub fn label(self) -> Words {
        match self {
            Self::Population => Words::new("Einwohnerzahl", "Population"),
            Self::Area => Words::new("Fläche", "Area"),
            Self::Density => Words::new("Bevölkerungsdichte", "Population density"),
            Self::TrafficShare => Words::new(
                "Anteil der Verkehrsfläche",
                "Share of the area used for traffic",
            ),
        }
    }

    /// What exactly it is.
    #[must_use]
    pub fn definition(self) -> Words {
        match self {
            Self::Population => Words::new(
                "Einwohnerinnen und Einwohner nach der amtlichen Fortschreibung.",
                "Inhabitants by the official population update.",
            ),
            Self::Area => Words::new("Fläche der Gemeinde.", "Area of the municipality."),
            Self::Density => Words::new("Bevölkerung je Fläche.", "Population per area."),
            Self::TrafficShare => Words::new(
                "Verkehrsfläche geteilt durch Bodenfläche, Gebietsstand 2018.",
                "Traffic area divided by land area, territory of 2018.",
            ),
        }
    }

    /// Unit.
    #[must_use]
    pub fn unit(self) -> Words {
        match self {
            Self::Population => Words::new("Einwohner", "inhabitants"),
            Self::Area => Words::new("km²", "km²"),
            Self::Density => Words::new("Einwohner je km²", "inhabitants per km²"),
            Self::TrafficShare => Words::new("Prozent", "percent"),
        }
    }

    /// Decimal places to show.
    #[must_use]
    pub const fn decimals(self) -> i16 {
        match self {
            Self::Population | Self::Density => 0,
            Self::Area | Self::TrafficShare => 1,
        }
    }

    /// None of them is good or bad.
    #[must_use]
    pub const fn polarity(self) -> Polarity {
        Polarity::Neutral
    }

    /// Where it comes from.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::Population | Self::Area | Self::Density => {
                "Destatis, Gemeindeverzeichnis GV-ISys, Gebietsstand 31.12.2024"
            }
            Self::TrafficShare => {
                "Statistische Ämter des Bundes und der Länder, Tabelle 33111, dl-de/by-2-0"
            }
        }
    }

    /// The value of a municipality, with its year; none where the register does not know it.
    #[must_use]
    pub fn of(self, city: &City) -> Option<(i32, f64)> {
        let year = city.population_on.map(|day| day.year());
        let population = city.population.filter(|count| *count > 0).map(f64::from);
        let area = city.area_km2.filter(|area| *area > 0.0);
        match self {
            Self::Population => Some((year?, population?)),
            Self::Area => Some((year?, area?)),
            Self::Density => Some((year?, population? / area?)),
            Self::TrafficShare => {
                let land = city.land_area_ha.filter(|land| *land > 0)?;
                Some((
                    LAND_USE,
                    100.0 * f64::from(city.traffic_area_ha?) / f64::from(land),
                ))
            }
        }
    }
}
