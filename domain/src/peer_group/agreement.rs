//! What the members of a ring agree to, and who is asked.
//!
//! Invariant: whoever accepted did so for the terms as they are; who reads a ring follows from who is invited or accepted.

use super::{draft::NewRing, ring::Membership, write::release};
use crate::{
    error::{Error, Result},
    language::Words,
    named_reader::{self, Readers, Subject},
    policy::Facts,
    work::Work,
};
use entity::{
    id::{IndicatorId, PeerGroupIndicatorId, RingMemberId, TenantId},
    peer_group::{ActiveModel, Model},
    peer_group_indicator,
    ring_member::{self, Column, Entity},
    scope::PartTable,
    value::{RingState, Visibility},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, Set, sea_query::Query};

/// Writes the indicators and the first invitations of a new ring; a city that moderates belongs to it.
pub(super) async fn found(work: &Work<'_>, row: &Model, ring: &NewRing) -> Result<()> {
    let ctx = work.ctx();
    if let Some(ids) = ring.indicator_ids(ctx) {
        replace_indicators(work, row, ids).await?;
    }
    let own = invitation(work, row, row.tenant_id).map(|own| ring_member::ActiveModel {
        state: Set(RingState::Accepted),
        terms_version: Set(Some(row.terms_version)),
        decided_at: Set(Some(ctx.now())),
        ..own
    });
    let invited = ring.invited.iter();
    let invited = invited.filter_map(|tenant| invitation(work, row, *tenant));
    work.insert_all(own.into_iter().chain(invited).collect())
        .await?;
    keep_readers(work, row).await
}

/// The invitation of an organisation; none of one that is no municipality.
pub(crate) fn invitation(
    work: &Work<'_>,
    row: &Model,
    tenant: TenantId,
) -> Option<ring_member::ActiveModel> {
    let ctx = work.ctx();
    let city = ctx.reference().tenants.find(&tenant)?.city_ags.clone()?;
    Some(ring_member::ActiveModel {
        id: Set(RingMemberId(Work::new_id())),
        tenant_id: Set(row.tenant_id),
        group_id: Set(row.id),
        member_id: Set(tenant),
        city_ags: Set(city),
        state: Set(RingState::Invited),
        terms_version: Set(None),
        invited_at: Set(ctx.now()),
        decided_at: Set(None),
    })
}

async fn replace_indicators(work: &Work<'_>, row: &Model, ids: Vec<IndicatorId>) -> Result<()> {
    use peer_group_indicator::{ActiveModel, Column, Entity};
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Column::GroupId.eq(row.id.0))
        .to_owned();
    work.execute(&delete).await?;
    let rows = (1..).zip(ids).map(|(position, indicator)| ActiveModel {
        id: Set(PeerGroupIndicatorId(Work::new_id())),
        tenant_id: Set(row.tenant_id),
        group_id: Set(row.id),
        indicator_id: Set(indicator),
        position: Set(position),
    });
    work.insert_all(rows.collect()).await
}

/// Lets those read a ring who are invited or accepted; the others hear that it is gone.
pub(crate) async fn keep_readers(work: &Work<'_>, row: &Model) -> Result<()> {
    let members = all(work, row).await?.into_iter();
    let named = members
        .filter(|member| matches!(member.state, RingState::Invited | RingState::Accepted))
        .map(|member| member.member_id)
        .filter(|member| *member != row.tenant_id);
    let named: Readers = named.collect();
    let subject = Subject {
        tenant: row.tenant_id,
        id: row.id.0,
        release: release(row),
    };
    let lost = named_reader::keep(work, &subject, &named, None).await?;
    work.note_lost(row.id, &facts(row), &lost).await
}

/// What the policy needs to know of a group.
pub(crate) fn facts(row: &Model) -> Facts {
    release(row).facts(row.tenant_id, row.network_id)
}

/// Changes what the members of a ring agreed to; they are asked again, where it is something else than before.
pub(super) async fn agree_anew(
    work: &Work<'_>,
    (row, next): (&Model, &mut ActiveModel),
    agreed: &NewRing,
) -> Result<()> {
    if !agreed.invited.is_empty() {
        return Err(Error::invalid(
            "ring.invite",
            "wird nur beim Anlegen angegeben; danach wird eigens eingeladen.",
            "is given on creation only; afterwards there are invitations of their own.",
        ));
    }
    let is_other = |visibility: &Visibility| *visibility != row.results_visibility;
    let visibility = agreed.results_visibility.filter(is_other);
    let terms = agreed.terms.as_ref();
    let terms = terms.filter(|terms| row.terms.as_ref() != Some(terms));
    let indicators = agreed.indicator_ids(work.ctx());
    if visibility.is_none() && terms.is_none() && indicators.is_none() {
        return Ok(());
    }
    if let Some(visibility) = visibility {
        next.results_visibility = Set(visibility);
    }
    if let Some(terms) = terms {
        next.terms = Set(Some(terms.clone()));
    }
    if let Some(ids) = indicators {
        replace_indicators(work, row, ids).await?;
    }
    let version = row.terms_version + 1;
    next.terms_version = Set(version);
    ask_again(work, row, version).await
}

/// Who had accepted is invited again; the moderator's own city goes along with what it changes.
async fn ask_again(work: &Work<'_>, row: &Model, version: i32) -> Result<()> {
    let rows = Entity::parts()
        .filter(Column::GroupId.eq(row.id.0))
        .filter(Column::State.eq(RingState::Accepted));
    for member in rows.all(work.connection()).await? {
        let is_own = member.member_id == row.tenant_id;
        let mut change = member.into_active_model();
        if is_own {
            change.terms_version = Set(Some(version));
        } else {
            change.state = Set(RingState::Invited);
            change.decided_at = Set(None);
        }
        change.update(work.connection()).await?;
    }
    Ok(())
}

/// What is refused of a group that is no ring.
pub(crate) fn no_ring() -> Error {
    Error::Conflict(Words::new(
        "Diese Vergleichsgruppe ist kein Vergleichsring.",
        "This peer group is no ring.",
    ))
}

/// Everybody who was ever invited to a ring.
pub(crate) async fn all(work: &Work<'_>, row: &Model) -> Result<Vec<Membership>> {
    let rows = Entity::parts().filter(Column::GroupId.eq(row.id.0));
    Ok(rows.all(work.connection()).await?)
}
