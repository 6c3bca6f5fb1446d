//! Authenticated encryption of what is stored: ChaCha20-Poly1305 (RFC 8439), the nonce in front.
//!
//! Invariant: what was sealed for one row opens for that one only, and not at all once it was changed.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use uuid::Uuid;

/// What must never come a second time with the same key.
pub type Unique = [u8; NONCE_LEN];

/// Seals a text for a row; `None` where the library refuses, which says nothing about why.
pub fn seal(key: &[u8; 32], row: Uuid, unique: Unique, mut text: Vec<u8>) -> Option<Vec<u8>> {
    let nonce = Nonce::assume_unique_for_key(unique);
    made(key)?
        .seal_in_place_append_tag(nonce, bound_to(row), &mut text)
        .ok()?;
    Some([unique.as_slice(), &text].concat())
}

/// The text again; `None` where it was sealed with another key or for another row.
pub fn open<'s>(key: &[u8; 32], row: Uuid, sealed: &'s mut [u8]) -> Option<&'s [u8]> {
    let (unique, text) = sealed.split_first_chunk_mut::<NONCE_LEN>()?;
    let nonce = Nonce::assume_unique_for_key(*unique);
    let opened = made(key)?.open_in_place(nonce, bound_to(row), text);
    opened.ok().map(|text| &*text)
}

fn made(key: &[u8; 32]) -> Option<LessSafeKey> {
    let key = UnboundKey::new(&CHACHA20_POLY1305, key).ok()?;
    Some(LessSafeKey::new(key))
}

fn bound_to(row: Uuid) -> Aad<[u8; 16]> {
    Aad::from(row.into_bytes())
}
