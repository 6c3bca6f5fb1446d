//! One's own position in the distribution of a group.
//!
//! Invariant: whiskers, box, median and dots are drawn only as far as they are given.

use super::{
    Group, Own, Subject,
    axis::Axis,
    number::number,
    picture::{ACCENT, BODY, GREY, HEADING, INNER, MARGIN, Picture, SMALL, WIDTH, px},
    plot::{better, diamond, foot, line, own_label, sentences, shown},
    text,
};
use maud::{Markup, html};

/// More values than these are counted in classes.
const MOST_DOTS: usize = 2_000;
/// So many values are read out one by one.
const MOST_READ: usize = 30;
/// Into so many classes they are counted.
const CLASSES: usize = 42;
/// How high the dots can be stacked.
const STACK: f64 = 96.0;

/// What is to be shown of a distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// What is measured.
    pub subject: Subject,
    /// In which year; none where the newest value of each counts.
    pub year: Option<i32>,
    /// Among whom.
    pub group: Group,
    /// Median of the group.
    pub median: Option<f64>,
    /// Lower and upper quartile.
    pub quartiles: Option<(f64, f64)>,
    /// Smallest and largest value.
    pub range: Option<(f64, f64)>,
    /// The single values that the reader may see.
    pub values: Vec<f64>,
    /// One's own value.
    pub own: Option<Own>,
}

/// The chart of a distribution.
#[must_use]
pub fn distribution(chart: &Distribution) -> String {
    let subject = &chart.subject;
    let newest = || subject.say("neueste Werte", "newest values").to_owned();
    let year = chart.year.map_or_else(newest, |year| year.to_string());
    let title = format!("{}, {year}", subject.indicator);
    let mut picture = Picture::new();
    picture.write(&title, HEADING);
    picture.write(&group(chart), BODY);
    picture.skip(14.0);
    match Axis::over(chart.all(), subject.decimals, 6) {
        Some(axis) => plot(&mut picture, chart, &axis),
        None => picture.write(nothing(subject), BODY),
    }
    picture.write(&figures(chart).join(" · "), BODY);
    foot(&mut picture, subject);
    picture.finish(subject, &title, &description(chart))
}

impl Distribution {
    /// Every number that is shown.
    fn all(&self) -> impl Iterator<Item = f64> {
        let pairs = self.quartiles.into_iter().chain(self.range);
        let single = self
            .median
            .into_iter()
            .chain(self.own.as_ref().map(|own| own.value));
        let single = single.chain(pairs.flat_map(|(low, high)| [low, high]));
        single.chain(self.values.iter().copied())
    }

    fn has_box(&self) -> bool {
        self.median.is_some() || self.quartiles.is_some() || self.range.is_some()
    }
}

fn nothing(subject: &Subject) -> &'static str {
    subject.say(
        "Es gibt keine Werte, die gezeigt werden können.",
        "There are no values that can be shown.",
    )
}

