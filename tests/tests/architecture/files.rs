//! The Rust files of the workspace, and what can be seen in them without a compiler.
//!
//! Invariant: only files of ours are looked at, no build output and no foreign packages.

use std::{
    fs,
    path::{Path, PathBuf},
};

const FOREIGN_FOLDERS: [&str; 3] = ["target", "node_modules", ".git"];

pub struct SourceFile {
    /// Crate folder and path, for messages.
    pub shown: String,
    text: String,
}

impl SourceFile {
    fn read(root: &Path, path: &Path) -> Self {
        let name = root.file_name().unwrap_or_default().to_string_lossy();
        let inner = path.strip_prefix(root).unwrap_or(path).display();
        Self {
            shown: format!("{name}/{inner}"),
            text: fs::read_to_string(path).unwrap(),
        }
    }

    pub fn length(&self) -> usize {
        self.text.lines().count()
    }

    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(line, text)| (line + 1, text))
    }

    pub fn opens_with_documentation(&self) -> bool {
        let first = self.text.lines().next().unwrap_or_default();
        first
            .strip_prefix("//!")
            .is_some_and(|words| words.trim().len() > 10)
    }

    pub fn is_test(&self) -> bool {
        self.shown.starts_with("tests/")
            || self.shown.ends_with("/tests.rs")
            || self.shown.contains("/tests/")
    }

    /// A whole test file, or what follows `#[cfg(test)]` in another.
    pub fn test_lines(&self) -> impl Iterator<Item = (String, &str)> {
        let start = if self.is_test() {
            Some(0)
        } else {
            self.text
                .lines()
                .position(|line| line.contains("#[cfg(test)]"))
        };
        let lines = self.lines().skip(start.unwrap_or(usize::MAX));
        lines.map(|(line, text)| (format!("{}:{line}", self.shown), text))
    }
}

pub fn below(root: &Path) -> Vec<SourceFile> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() && !FOREIGN_FOLDERS.contains(&name.as_ref()) {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(SourceFile::read(root, &path));
            }
        }
    }
    found.sort_by(|a, b| a.shown.cmp(&b.shown));
    found
}

/// The dependency lines of a crate that do not take their version from the workspace.
pub fn own_versions(manifest: &str) -> impl Iterator<Item = &str> {
    let mut in_dependencies = false;
    manifest.lines().map(str::trim).filter(move |line| {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
            return line.contains("dependencies.");
        }
        in_dependencies
            && !line.is_empty()
            && !line.starts_with('#')
            && !line.contains("workspace = true")
    })
}

#[test]
fn versions_outside_the_workspace_are_seen() {
    let manifest = "[package]\nversion = \"1\"\n[dependencies]\n# why\na.workspace = true\nb = \"1\"\n\
        c = { workspace = true, features = [\"x\"] }\n[dev-dependencies]\nd = { path = \"../d\" }\n[dependencies.e]\n";
    let found: Vec<&str> = own_versions(manifest).collect();
    assert_eq!(
        found,
        ["b = \"1\"", "d = { path = \"../d\" }", "[dependencies.e]"]
    );
}
