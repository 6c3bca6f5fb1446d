//! Tables that were reviewed once and are compared exactly.
//!
//! Invariant: a table is never written over by a test; it lays the new one beside and says so.

use crate::harness::people::{AACHEN, Caller};
use std::fmt::Write;

/// A table with a row for each operation and a column for each caller.
pub struct Table {
    head: &'static str,
    rows: Vec<(String, Vec<String>)>,
}

impl Table {
    /// With what it says about itself.
    pub const fn new(head: &'static str) -> Self {
        Self {
            head,
            rows: Vec::new(),
        }
    }

    /// A row with the outcome of each of [`Caller::ALL`].
    pub fn row(&mut self, operation: String, outcomes: Vec<String>) {
        assert_eq!(outcomes.len(), Caller::ALL.len(), "{operation}");
        self.rows.push((operation, outcomes));
    }

    fn text(&self) -> String {
        let mut text = format!("# {}\n# Columns:", self.head);
        for caller in Caller::ALL {
            let _ = write!(text, " {}", name(caller));
        }
        text.push('\n');
        let width = self.rows.iter().map(|(name, _)| name.len()).max();
        for (operation, outcomes) in &self.rows {
            let width = width.unwrap_or_default();
            let _ = writeln!(text, "{operation:<width$} {}", outcomes.join(" "));
        }
        text
    }

    /// Fails where it is not the committed one.
    pub fn check(&self, file: &str) {
        let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
        let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
        let now = self.text();
        if now != reviewed {
            let beside = format!("{}/{file}", env!("CARGO_TARGET_TMPDIR"));
            std::fs::write(&beside, &now).unwrap();
            panic!("compare {path} with {beside} and, if the difference is meant, take it over");
        }
    }
}

/// How a caller is called in a table.
fn name(caller: Caller) -> String {
    match caller {
        Caller::City(AACHEN, role) => format!("aachen-{}", role.word().to_lowercase()),
        Caller::City(_, role) => format!("karlsruhe-{}", role.word().to_lowercase()),
        other => format!("{other:?}").to_lowercase(),
    }
}
