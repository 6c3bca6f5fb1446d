//! What is due in the transfers of a city: next steps and looks back.
//!
//! Invariant: one statement; only links to which the caller is a party.

use crate::{
    city::check_ags,
    ctx::Ctx,
    error::{Error, Result},
    language::Words,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::{
    id::TransferLinkId,
    scope::TenantTable,
    transfer_link::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

/// So many due days are in a calendar at most.
const MOST: u64 = 1_000;
/// What was due longer ago is history.
const BACK: TimeDelta = TimeDelta::days(400);

/// Something that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDate {
    /// Of which link.
    pub link: TransferLinkId,
    /// Whether it is the look back, and not the next step.
    pub is_look_back: bool,
    /// On which day.
    pub on: NaiveDate,
    /// What it is, with both cities.
    pub title: Words,
    /// When the link was last changed.
    pub changed_at: DateTime<Utc>,
    /// Version of the link.
    pub version: i32,
}

/// What is due in the transfers with a city at a side, the earliest first.
///
/// # Errors
/// `UNAUTHENTICATED` for nobody in particular, `BAD_USER_INPUT` for what is no key of a city, `NOT_FOUND` for one that is
/// not there.
pub async fn of_city(ctx: &Ctx, ags: &str) -> Result<Vec<DueDate>> {
    ctx.require_caller()?;
    check_ags("ags", ags)?;
    let cities = &ctx.reference().cities;
    cities
        .find(&ags.to_owned())
        .ok_or(Error::NotFound("city"))?;
    let audience = ctx.audience();
    let Some(parties) = Entity::parties(&audience) else {
        return Ok(Vec::new());
    };
    let own = audience.tenant.map(|tenant| Column::TenantId.eq(tenant.0));
    let parties = own.into_iter().fold(parties, Condition::add);
    let oldest = (ctx.now() - BACK).date_naive();
    let due = Condition::any()
        .add(Column::NextStepDue.gte(oldest))
        .add(Column::FollowUpDue.gte(oldest));
    let side = Condition::any()
        .add(Column::AdopterCityAgs.eq(ags))
        .add(Column::SourceCityAgs.eq(ags));
    let rows = Entity::visible_to(&audience)
        .filter(Column::SourceTenantId.is_not_null())
        .filter(parties)
        .filter(side)
        .filter(due)
        .order_by_asc(Column::Id)
        .limit(MOST);
    let rows = ctx.records(rows).await?;
    let mut all: Vec<DueDate> = rows.iter().flat_map(|row| of_link(ctx, row)).collect();
    all.retain(|due| due.on >= oldest);
    all.sort_by_key(|due| (due.on, due.link, due.is_look_back));
    Ok(all)
}

fn of_link(ctx: &Ctx, row: &Model) -> Vec<DueDate> {
    let due = |on: NaiveDate, is_look_back: bool, what: &Words| DueDate {
        link: row.id,
        is_look_back,
        on,
        title: with_cities(ctx, row, what),
        changed_at: row.updated_at,
        version: row.revision,
    };
    let next = row.next_step_due.map(|on| {
        let text = row.next_step.as_ref();
        let what = text.map_or_else(
            || Words::new("Nächster Schritt", "Next step"),
            |text| Words::new(text, text),
        );
        due(on, false, &what)
    });
    let back = row.follow_up_due.map(|on| {
        let what = Words::new("Rückblick auf den Transfer", "Look back at the transfer");
        due(on, true, &what)
    });
    next.into_iter().chain(back).collect()
}

fn with_cities(ctx: &Ctx, row: &Model, what: &Words) -> Words {
    use crate::language::Language::{De, En};
    let name = |ags: &String| {
        let city = ctx.reference().cities.find(ags);
        city.map_or_else(|| ags.clone(), |city| city.display_name.clone())
    };
    let (adopter, source) = (name(&row.adopter_city_ags), name(&row.source_city_ags));
    Words::new(
        format!("{} ({adopter} lernt von {source})", what.text(De)),
        format!("{} ({adopter} learns from {source})", what.text(En)),
    )
}
