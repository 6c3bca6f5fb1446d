//! What a value can be, by the definition of its indicator.
//!
//! Invariant: the same rules for a value that somebody types and for one of a file.

use super::draft::Figure;
use crate::{
    indicator::{Indicator, LARGEST, bounds},
    language::Words,
    mistake::{Fault, Mistakes},
};
use entity::value::{ObsStatus, ValueKind, ValueType};

/// The first year of which there are values.
const FIRST_YEAR: i32 = 1950;
/// How far ahead aims reach.
const YEARS_OF_AIMS: i32 = 30;
/// Longest text that says where a value comes from, or what to mind.
const LONGEST_TEXT: usize = 2_000;
/// Most answers or cases.
const MOST_CASES: i32 = 2_000_000_000;

/// What a value is a value of.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) indicator: &'a Indicator,
    pub(super) kind: ValueKind,
    pub(super) year: i32,
    pub(super) this_year: i32,
}

impl Place<'_> {
    /// Notes everything that is wrong with a value.
    pub(super) fn check(&self, figure: &Figure, mistakes: &mut Mistakes) {
        self.check_year(mistakes);
        self.check_presence(figure, mistakes);
        self.check_quotient(figure, mistakes);
        if let Some(value) = settled(self.indicator, figure) {
            self.check_value(value, mistakes);
        }
        self.check_sample(figure, mistakes);
        mistakes.text("source", &figure.source, LONGEST_TEXT);
        if let Some(note) = &figure.note {
            mistakes.text("note", note, LONGEST_TEXT);
        }
    }

    fn check_year(&self, mistakes: &mut Mistakes) {
        let ahead = match self.kind {
            ValueKind::Measured => 1,
            ValueKind::Target | ValueKind::Planned => YEARS_OF_AIMS,
        };
        mistakes.number("year", self.year, FIRST_YEAR..=self.this_year + ahead);
    }

    fn check_presence(&self, figure: &Figure, mistakes: &mut Mistakes) {
        let is_missing = is_missing(figure.obs_status);
        let is_given = figure.value.is_some() || figure.numerator.is_some();
        if is_missing && is_given {
            let reason = Words::new(
                "steht da, obwohl der Status M oder O sagt, dass es keinen gibt. Bitte eines von beiden weglassen.",
                "is there although the status M or O says that there is none. Please leave one of them out.",
            );
            mistakes.note("value", Fault::Invalid, reason);
        }
        if !is_missing && !is_given {
            let reason = Words::new(
                "fehlt. Gibt es keinen Wert, sagt obsStatus warum: M, wenn es ihn nicht geben kann, O, wenn er noch fehlt.",
                "is missing. Where there is none, obsStatus says why: M if there can be none, O if it is still missing.",
            );
            mistakes.note("value", Fault::Required, reason);
        }
    }

    fn check_value(&self, value: f64, mistakes: &mut Mistakes) {
        if !value.is_finite() {
            let reason = Words::new("ist keine Zahl.", "is not a number.");
            return mistakes.note("value", Fault::Invalid, reason);
        }
        let (lowest, highest) = bounds(self.indicator);
        if value < lowest || value > highest || value.abs() > LARGEST {
            let reason = Words::new(
                format!(
                    "{value} liegt nicht zwischen {lowest} und {highest}, wie der Indikator es festlegt."
                ),
                format!("{value} is not between {lowest} and {highest}, as the indicator says."),
            );
            return mistakes.note("value", Fault::OutOfBounds, reason);
        }
        let whole = match self.indicator.value_type {
            ValueType::Boolean => "0 (nein), 1 (ja) / 0 (no), 1 (yes)",
            ValueType::Trend => "-1, 0, 1",
            ValueType::Number | ValueType::Rate | ValueType::Ordinal => return,
        };
        if value.fract() != 0.0 {
            let reason = Words::new(
                format!("{value} gibt es hier nicht; möglich sind {whole}."),
                format!("{value} does not exist here; possible are {whole}."),
            );
            mistakes.note("value", Fault::UnknownValue, reason);
        }
    }

    fn check_quotient(&self, figure: &Figure, mistakes: &mut Mistakes) {
        for (path, part) in [
            ("numerator", figure.numerator),
            ("denominator", figure.denominator),
        ] {
            if part.is_some_and(|part| !part.is_finite() || part.abs() > LARGEST) {
                let reason = Words::new(
                    "ist keine Zahl zwischen −10¹⁵ und 10¹⁵.",
                    "is no number between −10¹⁵ and 10¹⁵.",
                );
                mistakes.note(path, Fault::OutOfBounds, reason);
            }
        }
        match (figure.numerator, figure.denominator) {
            (Some(_), None) => mistakes.required("denominator"),
            (None, Some(_)) => mistakes.required("numerator"),
            (_, Some(0.0)) => {
                let reason = Words::new("ist 0.", "is 0.");
                mistakes.note("denominator", Fault::Invalid, reason);
            }
            _ => self.compare_quotient(figure, mistakes),
        }
    }

    fn compare_quotient(&self, figure: &Figure, mistakes: &mut Mistakes) {
        let Some((value, quotient)) = figure.value.zip(quotient(self.indicator, figure)) else {
            return;
        };
        let places = self.indicator.decimals;
        let step = 0.5 * 10_f64.powi(-i32::from(places));
        if (value - quotient).abs() > step * 1.000_001 + quotient.abs() * 1e-9 {
            let shown = usize::try_from(places).unwrap_or(0);
            let reason = Words::new(
                format!(
                    "{value} ist nicht der Quotient aus Zähler und Nenner ({quotient:.shown$})."
                ),
                format!(
                    "{value} is not the quotient of numerator and denominator ({quotient:.shown$})."
                ),
            );
            mistakes.note("value", Fault::Invalid, reason);
        }
    }

    fn check_sample(&self, figure: &Figure, mistakes: &mut Mistakes) {
        let Some(sample) = figure.sample else { return };
        mistakes.number("sample", sample, 1..=MOST_CASES);
        let least = self.indicator.minimum_sample.unwrap_or(1);
        let is_unreliable = figure.obs_status == ObsStatus::Unreliable;
        if sample < least && !is_unreliable && !is_missing(figure.obs_status) {
            let reason = Words::new(
                format!(
                    "{sample} ist weniger als die Mindeststichprobe von {least}. Mit obsStatus U (wenig verlässlich) ist der Wert möglich."
                ),
                format!(
                    "{sample} is less than the smallest sample of {least}. With obsStatus U (low reliability) the value is possible."
                ),
            );
            mistakes.note("sample", Fault::OutOfBounds, reason);
        }
    }
}

