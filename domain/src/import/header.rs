//! Headers: which column holds what, in German or English, in any order.
//!
//! Invariant: two columns never hold the same single value; the surer one wins, and the other is kept as text.

use super::{
    report::{ColumnReport, Understanding},
    sheet::{Row, Table},
    synonym::SYNONYMS,
};
use crate::{language::Words, text::fold};

/// How many rows are searched for the headers.
const SEARCHED_ROWS: usize = 200;
/// Fewer known headers than this are no header row.
const FEWEST: u32 = 4;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    /// Number of the project in the plan.
    Number,
    /// Public code of the project.
    Code,
    /// Action field.
    ActionField,
    /// Working title.
    WorkingTitle,
    /// What it is about.
    Summary,
    /// Overall goal.
    OverallGoal,
    /// Sub-projects.
    SubProjects,
    /// Implementation ideas.
    Ideas,
    /// Measures.
    Measures,
    /// Milestones and success factors in one column.
    MilestonesOrFactors,
    /// Milestones.
    Milestones,
    /// Success factors.
    SuccessFactors,
    /// Indicators of goal achievement.
    Indicators,
    /// Lessons learnt.
    Lessons,
    /// Cities to learn from.
    Transfer,
    /// Resolutions of the plan across its projects.
    Resolutions,
    /// Where it stands.
    Status,
    /// How mature it is.
    Phase,
    /// When it begins.
    Start,
    /// When it ends.
    End,
    /// When it begins and ends.
    Period,
    /// Who is responsible.
    Responsible,
    /// Barriers: recognised, and kept as text.
    Barriers,
    /// Where it is documented.
    Source,
}

impl Meaning {
    /// The meanings whose lack is worth telling.
    pub(super) const EXPECTED: [Self; 8] = [
        Self::Number,
        Self::ActionField,
        Self::WorkingTitle,
        Self::OverallGoal,
        Self::Ideas,
        Self::MilestonesOrFactors,
        Self::Indicators,
        Self::Transfer,
    ];

    /// Whether several columns may hold it.
    pub(super) const fn is_list(self) -> bool {
        matches!(
            self,
            Self::SubProjects
                | Self::Ideas
                | Self::Measures
                | Self::MilestonesOrFactors
                | Self::Milestones
                | Self::SuccessFactors
                | Self::Indicators
                | Self::Lessons
                | Self::Transfer
                | Self::Resolutions
                | Self::Barriers
                | Self::Source
        )
    }

    /// Its name.
    #[must_use]
    pub fn label(self) -> Words {
        let (de, en) = match self {
            Self::Number => ("Nummer", "Number"),
            Self::Code => ("Kürzel", "Code"),
            Self::ActionField => ("Aktionsfeld", "Action field"),
            Self::WorkingTitle => ("Arbeitstitel", "Working title"),
            Self::Summary => ("Kurzbeschreibung", "Summary"),
            Self::OverallGoal => ("Übergeordnete Zielsetzung", "Overall goal"),
            Self::SubProjects => ("Teilvorhaben", "Sub-projects"),
            Self::Ideas => ("Umsetzungsideen", "Implementation ideas"),
            Self::Measures => ("Maßnahmen", "Measures"),
            Self::MilestonesOrFactors => (
                "Meilensteine oder Erfolgsfaktoren",
                "Milestones or success factors",
            ),
            Self::Milestones => ("Meilensteine", "Milestones"),
            Self::SuccessFactors => ("Erfolgsfaktoren", "Success factors"),
            Self::Indicators => (
                "Indikatoren der Zielerreichung",
                "Indicators of goal achievement",
            ),
            Self::Lessons => ("Erkenntnisse", "Lessons learnt"),
            Self::Transfer => ("Erfahrungstransfer", "Experience transfer"),
            Self::Resolutions => (
                "Projektübergreifende Vorsätze",
                "Resolutions across projects",
            ),
            Self::Status => ("Status", "Status"),
            Self::Phase => ("Phase", "Phase"),
            Self::Start => ("Beginn", "Start"),
            Self::End => ("Ende", "End"),
            Self::Period => ("Zeitraum", "Period"),
            Self::Responsible => ("Zuständigkeit", "Responsible"),
            Self::Barriers => ("Hemmnisse", "Barriers"),
            Self::Source => ("Quelle", "Source"),
        };
        Words::new(de, en)
    }
}

/// What a header says, and how sure that is.
pub(super) fn recognise(header: &str) -> Option<(Meaning, Understanding)> {
    let words = words(header);
    if words.is_empty() || words.len() > 120 {
        return None;
    }
    let mut best: Option<(usize, Meaning, Understanding)> = None;
    for (meaning, names) in SYNONYMS {
        for name in *names {
            let Some(found) = matches(&words, name) else {
                continue;
            };
            let weight = match found {
                Understanding::Recognised => 1_000 + name.len(),
                _ => name.len(),
            };
            if best.is_none_or(|(other, ..)| weight > other) {
                best = Some((weight, *meaning, found));
            }
        }
    }
    best.map(|(_, meaning, found)| (meaning, found))
}

