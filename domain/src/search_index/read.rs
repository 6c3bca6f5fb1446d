//! What the index reads of the database: the projects and plans of one tenant at a time, as that tenant.
//!
//! Invariant: row security stays as it is; a transaction names one tenant and reads what that tenant owns.

use super::entry::{Entry, is_as_open};
use crate::{
    error::Result,
    policy,
    read::in_uuids,
    similarity::index::{Field, Text},
    work::tell,
};
use entity::{
    concept_correction,
    id::{BarrierId, TenantId},
    named_reader, plan, plan_resolution, project, project_barrier, project_item,
    scope::{OwnTable, PartTable, TenantTable},
    sub_project,
    value::{BarrierRole, ConceptVerdict, ItemKind, ProjectPhase, ProjectStatus, Visibility},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, QueryFilter, QueryOrder,
    QuerySelect, Select, TransactionTrait, sea_query::Expr,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Projects that are read at a time.
pub(super) const BATCH: u64 = 500;

/// What is indexed: each kind in an index of its own, so that their words are not counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Project,
    Plan,
}

/// A project or plan as it was read.
#[derive(Debug)]
pub(super) struct Gathered {
    pub part: Part,
    pub id: Uuid,
    pub entry: Entry,
    pub texts: Vec<Text>,
    /// Short names of concepts, and whether the project is about them.
    pub corrections: Vec<(String, bool)>,
    pub city_ags: Option<String>,
    pub status: Option<ProjectStatus>,
    pub phase: Option<ProjectPhase>,
}

/// Which ones of a tenant.
pub(super) enum Which<'a> {
    /// These; what is missing from the answer is not there any more.
    These(&'a [Uuid]),
    /// The next ones in the order of their ids.
    After(Option<Uuid>),
}

/// Reads projects or plans of a tenant with everything that is indexed of them.
pub(super) async fn gather(
    database: &DatabaseConnection,
    (part, tenant): (Part, TenantId),
    which: &Which<'_>,
) -> Result<Vec<Gathered>> {
    let transaction = database.begin().await?;
    tell(&transaction, "staedtenetz.tenant", &tenant.0.to_string()).await?;
    let gathered = match part {
        Part::Project => {
            let rows = chosen::<project::Entity>(&transaction, tenant, which).await?;
            with_parts(&transaction, tenant, rows).await?
        }
        Part::Plan => {
            let rows = chosen::<plan::Entity>(&transaction, tenant, which).await?;
            with_resolutions(&transaction, tenant, rows).await?
        }
    };
    transaction.commit().await?;
    Ok(gathered)
}

async fn chosen<E: TenantTable>(
    transaction: &DatabaseTransaction,
    tenant: TenantId,
    which: &Which<'_>,
) -> Result<Vec<E::Model>> {
    let rows = E::owned_by(tenant);
    let rows = match which {
        Which::These(ids) => rows.filter(in_uuids(
            transaction.get_database_backend(),
            Expr::col(E::ID),
            ids,
        )),
        Which::After(place) => {
            let rows = match place {
                Some(place) => rows.filter(E::ID.gt(*place)),
                None => rows,
            };
            rows.order_by_asc(E::ID).limit(BATCH)
        }
    };
    Ok(rows.all(transaction).await?)
}

async fn readers(
    transaction: &DatabaseTransaction,
    tenant: TenantId,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<TenantId>>> {
    let rows = named_reader::Entity::of(tenant)
        .filter(in_uuids(
            transaction.get_database_backend(),
            Expr::col(named_reader::Column::SubjectId),
            ids,
        ))
        .filter(named_reader::Column::IsEffective.eq(true));
    let mut all: HashMap<Uuid, Vec<TenantId>> = HashMap::new();
    for row in rows.all(transaction).await? {
        all.entry(row.subject_id).or_default().push(row.reader_id);
    }
    Ok(all)
}

async fn with_resolutions(
    transaction: &DatabaseTransaction,
    tenant: TenantId,
    rows: Vec<plan::Model>,
) -> Result<Vec<Gathered>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut readers = readers(transaction, tenant, &ids).await?;
    let resolutions =
        of::<plan_resolution::Entity>(transaction, &ids, plan_resolution::Column::Position).await?;
    let mut resolutions = by(resolutions, |row| row.plan_id.0);
    let gathered = rows.into_iter().map(|row| {
        let mut texts = vec![text(Field::Title, row.title)];
        texts.extend(
            row.selection_method
                .map(|method| text(Field::Summary, method)),
        );
        let own = resolutions.remove(&row.id.0).unwrap_or_default();
        texts.extend(own.into_iter().map(|one| text(Field::Goal, one.text)));
        Gathered {
            part: Part::Plan,
            id: row.id.0,
            entry: Entry {
                facts: policy::Facts {
                    tenant: row.tenant_id,
                    network: Some(row.network_id),
                    visibility: row.visibility,
                    embargo_until: row.embargo_until,
                    is_named_reader: false,
                    has_parties: false,
                },
                readers: readers.remove(&row.id.0).unwrap_or_default().into(),
                action_field: None,
                barriers: Box::default(),
                lessons: Box::default(),
            },
            texts,
            corrections: Vec::new(),
            city_ags: row.city_ags,
            status: None,
            phase: None,
        }
    });
    Ok(gathered.collect())
}

