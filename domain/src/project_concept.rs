//! What projects tell of: concepts that are recognised in their texts, corrected by their editors.
//!
//! Invariant: only texts take part that the caller has read and that everybody reads who reads the project, which are those
//! that similar projects are found by; a fixed number of statements reads them for all projects of a page.

use crate::{
    concept::Concept,
    concept_correction::ConceptCorrection,
    error::{Error, Result},
    excerpt::{Excerpt, LENGTH},
    project::Project,
    project_barrier::ProjectBarrier,
    project_item::ProjectItem,
    read::{
        Edge, EdgeSelect, Fields, ListRequest, Page, PageRequest, Reader, Row, Select, Step,
        in_memory,
    },
    search_index::{is_as_open, item_field},
    similar_project::{check_at_once, rounded},
    similarity::{
        index::{Field, Recognised, Text, recognise},
        search::cut,
        vocabulary::{ConceptId, SchemeId, Vocabulary},
    },
    sub_project::SubProject,
};
use entity::id::ProjectId;
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

/// A concept that a project tells of.
#[derive(Clone, Debug)]
pub struct ProjectConcept {
    /// Which.
    pub concept: Concept,
    /// How sure that is, above 0 and at most 1; 1 where an editor says so.
    pub confidence: f64,
    /// Whether an editor says so.
    pub is_confirmed: bool,
    /// The parts of texts that tell of it; none where only an editor does.
    pub evidence: Vec<Excerpt>,
}

/// The concepts of one project, the surest first.
pub type ProjectConcepts = Vec<ProjectConcept>;

/// The texts of a project, each with the name of its field, and what editors say about its concepts.
#[derive(Default)]
struct Material {
    texts: Vec<Text>,
    names: Vec<&'static str>,
    corrections: Vec<(String, bool)>,
    scheme: Option<SchemeId>,
}

/// The edge from projects to what they tell of.
pub(crate) fn follow<'a>(
    reader: &'a Reader<'a>,
    nodes: &'a mut [Project],
    edge: &'a EdgeSelect,
) -> Step<'a> {
    Box::pin(async move {
        check_at_once(edge.edge.name(), nodes.len())?;
        let ids: Vec<Uuid> = nodes.iter().map(|node| node.id.0).collect();
        for (node, concepts) in nodes.iter_mut().zip(of_projects(reader, &ids).await?) {
            node.edges.put_one(&edge.key, Some(Arc::new(concepts)));
        }
        Ok(())
    })
}

/// What one project tells of, the surest first.
///
/// # Errors
/// `NOT_FOUND`, `BAD_USER_INPUT` for a cursor that is none.
pub async fn of_project(
    reader: &Reader<'_>,
    id: ProjectId,
    page: &PageRequest,
) -> Result<Page<ProjectConcept>> {
    let project = reader.one::<Project>(id.0, &Select::default()).await?;
    project.ok_or(Error::NotFound("project"))?;
    let concepts = of_projects(reader, &[id.0]).await?;
    let concepts = concepts.into_iter().flatten().collect();
    let key = |one: &ProjectConcept| one.concept.notation().to_owned();
    in_memory(concepts, page, key, |one| one)
}

/// For each project what it tells of; nothing of one that cannot be read.
async fn of_projects(reader: &Reader<'_>, ids: &[Uuid]) -> Result<Vec<ProjectConcepts>> {
    let rows = reader.by_ids::<Project>(ids, &selection()).await?;
    let material = ids.iter().map(|id| match rows.get(id) {
        Some(row) => Material::of(row),
        None => Ok(Material::default()),
    });
    let material = material.collect::<Result<Vec<_>>>()?;
    // Beside the threads that wait for clients, as every other look at texts.
    let searcher = reader.ctx().searcher().await?;
    let concepts = searcher.ask(move |state, _| {
        let vocabulary = state.index.vocabulary();
        let all = material.iter();
        all.map(|one| one.concepts(vocabulary)).collect()
    });
    concepts.await
}

