//! Tests of the cost model.
//!
//! Invariant: the prices here are the documented ones; a change of the model changes this file.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use async_graphql::parser::parse_query;
use serde_json::json;

const SDL: &str = r#"
    scalar _Any
    interface Node { id: ID! }
    type Query {
      me: City
      node(id: ID!): Node
      nodes(ids: [ID!]!): [Node]!
      _entities(representations: [_Any!]!): [Node]!
      cities(first: Int, last: Int): CityConnection!
      fives(first: Int = 5): CityConnection!
      top(first: Int): [City!]!
      found: Found!
      founds: [Found!]! @listSize(assumedSize: 2)
    }
    type Mutation { rename: City! touch: Boolean! }
    type Found @cost(weight: "20") { parts: [City!]! @listSize(assumedSize: 3) page: [City!]! }
    schema { query: Query mutation: Mutation }
    type City implements Node { id: ID! name: String! tags: [String!]! friends: [City!]! cities(first: Int): CityConnection! }
    type CityConnection { edges: [CityEdge!]! nodes: [City!]! pageInfo: PageInfo! totalCount: Int! }
    type CityEdge { cursor: String! node: City! }
    type PageInfo { hasNextPage: Boolean! }
"#;

fn cost_with(document: &str, variables: serde_json::Value) -> u64 {
    let types = TypeMap::from_sdl(SDL).unwrap();
    let document = parse_query(document).unwrap();
    let operation = &document.operations.iter().next().unwrap().1.node;
    requested(
        &document,
        operation,
        &Variables::from_json(variables),
        (&types, &Limits::default()),
    )
}

fn cost(document: &str) -> u64 {
    cost_with(document, json!({}))
}

#[test]
fn scalars_are_free_and_objects_cost_one() {
    assert_eq!(cost("{__typename}"), 0);
    assert_eq!(cost("{me{id name tags}}"), 1);
    assert_eq!(cost("{a:me{id} b:me{id}}"), 2);
    assert_eq!(cost("{__schema{types{name}} __type(name:\"A\"){name}}"), 0);
}

#[test]
fn lists_multiply_their_items() {
    assert_eq!(cost("{me{friends{id}}}"), 1 + 10);
    assert_eq!(cost("{me{friends{friends{id}}}}"), 1 + 10 * (1 + 10));
    assert_eq!(cost("{top{id}}"), 20);
    assert_eq!(cost("{top(first:3){id}}"), 3);
    assert_eq!(cost("{nodes(ids:[\"a\",\"b\"]){id}}"), 2);
    assert_eq!(cost("{nodes(ids:\"a\"){id}}"), 1);
    let keys = "query($keys: [_Any!]!) { _entities(representations: $keys) { ... on City { friends { id } } } }";
    let many = json!({ "keys": vec![json!({ "__typename": "City" }); 7] });
    assert_eq!(cost_with(keys, many), 7 * (1 + 10));
    assert_eq!(cost("{_entities(representations:{}){id}}"), 1);
}

#[test]
fn the_schema_says_what_differs() {
    assert_eq!(cost("{found{__typename}}"), 20);
    assert_eq!(cost("{found{parts{id}}}"), 20 + 3);
    assert_eq!(cost("{founds{parts{id} page{id}}}"), 2 * (20 + 3 + 10));
}

#[test]
fn a_change_costs_ten_more() {
    assert_eq!(cost("mutation{rename{id}}"), 10 + 1);
    assert_eq!(
        cost("mutation{a:touch b:touch ...on Mutation{c:touch}}"),
        30
    );
}

#[test]
fn a_connection_passes_its_length_to_its_page_only() {
    assert_eq!(
        cost("{cities(first:50){totalCount pageInfo{hasNextPage}}}"),
        1 + 1
    );
    assert_eq!(cost("{cities(first:50){nodes{id}}}"), 1 + 50);
    assert_eq!(cost("{cities(first:50){edges{node{id}}}}"), 1 + 50 * 2);
    assert_eq!(
        cost("{cities(first:50){nodes{cities(first:20){nodes{id}}}}}"),
        1 + 50 * (1 + 1 + 20)
    );
}

#[test]
fn the_length_comes_from_argument_variable_or_default() {
    let document = "query($n:Int=7){cities(first:$n){nodes{id}}}";
    assert_eq!(cost_with(document, json!({"n": 3})), 1 + 3);
    assert_eq!(cost(document), 1 + 7);
    assert_eq!(cost_with(document, json!({"n": null})), 1 + 20);
    assert_eq!(cost("{cities{nodes{id}}}"), 1 + 20);
    assert_eq!(cost("{fives{nodes{id}}}"), 1 + 5);
    assert_eq!(cost("{cities(last:4){nodes{id}}}"), 1 + 4);
    assert_eq!(cost("{cities(first:1000000){nodes{id}}}"), 1 + 100);
    assert_eq!(cost("{cities(first:-1){nodes{id}}}"), 1 + 100);
}

#[test]
fn fragments_cost_what_they_would_in_place() {
    let plain = "{cities(first:9){pageInfo{hasNextPage} nodes{id friends{id}}}}";
    let spread = "{...Q} fragment Q on Query{cities(first:9){...C}} fragment C on CityConnection{pageInfo{hasNextPage} nodes{...on City{friends{id}}}}";
    assert_eq!(cost(plain), cost(spread));
    assert_eq!(cost("{node(id:1){...on City{friends{id}}}}"), 1 + 10);
}

#[test]
fn absurd_costs_saturate() {
    let tower = format!("{}id{}", "friends{".repeat(40), "}".repeat(40));
    assert_eq!(cost(&format!("{{me{{{tower}}}}}")), u64::MAX);
    let doubling: String = (0..40)
        .map(|i| {
            format!(
                "fragment F{i} on City{{...on City{{...F{0}}} ...F{0}}}",
                i + 1
            )
        })
        .collect();
    assert!(
        cost(&format!(
            "{{me{{...F0}}}} {doubling} fragment F40 on City{{friends{{id}}}}"
        )) > 1 << 40
    );
}
