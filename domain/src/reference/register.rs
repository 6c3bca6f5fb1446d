//! Fills an empty database with the municipality register and the shipped vocabularies.
//!
//! Invariant: loading is idempotent and happens in one transaction; sources and licences stand in `domain/reference/`.

use crate::{
    error::{Error, Result},
    work::Work,
};
use chrono::NaiveDate;
use entity::{
    barrier, city,
    id::BarrierId,
    scope::ReferenceTable,
    value::{ChangeAction, CityKind},
};
use sea_orm::{PaginatorTrait, Set};
use std::{io::Read, str::FromStr};

/// The register, made by `domain/reference/make_municipalities.py`.
const MUNICIPALITIES: &[u8] = include_bytes!("../../reference/municipalities.csv.zst");
/// Barrier areas, version 0.
const BARRIERS: &str = include_str!("../../reference/barriers.csv");

/// Loads every municipality unless there are some; says how many.
///
/// # Errors
/// `INTERNAL` where the shipped file cannot be read.
pub async fn load_municipalities(work: &Work<'_>) -> Result<usize> {
    work.ctx().require_operator()?;
    if city::Entity::all().count(work.connection()).await? > 0 {
        return Ok(0);
    }
    let mut text = Vec::new();
    zstd::Decoder::new(MUNICIPALITIES)
        .and_then(|mut decoder| decoder.read_to_end(&mut text))
        .map_err(|error| Error::Internal(format!("the municipality register: {error}")))?;
    let mut rows = Vec::new();
    for record in csv::Reader::from_reader(text.as_slice()).records() {
        rows.push(municipality(&record.map_err(unreadable)?)?);
    }
    let count = rows.len();
    work.insert_all(rows).await?;
    work.note("city", "*".to_owned(), ChangeAction::Created)
        .await?;
    Ok(count)
}

/// Loads the barrier areas unless there are some; says how many.
///
/// # Errors
/// `INTERNAL` where the shipped file cannot be read.
pub async fn load_vocabularies(work: &Work<'_>) -> Result<usize> {
    work.ctx().require_operator()?;
    if barrier::Entity::all().count(work.connection()).await? > 0 {
        return Ok(0);
    }
    let mut rows = Vec::new();
    for record in csv::Reader::from_reader(BARRIERS.as_bytes()).records() {
        let record = record.map_err(unreadable)?;
        let field = |at: usize| record.get(at).unwrap_or_default().to_owned();
        rows.push(barrier::ActiveModel {
            id: Set(BarrierId(Work::new_id())),
            version: Set(0),
            code: Set(field(0)),
            label_de: Set(field(1)),
            label_en: Set(field(2)),
            definition_de: Set(field(3)),
            definition_en: Set(field(4)),
        });
    }
    let count = rows.len();
    work.insert_all(rows).await?;
    work.note("barrier", "*".to_owned(), ChangeAction::Created)
        .await?;
    Ok(count)
}

fn municipality(record: &csv::StringRecord) -> Result<city::ActiveModel> {
    let text = |at: usize| record.get(at).unwrap_or_default().to_owned();
    let kind = CityKind::from_word(&text(4))
        .ok_or_else(|| Error::Internal(format!("the municipality register: kind {}", text(4))))?;
    Ok(city::ActiveModel {
        ags: Set(text(0)),
        ars: Set(optional(record, 1)?),
        name: Set(text(2)),
        display_name: Set(text(3)),
        kind: Set(kind),
        state: Set(text(5)),
        population: Set(optional(record, 6)?),
        population_on: Set(optional::<NaiveDate>(record, 7)?),
        area_km2: Set(optional(record, 8)?),
        latitude: Set(optional(record, 9)?),
        longitude: Set(optional(record, 10)?),
        regiostar7: Set(optional(record, 11)?),
        traffic_area_ha: Set(optional(record, 12)?),
        land_area_ha: Set(optional(record, 13)?),
        nuts3: Set(None),
        wikidata: Set(None),
    })
}

fn optional<T: FromStr>(record: &csv::StringRecord, at: usize) -> Result<Option<T>> {
    match record.get(at) {
        None | Some("") => Ok(None),
        Some(text) => match text.parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(Error::Internal(format!(
                "the municipality register: {text:?} in column {at}"
            ))),
        },
    }
}

fn unreadable(error: csv::Error) -> Error {
    Error::Internal(format!("a shipped file: {error}"))
}
