//! The benchmark of the repository: the release binary on generated data, compared with the same SQL run directly.
//! `tests/bench/run.sh` builds what it needs and starts it.
//!
//! Invariant: it writes its report and nothing else, is bounded by numbers of requests, and ends what it started. CPU
//! times come from the kernel and are those of the service and its database, never of this program.

#![expect(clippy::unwrap_used, reason = "a failure here ends the measuring")]

mod client;
mod data;
mod direct;
mod measure;
mod memory;
#[path = "../tests/postgres.rs"]
mod postgres;
mod process;
mod question;
mod report;
mod start;

use clap::{Parser, ValueEnum};
use data::Size;
use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
};

/// Measures the service.
#[derive(Parser)]
struct Arguments {
    /// The release binary of the service.
    #[arg(long, default_value = "target/release/staedtenetz")]
    binary: PathBuf,
    /// How many projects to generate: 10000, 100000, 1000000.
    #[arg(long, default_value_t = 100_000)]
    projects: u32,
    /// On which databases.
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "postgres,sqlite"
    )]
    database: Vec<Database>,
    /// How many requests of each kind in each round.
    #[arg(long, default_value_t = 1_000)]
    requests: usize,
    /// How many rounds; they alternate between the service and what it is compared with.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Requests at a time.
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A database to measure on.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Database {
    /// A private cluster of the installed PostgreSQL.
    Postgres,
    /// A file.
    Sqlite,
}

fn main() {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    report::start(&start::measure(&arguments.binary));
    let size = Size::of(arguments.projects);
    for database in &arguments.database {
        let Some(place) = measure::Place::prepare(&runtime, *database, size) else {
            continue;
        };
        let figures = measure::all(&runtime, &place, size, &arguments);
        report::figures(&place, size, &figures);
    }
}

/// A free port on this machine.
fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap()
}
