//! What both forms of SDMX say of a cube: its identity, and how its parts are called there.
//!
//! Invariant: the concepts of the cross-domain list have their names; everything else has the name that it has here, in the
//! spelling of SDMX.

use domain::cube::{Dimension, Frame, Role};

/// Who maintains the structure.
pub const AGENCY: &str = "STAEDTENETZ";
/// Its version.
pub const VERSION: &str = "1.0.0";
/// The concept of what values are.
pub const VALUE_KIND: &str = "VALUE_KIND";

/// `AGENCY:ID(VERSION)` of a cube.
pub fn identity(frame: &Frame) -> String {
    format!("{AGENCY}:{}({VERSION})", frame.id)
}

/// The concept of a dimension.
pub fn dimension(dimension: &Dimension) -> String {
    match dimension.role {
        Role::Metric => "INDICATOR".to_owned(),
        Role::Geo => "REF_AREA".to_owned(),
        Role::Time => "TIME_PERIOD".to_owned(),
        Role::Other => concept(dimension.id),
    }
}

/// A word in the spelling of SDMX: `obsStatus` is `OBS_STATUS`.
pub fn concept(word: &str) -> String {
    let mut concept = String::with_capacity(word.len() + 4);
    for c in word.chars() {
        if c.is_ascii_uppercase() {
            concept.push('_');
        }
        concept.push(c.to_ascii_uppercase());
    }
    concept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_concepts() {
        assert_eq!(concept("obsStatus"), "OBS_STATUS");
        assert_eq!(concept("source"), "SOURCE");
    }
}
