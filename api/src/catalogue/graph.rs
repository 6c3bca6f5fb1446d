//! A graph that is described subject by subject.
//!
//! Invariant: triples of a subject stand together and none stands twice; what is named from a list of others is said to be of
//! its kind once, at the end.

use super::term;
use crate::config::Licence;
use domain::language::{Language, Words};
use oxrdf::{Literal, NamedNode, Term, Triple, vocab::rdf};
use std::collections::BTreeSet;

/// Triples in the order in which they are written.
#[derive(Debug, Default)]
pub struct Graph {
    triples: Vec<Triple>,
    /// Things of others, and of which kind they are.
    kinds: BTreeSet<(String, String)>,
}

impl Graph {
    /// All triples.
    pub fn triples(&self) -> &[Triple] {
        &self.triples
    }

    /// The subject is of a kind.
    pub fn a(&mut self, subject: &NamedNode, kind: NamedNode) {
        self.add(subject, rdf::TYPE.into_owned(), kind);
    }

    fn add(&mut self, subject: &NamedNode, predicate: NamedNode, object: impl Into<Term>) {
        self.triples
            .push(Triple::new(subject.clone(), predicate, object));
    }

    /// A link to something that is described too, or needs no description.
    pub fn link(&mut self, subject: &NamedNode, predicate: NamedNode, object: NamedNode) {
        self.add(subject, predicate, object);
    }

    /// A link to something of others, with its kind.
    pub fn typed(
        &mut self,
        subject: &NamedNode,
        predicate: NamedNode,
        object: NamedNode,
        kind: NamedNode,
    ) {
        self.kinds
            .insert((object.as_str().to_owned(), kind.into_string()));
        self.add(subject, predicate, object);
    }

    /// A text without language.
    pub fn text(&mut self, subject: &NamedNode, predicate: NamedNode, text: &str) {
        self.add(subject, predicate, Literal::new_simple_literal(text));
    }

    /// A text in both languages.
    pub fn words(&mut self, subject: &NamedNode, predicate: NamedNode, words: &Words) {
        for language in [Language::De, Language::En] {
            let text = words.text(language);
            let literal = Literal::new_language_tagged_literal_unchecked(text, language.tag());
            self.add(subject, predicate.clone(), literal);
        }
    }

    /// A day.
    pub fn day(&mut self, subject: &NamedNode, predicate: NamedNode, day: &str) {
        self.add(
            subject,
            predicate,
            Literal::new_typed_literal(day, term::xsd("date")),
        );
    }

    /// German and English.
    pub fn languages(&mut self, subject: &NamedNode) {
        for word in ["language/DEU", "language/ENG"] {
            self.typed(
                subject,
                term::dct("language"),
                term::authority(word),
                term::dct("LinguisticSystem"),
            );
        }
    }

    /// Where it is about.
    pub fn germany(&mut self, subject: &NamedNode) {
        self.typed(
            subject,
            term::dct("spatial"),
            term::authority("country/DEU"),
            term::dct("Location"),
        );
    }

    /// Its terms.
    pub fn licence(&mut self, subject: &NamedNode, licence: &Licence) {
        self.typed(
            subject,
            term::dct("license"),
            term::licence(licence.word),
            term::dct("LicenseDocument"),
        );
    }

    /// Nobody is shut out.
    pub fn open_access(&mut self, subject: &NamedNode) {
        let open = term::authority("access-right/PUBLIC");
        self.typed(
            subject,
            term::dct("accessRights"),
            open,
            term::dct("RightsStatement"),
        );
    }

    /// It is about cities.
    pub fn theme(&mut self, subject: &NamedNode) {
        self.typed(
            subject,
            term::dcat("theme"),
            term::authority("data-theme/REGI"),
            term::skos("Concept"),
        );
    }

    /// Whom to ask.
    pub fn contact(&mut self, subject: &NamedNode, contact: NamedNode) {
        self.link(subject, term::dcat("contactPoint"), contact);
    }

    /// Says of which kind everything of others is.
    pub fn close(&mut self) {
        for (thing, kind) in std::mem::take(&mut self.kinds) {
            let kind = NamedNode::new_unchecked(kind);
            self.a(&NamedNode::new_unchecked(thing), kind);
        }
    }
}
