//! Concepts that networks add to the vocabulary.
//!
//! Invariant: a network's vocabulary is written as a whole and fits the shipped one when it is written. Its concepts are
//! recognised in the projects of that network only; rows that do not fit any more after an update of what is shipped are
//! left out, not lost.

use crate::{
    concept::ConceptKind,
    error::{Error, Result},
    language::Words,
    membership::coordinator_who_writes,
    mistake::{Fault as Mistaken, Mistakes},
    network::at,
    policy::Action,
    reference::Table,
    similarity::vocabulary::{Fault, Flaw, Row, Vocabulary},
    work::{Work, check_version},
};
use entity::{
    id::{NetworkConceptId, NetworkId},
    network, network_concept,
    scope::ReferenceTable,
    value::ChangeAction,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::{LockType, Query},
};
use std::{collections::HashSet, sync::Arc};

/// Most concepts of a network.
const MOST: usize = 200;
/// Most concepts of all networks together.
const MOST_OF_ALL: usize = 20_000;
/// Most phrases of a concept in a language, and most problems that it answers.
const MOST_PARTS: usize = 30;
/// Most words of a phrase.
const MOST_WORDS: usize = 6;
/// Fewest letters of a word of a phrase whose other letters are open.
const FEWEST_LETTERS: usize = 3;

/// As an interface names the members of a concept that hold texts in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Members {
    /// `labelDe`, as the graph does.
    Graph,
    /// `prefLabel.de`, as linked data does.
    LinkedData,
}

impl Members {
    const fn label(self) -> [&'static str; 2] {
        match self {
            Self::Graph => ["labelDe", "labelEn"],
            Self::LinkedData => ["prefLabel.de", "prefLabel.en"],
        }
    }

    const fn definition(self) -> [&'static str; 2] {
        match self {
            Self::Graph => ["definitionDe", "definitionEn"],
            Self::LinkedData => ["definition.de", "definition.en"],
        }
    }

    const fn phrases(self) -> [&'static str; 2] {
        match self {
            Self::Graph => ["phrasesDe", "phrasesEn"],
            Self::LinkedData => ["hiddenLabel.de", "hiddenLabel.en"],
        }
    }
}

/// A concept that a network adds.
#[derive(Clone, Debug)]
pub struct NewConcept {
    /// Short name, unique in the network.
    pub notation: String,
    /// Instrument, problem or actor.
    pub kind: ConceptKind,
    /// Short name of the wider concept, of the network's own or a shipped one.
    pub broader: Option<String>,
    /// Short names of the problems that it is usually used against.
    pub answers: Vec<String>,
    /// Name in German and English.
    pub label: (String, Option<String>),
    /// What is meant, in German and English.
    pub definition: (String, Option<String>),
    /// Phrases that tell of it, in German and English.
    pub phrases: [Vec<String>; 2],
}

impl NewConcept {
    fn row(&self, (network, slug): (NetworkId, &str), own: &HashSet<String>) -> Row {
        let placed = |name: &String| {
            if own.contains(name) {
                qualified(slug, name)
            } else {
                name.clone()
            }
        };
        let words = |(de, en): &(String, Option<String>)| Words::maybe(de.clone(), en.clone());
        Row {
            notation: qualified(slug, &self.notation),
            kind: self.kind,
            broader: self.broader.as_ref().map(placed),
            answers: self.answers.iter().map(placed).collect(),
            label: words(&self.label),
            definition: words(&self.definition),
            phrases: self.phrases.clone(),
            scheme: Some(network.0.as_u128()),
        }
    }

    fn of(row: &network_concept::Model) -> Option<Self> {
        Some(Self {
            notation: row.notation.clone(),
            kind: ConceptKind::from_word(&row.kind)?,
            broader: row.broader.clone(),
            answers: lines(&row.answers),
            label: (row.label_de.clone(), row.label_en.clone()),
            definition: (row.definition_de.clone(), row.definition_en.clone()),
            phrases: [lines(&row.phrases_de), lines(&row.phrases_en)],
        })
    }

    fn model(self, network: NetworkId, position: i32) -> network_concept::ActiveModel {
        let [german, english] = self.phrases;
        network_concept::ActiveModel {
            id: Set(NetworkConceptId(Work::new_id())),
            network_id: Set(network),
            notation: Set(self.notation),
            kind: Set(self.kind.word().to_owned()),
            broader: Set(self.broader),
            answers: Set(self.answers.join("\n")),
            label_de: Set(self.label.0),
            label_en: Set(self.label.1),
            definition_de: Set(self.definition.0),
            definition_en: Set(self.definition.1),
            phrases_de: Set(german.join("\n")),
            phrases_en: Set(english.join("\n")),
            position: Set(position),
        }
    }

