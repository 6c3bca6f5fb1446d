//! Values and variables in their places.
//!
//! Invariant: what the reference implementation accepts is accepted, and nothing else.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use async_graphql::parser::parse_query;

fn problems(document: &str) -> usize {
    let types = TypeMap::from_sdl(
        "enum Colour { RED } input By @oneOf { id: ID name: String }
         input Thing { colour: Colour! size: Int! = 3 things: [Thing!] by: By tags: [String!] }
         type Query { a(thing: Thing, things: [Thing!], n: Int, f: Float, id: ID, is: Boolean! = true, deep: [[Int!]]): Query
                      b: Int }
         schema { query: Query }",
    );
    match check(
        &parse_query(document).unwrap(),
        &types.unwrap(),
        &Limits::default(),
    ) {
        Ok(()) => 0,
        Err(refusal) => refusal.problems.len(),
    }
}

#[test]
fn literals_fit_their_places() {
    for (arguments, expected) in [
        ("thing: {colour: RED}", 0),
        ("thing: {colour: \"RED\"}", 1),
        ("thing: {colour: BLUE}", 1),
        ("thing: {size: 1}", 1),
        ("thing: {colour: RED, nothing: 1}", 1),
        ("thing: {colour: RED, size: null}", 1),
        ("thing: {colour: RED, by: {}}", 1),
        ("thing: {colour: RED, by: {id: null}}", 1),
        ("thing: {colour: RED, by: {id: 1, name: \"x\"}}", 1),
        ("thing: {colour: RED, by: {id: 1}}", 0),
        (
            "thing: {colour: RED, things: {colour: RED, things: [{colour: 1}]}}",
            1,
        ),
        ("thing: 5", 1),
        ("thing: [{colour: RED}]", 1),
        ("thing: null", 0),
        ("things: {colour: RED}", 0),
        ("things: [{colour: RED}, RED]", 1),
        ("things: [null]", 1),
        ("n: 1, f: 1, id: 1", 0),
        ("n: 1.5", 1),
        ("n: 2147483648", 1),
        ("f: 1e3, id: 99999999999", 0),
        ("id: 1.5", 1),
        ("f: \"1\"", 1),
        ("is: null", 1),
        ("deep: 1", 0),
        ("deep: [[1], null, 2]", 0),
        ("deep: [[null]]", 1),
    ] {
        assert_eq!(
            problems(&format!("{{ a({arguments}) {{ b }} }}")),
            expected,
            "{arguments}"
        );
    }
}

#[test]
fn variables_fit_their_places() {
    for (head, arguments, expected) in [
        ("$v: Int", "n: $v", 0),
        ("$v: Int!", "n: $v", 0),
        ("$v: Float", "n: $v", 1),
        ("$v: Boolean", "is: $v", 0),
        ("$v: Colour", "thing: {colour: $v}", 1),
        ("$v: Colour = RED", "thing: {colour: $v}", 0),
        ("$v: Colour = null", "thing: {colour: $v}", 1),
        ("$v: Int", "thing: {colour: RED, size: $v}", 0),
        ("$v: String!", "thing: {colour: RED, tags: [$v]}", 0),
        ("$v: String", "thing: {colour: RED, tags: [$v]}", 1),
        ("$v: String!", "thing: {colour: RED, tags: $v}", 1),
        ("$v: [String]", "thing: {colour: RED, tags: $v}", 1),
        ("$v: ID!", "thing: {colour: RED, by: {id: $v}}", 0),
        ("$v: ID", "thing: {colour: RED, by: {id: $v}}", 1),
        ("$v: Thing! = 5", "thing: $v", 1),
    ] {
        let document = format!("query({head}) {{ a({arguments}) {{ b }} }}");
        assert_eq!(problems(&document), expected, "{document}");
    }
    let fragment = "query($v: Int) { ...F } fragment F on Query { a { ...F b @skip(if: $v) } }";
    assert_eq!(problems(fragment), 1);
}
