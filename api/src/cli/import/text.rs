//! The report of an import as text for a terminal.
//!
//! Invariant: everything here is said by the report; nothing is counted or judged a second time.

use comfy_table::{ContentArrangement, Row, Table, presets::UTF8_FULL_CONDENSED};
use domain::{
    import::{
        Aspect, Change, Diff, Finding, Meaning, ProjectDiff, ProjectReport, Report, Request, SetUp,
        Totals, Understanding,
    },
    language::Language,
    value::Visibility,
};

const WIDTH: u16 = 118;
/// More findings than this are counted, not shown.
const SHOWN_FINDINGS: usize = 60;
const DE: Language = Language::De;

/// The whole report.
pub fn report(report: &Report) -> String {
    let parts = [
        file(report),
        format!("Spalten\n{}", columns(report)),
        format!(
            "Vorhaben   (~ davon erschlossen, bitte ansehen)\n{}",
            projects(report)
        ),
        findings(&report.findings),
        diff(&report.diff),
        totals(&report.totals),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

fn file(report: &Report) -> String {
    let file = &report.file;
    let target = &report.target;
    format!(
        "{}: {}, {}, {} Bytes\n„{}“ von {} ({}) im Netz {}, sichtbar für: {}",
        file.name,
        file.format.word(),
        file.encoding,
        file.size,
        target.plan_title,
        target.city_name,
        target.city_ags,
        target.network,
        readers(target.visibility)
    )
}

const fn readers(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Tenant => "die eigene Stadt",
        Visibility::Shared => "benannte Städte",
        Visibility::Network => "das Netz",
        Visibility::Public => "alle",
    }
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    table.set_header(Row::from(header.to_vec()));
    table
}

fn label(meaning: Meaning) -> String {
    meaning.label().text(DE).to_owned()
}

fn columns(report: &Report) -> String {
    let mut shown = table(&["Nr.", "Überschrift", "Bedeutung", "Sicherheit"]);
    for column in &report.columns {
        shown.add_row(vec![
            column.number.to_string(),
            column.header.clone(),
            column.meaning.map_or_else(|| "–".to_owned(), label),
            column.understanding.label().text(DE).to_owned(),
        ]);
    }
    if report.missing.is_empty() {
        return shown.to_string();
    }
    let missing: Vec<String> = report.missing.iter().copied().map(label).collect();
    format!("{shown}\nKeine Spalte für: {}", missing.join(", "))
}

fn projects(report: &Report) -> String {
    let mut shown = table(&[
        "Nr.",
        "Arbeitstitel",
        "Feld",
        "Ideen",
        "Teilvorhaben",
        "Meilensteine",
        "Indikatoren",
        "Nennungen",
        "~",
        "Hinweise",
    ]);
    for project in &report.projects {
        shown.add_row(row(project));
    }
    shown.to_string()
}

fn row(project: &ProjectReport) -> Vec<String> {
    let counts = [
        project.ideas,
        project.sub_projects,
        project.milestones,
        project.indicators,
        project.mentions,
        project.guessed,
        project.findings,
    ];
    let mut row = vec![
        project.number.to_string(),
        project.working_title.clone(),
        field(project),
    ];
    row.extend(counts.iter().map(usize::to_string));
    row
}

/// The code of the field, where it has one; the names are long.
fn field(project: &ProjectReport) -> String {
    let named = project.action_field.as_deref().unwrap_or("–");
    match named.split_once(' ') {
        Some((code, _)) if code.chars().count() <= 4 => code.to_owned(),
        _ => named.to_owned(),
    }
}

fn findings(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "Hinweise: keine".to_owned();
    }
    let mut lines = vec!["Hinweise".to_owned()];
    for finding in findings.iter().take(SHOWN_FINDINGS) {
        lines.push(format!(
            "  {} {}",
            sign(finding.understanding),
            finding.line(DE)
        ));
    }
    if findings.len() > SHOWN_FINDINGS {
        lines.push(format!(
            "  … und {} weitere",
            findings.len() - SHOWN_FINDINGS
        ));
    }
    lines.push("  (✓ erkannt, ~ erschlossen, = als Text behalten, ? nicht verstanden)".to_owned());
    lines.join("\n")
}

const fn sign(understanding: Understanding) -> char {
    match understanding {
        Understanding::Recognised => '✓',
        Understanding::Guessed => '~',
        Understanding::KeptAsText => '=',
        Understanding::NotUnderstood => '?',
    }
}

