//! An entry in the history of a transfer link: a step, a meeting, a note, a document, a look back.
//!
//! Invariant: rows are reached through the scopes only, and read by the parties of the link, whoever reads the link.
//! Entries are only added.

use crate::{
    id::{NetworkId, TenantId, TransferEventId, TransferLinkId},
    scope::{Audience, PartTable, coordinated},
    value::{
        TransferEventKind, TransferOutcome, TransferParty, TransferReason, TransferStage,
        TransferStep,
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{Condition, QueryFilter, entity::prelude::*};

/// An entry in the history of a transfer link.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer_event")]
pub struct Model {
    /// Key; keys grow with time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TransferEventId,
    /// The adopter's tenant, who owns the link.
    pub tenant_id: TenantId,
    /// The source's tenant, if the link had parties.
    pub source_tenant_id: Option<TenantId>,
    /// In which network the link stands.
    pub network_id: NetworkId,
    /// The link.
    pub link_id: TransferLinkId,
    /// Which entry of the link it is, from 1.
    pub number: i32,
    /// What it tells.
    pub kind: TransferEventKind,
    /// Which step was taken, where it tells of one.
    pub step: Option<TransferStep>,
    /// How far the link had come after it.
    pub stage: TransferStage,
    /// In which part somebody acted.
    pub party: TransferParty,
    /// Who acted.
    pub actor_id: TenantId,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// On which day it was, where that is another one.
    pub held_on: Option<NaiveDate>,
    /// Why, where a step has a reason.
    pub reason: Option<TransferReason>,
    /// What came of it, where it says so.
    pub outcome: Option<TransferOutcome>,
    /// Who took part: roles and organisations.
    pub participants: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// Address of a document.
    pub document_url: Option<String>,
}

/// Relations are followed by the read plans of the domain, not by the entity.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl PartTable for Entity {
    const PARENT: Column = Column::LinkId;
}

impl Entity {
    /// The entries that an audience may read of links that it has already fetched: those of links to which it is a party.
    #[must_use]
    pub fn readable(audience: &Audience) -> Select<Self> {
        let readable = match audience.tenant {
            Some(tenant) => Condition::any()
                .add(Column::TenantId.eq(tenant.0))
                .add(Column::SourceTenantId.eq(tenant.0))
                .add(
                    Condition::all()
                        .add(Column::SourceTenantId.is_not_null())
                        .add(Column::NetworkId.in_subquery(coordinated(tenant, audience.now))),
                ),
            None => Condition::any().add(Column::LinkId.is_null()),
        };
        Self::parts().filter(readable)
    }
}
