//! `staedtenetz audit`: the check finds what was tampered with, and says so by its exit code.
//!
//! Invariant: the program is run with a configuration file of its own, as an operator would.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, plan},
    harness::Backend,
    tenancy::on_both,
};
use clap::Parser;
use domain::actor::Role;
use sea_orm::ConnectionTrait;
use std::{path::Path, process::ExitCode};

/// Runs the program on a database; it has a thread of its own, since it has a runtime of its own.
fn run(folder: &Path, database: &str, arguments: &[&str]) -> ExitCode {
    let file = folder.join("staedtenetz.toml");
    let data = folder.display();
    let text = format!("data_dir = \"{data}\"\ndatabase_url = \"{database}\"\n");
    std::fs::write(&file, text).unwrap();
    let mut all = vec!["staedtenetz".to_owned(), "--config".to_owned()];
    all.push(file.display().to_string());
    all.extend(arguments.iter().map(|&argument| argument.to_owned()));
    let program = move || api::cli::run(api::cli::Arguments::parse_from(all));
    std::thread::spawn(program).join().unwrap()
}

on_both!(the_log_is_checked_and_written_out);

async fn the_log_is_checked_and_written_out(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    for city in [AACHEN, KARLSRUHE] {
        plan(&desk.member(city, Role::Admin)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| run(folder.path(), desk.url(), arguments);
    assert_eq!(run(&["audit", "verify"]), ExitCode::SUCCESS);
    for more in [
        &[][..],
        &["--city", AACHEN],
        &["--city", AACHEN, "--format", "csv"],
    ] {
        let arguments = [&["audit", "export"], more].concat();
        assert_eq!(run(&arguments), ExitCode::SUCCESS, "{arguments:?}");
    }
    let unknown = ["audit", "export", "--city", "00000000"];
    assert_eq!(run(&unknown), ExitCode::from(2));
}

#[expect(clippy::disallowed_methods, reason = "tampers with the log on purpose")]
#[tokio::test]
async fn a_tampered_row_ends_the_check_with_1() {
    let desk = Desk::on(Backend::Sqlite).await.unwrap();
    for _ in 0..3 {
        plan(&desk.member(AACHEN, Role::Admin)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let owner = sea_orm::Database::connect(desk.url()).await.unwrap();
    for sql in [
        "DROP TRIGGER audit_entry_is_not_changed",
        "UPDATE audit_entry SET subject = 'x' WHERE seq = 2",
    ] {
        owner.execute_unprepared(sql).await.unwrap();
    }
    let ended = run(folder.path(), desk.url(), &["audit", "verify"]);
    assert_eq!(ended, ExitCode::from(1));
}
