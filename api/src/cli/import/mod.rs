//! `staedtenetz import`: an action plan from a file into the database, or, as a dry run, onto the screen.
//!
//! Invariant: a dry run writes nothing, not even an empty database; an import that fails leaves the plan as it was.

mod text;

use super::{Failure, load, open, options};
use crate::{
    config::{Config, Sources},
    database,
};
use clap::Args;
use domain::{
    Ctx, Work,
    actor::{Actor, Member, Principal, Role, Scopes},
    import::{self, Report, Request, SetUp, Upload},
    language::Language,
    store::Store,
    value::Visibility,
};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;

/// What to import, and where to.
#[derive(Debug, Args)]
pub struct Import {
    /// The plan: TSV, CSV, HTML, Markdown or XLSX.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Short name of the network, such as kora; it is set up if it does not exist.
    #[arg(long, value_name = "SLUG")]
    network: String,
    /// Key of the municipality, eight digits, such as 05334002 for Aachen.
    #[arg(long, value_name = "AGS")]
    city: String,
    /// Only say what would happen.
    #[arg(long)]
    dry_run: bool,
    /// Folder of the embedded database; without it the configuration decides.
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Title of the plan, by which a new version of the file finds it.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Who may read a new plan; without it, whom the network names.
    #[arg(long, value_name = "WHO", value_parser = ["tenant", "network", "public"])]
    visibility: Option<String>,
}

/// Imports a plan.
pub async fn import(arguments: Import, config_file: Option<PathBuf>) -> Result<(), Failure> {
    let bytes = read(&arguments.file)?;
    let name = arguments
        .file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let config = load(sources(&arguments, config_file))?;
    let bar = progress_bar();
    let listener = |done: usize, all: usize| {
        bar.set_length(u64::try_from(all).unwrap_or_default());
        bar.set_position(u64::try_from(done).unwrap_or_default());
    };
    let request = Request {
        upload: Upload {
            name: &name,
            bytes: &bytes,
        },
        network: &arguments.network,
        city: &arguments.city,
        title: arguments.title.as_deref(),
        visibility: arguments.visibility.as_deref().and_then(visibility),
        progress: Some(&listener),
    };
    if arguments.dry_run {
        return preview(&config, &request).await;
    }
    let outcome = apply(&config, &request).await;
    bar.finish_and_clear();
    outcome
}

fn visibility(word: &str) -> Option<Visibility> {
    Visibility::from_word(&word.to_ascii_uppercase())
}

/// Only shown on a terminal.
fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} Vorhaben");
    let bar = ProgressBar::new(0);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// The bytes of the file, unless there are too many of them.
fn read(file: &std::path::Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::usage(format!(
            "{} lässt sich nicht lesen: {error}. Stimmt der Pfad?",
            file.display()
        ))
    };
    let facts = std::fs::metadata(file).map_err(unreadable)?;
    if facts.is_dir() {
        return Err(Failure::usage(format!(
            "{} ist ein Ordner; erwartet wird eine Datei.",
            file.display()
        )));
    }
    import::check_size(facts.len())?;
    std::fs::read(file).map_err(unreadable)
}

fn sources(arguments: &Import, config_file: Option<PathBuf>) -> Sources {
    let sources = Sources::of_process(config_file);
    let Some(folder) = &arguments.data_dir else {
        return sources;
    };
    let database = folder.join("staedtenetz.sqlite");
    sources
        .with_argument("data_dir", folder.display().to_string())
        .with_argument(
            "database_url",
            format!("sqlite://{}?mode=rwc", database.display()),
        )
}

/// Says what an import would do. A database that is still to be made is made in memory.
async fn preview(config: &Config, request: &Request<'_>) -> Result<(), Failure> {
    let stored = database::open_as_is(&options(config)).await?;
    let is_new = stored.is_none();
    let store = match stored {
        Some(store) => store,
        None => database::in_memory().await?,
    };
    let ctx = match member(&store, request) {
        Some(actor) => Ctx::new(&store, actor, Language::De),
        None => Ctx::new(
            &store,
            Actor::Operator(Principal::CommandLine),
            Language::De,
        ),
    };
    let outcome = import::preview(&ctx, request).await;
    store.close().await?;
    let report = outcome?;
    println!("{}", text::report(&report));
    println!("{}", text::after_preview(&report, is_new));
    Ok(())
}

/// Sets up what is missing, then imports in one transaction.
async fn apply(config: &Config, request: &Request<'_>) -> Result<(), Failure> {
    let store = open(config).await?;
    let outcome = written(&store, request).await;
    store.close().await?;
    let (set_up, report) = outcome?;
    println!("{}", text::report(&report));
    println!("{}", text::after_import(&report, &set_up, request));
    Ok(())
}

async fn written(store: &Store, request: &Request<'_>) -> Result<(SetUp, Report), Failure> {
    let operator = Ctx::new(store, Actor::Operator(Principal::CommandLine), Language::De);
    let prepare = async |work: &Work<'_>| import::set_up(work, request).await;
    let set_up = operator
        .write("import.set_up", request.network, prepare)
        .await?;
    let actor = member(store, request).ok_or_else(|| {
        Failure::failed("Die Einrichtung von Netz und Mandant ist nicht zu finden. Bitte noch einmal versuchen.")
    })?;
    let ctx = Ctx::new(store, actor, Language::De);
    let job = async |work: &Work<'_>| import::apply(work, request).await;
    let report = ctx.write("plan.import", request.upload.name, job).await?;
    Ok((set_up, report))
}

/// Whoever sits at the machine imports in the name of the city, if it takes part.
fn member(store: &Store, request: &Request<'_>) -> Option<Actor> {
    let reference = store.reference();
    let network = reference.network(request.network)?;
    let tenant = reference.tenant_of_city(request.city)?;
    let takes_part = reference
        .members_of(network.id)
        .any(|member| member.tenant_id == tenant.id);
    takes_part.then(|| {
        Actor::Member(Member {
            tenant: tenant.id,
            role: Role::Publisher,
            scopes: Scopes::all(),
            principal: Principal::CommandLine,
            networks: vec![network.id],
        })
    })
}
