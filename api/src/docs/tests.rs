//! The pages hold together: languages, links, places for generated text.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::{
    generated::visibility::{self, Objects, Shown},
    page::PAGES,
    site::{Found, Site, Written, written},
};
use crate::{graphql::code::Code, problem};
use domain::{
    language::Language,
    readership::{self, THINGS},
};
use std::collections::{BTreeMap, BTreeSet, HashSet};

fn pages() -> Vec<Written> {
    written(&crate::graphql::limits::Limits::default().published())
}

/// The documents that a page may link to which are no pages.
const OTHER: [&str; 6] = [
    "/docs/rest/",
    "/graphql",
    "/graphql/schema.graphql",
    "/api/v1/openapi.json",
    "/api/v1/catalogue",
    "/limits",
];

#[test]
fn both_languages_have_the_same_headings() {
    let pages = pages();
    assert_eq!(pages.len(), PAGES.len() * 2);
    for both in pages.chunks(2) {
        let [german, english] = both else {
            unreachable!()
        };
        let outline = |page: &Written| -> Vec<(u8, String)> {
            let headings = page.rendered.headings.iter();
            headings
                .map(|one| (one.level, one.id.clone()))
                .skip(1)
                .collect()
        };
        assert_eq!(outline(german), outline(english), "{}", german.source.name);
    }
}

#[test]
fn a_page_has_one_title_and_no_level_is_left_out() {
    for page in pages() {
        let place = format!("{} {}", page.language.tag(), page.source.name);
        let mut levels = page.rendered.headings.iter().map(|one| one.level);
        let mut before = levels.next().unwrap();
        assert_eq!(before, 1, "{place}");
        for level in levels {
            assert!(
                (2..=before + 1).contains(&level),
                "{place}: {level} below {before}"
            );
            before = level;
        }
        let ids: HashSet<&str> = page
            .rendered
            .headings
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        assert_eq!(ids.len(), page.rendered.headings.len(), "{place}");
        // What stands around the text has names too.
        assert!(
            !ids.contains("content") && !ids.contains("pages"),
            "{place}"
        );
    }
}

#[test]
fn every_place_for_generated_text_is_filled() {
    for page in pages() {
        assert!(!page.markdown.contains("{{"), "{}", page.source.name);
    }
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    let anchors = |language: Language, name: &str| -> Option<BTreeSet<String>> {
        let page = pages
            .iter()
            .find(|page| page.language == language && page.source.name == name)?;
        Some(
            page.rendered
                .headings
                .iter()
                .map(|one| one.id.clone())
                .collect(),
        )
    };
    for page in &pages {
        let links = page.rendered.html.split("<a href=\"").skip(1);
        for link in links.filter_map(|rest| rest.split('"').next()) {
            let place = format!("{} {}: {link}", page.language.tag(), page.source.name);
            if link.starts_with("https://") || OTHER.contains(&link) {
                continue;
            }
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            let name = match target {
                "" => page.source.name,
                "./" => "index",
                target => target,
            };
            let anchors = anchors(page.language, name).unwrap_or_else(|| panic!("{place}"));
            assert!(anchor.is_empty() || anchors.contains(anchor), "{place}");
        }
    }
}

#[test]
fn every_error_code_is_explained_once() {
    let codes = Code::ALL.iter().map(|code| code.as_str());
    let expected: BTreeSet<&str> = codes
        .chain(problem::REST_ONLY.map(|(code, _)| code))
        .collect();
    for page in pages().iter().filter(|page| page.source.name == "errors") {
        let sections = page.rendered.headings.iter().filter(|one| one.level == 3);
        let told: Vec<&str> = sections.map(|one| one.text.as_str()).collect();
        assert_eq!(told.len(), expected.len());
        assert_eq!(told.iter().copied().collect::<BTreeSet<_>>(), expected);
        let statuses = match page.language {
            Language::De => "HTTP-Status: ",
            Language::En => "HTTP status: ",
        };
        for code in told {
            let (_, section) = page.markdown.split_once(&format!("### {code} {{")).unwrap();
            let section = section.split("\n### ").next().unwrap();
            assert!(section.contains(statuses), "{code}");
            let word = page.source.text(page.language);
            assert!(word.contains(&format!("{{{{code {code}}}}}")), "{code}");
        }
    }
}

fn assert_declared(objects: &Objects, shown: impl Fn(&str) -> Option<String>) {
    assert!(objects.len() > 50);
    for name in objects.keys() {
        if let Some(thing) = shown(name) {
            assert!(
                readership::of(&thing).is_some(),
                "who reads {name}? Say so in domain/src/readership.rs"
            );
        }
    }
}

#[test]
fn everything_that_is_shown_has_readers() {
    let thing = |shown: Shown<'_>| match shown {
        Shown::Thing(name) => Some(name.to_owned()),
        Shown::Others => None,
    };
    assert_declared(&visibility::graph(), |name| {
        thing(visibility::of_graph(name))
    });
    assert_declared(&visibility::rest(), |name| thing(visibility::of_rest(name)));
}

#[test]
fn everything_that_has_readers_is_shown() {
    let mut fields: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let lines = visibility::lines();
    for line in lines.lines() {
        let (thing, rest) = line.split_once('.').unwrap();
        let field = rest.split(' ').next().unwrap();
        fields.entry(thing).or_default().insert(field.to_owned());
    }
    for thing in THINGS.iter().flat_map(|(_, things)| *things) {
        let own = fields
            .get(thing.name)
            .unwrap_or_else(|| panic!("{} is gone", thing.name));
        for (field, _) in thing.narrower {
            assert!(own.contains(*field), "{}.{field} is gone", thing.name);
        }
    }
}

#[test]
fn addresses_lead_to_pages() {
    let site = Site::new(&[]);
    for (path, is_there) in [
        ("de/", true),
        ("en/portals", true),
        ("en/portals.md", true),
        ("de/index.md", true),
        ("style.css", true),
        ("de", false),
        ("de/index", false),
        ("fr/portals", false),
        ("portals.md.md", false),
    ] {
        let found = site.find(path);
        assert_eq!(
            matches!(found, Some(Found::Document(_))),
            is_there,
            "{path}"
        );
        assert!(is_there || found.is_none(), "{path}");
    }
    for path in ["", "portals", "portals.md"] {
        assert!(
            matches!(site.find(path), Some(Found::InEachLanguage(place)) if place == path),
            "{path}"
        );
    }
}
