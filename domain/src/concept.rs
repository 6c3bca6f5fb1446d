//! Concepts of the vocabulary: instruments, problems and actors, by which projects are compared and lists are narrowed.
//!
//! Invariant: the vocabulary is public and kept in the process: what is shipped, and what networks have added to it.

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    language::{Language, Words},
    plan::network,
    read::{ListRequest, Page, check_length, in_memory},
    similarity::vocabulary::{self, ConceptId, Vocabulary},
    text::{fold, hexadecimal},
};
use entity::id::NetworkId;
use std::sync::Arc;
use uuid::Uuid;
pub use vocabulary::Kind as ConceptKind;

/// A concept at its place in the vocabulary.
#[derive(Clone, Debug)]
pub struct Concept {
    vocabulary: Arc<Vocabulary>,
    id: ConceptId,
    record: Arc<vocabulary::Concept>,
}

impl Concept {
    /// All of them, in the order of the vocabulary: first those that are shipped, then those that networks have added.
    pub fn all(vocabulary: &Arc<Vocabulary>) -> impl Iterator<Item = Self> {
        let records = (0..).zip(vocabulary.concepts());
        records.map(|(id, record)| Self {
            vocabulary: Arc::clone(vocabulary),
            id,
            record: Arc::clone(record),
        })
    }

    pub(crate) fn at(vocabulary: &Arc<Vocabulary>, id: ConceptId) -> Option<Self> {
        Some(Self {
            vocabulary: Arc::clone(vocabulary),
            id,
            record: Arc::clone(vocabulary.concept(id)?),
        })
    }

    /// The concept of a short name.
    #[must_use]
    pub fn named(vocabulary: &Arc<Vocabulary>, notation: &str) -> Option<Self> {
        Self::at(vocabulary, vocabulary.named(notation)?)
    }

    /// The concept that a criterion names.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` where there is none.
    pub(crate) fn wanted(
        vocabulary: &Arc<Vocabulary>,
        field: &str,
        notation: &str,
    ) -> Result<Self> {
        Self::named(vocabulary, notation).ok_or_else(|| {
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

    /// Stable short name; that of a network's own concept begins with the network's short name and a colon.
    #[must_use]
    pub fn notation(&self) -> &str {
        &self.record.notation
    }

    /// Instrument, problem or actor.
    #[must_use]
    pub fn kind(&self) -> ConceptKind {
        self.record.kind
    }

    /// What people call it.
    #[must_use]
    pub fn label(&self) -> &Words {
        &self.record.label
    }

    /// What is meant.
    #[must_use]
    pub fn definition(&self) -> &Words {
        &self.record.definition
    }

    /// Phrases by which a text tells of it, in the notation that the vocabulary's README explains.
    #[must_use]
    pub fn phrases(&self, language: Language) -> &[String] {
        self.record.phrases(language)
    }

    /// The network that has added it; none where it is shipped.
    #[must_use]
    pub fn network(&self) -> Option<NetworkId> {
        let scheme = self.record.scheme?;
        Some(NetworkId(Uuid::from_u128(scheme)))
    }

    /// The wider concept.
    #[must_use]
    pub fn broader(&self) -> Option<Self> {
        Self::at(&self.vocabulary, self.record.broader?)
    }

    /// The concepts directly below it.
    pub fn narrower(&self) -> impl Iterator<Item = Self> {
        let own = self.id;
        Self::all(&self.vocabulary).filter(move |other| other.record.broader == Some(own))
    }

    /// The problems that an instrument is usually used against.
    pub fn answers(&self) -> impl Iterator<Item = Self> {
        let answers = self.record.answers.iter();
        answers.filter_map(|id| Self::at(&self.vocabulary, *id))
    }

    /// The instruments that are usually used against a problem.
    pub fn answered_by(&self) -> impl Iterator<Item = Self> {
        let own = self.id;
        Self::all(&self.vocabulary).filter(move |other| other.record.answers.contains(&own))
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

/// Which version of the shipped vocabulary this is: it changes with every change of a concept in it. What networks have
/// added has the version of its network.
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
    /// Added by this network, by its short name.
    pub network: Option<String>,
}

/// Concepts in the order of the vocabulary.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none, a text that is too long, a short name that does not exist.
pub fn list(ctx: &Ctx, list: &ListRequest, filter: &ConceptFilter) -> Result<Page<Concept>> {
    let network = filter.network.as_deref().map(|slug| network(ctx, slug));
    let rows = rows(&ctx.reference().vocabulary, filter, network.transpose()?)?;
    let key = |concept: &Concept| concept.notation().to_owned();
    in_memory(rows, &list.page, key, |concept| concept)
}

fn rows(
    vocabulary: &Arc<Vocabulary>,
    filter: &ConceptFilter,
    network: Option<NetworkId>,
) -> Result<Vec<Concept>> {
    let broader = filter.broader.as_deref();
    let broader = broader.map(|name| Concept::wanted(vocabulary, "filter.broader", name));
    let broader = broader.transpose()?.map(|concept| concept.id);
    let text = filter.text.as_deref().map(folded).transpose()?;
    let is_wanted = |concept: &Concept| {
        let kinds = filter.kind.as_ref();
        kinds.is_none_or(|kinds| kinds.contains(&concept.kind()))
            && broader.is_none_or(|id| concept.record.broader == Some(id))
            && text.as_ref().is_none_or(|text| concept.holds(text))
            && (network.is_none() || concept.network() == network)
    };
    Ok(Concept::all(vocabulary).filter(is_wanted).collect())
}

fn folded(text: &str) -> Result<String> {
    check_length(text)?;
    Ok(fold(text))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn found(filter: &ConceptFilter) -> Vec<String> {
        let rows = rows(Vocabulary::shipped(), filter, None).unwrap();
        rows.iter().map(|row| row.notation().to_owned()).collect()
    }

    #[test]
    fn relations_lead_there_and_back() {
        for concept in Concept::all(Vocabulary::shipped()) {
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
        assert!(found(&of("BÜRGERBEGEHREN")).contains(&"petition-adoption".to_owned()));
        assert!(found(&of("progress-report")).contains(&"progress-report".to_owned()));
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
        assert!(found(&below("political-steering")).contains(&"council-decision".to_owned()));
        assert!(rows(Vocabulary::shipped(), &below("zauberei"), None).is_err());
        assert!(rows(Vocabulary::shipped(), &of(&"ä".repeat(10_000)), None).is_err());
    }
}
