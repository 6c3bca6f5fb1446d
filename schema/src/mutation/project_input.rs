//! A project as callers write it, with all its parts.
//!
//! Invariant: codes are those that the graph shows; what must fit together is checked by the domain, for REST as well.

use crate::value::{
    BarrierBasis, BarrierRole, ConceptVerdict, CostBand, ItemKind, Moment, ProjectPhase,
    ProjectStatus, Visibility,
};
use async_graphql::{ID, InputObject, MaybeUndefined};
use domain::{
    project::{CreateProject, EditProject, NamedBarrier, NewCorrection, NewItem, NewSubProject},
    release::Release,
    value::Certainty,
};

/// A sub-project (Teilvorhaben).
#[derive(InputObject)]
pub struct SubProjectInput {
    /// Number in the project, unique, 1 to 999.
    pub number: i32,
    /// Title, 1 to 300 characters.
    pub title: String,
}

impl From<SubProjectInput> for NewSubProject {
    fn from(input: SubProjectInput) -> Self {
        Self {
            number: input.number,
            title: input.title,
        }
    }
}

/// A statement of a project.
#[derive(InputObject)]
pub struct ProjectItemInput {
    /// What it says.
    pub kind: ItemKind,
    /// The statement, 1 to 20,000 characters.
    pub text: String,
    /// How often it was named in the workshop.
    pub mention_count: Option<i32>,
    /// Number of the sub-project it belongs to.
    pub sub_project: Option<i32>,
    /// Who may read it, where that is narrower than the project: TENANT, NETWORK or PUBLIC.
    pub visibility: Option<Visibility>,
}

impl From<ProjectItemInput> for NewItem {
    fn from(input: ProjectItemInput) -> Self {
        Self {
            kind: input.kind.into(),
            text: input.text,
            mention_count: input.mention_count,
            // Somebody says so; only the importer guesses.
            certainty: Certainty::Recognised,
            sub_project: input.sub_project,
            visibility: input.visibility.map(Into::into),
        }
    }
}

/// What a barrier (Hemmnis) is to a project.
#[derive(InputObject)]
pub struct ProjectBarrierInput {
    /// The barrier, by its code such as H7.
    pub barrier: String,
    /// What it is to the project.
    pub role: BarrierRole,
    /// The statement of the source, 1 to 20,000 characters.
    pub note: Option<String>,
    /// Whether the project's own source says so or an editor assigned it.
    #[graphql(default_with = "BarrierBasis::Editorial")]
    pub basis: BarrierBasis,
}

impl From<ProjectBarrierInput> for NamedBarrier {
    fn from(input: ProjectBarrierInput) -> Self {
        Self {
            barrier: input.barrier,
            role: input.role.into(),
            note: input.note,
            basis: input.basis.into(),
        }
    }
}

/// What an editor says about a concept of the vocabulary: that the project is about it, or that it is not.
#[derive(InputObject)]
pub struct ConceptCorrectionInput {
    /// The concept, by its short name such as priority-list.
    pub concept: String,
    /// What is said about it.
    pub verdict: ConceptVerdict,
}

impl From<ConceptCorrectionInput> for NewCorrection {
    fn from(input: ConceptCorrectionInput) -> Self {
        Self {
            concept: input.concept,
            verdict: input.verdict.into(),
        }
    }
}

