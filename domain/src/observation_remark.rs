//! What is said about observations (Plausibilisierung): that one was checked, that it is doubted and why, and the answer.
//!
//! Invariant: who entered the value says it, or who coordinates a network of theirs and may read it; nobody else reads what
//! another said.

use crate::{
    actor::{Actor, Member},
    error::{Error, Result},
    membership,
    mistake::Mistakes,
    observation::{self, Observation},
    policy::{Action, may_at_home},
    read::{Edge, ListRequest, Page, Reader, Select, columns, parent},
    work::Work,
};
use chrono::{DateTime, Utc};
use entity::{
    id::{ObservationId, ObservationRemarkId, TenantId},
    observation::{Column, Entity, Model},
    observation_remark,
    scope::{Audience, TenantTable},
    tenant,
    value::{ChangeAction, Plausibility},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
    sea_query::LockType,
};
use std::sync::Arc;

columns! {
    /// What was said about an observation.
    ObservationRemark of observation_remark, parts of parties;
    keys {
        /// Key.
        id: ObservationRemarkId = Id,
        /// The value.
        observation_id: ObservationId = ObservationId,
        /// Whose word it is.
        author_id: TenantId = AuthorId,
    }
    fields {
        /// Where the value stands from then on.
        plausibility: Plausibility = Plausibility / "plausibility",
        /// What was said.
        note: Option<String> = Note / "note",
        /// When it was said.
        created_at: DateTime<Utc> = CreatedAt / "createdAt",
    }
}

parent!(ObservationRemark, "observationRemark", |reader, nodes, edge| {
    Edge::Tenant => reader.to_reference::<_, tenant::Model>(nodes, edge, |node| Some(node.author_id)),
});

/// What was said about a value, as far as the caller may read it.
///
/// # Errors
/// `NOT_FOUND`, `BAD_USER_INPUT` for a cursor that is none.
pub async fn of_observation(
    reader: &Reader<'_>,
    id: ObservationId,
    list: ListRequest,
    select: Select,
) -> Result<Arc<Page<ObservationRemark>>> {
    let select = Select::default().with(Edge::Remarks, list, select);
    let found = reader.one::<Observation>(id.0, &select).await?;
    let found = found.ok_or(Error::NotFound("observation"))?;
    found.edges.many(Edge::Remarks.name())
}

/// Says that a value is plausible, that it is doubted and why, or that it is to be looked at anew.
///
/// # Errors
/// `NOT_FOUND` where it is absent or invisible, `FORBIDDEN` for who neither entered it nor coordinates a network of who
/// did, `BAD_USER_INPUT` for a doubt without a note.
pub async fn remark(
    work: &Work<'_>,
    id: ObservationId,
    plausibility: Plausibility,
    note: Option<String>,
) -> Result<()> {
    let (member, seen) = seen(work, id).await?;
    let owner = seen.tenant_id;
    if owner != member.tenant && !is_office(work, owner).await? {
        return Err(Error::Forbidden);
    }
    let mut mistakes = Mistakes::default();
    match &note {
        Some(note) => mistakes.text("note", note, 2_000),
        None if plausibility == Plausibility::Contested => mistakes.required("note"),
        None => {}
    }
    mistakes.finish()?;
    work.act_for(owner).await?;
    let row = Entity::owned_by(owner)
        .filter(Column::Id.eq(id.0))
        .lock(LockType::NoKeyUpdate)
        .one(work.connection());
    let row = row.await?.ok_or(Error::NotFound("observation"))?;
    work.insert(observation_remark::ActiveModel {
        id: Set(ObservationRemarkId(Work::new_id())),
        tenant_id: Set(owner),
        observation_id: Set(id),
        author_id: Set(member.tenant),
        plausibility: Set(plausibility),
        note: Set(note),
        created_at: Set(work.ctx().now()),
    })
    .await?;
    let facts = observation::facts(&row);
    let mut change = row.into_active_model();
    change.plausibility = Set(plausibility);
    change.update(work.connection()).await?;
    work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
        .await
}

/// The member who acts and the value as it sees it; who may not change anything learns no more than a reader.
async fn seen<'w>(work: &'w Work<'_>, id: ObservationId) -> Result<(&'w Member, Model)> {
    let ctx = work.ctx();
    let writer = match ctx.actor() {
        Actor::Anonymous => return Err(Error::Unauthenticated),
        Actor::Member(member) => Some(member).filter(|member| may_at_home(member, Action::Write)),
        Actor::Operator(_) => None,
    };
    let audience = match writer {
        Some(member) => Audience {
            tenant: Some(member.tenant),
            now: ctx.now(),
        },
        None => ctx.audience(),
    };
    let row = Entity::visible_to(&audience).filter(Column::Id.eq(id.0));
    let row = row.one(work.connection()).await?;
    let row = row.ok_or(Error::NotFound("observation"))?;
    writer.map(|member| (member, row)).ok_or(Error::Forbidden)
}

/// Whether the caller acts for an office that coordinates a network of a tenant today.
async fn is_office(work: &Work<'_>, owner: TenantId) -> Result<bool> {
    let ctx = work.ctx();
    for network in ctx.reference().networks_of(owner, ctx.now()) {
        match membership::coordinator_who_writes(work, network, Action::Write).await {
            Ok(_) => return Ok(true),
            Err(Error::Forbidden) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}
