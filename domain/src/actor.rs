//! Who is asking.
//!
//! Invariant: an actor is made from verified facts only (a token, or being the operator at the machine), never from an
//! argument of a request.

use entity::id::{NetworkId, TenantId};

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular.
    Anonymous,
    /// Somebody who acts for a tenant.
    Member(Member),
    /// The person who runs the service, at its command line. Manages, and does not read content by default.
    Operator,
}

/// Somebody who acts for a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The tenant.
    pub tenant: TenantId,
    /// What they may do there.
    pub role: Role,
    /// The networks that the tenant belongs to now.
    pub networks: Vec<NetworkId>,
}

/// What somebody may do in their tenant; each role includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads.
    Reader,
    /// Writes content.
    Editor,
    /// Releases content to others.
    Publisher,
    /// Manages the tenant.
    Admin,
}

impl Role {
    /// Every role, the narrowest first.
    pub const ALL: &'static [Self] = &[Self::Reader, Self::Editor, Self::Publisher, Self::Admin];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reader => "READER",
            Self::Editor => "EDITOR",
            Self::Publisher => "PUBLISHER",
            Self::Admin => "ADMIN",
        }
    }
}