/// Whether a status says that there is no value.
pub(super) const fn is_missing(status: ObsStatus) -> bool {
    matches!(status, ObsStatus::NotApplicable | ObsStatus::Missing)
}

/// The value that is given, or that numerator and denominator give.
pub(super) fn settled(indicator: &Indicator, figure: &Figure) -> Option<f64> {
    figure.value.or_else(|| quotient(indicator, figure))
}

fn quotient(indicator: &Indicator, figure: &Figure) -> Option<f64> {
    let (numerator, denominator) = figure.numerator.zip(figure.denominator)?;
    let quotient = numerator / denominator * per(&indicator.unit_de);
    quotient.is_finite().then_some(quotient)
}

/// By what a quotient is multiplied to be in a unit: % and ‰, "je 1.000", "je 100.000".
fn per(unit: &str) -> f64 {
    let digits: String = unit.chars().filter(char::is_ascii_digit).collect();
    let is_per = unit.starts_with("je ");
    match digits.as_str() {
        _ if unit.starts_with('%') => 100.0,
        _ if unit.starts_with('‰') => 1_000.0,
        "1000" if is_per => 1_000.0,
        "10000" if is_per => 10_000.0,
        "100000" if is_per => 100_000.0,
        "1000000" if is_per => 1_000_000.0,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_says_by_what_a_quotient_is_multiplied() {
        for (unit, expected) in [
            ("% der Wege", 100.0),
            ("‰", 1_000.0),
            ("je 1.000 Einwohner*innen", 1_000.0),
            ("je 100.000 Einwohner*innen", 100_000.0),
            ("Euro je Einwohner*in und Jahr", 1.0),
            ("m² je Einwohner*in", 1.0),
            ("Schulnote (1 = sehr gut, 6 = ungenügend)", 1.0),
        ] {
            assert!((per(unit) - expected).abs() < 1e-9, "{unit}");
        }
    }
}
