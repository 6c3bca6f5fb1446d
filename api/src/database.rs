//! Opens the database of an installation: migrated, with the municipality register and the vocabularies in it.
//!
//! Invariant: opening is idempotent; an installation that is up to date is only read.

use domain::{
    Ctx, Result,
    actor::{Actor, Principal},
    error::Error,
    language::Language,
    reference::{load_municipalities, load_vocabularies},
    store::{Options, Store},
};

/// Opens a database and brings it up to date.
///
/// # Errors
/// `UNAVAILABLE` where it does not answer, `INTERNAL` where a migration fails.
pub async fn open(options: &Options) -> Result<Store> {
    migrate(&options.url).await?;
    open_migrated(options).await
}

/// Opens a database that is up to date.
///
/// # Errors
/// `UNAVAILABLE` where it does not answer.
pub async fn open_migrated(options: &Options) -> Result<Store> {
    let store = Store::open(options).await?;
    if store.reference().cities.all().is_empty() {
        fill(&store).await?;
    }
    Ok(store)
}

/// Takes all steps that are still to be taken; says how many.
///
/// # Errors
/// What the database answers.
pub async fn migrate(url: &str) -> Result<usize> {
    let unavailable = |error: &dyn std::fmt::Display| Error::Unavailable(error.to_string());
    let database = migration::connect(url)
        .await
        .map_err(|error| unavailable(&error))?;
    let steps = migration::migrate(&database)
        .await
        .map_err(|error| Error::Internal(error.to_string()));
    database
        .close()
        .await
        .map_err(|error| unavailable(&error))?;
    steps
}

/// How many steps are still to be taken.
///
/// # Errors
/// What the database answers.
pub async fn pending(url: &str) -> Result<usize> {
    let unavailable = |error: &dyn std::fmt::Display| Error::Unavailable(error.to_string());
    let database = migration::connect(url)
        .await
        .map_err(|error| unavailable(&error))?;
    let steps = migration::pending(&database).await;
    let closed = database.close().await;
    closed.map_err(|error| unavailable(&error))?;
    steps.map_err(|error| Error::Internal(error.to_string()))
}

/// Loads what every installation has.
async fn fill(store: &Store) -> Result<()> {
    let ctx = Ctx::new(store, Actor::Operator(Principal::CommandLine), Language::De);
    let work = ctx.begin().await?;
    load_municipalities(&work).await?;
    load_vocabularies(&work).await?;
    work.commit().await
}
