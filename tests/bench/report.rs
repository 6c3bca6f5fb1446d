//! The report: one table for each database.
//!
//! Invariant: every ratio stands beside the figures it was made of.

use crate::{
    Database,
    data::Size,
    measure::{Figures, Place},
    start::Start,
};

/// How the demo starts.
pub fn start(start: &Start) {
    println!(
        "demo: first answer {:.2} s after the start on an empty folder, {:.2} s the second time; {:.0} MiB resident when idle",
        start.first.as_secs_f64(),
        start.second.as_secs_f64(),
        start.idle
    );
}

/// What was measured on one database.
pub fn figures(place: &Place, size: Size, figures: &[Figures]) {
    let name = match place.database {
        Database::Postgres => "PostgreSQL",
        Database::Sqlite => "SQLite (its CPU is the service's)",
    };
    println!(
        "\n{name}: {} projects of {} municipalities in {} networks. CPU in ms for a request.\n",
        size.projects, size.tenants, size.networks
    );
    println!(
        "| question | answers | bytes | SQL | p50 ms | p99 ms | service | database | SQL directly | from memory | ratio | peak MiB |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    figures.iter().for_each(row);
}

fn row(figures: &Figures) {
    let [median, high] = figures.latency;
    let compared = figures.direct + figures.memory.unwrap_or(0.0);
    let memory = figures
        .memory
        .map_or_else(|| "–".to_owned(), |ms| format!("{ms:.3}"));
    // Without SQL there is nothing to compare with.
    let ratio = if figures.statements == 0 {
        "–".to_owned()
    } else {
        format!("{:.2}", (figures.service + figures.database) / compared)
    };
    println!(
        "| {} | {} | {} | {} | {median:.2} | {high:.2} | {:.3} | {:.3} | {:.3} | {memory} | {ratio} | {:.0} |",
        figures.name,
        figures.answers,
        figures.bytes,
        figures.statements,
        figures.service,
        figures.database,
        figures.direct,
        figures.peak
    );
}
