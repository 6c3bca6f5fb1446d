//! The audit log as JSON Lines and as CSV.
//!
//! Invariant: no cell of CSV is a formula to a spreadsheet, whatever stands in the log.

use super::audit_entry::AuditEntryView;
use domain::{Error, Result};
use std::{borrow::Cow, io::Write};

/// What a spreadsheet takes for the beginning of a formula, or drops before looking for one.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The columns of CSV: the members of the objects in JSON Lines.
const HEADER: [&str; 10] = [
    "id",
    "at",
    "actor",
    "actingFor",
    "actingForName",
    "action",
    "subject",
    "outcome",
    "requestId",
    "seal",
];

/// How entries are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object on each line.
    Jsonl,
    /// Comma-separated values after RFC 4180.
    Csv,
}

impl Format {
    /// The format of a word, `None` for any other text.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Jsonl, Self::Csv]
            .into_iter()
            .find(|format| format.word() == word)
    }

    /// The word for it, which is also how files of it end.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media(self) -> &'static str {
        match self {
            Self::Jsonl => "application/jsonl",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }
}

/// Writes entries, with the header where they are the first.
///
/// # Errors
/// `INTERNAL` where nothing more can be written.
pub fn write(
    to: &mut dyn Write,
    format: Format,
    entries: &[AuditEntryView],
    is_first: bool,
) -> Result<()> {
    let written = match format {
        Format::Jsonl => jsonl(to, entries),
        Format::Csv => csv(to, entries, is_first),
    };
    written.map_err(|error| Error::Internal(error.to_string()))
}

fn jsonl(to: &mut dyn Write, entries: &[AuditEntryView]) -> std::io::Result<()> {
    for entry in entries {
        serde_json::to_writer(&mut *to, entry)?;
        to.write_all(b"\n")?;
    }
    Ok(())
}

fn csv(to: &mut dyn Write, entries: &[AuditEntryView], is_first: bool) -> std::io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(to);
    if is_first {
        writer.write_record(HEADER)?;
    }
    for entry in entries {
        let moment = entry
            .at
            .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
        let cells = [
            entry.id.as_str(),
            &moment,
            &entry.actor,
            entry.acting_for.as_deref().unwrap_or_default(),
            entry.acting_for_name.as_deref().unwrap_or_default(),
            &entry.action,
            &entry.subject,
            entry.outcome,
            entry.request_id.as_deref().unwrap_or_default(),
            &entry.seal,
        ];
        writer.write_record(cells.map(harmless).iter().map(|cell| cell.as_bytes()))?;
    }
    writer.flush()
}

/// A cell that is text to every spreadsheet. Of apostrophes that were there one more is made, so that the text can be had
/// back.
pub(super) fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.trim_start_matches('\'').starts_with(FORMULA) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn entry(subject: &str) -> AuditEntryView {
        AuditEntryView {
            id: "audit_7".to_owned(),
            at: chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
            actor: "command-line".to_owned(),
            acting_for: None,
            acting_for_name: None,
            action: "plan.import".to_owned(),
            subject: subject.to_owned(),
            outcome: "DONE",
            request_id: None,
            seal: String::new(),
        }
    }

    fn text(format: Format, entries: &[AuditEntryView]) -> String {
        let mut written = Vec::new();
        write(&mut written, format, entries, true).unwrap();
        String::from_utf8(written).unwrap()
    }

    #[test]
    fn no_cell_is_a_formula() {
        for subject in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            let csv = text(Format::Csv, &[entry(subject)]);
            let mut rows = csv::Reader::from_reader(csv.as_bytes());
            let row = rows.records().next().unwrap().unwrap();
            assert_eq!(row.get(6), Some(format!("'{subject}").as_str()));
        }
    }

    #[test]
    fn both_formats_have_the_same_members() {
        let entry = entry("plan \"A\", Süd\n2");
        let json = serde_json::to_value(&entry).unwrap();
        let mut members: Vec<_> = json.as_object().unwrap().keys().cloned().collect();
        let mut header = HEADER.map(str::to_owned);
        members.sort_unstable();
        header.sort_unstable();
        assert_eq!(members, header);
        let csv = text(Format::Csv, std::slice::from_ref(&entry));
        let mut rows = csv::Reader::from_reader(csv.as_bytes());
        assert_eq!(
            rows.records().next().unwrap().unwrap().get(6),
            Some(entry.subject.as_str())
        );
        assert_eq!(text(Format::Jsonl, &[entry]).lines().count(), 1);
    }
}
