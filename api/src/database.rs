//! Opens the database of an installation: migrated, with the municipality register and the vocabularies in it.
//!
//! Invariant: opening is idempotent; an installation that is up to date is only read.

use domain::{
    Ctx, Result, Work,
    actor::{Actor, Principal},
    error::Error,
    language::{Language, Words},
    reference::{load_municipalities, load_vocabularies},
    store::{Options, Store},
};
use migration::MigratorTrait;

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

/// Opens a database as it is and changes nothing; `None` where there is none yet, or nothing in it.
///
/// # Errors
/// `UNAVAILABLE` where it does not answer, `CONFLICT` where it is of an older version.
pub async fn open_as_is(options: &Options) -> Result<Option<Store>> {
    let is_sqlite = options.url.starts_with("sqlite:");
    // The embedded database is not made by looking at it.
    let url = options.url.replace("mode=rwc", "mode=rw");
    let database = match migration::connect(&url).await {
        Ok(database) => database,
        Err(_) if is_sqlite => return Ok(None),
        Err(error) => return Err(Error::Unavailable(error.to_string())),
    };
    let pending = migration::pending(&database).await;
    database.close().await.map_err(unavailable)?;
    let pending = pending.map_err(|error| Error::Internal(error.to_string()))?;
    if pending == migration::Migrator::migrations().len() {
        return Ok(None);
    }
    if pending > 0 {
        return Err(Error::Conflict(Words::new(
            "Die Datenbank ist auf einem älteren Stand; `staedtenetz migrate` bringt sie auf den neuen.",
            "The database is of an older version; `staedtenetz migrate` brings it up to date.",
        )));
    }
    let store = Store::open(&Options {
        url,
        ..options.clone()
    })
    .await?;
    Ok(Some(store).filter(|store| !store.reference().cities.all().is_empty()))
}

/// A database that lives as long as the process looks at it, for what must leave no trace.
///
/// # Errors
/// `INTERNAL` where it cannot be made.
pub async fn in_memory() -> Result<Store> {
    let url = format!("sqlite:file:{}?mode=memory", Work::new_id());
    // It is gone with its last connection: this one is closed when the store has its own.
    let database = migration::connect(&url).await.map_err(unavailable)?;
    migration::migrate(&database)
        .await
        .map_err(|error| Error::Internal(error.to_string()))?;
    let store = Store::open(&Options::url(url)).await?;
    database.close().await.map_err(unavailable)?;
    fill(&store).await?;
    Ok(store)
}

fn unavailable(error: impl std::fmt::Display) -> Error {
    Error::Unavailable(error.to_string())
}

/// Takes all steps that are still to be taken; says how many.
///
/// # Errors
/// What the database answers.
pub async fn migrate(url: &str) -> Result<usize> {
    let database = migration::connect(url).await.map_err(unavailable)?;
    let steps = migration::migrate(&database)
        .await
        .map_err(|error| Error::Internal(error.to_string()));
    database.close().await.map_err(unavailable)?;
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
    let ctx = Ctx::new(store, Actor::Operator(Principal::Service), Language::De);
    let work = ctx.begin().await?;
    load_municipalities(&work).await?;
    load_vocabularies(&work).await?;
    work.commit().await
}
