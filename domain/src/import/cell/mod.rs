//! The cells of one row into their project: lists, facts, cities.
//!
//! Invariant: a cell that a merged range covers counts once for each project, and resolutions count once for the plan.

mod facts;
mod items;
mod mentions;

use super::{
    draft::DraftProject,
    facts::is_address,
    header::Meaning,
    interpret::Interpreter,
    list,
    report::{Place, Understanding},
    sheet::{Address, Cell, Row},
};
use crate::language::Words;

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

    fn tell(&mut self, address: Address, understanding: Understanding, text: Words) {
        let place = Place::cell(address, self.interpreter.document.header_of(address.column));
        self.interpreter.draft.understood(address, understanding);
        self.interpreter.draft.find(place, understanding, text);
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
            if is_address(word) {
                self.project.sources.push(word.to_owned());
            } else {
                self.interpreter
                    .draft
                    .understood(address, Understanding::KeptAsText);
            }
        }
    }
}
