//! Subscriptions: who hears of what, in which order, from where on, and when no more.
//!
//! Invariant: what a stream tells is what the change feed tells the same reader, no less and no more, entry by entry.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{Desk, text},
    harness::{
        Backend, Service, alone, identity, on_both_databases,
        people::{AACHEN, Caller, KARLSRUHE},
        set_up,
        stream::{Event, Stream},
    },
    keys::created,
    tenancy::on_both,
};
use domain::actor::Role;
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::time::timeout;

const CHANGES: &str = "subscription($after: String) { changes(after: $after) {
    cursor change { kind action subjectId } } }";
const LINKS: &str = "subscription($after: String) { transferLinkChanges(after: $after, network: \"kora\") {
    cursor change { action subjectId isDeleted } node { id stage adopterCity { ags } network { slug } } } }";

async fn ask(service: &Service, caller: Caller, query: &str, variables: Value) -> Value {
    let authorization = service.authorization(caller);
    let headers: Vec<_> = authorization
        .iter()
        .map(|value| ("Authorization", value.as_str()))
        .collect();
    service.query_with(query, &variables, &headers).await.data()
}

/// A stream that is listened for already.
async fn listen(service: &Service, caller: Caller, query: &str, after: Option<&str>) -> Stream {
    let authorization = service.authorization(caller);
    let variables = json!({ "after": after });
    let stream = service
        .stream(authorization.as_deref(), query, &variables, None)
        .await;
    stream.map_err(|answer| answer.body).unwrap().opened().await
}

const AUTHOR: Caller = Caller::City(AACHEN, Role::Publisher);
const COLLEAGUE: Caller = Caller::City(AACHEN, Role::Reader);
const PARTNER: Caller = Caller::City(KARLSRUHE, Role::Editor);

/// A new plan of Aachen that nobody else can read.
async fn plan(service: &Service) -> String {
    let document =
        "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";
    let input = json!({ "input": { "network": "kora", "title": "Plan", "status": "ADOPTED" } });
    let made = ask(service, AUTHOR, document, input).await;
    text(&made, "/createPlan/plan/id")
}

async fn publish(service: &Service, plan: &str, version: u32, visibility: &str) {
    let document =
        "mutation($input: PublishPlanInput!) { publishPlan(input: $input) { plan { id } } }";
    let input = json!({ "plan": plan, "expectedVersion": version, "visibility": visibility });
    ask(service, AUTHOR, document, json!({ "input": input })).await;
}

/// What a stream told of a record, up to an action.
async fn told(stream: &mut Stream, subject: &str, last: &str) -> Vec<String> {
    let is_of = |event: &Event| subject_of(event) == subject;
    let action = |event: &Event| text(&event.data, "/data/changes/change/action");
    let events = stream
        .until(|event| is_of(event) && action(event) == last)
        .await;
    events
        .iter()
        .filter(|event| is_of(event))
        .map(action)
        .collect()
}

fn subject_of(event: &Event) -> String {
    text(&event.data, "/data/changes/change/subjectId")
}

/// All entries of the feed behind a cursor: cursor and record, as the query lists them.
async fn listed(service: &Service, caller: Caller, after: &str) -> Vec<(String, String)> {
    let query = "query($after: String) { changes(first: 100, after: $after) { edges { cursor node { subjectId } } } }";
    let (mut all, mut after) = (Vec::new(), after.to_owned());
    loop {
        let page = ask(service, caller, query, json!({ "after": after })).await;
        let edges = page.pointer("/changes/edges").and_then(Value::as_array);
        let edges = edges.unwrap().iter();
        let page: Vec<_> = edges
            .map(|edge| (text(edge, "/cursor"), text(edge, "/node/subjectId")))
            .collect();
        let Some((cursor, _)) = page.last() else {
            return all;
        };
        after.clone_from(cursor);
        all.extend(page);
    }
}

/// The cursor of the first entry that somebody can read.
async fn first(service: &Service, caller: Caller) -> String {
    let query = "{ changes(first: 1) { pageInfo { endCursor } } }";
    let page = ask(service, caller, query, json!({})).await;
    text(&page, "/changes/pageInfo/endCursor")
}

