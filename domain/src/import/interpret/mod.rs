//! The rows of a table to a plan: which row begins a project, which goes on with it, which is something else.
//!
//! Invariant: every row below the header is accounted for; a project's rows are those from its number to the next.

mod field;
mod other;

use super::{
    around,
    cell::Gathered,
    city_names::CityNames,
    document::Document,
    draft::{Draft, DraftProject},
    facts,
    field::{Named, Scheme},
    header::Meaning,
    list,
    report::{Place, Understanding, shorten},
    sheet::{Address, Cell, Row},
};
use crate::language::Words;
use entity::id::ActionFieldId;
use std::collections::HashMap;

/// What is known around a file.
pub(super) struct Surroundings<'a> {
    /// Names of municipalities.
    pub names: &'a CityNames,
    /// Action fields of the network.
    pub scheme: &'a Scheme,
    /// Key of the municipality whose plan it is.
    pub city: &'a str,
}

/// Makes a plan of a document.
pub(super) fn interpret(document: &Document, surroundings: &Surroundings<'_>) -> Draft {
    let mut interpreter = Interpreter::new(document, surroundings);
    interpreter.draft.findings = document.findings.clone();
    around::columns(document, &mut interpreter.draft);
    around::outside(document, &mut interpreter.draft);
    for row in &document.rows {
        interpreter.row(row);
    }
    for project in &mut interpreter.draft.projects {
        project.order_items();
    }
    interpreter.draft
}

/// A plan while it is being made.
pub(super) struct Interpreter<'a> {
    pub(super) document: &'a Document,
    pub(super) surroundings: &'a Surroundings<'a>,
    pub(super) draft: Draft,
    rows: HashMap<u32, &'a Row>,
    field: Option<(Named, Option<ActionFieldId>)>,
    numbers: HashMap<i32, u32>,
    codes: HashMap<String, u32>,
}

impl<'a> Interpreter<'a> {
    fn new(document: &'a Document, surroundings: &'a Surroundings<'a>) -> Self {
        Self {
            document,
            surroundings,
            draft: Draft::default(),
            rows: document.rows.iter().map(|row| (row.number, row)).collect(),
            field: None,
            numbers: HashMap::new(),
            codes: HashMap::new(),
        }
    }

    fn row(&mut self, row: &'a Row) {
        self.inspect(row);
        if row.filled().next().is_none() || self.is_other(row) {
            return;
        }
        let number = self.own_text(row, Meaning::Number);
        let title = self.text(row, Meaning::WorkingTitle);
        let is_same = self
            .draft
            .projects
            .last()
            .is_some_and(|last| last.working_title == title);
        let has_project = !self.draft.projects.is_empty();
        if number.is_empty() && has_project && (title.is_empty() || is_same) {
            return self.go_on(row);
        }
        if title.is_empty() {
            return self.untitled(row, &number);
        }
        self.field(row);
        self.begin(row, &number, title);
    }

    /// The cells of a meaning; a covered one is given as the cell that covers it, with its address.
    pub(super) fn cells(&self, row: &'a Row, meaning: Meaning) -> Vec<(&'a Cell, Address)> {
        let columns = self.document.with_meaning(meaning);
        let cells = columns.filter_map(|column| {
            let address = Address {
                row: row.number,
                column,
            };
            Some((row.cell(column)?, address))
        });
        cells.collect()
    }