/// A new project of an action plan.
#[derive(InputObject)]
pub struct CreateProjectInput {
    /// The plan; it belongs to your organisation.
    pub plan: ID,
    /// Stable public code, unique in the network: 1 to 40 letters, digits, hyphens, full stops and underscores.
    pub code: String,
    /// Number in the plan, 1 to 9999.
    pub sequence_no: i32,
    /// Its action field (Aktionsfeld), by its code in the network such as A.
    pub action_field: Option<String>,
    /// Working title (Arbeitstitel), 1 to 300 characters.
    pub working_title: String,
    /// What it is about, 1 to 20,000 characters.
    pub summary: Option<String>,
    /// Overall goal (Übergeordnete Zielsetzung), 1 to 20,000 characters.
    pub overall_goal: Option<String>,
    /// Where it stands.
    #[graphql(default_with = "ProjectStatus::Idea")]
    pub status: ProjectStatus,
    /// The status in the words of the source, 1 to 2,000 characters.
    pub status_note: Option<String>,
    /// Whether it is behind its plan.
    #[graphql(default)]
    pub is_delayed: bool,
    /// How mature it is.
    pub phase: Option<ProjectPhase>,
    /// Year in which it began.
    pub start_year: Option<i32>,
    /// Year in which it ended or is to end.
    pub end_year: Option<i32>,
    /// Responsible unit, 1 to 300 characters.
    pub responsible: Option<String>,
    /// Whom to ask, 1 to 300 characters: the address of a role, not of a person.
    pub contact: Option<String>,
    /// Who sees the contact: TENANT, NETWORK or PUBLIC.
    #[graphql(default_with = "Visibility::Network")]
    pub contact_visibility: Visibility,
    /// What it costs over its whole time.
    pub cost_band: Option<CostBand>,
    /// Who sees the cost: TENANT, NETWORK or PUBLIC.
    #[graphql(default_with = "Visibility::Network")]
    pub cost_visibility: Visibility,
    /// A note that only your own organisation sees, 1 to 20,000 characters.
    pub own_note: Option<String>,
    /// Who may read it, as far as its plan allows; to name readers (SHARED), publish it afterwards.
    #[graphql(default_with = "Visibility::Tenant")]
    pub visibility: Visibility,
    /// Not before this moment, except for your own organisation.
    pub embargo_until: Option<Moment>,
    /// Sub-projects (Teilvorhaben), at most 100.
    #[graphql(default)]
    pub sub_projects: Vec<SubProjectInput>,
    /// Ideas, milestones, success factors, indicators, measures and lessons in their order, at most 100.
    #[graphql(default)]
    pub items: Vec<ProjectItemInput>,
    /// Barriers (Hemmnisse), at most 100.
    #[graphql(default)]
    pub barriers: Vec<ProjectBarrierInput>,
    /// Concepts that it is about though its texts do not say so, or is not about though they sound so, at most 100.
    #[graphql(default)]
    pub concept_corrections: Vec<ConceptCorrectionInput>,
    /// Web addresses where it is documented, the main one first, at most 100.
    #[graphql(default)]
    pub sources: Vec<String>,
}

impl From<CreateProjectInput> for CreateProject {
    fn from(input: CreateProjectInput) -> Self {
        let release = Release {
            visibility: input.visibility.into(),
            embargo_until: input.embargo_until.map(|moment| moment.0),
        };
        let content = EditProject {
            sequence_no: Some(input.sequence_no),
            action_field: Some(input.action_field),
            working_title: Some(input.working_title),
            summary: Some(input.summary),
            overall_goal: Some(input.overall_goal),
            status: Some(input.status.into()),
            status_note: Some(input.status_note),
            is_delayed: Some(input.is_delayed),
            phase: Some(input.phase.map(Into::into)),
            start_year: Some(input.start_year),
            end_year: Some(input.end_year),
            responsible: Some(input.responsible),
            contact: Some(input.contact),
            contact_visibility: Some(input.contact_visibility.into()),
            cost_band: Some(input.cost_band.map(Into::into)),
            cost_visibility: Some(input.cost_visibility.into()),
            own_note: Some(input.own_note),
            sub_projects: Some(all(input.sub_projects)),
            items: Some(all(input.items)),
            barriers: Some(all(input.barriers)),
            concept_corrections: Some(all(input.concept_corrections)),
            sources: Some(input.sources),
        };
        Self {
            code: input.code,
            release,
            content,
        }
    }
}

