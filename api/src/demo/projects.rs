//! Plans and projects of the demo.
//!
//! Invariant: every project keeps its sources, and what an editor judged (state, barriers) is told from what the source
//! says.

use super::{
    content::{Member, Network, by_key, rows},
    figures::word,
};
use domain::{
    Error, Result, Work,
    id::{ActionFieldId, BarrierId, NetworkId, PlanId},
    plan::{self, NewPlan},
    project::{self, DETAILS, NewBarrier, NewItem, NewProject},
    release::Release,
    value::{
        BarrierBasis, BarrierRole, Certainty, ItemKind, PlanStatus, ProjectPhase, ProjectStatus,
    },
};
use serde::Deserialize;
use std::collections::HashMap;

const PROJECTS: &str = include_str!("../../../examples/kora/projects.jsonl");
const CODES: &str = include_str!("../../../examples/kora/project_codes.csv");
const BARRIERS: &str = include_str!("../../../examples/kora/project_barriers.csv");

#[derive(Deserialize)]
struct ProjectLine {
    id: String,
    city_ags: String,
    title_de: String,
    summary_de: String,
    measures: Vec<String>,
    indicators: Vec<String>,
    status: String,
    start_year: Option<i32>,
    end_year: Option<i32>,
    source: String,
    further_sources: Vec<String>,
}

#[derive(Deserialize)]
struct CodeRow {
    id: String,
    status: String,
    phase: Option<String>,
    delayed: bool,
    field_code: String,
}

#[derive(Deserialize)]
struct BarrierRow {
    id: String,
    barrier_code: String,
    role: String,
    text: Option<String>,
    basis: String,
}

/// Whether the caller's tenant has a plan already.
///
/// # Errors
/// What the database answers.
pub async fn exist(work: &Work<'_>) -> Result<bool> {
    Ok(plan::count_own(work).await? > 0)
}

/// Writes the plan of a member with the projects of its city; says how many.
///
/// # Errors
/// `INTERNAL` where a shipped file cannot be read.
pub async fn load(
    work: &Work<'_>,
    network: NetworkId,
    content: &Network,
    member: &Member,
) -> Result<usize> {
    let codes: HashMap<String, Vec<CodeRow>> =
        by_key(rows("project_codes.csv", CODES)?, |row: &CodeRow| {
            row.id.clone()
        });
    let barriers = by_key(
        rows("project_barriers.csv", BARRIERS)?,
        |row: &BarrierRow| row.id.clone(),
    );
    let plan = collecting_plan(work, network, content, member).await?;
    let mut count = 0;
    for line in PROJECTS.lines() {
        let line: ProjectLine = serde_json::from_str(line)
            .map_err(|error| Error::Internal(format!("projects.jsonl: {error}")))?;
        if line.city_ags != member.ags {
            continue;
        }
        count += 1;
        let code = codes.get(&line.id).and_then(|rows| rows.first());
        let code = code
            .ok_or_else(|| Error::Internal(format!("project_codes.csv: {} is missing", line.id)))?;
        let barriers = barriers
            .get(&line.id)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let new = project(work, network, (line, code, barriers), count)?;
        project::create(work, plan, new).await?;
    }
    Ok(usize::try_from(count).unwrap_or_default())
}

async fn collecting_plan(
    work: &Work<'_>,
    network: NetworkId,
    content: &Network,
    member: &Member,
) -> Result<PlanId> {
    plan::create(
        work,
        NewPlan {
            network,
            city_ags: Some(member.ags.clone()),
            title: member.plan_title.clone(),
            status: PlanStatus::Adopted,
            selection_method: Some(member.selection_method.clone()),
            source_url: content.source.clone(),
            release: Release::public(),
        },
    )
    .await
}

fn project(
    work: &Work<'_>,
    network: NetworkId,
    (line, code, barriers): (ProjectLine, &CodeRow, &[BarrierRow]),
    number: i32,
) -> Result<NewProject> {
    let phase = code
        .phase
        .as_deref()
        .map(|phase| word(phase, ProjectPhase::from_word))
        .transpose()?;
    let mut items = items(ItemKind::Measure, line.measures);
    items.extend(self::items(ItemKind::Indicator, line.indicators));
    let mut sources = vec![line.source];
    sources.extend(line.further_sources);
    Ok(NewProject {
        code: line.id,
        sequence_no: number,
        action_field: Some(action_field(work, network, &code.field_code)?),
        working_title: line.title_de,
        summary: Some(line.summary_de),
        overall_goal: None,
        status: word(&code.status, ProjectStatus::from_word)?,
        status_note: Some(line.status),
        is_delayed: code.delayed,
        phase,
        start_year: line.start_year,
        end_year: line.end_year,
        responsible: None,
        contact: (None, DETAILS),
        cost: (None, DETAILS),
        own_note: None,
        release: Release::public(),
        sub_projects: Vec::new(),
        items,
        barriers: barriers
            .iter()
            .map(|row| barrier(work, row))
            .collect::<Result<_>>()?,
        concept_corrections: Vec::new(),
        sources,
    })
}

fn items(kind: ItemKind, texts: Vec<String>) -> Vec<NewItem> {
    let item = |text| NewItem {
        kind,
        text,
        mention_count: None,
        certainty: Certainty::Recognised,
        sub_project: None,
        visibility: None,
    };
    texts.into_iter().map(item).collect()
}

fn barrier(work: &Work<'_>, row: &BarrierRow) -> Result<NewBarrier> {
    let all = work.ctx().reference().barriers.all();
    let found: Option<BarrierId> = all
        .iter()
        .find(|barrier| barrier.code == row.barrier_code)
        .map(|barrier| barrier.id);
    Ok(NewBarrier {
        barrier: found.ok_or_else(|| {
            Error::Internal(format!("project_barriers.csv: {}", row.barrier_code))
        })?,
        role: word(&row.role, BarrierRole::from_word)?,
        note: row.text.clone(),
        basis: word(&row.basis.to_uppercase(), BarrierBasis::from_word)?,
    })
}

fn action_field(work: &Work<'_>, network: NetworkId, code: &str) -> Result<ActionFieldId> {
    let mut all = work.ctx().reference().action_fields.all().iter();
    let found = all.find(|field| field.network_id == network && field.code == code);
    Ok(found
        .ok_or_else(|| Error::Internal(format!("project_codes.csv: field {code}")))?
        .id)
}
