//! Mutations of offers and requests of expertise.
//!
//! Invariant: they belong to the caller's organisation; no input says otherwise.

use super::{
    id, payloads,
    release::{readers, releases},
    unit::Unit,
};
use crate::{
    expertise::Expertise,
    select::Kind,
    value::{Day, ExpertiseCapacity, ExpertiseKind, Moment, Visibility},
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use domain::{
    Ctx, Work,
    expertise::{self, EditExpertise, NewExpertise},
    id::{ExpertiseId, ProjectId},
    network,
    release::Release,
};

/// A new offer (Angebot) or request (Gesuch) of your organisation.
#[derive(InputObject)]
pub struct CreateExpertiseInput {
    /// The network in which it stands, by its slug; your organisation belongs to it.
    pub network: String,
    /// Whether expertise is offered or looked for.
    pub kind: ExpertiseKind,
    /// What about, in short, 1 to 200 characters.
    pub topic: String,
    /// What about, in detail, up to 2,000 characters.
    pub description: Option<String>,
    /// Barriers (Hemmnisse) that it is about, by code such as H7, five at most.
    pub barriers: Option<Vec<String>>,
    /// The project of yours, in the same network, in which the experience was gained or for which it is looked for.
    pub project: Option<ID>,
    /// How much time is offered or looked for.
    pub capacity: ExpertiseCapacity,
    /// Whom to ask: the address of a role, not of a person, up to 300 characters.
    pub contact: Option<String>,
    /// Who sees the contact: TENANT, NETWORK or PUBLIC.
    #[graphql(default_with = "Visibility::Network")]
    pub contact_visibility: Visibility,
    /// The last day on which it is open: from today to three years from now.
    pub until: Day,
    /// Who may read it; to name readers (SHARED), publish it afterwards.
    #[graphql(default_with = "Visibility::Tenant")]
    pub visibility: Visibility,
    /// Not before this moment, except for your own organisation.
    pub embargo_until: Option<Moment>,
}

impl CreateExpertiseInput {
    fn read(self, ctx: &Ctx) -> domain::Result<NewExpertise> {
        Ok(NewExpertise {
            network: network::by_slug(ctx, "network", &self.network)?,
            kind: self.kind.into(),
            release: Release {
                visibility: self.visibility.into(),
                embargo_until: self.embargo_until.map(|moment| moment.0),
            },
            content: EditExpertise {
                topic: Some(self.topic),
                description: Some(self.description),
                barriers: self.barriers,
                project: Some(self.project.as_ref().map(project).transpose()?),
                capacity: Some(self.capacity.into()),
                contact: Some(self.contact),
                contact_visibility: Some(self.contact_visibility.into()),
                until: Some(self.until.0),
            },
        })
    }
}

/// What is to be different about an offer or request; what is not given stays as it is.
#[derive(InputObject)]
pub struct EditExpertiseInput {
    /// The offer or request.
    pub expertise: ID,
    /// The version that you have seen.
    pub expected_version: i32,
    /// What about, in short, 1 to 200 characters.
    pub topic: Option<String>,
    /// What about, in detail, up to 2,000 characters; null empties it.
    pub description: MaybeUndefined<String>,
    /// Barriers that it is about, by code, five at most; they take the place of those that are there.
    pub barriers: Option<Vec<String>>,
    /// The project of yours that it is about; null empties it.
    pub project: MaybeUndefined<ID>,
    /// How much time is offered or looked for.
    pub capacity: Option<ExpertiseCapacity>,
    /// Whom to ask: the address of a role, not of a person; null empties it.
    pub contact: MaybeUndefined<String>,
    /// Who sees the contact: TENANT, NETWORK or PUBLIC.
    pub contact_visibility: Option<Visibility>,
    /// The last day on which it is open: from today to three years from now.
    pub until: Option<Day>,
}

impl EditExpertiseInput {
    fn read(self) -> domain::Result<EditExpertise> {
        let named: Option<Option<ID>> = self.project.into();
        let named = named.map(|id| id.as_ref().map(project).transpose());
        Ok(EditExpertise {
            topic: self.topic,
            description: self.description.into(),
            barriers: self.barriers,
            project: named.transpose()?,
            capacity: self.capacity.map(Into::into),
            contact: self.contact.into(),
            contact_visibility: self.contact_visibility.map(Into::into),
            until: self.until.map(|day| day.0),
        })
    }
}

fn project(id: &ID) -> domain::Result<ProjectId> {
    let known = id.parse();
    known.map_err(|_| domain::Error::no_id::<ProjectId>("project", id))
}

payloads! { expertise: Expertise;
    /// The new offer or request.
    CreateExpertisePayload,
    /// The changed offer or request.
    EditExpertisePayload,
    /// The offer or request with its new readers.
    PublishExpertisePayload,
    /// The restored offer or request.
    RestoreExpertisePayload,
}

releases!(expertise; PublishExpertiseInput, RetireExpertiseInput, RestoreExpertiseInput, RetireExpertisePayload);

/// The offer or request after a change, with what is selected of it.
async fn now(unit: &Unit<'_>, id: ExpertiseId) -> Result<Option<Expertise>> {
    let row = unit.row(id, Kind::Expertise, "expertise").await?;
    Ok(row.map(Expertise))
}

/// Offers and requests of expertise.
#[derive(Default)]
pub struct ExpertiseMutation;

#[Object]
impl ExpertiseMutation {
    /// Creates an offer or request of your organisation.
    async fn create_expertise(
        &self,
        ctx: &Context<'_>,
        input: CreateExpertiseInput,
    ) -> Result<CreateExpertisePayload> {
        let unit = Unit::new(ctx)?;
        let new = unit.accept(input.read(unit.domain()))?;
        let network = new.network;
        let job = async |work: &Work<'_>| expertise::create(work, new).await;
        let id = unit.write("expertise.create", network, job).await?;
        let expertise = now(&unit, id).await?;
        Ok(CreateExpertisePayload { expertise })
    }

    /// Changes an offer or request of your organisation; who may read it stays as it is.
    async fn edit_expertise(
        &self,
        ctx: &Context<'_>,
        input: EditExpertiseInput,
    ) -> Result<EditExpertisePayload> {
        let unit = Unit::new(ctx)?;
        let (id, version) = (id(ctx, &input.expertise)?, input.expected_version);
        let edit = unit.accept(input.read())?;
        let job = async |work: &Work<'_>| expertise::edit(work, id, version, edit).await;
        unit.write("expertise.edit", id, job).await?;
        let expertise = now(&unit, id).await?;
        Ok(EditExpertisePayload { expertise })
    }

    /// Changes who may read an offer or request of your organisation.
    async fn publish_expertise(
        &self,
        ctx: &Context<'_>,
        input: PublishExpertiseInput,
    ) -> Result<PublishExpertisePayload> {
        let unit = Unit::new(ctx)?;
        let (id, release) = (id(ctx, &input.expertise)?, input.release());
        let version = input.expected_version;
        let readers = unit.accept(readers(input.readers))?;
        let job =
            async |work: &Work<'_>| expertise::publish(work, id, version, release, &readers).await;
        unit.write("expertise.publish", id, job).await?;
        let expertise = now(&unit, id).await?;
        Ok(PublishExpertisePayload { expertise })
    }

    /// Takes an offer or request of your organisation out of use; it can be restored.
    async fn retire_expertise(
        &self,
        ctx: &Context<'_>,
        input: RetireExpertiseInput,
    ) -> Result<RetireExpertisePayload> {
        let unit = Unit::new(ctx)?;
        let (id, expected) = (id(ctx, &input.expertise)?, input.expected_version);
        let job = async |work: &Work<'_>| expertise::retire(work, id, expected).await;
        let version = unit.write("expertise.retire", id, job).await?;
        Ok(RetireExpertisePayload {
            expertise: input.expertise,
            version,
        })
    }

    /// Brings a retired offer or request back.
    async fn restore_expertise(
        &self,
        ctx: &Context<'_>,
        input: RestoreExpertiseInput,
    ) -> Result<RestoreExpertisePayload> {
        let unit = Unit::new(ctx)?;
        let (id, expected) = (id(ctx, &input.expertise)?, input.expected_version);
        let job = async |work: &Work<'_>| expertise::restore(work, id, expected).await;
        unit.write("expertise.restore", id, job).await?;
        let expertise = now(&unit, id).await?;
        Ok(RestoreExpertisePayload { expertise })
    }
}
