//! Writing a plan: a new one, or the changes of a new version of its file.
//!
//! Invariant: ids, links and everything that the file has no column for survive; what is unchanged is not touched.

use super::{
    ProgressListener,
    diff::{Change, Diff},
    document::Document,
    draft::{Draft, DraftProject},
    existing::{Existing, ExistingProject},
    header::Meaning,
    link, provenance, sync,
};
use crate::{
    error::{Error, Result},
    language::Words,
    plan::{self, NewPlan},
    project::{self, Home, NewProject},
    release::Release,
    work::Work,
};
use entity::{
    id::{
        NetworkId, PlanId, PlanResolutionId, ProjectId, SourceCellId, SourceDocumentId, TenantId,
    },
    plan_resolution,
    scope::TenantTable,
    source_cell, source_document,
    value::{ChangeAction, PlanStatus, ProjectStatus},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::HashSet;

/// A plan to be written.
pub(super) struct Writing<'a> {
    /// The unit of work.
    pub work: &'a Work<'a>,
    /// Who owns the plan, and in which network it stands.
    pub owner: (TenantId, NetworkId),
    /// The municipality it is for.
    pub city: &'a str,
    /// Title of the plan.
    pub title: &'a str,
    /// Who may read it, if it is new.
    pub release: Release,
    /// The file.
    pub document: &'a Document,
    /// What it says.
    pub draft: &'a Draft,
    /// What is stored.
    pub existing: Option<&'a Existing>,
    /// What changes.
    pub diff: &'a Diff,
}

impl Writing<'_> {
    /// Writes everything; tells of every project that is done.
    pub(super) async fn everything(
        &self,
        progress: Option<&ProgressListener<'_>>,
    ) -> Result<PlanId> {
        let plan = self.plan().await?;
        let home = self.home(plan);
        let mut codes = self.codes().await?;
        let all = self.draft.projects.len();
        for (at, project) in self.draft.projects.iter().enumerate() {
            self.project(&home, project, &mut codes).await?;
            if let Some(progress) = progress {
                progress(at + 1, all);
            }
        }
        if !self.diff.is_same_file {
            self.provenance(plan).await?;
        }
        Ok(plan)
    }

    fn home(&self, plan: PlanId) -> Home {
        let stored = self.existing.map(|existing| plan::release(&existing.plan));
        Home {
            plan,
            tenant: self.owner.0,
            network: self.owner.1,
            city_ags: Some(self.city.to_owned()),
            release: stored.unwrap_or(self.release),
        }
    }

    async fn plan(&self) -> Result<PlanId> {
        let (tenant, network) = self.owner;
        let Some(existing) = self.existing else {
            let new = NewPlan {
                network,
                city_ags: Some(self.city.to_owned()),
                title: self.title.to_owned(),
                status: PlanStatus::Adopted,
                selection_method: self.draft.selection_method.clone(),
                source_url: None,
                release: self.release,
            };
            let plan = plan::insert(self.work, tenant, new).await?;
            self.resolutions(plan).await?;
            return Ok(plan);
        };
        let id = existing.plan.id;
        if self.diff.plan != Change::Changed {
            return Ok(id);
        }
        let mut row = plan_row(existing, self.work);
        if let Some(method) = &self.draft.selection_method {
            row.selection_method = Set(Some(method.clone()));
        }
        entity::plan::Entity::update(row)
            .exec(self.work.connection())
            .await?;
        if self.document.has(Meaning::Resolutions) {
            let mut old = Query::delete();
            old.from_table(plan_resolution::Entity)
                .and_where(Expr::col(plan_resolution::Column::PlanId).eq(id.0));
            self.work.execute(&old).await?;
            self.resolutions(id).await?;
        }
        let facts = plan::release(&existing.plan).facts(tenant, Some(network));
        self.work
            .note_content(id, ChangeAction::Updated, Some(&facts), Some(&facts))
            .await?;
        Ok(id)
    }

    async fn resolutions(&self, plan: PlanId) -> Result<()> {
        let rows = (1..)
            .zip(&self.draft.resolutions)
            .map(|(position, resolution)| plan_resolution::ActiveModel {
                id: Set(PlanResolutionId(Work::new_id())),
                tenant_id: Set(self.owner.0),
                plan_id: Set(plan),
                position: Set(position),
                text: Set(resolution.text.clone()),
                certainty: Set(resolution.certainty),
            });
        self.work.insert_all(rows.collect()).await
    }

    /// The codes of the tenant's projects; a code is never given twice, even after a deletion.
    async fn codes(&self) -> Result<HashSet<String>> {
        let codes = entity::project::Entity::ever_owned_by(self.owner.0)
            .filter(entity::project::Column::NetworkId.eq(self.owner.1.0))
            .select_only()
            .column(entity::project::Column::Code)
            .into_tuple::<String>()
            .all(self.work.connection())
            .await?;
        Ok(codes.into_iter().collect())
    }

    async fn project(
        &self,
        home: &Home,
        draft: &DraftProject,
        codes: &mut HashSet<String>,
    ) -> Result<()> {
        let diff = self
            .diff
            .projects
            .iter()
            .find(|diff| diff.number == draft.number);
        let stored = self
            .existing
            .and_then(|existing| existing.project(draft.number));
        let id = match stored {
            None => {
                let code = self.new_code(draft, codes)?;
                project::insert(self.work, home, new_project(draft, code, home.release)).await?
            }
            Some(stored) => {
                let has_aspects = diff.is_some_and(|diff| !diff.aspects.is_empty());
                if has_aspects {
                    if let Some(code) = draft.code.as_ref().filter(|code| **code != stored.row.code)
                    {
                        take_code(codes, code)?;
                    }
                    sync::project(self.work, self.document, draft, stored).await?;
                }
                stored.row.id
            }
        };
        self.links(home, (id, draft), stored).await
    }

    async fn links(
        &self,
        home: &Home,
        (project, draft): (ProjectId, &DraftProject),
        stored: Option<&ExistingProject>,
    ) -> Result<()> {
        if !self.document.has(Meaning::Transfer) {
            return Ok(());
        }
        let release = stored.map_or(home.release, |stored| project::effective(&stored.row));
        let links = stored.map_or(&[][..], |stored| &stored.links);
        let new = link::new_mentions(draft, links);
        link::add(self.work, home, (project, release), new).await?;
        for gone in link::vanished(draft, links) {
            link::withdraw(self.work, gone).await?;
        }
        Ok(())
    }

    /// The code of a new project: that of the file, or the municipality's key with the number.
    fn new_code(&self, draft: &DraftProject, codes: &mut HashSet<String>) -> Result<String> {
        if let Some(code) = &draft.code {
            take_code(codes, code)?;
            return Ok(code.clone());
        }
        let base = format!("{}-{}", self.city, draft.number);
        let mut code = base.clone();
        let mut next = 2;
        while !codes.insert(code.clone()) {
            code = format!("{base}-{next}");
            next += 1;
        }
        Ok(code)
    }

    async fn provenance(&self, plan: PlanId) -> Result<()> {
        let facts = &self.document.facts;
        let id = SourceDocumentId(Work::new_id());
        let row = source_document::ActiveModel {
            id: Set(id),
            tenant_id: Set(self.owner.0),
            plan_id: Set(plan),
            file_name: Set(facts.name.clone()),
            format: Set(facts.format.word().to_owned()),
            encoding: Set(facts.encoding.clone()),
            sha256: Set(facts.sha256.clone()),
            size: Set(i64::try_from(facts.size).unwrap_or(i64::MAX)),
            imported_at: Set(self.work.ctx().now()),
        };
        self.work.insert(row).await?;
        let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let cells = provenance::texts(self.document).map(|cell| source_cell::ActiveModel {
            id: Set(SourceCellId(Work::new_id())),
            tenant_id: Set(self.owner.0),
            document_id: Set(id),
            row: Set(number(cell.row)),
            column: Set(number(cell.column)),
            header: Set(cell.header.map(str::to_owned)),
            text: Set(cell.text.to_owned()),
        });
        self.work.insert_all(cells.collect()).await
    }
}

