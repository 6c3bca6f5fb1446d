//! Comparisons over values that the asker may read one by one.

use super::{is_near, number, text};
use crate::{
    desk::{AACHEN, KARLSRUHE},
    harness::{alone, demo, on_both_databases, watched},
};
use domain::actor::Role;
use reqwest::Method;
use serde_json::{Value, json};

/// The large cities of the demo that are of the size class of Aachen in the ADFC-Fahrradklima-Test, 2022: Karlsruhe 3.09,
/// Bonn 3.8, Bielefeld 3.9, Aachen 4.0.
const GRADES: &str = r#"{ benchmark(indicator: "adfc_fahrradklima_note", year: 2022, city: "05334002",
    peers: { rule: { adfcClass: [ABOVE_200000] } }) {
  figure { code unit decimals polarity } peers { label kind }
  year cityAgs cityName validAsOf
  distribution { n missing mean median q1 q3 min max standardDeviation deciles contributors withheld }
  standing { value year band position percentile rank rankOf gapToMedian gapToBetterQuartile }
  ahead { cityAgs cityName value lead likeness projects { workingTitle score explanation } } } }"#;

fn at<'v>(answer: &'v Value, pointer: &str) -> &'v Value {
    answer.pointer(pointer).unwrap_or(&Value::Null)
}

