//! Invented experiences of the demo, which not everybody may read.
//!
//! Invariant: nothing here is said about a real city: every title says that it is made up.

use super::figures::word;
use chrono::{DateTime, Utc};
use domain::{
    Error, Result, Work,
    id::{NetworkId, PlanId, TenantId},
    plan::{self, NewPlan},
    project::{self, DETAILS, NewItem, NewProject},
    release::Release,
    value::{Certainty, CostBand, ItemKind, PlanStatus, ProjectStatus, Visibility},
};
use serde::Deserialize;

const EXPERIENCES: &str = include_str!("../../../examples/kora/experiences.json");

#[derive(Deserialize)]
struct File {
    plans: Vec<Plan>,
}

#[derive(Deserialize)]
struct Plan {
    city: String,
    title: String,
    projects: Vec<Project>,
}

#[derive(Deserialize)]
struct Project {
    code: String,
    title: String,
    summary: String,
    visibility: String,
    #[serde(default)]
    readers: Vec<String>,
    embargo_until: Option<DateTime<Utc>>,
    contact: Option<String>,
    cost_band: Option<String>,
    own_note: Option<String>,
    lessons: Vec<Lesson>,
}

#[derive(Deserialize)]
struct Lesson {
    text: String,
    visibility: Option<String>,
}

/// Writes the experiences of a city; says how many.
///
/// # Errors
/// `INTERNAL` where the shipped file cannot be read.
pub async fn load(work: &Work<'_>, network: NetworkId, ags: &str) -> Result<usize> {
    let file: File = serde_json::from_str(EXPERIENCES)
        .map_err(|error| Error::Internal(format!("experiences.json: {error}")))?;
    let mut count = 0;
    for plan in file.plans.into_iter().filter(|plan| plan.city == ags) {
        let id = collecting_plan(work, network, &plan).await?;
        for (number, project) in (1..).zip(plan.projects) {
            write(work, id, number, project).await?;
            count += 1;
        }
    }
    Ok(count)
}

async fn collecting_plan(work: &Work<'_>, network: NetworkId, plan: &Plan) -> Result<PlanId> {
    let new = NewPlan {
        network,
        city_ags: Some(plan.city.clone()),
        title: plan.title.clone(),
        status: PlanStatus::Draft,
        selection_method: Some("Frei erfunden für die Vorführung.".to_owned()),
        source_url: None,
        release: Release::public(),
    };
    plan::create(work, new).await
}

/// A project is its tenant's own until it is released.
async fn write(work: &Work<'_>, plan: PlanId, number: i32, project: Project) -> Result<()> {
    let release = Release {
        visibility: word(&project.visibility, Visibility::from_word)?,
        embargo_until: project.embargo_until,
    };
    let readers = project
        .readers
        .iter()
        .map(|ags| tenant(work, ags))
        .collect::<Result<Vec<_>>>()?;
    let id = project::create(work, plan, new(number, project)?).await?;
    project::publish(work, id, 1, release, &readers).await
}

fn tenant(work: &Work<'_>, ags: &str) -> Result<TenantId> {
    let found = work.ctx().reference().tenant_of_city(ags);
    Ok(found.ok_or(Error::NotFound("tenant"))?.id)
}

fn new(number: i32, project: Project) -> Result<NewProject> {
    let cost = project.cost_band.as_deref();
    let items = project.lessons.into_iter().map(item);
    Ok(NewProject {
        code: project.code,
        sequence_no: number,
        action_field: None,
        working_title: project.title,
        summary: Some(project.summary),
        overall_goal: None,
        status: ProjectStatus::Completed,
        status_note: None,
        is_delayed: false,
        phase: None,
        start_year: None,
        end_year: None,
        responsible: None,
        contact: (project.contact, DETAILS),
        cost: (
            cost.map(|band| word(band, CostBand::from_word))
                .transpose()?,
            DETAILS,
        ),
        own_note: project.own_note,
        release: Release::own(),
        sub_projects: Vec::new(),
        items: items.collect::<Result<_>>()?,
        barriers: Vec::new(),
        concept_corrections: Vec::new(),
        sources: Vec::new(),
    })
}

fn item(lesson: Lesson) -> Result<NewItem> {
    let visibility = lesson.visibility.as_deref();
    Ok(NewItem {
        kind: ItemKind::Lesson,
        text: lesson.text,
        mention_count: None,
        certainty: Certainty::Recognised,
        sub_project: None,
        visibility: visibility
            .map(|text| word(text, Visibility::from_word))
            .transpose()?,
    })
}
