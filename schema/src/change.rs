//! An entry of the change feed.
//!
//! Invariant: it says what the change is to its reader, not what its owner did.

use crate::{connection::connection, direct::One, value::Moment};
use async_graphql::{Enum, ID, Object};
use domain::read::Item;
use std::sync::Arc;

/// What kind of record a change happened to.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::change::ChangeKind")]
pub enum ChangeKind {
    /// A network.
    #[graphql(name = "NETWORK")]
    Network,
    /// An organisation.
    #[graphql(name = "TENANT")]
    Tenant,
    /// A membership. What the network shares is gained or lost with one's own: read it anew then.
    #[graphql(name = "MEMBERSHIP")]
    Membership,
    /// An action field.
    #[graphql(name = "ACTION_FIELD")]
    ActionField,
    /// The definition of an indicator.
    #[graphql(name = "INDICATOR")]
    Indicator,
    /// An action plan.
    #[graphql(name = "PLAN")]
    Plan,
    /// A project.
    #[graphql(name = "PROJECT")]
    Project,
    /// A transfer link.
    #[graphql(name = "TRANSFER_LINK")]
    TransferLink,
    /// An offer or request of expertise.
    #[graphql(name = "EXPERTISE")]
    Expertise,
    /// A peer group or ring.
    #[graphql(name = "PEER_GROUP")]
    PeerGroup,
    /// An observation.
    #[graphql(name = "OBSERVATION")]
    Observation,
    /// A comparison of a ring, as its moderator published it. One that takes the place of an earlier one is a new record: the
    /// earlier one is deleted. Ask `benchmark` for the ring again; its `publicationId` is the `subjectId` here.
    #[graphql(name = "BENCHMARK")]
    Benchmark,
}

/// What happened to a record, as far as you can see it.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::value::ChangeAction")]
pub enum ChangeAction {
    /// It was created, or became visible to you.
    #[graphql(name = "CREATED")]
    Created,
    /// It was changed.
    #[graphql(name = "UPDATED")]
    Updated,
    /// It was deleted, or is no longer visible to you.
    #[graphql(name = "DELETED")]
    Deleted,
}

/// One change of a record that you could read before or can read now.
pub struct Change(pub(crate) Arc<domain::change::Change>);

/// One change of a record that you could read before or can read now.
#[Object(serial)]
impl Change {
    /// Id of this entry of the feed, opaque; the record's own is `subjectId`.
    async fn id(&self) -> ID {
        format!("change_{}", self.0.seq).into()
    }

    /// When it happened.
    async fn at(&self) -> Moment {
        Moment(self.0.at)
    }

    /// What kind of record it happened to.
    async fn kind(&self) -> ChangeKind {
        self.0.kind.into()
    }

    /// Global id of the record: fetch what it is now with `node`, unless it is gone or a published comparison.
    async fn subject_id(&self) -> ID {
        self.0.subject.clone().into()
    }

    /// What happened.
    async fn action(&self) -> ChangeAction {
        self.0.action.into()
    }

    /// Whether the record is gone for you: drop what you keep of it.
    async fn is_deleted(&self) -> bool {
        self.0.is_deletion()
    }
}

connection!(Change, ChangeConnection, ChangeEdge, domain::change::Change);

/// A change that a subscription tells of.
pub struct ChangeEvent(pub(crate) Item<domain::change::Change>);

/// A change that a subscription tells of.
#[Object(serial)]
impl ChangeEvent {
    /// Where the change stands in the feed, for `after`.
    async fn cursor(&self) -> String {
        self.0.cursor()
    }

    /// The change.
    async fn change(&self) -> One<Change> {
        One(Change(Arc::clone(&self.0.node)))
    }
}
