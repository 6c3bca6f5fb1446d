//! Invented projects to test with.
//!
//! Invariant: the same call gives the same index.

use crate::similarity::background::Background;
use crate::similarity::index::{Document, Facts, Field, Filter, Index, Key, Text};
use crate::similarity::query::Subject;
use crate::similarity::search;
use crate::similarity::similar::{Page, Request, Weights, similar};
use crate::similarity::text::place::Places;

/// Titles, summaries and measures, one city each.
pub const PROJECTS: [(&str, &str, &str); 12] = [
    (
        "Prioritätenliste mit dem Rat",
        "Politik und Verwaltung legen gemeinsam fest, was zuerst gebaut wird.",
        "Liste der Prioritäten|Jährliche Fortschreibung",
    ),
    (
        "Gemeinsame Priorisierung von Radprojekten",
        "Begrenzte Kapazitäten verlangen eine Reihenfolge der Vorhaben.",
        "Priorisierungsliste|Abstimmung im Ausschuss",
    ),
    (
        "Koordinierungsstelle Radverkehr",
        "Eine Stelle hält die beteiligten Ämter zusammen.",
        "Ämterübergreifende Projektgruppe|Wöchentlicher Austausch",
    ),
    (
        "Ämterübergreifend planen",
        "Mehrere Dezernate stimmen sich in festen Terminen ab.",
        "Jour fixe der Abteilungen|Koordinatorin benannt",
    ),
    (
        "Haushaltsbefragung zur Mobilität",
        "Tausende Haushalte geben Auskunft über ihre Wege.",
        "Repräsentative Befragung|Modal Split auswerten",
    ),
    (
        "Neue Stellen für die Radverkehrsplanung",
        "Der Rat beschloss zusätzliche Stellen gegen den Fachkräftemangel.",
        "Stellenpaket|Personalgewinnung an Hochschulen",
    ),
    (
        "Jährlicher Umsetzungsbericht",
        "Die Stadt veröffentlicht, was erreicht wurde und was nicht.",
        "Transparenzbericht mit Kennzahlen|Öffentliche Veranstaltung",
    ),
    (
        "Fortschrittsbericht im Netz",
        "Auf einer Projektseite steht der Stand aller Maßnahmen.",
        "Dashboard|Halbjährliche Zwischenbilanz",
    ),
    (
        "Infrastruktur für den Radverkehr ausbauen",
        "Lücken im Netz werden geschlossen.",
        "Radvorrangrouten|Netzplanung",
    ),
    (
        "Standards für Fahrradstraßen",
        "Einheitliche Maße und Markierungen für alle Quartiere.",
        "Gestaltungsstandard|Workshop mit der Aufsichtsbehörde",
    ),
    (
        "Verkehrsversuch in der Bahnhofstraße",
        "Ein Fahrstreifen wird probeweise zum Radfahrstreifen.",
        "Umnutzung von Stellplätzen|Wissenschaftliche Begleitung",
    ),
    (
        "Agreement with the cycling campaign",
        "The council and the initiative agreed on measurable targets.",
        "Regular meeting with campaigners|Progress report",
    ),
];

/// A public project.
pub fn project(key: Key, (title, summary, measures): (&str, &str, &str)) -> Document {
    let text = |field, text: &str| Text {
        field,
        text: text.to_owned(),
    };
    let mut texts = vec![text(Field::Title, title), text(Field::Summary, summary)];
    texts.extend(
        measures
            .split('|')
            .map(|measure| text(Field::Measures, measure)),
    );
    let number = u32::try_from(key % 1_000).unwrap_or(0);
    Document {
        key,
        facts: Facts {
            is_public: true,
            audience: 0,
            city: 1 + number,
            population: 100_000,
            regiostar: 1,
            state: 5,
            action_field: 1 + u16::try_from(key % 3).unwrap_or(0),
            status: 3,
            phase: 2,
        },
        texts,
        scheme: None,
        corrections: Vec::new(),
    }
}

/// An empty index that knows two towns.
pub fn empty() -> Index {
    let ordinary = |word: &str| Background::shipped().is_ordinary(word);
    Index::new(Places::new(["Musterstadt", "Beispielhausen"], ordinary))
}

/// The projects with keys from 1.
pub fn documents() -> Vec<Document> {
    (1..)
        .zip(PROJECTS)
        .map(|(key, parts)| project(key, parts))
        .collect()
}

/// An index of all projects.
pub fn index() -> Index {
    let mut index = empty();
    index.load(documents());
    index
}

/// Everybody's view.
pub fn public(_: Key, facts: &Facts) -> bool {
    facts.is_public
}

/// The first projects similar to one of the index.
pub fn similar_to(index: &Index, key: Key, filter: Filter<'_>, first: usize) -> Page {
    let subject = Subject::of_document(index, key).unwrap_or_else(|| Subject::of_text(index, ""));
    similar(
        index,
        &Request {
            subject: &subject,
            weights: &Weights::shipped(),
            filter,
            with_own_city: false,
            first,
            after: None,
        },
    )
}

/// Keys of what a public search finds, best first.
pub fn found(index: &Index, text: &str, is_typing: bool) -> Vec<Key> {
    let request = search::Request {
        text,
        is_typing,
        filter: Filter::new(&public),
        page: search::Page {
            first: 50,
            after: None,
        },
        counting: search::Counting::Facets,
    };
    search::search(index, &request)
        .map(|answer| answer.hits.iter().map(|hit| hit.key).collect())
        .unwrap_or_default()
}
