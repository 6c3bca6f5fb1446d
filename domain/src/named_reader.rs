//! Named readers: the tenants with whom a record is shared by name.
//!
//! Invariant: a reader of something inside of a plan is a reader of the plan too, as far as each of the two names
//! readers at all.

use crate::{
    error::{Error, Result},
    release::Release,
    work::Work,
};
use entity::{
    id::{NamedReaderId, TenantId},
    named_reader::{ActiveModel, Column, Entity, Model},
    scope::OwnTable,
    value::Visibility,
};
use sea_orm::{ColumnTrait, QueryFilter, Set, sea_query::Query};
use std::collections::BTreeSet;
use uuid::Uuid;

/// How many tenants one record can be shared with by name.
const MAX_READERS: usize = 100;

/// Tenants that may read a record, by name.
pub(crate) type Readers = BTreeSet<TenantId>;

/// A record whose readers are kept, and what it is inside of.
pub(crate) struct Subject {
    pub(crate) tenant: TenantId,
    pub(crate) id: Uuid,
    pub(crate) release: Release,
}

/// Checks a list of tenants that a caller names.
///
/// # Errors
/// `BAD_USER_INPUT` for a list that is too long, names the owner or somebody who does not take part, or is given for
/// another visibility.
pub(crate) fn check(
    work: &Work<'_>,
    owner: TenantId,
    release: Release,
    readers: &[TenantId],
) -> Result<Readers> {
    let refuse = |de: &str, en: &str| Err(Error::invalid("readers", de, en));
    if readers.is_empty() == (release.visibility == Visibility::Shared) {
        return refuse(
            "wird genau dann angegeben, wenn die Sichtbarkeit SHARED ist.",
            "is given if and only if the visibility is SHARED.",
        );
    }
    if readers.len() > MAX_READERS {
        return refuse(
            "nennt mehr als 100 Mandanten.",
            "names more than 100 tenants.",
        );
    }
    let tenants = &work.ctx().reference().tenants;
    if readers
        .iter()
        .any(|reader| *reader == owner || tenants.find(reader).is_none())
    {
        return refuse(
            "nennt den eigenen oder einen unbekannten Mandanten; die Liste tenants nennt alle.",
            "names your own or an unknown tenant; the list tenants names all.",
        );
    }
    Ok(readers.iter().copied().collect())
}

/// The tenants that the owner named for a record.
pub(crate) async fn named(work: &Work<'_>, owner: TenantId, subject: Uuid) -> Result<Readers> {
    let rows = of(work, owner, subject).await?;
    Ok(rows
        .iter()
        .filter(|row| row.is_named)
        .map(|row| row.reader_id)
        .collect())
}

async fn of(work: &Work<'_>, owner: TenantId, subject: Uuid) -> Result<Vec<Model>> {
    let rows = Entity::of(owner).filter(Column::SubjectId.eq(subject));
    Ok(rows.all(work.connection()).await?)
}

/// Keeps who was named for a record, and who can read it by that; says who lost it.
pub(crate) async fn keep(
    work: &Work<'_>,
    subject: &Subject,
    named: &Readers,
    outer: Option<(Release, &Readers)>,
) -> Result<Readers> {
    let effective = effective(subject.release, named, outer);
    let before = of(work, subject.tenant, subject.id).await?;
    let before = before
        .into_iter()
        .filter(|row| row.is_effective)
        .map(|row| row.reader_id);
    let lost = before
        .filter(|reader| !effective.contains(reader))
        .collect();
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Column::SubjectId.eq(subject.id))
        .and_where(Column::TenantId.eq(subject.tenant.0))
        .to_owned();
    work.execute(&delete).await?;
    let rows = named.union(&effective).map(|reader| ActiveModel {
        id: Set(NamedReaderId(Work::new_id())),
        tenant_id: Set(subject.tenant),
        subject_id: Set(subject.id),
        reader_id: Set(*reader),
        is_named: Set(named.contains(reader)),
        is_effective: Set(effective.contains(reader)),
        created_at: Set(work.ctx().now()),
    });
    work.insert_all(rows.collect()).await?;
    Ok(lost)
}

/// Who can read a record by name: whoever is named wherever somebody is named.
fn effective(own: Release, named: &Readers, outer: Option<(Release, &Readers)>) -> Readers {
    let is_shared = |release: Release| release.visibility == Visibility::Shared;
    let outer_release = outer.map_or(own, |(release, _)| release);
    if !is_shared(own.within(outer_release)) {
        return Readers::new();
    }
    match outer.filter(|(release, _)| is_shared(*release)) {
        Some((_, outer)) if is_shared(own) => named.intersection(outer).copied().collect(),
        Some((_, outer)) => outer.clone(),
        None => named.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrower_of_both_holds() {
        let ids: Vec<TenantId> = (1..4).map(|n| TenantId(Uuid::from_u128(n))).collect();
        let set = |places: &[usize]| {
            places
                .iter()
                .filter_map(|at| ids.get(*at).copied())
                .collect::<Readers>()
        };
        let release = |visibility| Release {
            visibility,
            embargo_until: None,
        };
        let (shared, network, own) = (
            release(Visibility::Shared),
            release(Visibility::Network),
            release(Visibility::Tenant),
        );
        let (ab, bc) = (set(&[0, 1]), set(&[1, 2]));
        assert_eq!(effective(shared, &ab, None), ab);
        assert_eq!(effective(shared, &ab, Some((shared, &bc))), set(&[1]));
        assert_eq!(effective(network, &set(&[]), Some((shared, &bc))), bc);
        assert_eq!(effective(shared, &ab, Some((network, &set(&[])))), ab);
        assert_eq!(effective(own, &ab, Some((shared, &bc))), set(&[]));
        assert_eq!(effective(shared, &ab, Some((own, &set(&[])))), set(&[]));
    }
}
