//! Who hears of a transfer link, and when.
//!
//! Invariant: the answers of whoever may not know of a link are the same, to the byte, as if there were none.

use super::place::{BONN, Place, new_project, seen, told};
use crate::{
    desk::{AACHEN, COLOGNE, KARLSRUHE, data, publish, text},
    harness::Backend,
    tenancy::on_both,
};
use domain::{
    Ctx,
    actor::{Role, Scope},
};
use serde_json::{Value, json};

on_both!(nobody_else_hears_of_a_proposal);
on_both!(a_link_follows_its_projects);
on_both!(an_office_that_leaves_sees_no_more);
on_both!(what_is_only_named_follows_its_plan);

/// Everything by which somebody could notice a link: lists, counts, filters, the feed, both projects, both cities.
async fn noticed(ctx: &Ctx, place: &Place) -> Value {
    let query = "query($learner: ID!, $teacher: ID!, $ka: [String!]) {
        transferLinks(first: 100) { totalCount nodes { id stage } }
        open: transferLinks(filter: { isOpen: true }) { totalCount }
        proposed: transferLinks(filter: { stage: [PROPOSED, ACCEPTED_BY_SOURCE, DECLINED] }) { totalCount }
        from: transferLinks(first: 100, filter: { sourceCity: $ka }) { totalCount }
        learner: project(id: $learner) { transferLinks { totalCount } }
        teacher: project(id: $teacher) { transferLinksAsSource { totalCount } }
        changes(first: 100, kind: [TRANSFER_LINK], since: \"2026-11-01T00:00:00Z\") { totalCount } }";
    let variables =
        json!({ "learner": place.learner, "teacher": place.teacher, "ka": [KARLSRUHE] });
    data(ctx, query, variables).await
}

async fn nobody_else_hears_of_a_proposal(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let desk = place.desk();
    desk.admit(COLOGNE).await;
    let key = [Scope::WriteContent].into_iter().collect();
    let others = [
        ("nobody", desk.nobody()),
        ("whoever runs the service", desk.operator()),
        (
            "a third city of the network",
            desk.member(BONN, Role::Admin),
        ),
        ("a city outside of it", desk.member(COLOGNE, Role::Admin)),
        (
            "a key of a side that reads nothing",
            desk.with_scopes(KARLSRUHE, Role::Admin, key),
        ),
    ];
    let mut before = Vec::new();
    for (_, ctx) in &others {
        before.push(noticed(ctx, &place).await);
    }
    let link = place.propose().await;
    place
        .take(&place.source(), &link, json!({ "step": "ACCEPT" }))
        .await;
    for ((who, ctx), before) in others.iter().zip(&before) {
        assert_eq!(noticed(ctx, &place).await, *before, "{who}");
        assert_eq!(seen(ctx, &link).await, Value::Null, "{who}");
    }
    for ctx in [place.coordinator(), place.adopter(), place.source()] {
        assert_eq!(told(&ctx, &link, "stage").await, "ACCEPTED_BY_SOURCE");
    }
    the_network_hears_of_it_while_both_agree(&place, &link).await;
}

async fn the_network_hears_of_it_while_both_agree(place: &Place, link: &str) {
    let desk = place.desk();
    place
        .take(&place.adopter(), link, json!({ "step": "ACCEPT" }))
        .await;
    assert_eq!(
        told(&desk.member(BONN, Role::Reader), link, "stage").await,
        "ACCEPTED"
    );
    assert_eq!(
        seen(&desk.nobody(), link).await,
        Value::Null,
        "it is the network's"
    );
    place
        .take(&place.source(), link, json!({ "step": "WITHDRAW" }))
        .await;
    assert_eq!(
        seen(&desk.member(BONN, Role::Reader), link).await,
        Value::Null
    );
    let feed = "{ changes(first: 100, kind: [TRANSFER_LINK], since: \"2026-11-01T00:00:00Z\") { nodes { subjectId action } } }";
    let feed = data(&desk.member(BONN, Role::Reader), feed, json!({})).await;
    let own: Vec<_> = feed
        .pointer("/changes/nodes")
        .and_then(Value::as_array)
        .unwrap()
        .iter()
        .filter(|change| change["subjectId"] == json!(link))
        .map(|change| text(change, "/action"))
        .collect();
    assert_eq!(
        own,
        ["CREATED", "DELETED"],
        "what appeared and went away again"
    );
}

async fn a_link_follows_its_projects(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let desk = place.desk();
    let link = place.completed().await;
    let third = desk.member(BONN, Role::Reader);
    assert_eq!(told(&third, &link, "outcome").await, "ADAPTED");
    let hide = |project: &str, version: i32| json!({ "project": project, "expectedVersion": version, "visibility": "TENANT" });
    publish(&place.source(), "Project", hide(&place.teacher, 1)).await;
    assert_eq!(
        seen(&third, &link).await,
        Value::Null,
        "its source is private"
    );
    let kept = &seen(&place.adopter(), &link).await;
    assert_eq!(
        (&kept["outcome"], &kept["sourceProject"]),
        (&json!("ADAPTED"), &Value::Null)
    );
    let open = json!({ "project": place.teacher, "expectedVersion": 2, "visibility": "NETWORK" });
    publish(&place.source(), "Project", open).await;
    assert_eq!(told(&third, &link, "outcome").await, "ADAPTED");
    let retire =
        "mutation($input: RetireProjectInput!) { retireProject(input: $input) { version } }";
    let input = json!({ "project": place.learner, "expectedVersion": 1 });
    data(&place.adopter(), retire, json!({ "input": input })).await;
    assert_eq!(
        seen(&third, &link).await,
        Value::Null,
        "its adopter is retired"
    );
    let events = seen(&place.source(), &link).await;
    assert!(
        events.pointer("/events/totalCount").and_then(Value::as_i64) > Some(4),
        "{events:#}"
    );
    let restore = "mutation($input: RestoreProjectInput!) { restoreProject(input: $input) { project { id } } }";
    let input = json!({ "project": place.learner, "expectedVersion": 2 });
    data(&place.adopter(), restore, json!({ "input": input })).await;
    assert_eq!(told(&third, &link, "outcome").await, "ADAPTED");
}

async fn an_office_that_leaves_sees_no_more(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let link = place.propose().await;
    assert_eq!(told(&place.coordinator(), &link, "stage").await, "PROPOSED");
    place.office.leave().await;
    assert_eq!(seen(&place.coordinator(), &link).await, Value::Null);
    let feed = "{ changes(first: 100, kind: [TRANSFER_LINK], since: \"2026-11-01T00:00:00Z\") { nodes { subjectId } } }";
    let told = data(&place.coordinator(), feed, json!({})).await;
    assert!(!told.to_string().contains(&link), "{told:#}");
}

async fn what_is_only_named_follows_its_plan(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let desk = place.desk();
    let owner = desk.member(AACHEN, Role::Publisher);
    let query = "{ projects(first: 1, filter: { city: [\"05334002\"], code: [\"05334002-1\"] }) { nodes { id version
        transferLinks { totalCount } } } }";
    let all = data(&owner, query, json!({})).await;
    let project = all.pointer("/projects/nodes/0").unwrap();
    assert!(
        project
            .pointer("/transferLinks/totalCount")
            .and_then(Value::as_i64)
            > Some(0),
        "{all:#}"
    );
    let count = "query($id: ID!) { node(id: $id) { id }
        transferLinks(first: 100, filter: { adopterCity: [\"05334002\"] }) { totalCount } }";
    let id = json!({ "id": project["id"] });
    let count_of = |answer: &Value| {
        answer
            .pointer("/transferLinks/totalCount")
            .and_then(Value::as_i64)
    };
    let before = count_of(&data(&desk.nobody(), count, id.clone()).await);
    let hide = json!({ "project": project["id"], "expectedVersion": project["version"], "visibility": "TENANT" });
    publish(&owner, "Project", hide).await;
    let after = count_of(&data(&desk.nobody(), count, id.clone()).await);
    let own = project
        .pointer("/transferLinks/totalCount")
        .and_then(Value::as_i64);
    assert_eq!(after, before.zip(own).map(|(before, own)| before - own));
    assert_eq!(
        count_of(&data(&owner, count, id).await),
        before,
        "its own city reads them still"
    );
    let _ = new_project(desk, BONN, "BN-zuletzt").await;
}