/// A header that begins with the name is that column; one that only contains it may be.
fn matches(words: &str, name: &str) -> Option<Understanding> {
    if words == name
        || words
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(' '))
    {
        return Some(Understanding::Recognised);
    }
    let is_inside = format!(" {words} ").contains(&format!(" {name} "));
    (is_inside && name.len() > 3).then_some(Understanding::Guessed)
}

/// Folded words: "Meilensteine / Erfolgsfaktoren" and "meilensteine/erfolgsfaktoren" are the same.
fn words(header: &str) -> String {
    let spaced: String = fold(header)
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How much a row looks like headers.
pub(super) fn score(row: &Row) -> u32 {
    let mut seen: Vec<Meaning> = Vec::new();
    let mut score = 0;
    for cell in row.filled().filter(|cell| cell.raw.len() < 600) {
        let Some((meaning, understanding)) = recognise(&cell.visible()) else {
            continue;
        };
        if seen.contains(&meaning) {
            continue;
        }
        seen.push(meaning);
        score += match understanding {
            Understanding::Recognised => 2,
            _ => 1,
        };
    }
    score
}

/// The header row: in which table, and the how manieth row there.
pub(super) fn locate(tables: &[Table]) -> Option<(usize, usize)> {
    let mut best: Option<(u32, usize, usize)> = None;
    for (place, table) in tables.iter().enumerate() {
        for (at, row) in table.rows.iter().enumerate().take(SEARCHED_ROWS) {
            let score = score(row);
            if score >= FEWEST && best.is_none_or(|(other, ..)| score > other) {
                best = Some((score, place, at));
            }
        }
    }
    best.map(|(_, table, row)| (table, row))
}

/// The columns below a header row.
pub(super) fn columns(row: &Row) -> Vec<ColumnReport> {
    let mut columns: Vec<ColumnReport> = row.filled().map(column).collect();
    for at in 0..columns.len() {
        if is_outdone(&columns, at)
            && let Some(column) = columns.get_mut(at)
        {
            column.meaning = None;
            column.understanding = Understanding::KeptAsText;
        }
    }
    columns
}

fn column(cell: &super::sheet::Cell) -> ColumnReport {
    let header = cell.visible();
    let found = recognise(&header);
    ColumnReport {
        number: cell.column,
        meaning: found.map(|(meaning, _)| meaning),
        understanding: found.map_or(Understanding::NotUnderstood, |(_, understanding)| {
            understanding
        }),
        header,
    }
}

/// Whether another column holds the same single value more surely, or earlier.
fn is_outdone(columns: &[ColumnReport], at: usize) -> bool {
    let Some((column, meaning)) = columns
        .get(at)
        .and_then(|column| Some((column, column.meaning?)))
    else {
        return false;
    };
    let others = columns
        .iter()
        .filter(|other| other.meaning == Some(meaning));
    !meaning.is_list()
        && others.into_iter().any(|other| {
            (other.understanding, other.number) < (column.understanding, column.number)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::sheet::Cell;

    #[test]
    fn headers_are_known_in_both_languages() {
        use Meaning::*;
        use Understanding::{Guessed, Recognised};
        for (header, meaning, understanding) in [
            ("Nr.", Number, Recognised),
            ("lfd. Nr.", Number, Recognised),
            ("Aktionsfeld", ActionField, Recognised),
            ("Arbeitstitel des Vorhabens", WorkingTitle, Recognised),
            ("Übergeordnete Zielsetzung", OverallGoal, Recognised),
            ("Optionale Umsetzungsideen", Ideas, Recognised),
            (
                "Meilensteine / Erfolgsfaktoren",
                MilestonesOrFactors,
                Recognised,
            ),
            ("Meilensteine", Milestones, Recognised),
            ("Indikatoren der Zielerreichung", Indicators, Recognised),
            (
                "Möglicher Erfahrungstransfer aus anderen Städten",
                Transfer,
                Recognised,
            ),
            (
                "Projektübergreifende Vorsätze für später",
                Resolutions,
                Recognised,
            ),
            ("WORKING TITLE", WorkingTitle, Recognised),
            (
                "Milestones/success factors",
                MilestonesOrFactors,
                Recognised,
            ),
            ("Possible experience transfer", Transfer, Recognised),
            ("Responsible department", Responsible, Recognised),
            ("Unsere Ziele", OverallGoal, Guessed),
        ] {
            assert_eq!(
                recognise(header),
                Some((meaning, understanding)),
                "{header}"
            );
        }
        assert_eq!(recognise("Wetter"), None);
        assert_eq!(recognise(""), None);
    }

    #[test]
    fn a_single_value_has_one_column() {
        let cells = [
            "Kurztitel des Projekts",
            "Arbeitstitel",
            "Indikatoren",
            "Weitere Indikatoren",
        ];
        let row = Row {
            number: 1,
            cells: (1..)
                .zip(cells)
                .map(|(column, text)| Cell::plain(column, text.to_owned()))
                .collect(),
        };
        let meanings: Vec<Option<Meaning>> =
            columns(&row).iter().map(|column| column.meaning).collect();
        assert_eq!(
            meanings,
            [
                Some(Meaning::WorkingTitle),
                None,
                Some(Meaning::Indicators),
                Some(Meaning::Indicators)
            ]
        );
    }
}
