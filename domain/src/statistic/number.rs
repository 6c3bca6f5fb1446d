//! Arithmetic that neither overflows on the way nor loses what is small.
//!
//! Invariant: scaling is by powers of two, so it changes no digit.

/// Values brought near 1, and the power of two that leads back.
pub(super) struct Scaled {
    pub(super) values: Vec<f64>,
    back: f64,
}

impl Scaled {
    pub(super) fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let largest = values
            .clone()
            .fold(0.0_f64, |most, one| most.max(one.abs()));
        // Beyond 1000 the other power could not be represented; what is left is far from any bound.
        let exponent = exponent(largest).clamp(-1_000, 1_000);
        let factor = power_of_two(-exponent);
        Self {
            values: values.map(|value| value * factor).collect(),
            back: power_of_two(exponent),
        }
    }

    /// A result in the measure of the values.
    pub(super) fn back(&self, result: f64) -> f64 {
        result * self.back
    }
}

/// The exponent of a number's leading binary digit; that of what is too small for one is at the lower bound.
fn exponent(value: f64) -> i32 {
    let biased = value.to_bits() >> 52 & 0x7ff;
    i32::try_from(biased).unwrap_or_default() - 1_023
}

/// 2 to a power between −1022 and 1023.
fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(u64::try_from(exponent + 1_023).unwrap_or_default() << 52)
}

/// A sum whose error does not grow with the number of summands (Neumaier 1974).
pub(super) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() {
            (sum - next) + value
        } else {
            (value - next) + sum
        };
        sum = next;
    }
    sum + lost
}

/// A number as a float; counts of this service are far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(super) const fn float(count: usize) -> f64 {
    count as f64
}

/// A result without the digits that only binary arithmetic has made, 3.85 for 3.8499999999999996: rounded to the fifteen
/// decimal digits that a float keeps of any number (C's `DBL_DIG`), counted from the first digit of the largest value that
/// went into it. A difference of large values so keeps no more digits than they had.
#[must_use]
pub fn decimal(result: f64, largest: f64) -> f64 {
    let lead = largest.abs().log10().floor();
    // Beyond these bounds a fixed number of decimals says nothing about digits.
    if !(-200.0..15.0).contains(&lead) {
        return result;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 214"
    )]
    let decimals = (14.0 - lead) as usize;
    format!("{result:.decimals$}").parse().unwrap_or(result)
}
