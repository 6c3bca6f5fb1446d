//! Whole files through reading and interpreting: the formats agree, and nothing that is thrown at them panics.
//!
//! Invariant: no database takes part here.

mod chance;
pub(crate) mod workbook;

use super::{
    city_names::{CityNames, tests::city},
    document,
    draft::{Draft, DraftProject},
    field::Scheme,
    file::Upload,
    interpret::{Surroundings, interpret},
    report::Understanding,
};
use crate::{error::Result, language::Language};
use entity::value::{Certainty, ItemKind};
use std::collections::HashSet;
use workbook::{plan_workbook, workbook};

const WITHOUT_ITEMS: &str =
    include_str!("../../../../tests/fixtures/import/lists_without_items.tsv");

fn draft(name: &str, bytes: &[u8]) -> Result<Draft> {
    let cities = [
        city("01", "Frankfurt am Main", 700_000),
        city("02", "Bonn", 300_000),
        city("03", "Oldenburg (Oldenburg)", 170_000),
        city("04", "Leipzig", 600_000),
        city("05", "Aachen", 250_000),
        city("06", "Augsburg", 300_000),
        city("07", "Bielefeld", 300_000),
        city("08", "Hannover", 500_000),
        city("09", "Karlsruhe", 300_000),
        city("10", "Nürnberg", 500_000),
    ];
    let names = CityNames::of(&cities, &HashSet::new());
    let surroundings = Surroundings {
        names: &names,
        scheme: &Scheme::of(&[], None),
        city: "05",
    };
    let document = document::read(Upload { name, bytes })?;
    interpret(&document, &surroundings).checked()
}

/// A plan as text: what every format has to agree on.
fn shown(draft: &Draft) -> Vec<String> {
    let mut lines = Vec::new();
    for project in &draft.projects {
        let field = project
            .field
            .as_ref()
            .map(crate::import::field::Named::shown)
            .unwrap_or_default();
        lines.push(format!(
            "{} {} [{field}] {}",
            project.number,
            project.working_title,
            project.overall_goal.clone().unwrap_or_default()
        ));
        lines.extend(
            project
                .sub_projects
                .iter()
                .map(|sub| format!("  {}. {}", sub.number, sub.title)),
        );
        lines.extend(
            project
                .items
                .iter()
                .map(|item| format!("  {} {}", item.kind.word(), item.text)),
        );
        let cities: Vec<&str> = project
            .mentions
            .iter()
            .map(|mention| mention.ags.as_str())
            .collect();
        lines.push(format!("  > {}", cities.join(" ")));
    }
    lines.extend(
        draft
            .resolutions
            .iter()
            .map(|resolution| format!("! {}", resolution.text)),
    );
    lines
}

const PLAN: [&str; 13] = [
    "1 Rad [A Wege] Mehr Rad",
    "  1. Wege",
    "  IDEA Wege bauen",
    "  IDEA Plätze bauen",
    "  MILESTONE_OR_FACTOR Baubeginn",
    "  INDICATOR Mehr Wege",
    "  > 01 02",
    "2 Fuß [A Wege] Mehr Fuß",
    "  IDEA Bänke",
    "  SUCCESS_FACTOR Geduld",
    "  INDICATOR Mehr Bänke",
    "  > 04",
    "! Weitermachen",
];

const TSV: &str = "\u{feff}Plan für Wege\n\nNr.\tAktionsfeld\tArbeitstitel\tZielsetzung\tUmsetzungsideen\tMeilensteine / Erfolgsfaktoren\tIndikatoren\tErfahrungstransfer\tVorsätze\n\
1\tA Wege\tRad\tMehr Rad\t<p>Teilvorhaben 1: Wege</p><ul><li>Wege bauen</li><li>Plätze bauen</li></ul>\tBaubeginn\tMehr Wege\tFrankfurt am Main Bonn\tWeitermachen\n\
2\t\tFuß\tMehr Fuß\tBänke\tErfolgsfaktor: Geduld\tMehr Bänke\tLeipzig\t\n";

const CSV: &str = "Possible experience transfer;Indicators;Goal;Working title;Action field;No.;Milestones / success factors;Implementation ideas;Resolutions\r\n\
\"Frankfurt am Main\nBonn\";Mehr Wege;Mehr Rad;Rad;A Wege;1;Baubeginn;\"Teilvorhaben 1: Wege\r\n- Wege bauen\r\n- Plätze bauen\";Weitermachen\r\n\
Leipzig;Mehr Bänke;Mehr Fuß;Fuß;;2;Success factor: Geduld;Bänke;\r\n";