    fn check(&self, path: &str, members: Members, mistakes: &mut Mistakes) {
        let is_named = (1..=40).contains(&self.notation.len())
            && self
                .notation
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !is_named {
            let reason = Words::new(
                "ist kein Kurzname; erwartet werden 1 bis 40 Kleinbuchstaben ohne Umlaute, Ziffern und Bindestriche.",
                "is no short name; expected are 1 to 40 lower-case letters without accents, digits and hyphens.",
            );
            mistakes.note(format!("{path}.notation"), Mistaken::Invalid, reason);
        }
        for ([de, en], (german, english), longest) in [
            (members.label(), &self.label, 200),
            (members.definition(), &self.definition, 2_000),
        ] {
            mistakes.text(&format!("{path}.{de}"), german, longest);
            if let Some(english) = english {
                mistakes.text(&format!("{path}.{en}"), english, longest);
            }
        }
        mistakes.list(&format!("{path}.answers"), &self.answers, MOST_PARTS);
        for (name, phrases) in members.phrases().iter().zip(&self.phrases) {
            mistakes.list(&format!("{path}.{name}"), phrases, MOST_PARTS);
            for (at, phrase) in phrases.iter().enumerate() {
                check_phrase(&format!("{path}.{name}[{at}]"), phrase, mistakes);
            }
        }
    }
}

