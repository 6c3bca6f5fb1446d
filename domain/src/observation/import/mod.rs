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

/// What to import.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The file.
    pub upload: Upload<'a>,
    /// Where its values come from, as far as they do not say so themselves.
    pub source: Option<&'a str>,
}

/// Says what an import would do, and does nothing.
///
/// # Errors
/// `BAD_USER_INPUT` for what is no table of values, `FORBIDDEN` for whoever could not import it.
pub async fn preview(ctx: &Ctx, request: &Request<'_>) -> Result<Report> {
    let table = table::read(request.upload)?;
    // A unit of work that is undone: the same rows as the import itself will see.
    let work = ctx.begin().await?;
    let done = compared(&work, table, request).await;
    work.roll_back().await?;
    done.map(|(compared, findings)| compared.report(findings, false))
}

/// Imports a file.
///
/// # Errors
/// `BAD_USER_INPUT` naming the cells that cannot be, `FORBIDDEN` for whoever may not write for a municipality or not release
/// so widely, `CONFLICT` where a value was corrected meanwhile.
pub async fn apply(work: &Work<'_>, request: &Request<'_>) -> Result<Report> {
    let table = table::read(request.upload)?;
    let (compared, findings) = compared(work, table, request).await?;
    findings.refuse()?;
    write::write(work, &compared).await?;
    Ok(compared.report(findings, true))
}

async fn compared(
    work: &Work<'_>,
    table: table::FileTable,
    request: &Request<'_>,
) -> Result<(Compared, Findings)> {
    let ctx = work.ctx();
    let city = ctx.own_city()?;
    let tenant = ctx.member_who_may(Action::Write)?.tenant;
    take_turn(work, tenant).await?;
    let mut findings = Findings::new(&table);
    let raw = row::read_all(ctx, (&city, &table), &mut findings);
    let compared = compare::compare(work, (tenant, city), (table, raw), request, &mut findings);
    let compared = compared.await?;
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
