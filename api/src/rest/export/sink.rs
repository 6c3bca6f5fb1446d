//! Writes rows as JSON Lines or CSV.
//!
//! Invariant: a row is written whole or not at all; no cell of CSV is a formula to a spreadsheet.

use crate::rest::audit_export::{Format, harmless};
use csv::{Terminator, WriterBuilder};
use domain::{Error, Result};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// What was written and did not go out yet.
pub struct Sink {
    format: Format,
    columns: &'static [&'static str],
    ready: Vec<u8>,
}

impl Sink {
    /// An empty one.
    #[must_use]
    pub const fn new(format: Format, columns: &'static [&'static str]) -> Self {
        Self {
            format,
            columns,
            ready: Vec::new(),
        }
    }

    /// Writes the names of the columns, where the format has some.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn head(&mut self) -> Result<()> {
        match self.format {
            Format::Jsonl => Ok(()),
            Format::Csv => self.record(self.columns.iter().map(|name| Cow::Borrowed(*name))),
        }
    }

    /// Writes a row.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn row<T: Serialize>(&mut self, view: &T) -> Result<()> {
        match self.format {
            Format::Jsonl => {
                serde_json::to_writer(&mut self.ready, view).map_err(|error| failed(&error))?;
                self.ready.push(b'\n');
                Ok(())
            }
            Format::Csv => {
                let row = serde_json::to_value(view).map_err(|error| failed(&error))?;
                self.record(self.columns.iter().map(|name| cell(row.get(*name))))
            }
        }
    }

    /// Takes out what was written.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.ready)
    }

    /// Whether nothing was written.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ready.is_empty()
    }

    fn record<'c>(&mut self, cells: impl Iterator<Item = Cow<'c, str>>) -> Result<()> {
        let mut writer = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .from_writer(&mut self.ready);
        for cell in cells {
            let written = writer.write_field(cell.as_bytes());
            written.map_err(|error| failed(&error))?;
        }
        let ended = writer.write_record(None::<&[u8]>);
        ended.map_err(|error| failed(&error))
    }
}

/// A value as a cell; what is text is text to every spreadsheet.
fn cell(value: Option<&Value>) -> Cow<'_, str> {
    match value {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(Value::String(text)) => harmless(text),
        Some(Value::Array(several)) => {
            let texts: Vec<_> = several.iter().filter_map(Value::as_str).collect();
            Cow::Owned(harmless(&texts.join(";")).into_owned())
        }
        Some(other) => Cow::Owned(other.to_string()),
    }
}

fn failed(error: &dyn std::error::Error) -> Error {
    Error::Internal(error.to_string())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cells_are_what_their_values_are() {
        let mut sink = Sink::new(Format::Csv, &["a", "b", "c", "d", "e"]);
        sink.head().unwrap();
        let row =
            json!({ "a": "=1+1", "b": -1.5, "c": ["H7", "H9"], "d": null, "e": "Größe, \"neu\"" });
        sink.row(&row).unwrap();
        let written = String::from_utf8(sink.take()).unwrap();
        assert_eq!(
            written,
            "a,b,c,d,e\r\n'=1+1,-1.5,H7;H9,,\"Größe, \"\"neu\"\"\"\r\n"
        );
        assert!(sink.is_empty());
    }
}
