//! Filter and order of projects.
//!
//! Invariant: the same for GraphQL and REST.

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    plan::network,
    read::{
        CityCriteria, Direction, Filter, KeyKind, OrderBy, OrderKey, bounded, contains, in_texts,
        in_uuids,
    },
};
use chrono::{DateTime, Utc};
use entity::{
    id::PlanId,
    project::Column,
    project_barrier,
    scope::PartTable,
    value::{BarrierRole, ProjectPhase, ProjectStatus},
};
use sea_orm::{
    QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

/// Which projects are wanted.
#[derive(Clone, Debug, Default)]
pub struct ProjectFilter {
    /// All of these must hold.
    pub and: Vec<Self>,
    /// One of these must hold.
    pub or: Vec<Self>,
    /// This must not hold.
    pub not: Option<Box<Self>>,
    /// Criteria on the municipality.
    pub city: CityCriteria,
    /// Slug of the network.
    pub network: Option<String>,
    /// The plan.
    pub plan: Option<PlanId>,
    /// Public codes.
    pub code: Option<Vec<String>>,
    /// Title, summary or goal contains this text.
    pub text: Option<String>,
    /// Codes of action fields.
    pub action_field: Option<Vec<String>>,
    /// Where they stand.
    pub status: Option<Vec<ProjectStatus>>,
    /// How mature they are.
    pub phase: Option<Vec<ProjectPhase>>,
    /// Codes of barriers.
    pub barrier: Option<Vec<String>>,
    /// What those barriers are to the project.
    pub barrier_role: Option<Vec<BarrierRole>>,
    /// Changed at or after this moment.
    pub updated_since: Option<DateTime<Utc>>,
}

impl Filter for ProjectFilter {
    fn and(&self) -> &[Self] {
        &self.and
    }
    fn or(&self) -> &[Self] {
        &self.or
    }
    fn not(&self) -> Option<&Self> {
        self.not.as_deref()
    }
    fn own(&self, ctx: &Ctx) -> Result<Vec<Expr>> {
        let backend = ctx.backend();
        let mut own = Vec::new();
        own.extend(self.city.condition(ctx, Expr::col(Column::CityAgs))?);
        if let Some(slug) = &self.network {
            own.push(Expr::col(Column::NetworkId).eq(network(ctx, slug)?.0));
        }
        own.extend(self.plan.map(|plan| Expr::col(Column::PlanId).eq(plan.0)));
        if let Some(codes) = &self.code {
            own.push(in_texts(
                backend,
                Expr::col(Column::Code),
                bounded("code", codes)?,
            ));
        }
        if let Some(text) = &self.text {
            own.push(contains(Expr::col(Column::SearchText), text)?);
        }
        if let Some(codes) = &self.action_field {
            own.push(in_uuids(
                backend,
                Expr::col(Column::ActionFieldId),
                &action_fields(ctx, codes)?,
            ));
        }
        if let Some(status) = &self.status {
            let words: Vec<_> = status.iter().map(|status| status.word()).collect();
            own.push(in_texts(backend, Expr::col(Column::Status), &words));
        }
        if let Some(phases) = &self.phase {
            let words: Vec<_> = phases.iter().map(|phase| phase.word()).collect();
            own.push(in_texts(backend, Expr::col(Column::Phase), &words));
        }
        own.extend(self.barriers(ctx)?);
        own.extend(
            self.updated_since
                .map(|since| Expr::col(Column::UpdatedAt).gte(since)),
        );
        Ok(own)
    }
}

impl ProjectFilter {
    fn barriers(&self, ctx: &Ctx) -> Result<Option<Expr>> {
        if self.barrier.is_none() && self.barrier_role.is_none() {
            return Ok(None);
        }
        let backend = ctx.backend();
        let mut rows = project_barrier::Entity::parts()
            .select_only()
            .column(project_barrier::Column::ProjectId)
            .into_query();
        if let Some(codes) = &self.barrier {
            let ids = barriers(ctx, codes)?;
            rows.and_where(in_uuids(
                backend,
                Expr::col(project_barrier::Column::BarrierId),
                &ids,
            ));
        }
        if let Some(roles) = &self.barrier_role {
            let words: Vec<_> = roles.iter().map(|role| role.word()).collect();
            rows.and_where(in_texts(
                backend,
                Expr::col(project_barrier::Column::Role),
                &words,
            ));
        }
        Ok(Some(
            Expr::col((entity::project::Entity, Column::Id)).in_subquery(rows),
        ))
    }
}

pub(crate) fn action_fields(ctx: &Ctx, codes: &[String]) -> Result<Vec<Uuid>> {
    let all = ctx.reference().action_fields.all();
    let mut ids = Vec::new();
    for code in bounded("actionField", codes)? {
        let before = ids.len();
        ids.extend(
            all.iter()
                .filter(|field| field.code == *code)
                .map(|field| field.id.0),
        );
        if ids.len() == before {
            return Err(unknown(
                "actionField",
                code,
                "Aktionsfeld",
                "action field",
                "actionFields",
            ));
        }
    }
    Ok(ids)
}

pub(crate) fn barriers(ctx: &Ctx, codes: &[String]) -> Result<Vec<Uuid>> {
    let all = ctx.reference().barriers.all();
    let mut ids = Vec::new();
    for code in bounded("barrier", codes)? {
        let found = all.iter().find(|barrier| barrier.code == *code);
        ids.push(
            found
                .ok_or_else(|| unknown("barrier", code, "Hemmnis", "barrier", "barriers"))?
                .id
                .0,
        );
    }
    Ok(ids)
}

fn unknown(argument: &str, code: &str, de: &str, en: &str, list: &str) -> Error {
    Error::invalid(
        format!("filter.{argument}"),
        format!("{code:?} ist kein bekanntes {de}; die Liste {list} nennt alle Kürzel."),
        format!("{code:?} is no known {en}; the list {list} names all codes."),
    )
}

/// By what projects can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProjectOrder {
    /// By number in the plan.
    SequenceNo,
    /// By working title.
    WorkingTitle,
    /// By public code.
    Code,
    /// By the moment of creation.
    CreatedAt,
    /// By the moment of the last change.
    UpdatedAt,
}

/// The order for a statement; without one, the order of creation, and inside of a plan that of the plan.
#[must_use]
pub fn order(by: &[OrderBy<ProjectOrder>], is_in_plan: bool) -> Vec<OrderKey> {
    if by.is_empty() && is_in_plan {
        return vec![OrderKey::new(
            Column::SequenceNo,
            KeyKind::Integer,
            Direction::Asc,
        )];
    }
    let key = |by: &OrderBy<ProjectOrder>| {
        let (column, kind) = match by.field {
            ProjectOrder::SequenceNo => (Column::SequenceNo, KeyKind::Integer),
            ProjectOrder::WorkingTitle => (Column::TitleKey, KeyKind::Text),
            ProjectOrder::Code => (Column::Code, KeyKind::Text),
            ProjectOrder::CreatedAt => (Column::CreatedAt, KeyKind::Moment),
            ProjectOrder::UpdatedAt => (Column::UpdatedAt, KeyKind::Moment),
        };
        OrderKey::new(column, kind, by.direction)
    };
    by.iter().map(key).collect()
}
