//! The cells of one row into their project: lists, facts, cities.
//!
//! Invariant: a cell that a merged range covers counts once for each project, and resolutions count once for the plan.

use super::{
    draft::{DraftProject, Mention, State, item_kind},
    facts,
    header::Meaning,
    interpret::Interpreter,
    list::{self, Part, Statement},
    report::{Place, Understanding, shorten},
    sheet::{Address, Cell, Row},
};
use crate::{
    language::Words,
    project::{NewItem, NewSubProject},
};
use entity::value::{Certainty, ItemKind};

/// A project that takes in the cells of a row.
pub(super) struct Gathered<'i, 'a> {
    interpreter: &'i mut Interpreter<'a>,
    row: &'a Row,
    /// Whether the project begins with this row.
    begins: bool,
    pub(super) project: DraftProject,
}

/// A cell to take in, and where it stands.
type Found<'a> = (&'a Cell, Address);

impl<'i, 'a> Gathered<'i, 'a> {
    pub(super) fn new(interpreter: &'i mut Interpreter<'a>, row: &'a Row, begins: bool) -> Self {
        let project = interpreter
            .draft
            .projects
            .last()
            .cloned()
            .unwrap_or_default();
        Self {
            interpreter,
            row,
            begins,
            project,
        }
    }

    pub(super) fn everything(&mut self) {
        for meaning in [
            Meaning::SubProjects,
            Meaning::Ideas,
            Meaning::Measures,
            Meaning::MilestonesOrFactors,
            Meaning::Milestones,
            Meaning::SuccessFactors,
            Meaning::Indicators,
            Meaning::Lessons,
        ] {
            for found in self.found(meaning) {
                self.items(meaning, found);
            }
        }
        for found in self.found(Meaning::Transfer) {
            self.mentions(found);
        }
        for (cell, address) in self.found(Meaning::Resolutions) {
            let statements = list::statements(&cell.blocks());
            self.note_statements(address, &statements);
            self.interpreter.resolutions(statements);
        }
        for found in self.found(Meaning::Source) {
            self.sources(found);
        }
        for (_, address) in self.found(Meaning::Barriers) {
            self.interpreter
                .draft
                .understood(address, Understanding::KeptAsText);
        }
        self.facts();
    }

