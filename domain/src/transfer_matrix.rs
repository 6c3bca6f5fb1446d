//! The transfer matrix of a network: projects that want to learn × cities to learn from, as a plan's table has it.
//!
//! Invariant: two statements, whatever the size; only links and projects that the caller may read, and whoever reads more
//! than is public of others stands in their audit log.

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    read::{Filter, in_uuids},
    text::sort_key,
    transfer_link::{Standing, TransferLinkFilter},
};
use entity::{
    id::{NetworkId, ProjectId, TenantId, TransferLinkId},
    project,
    scope::TenantTable,
    transfer_link::{Column, Entity},
    value::{TransferOutcome, TransferStage, Visibility},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait, sea_query::Expr,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// More links than these are no table that anybody reads, nor one that a spreadsheet opens at once.
const MOST: u64 = 100_000;

/// The matrix of a network.
#[derive(Clone, Debug, Default)]
pub struct TransferMatrix {
    /// The cities to learn from and those that want to learn, by name.
    pub cities: Vec<MatrixCity>,
    /// A row for each project that wants to learn, and for each city that does without naming a project.
    pub rows: Vec<MatrixRow>,
}

/// A city with what it gives and takes.
#[derive(Clone, Debug)]
pub struct MatrixCity {
    /// Its key (AGS).
    pub ags: String,
    /// Its name.
    pub name: String,
    /// So many links have it as their source.
    pub gives: u32,
    /// So many links have it as their adopter.
    pub takes: u32,
}

/// What one project wants to learn, from whom.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// The project, if one is named and the caller may read it.
    pub project: Option<MatrixProject>,
    /// The city that wants to learn (AGS).
    pub city: String,
    /// Its name.
    pub city_name: String,
    /// Its links, by city to learn from.
    pub cells: Vec<MatrixCell>,
}

/// A project of the matrix.
#[derive(Clone, Debug)]
pub struct MatrixProject {
    /// Key.
    pub id: ProjectId,
    /// Stable public code.
    pub code: String,
    /// Number in its plan.
    pub sequence_no: i32,
    /// Working title.
    pub working_title: String,
    /// Code of its action field.
    pub action_field: Option<String>,
}

/// A link of the matrix.
#[derive(Clone, Debug)]
pub struct MatrixCell {
    /// Key.
    pub link: TransferLinkId,
    /// The city to learn from (AGS).
    pub city: String,
    /// How far it has come.
    pub stage: TransferStage,
    /// What came of it.
    pub outcome: Option<TransferOutcome>,
    /// How much is known of it.
    pub standing: Standing,
}

/// A link as it is read.
struct Link {
    adopter: Option<ProjectId>,
    adopter_city: String,
    cell: MatrixCell,
}

/// The matrix of the links in a network that the caller may read and a filter admits.
///
/// # Errors
/// `BAD_USER_INPUT` for criteria that mean nothing, and for more links than a matrix can have.
pub async fn of_network(
    ctx: &Ctx,
    network: NetworkId,
    filter: &TransferLinkFilter,
) -> Result<TransferMatrix> {
    let links = links(ctx, network, filter).await?;
    let mut projects = projects(ctx, &links).await?;
    let cities = cities(ctx, &links);
    let mut rows: BTreeMap<(String, Option<ProjectId>), Vec<MatrixCell>> = BTreeMap::new();
    for link in links {
        let place = (link.adopter_city, link.adopter);
        rows.entry(place).or_default().push(link.cell);
    }
    let rows = rows.into_iter().map(|((city, project), cells)| MatrixRow {
        project: project.and_then(|id| projects.remove(&id)),
        city_name: name(ctx, &city),
        city,
        cells,
    });
    let mut rows: Vec<MatrixRow> = rows.collect();
    rows.sort_by_cached_key(|row| {
        let project = row.project.as_ref();
        let number = project.map(|project| (project.sequence_no, project.code.clone()));
        (sort_key(&row.city_name), number)
    });
    Ok(TransferMatrix { cities, rows })
}