on_both_databases! { service from identity;
    async fn everybody_hears_what_a_change_is_to_them() {
        let mut colleague = listen(service, COLLEAGUE, CHANGES, None).await;
        let mut partner = listen(service, PARTNER, CHANGES, None).await;
        let mut nobody = listen(service, Caller::Anonymous, CHANGES, None).await;
        let plan = plan(service).await;
        for (version, visibility) in [(1, "NETWORK"), (2, "PUBLIC"), (3, "TENANT")] {
            publish(service, &plan, version, visibility).await;
        }
        assert_eq!(told(&mut partner, &plan, "DELETED").await, ["CREATED", "UPDATED", "DELETED"]);
        assert_eq!(told(&mut nobody, &plan, "DELETED").await, ["CREATED", "DELETED"]);
        let own = colleague.until(|event| subject_of(event) == plan).await;
        assert_eq!(text(&own.last().unwrap().data, "/data/changes/change/action"), "CREATED");
    }

    async fn the_whole_feed_comes_in_its_order_and_none_twice() {
        let first = first(service, PARTNER).await;
        let expected = listed(service, PARTNER, &first).await;
        assert!(expected.len() > 100, "more than a page is needed, not {}", expected.len());
        let mut stream = listen(service, PARTNER, CHANGES, Some(&first)).await;
        for (cursor, subject) in expected {
            let event = stream.next().await.unwrap();
            assert_eq!((text(&event.data, "/data/changes/cursor"), subject_of(&event)), (cursor.clone(), subject));
            assert_eq!(event.id, cursor);
        }
    }

    async fn whoever_comes_back_misses_nothing() {
        let mut stream = listen(service, COLLEAGUE, CHANGES, None).await;
        let before = plan(service).await;
        let heard = stream.until(|event| subject_of(event) == before).await;
        let cursor = heard.last().unwrap().id.clone();
        drop(stream);
        let missed = [plan(service).await, plan(service).await];
        let authorization = service.authorization(COLLEAGUE);
        let again = service.stream(authorization.as_deref(), CHANGES, &json!({}), Some(&cursor)).await;
        let mut again = again.map_err(|answer| answer.body).unwrap().opened().await;
        let expected = listed(service, COLLEAGUE, &cursor).await;
        let heard = again.until(|event| Some(&event.id) == expected.last().map(|(cursor, _)| cursor)).await;
        let heard: Vec<_> = heard.iter().map(|event| (event.id.clone(), subject_of(event))).collect();
        assert_eq!(heard, expected);
        assert!(missed.iter().all(|plan| heard.iter().any(|(_, subject)| subject == plan)));
    }

    async fn a_key_that_is_revoked_hears_no_more() {
        let (id, key) = created(service, "READER", "content:read").await;
        let bearer = format!("Bearer {key}");
        let stream = service.stream(Some(&bearer), CHANGES, &json!({}), None).await;
        let mut stream = stream.map_err(|answer| answer.body).unwrap().opened().await;
        let path = format!("/api/v1/keys/{id}");
        let admin = service.token(Role::Admin, AACHEN);
        let gone = service.call(&admin, Method::DELETE, &path, None).await;
        assert!(gone.status < 300, "{}", gone.body);
        let plan = plan(service).await;
        let mut heard = stream.until(|event| event.name == "complete").await;
        assert!(!heard.iter().any(|event| event.data.to_string().contains(&plan)), "{heard:?}");
        heard.pop();
        let last = heard.pop().unwrap();
        assert_eq!(text(&last.data, "/errors/0/extensions/code"), "UNAUTHENTICATED");
        assert_eq!(stream.next().await, None);
    }

    async fn streams_hold_no_connection_to_the_database() {
        let mut streams = Vec::new();
        for _ in 0..20 {
            streams.push(listen(service, PARTNER, CHANGES, None).await);
        }
        // There are eight.
        let me = ask(service, PARTNER, "{ me { kind } }", json!({})).await;
        assert_eq!(text(&me, "/me/kind"), "MEMBER");
        let plan = plan(service).await;
        publish(service, &plan, 1, "NETWORK").await;
        for stream in &mut streams {
            assert_eq!(told(stream, &plan, "CREATED").await, ["CREATED"]);
        }
    }

    async fn what_cannot_be_listened_to_is_refused_on_the_stream() {
        for (query, after, code) in [
            (CHANGES, Some("nonsense"), "BAD_USER_INPUT"),
            ("subscription { changes(network: \"nirgends\") { cursor } }", None, "BAD_USER_INPUT"),
            ("subscription { changes(cities: [\"1\"]) { cursor } }", None, "BAD_USER_INPUT"),
            ("subscription { nothing }", None, "GRAPHQL_VALIDATION_FAILED"),
            ("subscription { changes { cursor } changes { cursor } }", None, "GRAPHQL_VALIDATION_FAILED"),
            ("mutation { signOut }", None, "UNAUTHENTICATED"),
        ] {
            let stream = service.stream(None, query, &json!({ "after": after }), None).await;
            let mut stream = stream.map_err(|answer| answer.body).unwrap();
            let event = stream.next().await.unwrap();
            assert_eq!(text(&event.data, "/errors/0/extensions/code"), code, "{query}");
            assert_eq!(stream.next().await.unwrap().name, "complete", "{query}");
        }
    }
}

