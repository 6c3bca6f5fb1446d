//! The import of observations: a file with a row for each value becomes values of the caller's own municipality.
//!
//! `table` finds the header and the rows, `row` reads a row, `compare` holds it against what is stored, `outlier` looks for
//! what is unusual, and `write` writes the difference. [`preview`] ends before the last step; [`apply`] takes it.
//!
//! Invariant: whatever is wrong is told at its cell; all of it is written or nothing; the number of statements does not
//! depend on the number of rows.

mod column;
mod compare;
mod known;
mod number;
mod outlier;
mod report;
mod row;
mod table;
mod word;
mod write;

use super::record::take_turn;
use crate::{
    ctx::Ctx,
    error::{Error, Result},
    import::Upload,
    policy::Action,
    work::Work,
};
use compare::Compared;
use entity::id::TenantId;
use report::Findings;

pub use column::{Column, FileColumn};
pub use report::{Effect, Finding, Level, Line, Report, Totals};

/// Most rows of a file.
pub const MOST_ROWS: usize = 10_000;

/// The largest file that is read: so many rows, each with some sentences.
pub const MAX_BYTES: usize = 8 << 20;

/// What it is called in the audit log.
const ACTION: &str = "observation.import";
const SUBJECT: &str = "figures";

/// A file that was read.
pub struct File(table::FileTable);

/// How a file is to be imported.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Where its values come from, as far as they do not say so themselves.
    pub source: Option<&'a str>,
    /// Whether only to say what the import would do.
    pub dry_run: bool,
}

/// Reads a file, and asks for nothing: this takes its time, and needs no database.
///
/// # Errors
/// `BAD_USER_INPUT` for what is no table of values, and for what is too large.
pub fn open(upload: Upload<'_>) -> Result<File> {
    table::read(upload).map(File)
}

/// Imports a file, or says what that would do. Who may not is told so before the file is read.
///
/// # Errors
/// `FORBIDDEN` for whoever may not write for a municipality or not release so widely, `BAD_USER_INPUT` for what is no table of
/// values, and naming the cells that cannot be, `CONFLICT` where a value was corrected meanwhile.
pub async fn run(
    ctx: &Ctx,
    request: Request<'_>,
    file: impl Future<Output = Result<File>>,
) -> Result<Report> {
    let may = async { ctx.own_city() };
    ctx.prepare(ACTION, SUBJECT, may).await?;
    let file = file.await?;
    if request.dry_run {
        return preview(ctx, file, request.source).await;
    }
    let job = async |work: &Work<'_>| apply(work, file, request.source).await;
    ctx.write(ACTION, SUBJECT, job).await
}

/// Says what an import would do, and does nothing.
///
/// # Errors
/// Those of the import.
pub async fn preview(ctx: &Ctx, file: File, source: Option<&str>) -> Result<Report> {
    // A unit of work that is undone: the same rows as the import itself will see.
    let work = ctx.begin().await?;
    let done = compared(&work, file, source).await;
    work.roll_back().await?;
    done.map(|(compared, findings)| compared.report(findings, false))
}

/// Imports a file.
///
/// # Errors
/// `BAD_USER_INPUT` naming the cells that cannot be, `FORBIDDEN` for whoever may not write for a municipality or not release
/// so widely, `CONFLICT` where a value was corrected meanwhile.
pub async fn apply(work: &Work<'_>, file: File, source: Option<&str>) -> Result<Report> {
    let (compared, findings) = compared(work, file, source).await?;
    findings.refuse()?;
    write::write(work, &compared).await?;
    Ok(compared.report(findings, true))
}

async fn compared(
    work: &Work<'_>,
    File(table): File,
    source: Option<&str>,
) -> Result<(Compared, Findings)> {
    let ctx = work.ctx();
    let city = ctx.own_city()?;
    let tenant = ctx.member_who_may(Action::Write)?.tenant;
    take_turn(work, tenant).await?;
    let mut findings = Findings::new(&table);
    let raw = row::read_all(ctx, (&city, &table), &mut findings);
    let read = (table, raw);
    let compared = compare::compare(work, (tenant, city), read, source, &mut findings).await?;
    for entry in &compared.entries {
        entry.readership.release.author(ctx)?;
    }
    outlier::look(work, &compared, &mut findings).await?;
    Ok((compared, findings))
}

/// Whose values they are, and of which municipality.
type Owner = (TenantId, String);

fn refused<T>(de: impl Into<String>, en: impl Into<String>) -> Result<T> {
    Err(Error::invalid("file", de, en))
}
