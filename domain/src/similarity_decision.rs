//! Coordinators' decisions about pairs of projects: what the weights of their network are learnt from.
//!
//! Invariant: a decision belongs to the organisation that coordinates the network, which has one about a pair, in whatever
//! order it was asked; it is about projects of two cities that the caller may read, and nobody else learns of it.

use crate::{
    error::{Error, Result},
    membership,
    policy::Action,
    work::Work,
};
use entity::{
    id::{NetworkId, ProjectId, SimilarityDecisionId, TenantId},
    project,
    scope::{OwnTable, TenantTable},
    similarity_decision::{ActiveModel, Column, Entity},
};
use sea_orm::{
    ColumnTrait, Condition, ExprTrait, PaginatorTrait, QueryFilter, Set, sea_query::Query,
};

/// A decision about a pair.
#[derive(Clone, Copy, Debug)]
pub struct NewDecision {
    /// The network in which both projects stand.
    pub network: NetworkId,
    /// The project for which a similar one was looked for.
    pub project: ProjectId,
    /// The project that was found.
    pub other: ProjectId,
    /// Whether the pair is accepted; otherwise it is declined.
    pub is_accepted: bool,
}

/// How many pairs of a network an organisation has decided about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Accepted ones.
    pub accepted: u64,
    /// Declined ones.
    pub declined: u64,
}

/// Keeps a coordinator's decision about a pair, in the place of an earlier one; says how many there are.
///
/// # Errors
/// `FORBIDDEN` for whoever does not coordinate the network today or may not write for the organisation that does,
/// `NOT_FOUND` for a project that the caller may not read or that stands in another network, `BAD_USER_INPUT` for a project
/// with itself or with one of its own city.
pub async fn decide(work: &Work<'_>, new: NewDecision) -> Result<Tally> {
    let writer = membership::coordinator_who_writes(work, new.network, Action::Write);
    let tenant = writer.await?;
    check(work, &new).await?;
    forget(work, tenant, &new).await?;
    let id = SimilarityDecisionId(Work::new_id());
    work.insert(ActiveModel {
        id: Set(id),
        tenant_id: Set(tenant),
        network_id: Set(new.network),
        project_id: Set(new.project),
        other_id: Set(new.other),
        is_accepted: Set(new.is_accepted),
        decided_at: Set(work.ctx().now()),
    })
    .await?;
    work.made(id);
    Ok(Tally {
        accepted: count(work, (tenant, new.network), true).await?,
        declined: count(work, (tenant, new.network), false).await?,
    })
}

/// Two projects of two cities, both in the network, both readable.
async fn check(work: &Work<'_>, new: &NewDecision) -> Result<()> {
    let rows = project::Entity::visible_to(&work.ctx().audience())
        .filter(project::Column::NetworkId.eq(new.network.0))
        .filter(project::Column::Id.is_in([new.project.0, new.other.0]));
    let rows = rows.all(work.connection()).await?;
    match rows.as_slice() {
        [one, other] if one.city_ags.is_some() && one.city_ags == other.city_ags => {
            Err(Error::invalid(
                "other",
                "ist ein Vorhaben derselben Kommune; verglichen wird zwischen Kommunen.",
                "is a project of the same city; cities are compared with each other.",
            ))
        }
        [_, _] => Ok(()),
        [_] if new.project == new.other => Err(Error::invalid(
            "other",
            "ist dasselbe Vorhaben.",
            "is the same project.",
        )),
        _ => Err(Error::NotFound("project")),
    }
}

/// An earlier decision about the pair goes, whichever project it was asked of.
async fn forget(work: &Work<'_>, tenant: TenantId, pair: &NewDecision) -> Result<()> {
    let from_to = |project: ProjectId, other: ProjectId| {
        Column::ProjectId
            .eq(project.0)
            .and(Column::OtherId.eq(other.0))
    };
    let either = Condition::any()
        .add(from_to(pair.project, pair.other))
        .add(from_to(pair.other, pair.project));
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Column::TenantId.eq(tenant.0))
        .and_where(Column::NetworkId.eq(pair.network.0))
        .cond_where(either)
        .to_owned();
    work.execute(&delete).await?;
    Ok(())
}

async fn count(
    work: &Work<'_>,
    (tenant, network): (TenantId, NetworkId),
    is_accepted: bool,
) -> Result<u64> {
    let rows = Entity::of(tenant)
        .filter(Column::NetworkId.eq(network.0))
        .filter(Column::IsAccepted.eq(is_accepted));
    Ok(PaginatorTrait::count(rows, work.connection()).await?)
}
