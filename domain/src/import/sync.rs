//! Brings a stored project to what a new version of its file says.
//!
//! Invariant: rows that say the same keep their ids; items of kinds that the file has no column for stay, with their
//! sub-project.

use super::{
    compare::{has_sub_projects, kinds},
    document::Document,
    draft::DraftProject,
    existing::ExistingProject,
    header::Meaning,
};
use crate::{
    error::Result,
    project::{NewItem, effective, search_text},
    text::sort_key,
    work::Work,
};
use entity::{
    id::{ProjectItemId, ProjectSourceId, SubProjectId},
    project, project_item, project_source, sub_project,
    value::ChangeAction,
};
use sea_orm::{
    EntityTrait, Set,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::{HashMap, HashSet};

/// Updates a project and its parts.
pub(super) async fn project(
    work: &Work<'_>,
    document: &Document,
    draft: &DraftProject,
    stored: &ExistingProject,
) -> Result<()> {
    project::Entity::update(row(work, document, draft, &stored.row))
        .exec(work.connection())
        .await?;
    let syncing = Syncing {
        work,
        document,
        draft,
        stored,
    };
    let numbers = syncing.sub_projects().await?;
    syncing.items(&numbers).await?;
    syncing.gone_sub_projects().await?;
    syncing.sources().await?;
    let row = &stored.row;
    let facts = effective(row).facts(row.tenant_id, Some(row.network_id));
    work.note_content(row.id, ChangeAction::Updated, Some(&facts), Some(&facts))
        .await
}

/// The row with what the file tells, and the rest as it is.
fn row(
    work: &Work<'_>,
    document: &Document,
    draft: &DraftProject,
    stored: &project::Model,
) -> project::ActiveModel {
    let told = |meaning, new: &Option<String>, old: &Option<String>| {
        if document.has(meaning) {
            new.clone()
        } else {
            old.clone()
        }
    };
    let summary = told(Meaning::Summary, &draft.summary, &stored.summary);
    let goal = told(
        Meaning::OverallGoal,
        &draft.overall_goal,
        &stored.overall_goal,
    );
    let state = draft.state.as_ref();
    let mut row = project::ActiveModel {
        id: Set(stored.id),
        action_field_id: Set(draft.field_id.or(stored.action_field_id)),
        code: Set(draft.code.clone().unwrap_or_else(|| stored.code.clone())),
        title_key: Set(sort_key(&draft.working_title)),
        search_text: Set(search_text(
            &draft.working_title,
            summary.as_deref(),
            goal.as_deref(),
        )),
        working_title: Set(draft.working_title.clone()),
        responsible: Set(told(
            Meaning::Responsible,
            &draft.responsible,
            &stored.responsible,
        )),
        phase: Set(draft.phase.or(stored.phase)),
        start_year: Set(draft.start_year.or(stored.start_year)),
        end_year: Set(draft.end_year.or(stored.end_year)),
        updated_at: Set(work.ctx().now()),
        revision: Set(stored.revision + 1),
        ..Default::default()
    };
    row.summary = Set(summary);
    row.overall_goal = Set(goal);
    if let Some(state) = state {
        row.status = Set(state.status.unwrap_or(stored.status));
        row.status_note = Set(Some(state.note.clone()));
        row.is_delayed = Set(state.is_delayed);
    }
    row
}

struct Syncing<'a> {
    work: &'a Work<'a>,
    document: &'a Document,
    draft: &'a DraftProject,
    stored: &'a ExistingProject,
}