on_both_databases! { service from alone;
    async fn the_end_of_a_membership_ends_what_the_network_shared() {
        let mut partner = listen(service, PARTNER, CHANGES, None).await;
        let before = plan(service).await;
        publish(service, &before, 1, "NETWORK").await;
        assert_eq!(told(&mut partner, &before, "CREATED").await, ["CREATED"]);
        end_membership(service).await;
        let after = plan(service).await;
        publish(service, &after, 1, "NETWORK").await;
        publish(service, &after, 2, "PUBLIC").await;
        // What became public is the first that they hear of it.
        assert_eq!(told(&mut partner, &after, "CREATED").await, ["CREATED"]);
        publish(service, &before, 2, "TENANT").await;
        publish(service, &after, 3, "TENANT").await;
        let heard = partner.until(|event| subject_of(event) == after).await;
        assert!(!heard.iter().any(|event| subject_of(event) == before), "{heard:?}");
    }

    async fn an_owner_sees_who_was_told_what_is_not_public() {
        let mut partner = listen(service, PARTNER, LINKS, None).await;
        let content = "Nr.\tArbeitstitel\tMöglicher Erfahrungstransfer\n1\tRadstation\tKarlsruhe\n";
        import(service, "Zweiter Plan", content).await;
        let event = partner.next().await.unwrap().data;
        let link = text(&event, "/data/transferLinkChanges/node/id");
        let admin = service.token(Role::Admin, AACHEN);
        let log = service.read_as(&admin, "/api/v1/audit-entries?limit=100").await.json();
        let entries = log.get("items").and_then(Value::as_array).unwrap();
        let told = entries.iter().find(|entry| {
            entry.get("action") == Some(&json!("content.read")) && entry.get("subject") == Some(&json!(link))
        });
        assert_eq!(text(told.unwrap(), "/actingForName"), "Karlsruhe");
    }

    async fn links_come_with_what_they_are_now() {
        let start = first(service, Caller::Anonymous).await;
        let mut nobody = listen(service, Caller::Anonymous, LINKS, Some(&start)).await;
        let event = nobody.next().await.unwrap().data;
        let link = event.pointer("/data/transferLinkChanges").unwrap();
        assert_eq!(link.pointer("/node/id"), link.pointer("/change/subjectId"), "{event}");
        assert_eq!(text(link, "/node/network/slug"), "kora");
        name_karlsruhe_no_more(service).await;
        let is_gone = |event: &Event| {
            event.data.pointer("/data/transferLinkChanges/change/isDeleted") == Some(&json!(true))
        };
        let gone = nobody.until(is_gone).await.pop().unwrap().data;
        assert_eq!(gone.pointer("/data/transferLinkChanges/node"), Some(&Value::Null), "{gone}");
        // Told from the beginning, it has no content in any event any more.
        let subject = gone.pointer("/data/transferLinkChanges/change/subjectId");
        let mut again = listen(service, Caller::Anonymous, LINKS, Some(&start)).await;
        for event in again.until(is_gone).await {
            let node = event.data.pointer("/data/transferLinkChanges/node/id");
            assert!(node.is_none() || node != subject, "{event:?}");
        }
    }
}

