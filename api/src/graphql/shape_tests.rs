//! Tests of the shape limits.
//!
//! Invariant: every limit has a document just inside and one just outside, and abuse is refused in linear time.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use async_graphql::parser::parse_query;
use std::time::{Duration, Instant};

fn checked(document: &str) -> Result<(), Refusal> {
    check(&parse_query(document).unwrap(), &Limits::default())
}

fn limit_of(document: &str) -> Option<&'static str> {
    let refusal = checked(document).err()?;
    refusal
        .problems
        .first()
        .and_then(|problem| problem.exceeded)
        .map(|exceeded| exceeded.limit)
}

/// `{ a { a { … } } }` with that many fields.
fn nested(fields: usize) -> String {
    format!("{}{}", "{a".repeat(fields), "}".repeat(fields))
}

#[test]
fn depth_counts_fields_and_looks_through_fragments() {
    assert_eq!(limit_of(&nested(12)), None);
    assert_eq!(limit_of(&nested(13)), Some("depth"));
    let half = nested(6);
    assert_eq!(
        limit_of(&format!(
            "{{b{{b{{b{{b{{b{{b{{...F}}}}}}}}}}}}}} fragment F on T {half}"
        )),
        None
    );
    assert_eq!(
        limit_of(&format!(
            "{{b{{b{{b{{b{{b{{b{{b{{...F}}}}}}}}}}}}}}}} fragment F on T {half}"
        )),
        Some("depth")
    );
    assert_eq!(
        limit_of(&format!("{{b{{...on T{{...on T{half}}}}}}}")),
        None
    );
}

#[test]
fn nesting_bounds_fragments_that_add_no_depth() {
    let inline = |n: usize| format!("{{{}a{}}}", "...on T{".repeat(n), "}".repeat(n));
    assert_eq!(limit_of(&inline(29)), None);
    assert_eq!(limit_of(&inline(30)), Some("nesting"));
    let chain: String = (0..10_000)
        .map(|i| format!("fragment F{i} on T{{...F{}}}", i + 1))
        .collect();
    assert_eq!(
        limit_of(&format!("{{...F0}} {chain} fragment F10000 on T{{a}}")),
        Some("nesting")
    );
    // The second spread of a fragment that was measured near the root.
    let tall = inline(21);
    let document = format!(
        "{{...F b{{...on T{{...on T{{...on T{{...on T{{...on T{{...on T{{...on T{{...F}}}}}}}}}}}}}}}}}} fragment F on T{tall}"
    );
    assert_eq!(limit_of(&document), Some("nesting"));
}

#[test]
fn cycles_are_refused_wherever_they_start() {
    for document in [
        "{...A} fragment A on T{...A}",
        "{a{...A}} fragment A on T{b{...B}} fragment B on T{c ...A}",
        "{...B ...A} fragment A on T{...B} fragment B on T{...on T{...A}}",
    ] {
        assert_eq!(
            checked(document).unwrap_err().code,
            Code::GraphqlValidationFailed,
            "{document}"
        );
    }
}

#[test]
fn doubling_fragments_are_refused_at_once() {
    let doubling: String = (0..25)
        .map(|i| format!("fragment F{i} on T{{a{{...F{0}}} b{{...F{0}}}}}", i + 1))
        .collect();
    let started = Instant::now();
    assert_eq!(
        limit_of(&format!("{{...F0}} {doubling} fragment F25 on T{{a}}")),
        Some("nesting")
    );
    let flat: String = (0..25)
        .map(|i| {
            format!(
                "fragment F{i} on T{{...on T{{...F{0}}} ...on U{{...F{0}}}}}",
                i + 1
            )
        })
        .collect();
    let loose = Limits {
        nesting: 200,
        ..Limits::default()
    };
    let document = parse_query(format!("{{...F0}} {flat} fragment F25 on T{{a}}")).unwrap();
    let refusal = check(&document, &loose).unwrap_err();
    assert_eq!(
        refusal.problems.first().unwrap().exceeded.unwrap().limit,
        "selections"
    );
    assert!(started.elapsed() < Duration::from_millis(500));
}

