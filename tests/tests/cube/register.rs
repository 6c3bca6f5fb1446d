//! What the register of municipalities knows, in cubes: where it is named, for every municipality, and never in the place of
//! what a city entered.
//!
//! Invariant: it costs no statement of its own, however many municipalities there are.

use super::{body, compare, forms::rows, value};
use crate::{
    desk::{AACHEN, COLOGNE, KARLSRUHE, text},
    harness::{Service, demo, on_both_databases, watched},
};
use serde_json::{Value, json};

const DENSITY: &str = "population_density";

fn row<'r>(rows: &'r [Value], city: &str) -> &'r Value {
    let mut rows = rows.iter();
    rows.find(|row| text(row, "/city") == city).unwrap()
}

/// The cities of which the graph knows a population in a federal state.
async fn cities_of(service: &Service, state: &str) -> usize {
    let query =
        format!("{{ cities(first: 0, filter: {{ state: [\"{state}\"] }}) {{ totalCount }} }}");
    let data = service.query(&query).await.data();
    let count = data.pointer("/cities/totalCount").and_then(Value::as_u64);
    usize::try_from(count.unwrap()).unwrap()
}

on_both_databases! { service from demo;
    async fn named_figures_of_the_register_are_in_every_form() {
        compare(service, &format!("indicator={DENSITY},population,area_km2,traffic_area_share&city={AACHEN},{COLOGNE}")).await;
        let flat = rows(service, None, &format!("indicator={DENSITY}&city={AACHEN},{COLOGNE}")).await;
        assert_eq!(flat.len(), 2, "{flat:#?}");
        let aachen = row(&flat, AACHEN);
        assert!((1_500.0..1_700.0).contains(&aachen.get("value").unwrap().as_f64().unwrap()), "{aachen:#}");
        for (member, expected) in [("obsStatus", json!("A")), ("confStatus", json!("F")), ("visibility", json!("PUBLIC")),
            ("confidence", json!("HIGH")), ("year", json!(2023)), ("reason", Value::Null), ("recordedAt", Value::Null)] {
            assert_eq!(aachen.get(member), Some(&expected), "{member}");
        }
        assert!(text(aachen, "/source").contains("Gemeindeverzeichnis"));
        assert!(text(aachen, "/unit").contains("km²"));
    }

    async fn they_are_known_of_every_municipality() {
        let small = rows(service, None, &format!("indicator={DENSITY}&state=05")).await;
        let all = cities_of(service, "05").await;
        assert!(all > 390 && small.len() == all, "{} of {all}", small.len());
        let whole = body(service, "indicator=population_density,traffic_area_share&format=csv").await;
        assert!(whole.lines().count() > 20_000, "{}", whole.lines().count());
    }

    async fn what_was_entered_counts_before_them() {
        let entered = rows(service, None, &format!("city={AACHEN},{KARLSRUHE},{COLOGNE}")).await;
        let is_of_register = |row: &Value| text(row, "/source").contains("Gemeindeverzeichnis");
        assert!(!entered.iter().any(is_of_register), "nothing of the register where nothing is named");
        let named = rows(service, None, &format!("indicator=population&city={AACHEN},{KARLSRUHE},{COLOGNE}")).await;
        for row in entered.iter().filter(|row| text(row, "/indicator") == "population") {
            let year = row.get("year").and_then(Value::as_i64).unwrap();
            assert_eq!(value(&named, &text(row, "/city"), year), row.get("value").unwrap().as_f64());
        }
        assert!(value(&named, COLOGNE, 2023).is_some_and(|count| count > 1e6), "{named:#?}");
        for query in ["&valueKind=TARGET", "&yearTo=2017", "&yearFrom=2024"] {
            let none = rows(service, None, &format!("indicator={DENSITY}&city={AACHEN}{query}")).await;
            assert_eq!(none, Vec::<Value>::new(), "{query}");
        }
    }

    async fn the_description_has_their_units() {
        let schema = service.read("/api/v1/cube/schema").await.json();
        assert!(schema.pointer("/units/area_km2/label").is_some(), "{schema:#}");
        assert!(schema.pointer("/units/population/label").is_some());
    }
}

mod cost {
    use super::*;

    on_both_databases! { service from watched;
        async fn statements_do_not_grow_with_the_municipalities() {
            let ask = |query: &'static str| async move {
                let (answer, statements) = service.statements_of(service.read(query)).await;
                assert_eq!(answer.status, 200, "{}", answer.body);
                statements.len()
            };
            let few = ask("/api/v1/cube?indicator=population_density&city=05334002,08212000").await;
            let state = ask("/api/v1/cube?indicator=population_density&state=05&format=csv").await;
            assert_eq!(few, state);
            assert!(few <= 2, "{few}");
        }
    }
}
