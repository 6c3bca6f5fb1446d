//! The rules of the repository, held by tests over its own files and its dependency graph.
//!
//! Invariant: every failure names the file and how to mend it; a rule has no exceptions, or the exception stands here.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod files;
mod licence;

use std::{collections::BTreeSet, path::PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

use files::SourceFile;

/// Who must not depend on whom directly. What is absent cannot be seen in the code, so it is listed here.
const FORBIDDEN: [(&str, &[&str], &str); 5] = [
    (
        "entity",
        &[
            "migration",
            "domain",
            "schema",
            "api",
            "async-graphql",
            "actix-web",
            "utoipa",
        ],
        "tables know nothing of their users",
    ),
    (
        "migration",
        &["entity", "domain", "schema", "api"],
        "a migration must mean in ten years what it means today",
    ),
    (
        "domain",
        &[
            "schema",
            "api",
            "migration",
            "async-graphql",
            "actix-web",
            "jsonwebtoken",
            "utoipa",
        ],
        "use cases know no transport",
    ),
    (
        "schema",
        &[
            "entity",
            "migration",
            "api",
            "sea-orm",
            "sea-orm-migration",
            "actix-web",
        ],
        "the graph reads through domain only",
    ),
    (
        "api",
        &["entity", "sea-orm", "sea-orm-migration"],
        "the process reads through domain only",
    ),
];

/// Words that say nothing; a better one is always at hand.
const EMPTY_VERBS: [&str; 4] = ["get_", "do_", "handle_", "process_"];

const LONGEST_FILE: usize = 400;
const LONGEST_MEDIAN: usize = 150;

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn metadata() -> Metadata {
    let manifest = root().join("Cargo.toml");
    MetadataCommand::new()
        .manifest_path(manifest)
        .other_options(["--locked".to_owned()])
        .exec()
        .unwrap()
}

fn members(metadata: &Metadata) -> Vec<&Package> {
    metadata.workspace_packages()
}

fn assert_none(violations: &[String], mend: &str) {
    assert!(
        violations.is_empty(),
        "{mend}:\n  {}\n",
        violations.join("\n  ")
    );
}

fn sources() -> Vec<SourceFile> {
    let metadata = metadata();
    let folders = members(&metadata)
        .into_iter()
        .filter_map(|package| package.manifest_path.parent());
    folders
        .flat_map(|folder| files::below(folder.as_std_path()))
        .collect()
}

/// The lines of the sources that a test is made of, with their place.
fn found_in_tests(words: &[&str]) -> Vec<String> {
    let sources = sources();
    let lines = sources.iter().flat_map(SourceFile::test_lines);
    let bad = lines.filter(|(_, line)| words.iter().any(|word| line.contains(word)));
    bad.map(|(place, line)| format!("{place}: {}", line.trim()))
        .collect()
}

#[test]
fn crates_depend_in_one_direction() {
    let metadata = metadata();
    let mut violations = Vec::new();
    for package in members(&metadata) {
        let Some((_, banned, reason)) = FORBIDDEN.iter().find(|(name, ..)| package.name == *name)
        else {
            continue;
        };
        let built_in = package
            .dependencies
            .iter()
            .filter(|one| one.kind != DependencyKind::Development);
        let direct: BTreeSet<&str> = built_in.map(|one| one.name.as_str()).collect();
        let found = banned.iter().filter(|name| direct.contains(**name));
        violations.extend(found.map(|name| {
            format!(
                "{0}/Cargo.toml: {0} must not import {name}: {reason}",
                package.name
            )
        }));
    }
    assert_none(
        &violations,
        "remove the dependency and go through the layer below",
    );
}

#[test]
fn every_rule_is_about_a_crate_that_exists() {
    let metadata = metadata();
    let names: Vec<&str> = members(&metadata)
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let gone = FORBIDDEN.iter().filter(|(name, ..)| !names.contains(name));
    let violations: Vec<String> = gone.map(|(name, ..)| (*name).to_owned()).collect();
    assert_none(
        &violations,
        "these crates were renamed or removed: mend the list of rules",
    );
}

#[test]
fn every_file_says_what_it_is() {
    let sources = sources();
    let silent = sources
        .iter()
        .filter(|file| !file.opens_with_documentation());
    let violations: Vec<String> = silent.map(|file| file.shown.clone()).collect();
    assert_none(
        &violations,
        "open these files with `//! What it is.` and, below it, the invariant they keep",
    );
}

#[test]
fn files_stay_short() {
    let sources = sources();
    let long = sources.iter().filter(|file| file.length() > LONGEST_FILE);
    let violations: Vec<String> = long
        .map(|file| format!("{}: {} lines", file.shown, file.length()))
        .collect();
    assert_none(
        &violations,
        &format!("split these files by subject, none is longer than {LONGEST_FILE} lines"),
    );
    let mut lengths: Vec<usize> = sources
        .iter()
        .filter(|file| !file.is_test())
        .map(SourceFile::length)
        .collect();
    lengths.sort_unstable();
    let median = lengths.get(lengths.len() / 2).copied().unwrap_or_default();
    assert!(
        median <= LONGEST_MEDIAN,
        "the median file has {median} lines, more than {LONGEST_MEDIAN}: split the longest"
    );
}

#[test]
fn clippy_holds_the_limits_of_functions_and_the_closed_doors() {
    let settings = read("clippy.toml");
    let needed = [
        "too-many-lines-threshold = 60",
        "too-many-arguments-threshold = 5",
        "sea_orm::EntityTrait::find\"",
        "sea_orm::Statement::from_string\"",
        "chrono::Utc::now\"",
        "std::env::var\"",
    ];
    let missing = needed.iter().filter(|part| !settings.contains(**part));
    let violations: Vec<String> = missing.map(|part| (*part).to_owned()).collect();
    assert_none(&violations, "put these back into clippy.toml");
}

#[test]
fn every_crate_obeys_the_workspace() {
    let metadata = metadata();
    let mut violations = Vec::new();
    for package in members(&metadata) {
        let shown = format!("{}/Cargo.toml", package.name);
        let manifest = std::fs::read_to_string(&package.manifest_path).unwrap();
        if !manifest.contains("[lints]\nworkspace = true") {
            violations.push(format!("{shown}: add `[lints]` with `workspace = true`"));
        }
        violations.extend(files::own_versions(&manifest).map(|line| format!("{shown}: `{line}`")));
    }
    assert_none(
        &violations,
        "versions stand in the workspace table only, crates say `name.workspace = true`",
    );
}

#[test]
fn tests_neither_sleep_nor_are_left_out() {
    let words = [
        concat!("sle", "ep("),
        concat!("#[ign", "ore"),
        concat!("#[should", "_panic"),
    ];
    assert_none(
        &found_in_tests(&words),
        "wait for an event with a bound, run every test, and assert on the error",
    );
}

#[test]
fn functions_have_telling_names() {
    let sources = sources();
    let mut violations = Vec::new();
    for file in &sources {
        let empty = |line: &&(usize, &str)| {
            EMPTY_VERBS
                .iter()
                .any(|verb| line.1.contains(&format!("fn {verb}")))
        };
        let found = file.lines().filter(|line| empty(&line));
        violations.extend(
            found.map(|(number, line)| format!("{}:{number}: {}", file.shown, line.trim())),
        );
    }
    assert_none(
        &violations,
        "name what the function gives or does, without get, do, handle or process",
    );
}

#[test]
fn every_dependency_has_a_licence_we_accept() {
    let allowed = licence::allowed(&read("deny.toml"));
    assert!(
        allowed.contains("MIT"),
        "deny.toml has no list `allow` below [licenses]"
    );
    let metadata = metadata();
    let foreign = metadata
        .packages
        .iter()
        .filter(|package| package.source.is_some());
    let refused = foreign.filter(|package| {
        !package
            .license
            .as_deref()
            .is_some_and(|text| licence::accepts(&allowed, text))
    });
    let violations: Vec<String> = refused
        .map(|package| {
            format!(
                "{} {}: {:?}",
                package.name, package.version, package.license
            )
        })
        .collect();
    assert_none(
        &violations,
        "replace these packages, or discuss the licence and add it to deny.toml",
    );
}
