//! Text with separated fields: TSV, CSV with commas, semicolons or pipes, fields in quotation marks.
//!
//! Invariant: a quotation mark that does not close costs a finding, never a row: then the marks are plain text.

use crate::import::{
    header,
    report::{Finding, Place, Understanding},
    sheet::{Cell, Contents, Row, Table, limit},
};
use crate::language::Words;

/// What separates fields; the first of two equally good ones wins.
const DELIMITERS: [char; 4] = ['\t', ';', ',', '|'];
/// How many lines decide on the delimiter.
const SAMPLE: usize = 200;

/// A record with the line in which it begins.
struct Record {
    line: u32,
    fields: Vec<String>,
}

/// Reads a text; says also which character separates its fields.
pub(in crate::import) fn read(text: &str) -> (Contents, char) {
    read_by(text, &header::score)
}

/// The same for another kind of table; `score` says how much a row looks like its header.
pub(in crate::import) fn read_by(text: &str, score: &dyn Fn(&Row) -> u32) -> (Contents, char) {
    let delimiter = delimiter(text, score);
    let mut findings = Vec::new();
    let records = match records(text, delimiter, true) {
        Ok(records) => records,
        Err(line) => {
            findings.push(unclosed(line));
            plain_records(text, delimiter)
        }
    };
    let rows = records.into_iter().map(row).collect();
    let contents = Contents {
        tables: vec![Table { name: None, rows }],
        outside: Vec::new(),
        findings,
    };
    (contents, delimiter)
}

fn row(record: Record) -> Row {
    let cells = (1..=limit::COLUMNS).zip(record.fields);
    Row {
        number: record.line,
        cells: cells
            .map(|(column, raw)| Cell::plain(column, raw))
            .collect(),
    }
}

fn unclosed(line: u32) -> Finding {
    Finding {
        place: Place::row(line),
        understanding: Understanding::Guessed,
        text: Words::new(
            "Ein Anführungszeichen, mit dem hier ein Feld beginnt, schließt nicht richtig. Die Anführungszeichen der Datei gelten deshalb als Text.",
            "A quotation mark that begins a field here does not close properly. The quotation marks of the file therefore count as text.",
        ),
    }
}

/// The character with which most headers are recognised.
fn delimiter(text: &str, score: &dyn Fn(&Row) -> u32) -> char {
    let sample: String = text.split_inclusive('\n').take(SAMPLE).collect();
    let score = |delimiter: char| {
        let rows = plain_records(&sample, delimiter).into_iter().map(row);
        rows.map(|row| score(&row)).max().unwrap_or(0)
    };
    let mut best = ('\t', 0);
    for candidate in DELIMITERS {
        let score = score(candidate);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

/// Records where quotation marks mean nothing.
fn plain_records(text: &str, delimiter: char) -> Vec<Record> {
    records(text, delimiter, false).unwrap_or_default()
}

/// Splits after RFC 4180, with any end of line; an error names the line of a field that does not close.
fn records(text: &str, delimiter: char, has_quotes: bool) -> Result<Vec<Record>, u32> {
    let mut records = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while !rest.is_empty() {
        let (record, after) = record(rest, (delimiter, has_quotes), line)?;
        let consumed = rest.len() - after.len();
        let lines = rest.get(..consumed).map_or(1, line_ends);
        if record.fields.iter().any(|field| !field.is_empty()) {
            records.push(record);
        }
        line += lines;
        rest = after;
    }
    Ok(records)
}

fn line_ends(text: &str) -> u32 {
    let windows = text.matches("\r\n").count();
    let all = text.matches(['\r', '\n']).count();
    u32::try_from(all - windows).unwrap_or(u32::MAX)
}

/// The first record of a text, and what follows it.
fn record(
    text: &str,
    (delimiter, has_quotes): (char, bool),
    line: u32,
) -> Result<(Record, &str), u32> {
    let mut fields = Vec::new();
    let mut rest = text;
    loop {
        let (field, after) = match rest.strip_prefix('"').filter(|_| has_quotes) {
            Some(quoted) => quoted_field(quoted).ok_or(line)?,
            None => plain_field(rest, delimiter),
        };
        fields.push(field);
        if let Some(next) = after.strip_prefix(delimiter) {
            rest = next;
            continue;
        }
        let after = match after.strip_prefix("\r\n") {
            Some(next) => next,
            None => match after.strip_prefix(['\n', '\r']) {
                Some(next) => next,
                None if after.is_empty() => after,
                // Something stands between the closing mark and the next field.
                None => return Err(line),
            },
        };
        return Ok((Record { line, fields }, after));
    }
}

fn plain_field(text: &str, delimiter: char) -> (String, &str) {
    let end = text.find([delimiter, '\n', '\r']).unwrap_or(text.len());
    let (field, after) = text.split_at(end);
    (field.to_owned(), after)
}

/// A field after its opening mark; two marks inside stand for one.
fn quoted_field(text: &str) -> Option<(String, &str)> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let (part, after) = rest.split_once('"')?;
        field.push_str(part);
        match after.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None => return Some((field, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<(u32, Vec<String>)> {
        let (contents, _) = read(text);
        let rows = contents.tables.into_iter().flat_map(|table| table.rows);
        rows.map(|row| {
            (
                row.number,
                row.cells.into_iter().map(|cell| cell.raw).collect(),
            )
        })
        .collect()
    }

    #[test]
    fn fields_keep_their_text_and_their_line() {
        let text =
            "\n\nVorwort\n\nNr.;Arbeitstitel;Indikatoren\r\n1;\"a \"\"b\"\"; c\nd\";  e \r\n2;f;g";
        assert_eq!(
            texts(text),
            [
                (3, vec!["Vorwort".to_owned()]),
                (
                    5,
                    vec!["Nr.".into(), "Arbeitstitel".into(), "Indikatoren".into()]
                ),
                (6, vec!["1".into(), "a \"b\"; c\nd".into(), "  e ".into()]),
                (8, vec!["2".into(), "f".into(), "g".into()]),
            ]
        );
    }

    #[test]
    fn the_delimiter_is_the_one_that_gives_headers() {
        for (text, delimiter) in [
            ("Nr.\tArbeitstitel, kurz\tZiel", '\t'),
            ("Nr.;Arbeitstitel, kurz;Ziel", ';'),
            ("No.,Working title,Goal", ','),
            ("Nr.|Arbeitstitel|Ziel", '|'),
            ("nothing known here", '\t'),
        ] {
            assert_eq!(read(text).1, delimiter, "{text}");
        }
    }

    #[test]
    fn a_mark_that_does_not_close_is_text() {
        let text = "Nr.\tTitel\n1\t\"Rad\" und mehr\n2\tRad";
        let (contents, _) = read(text);
        assert_eq!(contents.findings.len(), 1);
        assert_eq!(
            texts(text).get(1).map(|row| row.1.clone()),
            Some(vec!["1".into(), "\"Rad\" und mehr".into()])
        );
    }
}
