//! Charts read back as XML.
//!
//! Invariant: whatever is put in, the picture is well-formed, harmless, within its bounds, and says everything in words.

mod distribution;
mod series;

use super::*;
use roxmltree::{Document, Node};

pub fn subject(language: Language) -> Subject {
    Subject {
        language,
        indicator: "Note im ADFC-Fahrradklima-Test".to_owned(),
        unit: "Schulnote (1 = sehr gut, 6 = ungenügend)".to_owned(),
        decimals: 2,
        polarity: Polarity::LowerBetter,
        source: "ADFC".to_owned(),
        withheld: None,
    }
}

/// What an attacker would write into a name.
pub const HOSTILE: &str = "</text><script>alert(1)</script>&\"'\u{0}\u{b}\u{1b}\u{fffe}]]>&#x0;";

/// The text of the first element of a name.
pub fn content<'d>(document: &'d Document<'_>, name: &str) -> &'d str {
    let element = document.descendants().find(|node| node.has_tag_name(name));
    element.and_then(|node| node.text()).unwrap_or_default()
}

fn number_of(node: &Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name)
        .map_or(0.0, |text| text.parse().unwrap_or(f64::NAN))
}

/// Well-formed, without anything that runs or is fetched, and nothing lies outside of it.
pub fn checked(svg: &str) -> Document<'_> {
    let document = Document::parse(svg).unwrap();
    let root = document.root_element();
    let (width, height) = (number_of(&root, "width"), number_of(&root, "height"));
    assert_eq!(
        root.attribute("viewBox"),
        Some(format!("0 0 {width:.1} {height:.1}").as_str())
    );
    assert_eq!(root.attribute("role"), Some("img"));
    assert!(root.attribute("lang").is_some());
    assert!(!content(&document, "title").is_empty() && !content(&document, "desc").is_empty());
    for node in root.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(
            !["script", "image", "use", "a", "style", "foreignObject"].contains(&name),
            "{name}"
        );
        for attribute in node.attributes() {
            let value = attribute.value();
            assert!(!attribute.name().starts_with("on"), "{attribute:?}");
            assert!(!attribute.name().contains("href"), "{attribute:?}");
            assert!(
                !value.contains("//") && !value.contains("NaN") && !value.contains("inf"),
                "{attribute:?}"
            );
        }
        for (names, most) in [
            (["x", "cx", "x1", "x2"], width),
            (["y", "cy", "y1", "y2"], height),
        ] {
            for name in names {
                let place = number_of(&node, name);
                assert!(
                    (0.0..=most).contains(&place),
                    "{name} is {place} in {node:?}"
                );
            }
        }
    }
    document
}

/// The texts that are drawn, each as wide as it can be: none leaves the picture.
pub fn assert_inside(document: &Document<'_>) {
    let width = number_of(&document.root_element(), "width");
    for node in document
        .descendants()
        .filter(|node| node.has_tag_name("text") && !node.has_attribute("transform"))
    {
        let inherited = |name| node.ancestors().find_map(|one| one.attribute(name));
        let size = inherited("font-size").map_or(16.0, |size| size.parse().unwrap());
        let wide = text::width(node.text().unwrap_or_default(), size);
        let x = number_of(&node, "x");
        let (from, to) = match inherited("text-anchor") {
            Some("middle") => (x - wide / 2.0, x + wide / 2.0),
            Some("end") => (x - wide, x),
            _ => (x, x + wide),
        };
        assert!(
            from >= -1.0 && to <= width + 1.0,
            "{from} to {to}: {:?}",
            node.text()
        );
    }
}

#[test]
fn numbers_are_written_as_the_reader_does() {
    for (value, decimals, de, en) in [
        (3.98, 2, "3,98", "3.98"),
        (-1234567.891, 1, "−1.234.567,9", "−1,234,567.9"),
        (-0.001, 2, "0,00", "0.00"),
        (999.0, 0, "999", "999"),
        (1000.0, 0, "1.000", "1,000"),
        (1.5e308, 2, "1,5 · 10³⁰⁸", "1.5 · 10³⁰⁸"),
        (-2e15, 0, "−2,0 · 10¹⁵", "−2.0 · 10¹⁵"),
    ] {
        assert_eq!(number::number(value, decimals, Language::De), de);
        assert_eq!(number::number(value, decimals, Language::En), en);
    }
}

#[test]
fn an_axis_has_round_marks_and_holds_every_value() {
    for (values, decimals) in [
        (vec![3.09, 4.0], 2),
        (vec![5.0], 2),
        (vec![0.0, 0.0], 0),
        (vec![-f64::MAX, f64::MAX], 2),
        (vec![1e-300, 3e-300], 2),
        (vec![1e9, 1e9 + 1.0], 2),
        (vec![-7.0, -3.0], 0),
        (vec![0.1, 0.2, f64::NAN], 1),
        (vec![1e308, 1.1e308], 0),
    ] {
        let axis = axis::Axis::over(values.iter().copied(), decimals, 6).unwrap();
        for value in values.iter().filter(|value| value.is_finite()) {
            assert!(
                (0.0..=1.0).contains(&axis.share(*value)),
                "{value} on {axis:?}"
            );
        }
        assert!((2..=18).contains(&axis.marks.len()), "{axis:?}");
        let mut read: Vec<_> = axis
            .marks
            .iter()
            .map(|mark| number::number(*mark, axis.decimals, Language::De))
            .collect();
        let count = read.len();
        read.dedup();
        assert!(read.len() == count || values.contains(&1e308), "{read:?}");
    }
    let axis = axis::Axis::over([3.09, 4.0].into_iter(), 2, 6).unwrap();
    assert_eq!(
        (axis.share(3.0), axis.share(4.0), axis.decimals),
        (0.0, 1.0, 1)
    );
    assert_eq!(axis::Axis::over(std::iter::empty(), 2, 6), None);
}

#[test]
fn long_texts_take_several_lines_and_lose_nothing_but_what_has_no_room() {
    let group = "Vergleichsgruppe der kreisfreien Großstädte in Metropolregionen";
    let lines = text::wrap(group, 14.0, 300.0, 4);
    assert!(
        lines.len() > 1 && lines.iter().all(|line| text::width(line, 14.0) <= 300.0),
        "{lines:?}"
    );
    assert_eq!(lines.join(" "), group);
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let lines = text::wrap(word, 14.0, 200.0, 9);
    assert!(
        lines.len() > 2 && lines.iter().all(|line| text::width(line, 14.0) <= 200.0),
        "{lines:?}"
    );
    assert_eq!(lines.join("").replace('-', ""), word);
    let lines = text::wrap(&group.repeat(9), 14.0, 200.0, 2);
    assert!(
        lines.len() == 2 && lines.concat().ends_with('…'),
        "{lines:?}"
    );
    assert_eq!(text::wrap("", 14.0, 200.0, 2), [""; 1]);
}
