//! Where years and values of a series are in its picture.
//!
//! Invariant: names of years do not touch, however many there are.

use super::{
    axis::Axis,
    number::number,
    picture::{MARGIN, WIDTH},
    series::Series,
    text,
};

/// How high the plot is.
pub const HEIGHT: f64 = 260.0;

/// Where years and values are.
pub struct Place {
    /// The axis of values.
    pub axis: Axis,
    /// Where that axis stands.
    pub left: f64,
    first: f64,
    last: f64,
}

impl Place {
    /// The place for a series; none where it has no values.
    pub fn of(chart: &Series) -> Option<Self> {
        let subject = &chart.subject;
        let quartiles = chart.years.iter().filter_map(|one| one.quartiles);
        let group = quartiles.flat_map(|(low, high)| [low, high]);
        let group = group.chain(chart.years.iter().filter_map(|one| one.median));
        let all = group.chain(chart.values.iter().map(|(_, value)| *value));
        let axis = Axis::over(all, subject.decimals, 5)?;
        let marks = axis.marks.iter();
        let widths =
            marks.map(|mark| text::width(&number(*mark, axis.decimals, subject.language), 12.0));
        let years = chart
            .values
            .iter()
            .map(|(year, _)| *year)
            .chain(chart.years.iter().map(|one| one.year));
        let (first, last) = years.fold((i32::MAX, i32::MIN), |(first, last), year| {
            (first.min(year), last.max(year))
        });
        Some(Self {
            left: MARGIN + widths.fold(0.0, f64::max) + 8.0,
            axis,
            first: first.into(),
            last: last.into(),
        })
    }

    /// Where a year is across the picture.
    pub fn x(&self, year: impl Into<f64>) -> f64 {
        let (from, to) = (self.left + 20.0, WIDTH - MARGIN - 20.0);
        let span = self.last - self.first;
        let share = if span > 0.0 {
            (year.into() - self.first) / span
        } else {
            0.5
        };
        from + share * (to - from)
    }

    /// Where a value is below the top of the plot.
    pub fn y(&self, top: f64, value: f64) -> f64 {
        top + (1.0 - self.axis.share(value)) * HEIGHT
    }

    /// The years that are named: so many that their names do not touch.
    pub fn named(&self) -> Vec<f64> {
        let span = self.last - self.first;
        let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
        let room = (WIDTH - MARGIN - self.left) / 52.0;
        let step = steps
            .into_iter()
            .find(|step| span / step <= room)
            .unwrap_or(span / room);
        let years = (0_u8..100).map(|at| self.first + f64::from(at) * step.ceil());
        years.take_while(|year| *year <= self.last).collect()
    }
}