fn diff(diff: &Diff) -> String {
    if diff.plan == Change::New {
        return "Gegenüber dem Bestand: der Plan ist neu.".to_owned();
    }
    let mut lines = vec![format!(
        "Gegenüber dem Bestand: {} neu, {} geändert, {} unverändert, {} nicht mehr in der Datei",
        diff.count(Change::New),
        diff.count(Change::Changed),
        diff.count(Change::Unchanged),
        diff.count(Change::Vanished)
    )];
    if !diff.aspects.is_empty() {
        lines.push("  Plan".to_owned());
        lines.extend(diff.aspects.iter().flat_map(aspect));
    }
    lines.extend(diff.projects.iter().flat_map(project_diff));
    if diff.is_same_file {
        lines.push("  Es ist genau die Datei, die zuletzt importiert wurde.".to_owned());
    }
    lines.join("\n")
}

fn project_diff(project: &ProjectDiff) -> Vec<String> {
    let said = match project.change {
        Change::Unchanged => return Vec::new(),
        Change::New => "neu",
        Change::Changed => "geändert",
        Change::Vanished => {
            "nicht mehr in der Datei; es bleibt mit seinen Verbindungen, bis es jemand löscht"
        }
    };
    let mut lines = vec![format!(
        "  {} {}: {said}",
        project.number, project.working_title
    )];
    if project.change == Change::Changed {
        lines.extend(project.aspects.iter().flat_map(aspect));
        lines.extend(mentions("+ Nennung", &project.new_mentions));
        lines.extend(mentions(
            "- Nennung zurückgezogen",
            &project.withdrawn_mentions,
        ));
        lines.extend(mentions(
            "= nicht mehr genannt, aber schon aufgegriffen",
            &project.kept_mentions,
        ));
    }
    lines
}

fn mentions(said: &str, cities: &[String]) -> Option<String> {
    (!cities.is_empty()).then(|| format!("      {said}: {}", cities.join(", ")))
}

fn aspect(aspect: &Aspect) -> Vec<String> {
    let name = label(aspect.meaning);
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        aspect
            .removed
            .iter()
            .map(|text| format!("      - {name}: {text}")),
    );
    lines.extend(
        aspect
            .added
            .iter()
            .map(|text| format!("      + {name}: {text}")),
    );
    if lines.is_empty() {
        lines.push(format!("      ± {name}: Reihenfolge oder Sicherheit"));
    }
    lines
}

fn totals(totals: &Totals) -> String {
    format!(
        "Summe: {} Vorhaben in {} Aktionsfeldern, {} Teilvorhaben, {} Einträge (davon {} Indikatoren), {} Nennungen von {} Städten, {} Vorsätze, {} Herkunftstexte",
        totals.projects,
        totals.action_fields,
        totals.sub_projects,
        totals.items,
        totals.indicators,
        totals.mentions,
        totals.cities,
        totals.resolutions,
        totals.source_cells
    )
}

/// What to do after a dry run.
pub fn after_preview(report: &Report, is_new: bool) -> String {
    let mut text = "\nProbelauf: nichts wurde geschrieben.".to_owned();
    if is_new {
        text.push_str(" Die Datenbank gibt es noch nicht; der Import legt sie an.");
    }
    if report.diff.is_empty() {
        text.push_str(" Auch der Import würde nichts ändern.");
    } else {
        text.push_str(" Derselbe Befehl ohne --dry-run importiert.");
    }
    text
}

/// What was done, and what to do next.
pub fn after_import(report: &Report, set_up: &SetUp, request: &Request<'_>) -> String {
    let mut lines = Vec::new();
    if set_up.network {
        lines.push(format!("Das Netz {} wurde angelegt.", request.network));
    }
    if !set_up.action_fields.is_empty() {
        lines.push(format!(
            "Das Schema des Netzes hat nun die Aktionsfelder: {}.",
            set_up.action_fields.join("; ")
        ));
    }
    if set_up.tenant {
        lines.push(format!(
            "Der Mandant {} wurde angelegt.",
            report.target.city_name
        ));
    }
    if set_up.membership {
        lines.push(format!(
            "{} ist nun Mitglied im Netz {}.",
            report.target.city_name, request.network
        ));
    }
    if report.diff.is_empty() {
        lines.push("Es gab nichts zu ändern.".to_owned());
    } else {
        lines.push("Importiert.".to_owned());
    }
    lines.push(format!(
        "Weiter: `staedtenetz serve` starten, dann zeigt /api/v1/projects?city={} die Vorhaben (soweit sichtbar); die mit ~ bezeichneten Einträge durchsehen.",
        request.city
    ));
    format!("\n{}", lines.join("\n"))
}
