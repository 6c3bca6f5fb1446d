//! `staedtenetz audit`: checks the audit log, and writes it out.
//!
//! Invariant: a chain that is broken ends with 1, so that a job that checks it fails; an export goes to standard output
//! and what is said about it does not.

use super::{
    Failure,
    desk::{Desk, Place},
};
use crate::rest::{
    audit_entry::AuditEntryView,
    audit_export::{self, Format},
};
use clap::{Args, Subcommand};
use domain::{
    Ctx,
    audit_entry::{self, AuditEntry, AuditFilter, Verdict},
    read::Reader,
};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{BufWriter, Stdout, Write};

/// The audit log.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Checks whether an entry was changed, removed or inserted.
    Verify,
    /// Writes the log to standard output, the oldest entry first.
    Export(Export),
}

/// Which log, and how.
#[derive(Args, Debug)]
pub struct Export {
    /// Municipality whose log it is, by its official key; without it the log of all tenants and of the platform.
    #[arg(long, value_name = "AGS")]
    city: Option<String>,
    /// How entries are written.
    #[arg(long, default_value = "jsonl", value_parser = ["jsonl", "csv"])]
    format: String,
}

impl Audit {
    /// Carries it out.
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        match self {
            Self::Verify => verify(&desk.operator()).await,
            Self::Export(wanted) => export(desk, wanted).await,
        }
    }
}

async fn verify(ctx: &Ctx) -> Result<(), Failure> {
    let bar = progress_bar();
    let listener = |done: i64, all: i64| {
        bar.set_length(u64::try_from(all).unwrap_or_default());
        bar.set_position(u64::try_from(done).unwrap_or_default());
    };
    let verdict = audit_entry::verify(ctx, Some(&listener)).await;
    bar.finish_and_clear();
    match verdict? {
        Verdict::Intact { entries, seal } => {
            println!("{entries} Einträge geprüft, die Kette ist unversehrt.");
            if !seal.is_empty() {
                println!("Siegel des letzten Eintrags: {seal}");
                println!(
                    "Weiter: das Siegel außerhalb dieser Maschine aufbewahren; ein Export muss es später noch enthalten."
                );
            }
            Ok(())
        }
        Verdict::BrokenAt(seq) => Err(Failure::failed(format!(
            "Die Kette ist ab Eintrag {seq} gebrochen: dort wurde ein Eintrag geändert, entfernt oder eingefügt. \
             {} Einträge davor sind unversehrt.\n\
             Weiter: die Datenbank sichern, wie sie ist, und mit der letzten Sicherung vergleichen.",
            seq - 1
        ))),
    }
}

/// Only shown on a terminal.
fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} Einträge");
    let bar = ProgressBar::new(0);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

async fn export(desk: &Desk, wanted: Export) -> Result<(), Failure> {
    let mut output = Output {
        to: BufWriter::new(std::io::stdout()),
        format: Format::from_word(&wanted.format).unwrap_or(Format::Jsonl),
        written: 0,
    };
    match wanted.city {
        Some(ags) => {
            let place = Place {
                city: Some(ags),
                tenant: None,
            };
            of_tenant(&desk.acting_for(&place)?, &mut output).await?;
        }
        None => of_all(&desk.operator(), &mut output).await?,
    }
    output.to.flush()?;
    eprintln!("{} Einträge geschrieben.", output.written);
    Ok(())
}

async fn of_tenant(ctx: &Ctx, output: &mut Output) -> Result<(), Failure> {
    let (filter, reader) = (AuditFilter::default(), Reader::new(ctx));
    let mut after = None;
    loop {
        let page = audit_entry::export(&reader, &filter, after).await?;
        output.add(ctx, page.items.iter().map(|item| &*item.node))?;
        after = page.next_cursor();
        if after.is_none() {
            return Ok(());
        }
    }
}

async fn of_all(ctx: &Ctx, output: &mut Output) -> Result<(), Failure> {
    let mut after = 0;
    while let Some((last, part)) = audit_entry::whole(ctx, after).await? {
        output.add(ctx, part.iter())?;
        after = last;
    }
    Ok(())
}

/// Where entries are written, and how many were.
struct Output {
    to: BufWriter<Stdout>,
    format: Format,
    written: usize,
}

impl Output {
    /// The first part has the header, also where it has nothing else.
    fn add<'e>(
        &mut self,
        ctx: &Ctx,
        entries: impl Iterator<Item = &'e AuditEntry>,
    ) -> Result<(), Failure> {
        let views: Vec<_> = entries
            .map(|entry| AuditEntryView::of(ctx, entry))
            .collect();
        audit_export::write(&mut self.to, self.format, &views, self.written == 0)?;
        self.written += views.len();
        Ok(())
    }
}
