//! Pattern words: which words of a text a word of the vocabulary stands for.
//!
//! Invariant: whether a word matches depends on its folded form and language only, so that it is found out once per word
//! of the index and not once per text.

use std::collections::HashMap;

use crate::language::Language;
use crate::similarity::text::fold::fold;
use crate::similarity::text::stem::stem;

/// The number of a pattern word.
pub type AtomId = u32;

/// Shortest word that also matches as the first or last part of a compound.
const SHORTEST_PART: usize = 5;

/// Pattern words, by the way they match.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    numbers: HashMap<String, AtomId>,
    stems: HashMap<String, Vec<AtomId>>,
    heads: HashMap<String, Vec<AtomId>>,
    tails: HashMap<String, Vec<AtomId>>,
    insides: Vec<(String, AtomId)>,
}

impl Atoms {
    /// The number of a pattern word, new where it has none.
    ///
    /// `=word` matches its own inflections, `word*` what begins with it, `*word` what ends with it, `*word*` what holds
    /// it. A plain word of five letters or more matches its inflections and compounds that begin or end with it.
    pub fn intern(&mut self, word: &str, language: Language) -> AtomId {
        let next = AtomId::try_from(self.numbers.len()).unwrap_or(AtomId::MAX);
        if let Some(known) = self.numbers.get(word) {
            return *known;
        }
        self.numbers.insert(word.to_owned(), next);
        let core = fold(word);
        let stemmed = stem(&core, language);
        let (open_left, open_right) = (word.starts_with('*'), word.ends_with('*'));
        if word.starts_with('=') {
            add(&mut self.stems, stemmed, next);
        } else if open_left && open_right {
            self.insides.push((core, next));
        } else if open_left {
            add(&mut self.tails, stemmed, next);
        } else if open_right {
            add(&mut self.heads, core, next);
        } else {
            if core.len() >= SHORTEST_PART {
                add(&mut self.heads, core, next);
            }
            if stemmed.len() >= SHORTEST_PART {
                add(&mut self.tails, stemmed.clone(), next);
            }
            add(&mut self.stems, stemmed, next);
        }
        next
    }

    /// The pattern words a folded word stands for, each once.
    pub fn of(&self, folded: &str, language: Language) -> Vec<AtomId> {
        let mut found = Vec::new();
        if folded.contains('-') {
            self.collect(&folded.replace('-', ""), language, &mut found);
        }
        for piece in folded.split('-') {
            self.collect(piece, language, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn collect(&self, word: &str, language: Language, found: &mut Vec<AtomId>) {
        let stemmed = stem(word, language);
        let mut take = |list: Option<&Vec<AtomId>>| found.extend(list.into_iter().flatten());
        take(self.stems.get(&stemmed));
        for (at, letter) in word.char_indices() {
            take(
                self.heads
                    .get(word.get(..at + letter.len_utf8()).unwrap_or_default()),
            );
        }
        for (at, _) in stemmed.char_indices() {
            take(self.tails.get(stemmed.get(at..).unwrap_or_default()));
        }
        for (inside, atom) in &self.insides {
            if word.contains(inside.as_str()) {
                found.push(*atom);
            }
        }
    }
}

fn add(table: &mut HashMap<String, Vec<AtomId>>, key: String, atom: AtomId) {
    table.entry(key).or_default().push(atom);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, word: &str) -> bool {
        let mut atoms = Atoms::default();
        let atom = atoms.intern(pattern, Language::De);
        atoms.of(&fold_pieces(word), Language::De).contains(&atom)
    }

    fn fold_pieces(word: &str) -> String {
        word.split('-').map(fold).collect::<Vec<_>>().join("-")
    }

    #[test]
    fn the_ways_to_match() {
        for (pattern, word, expected) in [
            ("Prioritätenliste", "Prioritätenlisten", true),
            ("Fahrradstraße", "Fahrradstraßennetz", true),
            ("Befragung", "Haushaltsbefragungen", true),
            ("Rad-Vorrang-Route", "Radvorrangrouten", true),
            ("Radvorrangroute", "Rad-Vorrang-Routen", true),
            ("=Stelle", "Koordinierungsstelle", false),
            ("=Stelle", "Stellen", true),
            ("ämterübergreifend*", "ämterübergreifende", true),
            ("*konzept", "Radverkehrskonzepte", true),
            ("*förder*", "Radverkehrsförderung", true),
            ("Rat", "Rathaus", false),
            ("Beteiligung", "beteiligte", false),
        ] {
            assert_eq!(matches(pattern, word), expected, "{pattern} {word}");
        }
    }
}
