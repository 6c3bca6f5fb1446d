//! Markdown as HTML.
//!
//! Invariant: every heading has an anchor, which no other on its page has; what is wider than a phone can be scrolled with
//! the keyboard; there are no styles of its own.

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html,
};

/// A heading, for lists of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A text as HTML.
#[derive(Debug)]
pub struct Rendered {
    /// The text of the first heading.
    pub title: String,
    /// All headings in their order.
    pub headings: Vec<Heading>,
    /// The HTML.
    pub html: String,
}

/// A text with tables and named headings (`## Title {#name}`) as HTML.
#[must_use]
pub fn render(markdown: &str) -> Rendered {
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let events: Vec<Event<'_>> = Parser::new_ext(markdown, options).collect();
    let headings = headings(&events);
    let mut names = headings.iter();
    let mut below = CowStr::Borrowed("content");
    let events = events.into_iter().map(|event| match event {
        Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
            let id = names.next().map(|heading| CowStr::from(heading.id.clone()));
            below = id.clone().unwrap_or(CowStr::Borrowed("content"));
            Event::Start(Tag::Heading { level, id, classes, attrs })
        }
        Event::Start(Tag::Table(_)) => Event::Html(
            format!("<div class=\"wide\" role=\"group\" aria-labelledby=\"{below}\" tabindex=\"0\"><table>\n<thead>")
                .into(),
        ),
        Event::Start(Tag::TableHead) => Event::Html("<tr>".into()),
        Event::End(TagEnd::TableHead) => Event::Html("</tr></thead>\n<tbody>\n".into()),
        Event::End(TagEnd::Table) => Event::Html("</tbody></table></div>\n".into()),
        Event::Start(Tag::CodeBlock(kind)) => Event::Html(opened(&kind).into()),
        Event::End(TagEnd::CodeBlock) => Event::Html("</code></pre>\n".into()),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = CowStr::from(address(&dest_url));
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        event => event,
    });
    let events = cells(events);
    let mut text = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut text, events.into_iter());
    let title = headings.first().map(|first| first.text.clone());
    Rendered {
        title: title.unwrap_or_default(),
        headings,
        html: text,
    }
}

/// Rows and cells of tables, with what screen readers need to tell a column's name from its content.
fn cells<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let mut is_head = false;
    let told = events.map(|event| match event {
        Event::Html(html) => {
            is_head = match &*html {
                "<tr>" => true,
                "</tr></thead>\n<tbody>\n" => false,
                _ => is_head,
            };
            Event::Html(html)
        }
        Event::Start(Tag::TableRow) => Event::Html("<tr>".into()),
        Event::End(TagEnd::TableRow) => Event::Html("</tr>\n".into()),
        Event::Start(Tag::TableCell) if is_head => Event::Html("<th scope=\"col\">".into()),
        Event::End(TagEnd::TableCell) if is_head => Event::Html("</th>".into()),
        Event::Start(Tag::TableCell) => Event::Html("<td>".into()),
        Event::End(TagEnd::TableCell) => Event::Html("</td>".into()),
        event => event,
    });
    told.collect()
}

fn opened(kind: &CodeBlockKind<'_>) -> String {
    let language = match kind {
        CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    };
    let language: String = language
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    match language.as_str() {
        "" => "<pre tabindex=\"0\"><code>".to_owned(),
        language => format!("<pre tabindex=\"0\"><code class=\"language-{language}\">"),
    }
}

/// Pages link to the Markdown of each other, so that the links hold in a folder too; HTML links to HTML.
fn address(written: &str) -> String {
    let (path, anchor) = match written.split_once('#') {
        Some((path, anchor)) => (path, format!("#{anchor}")),
        None => (written, String::new()),
    };
    let is_page = !path.contains('/') && !path.contains(':');
    match path.strip_suffix(".md") {
        Some("index") if is_page => format!("./{anchor}"),
        Some(page) if is_page => format!("{page}{anchor}"),
        _ => written.to_owned(),
    }
}

fn headings(events: &[Event<'_>]) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut open: Option<Heading> = None;
    for event in events {
        match (event, &mut open) {
            (Event::Start(Tag::Heading { level, id, .. }), _) => {
                open = Some(Heading {
                    level: depth(*level),
                    id: id.as_ref().map(ToString::to_string).unwrap_or_default(),
                    text: String::new(),
                });
            }
            (Event::Text(text) | Event::Code(text), Some(heading)) => heading.text.push_str(text),
            (Event::End(TagEnd::Heading(_)), _) => {
                if let Some(mut heading) = open.take() {
                    if heading.id.is_empty() {
                        heading.id = free(&anchor(&heading.text), &found);
                    }
                    found.push(heading);
                }
            }
            _ => {}
        }
    }
    found
}

const fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// A heading's text as a name: small letters, digits and hyphens.
fn anchor(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

fn free(wanted: &str, taken: &[Heading]) -> String {
    let is_free = |name: &str| taken.iter().all(|heading| heading.id != name);
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    names.find(|name| is_free(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_code_can_be_read_by_keyboard_and_screen_reader() {
        let rendered =
            render("# A\n\n| x | y |\n|---|---|\n| `1` | <b>2</b> |\n\n```sh error\na < b\n```\n");
        for part in [
            "<h1 id=\"a\">A</h1>",
            "aria-labelledby=\"a\" tabindex=\"0\"><table>",
            "<th scope=\"col\">x</th><th scope=\"col\">y</th></tr></thead>",
            "<tr><td><code>1</code></td>",
            "</tbody></table></div>",
            "<pre tabindex=\"0\"><code class=\"language-sh\">a &lt; b\n</code></pre>",
        ] {
            assert!(rendered.html.contains(part), "{part} in {}", rendered.html);
        }
    }

    #[test]
    fn headings_have_names_of_their_own() {
        let rendered = render("# Ein Titel\n## Über `x`\n## Über x\n## Fest {#fixed}\n");
        let ids: Vec<&str> = rendered
            .headings
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        assert_eq!(ids, ["ein-titel", "über-x", "über-x-2", "fixed"]);
        assert_eq!(rendered.title, "Ein Titel");
    }

    #[test]
    fn pages_link_to_pages() {
        for (written, expected) in [
            ("errors.md", "errors"),
            ("errors.md#x", "errors#x"),
            ("index.md", "./"),
            ("#x", "#x"),
            ("/docs/rest/", "/docs/rest/"),
            ("https://a.example/b.md", "https://a.example/b.md"),
        ] {
            assert_eq!(address(written), expected);
        }
    }
}
