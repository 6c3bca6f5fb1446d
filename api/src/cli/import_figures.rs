//! `staedtenetz import-figures`: values of a municipality from a file into the database, or, as a dry run, onto the screen.
//!
//! Invariant: the values belong to the city that is named; a file with an error is not imported at all.

use super::{
    Failure,
    desk::{Desk, Place},
};
use clap::Args;
use domain::{
    import::Upload,
    language::Language,
    observation::import::{self, Finding, Report, Request},
};
use std::path::PathBuf;

/// So many findings are printed.
const MOST: usize = 200;

/// What to import, and for which city.
#[derive(Debug, Args)]
pub struct ImportFigures {
    /// The values: CSV, TSV or XLSX with a row for each.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Where the values come from, as far as their rows do not say so.
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Only say what would happen.
    #[arg(long)]
    dry_run: bool,
}

impl ImportFigures {
    /// Imports the file.
    ///
    /// # Errors
    /// A city that does not take part, a file that cannot be read or holds errors.
    pub async fn run(self, desk: &Desk) -> Result<(), Failure> {
        let bytes = self.bytes()?;
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let ctx = desk.acting_for(&self.place)?;
        let file = async {
            import::open(Upload {
                name: &name,
                bytes: &bytes,
            })
        };
        let request = Request {
            source: self.source.as_deref(),
            dry_run: self.dry_run,
        };
        let report = import::run(&ctx, request, file).await?;
        println!("{}", text(&report));
        Ok(())
    }

    /// The bytes of the file, unless there are too many of them.
    fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let unreadable = |error: std::io::Error| {
            let path = self.file.display();
            Failure::usage(format!(
                "{path} lässt sich nicht lesen: {error}. Stimmt der Pfad?"
            ))
        };
        let facts = std::fs::metadata(&self.file).map_err(unreadable)?;
        if usize::try_from(facts.len()).is_ok_and(|size| size > import::MAX_BYTES) {
            return Err(Failure::usage(format!(
                "{} ist größer als {} MB. Bitte in mehrere Dateien teilen.",
                self.file.display(),
                import::MAX_BYTES >> 20
            )));
        }
        std::fs::read(&self.file).map_err(unreadable)
    }
}

fn text(report: &Report) -> String {
    let totals = report.totals;
    let mut lines = vec![format!(
        "{} ({}): {} Zeilen, {} neu, {} berichtigt, {} unverändert, {} ohne Wert, {} mit Fehlern.",
        report.format.word(),
        report.encoding,
        totals.rows,
        totals.new,
        totals.corrected,
        totals.unchanged,
        totals.skipped,
        totals.refused
    )];
    lines.extend(report.findings.iter().take(MOST).map(line));
    let more = report.findings.len().saturating_sub(MOST) + report.more_findings;
    if more > 0 {
        lines.push(format!("… und {more} weitere."));
    }
    lines.push(
        match (report.is_applied, report.is_importable()) {
            (true, _) => "Importiert.",
            (false, true) => "Probelauf: nichts geschrieben. Ohne --dry-run wird importiert.",
            (false, false) => {
                "Probelauf: nichts geschrieben. Mit diesen Fehlern wird nicht importiert."
            }
        }
        .to_owned(),
    );
    lines.join("\n")
}

fn line(finding: &Finding) -> String {
    let level = finding.level.label();
    let place = finding.address().map(|address| format!(" {address}"));
    let original = finding.original.as_ref().map(|text| format!(" {text:?}"));
    format!(
        "{}{}{}: {}",
        level.text(Language::De),
        place.unwrap_or_default(),
        original.unwrap_or_default(),
        finding.text.text(Language::De)
    )
}