/// A word of which hardly anything is said would be found in every text.
fn check_phrase(path: &str, phrase: &str, mistakes: &mut Mistakes) {
    mistakes.text(path, phrase, 100);
    let words: Vec<&str> = phrase.split_whitespace().collect();
    let letters = |word: &&str| word.chars().filter(|one| one.is_alphanumeric()).count();
    let is_clear = |word: &&str| {
        let is_open = word.contains('*');
        letters(word) >= if is_open { FEWEST_LETTERS } else { 1 }
    };
    if words.len() > MOST_WORDS || !words.iter().all(is_clear) {
        let reason = Words::new(
            "erwartet werden 1 bis 6 Wörter; ein Wort mit * nennt mindestens drei Buchstaben.",
            "expected are 1 to 6 words; a word with * names at least three letters.",
        );
        mistakes.note(path, Mistaken::Invalid, reason);
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// The short name of a network's own concept, unique among all.
fn qualified(slug: &str, notation: &str) -> String {
    format!("{slug}:{notation}")
}

/// Notes everything that is wrong with the concepts of a network, one by one.
pub fn check(concepts: &[NewConcept], members: Members, mistakes: &mut Mistakes) {
    mistakes.list("concepts", concepts, MOST);
    for (at, concept) in concepts.iter().enumerate() {
        concept.check(&format!("concepts[{at}]"), members, mistakes);
    }
}

/// Puts other concepts in the place of those that a network has added; what is not named is gone.
///
/// # Errors
/// `FORBIDDEN` for everybody but administrators of an organisation that coordinates the network, `NOT_FOUND` where there is
/// no such network, `STALE_VERSION`, `BAD_USER_INPUT` with everything that is wrong.
pub async fn replace(
    work: &Work<'_>,
    slug: &str,
    expected: i32,
    concepts: Vec<NewConcept>,
) -> Result<NetworkId> {
    let network = at(work.ctx(), slug)?;
    coordinator_who_writes(work, network, Action::Manage).await?;
    let row = network::Entity::all()
        .filter(network::Column::Id.eq(network.0))
        .lock(LockType::NoKeyUpdate)
        .one(work.connection());
    let row = row.await?.ok_or(Error::NotFound("network"))?;
    check_version(expected, row.revision)?;
    let mut mistakes = Mistakes::default();
    check(&concepts, Members::Graph, &mut mistakes);
    mistakes.finish()?;
    check_room(work, network, concepts.len())?;
    check_together(network, slug, &concepts)?;
    let delete = Query::delete()
        .from_table(network_concept::Entity)
        .and_where(network_concept::Column::NetworkId.eq(network.0))
        .to_owned();
    work.execute(&delete).await?;
    let rows = (1..).zip(concepts);
    let rows = rows.map(|(position, concept)| concept.model(network, position));
    work.insert_all(rows.collect()).await?;
    let mut change = row.into_active_model();
    change.updated_at = Set(work.ctx().now());
    change.revision = Set(expected + 1);
    change.update(work.connection()).await?;
    work.note("network", network.to_string(), ChangeAction::Updated)
        .await?;
    Ok(network)
}

/// Refuses more concepts than all networks together may have.
fn check_room(work: &Work<'_>, network: NetworkId, more: usize) -> Result<()> {
    let all = work.ctx().reference();
    let own = all.vocabulary.concepts().iter();
    let is_of_others =
        |scheme: Option<u128>| scheme.is_some_and(|scheme| scheme != network.0.as_u128());
    let others = own.filter(|concept| is_of_others(concept.scheme)).count();
    if others + more <= MOST_OF_ALL {
        return Ok(());
    }
    Err(Error::invalid(
        "concepts",
        "passt nicht mehr in das Vokabular aller Netze; bitte weniger angeben oder den Betreiber fragen.",
        "has no room left in the vocabulary of all networks; please give fewer, or ask whoever runs the service.",
    ))
}

/// Refuses concepts that do not fit each other and what is shipped.
fn check_together(network: NetworkId, slug: &str, concepts: &[NewConcept]) -> Result<()> {
    let own: HashSet<String> = concepts.iter().map(|one| one.notation.clone()).collect();
    let rows = concepts.iter().map(|one| one.row((network, slug), &own));
    let Err(fault) = Vocabulary::extended(rows.collect()) else {
        return Ok(());
    };
    let at = concepts
        .iter()
        .rposition(|one| qualified(slug, &one.notation) == notation_of(&fault));
    let place = at.map_or_else(|| "concepts".to_owned(), |at| format!("concepts[{at}]"));
    let flaw = match fault {
        Fault::Row { what, .. } => what,
        Fault::Table(error) => return Err(Error::Internal(error.to_string())),
    };
    let unknown = Words::new(
        "nennt einen Begriff, den es weder hier noch im Vokabular gibt; die Liste concepts nennt alle Kurznamen.",
        "names a concept that is neither here nor in the vocabulary; the list concepts names all short names.",
    );
    let (member, reason) = match flaw {
        Flaw::Taken => (
            "notation",
            Words::new("kommt mehrmals vor.", "is there several times."),
        ),
        Flaw::Circle => (
            "broader",
            Words::new(
                "führt im Kreis oder über mehr als acht Stufen.",
                "leads in a circle or over more than eight steps.",
            ),
        ),
        Flaw::Broader => ("broader", unknown),
        Flaw::Answers => ("answers", unknown),
        Flaw::Kind => ("kind", unknown),
    };
    let mut mistakes = Mistakes::default();
    mistakes.note(format!("{place}.{member}"), Mistaken::Invalid, reason);
    mistakes.finish()
}

fn notation_of(fault: &Fault) -> &str {
    match fault {
        Fault::Row { notation, .. } => notation,
        Fault::Table(_) => "",
    }
}

/// The shipped vocabulary with the concepts of all networks.
pub(crate) fn extended(
    rows: Vec<network_concept::Model>,
    networks: &Table<network::Model, NetworkId>,
) -> Arc<Vocabulary> {
    let mut own: Vec<Row> = Vec::new();
    for network in networks.all() {
        let concepts = rows.iter().filter(|row| row.network_id == network.id);
        let concepts: Vec<NewConcept> = concepts.filter_map(NewConcept::of).collect();
        let names: HashSet<String> = concepts.iter().map(|one| one.notation.clone()).collect();
        let place = (network.id, network.slug.as_str());
        own.extend(concepts.iter().map(|one| one.row(place, &names)));
    }
    // Writing is refused long before; two networks that write at once may come over it.
    own.truncate(2 * MOST_OF_ALL);
    fitting(own)
}

/// Leaves out what does not fit, row by row, so that one network's mistake is not everybody's.
fn fitting(mut own: Vec<Row>) -> Arc<Vocabulary> {
    while !own.is_empty() {
        match Vocabulary::extended(own.clone()) {
            Ok(vocabulary) => return Arc::new(vocabulary),
            Err(fault) => {
                let notation = notation_of(&fault);
                let Some(at) = own.iter().rposition(|row| row.notation == notation) else {
                    break;
                };
                tracing::warn!(concept = notation, "left out of the vocabulary: {fault}");
                own.remove(at);
            }
        }
    }
    Arc::clone(Vocabulary::shipped())
}
