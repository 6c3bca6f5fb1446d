//! Builds the search index anew.
//!
//! Invariant: the index is never the only place of anything; whatever is read here is in the database.

use super::{Failure, desk::Desk};
use domain::search_index::{self, Progress};
use indicatif::{ProgressBar, ProgressStyle};

const BAR: &str = "{bar:30} {pos}/{len} Mandanten, {msg} Vorhaben, {elapsed}";

/// Reads every project as the service does, which shows that all can be read, and tells running copies to do the same.
pub async fn reindex(desk: &Desk) -> Result<(), Failure> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template(BAR) {
        bar.set_style(style);
    }
    let show = |progress: Progress| {
        bar.set_length(progress.of_tenants as u64);
        bar.set_position(progress.tenants as u64);
        bar.set_message(progress.projects.to_string());
    };
    let projects = search_index::reindex(&desk.operator(), &show).await?;
    bar.finish_and_clear();
    println!(
        "{projects} Vorhaben gelesen und indiziert, in {:.1} s. Laufende Dienste bauen ihren Suchindex jetzt neu auf und antworten währenddessen mit dem alten.",
        bar.elapsed().as_secs_f64()
    );
    Ok(())
}
