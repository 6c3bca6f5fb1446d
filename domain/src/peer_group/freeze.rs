//! Freezing the cities of a group for a year, so that a comparison of that year stays what it was.
//!
//! Invariant: a year is frozen once; a city that changes its class or leaves the ring later stays in it.

use super::{
    kept::of_rule,
    resolve::check_year,
    ring,
    stored_rule::StoredRule,
    write::{held, release, save},
};
use crate::{
    error::{Error, Result},
    language::Words,
    work::Work,
};
use chrono::Datelike;
use entity::{
    id::{PeerGroupCityId, PeerGroupId},
    peer_group::Model,
    peer_group_city::{ActiveModel, Column, Entity},
    scope::PartTable,
    value::{ChangeAction, PeerGroupKind},
};
use sea_orm::{ColumnTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set};

/// Freezes the cities of a group of the caller's own tenant for a year: from then on every comparison of that year uses
/// them. Says how many they are.
///
/// # Errors
/// `NOT_FOUND`, `FORBIDDEN`, `STALE_VERSION`, `BAD_USER_INPUT` for a year to come, `CONFLICT` where the year was frozen
/// before or there is nothing to freeze.
pub async fn freeze(work: &Work<'_>, id: PeerGroupId, expected: i32, year: i32) -> Result<usize> {
    let row = held(work, id, expected).await?;
    check_year(Some(year))?;
    if year > work.ctx().now().year() {
        return Err(Error::invalid(
            "year",
            format!("{year} hat noch nicht begonnen."),
            format!("{year} has not begun yet."),
        ));
    }
    let before = Entity::parts()
        .filter(Column::GroupId.eq(id.0))
        .filter(Column::Year.eq(year));
    if PaginatorTrait::count(before, work.connection()).await? > 0 {
        return Err(Error::Conflict(Words::new(
            format!("Das Jahr {year} ist für diese Gruppe schon festgeschrieben."),
            format!("The year {year} is frozen for this group already."),
        )));
    }
    let cities = cities(work, &row, year).await?;
    if cities.is_empty() {
        return Err(Error::Conflict(Words::new(
            "Die Gruppe hat keine Städte, die festgeschrieben werden könnten.",
            "The group has no cities that could be frozen.",
        )));
    }
    let count = cities.len();
    let now = work.ctx().now();
    let rows = cities.into_iter().map(|(ags, distance)| ActiveModel {
        id: Set(PeerGroupCityId(Work::new_id())),
        tenant_id: Set(row.tenant_id),
        group_id: Set(id),
        year: Set(Some(year)),
        city_ags: Set(ags),
        distance: Set(distance),
        frozen_at: Set(now),
    });
    work.insert_all(rows.collect()).await?;
    let facts = release(&row).facts(row.tenant_id, row.network_id);
    save(work, row.into_active_model(), expected).await?;
    work.note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
        .await?;
    Ok(count)
}

/// The cities as they are now, each with its distance where it has one.
async fn cities(work: &Work<'_>, row: &Model, year: i32) -> Result<Vec<(String, Option<f64>)>> {
    let plain = |ags: String| (ags, None);
    match row.kind {
        PeerGroupKind::AdHoc => {
            let rows = Entity::parts()
                .filter(Column::GroupId.eq(row.id.0))
                .filter(Column::Year.is_null());
            let rows = rows.all(work.connection()).await?.into_iter();
            Ok(rows.map(|row| plain(row.city_ags)).collect())
        }
        PeerGroupKind::Ring => {
            let members = ring::accepted(work, row).await?.into_iter();
            Ok(members.map(|member| plain(member.city_ags)).collect())
        }
        PeerGroupKind::Rule | PeerGroupKind::NearestNeighbour => {
            let rule = row.rule.as_deref().and_then(StoredRule::read);
            let rule = rule.ok_or_else(|| Error::Internal(format!("{} has no rule", row.id)))?;
            let peers = of_rule(work, &rule, Some(year)).await?;
            let cities = peers.cities.iter();
            Ok(cities
                .map(|city| (city.ags.clone(), city.distance))
                .collect())
        }
    }
}
