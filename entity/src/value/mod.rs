//! Closed lists of values, stored as the words that the interfaces show.
//!
//! Invariant: the stored word, the GraphQL value and the REST value of one thing are the same.

use sea_orm::{DeriveActiveEnum, EnumIter, prelude::StringLen};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
        #[sea_orm(rs_type = "String", db_type = "String(StringLen::N(24))")]
        pub enum $name {
            $($(#[$vdoc])* #[sea_orm(string_value = $word)] $variant,)*
        }

        impl $name {
            /// Every value, in its documented order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word for it, in the database and in both interfaces.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The value for a word, `None` for any other text.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    )*};
}
mod content;
mod document;
mod figure;
mod transfer;
mod webhook;

pub use content::*;
pub use document::*;
pub use figure::*;
pub use transfer::*;
pub use webhook::*;

words! {
    /// Who may read a record. The order matters: the smaller of two values is the narrower one.
    Visibility {
        /// Only the tenant that owns it.
        Tenant = "TENANT",
        /// The tenant and the tenants named for it.
        Shared = "SHARED",
        /// Every member of the network.
        Network = "NETWORK",
        /// Everybody.
        Public = "PUBLIC",
    }

    /// What kind of place a municipality is.
    CityKind {
        /// A town or city (Stadt).
        City = "CITY",
        /// A market town (Markt, Flecken).
        Market = "MARKET",
        /// Any other municipality (Gemeinde).
        Municipality = "MUNICIPALITY",
        /// An area without a municipality (gemeindefreies Gebiet).
        Unincorporated = "UNINCORPORATED",
    }

    /// What kind of organisation a tenant is.
    TenantKind {
        /// A municipality.
        Municipality = "MUNICIPALITY",
        /// An office that coordinates a network.
        Coordination = "COORDINATION",
    }

    /// As what a tenant takes part in a network.
    MembershipRole {
        /// A model city of the programme (Modellstadt).
        ModelCity = "MODEL_CITY",
        /// A city of the accompanying network (Netzwerkstadt).
        NetworkCity = "NETWORK_CITY",
        /// An office that coordinates the network.
        Coordinator = "COORDINATOR",
        /// An observer.
        Observer = "OBSERVER",
    }

    /// How sure the importer was of what it read.
    Certainty {
        /// The source says so.
        Recognised = "RECOGNISED",
        /// Inferred; worth a look by the editor.
        Guessed = "GUESSED",
    }

    /// What somebody may do in their tenant; each role includes those before it.
    TenantRole {
        /// Reads.
        Reader = "READER",
        /// Writes content.
        Editor = "EDITOR",
        /// Releases content to others.
        Publisher = "PUBLISHER",
        /// Manages the tenant.
        Admin = "ADMIN",
    }

    /// How something that was tried ended.
    AuditOutcome {
        /// It was done.
        Done = "DONE",
        /// It was refused.
        Refused = "REFUSED",
        /// Content of another tenant that is not public was read.
        Read = "READ",
    }

    /// What happened to a record.
    ChangeAction {
        /// It was created.
        Created = "CREATED",
        /// It was changed.
        Updated = "UPDATED",
        /// It was deleted or withdrawn.
        Deleted = "DELETED",
    }
}
