//! Moments in time, written the same way in both interfaces.
//!
//! Invariant: always UTC with `Z`, so that one moment is one text.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, SecondsFormat, Utc};

/// A moment in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub DateTime<Utc>);

/// A moment after RFC 3339, such as `2026-11-25T18:00:00Z`. Answers are in UTC; in requests any offset is understood.
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://scalars.graphql.org/andimarek/date-time"
)]
impl ScalarType for Moment {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        let moment = DateTime::parse_from_rfc3339(text).map_err(|_| {
            InputValueError::custom(
                "expected a moment after RFC 3339, such as 2026-11-25T18:00:00Z",
            )
        })?;
        Ok(Self(moment.to_utc()))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}
