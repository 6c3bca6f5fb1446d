//! All documents with their addresses, made once.
//!
//! Invariant: an address is one document; nothing is rendered a second time.

use super::{
    generated, layout,
    markdown::{self, Rendered},
    page::{self, LANGUAGES, PAGES, Source},
};
use crate::etag::digest;
use actix_web::web::Bytes;
use domain::language::Language;
use schema::Limit;
use std::collections::HashMap;

const STYLE: &str = include_str!("../../assets/docs/style.css");
const HTML: &str = "text/html; charset=utf-8";
const MARKDOWN: &str = "text/markdown; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

/// Something that is served.
#[derive(Debug)]
pub struct Document {
    /// Its media type.
    pub media: &'static str,
    /// Its language, where it has one.
    pub language: Option<Language>,
    /// A strong tag of its bytes.
    pub etag: String,
    /// Its bytes.
    pub body: Bytes,
}

impl Document {
    fn new(media: &'static str, language: Option<Language>, text: String) -> Self {
        Self {
            media,
            language,
            etag: format!("\"{}\"", digest(&[text.as_bytes()])),
            body: Bytes::from(text),
        }
    }

    /// For how long it may be kept: for ever under an address that names its version.
    #[must_use]
    pub fn keeping(&self, query: &str) -> &'static str {
        let version = query.strip_prefix("v=").unwrap_or_default();
        if self.etag.trim_matches('"') == version {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=600"
        }
    }
}

/// What an address leads to.
#[derive(Debug)]
pub enum Found<'a> {
    /// A document.
    Document(&'a Document),
    /// A document of that name in each language.
    InEachLanguage(String),
}

/// A page in one language, before it is laid out.
#[derive(Debug)]
pub struct Written {
    /// Where it comes from.
    pub source: &'static Source,
    /// Its language.
    pub language: Language,
    /// The whole of its Markdown.
    pub markdown: String,
    /// The same as HTML.
    pub rendered: Rendered,
}

/// All documents.
#[derive(Debug)]
pub struct Site {
    documents: HashMap<String, Document>,
    missing: [Document; 2],
}

/// All pages in both languages, with what the code puts into them.
#[must_use]
pub fn written(limits: &[Limit]) -> Vec<Written> {
    let each = PAGES
        .iter()
        .flat_map(|source| LANGUAGES.map(|language| (source, language)));
    each.map(|(source, language)| {
        let markdown = generated::fill(source.text(language), language, limits);
        Written {
            source,
            language,
            rendered: markdown::render(&markdown),
            markdown,
        }
    })
    .collect()
}

impl Site {
    /// The documentation of a service with these limits.
    #[must_use]
    pub fn new(limits: &[Limit]) -> Self {
        let pages = written(limits);
        let style = Document::new(CSS, None, STYLE.to_owned());
        let frame = layout::Frame {
            pages: &pages,
            style: format!("/docs/style.css?v={}", style.etag.trim_matches('"')),
        };
        let missing = LANGUAGES.map(|language| {
            let text = markdown::render(page::missing(language));
            let html = frame.without_address(language, &text).into_string();
            Document::new(HTML, Some(language), html)
        });
        let mut documents = HashMap::new();
        for page in &pages {
            let (tag, name) = (page.language.tag(), page.source.name);
            let html = frame.page(page).into_string();
            let address = match name {
                "index" => format!("{tag}/"),
                name => format!("{tag}/{name}"),
            };
            let language = Some(page.language);
            documents.insert(address, Document::new(HTML, language, html));
            let markdown = Document::new(MARKDOWN, language, page.markdown.clone());
            documents.insert(format!("{tag}/{name}.md"), markdown);
        }
        documents.insert("style.css".to_owned(), style);
        Self { documents, missing }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// What is at an address below `/docs/`.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<Found<'_>> {
        if let Some(document) = self.documents.get(path) {
            return Some(Found::Document(document));
        }
        let german = match path {
            "de" | "en" => return None,
            path => format!("{}/{path}", Language::De.tag()),
        };
        let exists = self.documents.contains_key(&german);
        exists.then(|| Found::InEachLanguage(path.to_owned()))
    }

    /// What is shown to people where there is no page.
    #[must_use]
    pub const fn missing(&self, language: Language) -> &Document {
        let [german, english] = &self.missing;
        match language {
            Language::De => german,
            Language::En => english,
        }
    }
}

/// The language that an address names.
#[must_use]
pub fn language_of(path: &str) -> Option<Language> {
    let first = path.split('/').next();
    LANGUAGES
        .into_iter()
        .find(|language| first == Some(language.tag()))
}
