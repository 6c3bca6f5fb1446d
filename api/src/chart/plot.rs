//! Pieces that both charts are drawn of.
//!
//! Invariant: a mark of one's own has another shape than those of others.

use super::{
    Own, Subject,
    number::number,
    picture::{ACCENT, GREY, INNER, MARGIN, Picture, SMALL, WIDTH, px},
    text,
};
use domain::value::Polarity;
use maud::{Markup, html};

/// A value of the indicator.
pub fn shown(subject: &Subject, value: f64) -> String {
    number(value, subject.decimals, subject.language)
}

/// A straight line.
pub fn line(from: (f64, f64), to: (f64, f64), colour: &str, thickness: f64) -> Markup {
    html! {
        line x1=(px(from.0)) y1=(px(from.1)) x2=(px(to.0)) y2=(px(to.1)) stroke=(colour) stroke-width=(px(thickness)) {}
    }
}

/// The mark of one's own value.
pub fn diamond(x: f64, y: f64) -> Markup {
    let points = [(x, y - 7.0), (x + 7.0, y), (x, y + 7.0), (x - 7.0, y)];
    let points = points
        .map(|(x, y)| format!("{},{}", px(x), px(y)))
        .join(" ");
    html! { polygon points=(points) fill=(ACCENT) stroke="#ffffff" stroke-width="1.5" {} }
}

/// One's own value with its name, beside a place, where there is room for it.
pub fn own_label(subject: &Subject, own: &Own, x: f64, y: f64) -> Markup {
    let value = format!(": {}", shown(subject, own.value));
    let room = INNER * 0.6 - text::width(&value, 14.0);
    let name = text::wrap(&own.label, 14.0, room, 1).concat();
    let half = text::width(&format!("{name}{value}"), 14.0) / 2.0;
    let middle = x.clamp(
        MARGIN + half.min(INNER / 2.0),
        WIDTH - MARGIN - half.min(INNER / 2.0),
    );
    html! {
        text x=(px(middle)) y=(px(y)) text-anchor="middle" font-size="14" font-weight="bold" fill=(ACCENT) { (name) (value) }
    }
}

/// What stands below every chart: the unit, what is left out, and where the values come from.
pub fn foot(picture: &mut Picture, subject: &Subject) {
    if let Some(withheld) = &subject.withheld {
        picture.skip(4.0);
        picture.write(withheld, SMALL);
    }
    picture.skip(4.0);
    let source = subject.say("Quelle: ", "Source: ");
    picture.write(&format!("{source}{}", subject.source), SMALL);
}

/// An arrow to the good side of a horizontal axis, with a word; nothing where neither side is.
pub fn better(subject: &Subject, y: f64) -> Markup {
    let word = subject.say("besser", "better");
    let (tip, inward, anchor) = match subject.polarity {
        Polarity::HigherBetter => (WIDTH - MARGIN, -1.0, "end"),
        Polarity::LowerBetter => (MARGIN, 1.0, "start"),
        Polarity::Neutral => return html! {},
    };
    html! {
        (arrow((tip, y - 4.0), (tip + inward * 24.0, y - 4.0)))
        text x=(px(tip + inward * 30.0)) y=(px(y)) text-anchor=(anchor) font-size="12" fill=(GREY) { (word) }
    }
}

/// An arrow from its end to its tip.
pub fn arrow(tip: (f64, f64), end: (f64, f64)) -> Markup {
    let (dx, dy) = ((end.0 - tip.0).signum(), (end.1 - tip.1).signum());
    let (dx, dy) = if end.0 == tip.0 { (0.0, dy) } else { (dx, 0.0) };
    let wing = |side: f64| (tip.0 + dx * 7.0 + dy * side, tip.1 + dy * 7.0 + dx * side);
    let points = [tip, wing(4.0), wing(-4.0)];
    let points = points
        .map(|(x, y)| format!("{},{}", px(x), px(y)))
        .join(" ");
    html! {
        (line((tip.0 + dx * 6.0, tip.1 + dy * 6.0), end, GREY, 1.5))
        polygon points=(points) fill=(GREY) {}
    }
}

/// Parts of a description as sentences.
pub fn sentences(parts: impl IntoIterator<Item = String>) -> String {
    let parts = parts.into_iter().map(|part| text::clean(&part));
    let ended = parts.filter(|part| !part.is_empty()).map(|part| {
        let is_ended = part.ends_with(['.', '!', '?']);
        if is_ended { part } else { format!("{part}.") }
    });
    ended.collect::<Vec<_>>().join(" ")
}
