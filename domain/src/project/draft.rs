//! Projects as people write them: with codes, which are looked up in the network of the plan.
//!
//! Invariant: what comes out of here has passed every check; nothing in it says to whom the project belongs.

use super::{NewBarrier, NewCorrection, NewItem, NewProject, NewSubProject, check, new::DETAILS};
use crate::{
    ctx::Ctx,
    error::Result,
    language::Words,
    mistake::{Fault, Mistakes},
    plan::check_unnamed,
    release::Release,
};
use entity::{
    id::{ActionFieldId, NetworkId},
    value::{BarrierBasis, BarrierRole, CostBand, ProjectPhase, ProjectStatus, Visibility},
};

/// What is a barrier to a project, by the code of the barrier.
#[derive(Clone, Debug)]
pub struct NamedBarrier {
    /// Code of the barrier, such as H7.
    pub barrier: String,
    /// What it is to the project.
    pub role: BarrierRole,
    /// The statement of the source.
    pub note: Option<String>,
    /// Where the statement comes from.
    pub basis: BarrierBasis,
}

/// What is to be different about a project; what is not given stays as it is, and parts that are given take the place of
/// those that are there.
#[derive(Clone, Debug, Default)]
pub struct EditProject {
    /// Number in the plan.
    pub sequence_no: Option<i32>,
    /// Its action field, by its code in the network.
    pub action_field: Option<Option<String>>,
    /// Working title.
    pub working_title: Option<String>,
    /// What it is about.
    pub summary: Option<Option<String>>,
    /// Overall goal.
    pub overall_goal: Option<Option<String>>,
    /// Where it stands.
    pub status: Option<ProjectStatus>,
    /// The status in the words of the source.
    pub status_note: Option<Option<String>>,
    /// Whether it is behind its plan.
    pub is_delayed: Option<bool>,
    /// How mature it is.
    pub phase: Option<Option<ProjectPhase>>,
    /// Year in which it began.
    pub start_year: Option<Option<i32>>,
    /// Year in which it ended or is to end.
    pub end_year: Option<Option<i32>>,
    /// Responsible unit.
    pub responsible: Option<Option<String>>,
    /// Whom to ask.
    pub contact: Option<Option<String>>,
    /// Who may know whom to ask.
    pub contact_visibility: Option<Visibility>,
    /// What it costs.
    pub cost_band: Option<Option<CostBand>>,
    /// Who may know what it costs.
    pub cost_visibility: Option<Visibility>,
    /// A note for colleagues.
    pub own_note: Option<Option<String>>,
    /// Sub-projects; they are given together with the items, which name them.
    pub sub_projects: Option<Vec<NewSubProject>>,
    /// Items, in their order.
    pub items: Option<Vec<NewItem>>,
    /// Barriers, in their order.
    pub barriers: Option<Vec<NamedBarrier>>,
    /// What editors say about its concepts.
    pub concept_corrections: Option<Vec<NewCorrection>>,
    /// Addresses of sources.
    pub sources: Option<Vec<String>>,
}

/// A project that is to be created.
#[derive(Clone, Debug)]
pub struct CreateProject {
    /// Stable public code, unique in the network.
    pub code: String,
    /// Who may read it, as far as its plan allows.
    pub release: Release,
    /// Everything else; number and working title are needed.
    pub content: EditProject,
}

/// What a project can be created from.
pub trait Draft {
    /// Who may read it.
    fn release(&self) -> Release;

    /// The project, ready to be written into a network.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` with everything that is wrong with it.
    fn ready(self, ctx: &Ctx, network: NetworkId) -> Result<NewProject>;
}

impl Draft for NewProject {
    fn release(&self) -> Release {
        self.release
    }

    fn ready(self, ctx: &Ctx, network: NetworkId) -> Result<NewProject> {
        let mut mistakes = Mistakes::default();
        check_unnamed(&mut mistakes, self.release);
        check::title(&mut mistakes, &self.working_title);
        if let Some(id) = self.action_field {
            let known = ctx.reference().action_fields.find(&id);
            if known.is_none_or(|field| field.network_id != network) {
                unknown_field(&mut mistakes);
            }
        }
        mistakes.finish().map(|()| self)
    }
}

