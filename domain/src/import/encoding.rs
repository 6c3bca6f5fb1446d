//! Bytes to text: UTF-8, UTF-16 and the Windows code pages that spreadsheets write.
//!
//! Invariant: text is UTF-8 unless its bytes say otherwise, and whoever sent it learns of every conversion.

use super::{
    file::refused,
    report::{Finding, Place, Understanding},
};
use crate::{error::Result, language::Words};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A decoded text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text without its byte order mark.
    pub text: String,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// What was converted or lost.
    pub finding: Option<Finding>,
}

/// Decodes a text.
///
/// # Errors
/// `BAD_USER_INPUT` for bytes that are no text.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded> {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| wide(bytes))
        .or_else(|| std::str::from_utf8(bytes).is_ok().then_some(UTF_8))
        .unwrap_or_else(|| narrow(bytes));
    let (text, _, is_damaged) = encoding.decode(bytes);
    if text.contains('\0') {
        return refused(
            "Die Datei ist keine Textdatei. Gelesen werden TSV, CSV, HTML, Markdown und XLSX.",
            "The file is no text file. TSV, CSV, HTML, Markdown and XLSX are read.",
        );
    }
    Ok(Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        finding: finding(encoding, is_damaged),
    })
}

/// UTF-16 without a mark: every other byte of Latin text is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(4_000))?;
    let zeros = |offset: usize| {
        let places = start.iter().skip(offset).step_by(2);
        places.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let many = start.len() / 4;
    if start.len() >= 4 && odd > many && even * 10 < odd {
        Some(UTF_16LE)
    } else if start.len() >= 4 && even > many && odd * 10 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The most likely code page of a German text.
fn narrow(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"de"), Utf8Detection::Deny)
}

fn finding(encoding: &'static Encoding, is_damaged: bool) -> Option<Finding> {
    let name = encoding.name();
    let text = if is_damaged {
        Words::new(
            format!(
                "Die Datei wurde als {name} gelesen; einige Zeichen waren darin ungültig und sind als � zu sehen. Als UTF-8 neu speichern."
            ),
            format!(
                "The file was read as {name}; some characters were invalid in it and are shown as �. Save it again as UTF-8."
            ),
        )
    } else if encoding == UTF_8 {
        return None;
    } else {
        Words::new(
            format!("Die Kodierung {name} wurde erkannt und in UTF-8 umgewandelt."),
            format!("The encoding {name} was recognised and converted to UTF-8."),
        )
    };
    Some(Finding {
        place: Place::default(),
        understanding: if is_damaged {
            Understanding::NotUnderstood
        } else {
            Understanding::Guessed
        },
        text,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1252;

    const TEXT: &str = "Nr.\tÜbergeordnete Zielsetzung\tStädte – „Öffentlichkeit“ für Mögliches\n";

    #[test]
    fn every_common_encoding_gives_the_same_text() {
        let (windows, ..) = WINDOWS_1252.encode(TEXT);
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for (bytes, name) in [
            (TEXT.as_bytes().to_vec(), "UTF-8"),
            (marked(b"\xef\xbb\xbf", TEXT.as_bytes()), "UTF-8"),
            (windows.to_vec(), "windows-1252"),
            (marked(b"\xff\xfe", &little), "UTF-16LE"),
            (marked(b"\xfe\xff", &big), "UTF-16BE"),
            (little, "UTF-16LE"),
            (big, "UTF-16BE"),
        ] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!(decoded.text, TEXT, "{name}");
            assert_eq!(decoded.encoding, name);
            assert_eq!(decoded.finding.is_some(), name != "UTF-8", "{name}");
        }
    }

    #[test]
    fn bytes_of_a_program_are_refused() {
        assert!(decode(b"\x7fELF\0\0\0\x01\x02\x03 abc").is_err());
    }
}
