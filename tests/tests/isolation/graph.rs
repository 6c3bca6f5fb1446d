//! Every field of the graph, asked by everybody (ISO-2).
//!
//! Invariant: which fields there are is told by the service; changes are asked for with a version that no record has or
//! with something that does not exist, so whoever may make them is told so and nothing changes.

use super::{
    golden::Table,
    hidden::{Hidden, nothing_like},
    rest::{definition, no_policy, no_suggestion},
    secrets,
    walk::{Field, Walk},
};
use crate::harness::{
    Answer, Service, alone, on_both_databases,
    people::{Caller, PASSWORD},
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Objects that only changes and subscriptions answer with, besides payloads.
const OF_OTHERS: [&str; 16] = [
    "ChangeEvent",
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

/// The input of each change.
pub fn inputs(hidden: &Hidden) -> Vec<(&'static str, Value)> {
    let mut all = of_content(&hidden.plan, &hidden.project);
    all.extend(of_transfers());
    all.extend(of_expertise(&hidden.expertise));
    all.extend(of_peer_groups(&hidden.peer_group));
    all.extend(of_figures(&hidden.observation));
    all.extend(of_platform(&hidden.key, &hidden.account));
    all.extend(of_webhooks(&hidden.webhook));
    // The last: whoever signs out is out.
    all.push(("signOut", Value::Null));
    all
}

fn of_content(plan: &str, project: &str) -> Vec<(&'static str, Value)> {
    let of_plan = json!({ "plan": plan, "expectedVersion": 999 });
    let of_project = json!({ "project": project, "expectedVersion": 999 });
    let with = |base: &Value, name: &str, value: &str| {
        let mut input = base.clone();
        input
            .as_object_mut()
            .unwrap()
            .insert(name.to_owned(), json!(value));
        input
    };
    let new = json!({ "plan": plan, "code": "x", "sequenceNo": 1, "workingTitle": "x", "actionField": "gibt-es-nicht" });
    let file = json!({ "network": "gibt-es-nicht", "fileName": "x.tsv", "content": "x" });
    let pair = json!({ "network": "kora", "project": project, "other": nothing_like("project_"), "accepted": true });
    vec![
        (
            "acceptSuggestions",
            json!({ "network": "kora", "suggestions": [no_suggestion()] }),
        ),
        ("createPlan", json!({ "network": "kora", "title": "" })),
        ("createProject", new),
        ("decideSimilarity", pair),
        (
            "declineSuggestions",
            json!({ "network": "kora", "suggestions": [no_suggestion()], "reason": "OTHER" }),
        ),
        ("editPlan", with(&of_plan, "title", "x")),
        ("editProject", with(&of_project, "workingTitle", "x")),
        ("importPlan", file),
        ("publishPlan", with(&of_plan, "visibility", "PUBLIC")),
        ("publishProject", with(&of_project, "visibility", "PUBLIC")),
        ("refitSimilarityWeights", json!({ "network": "kora" })),
        ("restorePlan", of_plan.clone()),
        ("restoreProject", of_project.clone()),
        (
            "restoreSimilarityWeights",
            json!({ "network": "kora", "number": 999 }),
        ),
        ("retirePlan", of_plan),
        ("retireProject", of_project),
        (
            "snoozeSuggestions",
            json!({ "network": "kora", "suggestions": [no_suggestion()], "until": "2020-01-01" }),
        ),
    ]
}

/// Transfers: of nothing that exists, or between a city and itself.
fn of_transfers() -> Vec<(&'static str, Value)> {
    let link = nothing_like("link_");
    let change = |member: &str, value: Value| json!({ "transferLink": link, "expectedVersion": 999, member: value });
    let mut event = change("kind", json!("NOTE"));
    event
        .as_object_mut()
        .unwrap()
        .insert("note".to_owned(), json!("x"));
    let oneself = json!({ "network": "kora", "adopterCity": "05334002", "sourceCity": "05334002" });
    vec![
        ("editTransferLink", change("nextStep", json!("x"))),
        ("logTransferEvent", event),
        ("proposeTransferLink", oneself),
        ("takeTransferStep", change("step", json!("ACCEPT"))),
    ]
}

fn of_expertise(expertise: &str) -> Vec<(&'static str, Value)> {
    let of = json!({ "expertise": expertise, "expectedVersion": 999 });
    let new = json!({ "network": "kora", "kind": "OFFER", "topic": "", "capacity": "CALL", "until": "2020-01-01" });
    let edit = json!({ "expertise": expertise, "expectedVersion": 999, "topic": "x" });
    let release = json!({ "expertise": expertise, "expectedVersion": 999, "visibility": "PUBLIC" });
    vec![
        ("createExpertise", new),
        ("editExpertise", edit),
        ("publishExpertise", release),
        ("restoreExpertise", of.clone()),
        ("retireExpertise", of),
    ]
}

fn of_peer_groups(group: &str) -> Vec<(&'static str, Value)> {
    let of = json!({ "peerGroup": group, "expectedVersion": 999 });
    let with = |members: Value| {
        let mut input = of.clone();
        let all = input.as_object_mut().unwrap();
        all.extend(members.as_object().unwrap().clone());
        input
    };
    let new = json!({ "name": "", "of": { "cities": ["05334002"] } });
    let member = nothing_like("tenant_");
    vec![
        ("acceptRing", with(json!({ "termsVersion": 1 }))),
        ("publishBenchmarks", json!({ "ring": group, "year": 2020 })),
        (
            "withdrawBenchmark",
            json!({ "publication": nothing_like("benchmark_"), "reason": "x" }),
        ),
        ("changePeerGroup", with(json!({ "name": "x" }))),
        ("createPeerGroup", new),
        ("declineRing", of.clone()),
        ("freezePeerGroup", with(json!({ "year": 2020 }))),
        ("inviteToRing", with(json!({ "invite": [] }))),
        ("leaveRing", of.clone()),
        ("publishPeerGroup", with(json!({ "visibility": "PUBLIC" }))),
        ("removeFromRing", with(json!({ "member": member }))),
        ("restorePeerGroup", of.clone()),
        ("retirePeerGroup", of),
    ]
}

fn of_figures(observation: &str) -> Vec<(&'static str, Value)> {
    let with = |mut input: Value, member: &str, value: Value| {
        let members = input.as_object_mut().unwrap();
        members.insert(member.to_owned(), value);
        input
    };
    let of = json!({ "observation": observation, "expectedVersion": 999 });
    let mut revised = with(definition("reason", "Anders"), "code", json!("population"));
    revised = with(revised, "expectedVersion", json!(999));
    let new = json!({ "indicator": "gibt_es_nicht", "year": 2024, "value": 1, "source": "x" });
    let correction = with(of.clone(), "value", json!(0));
    let doubt = json!({ "observation": observation, "plausibility": "CONTESTED" });
    vec![
        ("correctObservation", with(correction, "source", json!("x"))),
        ("defineIndicator", definition("code", "population")),
        ("importObservations", json!({ "content": "x" })),
        (
            "publishObservation",
            with(of.clone(), "visibility", json!("PUBLIC")),
        ),
        ("recordObservation", new),
        // A doubt says why.
        ("remarkObservation", doubt),
        ("reviseIndicator", revised),
        ("withdrawObservation", with(of, "reason", json!("x"))),
    ]
}

fn of_platform(key: &str, account: &str) -> Vec<(&'static str, Value)> {
    let nothing = |kind: &str| nothing_like(&format!("{kind}_"));
    let passwords =
        json!({ "currentPassword": PASSWORD, "newPassword": "Nicht mehr derselbe Satz." });
    let person = json!({ "email": "kein Postfach", "name": "Neu", "role": "READER" });
    let program = json!({ "name": "", "role": "READER", "scopes": ["CONTENT_READ"] });
    let member = json!({ "network": "kora", "tenant": nothing("tenant"), "role": "NETWORK_CITY" });
    let end = json!({ "membership": nothing("membership"), "expectedVersion": 999, "until": "2020-01-01" });
    let provider = json!({ "url": "http://127.0.0.1:9/r", "audience": "x", "algorithms": ["NONE"], "roleClaim": "roles" });
    vec![
        ("changePassword", passwords),
        ("closeAccount", json!({ "account": account })),
        ("createAccount", person),
        ("createApiKey", program),
        ("createMembership", member),
        (
            "createNetwork",
            json!({ "slug": "kora", "nameDe": "Schon da" }),
        ),
        (
            "createTenant",
            json!({ "organisation": { "municipality": "05334002" } }),
        ),
        (
            "distrustIdentityProvider",
            json!({ "identityProvider": nothing("issuer") }),
        ),
        ("endMembership", end),
        ("eraseAccount", json!({ "account": account })),
        ("giveRole", json!({ "account": account, "role": "READER" })),
        (
            "changeDisclosurePolicy",
            json!({ "network": "kora", "expectedVersion": 999, "policy": no_policy() }),
        ),
        (
            "replaceNetworkConcepts",
            json!({ "network": "kora", "expectedVersion": 999, "concepts": [] }),
        ),
        ("revokeApiKey", json!({ "apiKey": key })),
        ("rotateApiKey", json!({ "apiKey": key })),
        ("trustIdentityProvider", provider),
        ("withdrawRole", json!({ "account": account })),
    ]
}

fn of_webhooks(webhook: &str) -> Vec<(&'static str, Value)> {
    let of = json!({ "webhook": webhook });
    let version = json!({ "webhook": webhook, "expectedVersion": 999 });
    let since = json!({ "webhook": webhook, "since": "2020-01-01T00:00:00Z" });
    let message = json!({ "webhookDelivery": nothing_like("delivery_") });
    vec![
        ("changeWebhook", version),
        ("createWebhook", json!({ "url": "http://127.0.0.1:9/hook" })),
        ("removeWebhook", of.clone()),
        ("replayWebhookDelivery", message),
        ("resendWebhook", since),
        ("rotateWebhookSecret", of),
    ]
}

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
        let inputs = inputs(&hidden);
        let listed: BTreeSet<_> = inputs.iter().map(|(name, _)| *name).collect();
        let fields: BTreeSet<_> = walk.fields("Mutation").iter().map(|field| field.name.as_str()).collect();
        assert_eq!(listed, fields, "each change needs a row");
        for one in inputs {
            change(service, one, &mut table).await;
        }
        table.check("isolation-graphql.txt");
    }
}
