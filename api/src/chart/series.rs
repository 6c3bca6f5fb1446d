//! One's own values over the years, with the middle half and the median of a group.
//!
//! Invariant: between years of which one has no value there is no line: a gap stays a gap.

use super::{
    Subject,
    number::number,
    picture::{ACCENT, BODY, GREY, HEADING, MARGIN, Picture, SMALL, WIDTH, px},
    place::{HEIGHT, Place},
    plot::{arrow, diamond, foot, line, sentences, shown},
    text,
};
use domain::value::Polarity;
use maud::{Markup, html};

/// No series is longer; the newest years are shown.
const MOST_YEARS: usize = 100;

/// Of more values only the first and the last are written beside their marks.
const MOST_NAMED: usize = 12;

/// What is to be shown of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What is measured.
    pub subject: Subject,
    /// The city.
    pub label: String,
    /// Its values by year.
    pub values: Vec<(i32, f64)>,
    /// Every how many years it is measured; none where that is irregular, then no values are joined.
    pub every: Option<i32>,
    /// Name of the group that is compared with.
    pub group: Option<String>,
    /// What is known of the group, by year.
    pub years: Vec<GroupYear>,
}

/// A group in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupYear {
    /// The year.
    pub year: i32,
    /// How many of its cities have a value.
    pub n: usize,
    /// Their median.
    pub median: Option<f64>,
    /// Lower and upper quartile.
    pub quartiles: Option<(f64, f64)>,
}

/// The chart of a series.
#[must_use]
pub fn series(chart: &Series) -> String {
    let chart = &chart.in_order();
    let subject = &chart.subject;
    let title = format!("{}: {}", chart.label, subject.indicator);
    let mut picture = Picture::new();
    picture.write(&title, HEADING);
    let unit = subject.say("Einheit: ", "Unit: ");
    picture.write(
        &format!("{unit}{}; {}", subject.unit, subject.direction()),
        SMALL,
    );
    picture.skip(16.0);
    match Place::of(chart) {
        Some(place) => picture.draw(HEIGHT + 34.0, |top| plot(chart, &place, top)),
        None => picture.write(nothing(subject), BODY),
    }
    legend(&mut picture, chart);
    foot(&mut picture, subject);
    picture.finish(subject, &title, &description(chart))
}

impl Series {
    /// Sorted by year, the newest hundred of each.
    fn in_order(&self) -> Self {
        let mut chart = self.clone();
        chart.values.retain(|(_, value)| value.is_finite());
        chart.values.sort_by_key(|(year, _)| *year);
        chart.years.sort_by_key(|one| one.year);
        chart
            .values
            .drain(..chart.values.len().saturating_sub(MOST_YEARS));
        chart
            .years
            .drain(..chart.years.len().saturating_sub(MOST_YEARS));
        chart
    }

    /// Entries that are joined by a line: no measurement between them is missing.
    fn runs<'t, T>(&self, entries: &'t [T], year: impl Fn(&T) -> i32) -> Vec<&'t [T]> {
        let step = self.every.unwrap_or(0);
        let joined = |one: &T, next: &T| year(next).saturating_sub(year(one)) <= step;
        entries.chunk_by(joined).collect()
    }
}

fn nothing(subject: &Subject) -> &'static str {
    subject.say(
        "Es gibt keine Werte, die gezeigt werden können.",
        "There are no values that can be shown.",
    )
}

fn plot(chart: &Series, place: &Place, top: f64) -> Markup {
    let (bottom, language) = (top + HEIGHT, chart.subject.language);
    html! {
        @for mark in &place.axis.marks {
            @let y = place.y(top, *mark);
            (line((place.left, y), (WIDTH - MARGIN, y), "#d0d0d0", 1.0))
            text x=(px(place.left - 6.0)) y=(px(y + 4.0)) text-anchor="end" font-size="12" {
                (number(*mark, place.axis.decimals, language))
            }
        }
        (line((place.left, bottom), (WIDTH - MARGIN, bottom), "#000000", 1.5))
        @for year in place.named() {
            (line((place.x(year), bottom), (place.x(year), bottom + 6.0), "#000000", 1.0))
            text x=(px(place.x(year))) y=(px(bottom + 20.0)) text-anchor="middle" font-size="12" { (year) }
        }
        (band(chart, place, top))
        (medians(chart, place, top))
        (own(chart, place, top))
        (better(chart, top))
    }
}

