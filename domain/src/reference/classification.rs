//! Classifications of municipalities: federal states, RegioStaR 7, size classes, and those of the ADFC-Fahrradklima-Test.
//!
//! Invariant: keys are the official ones; labels exist in German and English.

use crate::language::Words;

/// A federal state by its key, the first two digits of the AGS.
#[must_use]
pub fn state(key: &str) -> Option<Words> {
    let (de, en) = match key {
        "01" => ("Schleswig-Holstein", "Schleswig-Holstein"),
        "02" => ("Hamburg", "Hamburg"),
        "03" => ("Niedersachsen", "Lower Saxony"),
        "04" => ("Bremen", "Bremen"),
        "05" => ("Nordrhein-Westfalen", "North Rhine-Westphalia"),
        "06" => ("Hessen", "Hesse"),
        "07" => ("Rheinland-Pfalz", "Rhineland-Palatinate"),
        "08" => ("Baden-Württemberg", "Baden-Württemberg"),
        "09" => ("Bayern", "Bavaria"),
        "10" => ("Saarland", "Saarland"),
        "11" => ("Berlin", "Berlin"),
        "12" => ("Brandenburg", "Brandenburg"),
        "13" => ("Mecklenburg-Vorpommern", "Mecklenburg-Western Pomerania"),
        "14" => ("Sachsen", "Saxony"),
        "15" => ("Sachsen-Anhalt", "Saxony-Anhalt"),
        "16" => ("Thüringen", "Thuringia"),
        _ => return None,
    };
    Some(Words::new(de, en))
}

/// The RegioStaR 7 types of the Federal Ministry of Transport, 71 to 77.
pub const REGIOSTAR7: &[i16] = &[71, 72, 73, 74, 75, 76, 77];

/// The name of a RegioStaR 7 type; the English names are ours.
#[must_use]
pub fn regiostar7(code: i16) -> Option<Words> {
    let (de, en) = match code {
        71 => ("Stadtregion – Metropole", "Urban region – metropolis"),
        72 => (
            "Stadtregion – Regiopole und Großstadt",
            "Urban region – regiopolis and large city",
        ),
        73 => (
            "Stadtregion – Mittelstadt, städtischer Raum",
            "Urban region – medium-sized town, urban area",
        ),
        74 => (
            "Stadtregion – kleinstädtischer, dörflicher Raum",
            "Urban region – small-town, village area",
        ),
        75 => (
            "Ländliche Region – Zentrale Stadt",
            "Rural region – central town",
        ),
        76 => (
            "Ländliche Region – Mittelstadt, städtischer Raum",
            "Rural region – medium-sized town, urban area",
        ),
        77 => (
            "Ländliche Region – kleinstädtischer, dörflicher Raum",
            "Rural region – small-town, village area",
        ),
        _ => return None,
    };
    Some(Words::new(de, en))
}

/// Size classes by inhabitants, in the bands that BBSR and the official statistics use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SizeClass {
    /// Below 5,000.
    Rural,
    /// 5,000 to below 10,000.
    SmallTown,
    /// 10,000 to below 20,000.
    LargerSmallTown,
    /// 20,000 to below 50,000.
    MediumTown,
    /// 50,000 to below 100,000.
    LargerMediumTown,
    /// 100,000 to below 500,000.
    City,
    /// 500,000 and more.
    LargeCity,
}

