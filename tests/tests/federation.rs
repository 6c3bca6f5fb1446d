//! The service as a subgraph of Apollo Federation: what a gateway may ask for, and what it learns.
//!
//! Invariant: a key of what somebody keeps to themself and a key of nothing get the same answer; the number of statements
//! does not depend on how many keys are asked for.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod refused;

use crate::harness::{
    Answer, Service, alone, errors, on_both_databases,
    people::{AACHEN, Caller, KARLSRUHE},
};
use domain::{actor::Role, persisted_document::hash};
use reqwest::Method;
use serde_json::{Value, json};

const ENTITIES: &str = "query($keys: [_Any!]!) { _entities(representations: $keys) { __typename
    ... on City { ags name } ... on Project { id workingTitle } ... on Indicator { id code } } }";

/// The entities of some keys, as somebody reads them.
async fn entities(service: &Service, caller: Caller, keys: &[Value]) -> Answer {
    ask(service, caller, ENTITIES, keys).await
}

async fn ask(service: &Service, caller: Caller, document: &str, keys: &[Value]) -> Answer {
    let value = service.authorization(caller);
    let value = value.iter().map(|value| ("Authorization", value.as_str()));
    let headers: Vec<_> = value.collect();
    service
        .query_with(document, &json!({ "keys": keys }), &headers)
        .await
}

fn city(ags: &str) -> Value {
    json!({ "__typename": "City", "ags": ags })
}

fn keyed(kind: &str, id: &str) -> Value {
    json!({ "__typename": kind, "id": id })
}

/// A project that Aachen keeps to itself.
async fn hidden(service: &Service) -> String {
    let admin = service.token(Role::Admin, AACHEN);
    let plan = json!({ "network": "kora", "title": "Verborgener Plan" });
    let plan = service.call(&admin, Method::POST, "/api/v1/plans", Some(&plan));
    let plan = text(&plan.await.json(), "/id");
    let path = format!("/api/v1/plans/{plan}/projects");
    let project = json!({ "code": "geheim", "sequenceNo": 1, "workingTitle": "Verborgene Brücke" });
    let project = service.call(&admin, Method::POST, &path, Some(&project));
    text(&project.await.json(), "/id")
}

fn text(value: &Value, pointer: &str) -> String {
    let text = value.pointer(pointer).and_then(Value::as_str);
    text.unwrap_or_else(|| panic!("{pointer} in {value:#}"))
        .to_owned()
}

/// All ids of a list.
async fn ids(service: &Service, list: &str) -> Vec<String> {
    let page = service
        .query(&format!("{{ {list}(first: 100) {{ nodes {{ id }} }} }}"))
        .await
        .data();
    let nodes = page.pointer(&format!("/{list}/nodes")).cloned().unwrap();
    let nodes = nodes.as_array().into_iter().flatten();
    nodes.map(|node| text(node, "/id")).collect()
}

/// The cities of the register in the order of their keys.
async fn register(service: &Service) -> Vec<Value> {
    let page = service
        .query("{ cities(first: 100) { nodes { ags } } }")
        .await
        .data();
    let nodes = page.pointer("/cities/nodes").and_then(Value::as_array);
    let nodes = nodes.into_iter().flatten();
    nodes.map(|node| city(&text(node, "/ags"))).collect()
}

