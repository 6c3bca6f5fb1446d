//! The archive that a workbook is, before anything in it is parsed.
//!
//! Invariant: sizes are counted while unpacking into nothing, so no claim of the archive is believed.

use crate::error::Result;
use crate::import::file::refused;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Files of a workbook; large ones have some hundred.
const MOST_ENTRIES: usize = 2_000;
/// Bytes of all its files.
const MOST_UNPACKED: u64 = 128 << 20;

/// Refuses what is no workbook, and what would be too large when unpacked.
///
/// # Errors
/// `BAD_USER_INPUT` saying what it is instead.
pub(in crate::import) fn check(bytes: &[u8]) -> Result<()> {
    check_against(bytes, MOST_UNPACKED)
}

fn check_against(bytes: &[u8], most: u64) -> Result<()> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return refused(
            "Die Arbeitsmappe ist beschädigt oder unvollständig übertragen. Neu speichern und noch einmal versuchen.",
            "The workbook is damaged or was transferred incompletely. Save it again and retry.",
        );
    };
    if archive.len() > MOST_ENTRIES {
        return too_large();
    }
    check_kind(&archive)?;
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let Ok(mut entry) = archive.by_index(index) else {
            return unreadable();
        };
        if entry.size() > most - unpacked {
            return too_large();
        }
        let mut bounded = (&mut entry).take(most - unpacked + 1);
        match std::io::copy(&mut bounded, &mut std::io::sink()) {
            Ok(size) => unpacked += size,
            Err(_) => return unreadable(),
        }
        if unpacked > most {
            return too_large();
        }
    }
    Ok(())
}

fn check_kind(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<()> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") {
        return Ok(());
    }
    if has("word/document.xml") {
        return refused(
            "Das ist ein Word-Dokument. Die Tabelle in eine Arbeitsmappe (.xlsx) kopieren oder als Webseite (.html) speichern.",
            "This is a Word document. Copy the table into a workbook (.xlsx) or save it as a web page (.html).",
        );
    }
    if has("content.xml") || has("xl/workbook.bin") {
        return refused(
            "Diese Art von Arbeitsmappe (ODS, XLSB) wird nicht gelesen. Als .xlsx speichern.",
            "This kind of workbook (ODS, XLSB) is not read. Save it as .xlsx.",
        );
    }
    refused(
        "Das ist ein Archiv, aber keine Arbeitsmappe. Die Tabelle selbst hochladen.",
        "This is an archive, but no workbook. Upload the table itself.",
    )
}

fn too_large<T>() -> Result<T> {
    let most = MOST_UNPACKED >> 20;
    refused(
        format!(
            "Die Arbeitsmappe wäre ausgepackt größer als {most} MB oder hat mehr als {MOST_ENTRIES} Teile; sie wird nicht geöffnet. Nur das Blatt mit dem Aktionsplan speichern."
        ),
        format!(
            "The workbook would be larger than {most} MB when unpacked, or has more than {MOST_ENTRIES} parts; it is not opened. Save the sheet with the action plan only."
        ),
    )
}

fn unreadable<T>() -> Result<T> {
    refused(
        "Ein Teil der Arbeitsmappe lässt sich nicht auspacken. Ohne Kennwort neu als .xlsx speichern.",
        "A part of the workbook cannot be unpacked. Save it again as .xlsx without a password.",
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::{ZipWriter, write::SimpleFileOptions};

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn reason(bytes: &[u8]) -> String {
        check(bytes).unwrap_err().to_string()
    }

    /// Small enough for a test.
    const MOST: u64 = 1 << 20;

    #[test]
    fn a_bomb_is_not_opened() {
        let zeros = vec![0_u8; 1 << 19];
        let bomb = archive(&[
            ("xl/workbook.xml", b"<workbook/>"),
            ("xl/a.xml", &zeros),
            ("xl/b.xml", &zeros),
        ]);
        assert!(bomb.len() < 10_000, "{} bytes", bomb.len());
        let refused = check_against(&bomb, MOST).unwrap_err();
        assert!(refused.to_string().contains("128 MB"));
        assert!(check_against(&bomb, MOST * 2).is_ok());
    }

    #[test]
    fn a_false_size_does_not_help() {
        let zeros = vec![0_u8; 3 << 19];
        let mut bomb = archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/a.xml", &zeros)]);
        // Headers and directory claim that the large file has four bytes.
        let true_size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
        let places: Vec<usize> = bomb
            .windows(4)
            .enumerate()
            .filter(|(_, bytes)| *bytes == true_size.as_slice())
            .map(|(place, _)| place)
            .collect();
        assert!(!places.is_empty());
        for place in places {
            bomb.splice(place..place + 4, 4_u32.to_le_bytes());
        }
        assert!(check_against(&bomb, MOST).is_err());
    }

    #[test]
    fn other_archives_are_named() {
        assert!(reason(&archive(&[("word/document.xml", b"")])).contains("Word"));
        assert!(reason(&archive(&[("content.xml", b"")])).contains("ODS"));
        assert!(reason(&archive(&[("a.txt", b"")])).contains("archive"));
        assert!(reason(b"PK\x03\x04 and nothing more").contains("damaged"));
    }
}
