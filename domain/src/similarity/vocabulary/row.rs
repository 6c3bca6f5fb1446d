//! Rows of a vocabulary, as the shipped table or an editor gives them.
//!
//! Invariant: a row names other rows by their notation; whether these exist is found out when a vocabulary is made of them.

use super::{Fault, Flaw, Kind, SchemeId};
use crate::language::{Language, Words};
use sha2::{Digest, Sha256};

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Stable short name.
    pub notation: String,
    /// Instrument, problem or actor.
    pub kind: Kind,
    /// Notation of the wider concept.
    pub broader: Option<String>,
    /// Notations of the problems it is usually used against.
    pub answers: Vec<String>,
    /// What people call it.
    pub label: Words,
    /// What is meant.
    pub definition: Words,
    /// Phrases that tell of it, in German and English, written as `README.md` explains.
    pub phrases: [Vec<String>; 2],
    /// Whose concept it is; nobody's in particular is recognised in every text.
    pub scheme: Option<SchemeId>,
}

impl Row {
    /// The rows of a table.
    pub(super) fn of_table(table: &str) -> Result<Vec<Self>, Fault> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
        rows.iter().map(Self::of_record).collect()
    }

    fn of_record(record: &csv::StringRecord) -> Result<Self, Fault> {
        let cell = |column: usize| record.get(column).unwrap_or_default();
        let list = |column: usize| {
            let parts = cell(column).split('|').map(str::trim);
            let parts = parts.filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect::<Vec<_>>()
        };
        let notation = cell(0).to_owned();
        let Some(kind) = Kind::from_word(cell(1)) else {
            return Err(Fault::Row {
                notation,
                what: Flaw::Kind,
            });
        };
        Ok(Self {
            notation,
            kind,
            broader: Some(cell(2))
                .filter(|name| !name.is_empty())
                .map(str::to_owned),
            answers: list(3),
            label: Words::new(cell(4), cell(5)),
            definition: Words::new(cell(8), cell(9)),
            phrases: [list(6), list(7)],
            scheme: None,
        })
    }

    /// Takes part in the fingerprint of a vocabulary.
    pub(super) fn seal(&self, seal: &mut Sha256) {
        let in_both = |words: &Words| {
            [Language::De, Language::En].map(|language| words.text(language).to_owned())
        };
        let lists = [&self.answers].into_iter().chain(&self.phrases);
        let texts = [self.notation.clone(), self.kind.word().to_owned()]
            .into_iter()
            .chain(self.broader.clone())
            .chain(in_both(&self.label))
            .chain(in_both(&self.definition))
            .chain(lists.map(|list| list.join("|")));
        for text in texts {
            // Lengths stand before texts, so that no two rows have the same seal.
            seal.update((text.len() as u64).to_be_bytes());
            seal.update(text);
        }
    }
}