    /// The cells of a meaning with text; a cell above counts for a project that begins below it.
    fn found(&self, meaning: Meaning) -> Vec<Found<'a>> {
        let cells = self.interpreter.cells(self.row, meaning);
        let found = cells.into_iter().filter_map(|(cell, address)| {
            let is_from_above = cell.covered_by.is_some_and(|by| by.row != address.row);
            if is_from_above && self.begins && meaning != Meaning::Resolutions {
                return self
                    .interpreter
                    .origin(cell)
                    .map(|origin| (origin, address));
            }
            Some((cell, address))
        });
        found.filter(|(cell, _)| !cell.is_blank()).collect()
    }

    fn items(&mut self, meaning: Meaning, (cell, address): Found<'a>) {
        let Some(kind) = item_kind(meaning) else {
            return;
        };
        let parts = list::parts(&cell.blocks());
        let statements: Vec<Statement> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Statement(statement) => Some(statement.clone()),
                Part::SubProject { .. } => None,
            })
            .collect();
        self.note_statements(address, &statements);
        let mut sub_project = None;
        for part in parts {
            match part {
                Part::SubProject {
                    number,
                    title,
                    certainty,
                } => {
                    sub_project = Some(self.sub_project(address, (number, title, certainty)));
                }
                Part::Statement(statement)
                    if meaning == Meaning::SubProjects && sub_project.is_none() =>
                {
                    let number = self
                        .project
                        .sub_projects
                        .iter()
                        .map(|sub| sub.number)
                        .max()
                        .unwrap_or(0)
                        + 1;
                    self.project.sub_projects.push(NewSubProject {
                        number,
                        title: statement.text,
                    });
                }
                Part::Statement(statement) => self.item(kind, statement, sub_project),
            }
        }
    }

    fn item(&mut self, kind: ItemKind, statement: Statement, sub_project: Option<i32>) {
        let (kind, text) = told_kind(kind, statement.text);
        self.project.items.push(NewItem {
            kind,
            text,
            mention_count: statement.mention_count,
            certainty: statement.certainty,
            sub_project,
        });
    }

    /// Adds a sub-project; a number that is there already goes on with it.
    fn sub_project(
        &mut self,
        address: Address,
        (number, title, certainty): (i32, String, Certainty),
    ) -> i32 {
        let known = self
            .project
            .sub_projects
            .iter()
            .find(|sub| sub.number == number);
        let is_known = known.is_some();
        let is_other = known.is_some_and(|sub| !title.is_empty() && sub.title != title);
        if is_other || title.is_empty() {
            self.tell(address, Understanding::NotUnderstood, Words::new(
                format!("Teilvorhaben {number} hat keinen oder mehr als einen Titel. Jedes Teilvorhaben braucht eine eigene Nummer und einen Titel."),
                format!("Sub-project {number} has no title or more than one. Every sub-project needs a number of its own and a title."),
            ));
        }
        if certainty == Certainty::Guessed {
            self.interpreter
                .draft
                .understood(address, Understanding::Guessed);
        }
        if !is_known {
            let title = if title.is_empty() {
                format!("Teilvorhaben {number}")
            } else {
                title
            };
            self.project
                .sub_projects
                .push(NewSubProject { number, title });
        } else if is_other {
            // The second title is not lost: it becomes an idea of the sub-project.
            let statement = Statement {
                text: title,
                mention_count: None,
                certainty: Certainty::Guessed,
            };
            self.item(ItemKind::Idea, statement, Some(number));
        }
        number
    }

    fn note_statements(&mut self, address: Address, statements: &[Statement]) {
        let guessed = statements
            .iter()
            .filter(|statement| statement.certainty == Certainty::Guessed)
            .count();
        if guessed == 0 {
            return self
                .interpreter
                .draft
                .understood(address, Understanding::Recognised);
        }
        let all = statements.len();
        let text = if all == 1 {
            Words::new(
                "Die Zelle könnte mehrere Punkte enthalten und bleibt einer. Mit <li> oder Zeilenumbrüchen wird es sicher.",
                "The cell may hold several items and stays one. <li> or line breaks make it certain.",
            )
        } else {
            Words::new(
                format!(
                    "{guessed} von {all} Punkten sind erschlossen: die Liste hat keine Listenzeichen. Mit <li> oder Zeilenumbrüchen wird es sicher."
                ),
                format!(
                    "{guessed} of {all} items are guessed: the list has no marks. <li> or line breaks make it certain."
                ),
            )
        };
        self.tell(address, Understanding::Guessed, text);
    }

    fn tell(&mut self, address: Address, understanding: Understanding, text: Words) {
        let place = Place::cell(address, self.interpreter.document.header_of(address.column));
        self.interpreter.draft.understood(address, understanding);
        self.interpreter.draft.find(place, understanding, text);
    }

    fn mentions(&mut self, (cell, address): Found<'a>) {
        self.interpreter
            .draft
            .understood(address, Understanding::Recognised);
        let text: Vec<String> = list::statements(&cell.blocks())
            .into_iter()
            .map(|statement| statement.text)
            .collect();
        let names = self.interpreter.surroundings.names.find(&text.join(" ; "));
        for hit in names.matches {
            self.mention(address, hit);
        }
        for words in names.unknown {
            let words = shorten(&words, 60);
            self.tell(address, Understanding::NotUnderstood, Words::new(
                format!("„{words}“ ist keine Kommune des Netzes oder des Gemeindeverzeichnisses. Den Namen wie dort schreiben, etwa „Frankfurt am Main“; bis dahin bleibt er Text."),
                format!("“{words}” is no municipality of the network or the register. Write the name as there, such as “Frankfurt am Main”; until then it stays text."),
            ));
        }
        if !names.remarks.is_empty() {
            let remarks = shorten(&names.remarks.join(" "), 60);
            self.tell(
                address,
                Understanding::KeptAsText,
                Words::new(
                    format!("Die Bemerkung „{remarks}“ bleibt als Text im Herkunftsnachweis."),
                    format!("The remark “{remarks}” stays as text in the provenance."),
                ),
            );
        }
    }

    fn mention(&mut self, address: Address, hit: super::city_names::Match) {
        if hit.ags == self.interpreter.surroundings.city {
            return self.tell(
                address,
                Understanding::KeptAsText,
                Words::new(
                    format!(
                        "{} ist die eigene Stadt; von ihr wird nichts übertragen.",
                        hit.name
                    ),
                    format!(
                        "{} is the own city; nothing is transferred from it.",
                        hit.name
                    ),
                ),
            );
        }
        if self
            .project
            .mentions
            .iter()
            .any(|mention| mention.ags == hit.ags)
        {
            return self.tell(
                address,
                Understanding::KeptAsText,
                Words::new(
                    format!(
                        "{} ist bei diesem Vorhaben schon genannt und zählt einmal.",
                        hit.name
                    ),
                    format!(
                        "{} is named at this project already and counts once.",
                        hit.name
                    ),
                ),
            );
        }
        if hit.certainty == Certainty::Guessed {
            let others = shorten(&hit.others.join(", "), 80);
            self.tell(address, Understanding::Guessed, Words::new(
                format!("„{}“ heißen mehrere Kommunen; gemeint ist wohl {} ({}), nicht {others}.", hit.text, hit.name, hit.ags),
                format!("Several municipalities are called “{}”; probably {} ({}) is meant, not {others}.", hit.text, hit.name, hit.ags),
            ));
        }
        self.project.mentions.push(Mention {
            ags: hit.ags,
            name: hit.name,
            certainty: hit.certainty,
        });
    }

    fn sources(&mut self, (cell, address): Found<'a>) {
        self.interpreter
            .draft
            .understood(address, Understanding::Recognised);
        for word in cell
            .visible()
            .split([' ', ',', ';'])
            .filter(|word| !word.is_empty())
        {
            if facts::is_address(word) {
                self.project.sources.push(word.to_owned());
            } else {
                self.interpreter
                    .draft
                    .understood(address, Understanding::KeptAsText);
            }
        }
    }

    /// The cells with one fact.
    fn facts(&mut self) {
        self.project.summary = self.joined(Meaning::Summary, self.project.summary.clone());
        self.project.overall_goal =
            self.joined(Meaning::OverallGoal, self.project.overall_goal.clone());
        self.project.responsible =
            self.joined(Meaning::Responsible, self.project.responsible.clone());
        if let Some(code) = self.fact(Meaning::Code, |text| code(text)) {
            self.project.code = Some(code);
        }
        if let Some(phase) = self.fact(Meaning::Phase, facts::phase) {
            self.project.phase = Some(phase);
        }
        for (cell, address) in self.found(Meaning::Status) {
            self.state(&cell.visible(), address);
        }
        if let Some(year) = self.fact(Meaning::Start, |text| facts::years(text).first().copied()) {
            self.project.start_year = Some(year);
        }
        if let Some(year) = self.fact(Meaning::End, |text| facts::years(text).last().copied()) {
            self.project.end_year = Some(year);
        }
        if let Some(years) = self.fact(Meaning::Period, |text| {
            Some(facts::years(text)).filter(|years| !years.is_empty())
        }) {
            self.project.start_year = years.first().copied();
            self.project.end_year = years.get(1..).and_then(|later| later.last().copied());
        }
    }

    /// Text of one or more rows.
    fn joined(&mut self, meaning: Meaning, before: Option<String>) -> Option<String> {
        let mut texts: Vec<String> = before.into_iter().collect();
        for (cell, address) in self.found(meaning) {
            self.interpreter
                .draft
                .understood(address, Understanding::Recognised);
            texts.push(cell.visible());
        }
        (!texts.is_empty()).then(|| texts.join(" "))
    }

    /// One fact; a cell that does not give it is told of.
    fn fact<T>(&mut self, meaning: Meaning, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let mut fact = None;
        for (cell, address) in self.found(meaning) {
            let text = cell.visible();
            match parse(&text) {
                Some(value) => {
                    self.interpreter
                        .draft
                        .understood(address, Understanding::Recognised);
                    fact = Some(value);
                }
                None => {
                    let (shown, label) = (shorten(&text, 40), meaning.label());
                    let text = label.map(
                        |de| format!("„{shown}“ ist hier nicht zu verstehen ({de}); der Text bleibt im Herkunftsnachweis."),
                        |en| format!("“{shown}” cannot be understood here ({en}); the text stays in the provenance."),
                    );
                    self.tell(address, Understanding::NotUnderstood, text);
                }
            }
        }
        fact
    }

    fn state(&mut self, note: &str, address: Address) {
        let status = facts::status(note);
        let understanding = if status.is_some() {
            Understanding::Recognised
        } else {
            Understanding::NotUnderstood
        };
        self.interpreter.draft.understood(address, understanding);
        if status.is_none() {
            let shown = shorten(note, 40);
            self.tell(address, understanding, Words::new(
                format!("„{shown}“ ist kein bekannter Stand; der Wortlaut bleibt erhalten. Bekannt sind etwa geplant, in Umsetzung, pausiert, abgeschlossen, verstetigt."),
                format!("“{shown}” is no known state; its words are kept. Known are planned, in progress, on hold, completed, in operation and others."),
            ));
        }
        self.project.state = Some(State {
            status,
            note: note.to_owned(),
            is_delayed: facts::is_delayed(note),
        });
    }
}

/// A code of letters, digits and little else.
fn code(text: &str) -> Option<String> {
    let text = text.trim();
    let is_good = (1..=40).contains(&text.chars().count())
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'));
    is_good.then(|| text.to_owned())
}

/// An item that says itself whether it is a milestone or a success factor.
fn told_kind(kind: ItemKind, text: String) -> (ItemKind, String) {
    if kind != ItemKind::MilestoneOrFactor {
        return (kind, text);
    }
    let told = [
        ("meilenstein:", ItemKind::Milestone),
        ("milestone:", ItemKind::Milestone),
        ("erfolgsfaktor:", ItemKind::SuccessFactor),
        ("success factor:", ItemKind::SuccessFactor),
    ];
    for (word, kind) in told {
        if let (Some(start), Some(rest)) = (text.get(..word.len()), text.get(word.len()..))
            && start.eq_ignore_ascii_case(word)
            && !rest.trim().is_empty()
        {
            return (kind, rest.trim().to_owned());
        }
    }
    (kind, text)
}
