//! Mistyped names of settings.
//!
//! Invariant: what is suggested is a setting that exists.

use super::key::KEYS;

/// The known key that is most like a mistyped one.
pub fn most_similar(name: &str) -> Option<&'static str> {
    let limit = (name.chars().count() / 3).max(2);
    KEYS.iter()
        .map(|key| (edit_distance(name, key.name), key.name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Levenshtein's distance, with one row of memory.
fn edit_distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (line, left) in from.chars().enumerate() {
        let mut diagonal = line;
        let mut before = line + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(to.chars()) {
            let replaced = diagonal + usize::from(left != right);
            diagonal = *cell;
            before = replaced.min(diagonal + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_levenshteins() {
        for (from, to, distance) in [
            ("", "abc", 3),
            ("abc", "abc", 0),
            ("kitten", "sitting", 3),
            ("lsiten", "listen", 2),
            ("abc", "", 3),
        ] {
            assert_eq!(edit_distance(from, to), distance, "{from} {to}");
        }
    }

    #[test]
    fn a_mistyped_key_is_recognised() {
        assert_eq!(most_similar("datadir"), Some("data_dir"));
        assert_eq!(
            most_similar("graphql_root_field"),
            Some("graphql_root_fields")
        );
        assert_eq!(most_similar("entirely_different_thing"), None);
    }
}
