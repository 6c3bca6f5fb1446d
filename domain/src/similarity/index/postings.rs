//! Which documents hold a word, and how often: one growing list of bytes per word.
//!
//! Invariant: documents are appended in rising order; a list is only ever appended to or rebuilt as a whole.

use super::varint::{Reader, write};

/// The documents of one word.
#[derive(Debug, Default, Clone)]
pub struct Postings {
    bytes: Vec<u8>,
    last: u32,
    count: u32,
}

impl Postings {
    /// Appends a document with the number of occurrences.
    ///
    /// A single occurrence, the usual case, takes no byte of its own: it is the lowest bit of the distance.
    pub fn push(&mut self, document: u32, occurrences: u32) {
        let distance = document - self.last;
        if self.bytes.len() == self.bytes.capacity() {
            // Growing by a quarter instead of doubling keeps a million lists small.
            self.bytes.reserve_exact(5 + self.bytes.len() / 4);
        }
        if occurrences == 1 {
            write(&mut self.bytes, distance << 1);
        } else {
            write(&mut self.bytes, distance << 1 | 1);
            write(&mut self.bytes, occurrences);
        }
        self.last = document;
        self.count += 1;
    }

    /// Number of documents, removed ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether no document was ever appended.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Documents with occurrences, in rising order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let mut reader = Reader::new(&self.bytes);
        let mut document = 0;
        std::iter::from_fn(move || {
            let head = reader.next()?;
            document += head >> 1;
            let occurrences = if head & 1 == 0 { 1 } else { reader.next()? };
            Some((document, occurrences))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_back_in_order() {
        let mut postings = Postings::default();
        let documents = [(0, 1), (1, 3), (900, 1), (70_000, 2)];
        for (document, occurrences) in documents {
            postings.push(document, occurrences);
        }
        assert_eq!(postings.iter().collect::<Vec<_>>(), documents);
        assert_eq!(postings.len(), 4);
    }
}