/// Aachen's plan once more, without those that it wanted to learn from.
async fn name_karlsruhe_no_more(service: &Service) {
    let plans = "{ plans(first: 100) { nodes { title city { ags } projects { totalCount } } } }";
    let plans = ask(service, AUTHOR, plans, json!({})).await;
    let plans = plans.pointer("/plans/nodes").and_then(Value::as_array);
    let is_imported =
        |plan: &&Value| plan.pointer("/projects/totalCount").and_then(Value::as_u64) == Some(7);
    let plan = plans.unwrap().iter().find(is_imported).unwrap();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/kora/aachen.tsv");
    let content = std::fs::read_to_string(file)
        .unwrap()
        .replace("Karlsruhe", "");
    import(service, &text(plan, "/title"), &content).await;
}

async fn import(service: &Service, title: &str, content: &str) {
    let input = json!({ "network": "kora", "fileName": "plan.tsv", "title": title, "content": content,
        "visibility": "NETWORK", "dryRun": false });
    let document = "mutation($input: ImportPlanInput!) { importPlan(input: $input) { report { planChange } } }";
    ask(service, AUTHOR, document, json!({ "input": input })).await;
}

async fn end_membership(service: &Service) {
    let query = "{ city(ags: \"08212000\") { tenant { memberships { nodes { id version network { slug } } } } } }";
    let found = ask(service, Caller::Operator, query, json!({})).await;
    let membership = found
        .pointer("/city/tenant/memberships/nodes/0")
        .unwrap()
        .clone();
    let yesterday = (domain::clock::Clock::System.now() - chrono::TimeDelta::days(1)).date_naive();
    let input = json!({ "membership": text(&membership, "/id"), "expectedVersion": membership.get("version"),
        "until": yesterday.to_string() });
    let document = "mutation($input: EndMembershipInput!) { endMembership(input: $input) { membership { id } } }";
    ask(
        service,
        Caller::Operator,
        document,
        json!({ "input": input }),
    )
    .await;
}

on_both!(an_address_has_so_many_places);
on_both!(one_look_is_enough_for_all);

async fn an_address_has_so_many_places(backend: Backend) {
    // Whoever goes away without a word is noticed by the signs of life that do not arrive.
    let bounds = [
        ("subscription_connections_per_address", "2"),
        ("subscription_ping_seconds", "1"),
    ];
    let bounds = bounds.map(|(key, value)| (key, value.to_owned())).to_vec();
    let Some(service) = set_up(backend, bounds) else {
        return;
    };
    let one = listen(service, Caller::Anonymous, CHANGES, None).await;
    let two = listen(service, Caller::Anonymous, CHANGES, None).await;
    let refused = service.stream(None, CHANGES, &json!({}), None).await;
    let refused = refused.err().unwrap();
    assert_eq!(refused.status, 429);
    // Who shows a credential has places of their own.
    listen(service, PARTNER, CHANGES, None).await;
    drop(one);
    let given_back = async {
        let mut ticks = tokio::time::interval(Duration::from_millis(100));
        while service
            .stream(None, CHANGES, &json!({}), None)
            .await
            .is_err()
        {
            ticks.tick().await;
        }
    };
    timeout(Duration::from_secs(20), given_back).await.unwrap();
    drop(two);
}

/// However many follow, the database is asked once; and where nobody does, not at all.
async fn one_look_is_enough_for_all(backend: Backend) {
    let seen = Arc::new(Mutex::new(0));
    let counter = Arc::clone(&seen);
    let count = Arc::new(move |_: &_| *counter.lock().unwrap() += 1);
    let Some(desk) = Desk::watched(backend, Some(count)).await else {
        return;
    };
    let asked = async || {
        *seen.lock().unwrap() = 0;
        desk.store.watch().look(&desk.store).await.unwrap();
        *seen.lock().unwrap()
    };
    assert_eq!(asked().await, 0);
    let crowd: Vec<_> = (0..50).map(|_| desk.nobody().follow_changes()).collect();
    asked().await;
    // The entry that is the newest is asked for over the connections of the index, which nobody watches.
    let of_many = asked().await;
    assert!(of_many <= 1, "{of_many} statements");
    let mut waiting = crowd.into_iter().next().unwrap();
    waiting.changed().await;
    crate::desk::plan(&desk.member(AACHEN, Role::Editor)).await;
    desk.store.watch().look(&desk.store).await.unwrap();
    timeout(Duration::from_secs(5), waiting.changed())
        .await
        .unwrap();
    drop(waiting);
    assert_eq!(asked().await, 0);
}