/// An arrow to the good side, at the right edge.
fn better(chart: &Series, top: f64) -> Markup {
    let x = WIDTH - MARGIN / 2.0;
    let (tip, end) = match chart.subject.polarity {
        Polarity::HigherBetter => (top, top + 30.0),
        Polarity::LowerBetter => (top + HEIGHT, top + HEIGHT - 30.0),
        Polarity::Neutral => return html! {},
    };
    let turned = format!("rotate(90 {} {})", px(x), px(top + HEIGHT / 2.0));
    html! {
        (arrow((x, tip), (x, end)))
        text x=(px(x)) y=(px(top + HEIGHT / 2.0 + 4.0)) text-anchor="middle" font-size="12" fill=(GREY) transform=(turned) {
            (chart.subject.direction())
        }
    }
}

/// The middle half: an area where years follow each other, a bar where one stands alone.
fn band(chart: &Series, place: &Place, top: f64) -> Markup {
    let known: Vec<_> = chart
        .years
        .iter()
        .filter_map(|one| Some((one.year, one.quartiles?)))
        .collect();
    let edges = |run: &[(i32, (f64, f64))]| {
        let wide = if run.len() == 1 { 5.0 } else { 0.0 };
        let corner = |year: i32, value, side: f64| {
            format!(
                "{},{}",
                px(place.x(year) + side * wide),
                px(place.y(top, value))
            )
        };
        let lower = run
            .iter()
            .flat_map(|(year, (low, _))| [-1.0, 1.0].map(|side| corner(*year, *low, side)));
        let upper = run
            .iter()
            .rev()
            .flat_map(|(year, (_, high))| [1.0, -1.0].map(|side| corner(*year, *high, side)));
        lower.chain(upper).collect::<Vec<_>>().join(" ")
    };
    html! {
        g fill="url(#hatch)" stroke="#8c8c8c" stroke-width="1" {
            @for run in chart.runs(&known, |one| one.0) { polygon points=(edges(run)) {} }
        }
    }
}

fn path<T>(run: &[T], point: impl Fn(&T) -> (f64, f64)) -> String {
    let points = run
        .iter()
        .map(point)
        .map(|(x, y)| format!("{},{}", px(x), px(y)));
    points.collect::<Vec<_>>().join(" ")
}

/// The medians: a dashed line with squares.
fn medians(chart: &Series, place: &Place, top: f64) -> Markup {
    let known: Vec<_> = chart
        .years
        .iter()
        .filter_map(|one| Some((one.year, one.median?)))
        .collect();
    let point = |one: &(i32, f64)| (place.x(one.0), place.y(top, one.1));
    html! {
        @for run in chart.runs(&known, |one| one.0) {
            polyline points=(path(run, point)) fill="none" stroke="#000000" stroke-width="1.5" stroke-dasharray="6 4" {}
        }
        @for (x, y) in known.iter().map(point) { (square(x, y)) }
    }
}

fn square(x: f64, y: f64) -> Markup {
    html! { rect x=(px(x - 3.5)) y=(px(y - 3.5)) width="7" height="7" fill="#ffffff" stroke="#000000" stroke-width="1.5" {} }
}

/// One's own values: a strong line with diamonds, each with its value where there is room.
fn own(chart: &Series, place: &Place, top: f64) -> Markup {
    let point = |one: &(i32, f64)| (place.x(one.0), place.y(top, one.1));
    let years = [chart.values.first(), chart.values.last()].map(|one| one.map(|one| one.0));
    let is_named = |year| chart.values.len() <= MOST_NAMED || years.contains(&Some(year));
    let mut free = f64::NEG_INFINITY;
    let labels: Vec<_> = chart
        .values
        .iter()
        .rev()
        .filter(|one| is_named(one.0))
        .filter_map(|one| {
            let label = shown(&chart.subject, one.1);
            let half = text::width(&label, 13.0) / 2.0;
            let x = place.x(one.0).clamp(place.left + half, WIDTH - half);
            let is_free = free == f64::NEG_INFINITY || x + half < free;
            is_free.then(|| {
                free = x - half - 2.0;
                let y = place.y(top, one.1);
                (label, x, if y < top + 30.0 { y + 24.0 } else { y - 12.0 })
            })
        })
        .collect();
    html! {
        @for run in chart.runs(&chart.values, |one| one.0) {
            polyline points=(path(run, point)) fill="none" stroke=(ACCENT) stroke-width="3" {}
        }
        @for (x, y) in chart.values.iter().map(point) { (diamond(x, y)) }
        g font-size="13" font-weight="bold" fill=(ACCENT) text-anchor="middle" stroke="#ffffff" stroke-width="4" paint-order="stroke"
            stroke-linejoin="round" {
            @for (label, x, y) in labels { text x=(px(x)) y=(px(y)) { (label) } }
        }
    }
}

