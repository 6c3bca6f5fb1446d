//! The import of action plans, through the domain and through the command line, on both databases.
//!
//! Invariant: what is asserted is read from the tables themselves, not from the report of the import.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod place;
mod reimport;

use crate::harness::Backend;
use domain::{
    Error,
    import::{Change, Report, Understanding},
    language::Language,
    value::{Certainty, ItemKind, TransferOrigin, TransferStage, Visibility},
};
use place::{AACHEN, NETWORK, Place};
use std::collections::BTreeSet;

/// A plan whose lists have lost their items and whose cities run together.
const WITHOUT_ITEMS: &str = include_str!("../fixtures/import/lists_without_items.tsv");
/// The same plan with its lists.
const WITH_ITEMS: &str = include_str!("../../examples/kora/aachen.tsv");

/// One database for all that looks at one imported plan.
async fn a_first_import(place: &Place) {
    a_preview_changes_nothing(place).await;
    whoever_acts_for_another_city_is_refused(place).await;
    let report = place.import("plan.tsv", WITHOUT_ITEMS).await.unwrap();
    assert_eq!(report.diff.plan, Change::New);
    the_whole_plan_is_there(place, &report).await;
    every_mention_is_a_suggested_link(place).await;
    every_text_is_found_again(place).await;
    reimport::the_same_file_changes_nothing(place).await;
}

async fn the_whole_plan_is_there(place: &Place, report: &Report) {
    let projects = place.projects().await;
    let numbers: Vec<i32> = projects.iter().map(|project| project.sequence_no).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7]);
    let fields = projects.iter().map(|project| project.action_field_id);
    let fields: Vec<String> = fields.map(|id| place.field_code(id.unwrap())).collect();
    assert_eq!(fields, ["A", "A", "B", "C", "C", "C", "D"]);
    let items = place.items().await;
    let count = |kind| items.iter().filter(|item| item.kind == kind).count();
    assert_eq!(count(ItemKind::Indicator), 15);
    assert_eq!(
        count(ItemKind::MilestoneOrFactor),
        report.totals.items - 15 - count(ItemKind::Idea)
    );
    let voted: Vec<Option<i32>> = items
        .iter()
        .map(|item| item.mention_count)
        .filter(Option::is_some)
        .collect();
    assert_eq!(voted, [Some(3)]);
    assert!(
        items
            .iter()
            .any(|item| item.certainty == Certainty::Guessed)
    );
    assert_eq!(place.sub_projects().await.len(), 5);
    assert_eq!(place.barriers().await, 0);
    let plan = place.plan().await;
    assert!(
        plan.selection_method
            .unwrap()
            .starts_with("Die Vorhaben dieses Plans")
    );
    assert_eq!(plan.visibility, Visibility::Tenant);
    assert_eq!(place.resolutions(plan.id).await.len(), 3);
}

async fn every_mention_is_a_suggested_link(place: &Place) {
    let links = place.links().await;
    assert_eq!(links.len(), 37);
    let sources: BTreeSet<&str> = links
        .iter()
        .map(|link| link.source_city_ags.as_str())
        .collect();
    assert_eq!(sources.len(), 9);
    for link in &links {
        assert_eq!(link.stage, TransferStage::Suggested);
        assert_eq!(link.origin, TransferOrigin::PlanTable);
        assert_eq!(link.adopter_city_ags, AACHEN);
        assert_eq!(link.source_project_id, None);
    }
    // The network has no Oldenburg among its members, and two places are called so.
    let guessed = links
        .iter()
        .filter(|link| link.certainty == Certainty::Guessed);
    assert!(
        guessed
            .into_iter()
            .all(|link| link.source_city_ags == "03403000")
    );
}

async fn every_text_is_found_again(place: &Place) {
    let cells = place.cells().await;
    let mut texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
    for line in WITHOUT_ITEMS.lines().filter(|line| !line.is_empty()) {
        for cell in line.split('\t').filter(|cell| !cell.is_empty()) {
            let at = texts
                .iter()
                .position(|text| *text == cell)
                .unwrap_or_else(|| panic!("{cell:?} is lost"));
            texts.remove(at);
        }
    }
    assert_eq!(texts, Vec::<&str>::new(), "nothing is made up");
    let outside: Vec<(i32, i32)> = cells
        .iter()
        .filter(|cell| cell.column == 0)
        .map(|cell| (cell.row, cell.column))
        .collect();
    assert_eq!(outside, [(3, 0), (5, 0)]);
}

