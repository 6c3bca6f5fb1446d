//! A person's copy of their data as CSV: one line for each value.
//!
//! Invariant: the same values as in JSON; no cell is a formula to a spreadsheet.

use super::audit_export::harmless;
use domain::{Error, Result};
use serde_json::Value;

const HEADER: [&str; 4] = ["table", "row", "column", "value"];

/// The copy that [`domain::privacy::export`] made: table, number of the row in it, column, value.
///
/// # Errors
/// `INTERNAL` where it cannot be written.
pub fn text(copy: &Value) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let failed = |error: csv::Error| Error::Internal(error.to_string());
    writer.write_record(HEADER).map_err(failed)?;
    let tables = copy.get("tables").and_then(Value::as_object);
    for (table, rows) in tables.into_iter().flatten() {
        for (number, row) in (1..).zip(rows.as_array().into_iter().flatten()) {
            for (column, value) in row.as_object().into_iter().flatten() {
                let (number, value): (i32, _) = (number, cell(value));
                let cells = [table, &number.to_string(), column, &value];
                writer
                    .write_record(cells.map(|cell| harmless(cell).into_owned()))
                    .map_err(failed)?;
            }
        }
    }
    writer
        .into_inner()
        .map_err(|error| Error::Internal(error.to_string()))
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    //! Nothing is lost, nothing is a formula.
    use super::*;
    use serde_json::json;

    #[test]
    fn every_value_has_a_line() {
        let copy = json!({ "tables": { "account": [{ "name": "=Süß, \"E\"", "closed_at": null }], "session": [{ "n": 7 }] } });
        let written = text(&copy).map(String::from_utf8);
        let expected = "table,row,column,value\r\naccount,1,closed_at,\r\naccount,1,name,\"'=Süß, \"\"E\"\"\"\r\nsession,1,n,7\r\n";
        assert!(
            matches!(&written, Ok(Ok(written)) if written == expected),
            "{written:?}"
        );
    }
}
