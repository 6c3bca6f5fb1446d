//! A transfer link (Erfahrungstransfer) from a source to an adopter.
//!
//! Invariant: rows are reached through the scopes only. From the moment at which it is proposed to both sides a link has
//! parties: the two sides, and the offices that coordinate its network today; they read it at any time.

use crate::{
    id::{NetworkId, ProjectId, TenantId, TransferLinkId},
    scope::{Audience, TenantTable, coordinated},
    value::{
        Certainty, TransferKind, TransferOrigin, TransferOutcome, TransferReason, TransferStage,
        Visibility,
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{Condition, entity::prelude::*, sea_query::ExprTrait};

/// A transfer link (Erfahrungstransfer) from a source to an adopter.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer_link")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TransferLinkId,
    /// The adopter's tenant, who owns it.
    pub tenant_id: TenantId,
    /// In which network it stands.
    pub network_id: NetworkId,
    /// What kind of transfer it is.
    pub kind: TransferKind,
    /// How far it has come.
    pub stage: TransferStage,
    /// Who brought it up.
    pub origin: TransferOrigin,
    /// The project that wants to learn.
    pub adopter_project_id: Option<ProjectId>,
    /// The city that wants to learn.
    pub adopter_city_ags: String,
    /// The project to learn from, once it is known.
    pub source_project_id: Option<ProjectId>,
    /// The city to learn from.
    pub source_city_ags: String,
    /// Whether both sides learn.
    pub is_bidirectional: bool,
    /// Why.
    pub rationale: Option<String>,
    /// How sure the importer was of the city.
    pub certainty: Certainty,
    /// The source's tenant, from the moment at which it is proposed to both sides.
    pub source_tenant_id: Option<TenantId>,
    /// To whom the adopter lets it be shown, once it agrees.
    pub adopter_agrees: Option<Visibility>,
    /// To whom the source lets it be shown, once it agrees.
    pub source_agrees: Option<Visibility>,
    /// Where it goes on after a pause.
    pub paused_at_stage: Option<TransferStage>,
    /// Why it was refused, rests or was given up.
    pub reason: Option<TransferReason>,
    /// What the adopter hopes for.
    pub expected_benefit: Option<String>,
    /// Codes of the barriers that both sides know, one a line.
    pub shared_barriers: Option<String>,
    /// Whom to ask at the adopter: a role, not a person.
    pub adopter_contact: Option<String>,
    /// Whom to ask at the source.
    pub source_contact: Option<String>,
    /// What is to be done next.
    pub next_step: Option<String>,
    /// By when.
    pub next_step_due: Option<NaiveDate>,
    /// First day of the transfer.
    pub starts_on: Option<NaiveDate>,
    /// Last day that is planned for it.
    pub ends_on: Option<NaiveDate>,
    /// What came of it.
    pub outcome: Option<TransferOutcome>,
    /// What came of it, in words.
    pub outcome_note: Option<String>,
    /// When it was completed.
    pub completed_on: Option<NaiveDate>,
    /// When to look back next.
    pub follow_up_due: Option<NaiveDate>,
    /// When something last happened to it; nothing has to what was only named.
    pub last_event_at: Option<DateTime<Utc>>,
    /// Who may read it besides its parties.
    pub visibility: Visibility,
    /// Not before this moment.
    pub embargo_until: Option<DateTime<Utc>>,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted, if it was.
    pub deleted_at: Option<DateTime<Utc>>,
    /// Counts changes, for optimistic concurrency.
    pub revision: i32,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantTable for Entity {
    const ID: Column = Column::Id;
    const TENANT: Column = Column::TenantId;
    const NETWORK: Option<Column> = Some(Column::NetworkId);
    const VISIBILITY: Column = Column::Visibility;
    const EMBARGO: Column = Column::EmbargoUntil;
    const DELETED: Option<Column> = Some(Column::DeletedAt);

    fn parties(audience: &Audience) -> Option<Condition> {
        let tenant = audience.tenant?;
        let coordinated = coordinated(tenant, audience.now);
        let in_office = Column::SourceTenantId
            .is_not_null()
            .and(Column::NetworkId.in_subquery(coordinated));
        let parties = Condition::any()
            .add(Column::SourceTenantId.eq(tenant.0))
            .add(in_office);
        Some(parties)
    }
}
