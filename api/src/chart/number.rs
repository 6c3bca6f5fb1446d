//! Numbers as the reader writes them: 3,98 in German, 3.98 in English.
//!
//! Invariant: what is rounded to zero has no sign; no number is longer than a line.

use domain::language::Language;

/// From here on all digits would say less than a power of ten.
const LARGE: f64 = 1e15;

/// A value with the decimal places of its indicator.
pub fn number(value: f64, decimals: u8, language: Language) -> String {
    let (point, thousands) = match language {
        Language::De => (',', '.'),
        Language::En => ('.', ','),
    };
    if value.abs() >= LARGE {
        return power(value, point);
    }
    let text = format!("{:.*}", usize::from(decimals.min(15)), value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let is_zero = text.bytes().all(|digit| matches!(digit, b'0' | b'.'));
    let mut shown = String::from(if value < 0.0 && !is_zero { "−" } else { "" });
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            shown.push(thousands);
        }
        shown.push(digit);
    }
    if !fraction.is_empty() {
        shown.push(point);
        shown.push_str(fraction);
    }
    shown
}

/// Such as 1,5 · 10³⁰⁸.
fn power(value: f64, point: char) -> String {
    let text = format!("{:.1e}", value.abs());
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let raised = exponent.chars().map(|digit| match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    });
    let sign = if value < 0.0 { "−" } else { "" };
    let digits = digits.replace('.', &point.to_string());
    format!("{sign}{digits} · 10{}", raised.collect::<String>())
}
