//! Names of places, which say where a project is and not what it is.
//!
//! Invariant: an ordinary word that is also a place (`Essen`, `Weg`) is not taken for one, and whether a word is a place
//! depends on the word alone.

use std::collections::HashSet;

use super::fold::fold;
use super::token::{Kind, Token};

/// A set of place names.
#[derive(Clone, Debug, Default)]
pub struct Places {
    names: HashSet<String>,
}

/// Heads of street names; before them stands the name itself.
const STREETS: [&str; 9] = [
    "strasse", "weg", "allee", "platz", "ring", "ufer", "damm", "brucke", "gasse",
];

/// First halves that make such a word a kind of street instead of a name.
const KINDS: [&str; 34] = [
    "fahrrad",
    "rad",
    "haupt",
    "neben",
    "fuss",
    "geh",
    "wohn",
    "spiel",
    "sammel",
    "durchgangs",
    "bundes",
    "land",
    "landes",
    "kreis",
    "stadt",
    "innenstadt",
    "altstadt",
    "zubringer",
    "park",
    "markt",
    "rathaus",
    "bahnhofs",
    "stell",
    "umgehungs",
    "einbahn",
    "schul",
    "arbeits",
    "dienst",
    "feld",
    "wald",
    "wirtschafts",
    "abstell",
    "spielplatz",
    "vorfahrt",
];

impl Places {
    /// Places from their names; words of the background lexicon and words of three letters are left out.
    pub fn new<'a>(
        names: impl IntoIterator<Item = &'a str>,
        is_ordinary: impl Fn(&str) -> bool,
    ) -> Self {
        let names = names
            .into_iter()
            .flat_map(|name| name.split([' ', ',', '(', ')', '/']))
            .map(fold)
            .filter(|name| name.len() > 3 && !is_ordinary(name))
            .collect();
        Self { names }
    }

    /// Whether a token names a place: a municipality, its people's adjective (`Aachener`), or a street by name.
    #[must_use]
    pub fn contains(&self, token: &Token) -> bool {
        token.kind == Kind::Word && self.is_name(&token.folded)
    }

    fn is_name(&self, folded: &str) -> bool {
        self.is_town(folded)
            || folded.split('-').all(|piece| self.is_town(piece))
            || is_street(folded)
    }

    fn is_town(&self, folded: &str) -> bool {
        self.names.contains(folded)
            || ["er", "r"].iter().any(|ending| {
                folded
                    .strip_suffix(ending)
                    .is_some_and(|town| town.len() > 3 && self.names.contains(town))
            })
    }
}

fn is_street(folded: &str) -> bool {
    let Some(name) = STREETS.iter().find_map(|head| folded.strip_suffix(head)) else {
        return false;
    };
    let name = name.trim_end_matches('-');
    name.contains('-')
        || (name.len() > 4
            && folded.contains("strasse")
            && !KINDS
                .iter()
                .any(|kind| name.ends_with(kind) || kind.starts_with(name)))
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn towns_people_and_streets_are_places() {
        let places = Places::new(
            ["Aachen", "Frankfurt am Main", "Karlsruhe", "Essen"],
            |word| word == "essen",
        );
        let found = |text: &str| {
            tokens(text)
                .iter()
                .filter(|token| places.contains(token))
                .count()
        };
        assert_eq!(found("Aachen Aachener Karlsruher Frankfurter"), 4);
        assert_eq!(found("Artur-Ladebeck-Straße und Hildesheimerstraße"), 2);
        assert_eq!(found("Essen Fahrradstraße Hauptstraße Parkplatz"), 0);
    }
}
