//! Which grams a question holds, asked for every gram of every word of every candidate.
//!
//! Invariant: the filter lets every gram of the question through; it only spares most look-ups of others.

/// Bits of the filter: few enough for the nearest cache, many more than a question has grams.
const BITS: usize = 1 << 15;
const WORDS: usize = BITS / 64;

/// The slots of a question's grams.
#[derive(Debug)]
pub(crate) struct GramSlots {
    slots: hashbrown::HashMap<u32, u16>,
    filter: Box<[u64]>,
}

impl Default for GramSlots {
    fn default() -> Self {
        Self {
            slots: hashbrown::HashMap::new(),
            filter: vec![0; WORDS].into_boxed_slice(),
        }
    }
}

impl GramSlots {
    /// The slot of a gram.
    pub fn get(&self, gram: u32) -> Option<u16> {
        let (at, bit) = place(gram);
        if self.filter.get(at).is_none_or(|bits| bits & bit == 0) {
            return None;
        }
        self.slots.get(&gram).copied()
    }

    /// Gives a gram a slot.
    pub fn insert(&mut self, gram: u32, slot: u16) {
        let (at, bit) = place(gram);
        if let Some(bits) = self.filter.get_mut(at) {
            *bits |= bit;
        }
        self.slots.insert(gram, slot);
    }
}

const fn place(gram: u32) -> (usize, u64) {
    let bit = gram as usize % BITS;
    (bit / 64, 1 << (bit % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_grams_are_found_and_others_are_not() {
        let mut grams = GramSlots::default();
        for gram in 0..3_000 {
            grams.insert(gram * 311, u16::try_from(gram).unwrap_or(0));
        }
        assert!((0..3_000).all(|gram| grams.get(gram * 311).map(u32::from) == Some(gram)));
        assert_eq!(grams.get(1), None);
    }
}