const COLUMNS: [Column; 9] = [
    Column::Id,
    Column::TenantId,
    Column::Visibility,
    Column::AdopterProjectId,
    Column::AdopterCityAgs,
    Column::SourceProjectId,
    Column::SourceCityAgs,
    Column::Stage,
    Column::Outcome,
];

async fn links(ctx: &Ctx, network: NetworkId, filter: &TransferLinkFilter) -> Result<Vec<Link>> {
    let rows = Entity::visible_to(&ctx.audience())
        .filter(Column::NetworkId.eq(network.0))
        .filter(filter.condition(ctx)?)
        .select_only()
        .columns(COLUMNS)
        .order_by_asc(Column::Id);
    let rows = ctx.first_rows(&rows.into_query(), MOST + 1).await?;
    if u64::try_from(rows.len()).unwrap_or(u64::MAX) > MOST {
        return Err(Error::invalid(
            "filter",
            format!(
                "lässt mehr als {MOST} Verknüpfungen zu; bitte auf Kommunen oder Stände einschränken."
            ),
            format!("admits more than {MOST} links; please narrow it to cities or stages."),
        ));
    }
    rows.iter().map(|row| link(ctx, row)).collect()
}

fn link(ctx: &Ctx, row: &QueryResult) -> Result<Link> {
    let id: TransferLinkId = row.try_get_by_index(0)?;
    let (owner, visibility): (TenantId, Visibility) =
        (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
    ctx.witness(owner, visibility, || id.to_string());
    let (source, outcome) = (row.try_get_by_index(5)?, row.try_get_by_index(8)?);
    Ok(Link {
        adopter: row.try_get_by_index(3)?,
        adopter_city: row.try_get_by_index(4)?,
        cell: MatrixCell {
            link: id,
            city: row.try_get_by_index(6)?,
            stage: row.try_get_by_index(7)?,
            outcome,
            standing: Standing::of(outcome, source),
        },
    })
}

async fn projects(ctx: &Ctx, links: &[Link]) -> Result<HashMap<ProjectId, MatrixProject>> {
    use project::Column;
    let ids: BTreeSet<_> = links.iter().filter_map(|link| link.adopter).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<_> = ids.into_iter().map(|id| id.0).collect();
    let rows = project::Entity::visible_to(&ctx.audience())
        .filter(in_uuids(ctx.backend(), Expr::col(Column::Id), &ids))
        .select_only()
        .columns([
            Column::Id,
            Column::TenantId,
            Column::EffectiveVisibility,
            Column::Code,
            Column::SequenceNo,
            Column::WorkingTitle,
            Column::ActionFieldId,
        ]);
    let rows = ctx.rows(&rows.into_query()).await?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let id: ProjectId = row.try_get_by_index(0)?;
        let (owner, visibility) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        ctx.witness(owner, visibility, || id.to_string());
        let field: Option<entity::id::ActionFieldId> = row.try_get_by_index(6)?;
        let field = field.and_then(|field| ctx.reference().action_fields.find(&field));
        let project = MatrixProject {
            id,
            code: row.try_get_by_index(3)?,
            sequence_no: row.try_get_by_index(4)?,
            working_title: row.try_get_by_index(5)?,
            action_field: field.map(|field| field.code.clone()),
        };
        found.insert(id, project);
    }
    Ok(found)
}

/// The cities at the ends of the links, by name, with what they give and take.
fn cities(ctx: &Ctx, links: &[Link]) -> Vec<MatrixCity> {
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for link in links {
        counts.entry(&link.cell.city).or_default().0 += 1;
        counts.entry(&link.adopter_city).or_default().1 += 1;
    }
    let city = |(ags, (gives, takes)): (&str, (u32, u32))| MatrixCity {
        ags: ags.to_owned(),
        name: name(ctx, ags),
        gives,
        takes,
    };
    let mut cities: Vec<MatrixCity> = counts.into_iter().map(city).collect();
    cities.sort_by_cached_key(|city| sort_key(&city.name));
    cities
}

fn name(ctx: &Ctx, ags: &str) -> String {
    let city = ctx.reference().cities.find(&ags.to_owned());
    city.map_or_else(|| ags.to_owned(), |city| city.display_name.clone())
}
