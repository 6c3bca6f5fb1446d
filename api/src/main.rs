//! The program `staedtenetz`.
//!
//! Invariant: whatever goes wrong is said in one place, here, and ends with an exit code that is not 0.

use clap::Parser;
use std::process::ExitCode;

/// Many small objects live as long as a request; this allocator suits them best of those that were measured. It serves
/// SQLite and other C code too, so that what they needed for an import goes back to the system.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    api::cli::run(api::cli::Arguments::parse())
}
