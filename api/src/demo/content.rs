//! The files under `examples/`, as they are shipped in the program.
//!
//! Invariant: what cannot be read names its file; nothing is made up for what is missing.

use chrono::NaiveDate;
use domain::{
    Error, Result, Work,
    city::{self, Facts},
    value::MembershipRole,
};
use serde::Deserialize;
use std::collections::HashMap;

const NETWORK: &str = include_str!("../../../examples/kora/network.json");
const CITIES: &str = include_str!("../../../examples/kora/cities.csv");

/// A text in German and English.
#[derive(Debug, Deserialize)]
pub struct Text {
    /// German.
    pub de: String,
    /// English.
    pub en: Option<String>,
}

/// The network.
#[derive(Debug, Deserialize)]
pub struct Network {
    /// Short name.
    pub slug: String,
    /// Name.
    pub name: Text,
    /// What it is for.
    pub purpose: Text,
    /// Programme it began with.
    pub programme: Option<String>,
    /// Where it is documented.
    pub source: Option<String>,
    /// Its scheme.
    pub action_fields: Vec<Field>,
    /// Its members.
    pub members: Vec<Member>,
}

/// An action field.
#[derive(Debug, Deserialize)]
pub struct Field {
    /// Short code.
    pub code: String,
    /// Name.
    pub label: Text,
}

/// A member of the network.
#[derive(Debug, Deserialize)]
pub struct Member {
    /// Municipality.
    pub ags: String,
    /// As what it takes part.
    role: String,
    /// First day.
    pub since: NaiveDate,
    /// Title of the plan that collects its public projects.
    pub plan_title: String,
    /// How those projects were chosen.
    pub selection_method: String,
}

impl Network {
    /// Reads the shipped file.
    ///
    /// # Errors
    /// `INTERNAL` where it is not what it should be.
    pub fn read() -> Result<Self> {
        serde_json::from_str(NETWORK)
            .map_err(|error| Error::Internal(format!("network.json: {error}")))
    }
}

impl Member {
    /// As what it takes part.
    ///
    /// # Errors
    /// `INTERNAL` for an unknown word.
    pub fn role(&self) -> Result<MembershipRole> {
        MembershipRole::from_word(&self.role)
            .ok_or_else(|| Error::Internal(format!("network.json: role {}", self.role)))
    }
}

/// Adds to the register what is known of the cities of the network.
///
/// # Errors
/// `INTERNAL` where the file cannot be read.
pub async fn complete_cities(work: &Work<'_>) -> Result<()> {
    let facts = rows::<CityRow>("cities.csv", CITIES)?
        .into_iter()
        .map(|row| Facts {
            ags: row.ags,
            ars: row.ars,
            nuts3: row.nuts3,
            wikidata: row.wikidata_qid,
        });
    city::complete(work, facts.collect()).await
}

#[derive(Deserialize)]
struct CityRow {
    ags: String,
    ars: Option<String>,
    nuts3: Option<String>,
    wikidata_qid: Option<String>,
}

/// The rows of a shipped table.
///
/// # Errors
/// `INTERNAL` naming the file and what is wrong with it.
pub fn rows<T: for<'de> Deserialize<'de>>(name: &str, text: &str) -> Result<Vec<T>> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize();
    let rows: std::result::Result<Vec<T>, _> = rows.collect();
    rows.map_err(|error| Error::Internal(format!("{name}: {error}")))
}

/// The rows of a shipped table by a key; keys may repeat.
pub fn by_key<T>(rows: Vec<T>, key: impl Fn(&T) -> String) -> HashMap<String, Vec<T>> {
    let mut groups: HashMap<String, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

/// The example queries, for GraphiQL and for whoever starts the demo.
pub fn queries() -> impl Iterator<Item = (&'static str, &'static str)> {
    [
        (
            "Vorhaben einer Stadt",
            include_str!("../../../examples/queries/projects_of_a_city.graphql"),
        ),
        (
            "Erfahrungstransfer",
            include_str!("../../../examples/queries/transfer_links.graphql"),
        ),
        (
            "Städte suchen",
            include_str!("../../../examples/queries/find_cities.graphql"),
        ),
        (
            "Hemmnisse",
            include_str!("../../../examples/queries/projects_by_barrier.graphql"),
        ),
        (
            "Ähnliche Vorhaben",
            include_str!("../../../examples/queries/similar_projects.graphql"),
        ),
        (
            "Ähnliche Städte",
            include_str!("../../../examples/queries/similar_cities.graphql"),
        ),
        (
            "Problem beschreiben",
            include_str!("../../../examples/queries/describe_your_problem.graphql"),
        ),
        (
            "Wer hat das Hemmnis gelöst?",
            include_str!("../../../examples/queries/barrier_experiences.graphql"),
        ),
        (
            "Angebote und Gesuche",
            include_str!("../../../examples/queries/expertise.graphql"),
        ),
        (
            "Suche",
            include_str!("../../../examples/queries/search.graphql"),
        ),
        (
            "Messwerte",
            include_str!("../../../examples/queries/observations.graphql"),
        ),
        (
            "Städte vergleichen",
            include_str!("../../../examples/queries/benchmark.graphql"),
        ),
    ]
    .into_iter()
}
