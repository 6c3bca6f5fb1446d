//! API keys and refresh tokens: the text that a client keeps, and the hash that we keep.
//!
//! Invariant: the secret is never stored and never shown by any output but [`Opaque::reveal`]; a text with a wrong checksum
//! is turned away before anything is looked up.
//!
//! The text is a prefix (`stn_` for keys, `str_` for refresh tokens) + id (16 bytes) + `_` + secret (32 bytes) + CRC-32 of all before it, in lower-case hexadecimal. The
//! prefix and the checksum let scanners for leaked secrets find them without false alarms, and let us refuse typing
//! mistakes at no cost. The checksum proves nothing; the secret does.
//!
//! SHA-256 is the right hash here, and a slow one would be wrong: slowness makes up for secrets that can be guessed, and 256
//! random bits cannot be, while the check is on the way of every exchange of a key for a token.

use sha2::{Digest, Sha256};
use std::{fmt, marker::PhantomData};
use subtle::ConstantTimeEq;

/// What a text is good for.
pub trait Kind: Clone + PartialEq + Eq {
    /// What every text of this kind begins with.
    const PREFIX: &'static str;
    /// Its name, for the log.
    const NAME: &'static str;
}

/// Good for machine clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key;

/// Good for going on with a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refresh;

impl Kind for Key {
    const PREFIX: &'static str = "stn_";
    const NAME: &'static str = "ApiKey";
}

impl Kind for Refresh {
    const PREFIX: &'static str = "str_";
    const NAME: &'static str = "RefreshToken";
}

/// An API key as its owner has it.
pub type ApiKey = Opaque<Key>;

/// A refresh token as its owner has it.
pub type RefreshToken = Opaque<Refresh>;

/// Bytes of the id, the secret and the checksum.
const ID: usize = 16;
const SECRET: usize = 32;
const CHECKSUM: usize = 4;

/// A secret text as its owner has it.
#[derive(Clone, PartialEq, Eq)]
pub struct Opaque<K> {
    id: [u8; ID],
    secret: [u8; SECRET],
    kind: PhantomData<K>,
}

/// What is stored of such a text.
#[derive(Clone, Copy, Debug)]
pub struct OpaqueHash(pub [u8; 32]);

impl<K: Kind> Opaque<K> {
    /// From the id under which its hash is stored and 32 unpredictable bytes.
    #[must_use]
    pub const fn new(id: [u8; ID], secret: [u8; SECRET]) -> Self {
        Self {
            id,
            secret,
            kind: PhantomData,
        }
    }

    /// Reads a text; `None` where it is none of this kind.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, rest) = text.strip_prefix(K::PREFIX)?.split_once('_')?;
        let (secret, _) = rest.split_at_checked(2 * SECRET)?;
        let key = Self::new(bytes(id)?, bytes(secret)?);
        // Writing it again checks the rest: the checksum, the length, and that nothing is in capitals.
        (key.reveal() == text).then_some(key)
    }

    /// The id under which its hash is stored.
    #[must_use]
    pub const fn id(&self) -> [u8; ID] {
        self.id
    }

    /// The text, for its owner, once.
    #[must_use]
    pub fn reveal(&self) -> String {
        let text = format!(
            "{}{}_{}",
            K::PREFIX,
            hex::encode(self.id),
            hex::encode(self.secret)
        );
        let checksum: [u8; CHECKSUM] = crc32fast::hash(text.as_bytes()).to_be_bytes();
        text + &hex::encode(checksum)
    }

    /// What to store. The id goes in, so that a hash that was moved to another row fits nothing.
    #[must_use]
    pub fn hash(&self) -> OpaqueHash {
        let digest = Sha256::new()
            .chain_update(self.id)
            .chain_update(self.secret);
        OpaqueHash(digest.finalize().into())
    }
}

impl OpaqueHash {
    /// Whether a text is the one that was stored; takes the same time whatever the answer.
    #[must_use]
    pub fn is_of<K: Kind>(&self, text: &Opaque<K>) -> bool {
        self.0.ct_eq(&text.hash().0).into()
    }

    /// As it is stored: 64 hexadecimal digits.
    #[must_use]
    pub fn to_hex(self) -> String {
        hex::encode(self.0)
    }

    /// As it was stored; `None` where that is no hash.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        bytes(text).map(Self)
    }
}

impl<K: Kind> fmt::Debug for Opaque<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(K::NAME)
            .field("id", &hex::encode(self.id))
            .finish_non_exhaustive()
    }
}

fn bytes<const LENGTH: usize>(text: &str) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}