#[test]
fn ten_thousand_spreads_stay_linear() {
    let spreads = "...F ".repeat(10_000);
    let document = parse_query(format!("{{{spreads}}} fragment F on T{{a b c}}")).unwrap();
    let started = Instant::now();
    assert!(check(&document, &Limits::default()).is_err());
    assert!(started.elapsed() < Duration::from_millis(500));
}

#[test]
fn aliases_and_repetitions_share_a_limit() {
    let aliases = |n: usize| (0..n).map(|i| format!("x{i}:a ")).collect::<String>();
    assert_eq!(limit_of(&format!("{{b{{{}}}}}", aliases(30))), None);
    assert_eq!(
        limit_of(&format!("{{b{{{}}}}}", aliases(31))),
        Some("aliases")
    );
    assert_eq!(
        limit_of(&format!("{{b{{{}}}}}", "__typename ".repeat(31))),
        None
    );
    assert_eq!(
        limit_of(&format!("{{b{{{}}}}}", "__typename ".repeat(32))),
        Some("aliases")
    );
    assert_eq!(
        limit_of(&format!(
            "{{b{{...F}}c{{...F}}}} fragment F on T{{{}}}",
            aliases(16)
        )),
        Some("aliases")
    );
    assert_eq!(limit_of("{a:a b{a:a}}"), None);
}

#[test]
fn root_fields_are_counted_through_fragments() {
    let fields = |from: usize, to: usize| (from..to).map(|i| format!("f{i} ")).collect::<String>();
    assert_eq!(limit_of(&format!("{{{}}}", fields(0, 20))), None);
    assert_eq!(
        limit_of(&format!("{{{}}}", fields(0, 21))),
        Some("rootFields")
    );
    let document = format!(
        "{{{} ...F}} fragment F on Q{{...on Q{{{}}}}}",
        fields(0, 10),
        fields(10, 21)
    );
    assert_eq!(limit_of(&document), Some("rootFields"));
    assert_eq!(limit_of(&format!("{{a{{{}}}}}", fields(0, 50))), None);
}

#[test]
fn directives_are_counted_everywhere() {
    assert_eq!(limit_of(&format!("{{a{}}}", " @x".repeat(20))), None);
    assert_eq!(
        limit_of(&format!("{{__typename{}}}", " @skip(if:false)".repeat(21))),
        Some("directives")
    );
    assert_eq!(
        limit_of(&format!("query($v:Int{}){{a}}", " @x".repeat(21))),
        Some("directives")
    );
    assert_eq!(
        limit_of(&format!(
            "query {} {{...F}} fragment F on T {} {{a}}",
            " @x".repeat(11),
            " @x".repeat(11)
        )),
        Some("directives")
    );
}

#[test]
fn introspection_has_its_own_limits() {
    let of_type = |n: usize| format!("{}name{}", "ofType{".repeat(n), "}".repeat(n));
    assert_eq!(
        limit_of(&format!(
            "{{__schema{{types{{fields{{type{{{}}}}}}}}}}}",
            of_type(10)
        )),
        None
    );
    assert_eq!(
        limit_of(&format!(
            "{{__schema{{types{{fields{{type{{{}}}}}}}}}}}",
            of_type(11)
        )),
        Some("introspectionDepth")
    );
    assert_eq!(
        limit_of("{__schema{types{fields{type{fields{name}}}}}}"),
        None
    );
    let tower = "{__schema{types{fields{type{fields{type{possibleTypes{name}}}}}}}}";
    assert_eq!(limit_of(tower), Some("introspectionLists"));
    let many: String = (0..6)
        .map(|i| format!("t{i}:__type(name:\"A\"){{name}}"))
        .collect();
    assert_eq!(limit_of(&format!("{{{many}}}")), Some("introspectionRoots"));
    // A field that merely bears the name of an introspection list.
    assert_eq!(limit_of("{a{fields{fields{fields{name}}}}}"), None);
}