on_both_databases! { service from demo;
    async fn a_city_is_held_against_its_size_class() {
        let data = service.query(GRADES).await.data();
        let found = at(&data, "/benchmark");
        assert_eq!(number(found, "/distribution/n") as usize, 4, "{found:#}");
        for (pointer, expected) in [
            ("/distribution/mean", (3.09 + 3.8 + 3.9 + 4.0) / 4.0),
            ("/distribution/median", 3.85),
            ("/distribution/q1", 3.09 + 0.75 * (3.8 - 3.09)),
            ("/distribution/q3", 3.9 + 0.25 * 0.1),
            ("/distribution/min", 3.09),
            ("/distribution/max", 4.0),
            ("/standing/value", 4.0),
            ("/standing/gapToMedian", 0.15),
            ("/standing/gapToBetterQuartile", 4.0 - 3.6225),
            ("/standing/percentile", 87.5),
        ] {
            assert!(is_near(number(found, pointer), expected), "{pointer} {found:#}");
        }
        assert_eq!(text(found, "/standing/position"), "BEHIND");
        assert_eq!(at(found, "/distribution/contributors"), 0);
        // Nobody in particular is told a place, whatever city they name.
        assert_eq!(at(found, "/standing/rank"), &Value::Null);
    }

    async fn who_is_ahead_is_told_with_projects_and_nobody_is_last() {
        let data = service.query(GRADES).await.data();
        let ahead = at(&data, "/benchmark/ahead").as_array().unwrap();
        let names: Vec<_> = ahead.iter().map(|city| text(city, "/cityAgs")).collect();
        assert_eq!(names, [KARLSRUHE, "05314000", "05711000"], "the farthest ahead first");
        assert!(is_near(number(ahead.first().unwrap(), "/lead"), 0.91));
        let projects = at(ahead.first().unwrap(), "/projects").as_array().unwrap();
        assert!(!projects.is_empty() && projects.len() <= 3, "{ahead:#?}");
        for project in projects {
            assert!(!text(project, "/explanation").is_empty());
        }
        let few = GRADES.replace("peers: {", "ahead: { cities: 1, projects: 0, minDifference: 0.5 }, peers: {");
        let data = service.query(&few).await.data();
        let ahead = at(&data, "/benchmark/ahead").as_array().unwrap();
        assert_eq!(ahead.len(), 1);
        assert_eq!(at(ahead.first().unwrap(), "/projects").as_array().unwrap().len(), 0);
    }

    async fn a_city_knows_its_own_place_and_only_that() {
        let own = service.token(Role::Reader, AACHEN);
        let asked = GRADES.replace(r#", city: "05334002""#, "");
        let data = service.query_as(&own, &asked).await.data();
        assert_eq!(text(&data, "/benchmark/cityAgs"), AACHEN);
        assert_eq!(at(&data, "/benchmark/standing/rank"), 4);
        assert_eq!(at(&data, "/benchmark/standing/rankOf"), 4);
        let other = service.token(Role::Admin, KARLSRUHE);
        let data = service.query_as(&other, GRADES).await.data();
        assert_eq!(at(&data, "/benchmark/standing/rank"), &Value::Null);
    }

    async fn figures_of_the_register_are_known_of_all() {
        let query = r#"{ benchmark(indicator: "population_density", city: "05334002", peers: { rule: { sizeClass: [FROM_100000, FROM_500000] } }) {
            figure { label unit } year peers { label } distribution { n cities missing median } standing { value band position rank } } }"#;
        let data = service.query(query).await.data();
        let found = at(&data, "/benchmark");
        assert!(number(found, "/distribution/n") >= 75.0, "{found:#}");
        assert_eq!(number(found, "/distribution/n") + number(found, "/distribution/missing"), number(found, "/distribution/cities"));
        assert!((1_500.0..1_700.0).contains(&number(found, "/standing/value")), "{found:#}");
        assert_eq!(at(found, "/standing/position"), &Value::Null, "neither direction is good");
    }

    async fn years_with_the_band_of_the_group() {
        let query = r#"{ benchmark(indicator: "adfc_fahrradklima_note", city: "03241001", peers: { rule: { adfcClass: [ABOVE_500000] } }) {
            year series { year value distribution { n median q1 q3 } } trend { n slope p direction } noTrend } }"#;
        let data = service.query(query).await.data();
        let found = at(&data, "/benchmark");
        let series = at(found, "/series").as_array().unwrap();
        let own: Vec<_> = series.iter().filter_map(|year| at(year, "/value").as_f64()).collect();
        assert_eq!(own, [3.6, 3.77, 3.67, 3.63, 3.52], "{found:#}");
        assert!(is_near(number(found, "/trend/slope"), -0.0275), "{found:#}");
        assert_eq!(text(found, "/trend/direction"), "NO_CLEAR_CHANGE");
        let of_2022 = series.iter().find(|year| at(year, "/year") == 2022).unwrap();
        assert!(number(of_2022, "/distribution/n") >= 5.0, "{of_2022:#}");
    }

    async fn what_cannot_be_is_said() {
        for (broken, field) in [
            (GRADES.replace("adfc_fahrradklima_note", "gibt's nicht: ÄÖÜß' OR 1=1"), "indicator"),
            (GRADES.replace("05334002", "99999999"), "city"),
            (GRADES.replace("rule: { adfcClass: [ABOVE_200000] }", r#"cities: ["99999999"]"#), "cities"),
            (GRADES.replace("rule: { adfcClass: [ABOVE_200000] }", r#"cities: []"#), "cities"),
            (GRADES.replace("year: 2022", "year: 99999"), "year"),
            (GRADES.replace("year: 2022, ", "").replace("adfcClass: [ABOVE_200000]", ""), "year"),
        ] {
            let answer = service.query(&broken).await;
            let errors = answer.json();
            let error = at(&errors, "/errors/0");
            assert_eq!(text(error, "/extensions/code"), "BAD_USER_INPUT", "{errors:#}");
            assert!(text(error, "/message").contains(field), "{field}: {errors:#}");
        }
        let hidden = GRADES.replace("rule: { adfcClass: [ABOVE_200000] }", r#"group: "peergroup_01h45ytscbebyvny4gc8cr8ma2""#);
        let answer = service.query(&hidden).await.json();
        assert_eq!(text(&answer, "/errors/0/extensions/code"), "NOT_FOUND");
    }
}

on_both_databases! { service from watched;
    async fn statements_do_not_grow_with_the_group() {
        let ask = |peers: &str| {
            let query = format!(r#"{{ benchmark(indicator: "adfc_fahrradklima_note", year: 2022, city: "05334002", peers: {peers}) {{
                distribution {{ n }} standing {{ band }} series {{ year value }} }} }}"#);
            async move { service.query(&query).await.data() }
        };
        ask(r#"{ rule: { adfcClass: [ABOVE_200000] } }"#).await;
        let (_, few) = service.statements_of(ask(r#"{ cities: ["05334002", "08212000"] }"#)).await;
        let (_, many) = service.statements_of(ask("{ rule: {} }")).await;
        assert_eq!(few.len(), many.len(), "{few:#?} {many:#?}");
        assert!(few.len() <= 2, "{few:#?}");
    }
}

on_both_databases! { service from alone;
    async fn what_is_kept_has_every_digit() {
        let aachen = service.token(Role::Admin, AACHEN);
        let exact = 3.1 + 0.2;
        assert_ne!(exact, 3.3, "a number with more than fifteen digits");
        let new = json!({ "indicator": "adfc_fahrradklima_note", "year": 2019, "value": exact, "source": "https://example.org/", "visibility": "PUBLIC" });
        let made = service.call(&aachen, Method::POST, "/api/v1/observations", Some(&new)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        let query = r#"{ benchmark(indicator: "adfc_fahrradklima_note", year: 2019, city: "05334002", peers: { cities: ["05334002", "08212000"] }) {
            distribution { n missing } standing { value } } }"#;
        for _ in 0..2 {
            let data = service.query(query).await.data();
            assert_eq!(number(&data, "/benchmark/standing/value"), exact, "{data:#}");
            assert_eq!((at(&data, "/benchmark/distribution/n"), at(&data, "/benchmark/distribution/missing")), (&json!(1), &json!(1)));
        }
    }
}
