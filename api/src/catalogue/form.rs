//! The forms of a catalogue: JSON-LD, Turtle and RDF/XML.
//!
//! Invariant: all three are the same graph.

use super::{graph::Graph, term::PREFIXES};
use domain::{Error, Result};
use oxjsonld::JsonLdSerializer;
use oxrdf::{GraphNameRef, TripleRef};
use oxrdfxml::RdfXmlSerializer;
use oxttl::TurtleSerializer;
use std::io;

/// How a catalogue is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// JSON-LD 1.1.
    JsonLd,
    /// Turtle 1.1.
    Turtle,
    /// RDF/XML 1.1.
    RdfXml,
}

impl Form {
    const ALL: [Self; 3] = [Self::JsonLd, Self::Turtle, Self::RdfXml];

    /// The form that a word of the query asks for; without one, the form that `Accept` prefers, JSON-LD where it names none.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for any other word.
    pub fn of(word: Option<&str>, accept: &str) -> Result<Self> {
        let Some(word) = word else {
            return Ok(Self::preferred(accept));
        };
        Self::ALL
            .into_iter()
            .find(|form| form.word() == word)
            .ok_or_else(|| {
                Error::invalid(
                    "format",
                    format!("{word:?} gibt es nicht; möglich sind jsonld, turtle, rdfxml."),
                    format!("{word:?} does not exist; possible are jsonld, turtle, rdfxml."),
                )
            })
    }

    /// Among equals the one that is named first; ranges such as `*/*` leave the choice to us.
    fn preferred(accept: &str) -> Self {
        let mut best = (0.0_f32, Self::JsonLd);
        for range in accept.split(',').take(32) {
            let mut parts = range.split(';').map(str::trim);
            let media = parts.next().unwrap_or_default();
            let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
            let quality = quality.unwrap_or(1.0_f32);
            let named = Self::ALL
                .into_iter()
                .find(|form| form.media().eq_ignore_ascii_case(media));
            if let Some(form) = named.filter(|_| quality > best.0) {
                best = (quality, form);
            }
        }
        best.1
    }

    const fn word(self) -> &'static str {
        match self {
            Self::JsonLd => "jsonld",
            Self::Turtle => "turtle",
            Self::RdfXml => "rdfxml",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media(self) -> &'static str {
        match self {
            Self::JsonLd => "application/ld+json",
            Self::Turtle => "text/turtle",
            Self::RdfXml => "application/rdf+xml",
        }
    }

    /// A graph in this form.
    pub(super) fn write(self, graph: &Graph) -> io::Result<String> {
        let triples = graph.triples().iter().map(|triple| triple.as_ref());
        let bytes = match self {
            Self::JsonLd => json_ld(triples),
            Self::Turtle => turtle(triples),
            Self::RdfXml => rdf_xml(triples),
        }?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }
}

fn json_ld<'t>(triples: impl Iterator<Item = TripleRef<'t>>) -> io::Result<Vec<u8>> {
    let mut writer = JsonLdSerializer::new();
    for (name, address) in PREFIXES {
        writer = writer
            .with_prefix(name, address)
            .map_err(io::Error::other)?;
    }
    let mut writer = writer.for_writer(Vec::new());
    for triple in triples {
        writer.serialize_quad(triple.in_graph(GraphNameRef::DefaultGraph))?;
    }
    writer.finish()
}

fn turtle<'t>(triples: impl Iterator<Item = TripleRef<'t>>) -> io::Result<Vec<u8>> {
    let mut writer = TurtleSerializer::new();
    for (name, address) in PREFIXES {
        writer = writer
            .with_prefix(name, address)
            .map_err(io::Error::other)?;
    }
    let mut writer = writer.for_writer(Vec::new());
    for triple in triples {
        writer.serialize_triple(triple)?;
    }
    writer.finish()
}

fn rdf_xml<'t>(triples: impl Iterator<Item = TripleRef<'t>>) -> io::Result<Vec<u8>> {
    let mut writer = RdfXmlSerializer::new();
    for (name, address) in PREFIXES {
        writer = writer
            .with_prefix(name, address)
            .map_err(io::Error::other)?;
    }
    let mut writer = writer.for_writer(Vec::new());
    for triple in triples {
        writer.serialize_triple(triple)?;
    }
    writer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_wins_then_what_is_accepted() {
        for (accept, expected) in [
            ("", Form::JsonLd),
            ("*/*", Form::JsonLd),
            ("text/html, application/xhtml+xml, */*;q=0.8", Form::JsonLd),
            ("text/turtle", Form::Turtle),
            ("application/rdf+xml;q=0.9, text/turtle;q=0.5", Form::RdfXml),
            ("Application/RDF+XML", Form::RdfXml),
            ("text/turtle;q=0, */*", Form::JsonLd),
            ("text/turtle;q=x", Form::Turtle),
        ] {
            assert_eq!(Form::of(None, accept).ok(), Some(expected), "{accept}");
            assert_eq!(Form::of(Some("rdfxml"), accept).ok(), Some(Form::RdfXml));
        }
        assert!(Form::of(Some("xml"), "").is_err());
    }
}
