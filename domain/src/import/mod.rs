//! The import of action plans: a file with the table of a plan becomes a plan with projects, links and provenance.
//!
//! A file goes through five steps: `file` finds out what it is, a reader of `read` makes tables of cells of it,
//! `interpret` makes a draft of a plan, `compare` holds it against what is stored, and `write` writes the difference.
//! [`preview`] ends before the last step; [`apply`] takes it.
//!
//! Invariant: every text of the file is kept as provenance; what is inferred is marked as guessed; all of it is written
//! or nothing.

mod around;
mod boundary;
mod cell;
mod city_names;
mod compare;
mod diff;
mod document;
mod draft;
mod encoding;
mod existing;
mod facts;
mod field;
mod file;
mod header;
mod inspect;
mod interpret;
mod link;
mod list;
mod markup;
pub(crate) mod plain;
mod prepare;
mod provenance;
mod read;
mod report;
mod set_up;
mod sheet;
mod sub_project;
mod sync;
mod synonym;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
pub(crate) mod tests;
mod vote;
mod word;
mod write;

use crate::{
    actor::{Actor, Member},
    ctx::Ctx,
    error::{Error, Result},
    plan,
    release::Release,
    work::Work,
};
use entity::{
    id::{NetworkId, TenantId},
    value::Visibility,
};
use existing::Existing;
use prepare::Prepared;

pub use diff::{Aspect, Change, Diff, ProjectDiff};
pub use file::{Format, MAX_BYTES, Upload, check_size};
pub use header::Meaning;
pub use report::{
    CellReport, ColumnReport, FileFacts, Finding, Place, ProjectReport, Report, Target, Totals,
    Understanding,
};
pub use set_up::{SetUp, set_up};
pub use sheet::Address;

/// Hears how many projects of how many are written.
pub type ProgressListener<'a> = dyn Fn(usize, usize) + Send + Sync + 'a;

/// What to import, and where to.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The file.
    pub upload: Upload<'a>,
    /// Slug of the network.
    pub network: &'a str,
    /// Key of the municipality whose plan it is.
    pub city: &'a str,
    /// Title of the plan, by which a new version of its file finds it; without one, that of the city.
    pub title: Option<&'a str>,
    /// Who may read a new plan; without it, whom the network names.
    pub visibility: Option<Visibility>,
    /// Who wants to hear of the progress.
    pub progress: Option<&'a ProgressListener<'a>>,
}

/// Says what an import would do, and does nothing. The operator may ask for a city that is not set up yet.
///
/// # Errors
/// `BAD_USER_INPUT` for a file or target that cannot be, `FORBIDDEN` where the caller could not import it.
pub async fn preview(ctx: &Ctx, request: &Request<'_>) -> Result<Report> {
    let prepared = Prepared::of(ctx, request)?;
    let existing = match ctx.actor() {
        Actor::Operator(_) if !is_set_up(ctx, request) => None,
        _ => {
            let owner = owner(ctx, request)?;
            // A unit of work that is undone: the same rows as the import itself will see.
            let work = ctx.begin().await?;
            let existing = existing::load(work.connection(), owner, &prepared.title).await?;
            work.roll_back().await?;
            existing
        }
    };
    Ok(report(ctx, prepared, request, existing.as_ref()))
}

/// Imports a plan, or a new version of it.
///
/// # Errors
/// `BAD_USER_INPUT` for a file or target that cannot be, `FORBIDDEN` where the caller may not write for the city or not
/// release so widely, `CONFLICT` for a code that another project has.
pub async fn apply(work: &Work<'_>, request: &Request<'_>) -> Result<Report> {
    let ctx = work.ctx();
    let prepared = Prepared::of(ctx, request)?;
    let owner = owner(ctx, request)?;
    let existing = existing::load(work.connection(), owner, &prepared.title).await?;
    let release = release(&prepared, request, existing.as_ref());
    release.author(ctx)?;
    let diff = compare::compare(
        &prepared.document,
        &prepared.draft,
        existing.as_ref(),
        ctx.reference(),
    );
    let writing = write::Writing {
        work,
        owner,
        city: request.city,
        title: &prepared.title,
        release,
        document: &prepared.document,
        draft: &prepared.draft,
        existing: existing.as_ref(),
        diff: &diff,
    };
    let plan = writing.everything(request.progress).await?;
    Ok(Report {
        plan: Some(plan),
        ..prepared.report(request.network, release.visibility, diff)
    })
}

fn report(
    ctx: &Ctx,
    prepared: Prepared,
    request: &Request<'_>,
    existing: Option<&Existing>,
) -> Report {
    let diff = compare::compare(
        &prepared.document,
        &prepared.draft,
        existing,
        ctx.reference(),
    );
    let visibility = release(&prepared, request, existing).visibility;
    prepared.report(request.network, visibility, diff)
}

/// A plan that exists keeps its release: whoever may read it was decided.
fn release(prepared: &Prepared, request: &Request<'_>, existing: Option<&Existing>) -> Release {
    match existing {
        Some(existing) => plan::release(&existing.plan),
        None => Release {
            visibility: prepared.visibility(request),
            embargo_until: None,
        },
    }
}

/// The tenant and the network, if the caller acts for that city there.
fn owner(ctx: &Ctx, request: &Request<'_>) -> Result<(TenantId, NetworkId)> {
    let reference = ctx.reference();
    let network = reference
        .network(request.network)
        .ok_or(Error::NotFound("network"))?
        .id;
    let tenant = reference
        .tenant_of_city(request.city)
        .ok_or(Error::NotFound("tenant"))?
        .id;
    match ctx.actor() {
        Actor::Member(Member {
            tenant: own,
            networks,
            ..
        }) if *own == tenant && networks.contains(&network) => Ok((tenant, network)),
        _ => Err(Error::Forbidden),
    }
}

/// Whether the city takes part in the network already.
fn is_set_up(ctx: &Ctx, request: &Request<'_>) -> bool {
    let reference = ctx.reference();
    let network = reference.network(request.network);
    let tenant = reference.tenant_of_city(request.city);
    network.zip(tenant).is_some_and(|(network, tenant)| {
        reference
            .members_of(network.id)
            .any(|member| member.tenant_id == tenant.id)
    })
}
