//! Cells with the cities to learn from.
//!
//! Invariant: a city counts once for a project, and what is no city is told with how to mend it.

use super::{Found, Gathered};
use crate::{
    import::{
        city_names::Match,
        draft::Mention,
        list,
        report::{Understanding, shorten},
        sheet::Address,
    },
    language::Words,
};
use entity::value::Certainty;

impl<'a> Gathered<'_, 'a> {
    pub(super) fn mentions(&mut self, (cell, address): Found<'a>) {
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

    fn mention(&mut self, address: Address, hit: Match) {
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
}
