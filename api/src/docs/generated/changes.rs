//! What has changed, from the file in which it is written.
//!
//! Invariant: the file is the one that stands beside the code.

const FILE: &str = include_str!("../../../../CHANGELOG.md");

/// A part of it: `policy` what a client can rely on, `list` what is going and what has changed.
#[must_use]
pub fn part(name: &str) -> Option<String> {
    let (before, list) = FILE.split_once("\n## Going\n")?;
    let (policy, _) = before.split_once("\n## How it is held\n")?;
    let (_, policy) = policy.split_once('\n')?;
    match name {
        "policy" => Some(policy.trim().to_owned()),
        "list" => Some(format!("## Going {{#going}}\n{}", list.trim_end())),
        _ => None,
    }
}
