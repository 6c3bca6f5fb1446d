//! A project with all its parts.
//!
//! Invariant: one statement for each kind of part, and at most 100 parts of each kind.

use crate::rest::project::{ProjectView, view};
use domain::{
    Ctx, Result,
    concept_correction::ConceptCorrection,
    id::SubProjectId,
    project::Project,
    project_barrier::ProjectBarrier,
    project_item::ProjectItem,
    project_source::ProjectSource,
    read::{Edge, ListRequest, Node, PageRequest, Select},
    sub_project::SubProject,
};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// A project (Vorhaben) with all its parts.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProjectDetail {
    #[serde(flatten)]
    project: ProjectView,
    /// Sub-projects (Teilvorhaben).
    #[schema(max_items = 100)]
    pub sub_projects: Vec<SubProjectView>,
    /// Ideas, milestones, success factors, indicator statements, measures and lessons.
    #[schema(max_items = 100)]
    pub items: Vec<ItemView>,
    /// Barriers (Hemmnisse).
    #[schema(max_items = 100)]
    pub barriers: Vec<ProjectBarrierView>,
    /// What editors say about its concepts; `GET /projects/{id}/concepts` shows what comes of it.
    #[schema(max_items = 100)]
    pub concept_corrections: Vec<ConceptCorrectionView>,
    /// Addresses where the project is documented, the main one first.
    #[schema(max_items = 100)]
    pub sources: Vec<String>,
}

/// A sub-project (Teilvorhaben).
#[derive(Serialize, ToSchema)]
pub struct SubProjectView {
    /// Number in the project.
    number: i32,
    /// Title.
    #[schema(max_length = 20000)]
    title: String,
}

/// A statement of a project.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemView {
    /// What it says.
    #[schema(max_length = 24)]
    kind: String,
    /// The statement.
    #[schema(max_length = 20000)]
    text: String,
    /// How often it was named in the workshop.
    mention_count: Option<i32>,
    /// How sure the importer was.
    #[schema(max_length = 24)]
    certainty: String,
    /// Number of the sub-project it belongs to.
    sub_project: Option<i32>,
    /// Who may read it, where that is narrower than the project: TENANT, NETWORK or PUBLIC.
    #[schema(max_length = 24)]
    visibility: Option<String>,
}

/// What a barrier is to a project.
#[derive(Serialize, ToSchema)]
pub struct ProjectBarrierView {
    /// The barrier (code).
    #[schema(max_length = 24)]
    barrier: String,
    /// Its name.
    #[schema(max_length = 200)]
    label: String,
    /// What it is to the project.
    #[schema(max_length = 24)]
    role: String,
    /// The statement of the source.
    #[schema(max_length = 20000)]
    note: Option<String>,
    /// Whether the source says so or an editor assigned it.
    #[schema(max_length = 24)]
    basis: String,
}

/// What an editor says about a concept of the vocabulary.
#[derive(Serialize, ToSchema)]
pub struct ConceptCorrectionView {
    /// The concept (short name).
    #[schema(max_length = 90)]
    concept: String,
    /// CONFIRMED or REJECTED.
    #[schema(max_length = 24)]
    verdict: String,
}

/// Everything that the view shows.
pub fn selection() -> Select {
    let list = |order| ListRequest {
        page: PageRequest::first(PageRequest::MAX),
        order,
        ..ListRequest::default()
    };
    let barriers =
        Select::all_fields().with(Edge::Barrier, ListRequest::default(), Select::default());
    Select::all_fields()
        .with(Edge::SubProjects, list(Vec::new()), Select::all_fields())
        .with(
            Edge::Items,
            list(domain::project_item::order()),
            Select::all_fields(),
        )
        .with(Edge::Barriers, list(Vec::new()), barriers)
        .with(
            Edge::ConceptCorrections,
            list(Vec::new()),
            Select::all_fields(),
        )
        .with(Edge::Sources, list(Vec::new()), Select::all_fields())
}

/// The view of a project that was read with [`selection`].
///
/// # Errors
/// `INTERNAL` where something was not selected.
pub fn detail(ctx: &Ctx, row: &Project) -> Result<ProjectDetail> {
    let numbers = parts(row, Edge::SubProjects, |sub: &SubProject| {
        Ok((sub.id, *sub.number.get()?))
    })?;
    let numbers: HashMap<_, _> = numbers.into_iter().collect();
    Ok(ProjectDetail {
        project: view(ctx, row)?,
        sub_projects: parts(row, Edge::SubProjects, sub_project)?,
        items: parts(row, Edge::Items, |row| item(row, &numbers))?,
        barriers: parts(row, Edge::Barriers, |barrier: &ProjectBarrier| {
            project_barrier(ctx, barrier)
        })?,
        concept_corrections: parts(row, Edge::ConceptCorrections, concept_correction)?,
        sources: parts(row, Edge::Sources, |source: &ProjectSource| {
            Ok(source.url.get()?.clone())
        })?,
    })
}

fn parts<T: Send + Sync + 'static, V>(
    row: &Project,
    edge: Edge,
    view: impl Fn(&T) -> Result<V>,
) -> Result<Vec<V>> {
    let page = row.edges.many::<T>(edge.name())?;
    page.items.iter().map(|item| view(&item.node)).collect()
}

fn concept_correction(row: &ConceptCorrection) -> Result<ConceptCorrectionView> {
    Ok(ConceptCorrectionView {
        concept: row.notation.clone(),
        verdict: row.verdict.get()?.word().to_owned(),
    })
}

fn sub_project(row: &SubProject) -> Result<SubProjectView> {
    Ok(SubProjectView {
        number: *row.number.get()?,
        title: row.title.get()?.clone(),
    })
}

fn item(row: &ProjectItem, numbers: &HashMap<SubProjectId, i32>) -> Result<ItemView> {
    Ok(ItemView {
        kind: row.kind.get()?.word().to_owned(),
        text: row.text.get()?.clone(),
        mention_count: *row.mention_count.get()?,
        certainty: row.certainty.get()?.word().to_owned(),
        sub_project: row.sub_project_id.and_then(|id| numbers.get(&id).copied()),
        visibility: row.visibility.get()?.map(|who| who.word().to_owned()),
    })
}

fn project_barrier(ctx: &Ctx, row: &ProjectBarrier) -> Result<ProjectBarrierView> {
    let barrier = row
        .edges
        .one::<Node<domain::barrier::Barrier>>(Edge::Barrier.name())?;
    let record = barrier.as_ref().map(|node| &node.record);
    let words =
        record.map(|record| domain::language::Words::new(&record.label_de, &record.label_en));
    Ok(ProjectBarrierView {
        barrier: record.map(|record| record.code.clone()).unwrap_or_default(),
        label: words
            .map(|words| words.text(ctx.language()).to_owned())
            .unwrap_or_default(),
        role: row.role.get()?.word().to_owned(),
        note: row.note.get()?.clone(),
        basis: row.basis.get()?.word().to_owned(),
    })
}