fn text(field: Field, text: String) -> Text {
    Text { field, text }
}

/// What belongs to projects, by project.
struct Parts {
    items: HashMap<Uuid, Vec<project_item::Model>>,
    sub_projects: HashMap<Uuid, Vec<sub_project::Model>>,
    barriers: HashMap<Uuid, Vec<project_barrier::Model>>,
    corrections: HashMap<Uuid, Vec<concept_correction::Model>>,
    readers: HashMap<Uuid, Vec<TenantId>>,
}

async fn with_parts(
    transaction: &DatabaseTransaction,
    tenant: TenantId,
    rows: Vec<project::Model>,
) -> Result<Vec<Gathered>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut parts = Parts {
        items: by(
            of::<project_item::Entity>(transaction, &ids, project_item::Column::Position).await?,
            |row| row.project_id.0,
        ),
        sub_projects: by(
            of::<sub_project::Entity>(transaction, &ids, sub_project::Column::Number).await?,
            |row| row.project_id.0,
        ),
        barriers: by(
            of::<project_barrier::Entity>(transaction, &ids, project_barrier::Column::Position)
                .await?,
            |row| row.project_id.0,
        ),
        corrections: by(
            of::<concept_correction::Entity>(
                transaction,
                &ids,
                concept_correction::Column::Position,
            )
            .await?,
            |row| row.project_id.0,
        ),
        readers: readers(transaction, tenant, &ids).await?,
    };
    Ok(rows.into_iter().map(|row| one(row, &mut parts)).collect())
}

pub(super) async fn of<E: PartTable>(
    transaction: &DatabaseTransaction,
    ids: &[Uuid],
    order: E::Column,
) -> Result<Vec<E::Model>> {
    let rows: Select<E> = E::parts().filter(in_uuids(
        transaction.get_database_backend(),
        Expr::col(E::PARENT),
        ids,
    ));
    Ok(rows.order_by_asc(order).all(transaction).await?)
}

pub(super) fn by<T>(rows: Vec<T>, key: impl Fn(&T) -> Uuid) -> HashMap<Uuid, Vec<T>> {
    let mut all: HashMap<Uuid, Vec<T>> = HashMap::new();
    for row in rows {
        all.entry(key(&row)).or_default().push(row);
    }
    all
}

fn one(row: project::Model, parts: &mut Parts) -> Gathered {
    let items = parts.items.remove(&row.id.0).unwrap_or_default();
    let barriers = parts.barriers.remove(&row.id.0).unwrap_or_default();
    let sub_projects = parts.sub_projects.remove(&row.id.0).unwrap_or_default();
    let corrections = parts.corrections.remove(&row.id.0).unwrap_or_default();
    let readers = parts.readers.remove(&row.id.0).unwrap_or_default();
    Gathered {
        part: Part::Project,
        id: row.id.0,
        entry: Entry {
            facts: policy::Facts {
                tenant: row.tenant_id,
                network: Some(row.network_id),
                visibility: row.effective_visibility,
                embargo_until: row.embargo_until,
                is_named_reader: false,
                has_parties: false,
            },
            readers: readers.into(),
            action_field: row.action_field_id,
            barriers: barriers
                .iter()
                .map(|row| (row.barrier_id, row.role))
                .collect::<Vec<(BarrierId, BarrierRole)>>()
                .into(),
            lessons: lessons(&items).into(),
        },
        corrections: corrections
            .into_iter()
            .map(|row| (row.notation, row.verdict == ConceptVerdict::Confirmed))
            .collect(),
        city_ags: row.city_ags.clone(),
        status: Some(row.status),
        phase: row.phase,
        texts: texts(row, items, sub_projects, barriers),
    }
}

fn lessons(items: &[project_item::Model]) -> Vec<Option<Visibility>> {
    let mut all: Vec<Option<Visibility>> = items
        .iter()
        .filter(|item| item.kind == ItemKind::Lesson)
        .map(|item| item.visibility)
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The texts of a project that everybody may read who may read the project.
pub(super) fn texts(
    row: project::Model,
    items: Vec<project_item::Model>,
    sub_projects: Vec<sub_project::Model>,
    barriers: Vec<project_barrier::Model>,
) -> Vec<Text> {
    let project = row.effective_visibility;
    let mut texts = vec![Text {
        field: Field::Title,
        text: row.working_title,
    }];
    let mut add = |field, text: Option<String>| {
        texts.extend(text.map(|text| Text { field, text }));
    };
    add(Field::Goal, row.overall_goal);
    add(Field::Summary, row.summary);
    for sub in sub_projects {
        add(Field::Measures, Some(sub.title));
    }
    for item in items {
        if is_as_open(item.visibility, project) {
            add(item_field(item.kind), Some(item.text));
        }
    }
    for barrier in barriers {
        add(Field::Barriers, barrier.note);
    }
    texts
}

/// Where the statement of an item stands.
pub(crate) const fn item_field(kind: ItemKind) -> Field {
    match kind {
        ItemKind::Idea | ItemKind::Measure => Field::Measures,
        ItemKind::Milestone | ItemKind::SuccessFactor | ItemKind::MilestoneOrFactor => {
            Field::Milestones
        }
        ItemKind::Indicator => Field::Indicators,
        ItemKind::Lesson => Field::Lessons,
    }
}