/// What the marks stand for.
fn legend(picture: &mut Picture, chart: &Series) {
    let subject = &chart.subject;
    let mut entry = |mark: &dyn Fn(f64) -> Markup, label: &str| {
        for (at, words) in (0..).zip(text::wrap(label, 13.0, WIDTH - 2.0 * MARGIN - 40.0, 2)) {
            picture.draw(20.0, |top| {
                html! {
                    @if at == 0 { (mark(top + 9.0)) }
                    text x=(px(MARGIN + 40.0)) y=(px(top + 14.0)) font-size="13" { (words) }
                }
            });
        }
    };
    let stroke =
        |y: f64, colour: &str, thickness| line((MARGIN, y), (MARGIN + 32.0, y), colour, thickness);
    entry(
        &|y| html! { (stroke(y, ACCENT, 3.0)) (diamond(MARGIN + 16.0, y)) },
        &chart.label,
    );
    let Some(group) = &chart.group else { return };
    if chart.years.iter().any(|one| one.median.is_some()) {
        let label = format!("{group}: Median");
        entry(
            &|y| html! { g stroke-dasharray="6 4" { (stroke(y, "#000000", 1.5)) } (square(MARGIN + 16.0, y)) },
            &label,
        );
    }
    if chart.years.iter().any(|one| one.quartiles.is_some()) {
        let label = format!(
            "{group}: {}",
            subject.say(
                "mittlere Hälfte (unteres bis oberes Viertel)",
                "middle half (lower to upper quartile)"
            )
        );
        let patch = |y: f64| {
            html! { rect x=(px(MARGIN)) y=(px(y - 7.0)) width="32" height="14" fill="url(#hatch)" stroke="#8c8c8c" {} }
        };
        entry(&patch, &label);
    }
}

fn description(chart: &Series) -> String {
    let subject = &chart.subject;
    let own = chart
        .values
        .iter()
        .map(|(year, value)| format!("{year}: {}", shown(subject, *value)));
    let own = own.collect::<Vec<_>>().join("; ");
    let own = if own.is_empty() {
        nothing(subject).to_owned()
    } else {
        own
    };
    let source = subject.say("Quelle: ", "Source: ");
    sentences([
        format!("{}, {own}", chart.label),
        format!(
            "{}: {}; {}",
            subject.say("Einheit", "Unit"),
            subject.unit,
            subject.direction()
        ),
        group(chart).unwrap_or_default(),
        subject.withheld.clone().unwrap_or_default(),
        format!("{source}{}", subject.source),
    ])
}

/// What is known of the group, year by year.
fn group(chart: &Series) -> Option<String> {
    let subject = &chart.subject;
    let label = chart.group.as_ref()?;
    let years = chart.years.iter().map(|one| {
        let n = format!("{} (n = {})", one.year, one.n);
        let median = one
            .median
            .map(|median| format!(" Median {}", shown(subject, median)));
        let half = one.quartiles.map(|(low, high)| {
            let words = subject.say("mittlere Hälfte", "middle half");
            format!(
                " {words} {} {} {}",
                shown(subject, low),
                subject.say("bis", "to"),
                shown(subject, high)
            )
        });
        let known: Vec<_> = median.into_iter().chain(half).collect();
        format!("{n}{}", known.join(","))
    });
    let years = years.collect::<Vec<_>>().join("; ");
    (!years.is_empty()).then(|| format!("{label}, {years}"))
}
