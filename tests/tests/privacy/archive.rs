//! Off-boarding: a tenant moves to another installation with everything that it owns, and leaves nothing behind.
//!
//! Invariant: files are compared to the last byte, and what is left is looked for in every table of the catalogue.

use super::dump::Dump;
use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, data, text},
    harness::Backend,
    tenancy::on_both,
};
use domain::{
    Ctx, Error,
    account::{self, NewAccount},
    actor::Role,
    archive::{self, Removed},
    audit_entry::{self, Verdict},
    id::TypedId,
};
use serde_json::{Value, json};

/// A city that was invited to a ring.
const BONN: &str = "05314000";

on_both!(a_tenant_moves_and_leaves_nothing_behind);
on_both!(what_was_changed_or_is_there_is_refused);

async fn exported(ctx: &Ctx) -> String {
    let work = ctx.begin().await.unwrap();
    let text = archive::export(&work).await.unwrap();
    work.roll_back().await.unwrap();
    text
}

async fn try_to_import(desk: &Desk, text: &str) -> domain::Result<usize> {
    let ctx = desk.operator();
    let import = async |work: &domain::Work<'_>| archive::import(work, text).await;
    let imported = ctx.write("tenant.import", "file", import).await?;
    Ok(imported.rows)
}

/// A link of Karlsruhe to a project of Aachen, a person who is known there only, and a retired project.
async fn seed(desk: &Desk, dump: &Dump) {
    let ids = [AACHEN, KARLSRUHE].map(|ags| dump.id(desk.tenant(ags).uuid()));
    let [aachen, karlsruhe] = ids;
    let link =
        format!("SELECT id FROM transfer_link WHERE tenant_id = {aachen} ORDER BY id LIMIT 1");
    dump.run(&format!(
        "UPDATE transfer_link SET tenant_id = {karlsruhe}, adopter_project_id = NULL, adopter_city_ags = '{KARLSRUHE}', \
         source_project_id = (SELECT id FROM project WHERE tenant_id = {aachen} ORDER BY id LIMIT 1) WHERE id = ({link})"
    ))
    .await;
    ring(desk).await;
    let admin = desk.member(AACHEN, Role::Admin);
    let new = NewAccount::new("eva@aachen.example", "Eva Aachen");
    let create = async |work: &domain::Work<'_>| {
        account::create(work, new, "hash".to_owned(), Role::Admin).await
    };
    admin.write("account.create", "eva", create).await.unwrap();
}

/// A ring that Aachen moderates: Karlsruhe accepted its terms, the others have not answered.
async fn ring(desk: &Desk) {
    let invite = [
        KARLSRUHE, BONN, "05711000", "03241001", "06412000", "14713000",
    ];
    let invite = invite.map(|city| desk.tenant(city).to_string());
    let input = json!({ "name": "Ring", "network": "kora", "of": { "ring": { "indicators": ["cycling_staff_fte"],
        "terms": "Werte zählen.", "resultsVisibility": "SHARED", "invite": invite } } });
    let document = "mutation($input: CreatePeerGroupInput!) { createPeerGroup(input: $input) { peerGroup { id } } }";
    let moderator = desk.member(AACHEN, Role::Publisher);
    let made = data(&moderator, document, json!({ "input": input })).await;
    let id = text(&made, "/createPeerGroup/peerGroup/id");
    let document =
        "mutation($input: AcceptRingInput!) { acceptRing(input: $input) { peerGroup { id } } }";
    let input = json!({ "peerGroup": id, "expectedVersion": 1, "termsVersion": 1 });
    let member = desk.member(KARLSRUHE, Role::Publisher);
    data(&member, document, json!({ "input": input })).await;
}

/// Who belongs to the ring that Aachen moderates, as Aachen reads it.
async fn members(desk: &Desk) -> Vec<(String, String, Value)> {
    let document = "{ peerGroups(first: 10, filter: { kind: [RING] }) { nodes { name termsVersion
        ring { state members { ags state termsVersion } } } } }";
    let read = data(&desk.member(AACHEN, Role::Admin), document, json!({})).await;
    let rings = read.pointer("/peerGroups/nodes").and_then(Value::as_array);
    let ring = rings
        .unwrap()
        .iter()
        .find(|ring| text(ring, "/name") == "Ring");
    let ring = ring.unwrap();
    assert_eq!(text(ring, "/ring/state"), "ACCEPTED");
    let members = ring.pointer("/ring/members").and_then(Value::as_array);
    let members = members.unwrap().iter().map(|one| {
        let terms = one.get("termsVersion").cloned().unwrap();
        (text(one, "/ags"), text(one, "/state"), terms)
    });
    members.collect()
}

