//! A project as callers write it, with all its parts.
//!
//! Invariant: the members are those that the view of a project shows, under the same names and with the same codes.

use super::{
    body::{JsonBody, nullable},
    release::release,
    word::{
        BarrierBasis, BarrierRole, ConceptVerdict, CostBand, ItemKind, ProjectPhase, ProjectStatus,
        Visibility,
    },
};
use chrono::{DateTime, Utc};
use domain::{
    Ctx, Result,
    mistake::Mistakes,
    project::{CreateProject, EditProject, NamedBarrier, NewCorrection, NewItem, NewSubProject},
    value::{BarrierBasis as DomainBasis, Certainty},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A sub-project (Teilvorhaben).
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubProjectBody {
    /// Number in the project, unique.
    #[schema(minimum = 1, maximum = 999)]
    number: i32,
    /// Title.
    #[schema(min_length = 1, max_length = 300)]
    title: String,
}

/// A statement of a project.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemBody {
    /// What it says.
    kind: ItemKind,
    /// The statement.
    #[schema(min_length = 1, max_length = 20000)]
    text: String,
    /// How often it was named in the workshop.
    #[schema(minimum = 0, maximum = 100_000)]
    mention_count: Option<i32>,
    /// Number of the sub-project it belongs to.
    #[schema(minimum = 1, maximum = 999)]
    sub_project: Option<i32>,
    /// Who may read it, where that is narrower than the project: TENANT, NETWORK or PUBLIC.
    visibility: Option<Visibility>,
}

/// What a barrier (Hemmnis) is to a project.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProjectBarrierBody {
    /// The barrier, by its code such as H7.
    #[schema(max_length = 24)]
    barrier: String,
    /// What it is to the project.
    role: BarrierRole,
    /// The statement of the source.
    #[schema(min_length = 1, max_length = 20000)]
    note: Option<String>,
    /// Whether the project's own source says so (TEXT) or an editor assigned it (EDITORIAL, if not given).
    basis: Option<BarrierBasis>,
}

/// What an editor says about a concept of the vocabulary: that the project is about it, or that it is not.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConceptCorrectionBody {
    /// The concept, by its short name such as priority-list.
    #[schema(max_length = 90)]
    concept: String,
    /// What is said about it.
    verdict: ConceptVerdict,
}

