//! Invented offers and requests of expertise of the demo.
//!
//! Invariant: nothing here is said about a real city: every topic says that it is made up.

use super::figures::word;
use chrono::Months;
use domain::{
    Error, Result, Work,
    expertise::{self, EditExpertise, NewExpertise},
    id::NetworkId,
    release::Release,
    value::{ExpertiseCapacity, ExpertiseKind, Visibility},
};
use serde::Deserialize;

const EXPERTISE: &str = include_str!("../../../examples/kora/expertise.json");

#[derive(Deserialize)]
struct File {
    expertise: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    city: String,
    kind: String,
    topic: String,
    description: String,
    barriers: Vec<String>,
    capacity: String,
    contact: String,
    visibility: String,
    /// For so long it is open, counted from the day on which the demo is loaded.
    months: u32,
}

/// Writes the offers and requests of a city.
///
/// # Errors
/// `INTERNAL` where the shipped file cannot be read.
pub async fn load(work: &Work<'_>, network: NetworkId, ags: &str) -> Result<()> {
    let file: File = serde_json::from_str(EXPERTISE)
        .map_err(|error| Error::Internal(format!("expertise.json: {error}")))?;
    for entry in file.expertise.into_iter().filter(|one| one.city == ags) {
        expertise::create(work, new(work, network, entry)?).await?;
    }
    Ok(())
}

fn new(work: &Work<'_>, network: NetworkId, entry: Entry) -> Result<NewExpertise> {
    let today = work.ctx().now().date_naive();
    Ok(NewExpertise {
        network,
        kind: word(&entry.kind, ExpertiseKind::from_word)?,
        release: Release {
            visibility: word(&entry.visibility, Visibility::from_word)?,
            embargo_until: None,
        },
        content: EditExpertise {
            topic: Some(entry.topic),
            description: Some(Some(entry.description)),
            barriers: Some(entry.barriers),
            project: None,
            capacity: Some(word(&entry.capacity, ExpertiseCapacity::from_word)?),
            contact: Some(Some(entry.contact)),
            contact_visibility: None,
            until: today.checked_add_months(Months::new(entry.months)),
        },
    })
}
