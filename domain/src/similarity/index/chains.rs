//! Short lists in one piece of memory: which words lead from a stem, a part or a 5-gram.
//!
//! Invariant: a list is read from its newest entry to its oldest; entries are never taken out, only all lists at once.

use hashbrown::HashMap;

const END: u32 = u32::MAX;

/// Lists of numbers by number.
#[derive(Debug, Default)]
pub struct Chains {
    heads: HashMap<u32, u32>,
    links: Vec<(u32, u32)>,
}

impl Chains {
    /// Adds a value to a list.
    pub fn push(&mut self, list: u32, value: u32) {
        let link = super::dictionary::count(self.links.len());
        let following = self.heads.insert(list, link).unwrap_or(END);
        self.links.push((value, following));
    }

    /// The values of a list.
    pub fn iter(&self, list: u32) -> impl Iterator<Item = u32> + '_ {
        let mut next = self.heads.get(&list).copied().unwrap_or(END);
        std::iter::from_fn(move || {
            let (value, following) = *self.links.get(next as usize)?;
            next = following;
            Some(value)
        })
    }

    /// Empties all lists.
    pub fn clear(&mut self) {
        self.heads.clear();
        self.links.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_by_list() {
        let mut chains = Chains::default();
        for (list, value) in [(3, 1), (0, 2), (3, 5)] {
            chains.push(list, value);
        }
        assert_eq!(chains.iter(3).collect::<Vec<_>>(), [5, 1]);
        assert_eq!(chains.iter(0).collect::<Vec<_>>(), [2]);
        assert_eq!(chains.iter(9).count(), 0);
        chains.clear();
        assert_eq!(chains.iter(3).count(), 0);
    }
}
