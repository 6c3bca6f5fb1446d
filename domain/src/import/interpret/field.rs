//! The action field of a row: its own, or the one above.
//!
//! Invariant: a field holds until the next one, as merged cells do.

use super::Interpreter;
use crate::{
    import::{
        field::{Found, Named},
        header::Meaning,
        report::{Place, Understanding, shorten},
        sheet::{Address, Row},
    },
    language::Words,
};

impl<'a> Interpreter<'a> {
    /// The action field of a row: its own, or the one above.
    pub(super) fn field(&mut self, row: &'a Row) {
        let Some((cell, address)) = self.cells(row, Meaning::ActionField).into_iter().next() else {
            return;
        };
        let own = cell.visible();
        if !own.is_empty() {
            return self.set_field(address, &own);
        }
        let place = Place::cell(address, self.document.header_of(address.column));
        match &self.field {
            Some((named, _)) => {
                let shown = named.shown();
                self.draft.understood(address, Understanding::Recognised);
                let text = Words::new(
                    format!("Leer; es gilt das Aktionsfeld darüber: {shown}."),
                    format!("Empty; the action field above holds: {shown}."),
                );
                self.draft.find(place, Understanding::Recognised, text);
            }
            None => {
                let text = Words::new(
                    "Kein Aktionsfeld, und darüber steht auch keines; das Vorhaben bleibt ohne. Das Feld eintragen.",
                    "No action field, nor is there one above; the project stays without. Enter the field.",
                );
                self.draft.understood(address, Understanding::NotUnderstood);
                self.draft.find(place, Understanding::NotUnderstood, text);
            }
        }
    }

    pub(super) fn set_field(&mut self, address: Address, text: &str) {
        let named = Named::parse(text);
        let place = Place::cell(address, self.document.header_of(address.column));
        let scheme = self.surroundings.scheme;
        let (id, understanding, words) = match scheme.find(&named) {
            Found::Field(id) => (Some(id), Understanding::Recognised, None),
            _ if scheme.is_empty() => (None, Understanding::Recognised, None),
            Found::ByCode(id) => (
                Some(id),
                Understanding::Guessed,
                Some(Words::new(
                    format!(
                        "Das Kürzel gibt es im Schema des Netzes mit anderem Namen ({}); das Feld wird danach zugeordnet.",
                        scheme.shown()
                    ),
                    format!(
                        "The scheme of the network has this code with another name ({}); the field is assigned by it.",
                        scheme.shown()
                    ),
                )),
            ),
            Found::None => (
                None,
                Understanding::NotUnderstood,
                Some(Words::new(
                    format!(
                        "„{}“ steht nicht im Schema des Netzes; das Vorhaben bleibt ohne Aktionsfeld. Es gibt: {}",
                        shorten(text, 60),
                        scheme.shown()
                    ),
                    format!(
                        "“{}” is not in the scheme of the network; the project stays without an action field. There are: {}",
                        shorten(text, 60),
                        scheme.shown()
                    ),
                )),
            ),
        };
        self.draft.understood(address, understanding);
        if let Some(words) = words {
            self.draft.find(place, understanding, words);
        }
        if !self.draft.fields.contains(&named) {
            self.draft.fields.push(named.clone());
        }
        self.field = Some((named, id));
    }
}
