//! Charts that a portal embeds as an image: a distribution with the own position, and a series with the band of its group.
//!
//! Pure functions from what is to be shown to SVG. Nothing is fetched and nothing runs in them (no script, no font, no
//! reference to elsewhere), so `<img>` shows them anywhere. Shape and dash tell apart what colour tells too; black on white, so
//! paper and eyes that see no colours lose nothing. `<title>` and `<desc>` say all of it in sentences, for those who listen.
//!
//! Invariant: a chart shows what it is given and nothing else: whoever asks for one decides first what may be shown. Its size
//! does not grow with the number of values beyond 2,000 dots, and every text is escaped.

mod axis;
mod distribution;
mod number;
mod picture;
mod place;
mod plot;
mod series;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
mod text;

use domain::{language::Language, value::Polarity};

pub use distribution::{Distribution, distribution};
pub use series::{GroupYear, Series, series};

/// What is measured, and for whom it is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// Language of all texts, those that are given included.
    pub language: Language,
    /// Name of the indicator.
    pub indicator: String,
    /// Its unit.
    pub unit: String,
    /// Decimal places to show.
    pub decimals: u8,
    /// Which direction is the good one.
    pub polarity: Polarity,
    /// Where the values come from.
    pub source: String,
    /// What is not shown and why, as a whole sentence, where that is so.
    pub withheld: Option<String>,
}

/// The group that is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name.
    pub label: String,
    /// How many of its cities have a value.
    pub n: usize,
}

/// A value with the name of whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// The city.
    pub label: String,
    /// Its value.
    pub value: f64,
}

impl Subject {
    fn say<'t>(&self, de: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::De => de,
            Language::En => en,
        }
    }

    /// Which direction is the good one, in words.
    fn direction(&self) -> &'static str {
        match self.polarity {
            Polarity::HigherBetter => self.say("mehr ist besser", "more is better"),
            Polarity::LowerBetter => self.say("weniger ist besser", "less is better"),
            Polarity::Neutral => self.say(
                "weder mehr noch weniger ist besser",
                "neither more nor less is better",
            ),
        }
    }
}
