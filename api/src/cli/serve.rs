//! Starting the service.
//!
//! Invariant: it listens only after the database is ready, and says where and what to try.

use super::{Failure, load, open_to_serve};
use crate::{
    app::Application,
    config::{Config, Sources},
    demo as content,
    identity::Identity,
    metrics, telemetry,
};
use std::path::{Path, PathBuf};

/// Serves an installation.
pub async fn serve(config: Config) -> Result<(), Failure> {
    start_log(&config)?;
    let store = open_to_serve(&config).await?;
    let application = bind(&config, store.clone())?;
    tracing::info!(
        port = application.port(),
        database = store.database_kind(),
        "the service listens"
    );
    run(application, store).await
}

/// Serves the demo; its data is made at the first start.
pub async fn demo(file: Option<PathBuf>, port: u16, folder: &Path) -> Result<(), Failure> {
    let database = folder.join("staedtenetz.sqlite");
    let sources = Sources::of_process(file)
        .with_argument("listen", format!("127.0.0.1:{port}"))
        .with_argument("data_dir", folder.display().to_string())
        .with_argument(
            "database_url",
            format!("sqlite://{}?mode=rwc", database.display()),
        );
    let config = load(sources)?;
    start_log(&config)?;
    let store = open_to_serve(&config).await?;
    let summary = content::load(&store).await?;
    let identity = Identity::new(&config, store.clone())?;
    let people = content::people(&store, &identity, folder).await?;
    let application = bind(&config, store.clone())?;
    println!(
        "{}{}",
        content::greeting(&store, &summary, application.port(), folder),
        content::introduction(&people, application.port())
    );
    run(application, store).await
}

fn start_log(config: &Config) -> Result<(), Failure> {
    metrics::install();
    telemetry::start(&config.log, config.log_format)
        .map_err(|error| Failure::usage(error.to_string()))
}

fn bind(config: &Config, store: domain::store::Store) -> Result<Application, Failure> {
    Application::build(config, store).map_err(|error| {
        Failure::failed(format!(
            "{} lässt sich nicht öffnen: {error}. Ist der Port belegt, hilft ein anderer (--port, STAEDTENETZ_LISTEN).",
            config.listen
        ))
    })
}

async fn run(application: Application, store: domain::store::Store) -> Result<(), Failure> {
    application.run().await?;
    store.close().await?;
    tracing::info!("the service has ended");
    Ok(())
}
