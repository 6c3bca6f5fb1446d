//! Files by chance: whatever somebody uploads, the import answers.
//!
//! Invariant: nothing panics, and no character of a cell is lost.

use super::{draft, workbook::plan_workbook};
use crate::import::{document, file::Upload, provenance};
use proptest::prelude::*;

/// Pieces that files are made of, so that chance gets past the first check.
fn piece() -> impl Strategy<Value = String> {
    let known = [
        "Nr.",
        "Arbeitstitel",
        "Indikatoren",
        "Erfahrungstransfer",
        "\t",
        ";",
        "\n",
        "\r\n",
        "\"",
        "\"\"",
        "|",
        "|---|",
        "<table>",
        "<tr>",
        "<td rowspan=0>",
        "<td colspan=99999>",
        "</table>",
        "<ul>",
        "<li>",
        "</ul>",
        "<script>",
        "(3x genannt!)",
        "3x",
        "Teilvorhaben 1:",
        "a)",
        "b)",
        "1)",
        ";",
        "Frankfurt am Main",
        "Bonn",
        "(",
        ")",
        "„",
        "“",
        "-",
        "•",
        "&amp;",
        "&#0;",
        "=1+1",
        "2021",
        "1",
        "\u{0}",
        "Ü",
    ];
    prop_oneof![4 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(pieces in proptest::collection::vec(piece(), 0..60), name in "a\\.(tsv|csv|html|md|txt|xlsx)") {
        let text = pieces.concat();
        let _ = draft(&name, text.as_bytes());
        let _ = draft(&name, format!("Nr.\tArbeitstitel\tIdeen\tTransfer\n1\tA\t{text}").as_bytes());
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), name in "a\\.(tsv|html|md|xlsx)") {
        let _ = draft(&name, &bytes);
        let mut archive = b"PK\x03\x04".to_vec();
        archive.extend(&bytes);
        let _ = draft(&name, &archive);
    }

    #[test]
    fn no_broken_workbook_panics(place in any::<proptest::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = plan_workbook();
        let at = place.index(bytes.len());
        if let Some(target) = bytes.get_mut(at) {
            *target = byte;
        }
        let _ = draft("a.xlsx", &bytes);
    }

    #[test]
    fn every_character_is_provenance(cells in proptest::collection::vec("[^\t\r\n\"\0]{1,20}", 3..12)) {
        let text = format!("Nr.\tArbeitstitel\tIdeen\n{}", cells.chunks(3).map(|row| row.join("\t")).collect::<Vec<_>>().join("\n"));
        if let Ok(document) = document::read(Upload { name: "a.tsv", bytes: text.as_bytes() }) {
            let kept: Vec<&str> = provenance::texts(&document).map(|cell| cell.text).collect();
            for cell in &cells {
                prop_assert!(kept.contains(&cell.as_str()), "{cell:?} of {kept:?}");
            }
        }
    }
}
