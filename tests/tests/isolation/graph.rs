//! Every field of the graph, asked by everybody (ISO-2).
//!
//! Invariant: which fields there are is told by the service; changes are asked for with a version that no record has or
//! with something that does not exist, so whoever may make them is told so and nothing changes.

use super::{
    golden::Table,
    hidden::Hidden,
    inputs, secrets,
    walk::{Field, Walk},
};
use crate::harness::{Answer, Service, alone, on_both_databases, people::Caller};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Objects that only changes and subscriptions answer with, besides payloads.
const OF_OTHERS: [&str; 17] = [
    "ChangeEvent",
    "RingPublication",
    "Mutation",
    "Subscription",
    "TransferLinkEvent",
    "ImportProject",
    "ImportColumn",
    "ImportFinding",
    "ImportReport",
    "ImportTotals",
    "ObservationImportColumn",
    "ObservationImportCorrection",
    "ObservationImportFinding",
    "ObservationImportReport",
    "ObservationImportTotals",
    "SimilarityRefit",
    "SimilarityWeightChange",
];

/// Asks the graph.
pub async fn ask(service: &Service, caller: Caller, document: &str, variables: &Value) -> Answer {
    let value = service.authorization(caller);
    let headers: Vec<_> = value
        .iter()
        .map(|value| ("Authorization", value.as_str()))
        .collect();
    service.query_with(document, variables, &headers).await
}

/// What became of a field: the code of its error, or that it was answered.
fn outcome(answer: &Answer, field: &str) -> String {
    let body = answer.json();
    if answer.status == 401 {
        return "401".to_owned();
    }
    let errors = body.get("errors").and_then(Value::as_array);
    let own = errors.into_iter().flatten().find(|error| {
        let path = error.get("path").and_then(Value::as_array);
        path.is_none_or(|path| {
            let names: Vec<_> = path.iter().filter_map(Value::as_str).collect();
            names.last() == Some(&field)
        })
    });
    own.map_or_else(
        || "+".to_owned(),
        |error| {
            let code = error.pointer("/extensions/code").and_then(Value::as_str);
            code.unwrap_or("?").to_owned()
        },
    )
}

/// A row for each field of an object that is read.
async fn read(
    service: &Service,
    (name, fields, document): (&str, &[Field], String),
    table: &mut Table,
) -> String {
    let mut answers = Vec::new();
    let mut seen = String::new();
    for caller in Caller::ALL {
        let answer = ask(service, caller, &document, &Value::Null).await;
        secrets::check(caller, &answer, &document);
        seen.push_str(&answer.body);
        answers.push(answer);
    }
    for field in fields {
        let outcomes = answers.iter().map(|answer| outcome(answer, &field.name));
        table.row(format!("{name}.{}", field.name), outcomes.collect());
    }
    seen
}

/// The document and variables of a change.
pub fn operation(name: &str, input: &Value) -> (String, Value) {
    if input.is_null() {
        return (format!("mutation {{ {name} }}"), Value::Null);
    }
    let mut kind = name.to_owned();
    kind.get_mut(..1).unwrap().make_ascii_uppercase();
    let below = if name == "changePassword" {
        ""
    } else {
        " { __typename }"
    };
    let document = format!("mutation($input: {kind}Input!) {{ {name}(input: $input){below} }}");
    (document, json!({ "input": input }))
}

/// A row for a change.
async fn change(service: &Service, (name, input): (&str, Value), table: &mut Table) {
    let (document, variables) = operation(name, &input);
    let mut outcomes = Vec::new();
    for caller in Caller::ALL {
        let answer = ask(service, caller, &document, &variables).await;
        secrets::check(caller, &answer, name);
        outcomes.push(outcome(&answer, name));
    }
    table.row(format!("Mutation.{name}"), outcomes);
}

/// Rows for a subscription and the fields of its events: the first event that each caller hears.
async fn heard(service: &Service, root: &Field, walk: &Walk, table: &mut Table) {
    let first = "{ changes(first: 1) { pageInfo { endCursor } } }";
    let first = service.query(first).await.data();
    let after = first.pointer("/changes/pageInfo/endCursor").unwrap();
    let fields = walk.fields(&root.target);
    let below: Vec<_> = fields
        .iter()
        .map(|field| match field.is_leaf {
            true => field.name.clone(),
            false => format!("{} {{ __typename }}", field.name),
        })
        .collect();
    let (name, below) = (&root.name, below.join(" "));
    let document = format!("subscription {{ {name}(after: {after}) {{ {below} }} }}");
    let mut answers = Vec::new();
    for caller in Caller::ALL {
        let answer = first_event(service, caller, &document).await;
        secrets::check(caller, &answer, &document);
        answers.push(answer);
    }
    let mut row = |owner: &str, field: &str| {
        let outcomes = answers.iter().map(|answer| outcome(answer, field));
        table.row(format!("{owner}.{field}"), outcomes.collect());
    };
    row("Subscription", name);
    for field in fields {
        row(&root.target, &field.name);
    }
}

async fn first_event(service: &Service, caller: Caller, document: &str) -> Answer {
    let value = service.authorization(caller);
    let stream = service
        .stream(value.as_deref(), document, &Value::Null, None)
        .await;
    let mut stream = match stream {
        Ok(stream) => stream,
        Err(answer) => return answer,
    };
    let event = stream.next().await.unwrap();
    Answer {
        status: 200,
        headers: Default::default(),
        body: event.data.to_string(),
    }
}

on_both_databases! { service from alone;
    async fn every_field_answers_each_caller_as_reviewed() {
        let hidden = Hidden::make(service).await.kept();
        let data = service.query(Walk::document()).await.data();
        let walk = Walk::new(&data, &hidden);
        let unreached = walk.unreached();
        let strange: Vec<_> = unreached
            .iter()
            .filter(|name| !name.ends_with("Payload") && !OF_OTHERS.contains(name))
            .collect();
        assert!(strange.is_empty(), "no query leads to {strange:?}");
        let mut table = Table::new("What each field of the graph answers each caller: + or the code of its error.");
        let mut seen = String::new();
        for one in walk.documents(&hidden) {
            seen.push_str(&read(service, one, &mut table).await);
        }
        secrets::check_seen(&seen);
        for root in walk.fields("Subscription") {
            heard(service, root, &walk, &mut table).await;
        }
        let inputs = inputs::inputs(&hidden);
        let listed: BTreeSet<_> = inputs.iter().map(|(name, _)| *name).collect();
        let fields: BTreeSet<_> = walk.fields("Mutation").iter().map(|field| field.name.as_str()).collect();
        assert_eq!(listed, fields, "each change needs a row");
        for one in inputs {
            change(service, one, &mut table).await;
        }
        table.check("isolation-graphql.txt");
    }
}
