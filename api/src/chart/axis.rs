//! An axis with round numbers.
//!
//! Invariant: every value it was made for lies on it, from 1e-308 to 1e308; neighbouring marks never read the same.

/// From where to where an axis reaches, and its marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    low: f64,
    high: f64,
    /// Where it is marked, from low to high.
    pub marks: Vec<f64>,
    /// How many decimal places its marks need.
    pub decimals: u8,
}

impl Axis {
    /// An axis for values of an indicator with so many decimal places, with about so many marks; none for no values.
    pub fn over(values: impl Iterator<Item = f64>, decimals: u8, marks: u8) -> Option<Self> {
        let bounds = values
            .filter(|value| value.is_finite())
            .fold(None, |bounds, one| {
                let (low, high) = bounds.unwrap_or((one, one));
                Some((one.min(low), one.max(high)))
            });
        let (low, high): (f64, f64) = bounds?;
        let finest = 10.0_f64.powi(-i32::from(decimals.min(15)));
        // Where all values are equal, or differ by less than can be told apart, their surroundings are shown.
        let size = low.abs().max(high.abs());
        let (low, high) = if high / 2.0 - low / 2.0 <= size * 1e-12 {
            let margin = (size * 0.05).max(finest);
            (low - margin, high + margin)
        } else {
            (low, high)
        };
        let (low, high) = (low.max(-f64::MAX), high.min(f64::MAX));
        let step = round((high / 2.0 - low / 2.0) / (f64::from(marks) / 2.0)).max(finest);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let count = (last - first).min(f64::from(marks) * 3.0);
        let marks = (0_u8..).map(f64::from).take_while(|at| *at <= count);
        let marks = marks.map(|at| ((first + at) * step).clamp(-f64::MAX, f64::MAX));
        Some(Self {
            low: (first * step).max(-f64::MAX),
            high: (last * step).min(f64::MAX),
            marks: marks.collect(),
            decimals: (0..decimals)
                .find(|places| is_whole(step, *places))
                .unwrap_or(decimals),
        })
    }

    /// How far along the axis a value is, from 0 to 1.
    pub fn share(&self, value: f64) -> f64 {
        let span = self.high / 2.0 - self.low / 2.0;
        let share = (value / 2.0 - self.low / 2.0) / span;
        if share.is_finite() {
            share.clamp(0.0, 1.0)
        } else {
            0.5
        }
    }
}

/// The next of 1, 2 and 5 with a power of ten.
fn round(step: f64) -> f64 {
    let power = 10.0_f64.powf(step.log10().floor());
    let digits = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|digit| step <= digit * power * (1.0 + 1e-9));
    let rounded = digits.unwrap_or(10.0) * power;
    if rounded.is_normal() { rounded } else { step }
}

fn is_whole(step: f64, places: u8) -> bool {
    let shifted = step * 10.0_f64.powi(places.into());
    (shifted - shifted.round()).abs() < 1e-6 && shifted.round() >= 1.0
}
