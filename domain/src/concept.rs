//! Concepts of the vocabulary: instruments, problems and actors, by which projects are compared and lists are narrowed.
//!
//! Invariant: the vocabulary is shipped with the service and the same for everybody; nothing here reads the database.

use crate::{
    error::{Error, Result},
    language::{Language, Words},
    read::{ListRequest, Page, check_length, in_memory},
    similarity::vocabulary::{self, ConceptId, Vocabulary},
    text::{fold, hexadecimal},
};
pub use vocabulary::Kind as ConceptKind;

/// A concept at its place in the vocabulary.
#[derive(Clone, Copy, Debug)]
pub struct Concept {
    id: ConceptId,
    record: &'static vocabulary::Concept,
}

impl Concept {
    /// All of them, in the order of the vocabulary.
    pub fn all() -> impl Iterator<Item = Self> {
        let records = (0..).zip(Vocabulary::shipped().concepts());
        records.map(|(id, record)| Self { id, record })
    }

    pub(crate) fn at(id: ConceptId) -> Option<Self> {
        let record = Vocabulary::shipped().concept(id)?;
        Some(Self { id, record })
    }

    /// The concept of a short name.
    #[must_use]
    pub fn named(notation: &str) -> Option<Self> {
        Self::at(Vocabulary::shipped().named(notation)?)
    }

    /// The concept that a criterion names.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where there is none.
    pub(crate) fn wanted(field: &str, notation: &str) -> Result<Self> {
        Self::named(notation).ok_or_else(|| {
            Error::invalid(
                field,
                format!(
                    "{notation:?} steht nicht im Vokabular; die Liste concepts nennt alle Kurznamen, etwa priority-list."
                ),
                format!(
                    "{notation:?} is not in the vocabulary; the list concepts names all short names, such as priority-list."
                ),
            )
        })
    }

    pub(crate) const fn id(&self) -> ConceptId {
        self.id
    }

    /// Stable short name.
    #[must_use]
    pub fn notation(&self) -> &'static str {
        &self.record.notation
    }

    /// Instrument, problem or actor.
    #[must_use]
    pub const fn kind(&self) -> ConceptKind {
        self.record.kind
    }

    /// What people call it.
    #[must_use]
    pub const fn label(&self) -> &'static Words {
        &self.record.label
    }

    /// What is meant.
    #[must_use]
    pub const fn definition(&self) -> &'static Words {
        &self.record.definition
    }

    /// Phrases by which a text tells of it, in the notation that the vocabulary's README explains.
    #[must_use]
    pub fn phrases(&self, language: Language) -> &'static [String] {
        self.record.phrases(language)
    }

    /// The wider concept.
    #[must_use]
    pub fn broader(&self) -> Option<Self> {
        self.record.broader.and_then(Self::at)
    }

    /// The concepts directly below it.
    pub fn narrower(&self) -> impl Iterator<Item = Self> {
        let own = self.id;
        Self::all().filter(move |other| other.record.broader == Some(own))
    }

    /// The problems that an instrument is usually used against.
    pub fn answers(&self) -> impl Iterator<Item = Self> {
        self.record.answers.iter().filter_map(|id| Self::at(*id))
    }

    /// The instruments that are usually used against a problem.
    pub fn answered_by(&self) -> impl Iterator<Item = Self> {
        let own = self.id;
        Self::all().filter(move |other| other.record.answers.contains(&own))
    }

    fn holds(&self, folded: &str) -> bool {
        let languages = [Language::De, Language::En];
        let names = languages.map(|language| self.label().text(language));
        let phrases = languages.map(|language| self.phrases(language));
        let phrases = phrases.into_iter().flatten().map(String::as_str);
        names
            .into_iter()
            .chain([self.notation()])
            .chain(phrases)
            .any(|text| fold(text).contains(folded))
    }
}

/// Which version of the vocabulary this is: it changes with every change of a row.
#[must_use]
pub fn version() -> String {
    let [a, b, c, d, e, f, ..] = Vocabulary::shipped().fingerprint();
    hexadecimal(&[a, b, c, d, e, f])
}

/// Which concepts are wanted.
#[derive(Clone, Debug, Default)]
pub struct ConceptFilter {
    /// Of these kinds.
    pub kind: Option<Vec<ConceptKind>>,
    /// Their name or one of their phrases contains this.
    pub text: Option<String>,
    /// Directly below this one, by short name.
    pub broader: Option<String>,
}

/// Concepts in the order of the vocabulary.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none, a text that is too long, a short name that does not exist.
pub fn list(list: &ListRequest, filter: &ConceptFilter) -> Result<Page<Concept>> {
    let broader = filter.broader.as_deref();
    let broader = broader.map(|name| Concept::wanted("filter.broader", name));
    let broader = broader.transpose()?.map(|concept| concept.id);
    let text = filter.text.as_deref().map(folded).transpose()?;
    let rows = Concept::all().filter(|concept| {
        let kinds = filter.kind.as_ref();
        kinds.is_none_or(|kinds| kinds.contains(&concept.kind()))
            && broader.is_none_or(|id| concept.record.broader == Some(id))
            && text.as_ref().is_none_or(|text| concept.holds(text))
    });
    let key = |concept: &Concept| concept.notation().to_owned();
    in_memory(rows.collect(), &list.page, key, |concept| concept)
}

fn folded(text: &str) -> Result<String> {
    check_length(text)?;
    Ok(fold(text))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn found(filter: &ConceptFilter) -> Vec<&'static str> {
        let page = list(&ListRequest::first(100), filter).unwrap();
        let items = page.items.iter();
        items.map(|item| item.node.notation()).collect()
    }

    #[test]
    fn relations_lead_there_and_back() {
        for concept in Concept::all() {
            if let Some(wider) = concept.broader() {
                assert!(wider.narrower().any(|one| one.id == concept.id));
            }
            for problem in concept.answers() {
                assert_eq!(problem.kind(), ConceptKind::Problem);
                assert!(problem.answered_by().any(|one| one.id == concept.id));
            }
        }
    }

    #[test]
    fn concepts_are_found_by_kind_place_and_words() {
        let of = |text: &str| ConceptFilter {
            text: Some(text.to_owned()),
            ..ConceptFilter::default()
        };
        assert!(found(&of("BÜRGERBEGEHREN")).contains(&"petition-adoption"));
        assert!(found(&of("progress-report")).contains(&"progress-report"));
        assert!(found(&of("Zauberei")).is_empty());
        let actors = ConceptFilter {
            kind: Some(vec![ConceptKind::Actor]),
            ..ConceptFilter::default()
        };
        assert!(found(&actors).len() > 10);
        let below = |name: &str| ConceptFilter {
            broader: Some(name.to_owned()),
            ..ConceptFilter::default()
        };
        assert!(found(&below("political-steering")).contains(&"council-decision"));
        assert!(list(&ListRequest::first(1), &below("zauberei")).is_err());
        assert!(list(&ListRequest::first(1), &of(&"ä".repeat(10_000))).is_err());
    }
}
