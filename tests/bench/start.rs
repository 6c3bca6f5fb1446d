//! How fast the demo starts, and how much memory it holds when nobody asks.
//!
//! Invariant: the first start is on an empty folder, the second on what the first left behind.

use crate::{
    client::first_answer,
    free_address,
    process::{Memory, Started, memory},
};
use std::{
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// After so long the search index is built, and what it took goes back to the system.
const QUIET: Duration = Duration::from_secs(10);
const QUESTION: &str = r#"{"query":"{ projects(first: 1) { nodes { workingTitle } } }"}"#;

/// What was measured.
pub struct Start {
    /// From the empty folder to the first answer.
    pub first: Duration,
    /// The same with the data that is there.
    pub second: Duration,
    /// Resident memory of the second start when nothing has happened for a while, in MiB.
    pub idle: f64,
}

/// Starts the demo twice.
pub fn measure(binary: &Path) -> Start {
    let folder = tempfile::tempdir().unwrap();
    let (first, _) = start(binary, folder.path());
    let (second, idle) = start(binary, folder.path());
    Start {
        first,
        second,
        idle,
    }
}

fn start(binary: &Path, folder: &Path) -> (Duration, f64) {
    let address = free_address();
    let begin = Instant::now();
    let demo = Started::new(
        Command::new(binary)
            .args(["demo", "--port", &address.port().to_string()])
            .args(["--data-dir".as_ref(), folder.as_os_str()])
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    );
    let answered = first_answer(address, QUESTION);
    thread::park_timeout(QUIET);
    (answered - begin, memory(demo.id(), Memory::Now))
}
