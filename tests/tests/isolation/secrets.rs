//! What the invented projects of the demo keep from whom.
//!
//! Invariant: each text stands in one project of `examples/kora/experiences.json` and nowhere else in the demo.

use crate::harness::{
    Answer,
    people::{AACHEN, Caller},
};

/// Who may read a text.
#[derive(Clone, Copy)]
enum Circle {
    Aachen,
    Karlsruhe,
    Both,
    Network,
}

/// Asks for all of them at once.
pub const QUESTION: &str = "Verborgenes Vorhaben (erfunden): Fahrradstraße ohne Beteiligung, Gespräche vor Ort, Streit im Amt, \
    Ergebnisse der Befragung, Vergleich zweier Anbieter, Lastenräder, Radschnellweg ohne Grunderwerb, Planfeststellung, \
    Protected Bike Lane, Leerung der Mülltonnen, Ämterübergreifende Steuerungsrunde, vier Wochen war zu kurz";

const SECRETS: [(&str, Circle); 17] = [
    ("Fahrradstraße ohne Beteiligung", Circle::Aachen),
    ("vor der Wahl nicht weiter", Circle::Aachen),
    ("Ohne Gespräche vor Ort", Circle::Aachen),
    ("Streit im Amt", Circle::Aachen),
    ("Ergebnisse der Befragung", Circle::Aachen),
    ("Zwei Drittel der Befragten", Circle::Aachen),
    ("Verborgene", Circle::Aachen),
    ("Vergleich zweier Anbieter", Circle::Both),
    ("zählte Lastenräder", Circle::Both),
    ("Radschnellweg ohne Grunderwerb", Circle::Karlsruhe),
    ("erst nach der Planfeststellung", Circle::Karlsruhe),
    ("Protected Bike Lane, die", Circle::Network),
    ("Leerung der Mülltonnen", Circle::Network),
    ("vier Wochen war zu kurz", Circle::Network),
    ("Ämterübergreifende Steuerungsrunde", Circle::Network),
    ("festen Stunde je Woche", Circle::Network),
    ("radverkehr@stadt.example", Circle::Network),
];

impl Circle {
    fn has(self, caller: Caller) -> bool {
        match caller {
            Caller::City(AACHEN, _) => !matches!(self, Self::Karlsruhe),
            Caller::City(..) => !matches!(self, Self::Aachen),
            Caller::Coordinator => matches!(self, Self::Network),
            _ => false,
        }
    }
}

/// Fails where an answer says what its reader may not know.
pub fn check(caller: Caller, answer: &Answer, question: &str) {
    for (secret, circle) in SECRETS {
        assert!(
            circle.has(caller) || !answer.body.contains(secret),
            "{caller:?} learns {secret:?} by {question}: {}",
            answer.body
        );
    }
}

/// Fails where nobody ever sees a secret: then its absence would prove nothing.
pub fn check_seen(bodies: &str) {
    for (secret, _) in SECRETS {
        assert!(bodies.contains(secret), "nobody saw {secret:?}");
    }
}