/// What is read of a project.
fn selection() -> Select {
    let all = || ListRequest {
        page: PageRequest::first(PageRequest::MAX),
        ..ListRequest::default()
    };
    let items = ListRequest {
        order: crate::project_item::order(),
        ..all()
    };
    let fields = ["workingTitle", "overallGoal", "summary", "visibility"];
    let fields = fields.into_iter().filter_map(Project::field);
    let select = Select {
        fields: fields.fold(Fields::NONE, Fields::and),
        ..Select::default()
    };
    select
        .with(Edge::SubProjects, all(), Select::all_fields())
        .with(Edge::Items, items, Select::all_fields())
        .with(Edge::Barriers, all(), Select::all_fields())
        .with(Edge::ConceptCorrections, all(), Select::all_fields())
}

impl Material {
    fn of(row: &Project) -> Result<Self> {
        let mut all = Self {
            scheme: Some(row.network_id.0.as_u128()),
            ..Self::default()
        };
        all.add(Field::Title, "workingTitle", row.working_title.get()?);
        if let Some(goal) = row.overall_goal.get()? {
            all.add(Field::Goal, "overallGoal", goal);
        }
        if let Some(summary) = row.summary.get()? {
            all.add(Field::Summary, "summary", summary);
        }
        let subs = row.edges.many::<SubProject>(Edge::SubProjects.name())?;
        for sub in &subs.items {
            all.add(Field::Measures, "subProjects", sub.node.title.get()?);
        }
        let project = *row.visibility.get()?;
        let items = row.edges.many::<ProjectItem>(Edge::Items.name())?;
        for item in &items.items {
            if is_as_open(*item.node.visibility.get()?, project) {
                let field = item_field(*item.node.kind.get()?);
                all.add(field, "items", item.node.text.get()?);
            }
        }
        let barriers = row.edges.many::<ProjectBarrier>(Edge::Barriers.name())?;
        for barrier in &barriers.items {
            if let Some(note) = barrier.node.note.get()? {
                all.add(Field::Barriers, "barriers", note);
            }
        }
        let corrections = Edge::ConceptCorrections.name();
        let corrections = row.edges.many::<ConceptCorrection>(corrections)?;
        for correction in &corrections.items {
            let is_meant = correction.node.is_meant()?;
            all.corrections
                .push((correction.node.notation.clone(), is_meant));
        }
        Ok(all)
    }

    fn add(&mut self, field: Field, name: &'static str, text: &str) {
        self.names.push(name);
        self.texts.push(Text {
            field,
            text: text.to_owned(),
        });
    }

    fn concepts(&self, vocabulary: &Arc<Vocabulary>) -> ProjectConcepts {
        let corrections = self.corrections.iter();
        let corrections = corrections
            .filter_map(|(notation, is_meant)| Some((vocabulary.named(notation)?, *is_meant)));
        let mut corrections: BTreeMap<ConceptId, bool> = corrections.collect();
        let mut all: ProjectConcepts = Vec::new();
        for found in recognise((&self.texts, self.scheme), vocabulary) {
            let correction = corrections.remove(&found.concept);
            if correction != Some(false) {
                all.extend(self.concept(vocabulary, &found, correction.is_some()));
            }
        }
        let unsaid = corrections.into_iter().filter(|(_, is_meant)| *is_meant);
        all.extend(unsaid.filter_map(|(concept, _)| {
            let found = Recognised {
                concept,
                confidence: 0.0,
                places: Vec::new(),
            };
            self.concept(vocabulary, &found, true)
        }));
        // The sort is stable: what is equally sure stays in the order in which it was recognised.
        all.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        all
    }

    fn concept(
        &self,
        vocabulary: &Arc<Vocabulary>,
        found: &Recognised,
        is_confirmed: bool,
    ) -> Option<ProjectConcept> {
        let confidence = if is_confirmed { 1.0 } else { found.confidence };
        let evidence = found.places.iter().filter_map(|place| {
            let (name, text) = (self.names.get(place.text)?, self.texts.get(place.text)?);
            let words = place.words.iter().cloned().map(|word| (word, 1.0));
            let words: Vec<_> = words.collect();
            Some(Excerpt::of(name, &cut(&text.text, &words, LENGTH)))
        });
        Some(ProjectConcept {
            concept: Concept::at(vocabulary, found.concept)?,
            confidence: rounded(confidence),
            is_confirmed,
            evidence: evidence.collect(),
        })
    }
}