/// Bodies for creating and for changing a project: they have these members in common, but for those that are needed to
/// create one. What `null` does to a member is said in its description.
macro_rules! bodies {
    (
        needed { $($(#[$ndoc:meta])* $needed:ident: $nty:ident,)* }
        plain { $($(#[$pdoc:meta])* $plain:ident: $pty:ty,)* }
        emptied { $($(#[$edoc:meta])* $emptied:ident: $ety:ident,)* }
    ) => {
        /// A new project of an action plan.
        #[derive(Default, Deserialize, ToSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct CreateProjectBody {
            /// Stable public code, unique in the network: letters, digits, hyphens, full stops and underscores.
            #[schema(value_type = String, required = true, min_length = 1, max_length = 40)]
            code: Option<String>,
            /// Who may read it, as far as its plan allows; TENANT if not given. To name readers (SHARED), publish it
            /// afterwards.
            visibility: Option<Visibility>,
            /// Not before this moment, except for your own organisation.
            embargo_until: Option<DateTime<Utc>>,
            $($(#[$ndoc])* #[schema(value_type = $nty, required = true)] $needed: Option<$nty>,)*
            $($(#[$pdoc])* $plain: Option<$pty>,)*
            $($(#[$edoc])* $emptied: Option<$ety>,)*
        }

        /// What is to be different about a project; what is not given stays as it is, and lists that are given take the
        /// place of those that are there.
        #[derive(Default, Deserialize, ToSchema)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub struct EditProjectBody {
            $($(#[$ndoc])* $needed: Option<$nty>,)*
            $($(#[$pdoc])* $plain: Option<$pty>,)*
            $(
                $(#[$edoc])*
                #[schema(value_type = Option<$ety>)]
                #[serde(default, deserialize_with = "nullable")]
                $emptied: Option<Option<$ety>>,
            )*
        }

        impl From<CreateProjectBody> for EditProjectBody {
            fn from(body: CreateProjectBody) -> Self {
                Self {
                    $($needed: body.$needed,)*
                    $($plain: body.$plain,)*
                    $($emptied: Some(body.$emptied),)*
                }
            }
        }
    };
}

bodies! {
    needed {
        /// Number in the plan.
        #[schema(minimum = 1, maximum = 9999)]
        sequence_no: i32,
        /// Working title (Arbeitstitel).
        #[schema(min_length = 1, max_length = 300)]
        working_title: String,
    }
    plain {
        /// Where it stands; a new project is an IDEA if not given.
        status: ProjectStatus,
        /// Whether it is behind its plan.
        is_delayed: bool,
        /// Who sees the contact: TENANT, NETWORK or PUBLIC; of a new project NETWORK if not given.
        contact_visibility: Visibility,
        /// Who sees the cost: TENANT, NETWORK or PUBLIC; of a new project NETWORK if not given.
        cost_visibility: Visibility,
        /// Sub-projects (Teilvorhaben); given together with the items, which name them.
        #[schema(max_items = 100)]
        sub_projects: Vec<SubProjectBody>,
        /// Ideas, milestones, success factors, indicators, measures and lessons in their order; given together with the
        /// sub-projects.
        #[schema(max_items = 100)]
        items: Vec<ItemBody>,
        /// Barriers (Hemmnisse).
        #[schema(max_items = 100)]
        barriers: Vec<ProjectBarrierBody>,
        /// Concepts that it is about though its texts do not say so, or is not about though they sound so.
        #[schema(max_items = 100)]
        concept_corrections: Vec<ConceptCorrectionBody>,
        /// Web addresses where it is documented, the main one first.
        #[schema(max_items = 100)]
        sources: Vec<String>,
    }
    emptied {
        /// Its action field (Aktionsfeld), by its code in the network such as A; null empties it.
        #[schema(max_length = 24)]
        action_field: String,
        /// What it is about; null empties it.
        #[schema(min_length = 1, max_length = 20000)]
        summary: String,
        /// Overall goal (Übergeordnete Zielsetzung); null empties it.
        #[schema(min_length = 1, max_length = 20000)]
        overall_goal: String,
        /// The status in the words of the source; null empties it.
        #[schema(min_length = 1, max_length = 2000)]
        status_note: String,
        /// How mature it is; null empties it.
        phase: ProjectPhase,
        /// Year in which it began; null empties it.
        #[schema(minimum = 1900, maximum = 2100)]
        start_year: i32,
        /// Year in which it ended or is to end; null empties it.
        #[schema(minimum = 1900, maximum = 2100)]
        end_year: i32,
        /// Responsible unit; null empties it.
        #[schema(min_length = 1, max_length = 300)]
        responsible: String,
        /// Whom to ask: the address of a role, not of a person; null empties it.
        #[schema(min_length = 1, max_length = 300)]
        contact: String,
        /// What it costs over its whole time; null empties it.
        cost_band: CostBand,
        /// A note that only your own organisation sees; null empties it.
        #[schema(min_length = 1, max_length = 20000)]
        own_note: String,
    }
}

/// The project that a body describes.
///
/// # Errors
/// `BAD_USER_INPUT` with everything that is wrong with the body, but for the action field, which depends on the plan.
pub fn new_project(ctx: &Ctx, body: &JsonBody) -> Result<CreateProject> {
    let mut mistakes = Mistakes::default();
    let mut body: CreateProjectBody = body.read(&mut mistakes)?;
    // Of a new project each list may be left out alone: there is none that the other could stand beside.
    body.sub_projects.get_or_insert_default();
    body.items.get_or_insert_default();
    let project = CreateProject {
        code: body.code.take().unwrap_or_default(),
        release: release(body.visibility, body.embargo_until),
        content: EditProjectBody::from(body).into(),
    };
    project.check(ctx, &mut mistakes);
    mistakes.finish().map(|()| project)
}

/// The changes that a body describes.
///
/// # Errors
/// `BAD_USER_INPUT` with everything that is wrong with the body, but for the action field, which depends on the plan.
pub fn changes(ctx: &Ctx, body: &JsonBody) -> Result<EditProject> {
    let mut mistakes = Mistakes::default();
    let edit = EditProject::from(body.read::<EditProjectBody>(&mut mistakes)?);
    edit.check(ctx, &mut mistakes);
    mistakes.finish().map(|()| edit)
}

impl From<EditProjectBody> for EditProject {
    fn from(body: EditProjectBody) -> Self {
        Self {
            sequence_no: body.sequence_no,
            action_field: body.action_field,
            working_title: body.working_title,
            summary: body.summary,
            overall_goal: body.overall_goal,
            status: body.status.map(Into::into),
            status_note: body.status_note,
            is_delayed: body.is_delayed,
            phase: body.phase.map(|phase| phase.map(Into::into)),
            start_year: body.start_year,
            end_year: body.end_year,
            responsible: body.responsible,
            contact: body.contact,
            contact_visibility: body.contact_visibility.map(Into::into),
            cost_band: body.cost_band.map(|band| band.map(Into::into)),
            cost_visibility: body.cost_visibility.map(Into::into),
            own_note: body.own_note,
            sub_projects: body.sub_projects.map(all),
            items: body.items.map(all),
            barriers: body.barriers.map(all),
            concept_corrections: body.concept_corrections.map(all),
            sources: body.sources,
        }
    }
}

fn all<A: Into<B>, B>(parts: Vec<A>) -> Vec<B> {
    parts.into_iter().map(Into::into).collect()
}

impl From<SubProjectBody> for NewSubProject {
    fn from(body: SubProjectBody) -> Self {
        Self {
            number: body.number,
            title: body.title,
        }
    }
}

impl From<ItemBody> for NewItem {
    fn from(body: ItemBody) -> Self {
        Self {
            kind: body.kind.into(),
            text: body.text,
            mention_count: body.mention_count,
            // Somebody says so; only the importer guesses.
            certainty: Certainty::Recognised,
            sub_project: body.sub_project,
            visibility: body.visibility.map(Into::into),
        }
    }
}

impl From<ProjectBarrierBody> for NamedBarrier {
    fn from(body: ProjectBarrierBody) -> Self {
        Self {
            barrier: body.barrier,
            role: body.role.into(),
            note: body.note,
            basis: body.basis.map_or(DomainBasis::Editorial, Into::into),
        }
    }
}

impl From<ConceptCorrectionBody> for NewCorrection {
    fn from(body: ConceptCorrectionBody) -> Self {
        Self {
            concept: body.concept,
            verdict: body.verdict.into(),
        }
    }
}
