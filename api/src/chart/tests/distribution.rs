//! The position in a distribution.
//!
//! Invariant: what is not given is neither drawn nor said.

use super::*;

fn chart(values: &[f64], own: Option<f64>) -> Distribution {
    Distribution {
        subject: subject(Language::De),
        year: Some(2022),
        group: Group {
            label: "Vergleichsgruppe der kreisfreien Großstädte in Metropolregionen".to_owned(),
            n: values.len(),
        },
        median: None,
        quartiles: None,
        range: None,
        values: values.to_vec(),
        own: own.map(|value| Own {
            label: "Aachen".to_owned(),
            value,
        }),
    }
}

fn count(document: &Document<'_>, name: &str) -> usize {
    document
        .descendants()
        .filter(|node| node.has_tag_name(name))
        .count()
}

#[test]
fn everything_is_said_in_words() {
    let whole = Distribution {
        median: Some(3.63),
        quartiles: Some((3.61, 3.8)),
        range: Some((3.09, 4.0)),
        ..chart(&[3.8, 4.0, 3.61, 3.09, 3.63], Some(4.0))
    };
    let svg = distribution(&whole);
    let document = checked(&svg);
    assert_inside(&document);
    assert_eq!(
        content(&document, "title"),
        "Note im ADFC-Fahrradklima-Test, 2022"
    );
    assert_eq!(
        content(&document, "desc"),
        "Aachen: 4,00. Einheit: Schulnote (1 = sehr gut, 6 = ungenügend); weniger ist besser. Vergleichsgruppe der kreisfreien \
         Großstädte in Metropolregionen (n = 5): Median 3,63, mittlere Hälfte 3,61 bis 3,80, alle Werte 3,09 bis 4,00. \
         Einzelne Werte: 3,09; 3,61; 3,63; 3,80; 4,00. Quelle: ADFC."
    );
    assert_eq!(count(&document, "circle"), 5);
    assert!(
        svg.contains("besser") && svg.contains("lang=\"de\"") && svg.contains(">Aachen: 4,00<")
    );
    let english = Distribution {
        subject: Subject {
            withheld: Some("The range is withheld".to_owned()),
            ..subject(Language::En)
        },
        range: None,
        ..whole
    };
    let svg = distribution(&english);
    let document = checked(&svg);
    let said = content(&document, "desc");
    assert!(
        said.contains("Median 3.63, middle half 3.61 to 3.80.") && said.contains("less is better"),
        "{said}"
    );
    assert!(
        said.contains(" The range is withheld. Source: ADFC."),
        "{said}"
    );
    assert!(svg.contains("lang=\"en\"") && svg.contains(">The range is withheld<"));
}

#[test]
fn what_is_not_given_is_not_shown() {
    let only = Distribution {
        median: Some(3.63),
        ..chart(&[], None)
    };
    let svg = distribution(&only);
    let document = checked(&svg);
    assert_eq!(
        (count(&document, "circle"), count(&document, "polygon")),
        (0, 1),
        "the arrow only"
    );
    let said = content(&document, "desc");
    assert!(
        !said.contains("Hälfte") && !said.contains("alle Werte") && said.contains("Median 3,63"),
        "{said}"
    );
    let none = distribution(&chart(&[], None));
    let document = checked(&none);
    assert!(content(&document, "desc").contains("keine Werte"));
    assert_eq!(count(&document, "line"), 0);
}

#[test]
fn extremes_are_drawn_within_the_picture() {
    let many: Vec<_> = (0..2_000).map(f64::from).collect();
    let more: Vec<_> = (0..11_000).map(|at| f64::from(at % 977)).collect();
    for values in [
        vec![3.0],
        vec![2.5; 2_000],
        vec![-f64::MAX, f64::MAX],
        vec![1e308, -1e308, 0.0, f64::NAN],
        vec![-4.0, -3.0, -1.5],
        vec![1e-300, 2e-300],
        many,
        more,
    ] {
        let own = values.first().copied();
        let pair = own
            .zip(values.get(1).copied())
            .map(|(one, other)| (one.min(other), one.max(other)));
        let chart = Distribution {
            median: own,
            quartiles: pair,
            range: pair,
            ..chart(&values, own)
        };
        let svg = distribution(&chart);
        assert_inside(&checked(&svg));
        assert!(svg.len() < 200_000, "{}", svg.len());
    }
}

#[test]
fn more_than_two_thousand_values_are_counted_in_classes() {
    let values: Vec<_> = (0..2_001).map(f64::from).collect();
    let svg = distribution(&chart(&values, None));
    let document = checked(&svg);
    assert_eq!(count(&document, "circle"), 0);
    assert!(count(&document, "rect") > 20);
    assert!(content(&document, "desc").contains("2.001 einzelne Werte von 0,00 bis 2.000,00"));
}

#[test]
fn hostile_texts_stay_texts() {
    let bad = |_: &str| HOSTILE.to_owned();
    let chart = Distribution {
        subject: Subject {
            indicator: bad("indicator"),
            unit: bad("unit"),
            source: bad("source"),
            withheld: Some(bad("withheld")),
            ..subject(Language::De)
        },
        group: Group {
            label: "x".repeat(5_000),
            n: 3,
        },
        own: Some(Own {
            label: HOSTILE.repeat(50),
            value: 1.0,
        }),
        ..chart(&[1.0, 2.0, 3.0], None)
    };
    let svg = distribution(&chart);
    let document = checked(&svg);
    assert_inside(&document);
    assert!(content(&document, "title").starts_with("</text><script>alert(1)</script>&\"'"));
    assert!(svg.len() < 20_000, "{}", svg.len());
}