impl Syncing<'_> {
    /// Adds and renames sub-projects; gives the ids by number.
    async fn sub_projects(&self) -> Result<HashMap<i32, SubProjectId>> {
        let mut numbers: HashMap<i32, SubProjectId> = self
            .stored
            .sub_projects
            .iter()
            .map(|sub| (sub.number, sub.id))
            .collect();
        for sub in &self.draft.sub_projects {
            let stored = self
                .stored
                .sub_projects
                .iter()
                .find(|stored| stored.number == sub.number);
            match stored {
                Some(stored) if stored.title == sub.title => {}
                Some(stored) => {
                    let row = sub_project::ActiveModel {
                        id: Set(stored.id),
                        title: Set(sub.title.clone()),
                        ..Default::default()
                    };
                    sub_project::Entity::update(row)
                        .exec(self.work.connection())
                        .await?;
                }
                None => {
                    let id = SubProjectId(Work::new_id());
                    numbers.insert(sub.number, id);
                    self.work
                        .insert(sub_project::ActiveModel {
                            id: Set(id),
                            tenant_id: Set(self.stored.row.tenant_id),
                            project_id: Set(self.stored.row.id),
                            number: Set(sub.number),
                            title: Set(sub.title.clone()),
                        })
                        .await?;
                }
            }
        }
        Ok(numbers)
    }

    /// Items of the file in their order, then those that the file knows nothing of.
    async fn items(&self, numbers: &HashMap<i32, SubProjectId>) -> Result<()> {
        let kinds = kinds(self.document);
        let mut used: HashSet<ProjectItemId> = HashSet::new();
        let mut position = 0;
        for item in &self.draft.items {
            position += 1;
            let sub_project = item
                .sub_project
                .and_then(|number| numbers.get(&number).copied());
            let same = |row: &&project_item::Model| {
                row.kind == item.kind && row.text == item.text && !used.contains(&row.id)
            };
            match self.stored.items.iter().find(same) {
                Some(row) => {
                    used.insert(row.id);
                    self.keep_item(row, item, (sub_project, position)).await?;
                }
                None => {
                    self.work
                        .insert(self.new_item(item, (sub_project, position)))
                        .await?
                }
            }
        }
        for row in self
            .stored
            .items
            .iter()
            .filter(|row| !used.contains(&row.id))
        {
            if kinds.contains(&row.kind) {
                self.delete_item(row.id).await?;
            } else {
                position += 1;
                self.move_item(row, position).await?;
            }
        }
        Ok(())
    }

    async fn keep_item(
        &self,
        row: &project_item::Model,
        item: &NewItem,
        (sub_project, position): (Option<SubProjectId>, i32),
    ) -> Result<()> {
        let is_same = row.position == position
            && row.sub_project_id == sub_project
            && row.mention_count == item.mention_count
            && row.certainty == item.certainty;
        if is_same {
            return Ok(());
        }
        let row = project_item::ActiveModel {
            id: Set(row.id),
            sub_project_id: Set(sub_project),
            position: Set(position),
            mention_count: Set(item.mention_count),
            certainty: Set(item.certainty),
            ..Default::default()
        };
        project_item::Entity::update(row)
            .exec(self.work.connection())
            .await?;
        Ok(())
    }

    fn new_item(
        &self,
        item: &NewItem,
        (sub_project, position): (Option<SubProjectId>, i32),
    ) -> project_item::ActiveModel {
        project_item::ActiveModel {
            id: Set(ProjectItemId(Work::new_id())),
            tenant_id: Set(self.stored.row.tenant_id),
            project_id: Set(self.stored.row.id),
            sub_project_id: Set(sub_project),
            kind: Set(item.kind),
            position: Set(position),
            text: Set(item.text.clone()),
            mention_count: Set(item.mention_count),
            certainty: Set(item.certainty),
            visibility: Set(item.visibility),
        }
    }

    /// Moves an item behind those of the file; it leaves a sub-project that goes.
    async fn move_item(&self, row: &project_item::Model, position: i32) -> Result<()> {
        let stays = |id: &SubProjectId| !self.gone().any(|gone| gone == *id);
        let row = project_item::ActiveModel {
            id: Set(row.id),
            sub_project_id: Set(row.sub_project_id.filter(stays)),
            position: Set(position),
            ..Default::default()
        };
        project_item::Entity::update(row)
            .exec(self.work.connection())
            .await?;
        Ok(())
    }

    async fn delete_item(&self, id: ProjectItemId) -> Result<()> {
        let mut delete = Query::delete();
        delete
            .from_table(project_item::Entity)
            .and_where(Expr::col(project_item::Column::Id).eq(id.0));
        self.work.execute(&delete).await?;
        Ok(())
    }

    /// Sub-projects that the file no longer has.
    fn gone(&self) -> impl Iterator<Item = SubProjectId> {
        let is_told = has_sub_projects(self.document);
        let gone = self.stored.sub_projects.iter().filter(move |stored| {
            is_told
                && !self
                    .draft
                    .sub_projects
                    .iter()
                    .any(|sub| sub.number == stored.number)
        });
        gone.map(|sub| sub.id)
    }

    async fn gone_sub_projects(&self) -> Result<()> {
        for id in self.gone() {
            let mut delete = Query::delete();
            delete
                .from_table(sub_project::Entity)
                .and_where(Expr::col(sub_project::Column::Id).eq(id.0));
            self.work.execute(&delete).await?;
        }
        Ok(())
    }

    /// Adds sources; those that are there stay.
    async fn sources(&self) -> Result<()> {
        let known = &self.stored.sources;
        let mut position = known
            .iter()
            .map(|source| source.position)
            .max()
            .unwrap_or(0);
        for url in self
            .draft
            .sources
            .iter()
            .filter(|url| !known.iter().any(|source| source.url == **url))
        {
            position += 1;
            self.work
                .insert(project_source::ActiveModel {
                    id: Set(ProjectSourceId(Work::new_id())),
                    tenant_id: Set(self.stored.row.tenant_id),
                    project_id: Set(self.stored.row.id),
                    position: Set(position),
                    url: Set(url.clone()),
                })
                .await?;
        }
        Ok(())
    }
}
