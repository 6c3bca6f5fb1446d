//! How a WebSocket ends, and with which code.
//!
//! The codes from 4400 on are those of graphql-transport-ws; the others are those of WebSocket itself (RFC 6455 §7.4).
//! Clients of the protocol connect again by themselves after 1001, 1013 and 4403, and not after the others.
//!
//! Invariant: a reason tells nothing of what a client sent but the name of an operation, cut to what fits.

use crate::{
    graphql::refusal::quote,
    subscription::{outbox::Silence, subscriber::Loss},
};
use actix_ws::{CloseCode, CloseReason, ProtocolError};

/// How a socket ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Close {
    /// The client has gone, or is not heard of any more: there is nobody to tell.
    Gone,
    /// The client said goodbye, with this.
    Echo(Option<CloseReason>),
    /// A message that the protocol does not know.
    Invalid(String),
    /// An operation before the connection was acknowledged.
    Unacknowledged,
    /// The credential in `connection_init` does not hold.
    Forbidden,
    /// The credential ran out: with a new one the client can go on.
    Expired,
    /// The credential was revoked.
    Revoked,
    /// No subprotocol that is spoken here.
    Subprotocol,
    /// No `connection_init` in time.
    Silent,
    /// An operation of a name that is taken.
    Exists(String),
    /// A second `connection_init`.
    InitAgain,
    /// Every place is taken.
    Full,
    /// The client does not read what it is sent.
    Slow,
    /// The process ends.
    GoingAway,
    /// A message is too large.
    TooLarge,
    /// What came is no WebSocket.
    Broken,
    /// The database does not answer.
    Unavailable,
}

impl Close {
    /// What to tell the client; `None` where there is nobody to tell.
    pub fn reason(self) -> Option<CloseReason> {
        let (code, text) = match self {
            Self::Gone => return None,
            Self::Echo(reason) => return Some(reason.unwrap_or_else(|| CloseCode::Normal.into())),
            Self::Invalid(text) => (4400, text),
            Self::Unacknowledged => (4401, "Unauthorized".to_owned()),
            Self::Revoked => (4401, "access revoked".to_owned()),
            Self::Forbidden => (4403, "Forbidden".to_owned()),
            Self::Expired => (4403, "token expired".to_owned()),
            Self::Subprotocol => (4406, "Subprotocol not acceptable".to_owned()),
            Self::Silent => (4408, "Connection initialisation timeout".to_owned()),
            Self::Exists(id) => (
                4409,
                format!("Subscriber for {} already exists", short(&id)),
            ),
            Self::InitAgain => (4429, "Too many initialisation requests".to_owned()),
            Self::Full => (1013, "too many connections".to_owned()),
            Self::Slow => (1013, "slow consumer".to_owned()),
            Self::GoingAway => (1001, "going away".to_owned()),
            Self::TooLarge => (1009, "message too large".to_owned()),
            Self::Broken => (1002, "protocol error".to_owned()),
            Self::Unavailable => (1013, "try again later".to_owned()),
        };
        Some((CloseCode::from(code), text).into())
    }
}

/// The name of an operation, so that the reason fits into its 123 bytes.
fn short(id: &str) -> String {
    quote(id).chars().take(20).collect()
}

impl From<Loss> for Close {
    fn from(loss: Loss) -> Self {
        match loss {
            Loss::Expired => Self::Expired,
            Loss::Revoked => Self::Revoked,
        }
    }
}

impl From<Silence> for Close {
    fn from(silence: Silence) -> Self {
        match silence {
            Silence::Slow => Self::Slow,
            // A socket keeps the way itself, so this is not met.
            Silence::Over => Self::GoingAway,
        }
    }
}

impl From<ProtocolError> for Close {
    fn from(error: ProtocolError) -> Self {
        match error {
            ProtocolError::Overflow => Self::TooLarge,
            ProtocolError::Io(_) => Self::Gone,
            _ => Self::Broken,
        }
    }
}
