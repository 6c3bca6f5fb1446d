//! The command line.
//!
//! Invariant: a command says what it did and what to do next; mistakes of the caller end with 2, failures with 1.

mod account;
mod archive;
mod audit;
mod desk;
mod doctor;
mod evaluate;
mod import;
mod import_figures;
mod issuer;
mod key;
mod network;
mod privacy;
mod reindex;
mod serve;

use crate::{
    config::{Config, Sources},
    database, rest,
};
use clap::{Parser, Subcommand};
use desk::Desk;
use domain::{
    language::Language,
    server,
    store::{Options, Store},
};
use std::{path::PathBuf, process::ExitCode, time::Duration};

/// Städtenetz: German municipalities exchange experience.
#[derive(Debug, Parser)]
#[command(name = "staedtenetz", version, about)]
pub struct Arguments {
    /// File with settings; without it `staedtenetz.toml` in this folder, if there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Starts the service.
    Serve,
    /// Starts the service with demo data on an embedded database.
    Demo {
        /// Port to listen on.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Folder of the database; the data of an earlier start is kept.
        #[arg(long, value_name = "DIR", default_value = "data/demo")]
        data_dir: PathBuf,
    },
    /// Brings the database to the schema of this version.
    Migrate,
    /// Imports an action plan from a file.
    Import(import::Import),
    /// Imports values of a municipality from a file.
    ImportFigures(import_figures::ImportFigures),
    /// Looks for what is wrong with an installation.
    Doctor {
        /// Only ask whether the service answers.
        #[arg(long)]
        quick: bool,
    },
    /// Networks of cities.
    #[command(subcommand)]
    Network(network::Network),
    /// Organisations that take part.
    #[command(subcommand)]
    Tenant(network::Tenant),
    /// Organisations in networks.
    #[command(subcommand)]
    Membership(network::Membership),
    /// People who sign in with a password.
    #[command(subcommand)]
    Account(account::Account),
    /// API keys of programs.
    #[command(subcommand)]
    Key(key::Key),
    /// Identity providers of organisations.
    #[command(subcommand)]
    Issuer(issuer::Issuer),
    /// Keys with which the service signs tokens.
    #[command(subcommand)]
    SigningKey(issuer::SigningKey),
    /// The audit log: who did what.
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Data protection: the register, copies, erasure, retention.
    #[command(subcommand)]
    Privacy(privacy::Privacy),
    /// Builds the search index anew from the database.
    Reindex,
    /// Measures how good the ranking of similar projects is, and fails where it got worse.
    Evaluate(evaluate::Evaluate),
    /// Prints the GraphQL schema.
    Schema {
        /// As a subgraph of Apollo Federation, to be composed with others.
        #[arg(long)]
        federation: bool,
    },
    /// Prints the OpenAPI document.
    Openapi,
}

/// A command that did not succeed: what to say, and with which exit code to end.
#[derive(Debug)]
pub struct Failure {
    text: String,
    code: u8,
}

impl Failure {
    /// The caller made a mistake.
    pub fn usage(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            code: 2,
        }
    }

    /// Something did not work.
    pub fn failed(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            code: 1,
        }
    }
}