on_both_databases! { service from alone;
    async fn what_everybody_reads_is_found_by_its_key() {
        let project = ids(service, "projects").await.swap_remove(0);
        let indicator = ids(service, "indicators").await.swap_remove(0);
        let nothing = |kind: &str| format!("{kind}_01jw0000000000000000000000");
        let keys = [
            keyed("Indicator", &indicator),
            city(AACHEN),
            city("99999999"),
            keyed("Project", &project),
            keyed("Project", &nothing("project")),
            city(KARLSRUHE),
            keyed("Indicator", &nothing("indicator")),
            // Twice, and with a field that another subgraph told.
            json!({ "__typename": "City", "ags": AACHEN, "population": 1 }),
        ];
        let answer = entities(service, Caller::Anonymous, &keys).await.data();
        let found = |place: usize, field: &str| answer.pointer(&format!("/_entities/{place}{field}")).cloned().unwrap();
        let aachen = json!({ "__typename": "City", "ags": AACHEN, "name": "Aachen" });
        assert_eq!((found(1, ""), found(7, "")), (aachen.clone(), aachen));
        assert_eq!(found(5, "/name"), json!("Karlsruhe"));
        assert_eq!((found(3, "/__typename"), found(3, "/id")), (json!("Project"), json!(project)));
        assert_eq!((found(0, "/__typename"), found(0, "/id")), (json!("Indicator"), json!(indicator)));
        for place in [2, 4, 6] {
            assert_eq!(found(place, ""), Value::Null, "{place}");
        }
        let shown = service.query(&format!("{{ project(id: \"{project}\") {{ workingTitle }} }}")).await.data();
        assert_eq!(Some(&found(3, "/workingTitle")), shown.pointer("/project/workingTitle"));
        assert_eq!(entities(service, Caller::Anonymous, &[]).await.data(), json!({ "_entities": [] }));
    }

    async fn fragments_on_what_an_entity_is_apply() {
        let project = ids(service, "projects").await.swap_remove(0);
        let document = "query($keys: [_Any!]!) { some: _entities(representations: $keys) { ...All } }
            fragment All on _Entity { ... on Node { id } ... on _Entity { ... on Project { code city { name } } } }";
        let answer = ask(service, Caller::Anonymous, document, &[keyed("Project", &project), city(AACHEN)]).await.data();
        assert_eq!(answer.pointer("/some/0/id"), Some(&json!(project)));
        assert!(answer.pointer("/some/0/city/name").is_some_and(Value::is_string), "{answer:#}");
        assert_eq!(answer.pointer("/some/1"), Some(&json!({ "id": format!("city_{AACHEN}") })));
    }

    async fn a_project_of_others_is_a_project_of_nothing() {
        let id = hidden(service).await;
        let nothing = "project_01jw0000000000000000000000";
        for caller in [
            Caller::Anonymous,
            Caller::City(KARLSRUHE, Role::Editor),
            Caller::City(KARLSRUHE, Role::Admin),
            Caller::Coordinator,
            Caller::Operator,
            Caller::KeyWithoutScope,
        ] {
            let real = entities(service, caller, &[city(AACHEN), keyed("Project", &id)]).await;
            let none = entities(service, caller, &[city(AACHEN), keyed("Project", nothing)]).await;
            assert_eq!((real.status, &real.body), (none.status, &none.body), "{caller:?}");
            assert_eq!(real.data().pointer("/_entities/1"), Some(&Value::Null), "{caller:?}");
            assert_eq!(real.data().pointer("/_entities/0/name"), Some(&json!("Aachen")), "{caller:?}");
        }
        for role in [Role::Reader, Role::Editor, Role::Publisher, Role::Admin] {
            let own = entities(service, Caller::City(AACHEN, role), &[keyed("Project", &id)]).await.data();
            let expected = json!({ "__typename": "Project", "id": id, "workingTitle": "Verborgene Brücke" });
            assert_eq!(own.pointer("/_entities/0"), Some(&expected), "{role:?}");
        }
        for caller in [Caller::Garbage, Caller::Expired, Caller::RevokedKey] {
            let refused = entities(service, caller, &[city(AACHEN)]).await;
            assert_eq!(refused.status, 401, "{caller:?}: {}", refused.body);
            assert!(!refused.body.contains("Aachen"), "{caller:?}: {}", refused.body);
        }
    }

    async fn a_hundred_keys_cost_as_many_statements_as_one() {
        let projects: Vec<_> = ids(service, "projects").await.iter().map(|id| keyed("Project", id)).collect();
        let indicators: Vec<_> = ids(service, "indicators").await.iter().map(|id| keyed("Indicator", id)).collect();
        let mut cities = register(service).await;
        cities.splice(..2, [city(AACHEN), city(KARLSRUHE)]);
        assert!(projects.len() > 60 && indicators.len() > 10 && cities.len() == 100);
        // The first request of a key is checked more closely than the next ones.
        service.statements_of(entities(service, Caller::City(KARLSRUHE, Role::Editor), &[])).await.0.data();
        // As many as are possible: those that there are, again and again.
        let many = |keys: &[Value]| keys.iter().cycle().take(100).cloned().collect::<Vec<_>>();
        let mixed: Vec<_> = [&projects, &indicators, &cities].into_iter().flat_map(|keys| keys.iter().take(33).cloned()).collect();
        for (below, keys, expected) in [
            ("... on City { name tenant { name } }", many(&cities), 0),
            ("... on City { name projects(first: 2) { nodes { code } } }", many(&cities), 1),
            ("... on Project { code city { name } }", many(&projects), 1),
            ("... on Project { code plan { title } barriers(first: 2) { nodes { role barrier { label } } } }", many(&projects), 3),
            ("... on Indicator { code label }", many(&indicators), 0),
            ("... on Indicator { code observations(first: 2) { nodes { year } } }", many(&indicators), 1),
            ("... on City { plans(first: 1) { nodes { id } } } ... on Project { code } ... on Indicator { observations(first: 1) { nodes { year } } }", mixed, 3),
        ] {
            let document = format!("query($keys: [_Any!]!) {{ _entities(representations: $keys) {{ {below} }} }}");
            for caller in [Caller::Anonymous, Caller::City(KARLSRUHE, Role::Editor)] {
                let mut counted = Vec::new();
                // Of the mixed ones, one of each.
                let [middle, last] = [keys.len() / 2, keys.len() - 1];
                let few: Vec<_> = [0, middle, last].into_iter().filter_map(|place| keys.get(place).cloned()).collect();
                for keys in [few, keys.clone()] {
                    let (answer, statements) = service.statements_of(ask(service, caller, &document, &keys)).await;
                    let found = answer.data();
                    let found = found.pointer("/_entities").and_then(Value::as_array).unwrap();
                    assert_eq!(found.len(), keys.len());
                    assert!(found.iter().all(Value::is_object), "{caller:?} {below}");
                    counted.push(statements.len());
                }
                assert_eq!(counted.first(), counted.last(), "{caller:?} {below}");
                if caller == Caller::Anonymous {
                    assert_eq!(counted.first(), Some(&expected), "{below}");
                }
            }
        }
    }

    async fn people_and_their_tools_do_not_see_what_gateways_ask() {
        let document = "{ any: __type(name: \"_Any\") { name } entity: __type(name: \"_Entity\") { name } service: __type(name: \"_Service\") { name }
            __type(name: \"Query\") { fields { name } } }";
        let shown = service.query(document).await.data();
        for name in ["any", "entity", "service"] {
            assert_eq!(shown.get(name), Some(&Value::Null), "{name}");
        }
        let fields = shown.pointer("/__type/fields").unwrap().to_string();
        assert!(fields.contains("\"city\"") && !fields.contains("\"_"), "{fields}");
        let own = service.read("/graphql/schema.graphql").await.body;
        assert!(!own.contains("_entities") && !own.contains("@key"));

        let answer = service.query("{ _service { __typename sdl } }").await.data();
        assert_eq!(answer.pointer("/_service/__typename"), Some(&json!("_Service")));
        let sdl = text(&answer, "/_service/sdl");
        assert_eq!(sdl, schema::subgraph_sdl());
        for line in [
            "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import: [\"@key\", \"@shareable\", \"@cost\", \"@listSize\"])",
            "type City implements Node @key(fields: \"ags\") {",
            "type Project implements Node @key(fields: \"id\") {",
            "type Indicator implements Node @key(fields: \"id\") {",
            "type SearchConnection @cost(weight: 20) {",
        ] {
            assert!(sdl.lines().any(|own| own == line), "{line}");
        }
    }

    async fn a_gateway_can_be_held_to_its_list() {
        let admin = service.token(Role::Admin, AACHEN);
        let id = format!("sha256:{}", hash(ENTITIES));
        let list = json!({ "mode": "TRUSTED", "documents": { id.clone(): ENTITIES } });
        let request = service.request(Method::PUT, "/api/v1/persisted-documents").bearer_auth(&admin);
        let written = service.send(request.header("If-Match", "\"0\"").json(&list)).await;
        assert_eq!(written.status, 200, "{}", written.body);
        let body = json!({ "documentId": id, "variables": { "keys": [city(AACHEN)] } });
        let named = service.send(service.request(Method::POST, "/graphql").bearer_auth(&admin).json(&body)).await;
        assert_eq!(named.data().pointer("/_entities/0/name"), Some(&json!("Aachen")));
        for document in [format!("{ENTITIES} # another"), "{ _service { sdl } }".to_owned()] {
            let refused = ask(service, Caller::City(AACHEN, Role::Admin), &document, &[city(AACHEN)]).await;
            assert_eq!(errors(&refused), [("PERSISTED_DOCUMENT_REQUIRED".to_owned(), String::new())], "{}", refused.body);
        }
    }
}
