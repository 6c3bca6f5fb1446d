//! What a gateway asks for wrongly, and too much of it.
//!
//! Invariant: a key that is wrong is told with its place, and spoils no other key; too many are refused before anything is
//! read.

use super::{ENTITIES, ask, city, entities, keyed};
use crate::harness::{
    alone, demo, errors, on_both_databases,
    people::{AACHEN, Caller},
};
use serde_json::{Value, json};

const NOTHING: &str = "indicator_01jw0000000000000000000000";

on_both_databases! { service from demo;
    async fn a_wrong_key_is_told_with_its_place() {
        for (wrong, place, german, english) in [
            (json!("City"), "", "muss ein Objekt mit „__typename“ und dem Schlüssel sein.", "must be an object with \"__typename\" and the key."),
            (json!([AACHEN]), "", "muss ein Objekt mit", "must be an object"),
            (json!({}), ".__typename", "fehlt oder ist kein Text.", "is missing or no text."),
            (json!({ "__typename": 1, "ags": AACHEN }), ".__typename", "fehlt oder ist kein Text.", "is missing or no text."),
            (json!({ "__typename": "Plan", "id": "plan_1" }), ".__typename", "\"Plan\" hat hier keinen Schlüssel; einen haben: City, Indicator, Project.",
                "\"Plan\" has no key here; these have one: City, Indicator, Project."),
            (json!({ "__typename": "City" }), ".ags", "fehlt oder ist kein Text.", "is missing or no text."),
            (json!({ "__typename": "City", "ags": 5_334_002 }), ".ags", "fehlt oder ist kein Text.", "is missing or no text."),
            (city("5334002"), ".ags", "ist kein Amtlicher Gemeindeschlüssel", "is no official municipality key"),
            (json!({ "__typename": "Project", "ags": AACHEN }), ".id", "fehlt oder ist kein Text.", "is missing or no text."),
            (keyed("Project", NOTHING), ".id", "ist keine Kennung dieser Art; erwartet wird project_…", "is no id of this kind; expected is project_…"),
            (keyed("Indicator", "indicator_?"), ".id", "ist keine Kennung dieser Art; erwartet wird indicator_…", "is no id of this kind; expected is indicator_…"),
        ] {
            let keys = [city(AACHEN), wrong.clone(), keyed("Indicator", NOTHING)];
            for (language, expected) in [("de", german), ("en", english)] {
                let answer = service.query_with(ENTITIES, &json!({ "keys": keys }), &[("Accept-Language", language)]).await;
                assert_eq!(answer.status, 200, "{}", answer.body);
                assert_eq!(errors(&answer), [("BAD_USER_INPUT".to_owned(), "[\"_entities\",1]".to_owned())], "{wrong}: {}", answer.body);
                let body = answer.json();
                let part = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
                assert!(part("/errors/0/message").contains(expected), "{}", answer.body);
                assert_eq!(part("/errors/0/extensions/mistakes/0/path"), format!("representations[1]{place}"));
                let aachen = json!({ "__typename": "City", "ags": AACHEN, "name": "Aachen" });
                assert_eq!(body.pointer("/data/_entities"), Some(&json!([aachen, null, null])), "{}", answer.body);
            }
        }
    }

    async fn what_is_written_into_the_document_is_checked_alike() {
        let document = format!("{{ _entities(representations: [{{ __typename: City, ags: \"{AACHEN}\" }}, {{ __typename: \"City\", ags: \"{AACHEN}\" }}]) {{ ... on City {{ name }} }} }}");
        let answer = service.query(&document).await;
        assert_eq!(errors(&answer), [("BAD_USER_INPUT".to_owned(), "[\"_entities\",0]".to_owned())], "{}", answer.body);
        assert_eq!(answer.json().get("data"), Some(&json!({ "_entities": [null, { "name": "Aachen" }] })));
        for (document, code) in [
            ("{ _entities { __typename } }", "GRAPHQL_VALIDATION_FAILED"),
            ("{ _entities(representations: [null]) { __typename } }", "GRAPHQL_VALIDATION_FAILED"),
            ("{ _entities(representations: []) { name } }", "GRAPHQL_VALIDATION_FAILED"),
            ("{ _entities(representations: []) { ... on Plan { title } } }", "GRAPHQL_VALIDATION_FAILED"),
            ("{ _service { sdl { a } } }", "GRAPHQL_VALIDATION_FAILED"),
        ] {
            let answer = service.query(document).await;
            assert_eq!(errors(&answer).first().map(|(code, _)| code.as_str()), Some(code), "{document}: {}", answer.body);
        }
        let missing = service.query_with(ENTITIES, &json!({ "keys": [null] }), &[]).await;
        assert_eq!(errors(&missing), [("BAD_USER_INPUT".to_owned(), String::new())], "{}", missing.body);
    }

    async fn keys_cost_what_they_can_lead_to() {
        let price = |number: usize| {
            let document = "query($keys: [_Any!]!) { _entities(representations: $keys) { ... on City { name projects(first: 5) { nodes { code } } } } }";
            let variables = json!({ "keys": vec![city(AACHEN); number] });
            async move {
                let answer = service.query_with(document, &variables, &[("Staedtenetz-Dry-Run", "cost")]).await;
                answer.json().pointer("/extensions/cost/requested").and_then(Value::as_u64)
            }
        };
        assert_eq!((price(1).await, price(100).await), (Some(1 + 1 + 5), Some(700)));
        let ran = entities(service, Caller::Anonymous, &[city(AACHEN), city("99999999"), city(AACHEN)]).await.json();
        let cost = |part: &str| ran.pointer(&format!("/extensions/cost/{part}")).and_then(Value::as_u64);
        assert_eq!((cost("requested"), cost("actual")), (Some(3), Some(2)), "what is not there costs nothing");
        let dear = "query($keys: [_Any!]!) { _entities(representations: $keys) { ... on City { projects(first: 100) { nodes { code } } } } }";
        let dear = ask(service, Caller::Anonymous, dear, &vec![city(AACHEN); 100]).await;
        assert_eq!(dear.json().pointer("/errors/0/extensions/limit"), Some(&json!("cost")), "{}", dear.body);
    }
}

on_both_databases! { service from alone;
    async fn a_hundred_and_one_keys_are_too_many() {
        let keys = vec![city(AACHEN); 101];
        let (answer, statements) = service.statements_of(entities(service, Caller::Anonymous, &keys)).await;
        assert_eq!(errors(&answer), [("LIMIT_EXCEEDED".to_owned(), String::new())], "{}", answer.body);
        let body = answer.json();
        let extension = |name: &str| body.pointer(&format!("/errors/0/extensions/{name}")).cloned();
        assert_eq!((extension("limit"), extension("maximum")), (Some(json!("representations")), Some(json!(100))));
        let message = body.pointer("/errors/0/message").and_then(Value::as_str);
        assert_eq!(message, Some("Die Grenze „representations“ liegt bei 100; angefragt sind 101."));
        assert_eq!(statements, Vec::<String>::new());
        let hundred = entities(service, Caller::Anonymous, &vec![city(AACHEN); 100]).await.data();
        assert_eq!(hundred.pointer("/_entities").and_then(Value::as_array).map(Vec::len), Some(100));
    }
}
