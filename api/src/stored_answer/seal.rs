//! Answers as they are stored: sealed with the key of their request and the installation's.
//!
//! Invariant: a copy of the database gives no answer away: the key of a request is not in it, and without that nothing opens.
//! What was sealed for one request opens for that one only.

use crate::{
    aead::{self, Unique},
    token::random_bytes,
};
use actix_web::{
    HttpResponse,
    http::header::{CONTENT_LENGTH, DATE, TRANSFER_ENCODING},
};
use domain::id::StoredAnswerId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Keys of other uses are not made of the same text in the same way.
const PURPOSE: &str = "staedtenetz stored answers/1";

/// An answer that can be given again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Its status.
    pub status: u16,
    /// Its headers, as the handler made them.
    pub headers: Vec<(String, String)>,
    /// Its body.
    #[serde(skip)]
    pub body: Vec<u8>,
}

/// An answer that nobody can read without its key.
#[derive(Clone, Debug)]
pub struct Sealed(pub Vec<u8>);

/// What seals and opens the answers of one key.
pub struct Seal([u8; 32]);

impl Kept {
    /// Of a response.
    pub fn of(head: &HttpResponse<()>, body: &[u8]) -> Self {
        let own = |name: &&actix_web::http::header::HeaderName| {
            **name != CONTENT_LENGTH && **name != TRANSFER_ENCODING && **name != DATE
        };
        let headers = head.headers().iter().filter(|(name, _)| own(name));
        let text = headers
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
        Self {
            status: head.status().as_u16(),
            headers: text.collect(),
            body: body.to_vec(),
        }
    }

    /// One line for the head, then the body.
    fn bytes(&self) -> Option<Vec<u8>> {
        let mut bytes = serde_json::to_vec(self).ok()?;
        bytes.push(b'\n');
        bytes.extend_from_slice(&self.body);
        Some(bytes)
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let (head, body) = bytes.split_at_checked(end)?;
        let kept: Self = serde_json::from_slice(head).ok()?;
        Some(Self {
            body: body.get(1..)?.to_vec(),
            ..kept
        })
    }
}

impl Seal {
    /// With the installation's own key, if it has one, and the key of a request.
    pub fn new(own: Option<&str>, key: &str) -> Self {
        let mut hash = Sha256::new();
        for part in [PURPOSE, own.unwrap_or_default(), key] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// An answer for the database. Nothing is kept where the machine has no randomness to give.
    pub fn close(&self, id: StoredAnswerId, kept: &Kept) -> Option<Sealed> {
        let unique: Unique = random_bytes().ok()?;
        aead::seal(&self.0, id.0, unique, kept.bytes()?).map(Sealed)
    }

    /// The answer again; `None` where it was sealed with another key.
    pub fn open(&self, id: StoredAnswerId, Sealed(mut bytes): Sealed) -> Option<Kept> {
        Kept::from_bytes(aead::open(&self.0, id.0, &mut bytes)?)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_answer_opens_for_its_request_and_key_only() {
        let (id, other) = (StoredAnswerId(Uuid::nil()), StoredAnswerId(Uuid::max()));
        let kept = Kept {
            status: 201,
            headers: vec![("etag".to_owned(), "\"1-ab\"".to_owned())],
            body: b"{\"a\":\n1}".to_vec(),
        };
        let seal = Seal::new(Some("own"), "key");
        let sealed = seal.close(id, &kept).unwrap();
        assert_eq!(seal.open(id, sealed.clone()), Some(kept));
        assert_eq!(seal.open(other, sealed.clone()), None);
        for (own, key) in [
            (Some("own"), "other"),
            (Some("other"), "key"),
            (None, "ownkey"),
        ] {
            assert_eq!(Seal::new(own, key).open(id, sealed.clone()), None);
        }
        assert_eq!(seal.open(id, Sealed(vec![0; 40])), None);
    }
}