impl CreateProject {
    /// Notes everything that is wrong with it, but for its action field, which depends on the network.
    pub fn check(&self, ctx: &Ctx, mistakes: &mut Mistakes) {
        check::code(mistakes, &self.code);
        if self.content.sequence_no.is_none() {
            mistakes.required("sequenceNo");
        }
        if self.content.working_title.is_none() {
            mistakes.required("workingTitle");
        }
        check_unnamed(mistakes, self.release);
        self.content.check(ctx, mistakes);
    }
}

impl Draft for CreateProject {
    fn release(&self) -> Release {
        self.release
    }

    fn ready(self, ctx: &Ctx, network: NetworkId) -> Result<NewProject> {
        let mut mistakes = Mistakes::default();
        self.check(ctx, &mut mistakes);
        let found = self.content.find(ctx, network, (None, None), &mut mistakes);
        mistakes.finish()?;
        Ok(self.with(found))
    }
}

impl CreateProject {
    fn with(self, found: Found) -> NewProject {
        let content = self.content;
        NewProject {
            code: self.code,
            sequence_no: content.sequence_no.unwrap_or_default(),
            action_field: found.action_field.flatten(),
            working_title: content.working_title.unwrap_or_default(),
            summary: content.summary.flatten(),
            overall_goal: content.overall_goal.flatten(),
            status: content.status.unwrap_or(ProjectStatus::Idea),
            status_note: content.status_note.flatten(),
            is_delayed: content.is_delayed.unwrap_or_default(),
            phase: content.phase.flatten(),
            start_year: content.start_year.flatten(),
            end_year: content.end_year.flatten(),
            responsible: content.responsible.flatten(),
            contact: (
                content.contact.flatten(),
                content.contact_visibility.unwrap_or(DETAILS),
            ),
            cost: (
                content.cost_band.flatten(),
                content.cost_visibility.unwrap_or(DETAILS),
            ),
            own_note: content.own_note.flatten(),
            release: self.release,
            sub_projects: content.sub_projects.unwrap_or_default(),
            items: content.items.unwrap_or_default(),
            barriers: found.barriers.unwrap_or_default(),
            concept_corrections: content.concept_corrections.unwrap_or_default(),
            sources: content.sources.unwrap_or_default(),
        }
    }
}

/// What the codes of a project stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) action_field: Option<Option<ActionFieldId>>,
    pub(super) barriers: Option<Vec<NewBarrier>>,
}

impl EditProject {
    /// Checks it against the years that are there, and looks up its codes.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` with everything that is wrong with it.
    pub(super) fn resolve(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        years: (Option<i32>, Option<i32>),
    ) -> Result<Found> {
        let mut mistakes = Mistakes::default();
        self.check(ctx, &mut mistakes);
        let found = self.find(ctx, network, years, &mut mistakes);
        mistakes.finish().map(|()| found)
    }

    fn find(
        &self,
        ctx: &Ctx,
        network: NetworkId,
        years: (Option<i32>, Option<i32>),
        mistakes: &mut Mistakes,
    ) -> Found {
        let start = self.start_year.unwrap_or(years.0);
        check::years(mistakes, start, self.end_year.unwrap_or(years.1));
        Found {
            action_field: self.action_field.as_ref().map(|code| {
                code.as_deref()
                    .and_then(|code| field(ctx, network, code, mistakes))
            }),
            barriers: self.barriers.as_ref().map(|barriers| {
                let found = barriers.iter().filter_map(|barrier| look_up(ctx, barrier));
                found.collect()
            }),
        }
    }
}

fn field(
    ctx: &Ctx,
    network: NetworkId,
    code: &str,
    mistakes: &mut Mistakes,
) -> Option<ActionFieldId> {
    let fields = ctx.reference().action_fields.all();
    let found = fields
        .iter()
        .find(|field| field.network_id == network && field.code == code);
    if found.is_none() {
        unknown_field(mistakes);
    }
    found.map(|field| field.id)
}

fn unknown_field(mistakes: &mut Mistakes) {
    let reason = Words::new(
        "gehört nicht zum Schema dieses Städtenetzes.",
        "does not belong to the scheme of this network.",
    );
    mistakes.note("actionField", Fault::UnknownValue, reason);
}

/// The barrier behind a code; that there is one has been checked before.
fn look_up(ctx: &Ctx, named: &NamedBarrier) -> Option<NewBarrier> {
    let barriers = ctx.reference().barriers.all();
    let barrier = barriers.iter().find(|known| known.code == named.barrier)?;
    Some(NewBarrier {
        barrier: barrier.id,
        role: named.role,
        note: named.note.clone(),
        basis: named.basis,
    })
}