const HTML: &str = "<html><head><title>x</title><script>alert(1)</script></head><body><h1>Plan</h1><table>\
<tr><th>Nr.<th>Aktionsfeld<th>Arbeitstitel<th>Ziel<th>Umsetzungsideen<th>Meilensteine / Erfolgsfaktoren<th>Indikatoren<th>Erfahrungstransfer<th>Vorsätze\
<tr><td>1<td rowspan=2>A Wege<td>Rad<td>Mehr Rad<td>Teilvorhaben 1: Wege<ul><li>Wege bauen<li>Plätze bauen</ul><td>Baubeginn<td>Mehr Wege<td>Frankfurt am Main, Bonn<td rowspan=2>Weitermachen\
<tr><td>2<td>Fuß<td>Mehr Fuß<td><ul><li onclick='x()'>Bänke</ul><td>Erfolgsfaktor: Geduld<td>Mehr Bänke<td>Leipzig</table></body></html>";

const MARKDOWN: &str = "# Plan\n\n\
| Nr. | Aktionsfeld | Arbeitstitel | Ziel | Umsetzungsideen | Meilensteine / Erfolgsfaktoren | Indikatoren | Erfahrungstransfer | Vorsätze |\n\
|---|---|---|---|---|---|---|---|---|\n\
| 1 | A Wege | **Rad** | Mehr Rad | Teilvorhaben 1: Wege<br>- Wege bauen<br>- Plätze bauen | Baubeginn | Mehr Wege | Frankfurt am Main / Bonn | Weitermachen |\n\
| 2 | | Fuß | Mehr Fuß | Bänke | Erfolgsfaktor: Geduld | Mehr Bänke | Leipzig | |\n";

#[test]
fn all_formats_give_the_same_plan() {
    let (windows, ..) = encoding_rs::WINDOWS_1252.encode(CSV);
    let workbook = plan_workbook();
    for (name, bytes) in [
        ("plan.tsv", TSV.as_bytes()),
        ("plan.csv", CSV.as_bytes()),
        ("windows.csv", &windows),
        ("plan.html", HTML.as_bytes()),
        ("plan.md", MARKDOWN.as_bytes()),
        ("plan.xlsx", &workbook),
    ] {
        let draft = draft(name, bytes).unwrap();
        assert_eq!(shown(&draft), PLAN, "{name}");
        let certain = draft.projects.iter().flat_map(|project| &project.items);
        assert!(
            certain
                .into_iter()
                .all(|item| item.certainty == Certainty::Recognised),
            "{name}"
        );
    }
}

#[test]
fn lists_without_items_are_counted_right() {
    let draft = draft("plan.tsv", WITHOUT_ITEMS.as_bytes()).unwrap();
    let counts = |count: fn(&DraftProject) -> usize| -> Vec<usize> {
        draft.projects.iter().map(count).collect()
    };
    let indicators = counts(|project| {
        let items = project.items.iter();
        items
            .filter(|item| item.kind == ItemKind::Indicator)
            .count()
    });
    assert_eq!(indicators, [2, 1, 2, 3, 1, 3, 3], "{:#?}", shown(&draft));
    assert_eq!(
        counts(|project| project.mentions.len()),
        [7, 7, 4, 7, 8, 2, 2]
    );
    assert_eq!(
        counts(|project| project.sub_projects.len()),
        [2, 3, 0, 0, 0, 0, 0]
    );
    assert_eq!(draft.resolutions.len(), 3);
    let method = draft.selection_method.unwrap();
    assert!(method.starts_with("Die Vorhaben dieses Plans"));
}

#[test]
fn lists_without_items_are_guessed_where_nothing_is_certain() {
    let draft = draft("plan.tsv", WITHOUT_ITEMS.as_bytes()).unwrap();
    let items = || draft.projects.iter().flat_map(|project| &project.items);
    let voted = items().filter(|item| item.mention_count == Some(3));
    let voted: Vec<&str> = voted.map(|item| item.text.as_str()).collect();
    assert_eq!(
        voted,
        ["Kanäle bündeln, also nicht auf jedem Social-Media-Kanal auftreten"]
    );
    let second = draft.projects.get(1).unwrap().items.iter();
    let ideas = second.filter(|item| item.kind == ItemKind::Idea);
    let homes: Vec<Option<i32>> = ideas.map(|item| item.sub_project).collect();
    assert_eq!(homes, [1, 2, 2, 2, 2, 2, 3, 3, 3].map(Some));
    let certain = items().filter(|item| item.certainty == Certainty::Recognised);
    let certain: Vec<&str> = certain.map(|item| item.text.as_str()).collect();
    assert_eq!(
        certain,
        [
            "Projekte, ihren Verlauf und ihre Zusammenhänge",
            "Geld und Zeit für Einweihungen, etwa bei Straßenfesten",
            "Planende müssen der Pressestelle seltener zuarbeiten",
            "Früh ist zu sehen, was sich verzögert und neu geplant werden muss",
        ]
    );
}