/// What is to be different about a project; what is not given stays as it is, and lists that are given take the place of
/// those that are there.
#[derive(InputObject)]
pub struct EditProjectInput {
    /// The project.
    pub project: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// Number in the plan, 1 to 9999.
    pub sequence_no: Option<i32>,
    /// Its action field (Aktionsfeld), by its code in the network such as A; null empties it.
    pub action_field: MaybeUndefined<String>,
    /// Working title (Arbeitstitel), 1 to 300 characters.
    pub working_title: Option<String>,
    /// What it is about, 1 to 20,000 characters; null empties it.
    pub summary: MaybeUndefined<String>,
    /// Overall goal (Übergeordnete Zielsetzung), 1 to 20,000 characters; null empties it.
    pub overall_goal: MaybeUndefined<String>,
    /// Where it stands.
    pub status: Option<ProjectStatus>,
    /// The status in the words of the source, 1 to 2,000 characters; null empties it.
    pub status_note: MaybeUndefined<String>,
    /// Whether it is behind its plan.
    pub is_delayed: Option<bool>,
    /// How mature it is; null empties it.
    pub phase: MaybeUndefined<ProjectPhase>,
    /// Year in which it began; null empties it.
    pub start_year: MaybeUndefined<i32>,
    /// Year in which it ended or is to end; null empties it.
    pub end_year: MaybeUndefined<i32>,
    /// Responsible unit, 1 to 300 characters; null empties it.
    pub responsible: MaybeUndefined<String>,
    /// Whom to ask, 1 to 300 characters: the address of a role, not of a person; null empties it.
    pub contact: MaybeUndefined<String>,
    /// Who sees the contact: TENANT, NETWORK or PUBLIC.
    pub contact_visibility: Option<Visibility>,
    /// What it costs over its whole time; null empties it.
    pub cost_band: MaybeUndefined<CostBand>,
    /// Who sees the cost: TENANT, NETWORK or PUBLIC.
    pub cost_visibility: Option<Visibility>,
    /// A note that only your own organisation sees, 1 to 20,000 characters; null empties it.
    pub own_note: MaybeUndefined<String>,
    /// Sub-projects (Teilvorhaben), at most 100; given together with the items, which name them.
    pub sub_projects: Option<Vec<SubProjectInput>>,
    /// Ideas, milestones, success factors, indicators, measures and lessons in their order, at most 100; given together
    /// with the sub-projects.
    pub items: Option<Vec<ProjectItemInput>>,
    /// Barriers (Hemmnisse), at most 100.
    pub barriers: Option<Vec<ProjectBarrierInput>>,
    /// Concepts that it is about though its texts do not say so, or is not about though they sound so, at most 100.
    pub concept_corrections: Option<Vec<ConceptCorrectionInput>>,
    /// Web addresses where it is documented, the main one first, at most 100.
    pub sources: Option<Vec<String>>,
}

impl From<EditProjectInput> for EditProject {
    fn from(input: EditProjectInput) -> Self {
        Self {
            sequence_no: input.sequence_no,
            action_field: input.action_field.into(),
            working_title: input.working_title,
            summary: input.summary.into(),
            overall_goal: input.overall_goal.into(),
            status: input.status.map(Into::into),
            status_note: input.status_note.into(),
            is_delayed: input.is_delayed,
            phase: given(input.phase),
            start_year: input.start_year.into(),
            end_year: input.end_year.into(),
            responsible: input.responsible.into(),
            contact: input.contact.into(),
            contact_visibility: input.contact_visibility.map(Into::into),
            cost_band: given(input.cost_band),
            cost_visibility: input.cost_visibility.map(Into::into),
            own_note: input.own_note.into(),
            sub_projects: input.sub_projects.map(all),
            items: input.items.map(all),
            barriers: input.barriers.map(all),
            concept_corrections: input.concept_corrections.map(all),
            sources: input.sources,
        }
    }
}

fn all<A: Into<B>, B>(parts: Vec<A>) -> Vec<B> {
    parts.into_iter().map(Into::into).collect()
}

fn given<A: Into<B>, B>(value: MaybeUndefined<A>) -> Option<Option<B>> {
    Option::<Option<A>>::from(value).map(|value| value.map(Into::into))
}