async fn the_ring_came_along(desk: &Desk, elsewhere: &Desk) {
    let of_ring = members(elsewhere).await;
    assert_eq!(of_ring, members(desk).await);
    let state = |city: &str| {
        of_ring
            .iter()
            .find(|(ags, ..)| ags == city)
            .unwrap()
            .1
            .as_str()
    };
    assert_eq!(
        [AACHEN, KARLSRUHE, BONN].map(state),
        ["ACCEPTED", "ACCEPTED", "INVITED"]
    );
    let accepted = |city: &str| {
        of_ring
            .iter()
            .find(|(ags, ..)| ags == city)
            .unwrap()
            .2
            .clone()
    };
    assert_eq!([KARLSRUHE, BONN].map(accepted), [json!(1), Value::Null]);
}

/// DS-5: export, import elsewhere, export again: identical. Then removal: 0 rows in every table with a tenant.
async fn a_tenant_moves_and_leaves_nothing_behind(backend: Backend) {
    let (Some(desk), Some(elsewhere)) = (Desk::on(backend).await, Desk::empty(backend).await)
    else {
        return;
    };
    let dump = Dump::of(desk.url()).await;
    seed(&desk, &dump).await;
    let tenant = desk.tenant(AACHEN);
    let first = exported(&desk.member(AACHEN, Role::Admin)).await;
    assert!(!first.contains("eva@aachen.example"));
    let rows = try_to_import(&elsewhere, &first).await.unwrap();
    assert!(rows > 100, "{rows}");
    let second = exported(&elsewhere.member(AACHEN, Role::Admin)).await;
    for (one, other) in first.lines().zip(second.lines()) {
        assert_eq!(one, other);
    }
    assert_eq!(first, second);
    the_ring_came_along(&desk, &elsewhere).await;
    let ctx = desk.operator();
    let remove = async |work: &domain::Work<'_>| archive::remove(work, tenant).await;
    let removed: Removed = ctx.write("tenant.remove", tenant, remove).await.unwrap();
    assert_eq!((removed.people, removed.links), (1, 1), "{removed:?}");
    let id = dump.id(tenant.uuid());
    let mut looked_at = 0;
    for (table, column, _) in dump.columns().await {
        if !["tenant_id", "reader_id"].contains(&column.as_str()) {
            continue;
        }
        looked_at += 1;
        let left = dump.count(&table, &format!("{column} = {id}")).await;
        match table.as_str() {
            // Proof, and tombstones: an id and who could read it.
            "audit_entry" => assert!(left > 0),
            "change" if column == "tenant_id" => {
                let others =
                    format!("{column} = {id} AND (action <> 'DELETED' OR after IS NOT NULL)");
                assert_eq!(dump.count(&table, &others).await, 0);
                assert!(left > 10, "{left}");
            }
            _ => assert_eq!(left, 0, "{table}.{column}"),
        }
    }
    assert!(looked_at > 18, "{looked_at}");
    assert_eq!(dump.count("tenant", &format!("id = {id}")).await, 0);
    assert!(dump.holding("eva@aachen.example").await.is_empty());
    let loose = format!("source_city_ags = '{AACHEN}' OR adopter_city_ags = '{KARLSRUHE}'");
    assert!(
        dump.count(
            "transfer_link",
            &format!("({loose}) AND source_project_id IS NULL")
        )
        .await
            > 0
    );
    let verdict = audit_entry::verify(&ctx, None).await.unwrap();
    assert!(matches!(verdict, Verdict::Intact { .. }), "{verdict:?}");
    // What was removed can come back.
    assert_eq!(try_to_import(&desk, &first).await.unwrap(), rows);
    assert_eq!(exported(&desk.member(AACHEN, Role::Admin)).await, first);
}

async fn what_was_changed_or_is_there_is_refused(backend: Backend) {
    let (Some(desk), Some(elsewhere)) = (Desk::on(backend).await, Desk::empty(backend).await)
    else {
        return;
    };
    let text = exported(&desk.member(AACHEN, Role::Admin)).await;
    let there = try_to_import(&desk, &text).await;
    assert!(matches!(there, Err(Error::Conflict(_))), "{there:?}");
    for changed in [
        text.replacen("Aachen", "Aachem", 1),
        text.trim_end().to_owned(),
        text.lines().skip(1).collect(),
        String::new(),
    ] {
        let refused = try_to_import(&elsewhere, &changed).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    }
    let editor = desk.member(AACHEN, Role::Editor);
    let work = editor.begin().await.unwrap();
    let refused = archive::export(&work).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    let refused = archive::remove(&work, desk.tenant(KARLSRUHE)).await;
    assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
    work.roll_back().await.unwrap();
}
