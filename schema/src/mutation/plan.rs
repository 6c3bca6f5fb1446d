//! Mutations of action plans.
//!
//! Invariant: a plan belongs to the caller's organisation and is for its municipality; no input says otherwise.

use super::{
    release::{PublishInput, RetirePayload, VersionInput},
    unit::{Unit, id},
};
use crate::{
    plan::Plan,
    select::Kind,
    value::{Moment, PlanStatus, Visibility},
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};
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
    pub id: ID,
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

/// The plan after a change.
#[derive(SimpleObject)]
pub struct PlanPayload {
    /// The plan; null where your credentials are good for writing only.
    plan: Option<Plan>,
}

impl PlanPayload {
    async fn of(unit: &Unit<'_>, id: PlanId) -> Result<Self> {
        let plan = unit.row(id, Kind::Plan, "plan").await?.map(Plan);
        Ok(Self { plan })
    }
}

/// Action plans.
#[derive(Default)]
pub struct PlanMutation;

#[Object]
impl PlanMutation {
    /// Creates an action plan of your organisation.
    async fn create_plan(&self, ctx: &Context<'_>, input: CreatePlanInput) -> Result<PlanPayload> {
        let unit = Unit::new(ctx)?;
        let new = unit.accept(input.read(unit.domain()))?;
        let network = new.network;
        let job = async |work: &Work<'_>| plan::create(work, new).await;
        let id = unit.write("plan.create", network, job).await?;
        PlanPayload::of(&unit, id).await
    }

    /// Changes an action plan of your organisation; who may read it stays as it is.
    async fn edit_plan(&self, ctx: &Context<'_>, input: EditPlanInput) -> Result<PlanPayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (unit.accept(id("id", &input.id))?, input.expected_version);
        let job = async |work: &Work<'_>| plan::edit(work, id, version, input.into()).await;
        unit.write("plan.edit", id, job).await?;
        PlanPayload::of(&unit, id).await
    }

    /// Changes who may read an action plan of your organisation, and with it its projects.
    async fn publish_plan(&self, ctx: &Context<'_>, input: PublishInput) -> Result<PlanPayload> {
        let unit = Unit::new(ctx)?;
        let (id, release, readers) = unit.accept(input.read())?;
        let job = async |work: &Work<'_>| {
            plan::publish(work, id, input.expected_version, release, &readers).await
        };
        unit.write("plan.publish", id, job).await?;
        PlanPayload::of(&unit, id).await
    }

    /// Takes an action plan of your organisation out of use, with its projects; it can be restored.
    async fn retire_plan(&self, ctx: &Context<'_>, input: VersionInput) -> Result<RetirePayload> {
        let unit = Unit::new(ctx)?;
        let id = unit.accept(id("id", &input.id))?;
        let job = async |work: &Work<'_>| plan::retire(work, id, input.expected_version).await;
        let version = unit.write("plan.retire", id, job).await?;
        Ok(RetirePayload {
            id: input.id,
            version,
        })
    }

    /// Brings a retired action plan back, with the projects that were retired together with it.
    async fn restore_plan(&self, ctx: &Context<'_>, input: VersionInput) -> Result<PlanPayload> {
        let unit = Unit::new(ctx)?;
        let id = unit.accept(id("id", &input.id))?;
        let job = async |work: &Work<'_>| plan::restore(work, id, input.expected_version).await;
        unit.write("plan.restore", id, job).await?;
        PlanPayload::of(&unit, id).await
    }
}
