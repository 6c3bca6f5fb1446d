//! `staedtenetz tenant export`, `import` and `remove`: a tenant that moves to another installation, or leaves.
//!
//! Invariant: a command says what it did and what to do next; what cannot be undone is asked for twice.

use super::{
    Failure,
    desk::{Desk, Place},
};
use domain::{
    Work,
    archive::{self, Imported},
};
use std::path::Path;

/// Writes everything that a tenant owns to a file.
pub async fn export(desk: &Desk, place: &Place, file: &Path) -> Result<(), Failure> {
    let ctx = desk.acting_for(place)?;
    let tenant = desk.tenant(place)?;
    let export = async |work: &Work<'_>| archive::export(work).await;
    let text = ctx.write("tenant.export", tenant, export).await?;
    std::fs::write(file, &text).map_err(|error| broken(file, &error))?;
    println!(
        "{} Zeilen von {tenant} in {} geschrieben.",
        text.lines().count(),
        file.display()
    );
    println!(
        "Konten, Schlüssel und Identitätsanbieter stehen nicht darin; Zugang wird neu vergeben."
    );
    println!(
        "Weiter: in der anderen Installation `staedtenetz tenant import {}`",
        file.display()
    );
    Ok(())
}

/// Brings in a tenant from a file.
pub async fn import(desk: &Desk, file: &Path) -> Result<(), Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| broken(file, &error))?;
    let ctx = desk.operator();
    let import = async |work: &Work<'_>| archive::import(work, &text).await;
    // The log is for ever, so it gets no name of a file: that could name somebody.
    let Imported { tenant, rows } = ctx.write("tenant.import", "archive", import).await?;
    println!("Mandant {tenant} mit {rows} Zeilen angelegt.");
    println!(
        "Weiter: staedtenetz account create --tenant {tenant} --email ADRESSE --name NAME --role ADMIN"
    );
    Ok(())
}

/// Removes a tenant with everything that it owns.
pub async fn remove(desk: &Desk, place: &Place, confirm: &str) -> Result<(), Failure> {
    let named = place.city.as_deref().or(place.tenant.as_deref());
    if named != Some(confirm) {
        return Err(Failure::usage(
            "--confirm nennt nicht denselben Mandanten; nichts wurde gelöscht.",
        ));
    }
    let tenant = desk.tenant(place)?;
    let ctx = desk.operator();
    let remove = async |work: &Work<'_>| archive::remove(work, tenant).await;
    let removed = ctx.write("tenant.remove", tenant, remove).await?;
    println!(
        "Mandant {tenant} gelöscht: {} Pläne und Vorhaben, {} Personen, die nur er kannte; jeder Zugang ist beendet.",
        removed.contents, removed.people
    );
    println!(
        "{} Verbindungen anderer nennen jetzt nur noch die Kommune. Andere erfahren die Löschungen aus den Änderungen.",
        removed.links
    );
    println!("Weiter: Sicherungen, die den Mandanten noch enthalten, nach Plan ablaufen lassen.");
    Ok(())
}

fn broken(file: &Path, error: &std::io::Error) -> Failure {
    Failure::failed(format!("{}: {error}", file.display()))
}
