//! The text of `staedtenetz.example.toml`.
//!
//! Invariant: it is made from the list of keys, so it names all of them with their defaults.

use super::key::{KEYS, Key};

/// Comments of the reference are broken before this column.
const LINE_WIDTH: usize = 100;

const HEAD: &str = "\
# Alle Einstellungen mit ihren Vorgaben. Diese Datei als staedtenetz.toml in den Arbeitsordner
# kopieren und ändern.
# Das Spätere gilt: Vorgabe, Datei, Umgebungsvariable (unter jeder Erklärung genannt), Kommandozeile.
# `staedtenetz doctor` prüft das Ergebnis.
#
# All settings with their defaults. Copy this file to staedtenetz.toml in the working directory
# and change it.
# The later wins: default, file, environment variable (named below each explanation), command line.
# `staedtenetz doctor` checks the result.
#
# Aus der Liste der Schlüssel erzeugt, ein Test vergleicht. Made from the list of keys, a test compares.
";

/// The text of `staedtenetz.example.toml`: every key with its default and its explanation.
#[must_use]
pub fn reference() -> String {
    let entries = KEYS.iter().map(|key| {
        let Key { name, default, .. } = key;
        let (de, en, variable) = (comment(key.de), comment(key.en), key.variable());
        format!("\n{de}{en}# {variable}\n{name} = {default}\n")
    });
    std::iter::once(HEAD.to_owned()).chain(entries).collect()
}

/// The text as comment lines that fit a terminal.
fn comment(text: &str) -> String {
    let mut lines = String::from("#");
    let mut width = 1;
    for word in text.split(' ') {
        let length = word.chars().count() + 1;
        if width + length > LINE_WIDTH {
            lines.push_str("\n#");
            width = 1;
        }
        lines.push(' ');
        lines.push_str(word);
        width += length;
    }
    lines.push('\n');
    lines
}
