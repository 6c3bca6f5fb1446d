//! The words of the vocabularies that catalogues are written in.
//!
//! Invariant: each function knows one vocabulary; what is put behind its address is a word of it.

use oxrdf::NamedNode;

/// The vocabularies with the short names that they have in all forms.
pub const PREFIXES: [(&str, &str); 10] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcatap", "http://data.europa.eu/r5r/"),
    ("dcatde", "http://dcat-ap.de/def/dcatde/"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

macro_rules! vocabularies {
    ($($(#[$note:meta])* $name:ident = $address:literal;)*) => {$(
        $(#[$note])*
        pub fn $name(word: &str) -> NamedNode {
            NamedNode::new_unchecked(format!("{}{word}", $address))
        }
    )*};
}

vocabularies! {
    /// Data Catalog Vocabulary.
    dcat = "http://www.w3.org/ns/dcat#";
    /// DCAT-AP, the European profile.
    dcatap = "http://data.europa.eu/r5r/";
    /// DCAT-AP.de, the German profile.
    dcatde = "http://dcat-ap.de/def/dcatde/";
    /// Dublin Core.
    dct = "http://purl.org/dc/terms/";
    /// Who is who.
    foaf = "http://xmlns.com/foaf/0.1/";
    /// What everything is.
    rdfs = "http://www.w3.org/2000/01/rdf-schema#";
    /// Concepts of lists.
    skos = "http://www.w3.org/2004/02/skos/core#";
    /// Ways to reach somebody.
    vcard = "http://www.w3.org/2006/vcard/ns#";
    /// Types of values.
    xsd = "http://www.w3.org/2001/XMLSchema#";
    /// Lists of the Publications Office of the EU: list and word.
    authority = "http://publications.europa.eu/resource/authority/";
    /// Media types of IANA.
    media = "https://www.iana.org/assignments/media-types/";
    /// Licences of DCAT-AP.de.
    licence = "http://dcat-ap.de/def/licenses/";
    /// Contributors of GovData.
    contributor = "http://dcat-ap.de/def/contributors/";
    /// Levels of administration.
    level = "http://dcat-ap.de/def/politicalGeocoding/Level/";
}
