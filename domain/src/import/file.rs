//! A file before it is read: its format by its bytes and its name, and how large it may be.
//!
//! Invariant: what a file claims to be is believed only as far as its bytes agree.

use super::{
    encoding::{self, Decoded},
    sheet::Contents,
};
use crate::error::{Error, Result};
use sha2::{Digest, Sha256};

/// The largest file that is read.
pub const MAX_BYTES: u64 = 16 << 20;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Fields separated by tabs.
    Tsv,
    /// Fields separated by another character.
    Csv,
    /// A page with a table.
    Html,
    /// A text with a table.
    Markdown,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// The word for it in the interfaces and in the database.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tsv => "TSV",
            Self::Csv => "CSV",
            Self::Html => "HTML",
            Self::Markdown => "Markdown",
            Self::Xlsx => "XLSX",
        }
    }
}

/// A file that somebody hands over.
#[derive(Clone, Copy, Debug)]
pub struct Upload<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// The contents of a file, what it is, and its encoding.
pub(super) type FileParts = (Contents, Format, &'static str);

/// What there is to read.
pub(super) enum Source {
    /// Text with separated fields; which one separates is found while reading.
    Delimited(Decoded),
    /// A page.
    Html(Decoded),
    /// A text with marks.
    Markdown(Decoded),
    /// The bytes of a workbook.
    Workbook,
}

/// Refuses a file that is empty or too large; callers ask before they read it into memory.
///
/// # Errors
/// `BAD_USER_INPUT` saying what to do.
pub fn check_size(bytes: u64) -> Result<()> {
    if bytes == 0 {
        return refused(
            "Die Datei ist leer. Erwartet wird die Tabelle eines Aktionsplans mit einer Kopfzeile.",
            "The file is empty. Expected is the table of an action plan with a header row.",
        );
    }
    if bytes > MAX_BYTES {
        let size = bytes.div_ceil(1 << 20);
        let most = MAX_BYTES >> 20;
        return refused(
            format!(
                "Die Datei hat {size} MB, gelesen werden höchstens {most} MB. Bilder und andere Blätter entfernen, oder die Tabelle in mehrere Dateien teilen."
            ),
            format!(
                "The file has {size} MB, at most {most} MB are read. Remove pictures and other sheets, or split the table into several files."
            ),
        );
    }
    Ok(())
}

/// SHA-256 in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    crate::text::hexadecimal(&Sha256::digest(bytes))
}

/// Finds out what a file is.
///
/// # Errors
/// `BAD_USER_INPUT` for what is no table, saying which formats are read.
pub(super) fn open(upload: Upload<'_>) -> Result<Source> {
    check_size(u64::try_from(upload.bytes.len()).unwrap_or(u64::MAX))?;
    let extension = extension(upload.name);
    if upload.bytes.starts_with(b"PK\x03\x04") {
        return Ok(Source::Workbook);
    }
    refuse_other_formats(upload.bytes, &extension)?;
    let decoded = encoding::decode(upload.bytes)?;
    if decoded.text.trim().is_empty() {
        return refused(
            "Die Datei enthält nur Leerraum.",
            "The file holds nothing but white space.",
        );
    }
    Ok(match extension.as_str() {
        "html" | "htm" | "xhtml" => Source::Html(decoded),
        "md" | "markdown" if !is_page(&decoded.text) => Source::Markdown(decoded),
        _ if is_page(&decoded.text) => Source::Html(decoded),
        "tsv" | "csv" | "tab" => Source::Delimited(decoded),
        _ if has_markdown_table(&decoded.text) => Source::Markdown(decoded),
        _ => Source::Delimited(decoded),
    })
}

fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase())
        .unwrap_or_default()
}

fn refuse_other_formats(bytes: &[u8], extension: &str) -> Result<()> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return refused(
            "Das ist eine Datei des alten Excel- oder Word-Formats, oder sie ist verschlüsselt. Ohne Kennwort als .xlsx speichern.",
            "This is a file of the old Excel or Word format, or it is encrypted. Save it without a password as .xlsx.",
        );
    }
    if bytes.starts_with(b"%PDF") {
        return refused(
            "Das ist eine PDF-Datei. Die Tabelle daraus als XLSX, CSV oder HTML speichern.",
            "This is a PDF file. Save its table as XLSX, CSV or HTML.",
        );
    }
    if extension.starts_with("xls") || extension == "ods" {
        return refused(
            "Der Name der Datei nennt eine Arbeitsmappe, ihr Inhalt ist keine. Als .xlsx neu speichern.",
            "The name of the file says workbook, its contents do not. Save it again as .xlsx.",
        );
    }
    Ok(())
}

/// Begins like a page or has a table in it before anything that looks like a separated header.
fn is_page(text: &str) -> bool {
    let start: String = text
        .trim_start()
        .chars()
        .take(200)
        .collect::<String>()
        .to_ascii_lowercase();
    [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<table",
        "<?xml",
        "<!--",
    ]
    .iter()
    .any(|tag| start.starts_with(tag))
}

/// A line of hyphens and pipes, as it stands below the header of a Markdown table.
fn has_markdown_table(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim();
        line.contains('|')
            && line.contains("--")
            && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
    })
}

pub(super) fn refused<T>(de: impl Into<String>, en: impl Into<String>) -> Result<T> {
    Err(Error::invalid("file", de, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, bytes: &[u8]) -> &'static str {
        match open(Upload { name, bytes }) {
            Ok(Source::Delimited(_)) => "delimited",
            Ok(Source::Html(_)) => "html",
            Ok(Source::Markdown(_)) => "markdown",
            Ok(Source::Workbook) => "workbook",
            Err(_) => "refused",
        }
    }

    #[test]
    fn bytes_count_more_than_names() {
        assert_eq!(kind("plan.txt", b"Nr.\tTitel\n1\t<ul> A</ul>"), "delimited");
        assert_eq!(
            kind("plan.txt", b"<table><tr><td>Nr.</td></tr></table>"),
            "html"
        );
        assert_eq!(
            kind("plan.md", b"| Nr. | Titel |\n| --- | --- |\n"),
            "markdown"
        );
        assert_eq!(kind("plan", b"| Nr. | Titel |\n|:--|--:|\n"), "markdown");
        assert_eq!(kind("plan.csv", b"PK\x03\x04..."), "workbook");
        assert_eq!(kind("plan.xlsx", b"Nr.;Titel"), "refused");
        assert_eq!(kind("plan.xls", b"\xd0\xcf\x11\xe0\xa1"), "refused");
        assert_eq!(kind("plan.pdf", b"%PDF-1.7"), "refused");
        assert_eq!(kind("plan.tsv", b""), "refused");
        assert_eq!(kind("plan.tsv", b" \n\t"), "refused");
    }

    #[test]
    fn a_large_file_is_refused_by_its_size() {
        assert!(check_size(50 << 20).is_err());
        assert!(check_size(MAX_BYTES).is_ok());
    }
}
