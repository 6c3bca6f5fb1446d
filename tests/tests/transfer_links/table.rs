//! The state machine as a table: what every party can do at every stage.
//!
//! Invariant: `tests/transfer-links.txt` is exactly what the code decides, and `ARCHITECTURE.md` shows the same rules.

use domain::{
    transfer_link::machine::{RULES, Rule, State, Target},
    value::{TransferParty, TransferStage, TransferStep},
};
use std::{collections::BTreeSet, fmt::Write};

/// Every state that can be reached, in the order of the stages.
fn reachable() -> Vec<State> {
    let mut known = vec![State::suggested()];
    let mut open = known.clone();
    while let Some(state) = open.pop() {
        for step in TransferStep::ALL {
            for party in TransferParty::ALL {
                let next = state.after(*step, *party);
                if let Some(next) = next.filter(|next| !known.contains(next)) {
                    known.push(next);
                    open.push(next);
                }
            }
        }
    }
    let place = |stage: TransferStage| TransferStage::ALL.iter().position(|one| *one == stage);
    known.sort_by_key(|state| {
        let paused = state.paused_at.map(place);
        (
            place(state.stage),
            state.adopter_agrees,
            state.source_agrees,
            paused,
        )
    });
    known
}

fn name(state: &State) -> String {
    let mut name = state.stage.word().to_owned();
    if matches!(
        state.stage,
        TransferStage::Completed | TransferStage::Abandoned
    ) {
        let agreeing = match (state.adopter_agrees, state.source_agrees) {
            (true, true) => "both agree",
            (true, false) => "adopter agrees",
            (false, true) => "source agrees",
            (false, false) => "nobody agrees",
        };
        let _ = write!(name, " ({agreeing})");
    }
    if let Some(stage) = state.paused_at {
        let _ = write!(name, " at {}", stage.word());
    }
    name
}

/// A line for each state, step and party: where it leads, or that it may not be taken.
fn table() -> String {
    let mut table = String::from(
        "# Every stage, step and party of a transfer link, made from the code and compared by a test. A dot: CONFLICT.\n",
    );
    for state in reachable() {
        let _ = writeln!(table, "\n{}", name(&state));
        for step in TransferStep::ALL {
            let _ = write!(table, "  {:<10}", step.word());
            for party in TransferParty::ALL {
                let next = state.after(*step, *party);
                let next = next.map_or_else(|| ".".to_owned(), |next| name(&next));
                let _ = write!(table, "{:<44}", format!("{}: {next}", party.word()));
            }
            table.truncate(table.trim_end().len());
            table.push('\n');
        }
    }
    table
}

#[test]
fn every_stage_step_and_party_is_as_reviewed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/transfer-links.txt");
    let reviewed = std::fs::read_to_string(path).unwrap_or_default();
    let now = table();
    if now != reviewed {
        let beside = concat!(env!("CARGO_TARGET_TMPDIR"), "/transfer-links.txt");
        std::fs::write(beside, &now).unwrap();
        panic!(
            "the state machine changed: compare {path} with {beside} and, if it is meant, take it over"
        );
    }
}

fn row(rule: &Rule) -> String {
    let words = |all: Vec<&str>| all.join(", ");
    let from = words(rule.from.iter().map(|stage| stage.word()).collect());
    let by = words(rule.by.iter().map(|party| party.word()).collect());
    let target = match rule.target {
        Target::To(stage) => stage.word().to_owned(),
        Target::Afresh(stage) => format!("{}, no agreement", stage.word()),
        Target::Agreed => "own agreement given".to_owned(),
        Target::Disagreed => "own agreement taken back".to_owned(),
        Target::Back => "the stage before the pause".to_owned(),
    };
    format!("| {} | {from} | {by} | {target} |", rule.step.word())
}

#[test]
fn the_architecture_shows_the_rules_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ARCHITECTURE.md");
    let text = std::fs::read_to_string(path).unwrap();
    let shown: BTreeSet<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
    for rule in RULES {
        let row = row(rule);
        assert!(shown.contains(row.as_str()), "ARCHITECTURE.md lacks: {row}");
    }
}