#[test]
fn a_formula_is_noted_and_not_calculated() {
    let rows = [
        vec!["Nr.", "Arbeitstitel", "Ziel"],
        vec!["1", "Rad", "=1+1"],
    ];
    let draft = draft("plan.xlsx", &workbook(&rows, "")).unwrap();
    assert_eq!(
        draft.projects.first().unwrap().overall_goal.as_deref(),
        Some("7")
    );
    let notes: Vec<String> = draft
        .findings
        .iter()
        .map(|finding| finding.line(Language::De))
        .collect();
    assert!(notes.iter().any(|note| note.starts_with("Zeile 2, Spalte 3 (Ziel): Die Zelle enthält eine Formel")), "{notes:?}");
}

#[test]
fn mistakes_are_told_with_their_place() {
    let cases: [(&str, &[u8], &str); 8] = [
        ("a.tsv", b"", "leer"),
        ("a.tsv", b"Wetter\tOrt\nSonne\tBonn", "Keine Kopfzeile"),
        (
            "a.tsv",
            "Nr.\tAktionsfeld\tZiel\n1\tA\tb".as_bytes(),
            "Zeile 1: In der Kopfzeile fehlt die Spalte mit dem Arbeitstitel",
        ),
        (
            "a.tsv",
            b"Nr.\tTitel\n1\tA\n1\tB",
            "Zeile 3, Spalte 1 (Nr.): Die Nummer 1 steht schon in Zeile 2",
        ),
        (
            "a.tsv",
            "Nr.\tTitel\tKürzel\n1\tA\tX\n2\tB\tX".as_bytes(),
            "Das Kürzel X steht schon in Zeile 2",
        ),
        (
            "a.tsv",
            b"Nr.\tTitel\tZiel\n1\t\tB",
            "Zeile 2, Spalte 2 (Titel): Der Arbeitstitel fehlt",
        ),
        ("a.xlsx", b"PK\x03\x04", "beschädigt"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
    ];
    for (name, bytes, expected) in cases {
        let Err(error) = draft(name, bytes) else {
            panic!("{expected} was not told");
        };
        let text = error.text(Language::De);
        assert!(text.contains(expected), "{text}");
        assert!(!error.text(Language::En).is_empty());
    }
}

#[test]
fn unknown_cities_are_told_and_kept_as_text() {
    let draft = draft(
        "a.tsv",
        b"Nr.\tTitel\tTransfer\n1\tRad\tBonn Bad Musterhausen Aachen",
    )
    .unwrap();
    let notes: Vec<(Understanding, String)> = draft
        .findings
        .iter()
        .map(|finding| (finding.understanding, finding.line(Language::De)))
        .collect();
    assert!(
        notes.iter().any(
            |(understanding, note)| *understanding == Understanding::NotUnderstood
                && note.contains("Bad Musterhausen")
        ),
        "{notes:?}"
    );
    assert!(notes.iter().any(|(_, note)| note.contains("eigene Stadt")));
    assert_eq!(draft.projects.first().unwrap().mentions.len(), 1);
}

#[test]
fn further_columns_of_other_cities_are_known() {
    let text = "Code;Titel;Status;Zeitraum;Federführung;Kurzbeschreibung;Hemmnisse;Quelle;Wetter\n\
        R-1;Rad;in Umsetzung, verzögert;2021–2024;Amt 66;Über Rad;Personal;https://example.org/rad;Sonne\n";
    let draft = draft("a.csv", text.as_bytes()).unwrap();
    let project = draft.projects.first().unwrap();
    let state = project.state.as_ref().unwrap();
    assert_eq!(project.code.as_deref(), Some("R-1"));
    assert_eq!(state.status.unwrap().word(), "IN_PROGRESS");
    assert!(state.is_delayed);
    assert_eq!(
        (project.start_year, project.end_year),
        (Some(2021), Some(2024))
    );
    assert_eq!(project.responsible.as_deref(), Some("Amt 66"));
    assert_eq!(project.summary.as_deref(), Some("Über Rad"));
    assert_eq!(project.sources, ["https://example.org/rad"]);
    let kept = draft
        .cells
        .values()
        .filter(|understanding| **understanding == Understanding::KeptAsText);
    assert_eq!(kept.count(), 2, "{:?}", draft.cells);
}
