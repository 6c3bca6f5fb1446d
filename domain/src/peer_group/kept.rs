//! Which cities the groups that are kept come to.
//!
//! Invariant: the cities of all lists and frozen years in question are read with one statement, those of all rings with one,
//! and all values by which neighbours are found with one; of these only public ones count, so that a group has the same
//! cities for everybody who reads it.

use super::{
    PeerGroup,
    figure::{self, Measured, Rows},
    neighbour,
    resolve::{PeerCity, Peers, by_nearness, by_rule, check_year, of_list},
    ring::{self, Membership},
    stored_rule::StoredRule,
};
use crate::{
    ctx::Ctx,
    error::{Error, Result},
    language::Words,
    read::{EdgeSelect, Reader, Select, Step, in_uuids},
    work::Work,
};
use chrono::{DateTime, Utc};
use entity::{
    id::{PeerGroupId, TypedId},
    peer_group_city::{self, Column, Entity},
    scope::{Audience, PartTable},
    value::{PeerGroupKind, Withheld},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait},
};
use std::{collections::HashMap, sync::Arc};

/// So many groups at most are worked out in one step of a query.
const MOST_AT_ONCE: usize = 20;

/// The cities of a group.
///
/// # Errors
/// `NOT_FOUND` where it is absent or invisible, `FORBIDDEN` with the reason `NOT_GRANTED` for a ring whose terms the caller's city has
/// not accepted.
pub(super) async fn one(reader: &Reader<'_>, id: PeerGroupId, year: Option<i32>) -> Result<Peers> {
    let group = reader.one::<PeerGroup>(id.0, &Select::default()).await?;
    let group = group.ok_or(Error::NotFound(PeerGroupId::PREFIX))?;
    let mut found = of_groups(reader, &[&group], year).await?;
    found
        .pop()
        .unwrap_or(Err(Error::Withheld(Withheld::NotGranted)))
}

/// The edge from groups to their cities; none where the caller may not see them, or where they cannot be worked out.
pub(super) fn follow<'a>(
    reader: &'a Reader<'a>,
    nodes: &'a mut [PeerGroup],
    edge: &'a EdgeSelect,
) -> Step<'a> {
    Box::pin(async move {
        check_year(edge.list.year)?;
        check_count(nodes.len())?;
        let found = {
            let groups: Vec<&PeerGroup> = nodes.iter().collect();
            of_groups(reader, &groups, edge.list.year).await?
        };
        for (node, peers) in nodes.iter_mut().zip(found) {
            node.edges.put_one(&edge.key, peers.ok().map(Arc::new));
        }
        Ok(())
    })
}

fn check_count(count: usize) -> Result<()> {
    if count <= MOST_AT_ONCE {
        return Ok(());
    }
    Err(Error::invalid(
        "peers",
        format!(
            "wird hier für {count} Gruppen zugleich gefragt; höchstens {MOST_AT_ONCE} sind möglich. Bitte weniger Gruppen je Seite abfragen."
        ),
        format!(
            "is asked of {count} groups at once here; at most {MOST_AT_ONCE} are possible. Please ask for fewer groups per page."
        ),
    ))
}

/// What is known of the groups in question, read for all of them at once.
struct Known {
    /// Cities of lists and of frozen years.
    cities: HashMap<PeerGroupId, Vec<peer_group_city::Model>>,
    rings: HashMap<PeerGroupId, Vec<Membership>>,
    measured: Measured,
}

/// The cities of groups that the caller has read, in their order.
async fn of_groups(
    reader: &Reader<'_>,
    groups: &[&PeerGroup],
    year: Option<i32>,
) -> Result<Vec<Result<Peers>>> {
    let ctx = reader.ctx();
    let mut rules = HashMap::new();
    for group in groups {
        rules.extend(group.stored_rule().map(|rule| (group.id, rule)));
    }
    let known = Known {
        cities: cities(ctx, groups, year).await?,
        rings: ring::memberships(ctx, groups).await?,
        measured: public_values(&Rows::Reading(ctx), rules.values(), year).await?,
    };
    let found = groups.iter().map(|group| {
        let rule = rules.get(&group.id);
        let peers = of_group(ctx, group, (rule, year), &known)?;
        Ok(Peers {
            label: Words::maybe(group.name.clone(), None),
            kind: group.kind,
            group: Some(group.id),
            ..peers
        })
    });
    Ok(found.collect())
}