fn group(chart: &Distribution) -> String {
    let n = number(float(chart.group.n), 0, chart.subject.language);
    format!("{} (n = {n})", chart.group.label)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
const fn float(count: usize) -> f64 {
    count as f64
}

/// Where a value is across the picture.
fn across(axis: &Axis, value: f64) -> f64 {
    MARGIN + axis.share(value) * INNER
}

fn plot(picture: &mut Picture, chart: &Distribution, axis: &Axis) {
    let own = chart.own.as_ref();
    let label = if own.is_some() { 24.0 } else { 0.0 };
    let dots = (chart.values.len() <= MOST_DOTS).then(|| Dots::of(chart, axis));
    let stack = dots.as_ref().map_or(STACK, |dots| dots.height);
    let boxed = if chart.has_box() { 44.0 } else { 10.0 };
    let height = label + stack + boxed;
    picture.draw(height + 44.0, |top| {
        let (floor, bottom) = (top + label + stack, top + height);
        html! {
            (marks(chart, axis, bottom))
            @if let Some(dots) = &dots { (dots.draw(floor)) } @else { (classes(chart, axis, floor)) }
            @if chart.has_box() { (quartiles(chart, axis, floor + 22.0)) }
            @if let Some(own) = own {
                (line((across(axis, own.value), top + label - 4.0), (across(axis, own.value), bottom), ACCENT, 2.0))
                (diamond(across(axis, own.value), floor + boxed / 2.0))
                (own_label(&chart.subject, own, across(axis, own.value), top + 14.0))
            }
            (better(&chart.subject, bottom + 38.0))
        }
    });
    let unit = chart.subject.say("Einheit: ", "Unit: ");
    picture.write(
        &format!(
            "{unit}{}; {}",
            chart.subject.unit,
            chart.subject.direction()
        ),
        SMALL,
    );
}

/// The axis with its marks.
fn marks(chart: &Distribution, axis: &Axis, y: f64) -> Markup {
    let language = chart.subject.language;
    let last = axis.marks.len().saturating_sub(1);
    html! {
        (line((MARGIN, y), (WIDTH - MARGIN, y), "#000000", 1.5))
        @for (at, mark) in axis.marks.iter().enumerate() {
            @let x = across(axis, *mark);
            @let anchor = if at == 0 { "start" } else if at == last { "end" } else { "middle" };
            (line((x, y), (x, y + 6.0), "#000000", 1.0))
            text x=(px(x)) y=(px(y + 20.0)) text-anchor=(anchor) font-size="12" { (number(*mark, axis.decimals, language)) }
        }
    }
}

/// The dots of values, stacked where several are close.
struct Dots {
    /// Place across, and how many are below.
    places: Vec<(f64, usize)>,
    /// How far apart they are in a stack.
    rise: f64,
    height: f64,
}

impl Dots {
    fn of(chart: &Distribution, axis: &Axis) -> Self {
        let mut across: Vec<_> = chart
            .values
            .iter()
            .map(|value| across(axis, *value))
            .collect();
        across.sort_unstable_by(f64::total_cmp);
        let (mut column, mut places) = ((f64::NEG_INFINITY, 0), Vec::new());
        for x in across {
            column = if x - column.0 < 7.0 {
                (column.0, column.1 + 1)
            } else {
                (x, 0)
            };
            places.push(column);
        }
        let highest = places.iter().map(|(_, below)| below + 1).max().unwrap_or(1);
        let rise = (STACK / float(highest)).min(7.5);
        Self {
            places,
            rise,
            height: rise * float(highest) + 8.0,
        }
    }

    /// Where they are too close to be told apart they are smaller and filled.
    fn draw(&self, floor: f64) -> Markup {
        let (fill, stroke, radius) = if self.rise < 6.0 {
            (GREY, "none", "2.2")
        } else {
            ("#ffffff", GREY, "3.2")
        };
        html! {
            g fill=(fill) stroke=(stroke) stroke-width="1.3" {
                @for (x, below) in &self.places {
                    circle cx=(px(*x)) cy=(px(floor - 5.0 - float(*below) * self.rise)) r=(radius) {}
                }
            }
        }
    }
}

/// A bar for each class of values.
fn classes(chart: &Distribution, axis: &Axis, floor: f64) -> Markup {
    let mut counts = [0_usize; CLASSES];
    for value in &chart.values {
        let share = axis.share(*value);
        let class = (1..CLASSES)
            .take_while(|class| share >= float(*class) / float(CLASSES))
            .count();
        if let Some(count) = counts.get_mut(class) {
            *count += 1;
        }
    }
    let most = float(counts.iter().copied().max().unwrap_or(1).max(1));
    let wide = INNER / float(CLASSES);
    html! {
        g fill="url(#hatch)" stroke=(GREY) stroke-width="1" {
            @for (class, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                @let height = (float(*count) / most * STACK).max(1.0);
                rect x=(px(MARGIN + float(class) * wide)) y=(px(floor - height)) width=(px(wide)) height=(px(height)) {}
            }
        }
    }
}

/// Whiskers, box and median.
fn quartiles(chart: &Distribution, axis: &Axis, y: f64) -> Markup {
    html! {
        @if let Some((low, high)) = chart.range {
            (line((across(axis, low), y), (across(axis, high), y), "#000000", 1.5))
            @for end in [low, high] { (line((across(axis, end), y - 6.0), (across(axis, end), y + 6.0), "#000000", 1.5)) }
        }
        @if let Some((low, high)) = chart.quartiles {
            rect x=(px(across(axis, low))) y=(px(y - 12.0)) width=(px((across(axis, high) - across(axis, low)).max(1.0))) height="24"
                fill="url(#hatch)" stroke="#000000" stroke-width="1.5" {}
        }
        @if let Some(median) = chart.median {
            (line((across(axis, median), y - 15.0), (across(axis, median), y + 15.0), "#000000", 4.0))
        }
    }
}

/// The figures of the group, in words.
fn figures(chart: &Distribution) -> Vec<String> {
    let subject = &chart.subject;
    let pair = |de: &str, en: &str, pair: Option<(f64, f64)>| {
        let to = subject.say("bis", "to");
        pair.map(|(low, high)| {
            format!(
                "{} {} {to} {}",
                subject.say(de, en),
                shown(subject, low),
                shown(subject, high)
            )
        })
    };
    let median = chart
        .median
        .map(|median| format!("Median {}", shown(subject, median)));
    let half = pair("mittlere Hälfte", "middle half", chart.quartiles);
    let range = pair("alle Werte", "all values", chart.range);
    median.into_iter().chain(half).chain(range).collect()
}

fn description(chart: &Distribution) -> String {
    let subject = &chart.subject;
    let own = chart.own.as_ref();
    let own = own.map(|own| format!("{}: {}", own.label, shown(subject, own.value)));
    let figures = figures(chart);
    let figures = if figures.is_empty() {
        nothing(subject).to_owned()
    } else {
        figures.join(", ")
    };
    let source = subject.say("Quelle: ", "Source: ");
    sentences([
        own.unwrap_or_default(),
        format!(
            "{}: {}; {}",
            subject.say("Einheit", "Unit"),
            subject.unit,
            subject.direction()
        ),
        format!("{}: {figures}", text::clean(&group(chart))),
        singles(chart),
        subject.withheld.clone().unwrap_or_default(),
        format!("{source}{}", subject.source),
    ])
}

/// The single values, one by one where they are few.
fn singles(chart: &Distribution) -> String {
    let subject = &chart.subject;
    let mut values = chart.values.clone();
    values.sort_unstable_by(f64::total_cmp);
    let (Some(low), Some(high)) = (values.first(), values.last()) else {
        return String::new();
    };
    if values.len() <= MOST_READ {
        let values: Vec<_> = values.iter().map(|value| shown(subject, *value)).collect();
        return format!(
            "{}: {}",
            subject.say("Einzelne Werte", "Single values"),
            values.join("; ")
        );
    }
    let count = number(float(values.len()), 0, subject.language);
    let (low, high) = (shown(subject, *low), shown(subject, *high));
    let from = subject.say("einzelne Werte von", "single values from");
    format!("{count} {from} {low} {} {high}", subject.say("bis", "to"))
}
