//! Mutations of action plans.
//!
//! Invariant: a plan belongs to the caller's organisation and is for its municipality; no input says otherwise.

use super::{
    id, payloads,
    release::{readers, releases},
    unit::Unit,
};
use crate::{
    plan::Plan,
    select::Kind,
    value::{Moment, PlanStatus, Visibility},
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use domain::{
    Ctx, Work,
    id::PlanId,
    network,
    plan::{self, EditPlan, NewPlan},
    release::Release,
};

/// A new action plan of your organisation.
#[derive(InputObject)]
pub struct CreatePlanInput {
    /// The network in which it stands, by its slug; your organisation belongs to it.
    pub network: String,
    /// Title, 1 to 300 characters.
    pub title: String,
    /// Where it stands.
    #[graphql(default_with = "PlanStatus::Draft")]
    pub status: PlanStatus,
    /// How its projects were chosen.
    pub selection_method: Option<String>,
    /// Where it is published: a web address.
    pub source_url: Option<String>,
    /// Who may read it; to name readers (SHARED), publish it afterwards.
    #[graphql(default_with = "Visibility::Tenant")]
    pub visibility: Visibility,
    /// Not before this moment, except for your own organisation.
    pub embargo_until: Option<Moment>,
}

impl CreatePlanInput {
    fn read(self, ctx: &Ctx) -> domain::Result<NewPlan> {
        Ok(NewPlan {
            network: network::by_slug(ctx, "network", &self.network)?,
            city_ags: None,
            title: self.title,
            status: self.status.into(),
            selection_method: self.selection_method,
            source_url: self.source_url,
            release: Release {
                visibility: self.visibility.into(),
                embargo_until: self.embargo_until.map(|moment| moment.0),
            },
        })
    }
}

/// What is to be different about a plan; what is not given stays as it is.
#[derive(InputObject)]
pub struct EditPlanInput {
    /// The plan.
    pub plan: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// Title, 1 to 300 characters.
    pub title: Option<String>,
    /// Where it stands.
    pub status: Option<PlanStatus>,
    /// How its projects were chosen; null empties it.
    pub selection_method: MaybeUndefined<String>,
    /// Where it is published: a web address; null empties it.
    pub source_url: MaybeUndefined<String>,
}

impl From<EditPlanInput> for EditPlan {
    fn from(input: EditPlanInput) -> Self {
        Self {
            title: input.title,
            status: input.status.map(Into::into),
            selection_method: input.selection_method.into(),
            source_url: input.source_url.into(),
        }
    }
}

payloads! { plan: Plan;
    /// The new plan.
    CreatePlanPayload,
    /// The changed plan.
    EditPlanPayload,
    /// The plan with its new readers.
    PublishPlanPayload,
    /// The restored plan.
    RestorePlanPayload,
}

releases!(plan; PublishPlanInput, RetirePlanInput, RestorePlanInput, RetirePlanPayload);

/// The plan after a change, with what is selected of it.
async fn now(unit: &Unit<'_>, id: PlanId) -> Result<Option<Plan>> {
    Ok(unit.row(id, Kind::Plan, "plan").await?.map(Plan))
}

/// Action plans.
#[derive(Default)]
pub struct PlanMutation;

#[Object]
impl PlanMutation {
    /// Creates an action plan of your organisation.
    async fn create_plan(
        &self,
        ctx: &Context<'_>,
        input: CreatePlanInput,
    ) -> Result<CreatePlanPayload> {
        let unit = Unit::new(ctx)?;
        let new = unit.accept(input.read(unit.domain()))?;
        let network = new.network;
        let job = async |work: &Work<'_>| plan::create(work, new).await;
        let id = unit.write("plan.create", network, job).await?;
        let plan = now(&unit, id).await?;
        Ok(CreatePlanPayload { plan })
    }

    /// Changes an action plan of your organisation; who may read it stays as it is.
    async fn edit_plan(&self, ctx: &Context<'_>, input: EditPlanInput) -> Result<EditPlanPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.plan)?, input.expected_version);
        let job = async |work: &Work<'_>| plan::edit(work, id, version, input.into()).await;
        unit.write("plan.edit", id, job).await?;
        let plan = now(&unit, id).await?;
        Ok(EditPlanPayload { plan })
    }

    /// Changes who may read an action plan of your organisation, and with it its projects.
    async fn publish_plan(
        &self,
        ctx: &Context<'_>,
        input: PublishPlanInput,
    ) -> Result<PublishPlanPayload> {
        let unit = Unit::new(ctx)?;
        let (id, release) = (id(ctx, &input.plan)?, input.release());
        let version = input.expected_version;
        let readers = unit.accept(readers(input.readers))?;
        let job = async |work: &Work<'_>| plan::publish(work, id, version, release, &readers).await;
        unit.write("plan.publish", id, job).await?;
        let plan = now(&unit, id).await?;
        Ok(PublishPlanPayload { plan })
    }

    /// Takes an action plan of your organisation out of use, with its projects; it can be restored.
    async fn retire_plan(
        &self,
        ctx: &Context<'_>,
        input: RetirePlanInput,
    ) -> Result<RetirePlanPayload> {
        let unit = Unit::new(ctx)?;
        let id = id(ctx, &input.plan)?;
        let job = async |work: &Work<'_>| plan::retire(work, id, input.expected_version).await;
        let version = unit.write("plan.retire", id, job).await?;
        Ok(RetirePlanPayload {
            plan: input.plan,
            version,
        })
    }

    /// Brings a retired action plan back, with the projects that were retired together with it.
    async fn restore_plan(
        &self,
        ctx: &Context<'_>,
        input: RestorePlanInput,
    ) -> Result<RestorePlanPayload> {
        let unit = Unit::new(ctx)?;
        let id = id(ctx, &input.plan)?;
        let job = async |work: &Work<'_>| plan::restore(work, id, input.expected_version).await;
        unit.write("plan.restore", id, job).await?;
        let plan = now(&unit, id).await?;
        Ok(RestorePlanPayload { plan })
    }
}
