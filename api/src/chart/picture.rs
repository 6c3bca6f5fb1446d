//! The sheet that a chart is drawn on: lines of text and plots below each other.
//!
//! Invariant: whatever is put on it lies below what was there before, so nothing overlaps; the picture is as high as its
//! content.

use super::{Subject, text};
use maud::{Markup, PreEscaped, html};

/// How wide every chart is.
pub const WIDTH: f64 = 720.0;
/// What is left free at each side.
pub const MARGIN: f64 = 24.0;
/// How wide content can be.
pub const INNER: f64 = WIDTH - 2.0 * MARGIN;

/// The colour of what is one's own: 7.9 to 1 on white, and dark in grey too.
pub const ACCENT: &str = "#00508c";
/// The colour of the group: 7 to 1 on white.
pub const GREY: &str = "#595959";

/// A number of an attribute.
pub fn px(value: f64) -> String {
    format!("{:.1}", if value == 0.0 { 0.0 } else { value })
}

/// How a line of text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Height of letters.
    pub size: f64,
    /// Whether it is set in bold.
    pub is_bold: bool,
    /// How many lines it can take.
    pub lines: usize,
}

/// A heading.
pub const HEADING: Style = Style {
    size: 17.0,
    is_bold: true,
    lines: 3,
};
/// What belongs to the content.
pub const BODY: Style = Style {
    size: 14.0,
    is_bold: false,
    lines: 4,
};
/// What is said beside it.
pub const SMALL: Style = Style {
    size: 12.0,
    is_bold: false,
    lines: 4,
};

/// A picture that grows downwards.
pub struct Picture {
    bottom: f64,
    parts: Vec<Markup>,
}

impl Picture {
    /// An empty one.
    pub const fn new() -> Self {
        Self {
            bottom: MARGIN / 2.0,
            parts: Vec::new(),
        }
    }

    /// Puts a text below what is there, in as many lines as it needs.
    pub fn write(&mut self, words: &str, style: Style) {
        let weight = if style.is_bold { "bold" } else { "normal" };
        let lines = text::wrap(words, style.size, INNER, style.lines);
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            self.bottom += style.size * 1.4;
            self.parts.push(html! {
                text x=(px(MARGIN)) y=(px(self.bottom)) font-size=(px(style.size)) font-weight=(weight) { (line) }
            });
        }
    }

    /// Leaves a space.
    pub fn skip(&mut self, height: f64) {
        self.bottom += height;
    }

    /// Puts a drawing of a height below what is there; it is given the place where it begins.
    pub fn draw(&mut self, height: f64, drawing: impl FnOnce(f64) -> Markup) {
        self.parts.push(drawing(self.bottom));
        self.bottom += height;
    }

    /// The finished picture, with its title and all of its content in sentences.
    pub fn finish(self, subject: &Subject, title: &str, description: &str) -> String {
        let height = px(self.bottom + MARGIN / 2.0);
        let language = subject.language.tag();
        let picture = html! {
            (PreEscaped("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
            svg xmlns="http://www.w3.org/2000/svg" width=(px(WIDTH)) height=(height)
                viewBox={ "0 0 " (px(WIDTH)) " " (height) } role="img" lang=(language) xml:lang=(language)
                aria-labelledby="chart-title chart-description"
                font-family="system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif" fill="#000000" {
                title id="chart-title" { (text::clean(title)) }
                desc id="chart-description" { (description) }
                defs {
                    pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                        rect width="6" height="6" fill="#e6e6e6" {}
                        rect width="1.2" height="6" fill="#8c8c8c" {}
                    }
                }
                rect width="100%" height="100%" fill="#ffffff" {}
                @for part in &self.parts { (part) }
            }
        };
        picture.into_string()
    }
}
