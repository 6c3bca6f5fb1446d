//! The commands of the README that follow a transfer from a suggestion to its outcome, run as they stand there.
//!
//! Invariant: nothing is changed in them but the address of the service; whoever pastes them sees what the test sees.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{
    alone, on_both_databases,
    people::{AACHEN, Caller, KARLSRUHE},
};
use domain::actor::Role;
use std::process::Command;

/// What stands before the block of commands.
const MARK: &str = "<!-- walk through: a test runs this block -->\n\n```sh\n";

fn commands() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, block) = text.split_once(MARK).unwrap();
    let (block, _) = block.split_once("\n```\n").unwrap();
    block.to_owned()
}

on_both_databases! { service from alone;
    async fn a_transfer_goes_its_whole_way_by_the_commands_of_the_readme() {
        let key = |caller: Caller| {
            let value = service.authorization(caller).unwrap();
            value.trim_start_matches("Bearer ").to_owned()
        };
        let script = commands().replace("http://127.0.0.1:8080", &service.url);
        let mut shell = Command::new("bash");
        shell
            .args(["-euo", "pipefail", "-c", &script])
            .env("KOORDINATION", key(Caller::Coordinator))
            .env("AACHEN_GIBT_FREI", service.token(Role::Admin, AACHEN))
            .env("KARLSRUHE_GIBT_FREI", service.token(Role::Admin, KARLSRUHE));
        let done = tokio::task::spawn_blocking(move || shell.output());
        let done = done.await.unwrap().unwrap();
        let (said, wrong) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "{said}\n{wrong}");
        let last = said.lines().last().unwrap();
        for evidence in ["\"stage\":\"COMPLETED\"", "\"outcome\":\"ADAPTED\"", "Anhörung nach drei Wochen"] {
            assert!(last.contains(evidence), "{evidence}: {said}\n{wrong}");
        }
    }
}
