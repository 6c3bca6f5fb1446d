//! Who may read a value.
//!
//! Invariant: releasing is no correction. What a value was before is never shown to more readers than it was then, nor to
//! more than what holds now.

use super::{correct::held, draft::Readership, release};
use crate::{
    error::Result,
    mistake::Mistakes,
    named_reader::{self, Readers, Subject},
    policy::Action,
    release::Release,
    work::Work,
};
use entity::{
    id::{NetworkId, ObservationId},
    observation::{Column, Entity, Model},
    scope::TenantTable,
    value::{ChangeAction, Visibility},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, Set};

/// Changes who may read a value of the caller's own municipality, and what it was before.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` for a confidential value, for a network that one does not
/// belong to, and for readers that are none.
pub async fn publish(
    work: &Work<'_>,
    id: ObservationId,
    expected: i32,
    new: &Readership,
) -> Result<()> {
    let row = held(work, id, Action::Publish, expected).await?;
    let mut mistakes = Mistakes::default();
    new.check(row.conf_status, &mut mistakes);
    mistakes.finish()?;
    let named = new.resolve(work, row.tenant_id)?;
    for former in formers(work, &row).await? {
        narrow(work, former, new, &named).await?;
    }
    let before = super::facts(&row);
    let after = new.release.facts(row.tenant_id, new.network);
    let subject = subject(&row, new.release);
    set(work, row, new.release, new.network).await?;
    let lost = named_reader::keep(work, &subject, &named, None).await?;
    work.note_lost(id, &before, &lost).await?;
    work.note_content(id, ChangeAction::Updated, Some(&before), Some(&after))
        .await
}

/// What a value was before.
async fn formers(work: &Work<'_>, row: &Model) -> Result<Vec<Model>> {
    let rows = Entity::ever_owned_by(row.tenant_id)
        .filter(Column::IndicatorId.eq(row.indicator_id.0))
        .filter(Column::CityAgs.eq(&row.city_ags))
        .filter(Column::Year.eq(row.year))
        .filter(Column::ValueKind.eq(row.value_kind))
        .filter(Column::SupersededAt.is_not_null());
    Ok(rows.all(work.connection()).await?)
}

const fn subject(row: &Model, release: Release) -> Subject {
    Subject {
        tenant: row.tenant_id,
        id: row.id.0,
        release,
    }
}

/// A former value stays as narrow as it was, and becomes as narrow as the present one.
async fn narrow(work: &Work<'_>, row: Model, new: &Readership, named: &Readers) -> Result<()> {
    let own = release(&row);
    let own_named = named_reader::named(work, row.tenant_id, row.id.0).await?;
    let outer = Some((new.release, named));
    named_reader::keep(work, &subject(&row, own), &own_named, outer).await?;
    let mut within = own.within(new.release);
    let network = match own.visibility {
        Visibility::Network => row.network_id,
        _ => new.network,
    };
    if within.visibility == Visibility::Network && network != new.network.or(network) {
        within.visibility = Visibility::Tenant;
    }
    let network = network.filter(|_| within.visibility == Visibility::Network);
    set(work, row, within, network).await
}

async fn set(work: &Work<'_>, row: Model, new: Release, network: Option<NetworkId>) -> Result<()> {
    let mut change = row.into_active_model();
    change.visibility = Set(new.visibility);
    change.embargo_until = Set(new.embargo_until);
    change.network_id = Set(network);
    change.update(work.connection()).await?;
    Ok(())
}
