//! The index as a file, so that a start does not read every project again.
//!
//! Invariant: a file is taken only if its version, its vocabulary and its checksum are ours; anything else is told apart
//! and the index is built anew. Postings and counts are not stored: they follow from the documents.

use std::io::{Read, Write};

use sha2::{Digest, Sha256};

use super::dictionary::count;
use super::document::Facts;
use super::lexicon::Lexicon;
use super::varint::{Reader, write};
use super::{Index, Key};
use crate::similarity::text::place::Places;

const MAGIC: &[u8; 8] = b"STNETIX1";

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// It cannot be read or written.
    #[error("the index file cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
    /// It is of another version or not an index.
    #[error("the file is no index of this version")]
    Version,
    /// Its bytes are not those that were written.
    #[error("the index file is damaged")]
    Damaged,
}

impl Index {
    /// Writes the index.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write_to(&self, mut file: impl Write) -> Result<(), Fault> {
        let body = self.body();
        file.write_all(MAGIC)?;
        file.write_all(&Sha256::digest(&body))?;
        file.write_all(&body)?;
        Ok(file.flush()?)
    }

    fn body(&self) -> Vec<u8> {
        let mut body = Vec::new();
        body.extend(self.vocabulary.fingerprint());
        self.lexicon.write(&mut body);
        let alive = || self.documents.iter().filter(|held| held.is_alive);
        write(&mut body, count(alive().count()));
        for held in alive() {
            body.extend(held.key.to_le_bytes());
            held.facts.write(&mut body);
            write(&mut body, count(held.bytes.len()));
            body.extend(&held.bytes);
        }
        body
    }

    /// Reads an index.
    ///
    /// # Errors
    /// If the file cannot be read, is of another version, or is damaged.
    pub fn read_from(mut file: impl Read, places: Places) -> Result<Self, Fault> {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let rest = bytes.strip_prefix(MAGIC).ok_or(Fault::Version)?;
        let (sum, body) = rest.split_at_checked(32).ok_or(Fault::Damaged)?;
        if Sha256::digest(body).iter().ne(sum) {
            return Err(Fault::Damaged);
        }
        let mut index = Self::new(places);
        let body = body
            .strip_prefix(&index.vocabulary.fingerprint())
            .ok_or(Fault::Version)?;
        index.take(&mut Reader::new(body)).ok_or(Fault::Damaged)?;
        index.compact();
        Ok(index)
    }

    fn take(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        self.lexicon = Lexicon::read(reader, self.vocabulary)?;
        for _ in 0..reader.next()? {
            let key = Key::from_le_bytes(reader.bytes(16)?.try_into().ok()?);
            let facts = Facts::read(reader)?;
            let length = reader.next()? as usize;
            let bytes = reader.bytes(length)?.into();
            self.hold(key, facts, bytes);
        }
        Some(())
    }
}