fn plan_row(existing: &Existing, work: &Work<'_>) -> entity::plan::ActiveModel {
    entity::plan::ActiveModel {
        id: Set(existing.plan.id),
        updated_at: Set(work.ctx().now()),
        revision: Set(existing.plan.revision + 1),
        ..Default::default()
    }
}

fn take_code(codes: &mut HashSet<String>, code: &str) -> Result<()> {
    if codes.insert(code.to_owned()) {
        return Ok(());
    }
    Err(Error::Conflict(Words::new(
        format!(
            "Das Kürzel {code} trägt schon ein anderes Vorhaben im Netz. In der Datei ein anderes angeben."
        ),
        format!(
            "Another project of the network has the code {code} already. Give another one in the file."
        ),
    )))
}

/// A new project is planned unless its file says something else.
fn new_project(draft: &DraftProject, code: String, release: Release) -> NewProject {
    let state = draft.state.as_ref();
    NewProject {
        code,
        sequence_no: draft.number,
        action_field: draft.field_id,
        working_title: draft.working_title.clone(),
        summary: draft.summary.clone(),
        overall_goal: draft.overall_goal.clone(),
        status: state
            .and_then(|state| state.status)
            .unwrap_or(ProjectStatus::Planned),
        status_note: state.map(|state| state.note.clone()),
        is_delayed: state.is_some_and(|state| state.is_delayed),
        phase: draft.phase,
        start_year: draft.start_year,
        end_year: draft.end_year,
        responsible: draft.responsible.clone(),
        contact: (None, project::DETAILS),
        cost: (None, project::DETAILS),
        own_note: None,
        release,
        sub_projects: draft.sub_projects.clone(),
        items: draft.items.clone(),
        barriers: Vec::new(),
        concept_corrections: Vec::new(),
        sources: draft.sources.clone(),
    }
}
