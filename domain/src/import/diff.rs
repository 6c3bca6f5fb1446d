//! What a new version of a file changes in the plan as it is stored.
//!
//! Invariant: a diff is told before anything is written, and the import writes what it tells and nothing else.

use super::header::Meaning;

/// What happens to a plan or a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// It is new.
    New,
    /// It changes.
    Changed,
    /// It stays as it is.
    Unchanged,
    /// It is stored, and no longer in the file; it stays until somebody deletes it.
    Vanished,
}

impl Change {
    /// The word for it in the interfaces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "NEW",
            Self::Changed => "CHANGED",
            Self::Unchanged => "UNCHANGED",
            Self::Vanished => "VANISHED",
        }
    }
}

/// What changes in one aspect; both lists are empty where only the order or the certainty does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aspect {
    /// Which one.
    pub meaning: Meaning,
    /// What is no longer there.
    pub removed: Vec<String>,
    /// What is new.
    pub added: Vec<String>,
}

/// What happens to a project.
#[derive(Clone, Debug)]
pub struct ProjectDiff {
    /// Its number.
    pub number: i32,
    /// Its working title.
    pub working_title: String,
    /// What happens to it.
    pub change: Change,
    /// In which aspects.
    pub aspects: Vec<Aspect>,
    /// Cities that are newly mentioned.
    pub new_mentions: Vec<String>,
    /// Cities whose mention vanished: the link is withdrawn, as nobody has taken it up.
    pub withdrawn_mentions: Vec<String>,
    /// Cities whose mention vanished: the link stays, as somebody has taken it up.
    pub kept_mentions: Vec<String>,
}

/// What happens to a plan.
#[derive(Clone, Debug)]
pub struct Diff {
    /// What happens to the plan itself.
    pub plan: Change,
    /// In which aspects.
    pub aspects: Vec<Aspect>,
    /// What happens to its projects.
    pub projects: Vec<ProjectDiff>,
    /// Whether the file is the very one that was imported last.
    pub is_same_file: bool,
}

impl Diff {
    /// How many projects are new, changed and so on.
    #[must_use]
    pub fn count(&self, change: Change) -> usize {
        self.projects
            .iter()
            .filter(|project| project.change == change)
            .count()
    }

    /// Whether an import would change nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let is_still = |change| matches!(change, Change::Unchanged | Change::Vanished);
        is_still(self.plan) && self.projects.iter().all(|project| is_still(project.change))
    }
}
