//! The settings of the catalogue of open data.
//!
//! Invariant: until somebody chooses a licence, nobody is granted anything; a licence is one of the list of DCAT-AP.de.

use super::reader::Reader;
use domain::language::Words;

/// A licence of the list <http://dcat-ap.de/def/licenses>, by the end of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Licence {
    /// The end of its address.
    pub word: &'static str,
    /// Whether whoever uses the data has to say whose they are.
    pub needs_attribution: bool,
}

const fn licence(word: &'static str, needs_attribution: bool) -> (&'static str, Licence) {
    let licence = Licence {
        word,
        needs_attribution,
    };
    (word, licence)
}

const LICENCES: [(&str, Licence); 8] = [
    licence("other-closed", false),
    licence("dl-by-de/2.0", true),
    licence("dl-zero-de/2.0", false),
    licence("cc-by/4.0", true),
    licence("cc-by-sa/4.0", true),
    licence("cc-zero", false),
    licence("odbl", true),
    licence("other-open", false),
];

/// Who answers for open data, and on which terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueSettings {
    /// Name of the publisher.
    pub publisher: String,
    /// Where questions go; without it they go to the address of the service.
    pub contact_email: Option<String>,
    /// The end of the publisher's address in the list <http://dcat-ap.de/def/contributors>.
    pub contributor_id: Option<String>,
    /// The terms.
    pub licence: Licence,
}

impl CatalogueSettings {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let [(_, closed), ..] = LICENCES;
        Self {
            publisher: reader.name("catalogue_publisher").unwrap_or_default(),
            contact_email: email(reader),
            contributor_id: contributor(reader),
            licence: reader
                .choice("catalogue_licence", &LICENCES)
                .unwrap_or(closed),
        }
    }

    pub(super) fn check(&self, reader: &mut Reader) {
        if self.publisher.is_empty() && !reader.is_mistaken("catalogue_publisher") {
            reader.report(
                "catalogue_publisher",
                Words::new("ist leer", "is empty"),
                Words::new(
                    "angeben, wer das Städtenetz betreibt",
                    "say who runs the network",
                ),
            );
        }
    }
}

fn email(reader: &mut Reader) -> Option<String> {
    let key = "catalogue_contact_email";
    let text = reader.name(key)?;
    let parts = text.split_once('@');
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte))
    };
    if parts.is_some_and(|(name, domain)| is_part(name) && is_part(domain)) {
        return Some(text);
    }
    reader.report(
        key,
        Words::new("ist keine E-Mail-Adresse", "is no email address"),
        Words::new(
            "etwa offene-daten@stadt.example",
            "for example offene-daten@stadt.example",
        ),
    );
    None
}

fn contributor(reader: &mut Reader) -> Option<String> {
    let key = "catalogue_contributor_id";
    let text = reader.name(key)?;
    if text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        return Some(text);
    }
    reader.report(
        key,
        Words::new(
            "ist kein Ende einer Adresse der Liste",
            "is no end of an address of the list",
        ),
        Words::new(
            "etwa stadtKoeln, ohne den Anfang der Adresse",
            "for example stadtKoeln, without the start of the address",
        ),
    );
    None
}
