//! Values over the years.
//!
//! Invariant: lines join what was measured one after the other, and nothing else.

use super::*;

fn chart(values: &[(i32, f64)], every: Option<i32>) -> Series {
    Series {
        subject: subject(Language::De),
        label: "Hannover".to_owned(),
        values: values.to_vec(),
        every,
        group: Some("Großstädte über 500.000 Einwohner".to_owned()),
        years: vec![
            GroupYear {
                year: 2020,
                n: 12,
                median: Some(3.9),
                quartiles: Some((3.7, 4.1)),
            },
            GroupYear {
                year: 2018,
                n: 11,
                median: Some(3.95),
                quartiles: None,
            },
        ],
    }
}

/// How many points each line of one's own has.
fn lines(svg: &str) -> Vec<usize> {
    let document = checked(svg);
    let own = document
        .descendants()
        .filter(|node| node.attribute("stroke-width") == Some("3"));
    let own = own.filter_map(|node| node.attribute("points"));
    own.map(|points| points.split(' ').count()).collect()
}

#[test]
fn gaps_stay_gaps() {
    let values = [
        (2022, 3.63),
        (2012, 3.6),
        (2014, 3.7),
        (2018, 3.77),
        (2020, 3.67),
    ];
    assert_eq!(lines(&series(&chart(&values, Some(2)))), [2, 3]);
    assert_eq!(lines(&series(&chart(&values, Some(1)))), [1; 5]);
    assert_eq!(lines(&series(&chart(&values, None))), [1; 5]);
    assert_eq!(lines(&series(&chart(&values, Some(4)))), [5]);
}

#[test]
fn everything_is_said_in_words() {
    let svg = series(&chart(&[(2020, 3.67), (2018, 3.77)], Some(2)));
    let document = checked(&svg);
    assert_inside(&document);
    assert_eq!(
        content(&document, "title"),
        "Hannover: Note im ADFC-Fahrradklima-Test"
    );
    assert_eq!(
        content(&document, "desc"),
        "Hannover, 2018: 3,77; 2020: 3,67. Einheit: Schulnote (1 = sehr gut, 6 = ungenügend); weniger ist besser. Großstädte \
         über 500.000 Einwohner, 2018 (n = 11) Median 3,95; 2020 (n = 12) Median 3,90, mittlere Hälfte 3,70 bis 4,10. Quelle: \
         ADFC."
    );
    let alone = Series {
        group: None,
        years: Vec::new(),
        ..chart(&[], None)
    };
    let svg = series(&alone);
    assert!(content(&checked(&svg), "desc").contains("keine Werte"));
    assert!(!svg.contains("Median"));
}

#[test]
fn extremes_are_drawn_within_the_picture() {
    let long: Vec<_> = (1_000..3_000)
        .map(|year| (year, f64::from(year % 7)))
        .collect();
    for values in [
        vec![(2020, 1e308), (2021, -1e308)],
        vec![(i32::MIN, 1.0), (i32::MAX, 2.0)],
        vec![(2020, -5.0)],
        vec![(2020, 0.0), (2021, 0.0)],
        vec![(2020, f64::NAN)],
        long,
    ] {
        let svg = series(&Series {
            years: Vec::new(),
            ..chart(&values, Some(1))
        });
        assert_inside(&checked(&svg));
        assert!(svg.len() < 60_000, "{}", svg.len());
    }
    let svg = series(&Series {
        label: HOSTILE.to_owned(),
        group: Some(HOSTILE.repeat(9)),
        ..chart(&[(2020, 1.0)], Some(1))
    });
    assert_inside(&checked(&svg));
}
