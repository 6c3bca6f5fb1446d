//! The municipality register: complete, and found however its names are typed.
//!
//! Invariant: keys are text with their leading zeros; the two Frankfurts are told apart by their state.

use crate::harness::{demo, on_both_databases};
use serde_json::{Value, json};

fn names(data: &Value) -> Vec<String> {
    let nodes = data.pointer("/cities/nodes").and_then(Value::as_array);
    let name = |node: &Value| {
        let state = node.pointer("/state/label").and_then(Value::as_str);
        let name = node.get("name").and_then(Value::as_str);
        format!(
            "{} ({})",
            name.unwrap_or_default(),
            state.unwrap_or_default()
        )
    };
    nodes.into_iter().flatten().map(name).collect()
}

const BY_PREFIX: &str = "query($text: String!, $first: Int!) {
    cities(first: $first, filter: { nameStartsWith: $text }) { nodes { name state { label } } }
}";

on_both_databases! { service from demo;
    async fn every_municipality_is_there() {
        let answer = service.query("{ cities(first: 1) { totalCount totalCountIsCapped nodes { ags } } }").await;
        let data = answer.data();
        assert_eq!(data.pointer("/cities/totalCount"), Some(&json!(10_000)));
        assert_eq!(data.pointer("/cities/totalCountIsCapped"), Some(&json!(true)));
        assert_eq!(data.pointer("/cities/nodes/0/ags"), Some(&json!("01001000")));
        let bavaria = service.query("{ cities(filter: { state: [\"09\"] }) { totalCount } }").await.data();
        assert_eq!(bavaria.pointer("/cities/totalCount"), Some(&json!(2_227)));
    }

    async fn spelling_does_not_matter() {
        for text in ["nurnb", "Nürnb", "NUERNB", "nu\u{308}rnberg"] {
            let data = service.query_with(BY_PREFIX, &json!({ "text": text, "first": 1 }), &[]).await.data();
            assert_eq!(names(&data), ["Nürnberg (Bayern)"], "{text}");
        }
        let data = service.query_with(BY_PREFIX, &json!({ "text": "frankfurt", "first": 2 }), &[]).await.data();
        assert_eq!(names(&data), ["Frankfurt am Main (Hessen)", "Frankfurt (Oder) (Brandenburg)"]);
        for nothing in ["", "  ", "%", "\u{1F6B2}", "xqxqxq"] {
            let data = service.query_with(BY_PREFIX, &json!({ "text": nothing, "first": 5 }), &[]).await.data();
            assert!(names(&data).is_empty(), "{nothing}");
        }
    }

    async fn a_city_says_what_is_known_of_it() {
        let data = service.query(r#"{ city(ags: "05334002") {
            ags ars name state { code label } population populationOn areaKm2 latitude regiostar7 { code label } sizeClass { code }
        } }"#).await.data();
        assert_eq!(data.get("city").cloned().unwrap_or_default(), json!({
            "ags": "05334002", "ars": "053340002002", "name": "Aachen",
            "state": { "code": "05", "label": "Nordrhein-Westfalen" },
            "population": 252_769, "populationOn": "2023-12-31", "areaKm2": 160.85, "latitude": 50.773516,
            "regiostar7": { "code": 72, "label": "Stadtregion – Regiopole und Großstadt" },
            "sizeClass": { "code": "FROM_100000" },
        }));
    }
}
