//! `staedtenetz audit`: the audit log.
//!
//! Invariant: nothing here changes the log; a broken chain ends with an exit code that is not 0.

use super::{
    Failure,
    desk::{Desk, Place},
};
use crate::rest::audit_entry::{Format, page, write};
use clap::Subcommand;
use domain::{
    audit_entry::{self, Verdict},
    read::{Item, PageRequest},
};
use std::io::{IsTerminal, stderr, stdout};

/// The audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Checks that no entry was changed, removed or inserted.
    Verify,
    /// Writes the log of an organisation to the standard output, the newest entry first.
    Export {
        #[command(flatten)]
        place: Place,
        /// jsonl or csv.
        #[arg(long, default_value = "jsonl")]
        format: String,
    },
}

impl Audit {
    /// Carries it out.
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self {
            Self::Verify => verify(desk).await,
            Self::Export { place, format } => export(desk, &place, &format).await,
        }
    }
}

async fn verify(desk: &Desk) -> Result<(), Failure> {
    let ctx = desk.operator();
    let work = ctx.begin().await?;
    let is_watched = stderr().is_terminal();
    let verdict = audit_entry::verify(&work, |seq| {
        if is_watched {
            eprint!("\r{seq} Einträge geprüft …");
        }
    });
    let verdict = verdict.await?;
    work.roll_back().await?;
    if is_watched {
        eprintln!();
    }
    match verdict {
        Verdict::Intact(entries) => {
            println!(
                "Das Protokoll ist unversehrt: {entries} Einträge, jeder mit seinem Vorgänger verkettet."
            );
            Ok(())
        }
        Verdict::BrokenAt(entry) => Err(Failure::failed(format!(
            "Das Protokoll ist ab Eintrag {entry} nicht mehr das, das geschrieben wurde. \
             Bitte die Datenbank sichern, wie sie ist, und den Eintrag mit der letzten Sicherung vergleichen."
        ))),
    }
}

async fn export(desk: &Desk, place: &Place, format: &str) -> Result<(), Failure> {
    let (ctx, format) = (desk.acting_for(place)?, Format::from_word(format)?);
    let mut out = stdout().lock();
    let (mut after, mut entries) = (None, 0);
    loop {
        let wanted = PageRequest {
            after: after.clone(),
            ..PageRequest::first(PageRequest::MAX)
        };
        let part = page(&ctx, wanted).await?;
        write(&part, (format, after.is_none()), &mut out)?;
        entries += part.items.len();
        after = part.items.last().map(Item::cursor);
        if !part.has_next {
            break;
        }
    }
    eprintln!("{entries} Einträge. Weiter: staedtenetz audit verify prüft die Kette.");
    Ok(())
}