async fn the_shipped_plan_is_certain(place: &Place) {
    let report = place.import("aachen.tsv", WITH_ITEMS).await.unwrap();
    assert_eq!(report.totals.indicators, 15);
    assert_eq!(report.totals.mentions, 37);
    assert_eq!(report.totals.resolutions, 3);
    assert_eq!(report.totals.sub_projects, 5);
    let guessed = place
        .items()
        .await
        .into_iter()
        .filter(|item| item.certainty == Certainty::Guessed);
    assert_eq!(
        guessed.map(|item| item.text).collect::<Vec<_>>(),
        Vec::<String>::new()
    );
}

async fn a_preview_changes_nothing(place: &Place) {
    let report = place.preview("plan.tsv", WITHOUT_ITEMS).await.unwrap();
    assert_eq!(report.totals.projects, 7);
    assert_eq!(understood(&report, Understanding::NotUnderstood), 0);
    assert!(understood(&report, Understanding::Guessed) > 10);
    assert_eq!(place.plans().await, 0);
    assert_eq!(place.cells().await.len(), 0);
}

fn understood(report: &Report, understanding: Understanding) -> usize {
    let cells = report.cells.iter();
    cells
        .filter(|cell| cell.understanding == understanding)
        .count()
}

async fn a_plan_that_fails_leaves_nothing(place: &Place) {
    let first = "Kürzel\tNr.\tArbeitstitel\nX-1\t1\tRad\n";
    place.import("first.tsv", first).await.unwrap();
    let rows = |number: i32| format!("\t{number}\tVorhaben {number}\n");
    let many: String = (1..40).map(rows).collect();
    let clash = format!("Kürzel\tNr.\tArbeitstitel\n{many}X-1\t40\tFuß\n");
    let refused = place.import_as("second.tsv", &clash, "Zweiter Plan").await;
    let Err(Error::Conflict(words)) = refused else {
        panic!("a code was given twice");
    };
    assert!(words.text(Language::De).contains("X-1"));
    assert_eq!(place.plans().await, 1);
    assert_eq!(place.projects().await.len(), 1);
}

async fn whoever_acts_for_another_city_is_refused(place: &Place) {
    let refused = place
        .import_for("05314000", "plan.tsv", WITHOUT_ITEMS)
        .await;
    assert!(matches!(
        refused,
        Err(Error::Forbidden | Error::NotFound(_))
    ));
    assert_eq!(place.plans().await, 0);
}

macro_rules! in_a_place {
    ($($(#[$note:meta])* $name:ident = $body:path;)*) => {$(
        $(#[$note])*
        mod $name {
            use super::*;

            #[tokio::test]
            async fn on_sqlite() {
                $body(&Place::new(Backend::Sqlite).await.unwrap()).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                if let Some(place) = Place::new(Backend::Postgres).await {
                    $body(&place).await;
                }
            }
        }
    )*};
}

in_a_place! {
    first_import = super::a_first_import;
    shipped_plan = super::the_shipped_plan_is_certain;
    all_or_nothing = super::a_plan_that_fails_leaves_nothing;
    new_version = super::reimport::a_new_version_keeps_what_people_decided;
    fewer_columns = super::reimport::what_has_no_column_stays;
}

/// Runs the program's command line; the folder is the data directory.
fn run(arguments: &[&str]) -> std::process::ExitCode {
    use clap::Parser;
    let all = std::iter::once("staedtenetz").chain(arguments.iter().copied());
    api::cli::run(api::cli::Arguments::parse_from(all))
}

#[test]
fn the_command_line_ends_with_the_right_code() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("plan.tsv");
    std::fs::write(&file, WITHOUT_ITEMS).unwrap();
    let bad = folder.path().join("bad.tsv");
    std::fs::write(&bad, "Nr.\tArbeitstitel\n1\tA\n1\tB\n").unwrap();
    let data = folder.path().join("data");
    let file = file.to_str().unwrap();
    let target = [
        "--network",
        NETWORK,
        "--city",
        AACHEN,
        "--data-dir",
        data.to_str().unwrap(),
    ];
    let import = |file: &str, more: &[&str]| run(&[&["import", file], &target[..], more].concat());
    assert_eq!(
        import(file, &["--dry-run"]),
        std::process::ExitCode::SUCCESS
    );
    assert!(!data.exists(), "a dry run leaves no trace");
    assert_eq!(
        import(bad.to_str().unwrap(), &[]),
        std::process::ExitCode::from(2)
    );
    assert_eq!(import("gone.tsv", &[]), std::process::ExitCode::from(2));
    assert_eq!(import(file, &[]), std::process::ExitCode::SUCCESS);
    assert_eq!(
        import(file, &["--dry-run"]),
        std::process::ExitCode::SUCCESS
    );
    assert_eq!(import(file, &[]), std::process::ExitCode::SUCCESS);
}