fn of_group(
    ctx: &Ctx,
    group: &PeerGroup,
    (rule, year): (Option<&StoredRule>, Option<i32>),
    known: &Known,
) -> Result<Peers> {
    let members = match group.kind {
        PeerGroupKind::Ring => ring::seen_by(ctx, group, known.rings.get(&group.id))?,
        _ => Vec::new(),
    };
    let rows = known.cities.get(&group.id).map_or(&[][..], Vec::as_slice);
    let frozen: Vec<_> = rows.iter().filter(|row| row.year.is_some()).collect();
    if let Some(first) = frozen.first() {
        let at = first.frozen_at;
        return Ok(of_frozen(&frozen, year, at));
    }
    match (group.kind, rule) {
        (PeerGroupKind::Rule, Some(StoredRule::Rule(rule))) => Ok(by_rule(ctx, rule, year)),
        (PeerGroupKind::NearestNeighbour, Some(StoredRule::Neighbours(rule))) => {
            by_nearness(ctx, rule, year, &known.measured)
        }
        (PeerGroupKind::AdHoc, _) => {
            let list: Vec<_> = rows.iter().map(|row| row.city_ags.clone()).collect();
            Ok(of_list(&list, year))
        }
        (PeerGroupKind::Ring, _) => {
            let list: Vec<_> = members.into_iter().map(|one| one.city_ags).collect();
            Ok(of_list(&list, year))
        }
        _ => Err(Error::Internal(format!("{} has no rule", group.id))),
    }
}

fn of_frozen(rows: &[&peer_group_city::Model], year: Option<i32>, at: DateTime<Utc>) -> Peers {
    let cities = rows.iter().map(|row| {
        Arc::new(PeerCity {
            ags: row.city_ags.clone(),
            distance: row.distance,
            components: Vec::new(),
        })
    });
    Peers {
        cities: cities.collect(),
        frozen_at: Some(at),
        ..of_list(&[], year)
    }
}

/// The cities of lists, and those of the year where it was frozen.
async fn cities(
    ctx: &Ctx,
    groups: &[&PeerGroup],
    year: Option<i32>,
) -> Result<HashMap<PeerGroupId, Vec<peer_group_city::Model>>> {
    let ids: Vec<_> = groups.iter().map(|group| group.id.0).collect();
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let of_these = in_uuids(ctx.backend(), Expr::col(Column::GroupId), &ids);
    let of_year = match year {
        Some(year) => Column::Year.is_null().or(Column::Year.eq(year)),
        None => Column::Year.is_null(),
    };
    let rows = Entity::parts().filter(of_these).filter(of_year);
    for row in ctx.records(rows.order_by_asc(Column::CityAgs)).await? {
        all.entry(row.group_id).or_default().push(row);
    }
    Ok(all)
}

/// What a group that is kept counts with: values that everybody may read, so that it has the same cities for everybody.
async fn public_values<'r>(
    rows: &Rows<'_>,
    rules: impl Iterator<Item = &'r StoredRule>,
    year: Option<i32>,
) -> Result<Measured> {
    let ctx = rows.ctx();
    let figures = rules.flat_map(|rule| match rule {
        StoredRule::Neighbours(rule) => neighbour::figures(ctx, rule),
        StoredRule::Rule(_) => Vec::new(),
    });
    let audience = Audience {
        tenant: None,
        now: ctx.now(),
    };
    figure::measured(rows, &audience, &figures.collect::<Vec<_>>(), year).await
}

/// The cities that a rule which is to be kept comes to, in a unit of work.
///
/// # Errors
/// `BAD_USER_INPUT` where they cannot be worked out.
pub(super) async fn of_rule(
    work: &Work<'_>,
    rule: &StoredRule,
    year: Option<i32>,
) -> Result<Peers> {
    let ctx = work.ctx();
    match rule {
        StoredRule::Rule(rule) => Ok(by_rule(ctx, rule, year)),
        StoredRule::Neighbours(near) => {
            let one = std::iter::once(rule);
            let measured = public_values(&Rows::Writing(work), one, year).await?;
            by_nearness(ctx, near, year, &measured)
        }
    }
}
