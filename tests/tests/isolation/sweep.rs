//! Thousands of generated queries of cities that share a network find no word of another city (ISO-7).
//!
//! Invariant: the generator knows the fields from the service itself and is the same in every run.

use super::{
    crowd::{CANARY, Crowd, canary},
    walk::{Field, Walk},
};
use crate::{harness::Backend, tenancy::on_both};
use async_graphql::{Request, Response};
use domain::Ctx;
use serde_json::Value;
use std::fmt::Write;

on_both!(no_generated_query_finds_a_word_of_others);

/// Queries for each database.
const QUERIES: u64 = 2_500;

/// Numbers that look like chance and are the same in every run (`SplitMix64`).
pub struct Dice(pub u64);

impl Dice {
    /// A number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}

/// A query: some roots, some fields below, some pages and filters.
fn query(walk: &Walk, crowd: &Crowd, dice: &mut Dice) -> String {
    let roots: Vec<&Field> = walk.fields("Query").iter().collect();
    let mut document = String::from("{");
    for number in 0..=dice.below(2) {
        let root = roots
            .get(usize::try_from(dice.below(roots.len() as u64)).unwrap())
            .unwrap();
        if let Some(arguments) = root_arguments(root, crowd, dice) {
            let _ = write!(document, " r{number}: {}{arguments}", root.name);
            select(walk, root, dice, 4, &mut document);
        }
    }
    document.push_str(" __typename }");
    document
}

fn root_arguments(root: &Field, crowd: &Crowd, dice: &mut Dice) -> Option<String> {
    let pick = usize::try_from(dice.below(crowd.cities.len() as u64)).unwrap();
    let (ags, project) = crowd.cities.get(pick).unwrap();
    Some(match root.name.as_str() {
        "projects" | "plans" => match dice.below(4) {
            0 => format!("(first: 100, filter: {{ city: [{ags:?}] }})"),
            1 => format!("(first: 100, filter: {{ text: \"{CANARY}\" }})"),
            2 => format!(
                "(last: {}, orderBy: {{ field: UPDATED_AT }})",
                1 + dice.below(100)
            ),
            _ => format!("(first: {})", 1 + dice.below(100)),
        },
        "similarProjects" => {
            let word = canary(pick);
            format!("(first: {}, text: \"{CANARY} {word}\")", 1 + dice.below(20))
        }
        "search" => {
            let word = canary(pick);
            let length = 6 + usize::try_from(dice.below(7)).unwrap();
            format!(
                "(first: 20, text: {:?})",
                word.get(..length).unwrap_or(&word)
            )
        }
        "barrierExperiences" => format!("(first: 20, barrier: [\"H1\"], text: \"{CANARY}\")"),
        "changes" => format!("(first: 100, city: [{ags:?}])"),
        "project" | "node" => format!("(id: {project:?})"),
        "nodes" => format!("(ids: [{project:?}])"),
        "city" => format!("(ags: {ags:?})"),
        "network" => "(slug: \"kora\")".to_owned(),
        _ if root.needs_arguments => return None,
        _ => String::new(),
    })
}

/// What is selected below a field.
fn select(walk: &Walk, field: &Field, dice: &mut Dice, depth: u32, document: &mut String) {
    if field.is_leaf {
        return;
    }
    document.push_str(" { __typename");
    for below in walk.fields(&field.target) {
        let is_wanted = if below.is_leaf {
            dice.below(3) > 0
        } else {
            // Each project of a list is a search of its own there.
            let is_costly =
                ["similar", "matches"].contains(&below.name.as_str()) && dice.below(10) > 0;
            depth > 0 && !is_costly && (below.name == "nodes" || dice.below(3) == 0)
        };
        if is_wanted && !below.needs_arguments {
            let _ = write!(document, " {}", below.name);
            select(
                walk,
                below,
                dice,
                depth - u32::from(!below.is_leaf),
                document,
            );
        }
    }
    document.push_str(" }");
}

/// An answer as the service writes it.
fn written(answer: &Response) -> String {
    let mut text = b"{\"data\":".to_vec();
    schema::write(&answer.data, &mut text);
    text.push(b'}');
    String::from_utf8(text).unwrap()
}

fn parsed(answer: &str) -> Value {
    let mut answer: Value = serde_json::from_str(answer).unwrap();
    answer
        .as_object_mut()
        .unwrap()
        .retain(|key, _| key == "data");
    answer
}

async fn no_generated_query_finds_a_word_of_others(backend: Backend) {
    let Some(crowd) = Crowd::on(backend).await else {
        return;
    };
    let schema = schema::build();
    let ask = async |ctx: Ctx, document: &str| {
        let answer = schema.execute(Request::new(document).data(ctx)).await;
        serde_json::to_string(&answer).unwrap()
    };
    let introspection = schema.execute(Walk::document()).await;
    let walk = Walk::of_types(&introspection.data.into_json().unwrap());
    let mut dice = Dice(7);
    let (mut found, mut broken, mut compared) = (0, 0, 0);
    for number in 0..QUERIES {
        let document = query(&walk, &crowd, &mut dice);
        let city = usize::try_from(number).unwrap();
        let answer = ask(crowd.reader(city), &document).await;
        assert_eq!(
            crowd.foreign(city, &answer),
            Vec::<String>::new(),
            "{document}"
        );
        if number % 5 == 0 && !answer.contains("\"errors\"") {
            compared += 1;
            let request = Request::new(&document).data(crowd.reader(city));
            let direct = schema
                .execute(request.data(schema::Direct::default()))
                .await;
            assert_eq!(parsed(&written(&direct)), parsed(&answer), "{document}");
        }
        found += u32::from(answer.contains(&canary(city)));
        broken += u32::from(answer.starts_with("{\"data\":null"));
        if number % 10 == 0 {
            let answer = ask(crowd.desk.nobody(), &document).await;
            assert!(!answer.contains(CANARY), "{document}: {answer}");
        }
    }
    assert!(
        found > 100,
        "only {found} answers show even their own city's word"
    );
    assert!(broken < 500, "{broken} queries were not answered");
    assert!(
        compared > 100,
        "only {compared} answers were written in both ways"
    );
}
