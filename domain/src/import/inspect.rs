//! Looks at single cells for what must not pass silently: formulas, scripts, broken letters.
//!
//! Invariant: a cell is only ever text here; nothing in it is calculated, loaded or executed.

use super::{markup, report::Understanding, sheet::Cell};
use crate::language::Words;

/// What is remarkable about a cell, apart from its meaning.
pub(super) fn remarks(cell: &Cell) -> Vec<(Understanding, Words)> {
    let mut remarks = Vec::new();
    remarks.extend(formula(cell));
    if markup::has_script(&cell.raw) {
        remarks.push((
            Understanding::KeptAsText,
            Words::new(
                "Die Zelle enthält ein Skript oder eingebettete Inhalte. Nichts davon wurde ausgeführt; übernommen wird nur der sichtbare Text.",
                "The cell holds a script or embedded contents. None of it was executed; only the visible text is taken.",
            ),
        ));
    }
    if has_broken_letters(&cell.raw) {
        remarks.push((
            Understanding::NotUnderstood,
            Words::new(
                "Die Umlaute sind beim Speichern zerstört worden (etwa „Ã¼“ statt „ü“). Die Datei aus dem Original neu als UTF-8 speichern.",
                "Its umlauts were broken when it was saved (such as “Ã¼” for “ü”). Save the original again as UTF-8.",
            ),
        ));
    }
    remarks
}

fn formula(cell: &Cell) -> Option<(Understanding, Words)> {
    if cell.formula.is_some() {
        return Some((
            Understanding::Guessed,
            Words::new(
                "Die Zelle enthält eine Formel; übernommen wird ihr gespeichertes Ergebnis, gerechnet wird nichts. Ist es veraltet, die Formel durch ihren Wert ersetzen.",
                "The cell holds a formula; its stored result is taken, nothing is calculated. If it is outdated, replace the formula by its value.",
            ),
        ));
    }
    looks_like_formula(&cell.raw).then(|| {
        (
            Understanding::KeptAsText,
            Words::new(
                "Der Text beginnt wie eine Formel. Er bleibt Text und wird nirgends ausgeführt.",
                "The text begins like a formula. It stays text and is executed nowhere.",
            ),
        )
    })
}

/// Spreadsheets would calculate it; a hyphen or plus before words is a bullet.
fn looks_like_formula(text: &str) -> bool {
    let text = text.trim_start();
    let mut chars = text.chars();
    match chars.next() {
        Some('=' | '@') => chars
            .next()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '+' | '-' | '(')),
        Some('+' | '-') => {
            let word: String = chars.take_while(char::is_ascii_uppercase).collect();
            let after = text.get(word.len() + 1..).unwrap_or_default();
            !word.is_empty() && after.starts_with('(')
        }
        _ => false,
    }
}

/// UTF-8 that was read as Windows-1252 and saved again.
fn has_broken_letters(text: &str) -> bool {
    ["Ã¤", "Ã¶", "Ã¼", "ÃŸ", "Ã„", "Ã–", "Ãœ", "â€"]
        .iter()
        .any(|broken| text.contains(broken))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        remarks(&Cell::plain(1, text.to_owned())).len()
    }

    #[test]
    fn formulas_scripts_and_broken_letters_are_told() {
        for text in [
            "=HYPERLINK(\"x\")",
            "@SUM(A1)",
            "-SUM(A1)",
            "<script>x</script>",
            "<img onerror=x>",
            "StÃ¤dte",
        ] {
            assert_eq!(count(text), 1, "{text}");
        }
        for text in [
            "- Wege bauen",
            "+ Plätze",
            "= gleich",
            "a = b",
            "Städte",
            "",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
    }
}
