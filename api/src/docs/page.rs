//! The pages there are, and their text in both languages.
//!
//! Invariant: a page exists in both languages or not at all, under one name.

use domain::language::Language;

/// Both languages, German first.
pub const LANGUAGES: [Language; 2] = [Language::De, Language::En];

/// What a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// To begin with.
    Start,
    /// How something is done, for a group of users.
    Guide,
    /// What there is, to look up.
    Reference,
}

/// A page as it is written.
#[derive(Debug)]
pub struct Source {
    /// Its name in addresses.
    pub name: &'static str,
    /// What it is for.
    pub shelf: Shelf,
    german: &'static str,
    english: &'static str,
}

impl Source {
    /// Its Markdown, with the places where generated text goes.
    #[must_use]
    pub const fn text(&self, language: Language) -> &'static str {
        match language {
            Language::De => self.german,
            Language::En => self.english,
        }
    }
}

macro_rules! pages {
    ($($shelf:ident $name:literal,)*) => {
        /// Every page, in the order of the navigation.
        pub const PAGES: &[Source] = &[$(Source {
            name: $name,
            shelf: Shelf::$shelf,
            german: include_str!(concat!("../../docs/de/", $name, ".md")),
            english: include_str!(concat!("../../docs/en/", $name, ".md")),
        },)*];
    };
}

pages! {
    Start "index",
    Guide "basics",
    Guide "portals",
    Guide "coordination",
    Guide "dashboards",
    Guide "operation",
    Reference "access",
    Reference "visibility",
    Reference "errors",
    Reference "limits",
    Reference "changes",
}

/// What is said where there is no page.
#[must_use]
pub const fn missing(language: Language) -> &'static str {
    match language {
        Language::De => {
            "# Diese Seite gibt es nicht\n\nDie [Startseite der Dokumentation](/docs/de/) führt zu allen Seiten. \
             Alle Adressen des Dienstes stehen in der [Beschreibung von REST](/docs/rest/).\n"
        }
        Language::En => {
            "# There is no such page\n\nThe [start page of the documentation](/docs/en/) leads to all pages. \
             All addresses of the service are in the [description of REST](/docs/rest/).\n"
        }
    }
}
