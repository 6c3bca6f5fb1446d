//! Days of the calendar, written the same way in both interfaces.
//!
//! Invariant: a day has no hour and no time zone, so it is the same day for everybody.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDate;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub NaiveDate);

/// A day of the calendar after RFC 3339 (`full-date`), such as `2026-11-25`.
#[Scalar(
    name = "Date",
    specified_by_url = "https://scalars.graphql.org/andimarek/local-date"
)]
impl ScalarType for Day {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        day.filter(|day| day.to_string() == *text)
            .map(Self)
            .ok_or_else(|| InputValueError::custom("expected a day such as 2026-11-25"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_in_one_way() {
        let read = |text: &str| Day::parse(Value::String(text.to_owned())).ok();
        let day = NaiveDate::from_ymd_opt(2028, 2, 29).map(Day);
        assert_eq!(read("2028-02-29"), day);
        assert_eq!(day.map(|day| day.to_value()), Some("2028-02-29".into()));
        for wrong in ["2027-02-29", "2028-2-29", "29.02.2028", "+2028-02-29", ""] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert!(Day::parse(Value::from(2028)).is_err());
    }
}
