//! Cells with one fact: summary, goal, state, years.
//!
//! Invariant: a fact that is not understood leaves the field empty, and its text in the provenance.

use super::Gathered;
use crate::{
    import::{
        draft::State,
        facts,
        header::Meaning,
        report::{Understanding, shorten},
        sheet::Address,
    },
    language::Words,
};

impl Gathered<'_, '_> {
    /// The cells with one fact.
    pub(super) fn facts(&mut self) {
        self.project.summary = self.joined(Meaning::Summary, self.project.summary.clone());
        self.project.overall_goal =
            self.joined(Meaning::OverallGoal, self.project.overall_goal.clone());
        self.project.responsible =
            self.joined(Meaning::Responsible, self.project.responsible.clone());
        if let Some(code) = self.fact(Meaning::Code, code) {
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
