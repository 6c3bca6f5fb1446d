//! Workbooks for tests, written by hand so that a test says what is in them.
//!
//! Invariant: they hold what a spreadsheet program writes at the least.

use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A workbook with a title row, rows of strings, and the merged ranges that are given.
pub(crate) fn workbook(rows: &[Vec<&str>], merged: &str) -> Vec<u8> {
    let mut sheet = String::from(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for (number, row) in (1..).zip(rows) {
        sheet.push_str(&format!("<row r=\"{number}\">"));
        for (column, text) in ('A'..='Z').zip(row) {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            let cell = match text.strip_prefix("=") {
                Some(formula) => format!("<c r=\"{column}{number}\"><f>{formula}</f><v>7</v></c>"),
                None => format!(
                    "<c r=\"{column}{number}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
                ),
            };
            sheet.push_str(&cell);
        }
        sheet.push_str("</row>");
    }
    sheet.push_str(&format!("</sheetData>{merged}</worksheet>"));
    let files = [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>".to_owned()),
        ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>".to_owned()),
        ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Plan\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>".to_owned()),
        ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>".to_owned()),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The plan of the other formats, with merged cells and a project that spans two rows.
pub(super) fn plan_workbook() -> Vec<u8> {
    let rows = [
        vec!["Plan für Wege"],
        vec![
            "Nr.",
            "Aktionsfeld",
            "Arbeitstitel",
            "Ziel",
            "Umsetzungsideen",
            "Meilensteine / Erfolgsfaktoren",
            "Indikatoren",
            "Erfahrungstransfer",
            "Vorsätze",
        ],
        vec![
            "1",
            "A Wege",
            "Rad",
            "Mehr Rad",
            "Teilvorhaben 1: Wege\n• Wege bauen",
            "Baubeginn",
            "Mehr Wege",
            "Frankfurt am Main Bonn",
            "Weitermachen",
        ],
        vec!["", "", "", "", "Teilvorhaben 1: Wege\n• Plätze bauen"],
        vec![
            "2",
            "",
            "Fuß",
            "Mehr Fuß",
            "Bänke",
            "Erfolgsfaktor: Geduld",
            "Mehr Bänke",
            "Leipzig",
        ],
    ];
    let merged = ["A3:A4", "B3:B5", "C3:C4", "D3:D4", "I3:I5"]
        .map(|range| format!("<mergeCell ref=\"{range}\"/>"));
    workbook(
        &rows,
        &format!("<mergeCells count=\"5\">{}</mergeCells>", merged.concat()),
    )
}
