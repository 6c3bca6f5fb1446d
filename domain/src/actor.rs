//! Who is asking.
//!
//! Invariant: an actor is made from verified facts only (a token, a key, or being the operator at the machine), never
//! from an argument of a request.

use entity::id::{AccountId, CredentialId, IssuerId, NetworkId, SessionId, TenantId, TypedId};
use uuid::Uuid;

pub use entity::value::TenantRole as Role;

/// Who is asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody in particular.
    Anonymous,
    /// Somebody who acts for a tenant.
    Member(Member),
    /// Somebody who runs the service. Manages, and does not read content by default.
    Operator(Principal),
}

impl Actor {
    /// Who acts, if it is known.
    #[must_use]
    pub const fn principal(&self) -> Option<&Principal> {
        match self {
            Self::Anonymous => None,
            Self::Member(member) => Some(&member.principal),
            Self::Operator(principal) => Some(principal),
        }
    }
}

/// Somebody who acts for a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The tenant.
    pub tenant: TenantId,
    /// What they may do there.
    pub role: Role,
    /// What their token or key is good for.
    pub scopes: Scopes,
    /// The networks that the tenant belonged to when the request began.
    pub networks: Vec<NetworkId>,
    /// Who they are.
    pub principal: Principal,
}

/// Who acts, as far as the service has to know: for revocation and for the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Principal {
    /// Whoever sits at the machine.
    CommandLine,
    /// The service itself, in what it does on time.
    Service,
    /// A person who signed in here.
    Account(AccountId, SessionId),
    /// A machine client.
    Credential(CredentialId),
    /// Somebody whom an identity provider of the tenant vouches for.
    Foreign(IssuerId, String),
}

impl Principal {
    /// What can be revoked to shut them out, each alone.
    #[must_use]
    pub fn revocable(&self) -> Vec<Uuid> {
        match self {
            Self::CommandLine | Self::Service => Vec::new(),
            Self::Account(account, session) => vec![account.uuid(), session.uuid()],
            Self::Credential(credential) => vec![credential.uuid()],
            Self::Foreign(issuer, _) => vec![issuer.uuid()],
        }
    }
}

macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// What a token or key can be good for; the closed list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Scope { $($(#[$doc])* $name,)* }

        impl Scope {
            /// Every scope.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word for it in tokens.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// The scope of a word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|scope| scope.word() == word)
            }
        }
    };
}

scopes! {
    /// Read what the tenant may read; without it only public content is there.
    ReadContent = "content:read",
    /// Create and change content of the tenant.
    WriteContent = "content:write",
    /// Release content of the tenant to others.
    PublishContent = "content:publish",
    /// Manage accounts, keys and identity providers of the tenant.
    ManageTenant = "tenant:manage",
    /// Read the tenant's audit log.
    ReadAudit = "audit:read",
}

/// A set of scopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scopes(u8);

impl Scopes {
    /// All of them: people can do what their role lets them do.
    #[must_use]
    pub fn all() -> Self {
        Scope::ALL.iter().copied().collect()
    }

    /// The scopes of a list of words separated by spaces; unknown words are not in it.
    #[must_use]
    pub fn from_words(words: &str) -> Self {
        words.split(' ').filter_map(Scope::from_word).collect()
    }

    /// Whether a scope is in it.
    #[must_use]
    pub const fn has(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u8) != 0
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether all of `other` are in it.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// As a list of words separated by spaces.
    #[must_use]
    pub fn words(self) -> String {
        let own = Scope::ALL.iter().filter(|scope| self.has(**scope));
        own.map(|scope| scope.word()).collect::<Vec<_>>().join(" ")
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(
            scopes
                .into_iter()
                .fold(0, |bits, scope| bits | (1 << scope as u8)),
        )
    }
}