    /// The cell that a covered cell belongs to.
    pub(super) fn origin(&self, cell: &Cell) -> Option<&'a Cell> {
        let by = cell.covered_by?;
        self.rows.get(&by.row)?.cell(by.column)
    }

    /// The text of the cells of a meaning themselves.
    fn own_text(&self, row: &'a Row, meaning: Meaning) -> String {
        let texts: Vec<String> = self
            .cells(row, meaning)
            .into_iter()
            .map(|(cell, _)| cell.visible())
            .collect();
        texts.join(" ").trim().to_owned()
    }

    /// The text of a meaning, of the covering cell where the place is covered from above.
    pub(super) fn text(&self, row: &'a Row, meaning: Meaning) -> String {
        let visible = |(cell, address): (&'a Cell, Address)| match self.origin(cell) {
            Some(origin) if cell.covered_by.is_some_and(|by| by.row != address.row) => {
                origin.visible()
            }
            _ => cell.visible(),
        };
        let texts: Vec<String> = self.cells(row, meaning).into_iter().map(visible).collect();
        texts.join(" ").trim().to_owned()
    }

    /// A row without a title.
    fn untitled(&mut self, row: &Row, number: &str) {
        let others = row.filled().count() - usize::from(!number.is_empty());
        if others == 0 {
            for cell in row.filled() {
                let address = Address {
                    row: row.number,
                    column: cell.column,
                };
                self.keep(
                    address,
                    Words::new(
                        "Nur eine Nummer; die Zeile ist leer.",
                        "A number only; the row is empty.",
                    ),
                );
            }
            return;
        }
        let column = self
            .document
            .with_meaning(Meaning::WorkingTitle)
            .next()
            .unwrap_or(1);
        let address = Address {
            row: row.number,
            column,
        };
        self.draft.problem(
            Place::cell(address, self.document.header_of(column)),
            Words::new(
                "Der Arbeitstitel fehlt. Eintragen, oder die Zeile löschen.",
                "The working title is missing. Enter it, or delete the row.",
            ),
        );
    }

    fn begin(&mut self, row: &'a Row, number: &str, working_title: String) {
        let (named, field_id) = self.field.clone().unzip();
        let project = DraftProject {
            rows: vec![row.number],
            number: self.number(row, number),
            working_title,
            field: named,
            field_id: field_id.flatten(),
            ..DraftProject::default()
        };
        self.draft.projects.push(project);
        for meaning in [Meaning::Number, Meaning::WorkingTitle] {
            for (cell, address) in self.cells(row, meaning) {
                if !cell.is_blank() {
                    self.draft.understood(address, Understanding::Recognised);
                }
            }
        }
        self.gather(row, true);
    }

    fn go_on(&mut self, row: &'a Row) {
        if let Some(last) = self.draft.projects.last_mut() {
            last.rows.push(row.number);
        }
        self.gather(row, false);
    }

    fn gather(&mut self, row: &'a Row, begins: bool) {
        let mut gathered = Gathered::new(self, row, begins);
        gathered.everything();
        let code = gathered.project.code.clone();
        let project = gathered.project;
        if let Some(last) = self.draft.projects.last_mut() {
            *last = project;
        }
        if let Some(code) = code.filter(|_| begins) {
            self.check_code(row, code);
        }
    }

    /// The number that a row gives its project, or the next free one.
    fn number(&mut self, row: &'a Row, text: &str) -> i32 {
        let column = self.document.with_meaning(Meaning::Number).next();
        let place = column.map_or_else(
            || Place::row(row.number),
            |column| {
                Place::cell(
                    Address {
                        row: row.number,
                        column,
                    },
                    self.document.header_of(column),
                )
            },
        );
        let given = facts::number(text);
        let number = given.unwrap_or_else(|| self.numbers.keys().max().copied().unwrap_or(0) + 1);
        if given.is_none() && column.is_some() {
            self.draft.find(
                place.clone(),
                Understanding::Guessed,
                Words::new(
                    format!(
                        "„{}“ ist keine Nummer; das Vorhaben erhält die {number}.",
                        shorten(text, 30)
                    ),
                    format!(
                        "“{}” is no number; the project receives {number}.",
                        shorten(text, 30)
                    ),
                ),
            );
        }
        if let Some(other) = self.numbers.insert(number, row.number) {
            self.draft.problem(place, Words::new(
                format!("Die Nummer {number} steht schon in Zeile {other}. Jedes Vorhaben braucht eine eigene Nummer."),
                format!("The number {number} is in row {other} already. Every project needs a number of its own."),
            ));
        }
        number
    }

    fn check_code(&mut self, row: &Row, code: String) {
        let shown = code.clone();
        if let Some(other) = self.codes.insert(code, row.number) {
            self.draft.problem(Place::row(row.number), Words::new(
                format!("Das Kürzel {shown} steht schon in Zeile {other}. Jedes Vorhaben braucht ein eigenes Kürzel."),
                format!("The code {shown} is in row {other} already. Every project needs a code of its own."),
            ));
        }
    }

    /// Adds resolutions of the plan; the same one in several rows counts once.
    pub(super) fn resolutions(&mut self, statements: Vec<list::Statement>) {
        for statement in statements {
            if !self
                .draft
                .resolutions
                .iter()
                .any(|other| other.text == statement.text)
            {
                self.draft.resolutions.push(statement);
            }
        }
    }
}
