//! `staedtenetz privacy`: the register of personal data, a person's copy, erasure, and the removal of what is too old.
//!
//! Invariant: a command says what it did and what to do next; what cannot be undone is asked for twice.

use super::{Failure, desk::Desk};
use crate::{config::Config, rest::person_csv};
use clap::Subcommand;
use comfy_table::{ContentArrangement, Table};
use domain::{
    Ctx, Error,
    account::{self, Account},
    privacy::{self, PERSONAL},
};
use std::path::PathBuf;

/// Data protection (DSGVO).
#[derive(Debug, Subcommand)]
pub enum Privacy {
    /// Shows every column that holds personal data, what it is for and how long it is kept (Verzeichnis).
    Register {
        /// As JSON instead of a table.
        #[arg(long)]
        json: bool,
    },
    /// Writes everything that is kept of a person to a file (Art. 15 and 20).
    Export {
        /// Address of the person.
        #[arg(long)]
        email: String,
        /// File to write, as JSON, or as CSV where its name ends so.
        file: PathBuf,
    },
    /// Erases a person (Art. 17); this cannot be undone.
    Erase {
        /// Address of the person.
        #[arg(long)]
        email: String,
        /// The address once more.
        #[arg(long, value_name = "EMAIL")]
        confirm: String,
    },
    /// Removes what is older than the settings `retention_…` say.
    Retain {
        /// Only say how much that would be.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Shows the register; it needs no installation.
pub fn register(as_json: bool) -> Result<(), Failure> {
    if as_json {
        let entries: Vec<_> = PERSONAL.iter().map(privacy::describe).collect();
        let text = serde_json::to_string_pretty(&entries);
        println!(
            "{}",
            text.map_err(|error| Failure::failed(error.to_string()))?
        );
        return Ok(());
    }
    let mut table = Table::new();
    table
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(["Tabelle", "Spalten", "Art", "Zweck", "Aufbewahrung"]);
    for one in PERSONAL {
        let columns = one.columns.join(", ");
        table.add_row([
            one.table,
            columns.as_str(),
            one.nature.word(),
            one.purpose.0,
            one.retention.0,
        ]);
    }
    println!("{table}");
    println!(
        "Alle anderen Spalten halten keine personenbezogenen Daten; ein Test vergleicht mit dem Schema."
    );
    Ok(())
}

impl Privacy {
    /// Carries it out.
    pub async fn run(self, desk: &Desk, config: &Config) -> Result<(), Failure> {
        match self {
            Self::Register { json } => register(json),
            Self::Export { email, file } => export(desk, &email, file).await,
            Self::Erase { email, confirm } => erase(desk, &email, &confirm).await,
            Self::Retain { dry_run } => retain(desk, config, dry_run).await,
        }
    }
}

async fn export(desk: &Desk, email: &str, file: PathBuf) -> Result<(), Failure> {
    let ctx = desk.operator();
    let id = known(&ctx, email).await?.id;
    let export = async |work: &domain::Work<'_>| privacy::export(work, id).await;
    let copy = ctx.write("account.export", id, export).await?;
    let is_csv = file.extension().is_some_and(|end| end == "csv");
    let text = if is_csv {
        person_csv::text(&copy)?
    } else {
        let text = serde_json::to_vec_pretty(&copy);
        text.map_err(|error| Failure::failed(error.to_string()))?
    };
    std::fs::write(&file, text)
        .map_err(|error| Failure::failed(format!("{}: {error}", file.display())))?;
    println!("Auskunft über {email} in {} geschrieben.", file.display());
    println!("Weiter: der Person auf sicherem Weg übergeben, dann die Datei löschen.");
    Ok(())
}

async fn erase(desk: &Desk, email: &str, confirm: &str) -> Result<(), Failure> {
    if email != confirm {
        return Err(Failure::usage(
            "--confirm nennt nicht dieselbe Adresse wie --email; nichts wurde gelöscht.",
        ));
    }
    let ctx = desk.operator();
    let id = known(&ctx, email).await?.id;
    let erase = async |work: &domain::Work<'_>| privacy::erase(work, id).await;
    let erased = ctx.write("account.erase", id, erase).await?;
    println!(
        "Konto {id} gelöscht: {} Rollen, {} Anmeldungen; Name und Adresse aus {} Einträgen entfernt.",
        erased.roles, erased.sessions, erased.mentions
    );
    println!("Im Protokoll bleibt {id}, das niemanden mehr benennt. Der Zugang ist beendet.");
    println!(
        "{} Schlüssel der Person gelten weiter, da sie dem Mandanten gehören: staedtenetz key list --city AGS",
        erased.keys
    );
    println!("Weiter: Sicherungen, die die Person noch enthalten, nach Plan ablaufen lassen.");
    Ok(())
}

async fn retain(desk: &Desk, config: &Config, dry_run: bool) -> Result<(), Failure> {
    let retired = privacy::retain(&desk.operator(), &config.retention.policy, dry_run).await?;
    let verb = if dry_run {
        "Zu löschen wären"
    } else {
        "Gelöscht wurden"
    };
    println!(
        "{verb}: {} Anmeldungen, {} Erneuerungstoken, {} Sperren, {} Schlüssel, {} Pläne, Vorhaben und Verbindungen, {} Vektoren, {} Nachrichten an Webhooks, {} aufgehobene Antworten.",
        retired.sign_ins,
        retired.refresh_tokens,
        retired.revocations,
        retired.keys,
        retired.contents,
        retired.embeddings,
        retired.deliveries,
        retired.answers
    );
    if dry_run {
        println!(
            "Weiter: ohne --dry-run ausführen, oder den Dienst laufen lassen, der es täglich tut."
        );
    }
    Ok(())
}

async fn known(ctx: &Ctx, email: &str) -> Result<Account, Failure> {
    let found = account::find(ctx, email).await?;
    Ok(found.ok_or(Error::NotFound("account"))?)
}
