//! What stands around the text of a page: title, navigation, languages, contents.
//!
//! Invariant: no script, no inline style, nothing from elsewhere; without the style sheet it still reads from top to bottom.

use super::{
    markdown::{Heading, Rendered},
    page::{LANGUAGES, Shelf},
    site::Written,
};
use domain::language::Language;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// From so many headings of the second level on a page begins with a list of them.
const LONG: usize = 3;

/// What all pages have in common.
#[derive(Debug)]
pub struct Frame<'a> {
    /// Every page.
    pub pages: &'a [Written],
    /// The address of the style sheet.
    pub style: String,
}

/// What the frame says, in one language.
struct Words {
    skip: &'static str,
    pages: &'static str,
    languages: &'static str,
    guides: &'static str,
    reference: &'static str,
    overview: &'static str,
    contents: &'static str,
    programs: &'static str,
    markdown: &'static str,
    rest: &'static str,
    graphql: &'static str,
    schema: &'static str,
    documentation: &'static str,
}

const GERMAN: Words = Words {
    skip: "Zum Inhalt",
    pages: "Seiten",
    languages: "Sprache",
    guides: "Anleitungen",
    reference: "Nachschlagen",
    overview: "Überblick",
    contents: "Auf dieser Seite",
    programs: "Beschreibungen für Programme",
    markdown: "Diese Seite als Markdown",
    rest: "REST",
    graphql: "GraphQL ausprobieren",
    schema: "GraphQL-Schema",
    documentation: "Dokumentation",
};

const ENGLISH: Words = Words {
    skip: "To the content",
    pages: "Pages",
    languages: "Language",
    guides: "Guides",
    reference: "Reference",
    overview: "Overview",
    contents: "On this page",
    programs: "Descriptions for programs",
    markdown: "This page as Markdown",
    rest: "REST",
    graphql: "Try GraphQL",
    schema: "GraphQL schema",
    documentation: "Documentation",
};

const fn words(language: Language) -> &'static Words {
    match language {
        Language::De => &GERMAN,
        Language::En => &ENGLISH,
    }
}

const fn own_name(language: Language) -> &'static str {
    match language {
        Language::De => "Deutsch",
        Language::En => "English",
    }
}

/// Where a page is.
fn place(language: Language, name: &str) -> String {
    let name = if name == "index" { "" } else { name };
    format!("/docs/{}/{name}", language.tag())
}

impl Frame<'_> {
    /// A page.
    #[must_use]
    pub fn page(&self, page: &Written) -> Markup {
        let name = page.source.name;
        let twin = format!("/docs/{}/{name}.md", page.language.tag());
        self.around(page.language, &page.rendered, Some((name, &twin)))
    }

    /// A text that is no page, so that nothing leads to it.
    #[must_use]
    pub fn without_address(&self, language: Language, text: &Rendered) -> Markup {
        self.around(language, text, None)
    }

    fn around(&self, language: Language, text: &Rendered, own: Option<(&str, &str)>) -> Markup {
        let words = words(language);
        let title = match own {
            Some(("index", _)) => text.title.clone(),
            _ => format!("{} – Städtenetz", text.title),
        };
        html! {
            (DOCTYPE)
            html lang=(language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) }
                    link rel="stylesheet" href=(self.style);
                    @if let Some((name, twin)) = own {
                        @for other in LANGUAGES {
                            link rel="alternate" hreflang=(other.tag()) href=(place(other, name));
                        }
                        link rel="alternate" hreflang="x-default" href={ "/docs/" (if name == "index" { "" } else { name }) };
                        link rel="alternate" type="text/markdown" href=(twin);
                    }
                }
                body {
                    a class="skip" href="#content" { (words.skip) }
                    (head(language, own.map(|(name, _)| name)))
                    div class="columns" {
                        main id="content" tabindex="-1" {
                            (text_with_contents(text, words))
                        }
                        (self.navigation(language, own.map(|(name, _)| name)))
                    }
                    (foot(words, own.map(|(_, twin)| twin)))
                }
            }
        }
    }

    fn navigation(&self, language: Language, own: Option<&str>) -> Markup {
        let words = words(language);
        let shelf = |shelf: Shelf| {
            let pages = self.pages.iter();
            pages.filter(move |page| page.language == language && page.source.shelf == shelf)
        };
        let links = |wanted: Shelf| {
            html! {
                ul {
                    @for page in shelf(wanted) {
                        li {
                            a href=(place(language, page.source.name))
                                aria-current=[(own == Some(page.source.name)).then_some("page")] {
                                @if wanted == Shelf::Start { (words.overview) } @else { (page.rendered.title) }
                            }
                        }
                    }
                }
            }
        };
        html! {
            nav class="pages" id="pages" aria-label=(words.pages) {
                (links(Shelf::Start))
                h2 { (words.guides) }
                (links(Shelf::Guide))
                h2 { (words.reference) }
                (links(Shelf::Reference))
            }
        }
    }
}

fn head(language: Language, own: Option<&str>) -> Markup {
    let words = words(language);
    html! {
        header {
            a class="home" href=(place(language, "index")) {
                strong { "Städtenetz" } " " span { (words.documentation) }
            }
            a class="to-pages" href="#pages" { (words.pages) }
            nav aria-label=(words.languages) {
                ul {
                    @for other in LANGUAGES {
                        li {
                            a href=(place(other, own.unwrap_or("index"))) lang=(other.tag()) hreflang=(other.tag())
                                aria-current=[(other == language).then_some("true")] {
                                (own_name(other))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The title, what is on the page where that is much, and the rest.
fn text_with_contents(text: &Rendered, words: &Words) -> Markup {
    let below: Vec<&Heading> = text.headings.iter().filter(|one| one.level == 2).collect();
    let (before, after) = match text.html.split_once("<h2 ") {
        Some((before, after)) if below.len() >= LONG => (before, format!("<h2 {after}")),
        _ => (text.html.as_str(), String::new()),
    };
    html! {
        (PreEscaped(before))
        @if !after.is_empty() {
            nav class="contents" aria-label=(words.contents) {
                p { (words.contents) }
                ul {
                    @for heading in below {
                        li { a href={ "#" (heading.id) } { (heading.text) } }
                    }
                }
            }
        }
        (PreEscaped(after))
    }
}

fn foot(words: &Words, twin: Option<&str>) -> Markup {
    html! {
        footer {
            nav aria-label=(words.programs) {
                ul {
                    @if let Some(twin) = twin {
                        li { a href=(twin) type="text/markdown" { (words.markdown) } }
                    }
                    li { a href="/docs/rest/" { (words.rest) } }
                    li { a href="/api/v1/openapi.json" { "OpenAPI" } }
                    li { a href="/graphql" { (words.graphql) } }
                    li { a href="/graphql/schema.graphql" { (words.schema) } }
                }
            }
        }
    }
}