impl From<domain::Error> for Failure {
    fn from(error: domain::Error) -> Self {
        // Whoever sits at the machine may see the cause.
        match &error {
            domain::Error::Internal(cause) | domain::Error::Unavailable(cause) => {
                Self::failed(format!("{} ({cause})", error.text(Language::De)))
            }
            domain::Error::Invalid { .. } | domain::Error::Mistaken(_) => {
                Self::usage(error.text(Language::De))
            }
            _ => Self::failed(error.text(Language::De)),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::failed(error.to_string())
    }
}

/// Runs a command to its exit code.
#[must_use]
pub fn run(arguments: Arguments) -> ExitCode {
    match actix_web::rt::System::new().block_on(execute(arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", failure.text);
            ExitCode::from(failure.code)
        }
    }
}

async fn execute(arguments: Arguments) -> Result<(), Failure> {
    let file = arguments.config;
    match arguments.command {
        Command::Serve => serve::serve(load(Sources::of_process(file))?).await,
        Command::Demo { port, data_dir } => serve::demo(file, port, &data_dir).await,
        Command::Migrate => migrate(&load(Sources::of_process(file))?).await,
        Command::Import(arguments) => import::import(arguments, file).await,
        Command::ImportFigures(arguments) => arguments.run(&desk(file).await?).await,
        Command::Doctor { quick } => doctor::doctor(&load(Sources::of_process(file))?, quick).await,
        Command::Network(command) => command.run(&desk(file).await?).await,
        Command::Tenant(command) => command.run(&desk(file).await?).await,
        Command::Membership(command) => command.run(&desk(file).await?).await,
        Command::Account(command) => command.run(&desk(file).await?).await,
        Command::Key(command) => command.run(&desk(file).await?).await,
        Command::Issuer(command) => command.run(&desk(file).await?).await,
        Command::Audit(command) => command.run(&desk(file).await?).await,
        Command::SigningKey(command) => command.run(&desk(file).await?).await,
        Command::Privacy(privacy::Privacy::Register { json }) => privacy::register(json),
        Command::Privacy(command) => {
            let config = load(Sources::of_process(file))?;
            command.run(&Desk::open(&config).await?, &config).await
        }
        Command::Reindex => reindex::reindex(&desk(file).await?).await,
        Command::Evaluate(evaluate) => evaluate.run().await,
        Command::Schema { federation } => {
            let sdl = match federation {
                true => schema::subgraph_sdl(),
                false => schema::sdl(),
            };
            print!("{sdl}");
            Ok(())
        }
        Command::Openapi => {
            print!(
                "{}",
                rest::openapi().map_err(|error| Failure::failed(error.to_string()))?
            );
            Ok(())
        }
    }
}

/// The configuration, or all its mistakes at once.
fn load(sources: Sources) -> Result<Config, Failure> {
    Config::load(&sources).map_err(|mistakes| {
        let mut text = format!("Die Konfiguration hat {} Fehler:\n", mistakes.len());
        for mistake in mistakes {
            text.push_str(&format!("  - {}\n", mistake.text(Language::De)));
        }
        Failure::usage(text.trim_end())
    })
}

/// The service gives up first, and says so.
const PATIENCE: Duration = Duration::from_secs(1);

/// How to connect, after the configuration.
fn options(config: &Config) -> Options {
    Options {
        connections: config.database_connections,
        suggestion_rest_months: config.suggestion_rest_months,
        ..Options::url(config.database_url.expose())
    }
}

/// An installation, for the commands of the operator.
async fn desk(file: Option<PathBuf>) -> Result<Desk, Failure> {
    Desk::open(&load(Sources::of_process(file))?).await
}

/// Opens the database, for the service and for commands: the embedded one is brought up to date by that, PostgreSQL has to
/// be, and has to keep tenants apart.
async fn open(config: &Config) -> Result<Store, Failure> {
    open_with(config, options(config)).await
}

/// The same for the service: what nobody waits for any more ends in the database too.
async fn open_to_serve(config: &Config) -> Result<Store, Failure> {
    let options = Options {
        statement_timeout: Some(config.request_timeout + PATIENCE),
        ..options(config)
    };
    open_with(config, options).await
}

async fn open_with(config: &Config, options: Options) -> Result<Store, Failure> {
    prepare_folder(config)?;
    if config.database_url.is_sqlite() {
        return Ok(database::open(&options).await?);
    }
    match database::pending(&options.url).await? {
        0 => {}
        steps => {
            return Err(Failure::failed(format!(
                "Der Datenbank fehlen {steps} Schritte. `staedtenetz migrate` führt sie aus."
            )));
        }
    }
    let store = database::open_migrated(&options).await?;
    let faults = server::faults(&store).await?;
    let texts: Vec<&str> = faults
        .iter()
        .map(|fault| fault.text(Language::De))
        .collect();
    match texts.as_slice() {
        [] => Ok(store),
        texts => Err(Failure::failed(texts.join("\n"))),
    }
}

async fn migrate(config: &Config) -> Result<(), Failure> {
    prepare_folder(config)?;
    let owner = config
        .database_owner_url
        .as_ref()
        .unwrap_or(&config.database_url);
    let steps = database::migrate(owner.expose()).await?;
    println!("{steps} Schritte ausgeführt; die Datenbank ist auf dem Stand dieser Version.");
    Ok(())
}

/// The folder of the embedded database exists.
fn prepare_folder(config: &Config) -> Result<(), Failure> {
    if config.database_url.is_sqlite() {
        std::fs::create_dir_all(&config.data_dir)
            .map_err(|error| Failure::failed(format!("{}: {error}", config.data_dir.display())))?;
    }
    Ok(())
}
