//! Cells with lists: ideas, milestones, indicators, sub-projects.
//!
//! Invariant: nothing of a cell is lost; a second title of a sub-project becomes an idea of it.

use super::{Found, Gathered};
use crate::{
    import::{
        draft::item_kind,
        header::Meaning,
        list::{self, Part, Statement},
        report::Understanding,
        sheet::Address,
    },
    language::Words,
    project::{NewItem, NewSubProject},
};
use entity::value::{Certainty, ItemKind};

impl<'a> Gathered<'_, 'a> {
    pub(super) fn items(&mut self, meaning: Meaning, (cell, address): Found<'a>) {
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
            visibility: None,
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

    pub(super) fn note_statements(&mut self, address: Address, statements: &[Statement]) {
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
