//! What is around the rows of a plan: the columns and their headers, the text outside of the table.
//!
//! Invariant: a column or a text that is not simply recognised has a finding that says what becomes of it.

use super::{
    document::Document,
    draft::Draft,
    header::Meaning,
    report::{Place, Understanding, shorten},
    sheet::{Address, Cell},
};
use crate::language::Words;

/// Tells of columns that are not simply recognised.
pub(super) fn columns(document: &Document, draft: &mut Draft) {
    for column in &document.columns {
        let address = Address {
            row: document.header.number,
            column: column.number,
        };
        draft.understood(address, column.understanding);
        let text = match (column.understanding, column.meaning) {
            (Understanding::Guessed, Some(meaning)) => {
                let label = meaning.label();
                label.map(
                        |de| format!("Die Spalte wird als „{de}“ gelesen. Falls das nicht stimmt, die Überschrift ändern."),
                        |en| format!("The column is read as “{en}”. If that is wrong, change its header."),
                    )
            }
            (Understanding::KeptAsText, _) => Words::new(
                "Eine andere Spalte bedeutet dasselbe; diese bleibt als Text im Herkunftsnachweis.",
                "Another column means the same; this one stays as text in the provenance.",
            ),
            (_, Some(Meaning::Barriers)) => Words::new(
                "Hemmnisse werden nicht aus Texten erraten; die Spalte bleibt als Text im Herkunftsnachweis. Hemmnisse danach am Vorhaben zuordnen.",
                "Barriers are not guessed from texts; the column stays as text in the provenance. Assign barriers at the project afterwards.",
            ),
            (_, None) => Words::new(
                "Die Überschrift ist unbekannt; die Spalte bleibt als Text im Herkunftsnachweis.",
                "The header is unknown; the column stays as text in the provenance.",
            ),
            _ => continue,
        };
        let place = Place::cell(address, Some(&column.header));
        draft.find(place, column.understanding, text);
    }
}

/// Prose before the table says how the projects were chosen.
pub(super) fn outside(document: &Document, draft: &mut Draft) {
    let mut paragraphs: Vec<String> = Vec::new();
    for text in &document.outside {
        let visible = Cell::plain(0, text.text.clone()).visible();
        let is_prose = text.is_before
            && text.sheet.is_none()
            && visible.len() >= 80
            && visible.contains(' ')
            && visible.ends_with(['.', '!', '?']);
        let (understanding, words) = if is_prose {
            (
                Understanding::Guessed,
                Words::new(
                    format!(
                        "Text vor der Tabelle; er wird zum Auswahlverfahren des Plans: „{}“",
                        shorten(&visible, 60)
                    ),
                    format!(
                        "Text before the table; it becomes the plan's method of selection: “{}”",
                        shorten(&visible, 60)
                    ),
                ),
            )
        } else {
            (
                Understanding::KeptAsText,
                Words::new(
                    format!(
                        "Text außerhalb der Tabelle; er bleibt im Herkunftsnachweis: „{}“",
                        shorten(&visible, 60)
                    ),
                    format!(
                        "Text outside of the table; it stays in the provenance: “{}”",
                        shorten(&visible, 60)
                    ),
                ),
            )
        };
        draft.find(Place::row(text.row), understanding, words);
        if is_prose {
            paragraphs.push(visible);
        }
    }
    draft.selection_method = (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"));
}
