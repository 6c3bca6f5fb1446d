//! Comparisons: what is known by hand, who is told what, rings as they are published, and what stays hidden.
//!
//! Invariant: values of cities that nobody released change no answer but their own.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod acceptance;
mod feed;
mod open;
mod ring;

use crate::desk::text;
use serde_json::Value;

/// A number in an answer.
fn number(value: &Value, pointer: &str) -> f64 {
    let found = value.pointer(pointer).and_then(Value::as_f64);
    found.unwrap_or_else(|| panic!("no number at {pointer} in {value:#}"))
}

/// Whether two numbers are the same but for rounding.
fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(1.0)
}