impl SizeClass {
    /// Every class, the smallest first.
    pub const ALL: &'static [Self] = &[
        Self::Rural,
        Self::SmallTown,
        Self::LargerSmallTown,
        Self::MediumTown,
        Self::LargerMediumTown,
        Self::City,
        Self::LargeCity,
    ];

    /// The class of a number of inhabitants.
    #[must_use]
    pub const fn of(population: i32) -> Self {
        match population {
            ..5_000 => Self::Rural,
            5_000..10_000 => Self::SmallTown,
            10_000..20_000 => Self::LargerSmallTown,
            20_000..50_000 => Self::MediumTown,
            50_000..100_000 => Self::LargerMediumTown,
            100_000..500_000 => Self::City,
            _ => Self::LargeCity,
        }
    }

    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rural => "BELOW_5000",
            Self::SmallTown => "FROM_5000",
            Self::LargerSmallTown => "FROM_10000",
            Self::MediumTown => "FROM_20000",
            Self::LargerMediumTown => "FROM_50000",
            Self::City => "FROM_100000",
            Self::LargeCity => "FROM_500000",
        }
    }

    /// The class of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.word() == word)
    }

    /// Its name.
    #[must_use]
    pub fn label(self) -> Words {
        let (de, en) = match self {
            Self::Rural => (
                "Landgemeinde (unter 5.000)",
                "Rural municipality (below 5,000)",
            ),
            Self::SmallTown => (
                "Kleine Kleinstadt (5.000 bis unter 10.000)",
                "Small town (5,000 to below 10,000)",
            ),
            Self::LargerSmallTown => (
                "Größere Kleinstadt (10.000 bis unter 20.000)",
                "Larger small town (10,000 to below 20,000)",
            ),
            Self::MediumTown => (
                "Kleinere Mittelstadt (20.000 bis unter 50.000)",
                "Medium-sized town (20,000 to below 50,000)",
            ),
            Self::LargerMediumTown => (
                "Größere Mittelstadt (50.000 bis unter 100.000)",
                "Larger medium-sized town (50,000 to below 100,000)",
            ),
            Self::City => (
                "Kleinere Großstadt (100.000 bis unter 500.000)",
                "City (100,000 to below 500,000)",
            ),
            Self::LargeCity => (
                "Große Großstadt (ab 500.000)",
                "Large city (500,000 and more)",
            ),
        };
        Words::new(de, en)
    }
}

/// Size classes of the ADFC-Fahrradklima-Test, in which cities are compared there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AdfcClass {
    /// Up to 20,000.
    UpTo20000,
    /// Above 20,000, up to 50,000.
    Above20000,
    /// Above 50,000, up to 100,000.
    Above50000,
    /// Above 100,000, up to 200,000.
    Above100000,
    /// Above 200,000, up to 500,000.
    Above200000,
    /// Above 500,000.
    Above500000,
}

impl AdfcClass {
    /// Every class, the smallest first.
    pub const ALL: &'static [Self] = &[
        Self::UpTo20000,
        Self::Above20000,
        Self::Above50000,
        Self::Above100000,
        Self::Above200000,
        Self::Above500000,
    ];

    /// The class of a number of inhabitants.
    #[must_use]
    pub const fn of(population: i32) -> Self {
        match population {
            ..=20_000 => Self::UpTo20000,
            20_001..=50_000 => Self::Above20000,
            50_001..=100_000 => Self::Above50000,
            100_001..=200_000 => Self::Above100000,
            200_001..=500_000 => Self::Above200000,
            _ => Self::Above500000,
        }
    }

    /// The word for it in both interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::UpTo20000 => "UP_TO_20000",
            Self::Above20000 => "ABOVE_20000",
            Self::Above50000 => "ABOVE_50000",
            Self::Above100000 => "ABOVE_100000",
            Self::Above200000 => "ABOVE_200000",
            Self::Above500000 => "ABOVE_500000",
        }
    }

    /// The class of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.word() == word)
    }

    /// Its name.
    #[must_use]
    pub fn label(self) -> Words {
        let (de, en) = match self {
            Self::UpTo20000 => ("bis 20.000", "up to 20,000"),
            Self::Above20000 => ("über 20.000 bis 50.000", "above 20,000 to 50,000"),
            Self::Above50000 => ("über 50.000 bis 100.000", "above 50,000 to 100,000"),
            Self::Above100000 => ("über 100.000 bis 200.000", "above 100,000 to 200,000"),
            Self::Above200000 => ("über 200.000 bis 500.000", "above 200,000 to 500,000"),
            Self::Above500000 => ("über 500.000", "above 500,000"),
        };
        Words::new(
            format!("ADFC-Größenklasse {de} Einwohner"),
            format!("ADFC size class of {en} inhabitants"),
        )
    }
}
