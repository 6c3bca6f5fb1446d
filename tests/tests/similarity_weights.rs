//! Weights of similarity by network: coordinators decide about pairs, the weights follow, and there is a way back.
//!
//! Invariant: until a network has weights of its own, and after it has gone back, its answers are the same to the byte; no
//! other network and no other question hears of it.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

pub mod office;

use crate::{
    desk::{AACHEN, KARLSRUHE, ask, code, data, plan, project, publish, text},
    harness::{Backend, alone, on_both_databases, people::Caller},
    tenancy::on_both,
};
use domain::{Ctx, actor::Role};
use office::{DECIDE, Office, REFIT, RESTORE, pairs, similar, weight};
use reqwest::Method;
use serde_json::{Value, json};

on_both!(a_coordinator_decides_about_pairs);
on_both!(nobody_else_decides_or_refits);
on_both!(what_cannot_be_decided_is_refused);
on_both!(few_decisions_teach_nothing);
on_both!(weights_follow_decisions_and_go_back);
on_both!(what_may_not_be_read_teaches_nothing);
on_both!(another_copy_and_another_network);

async fn a_coordinator_decides_about_pairs(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let editor = office.member(Role::Editor);
    let pairs = pairs(&office.desk, 2, 1).await;
    let [first, second] = pairs.as_slice() else {
        panic!("{pairs:?}");
    };
    let tally = office.decide(&editor, first, true).await;
    assert_eq!(tally, json!({ "accepted": 1, "declined": 0 }));
    let tally = office.decide(&editor, second, false).await;
    assert_eq!(tally, json!({ "accepted": 1, "declined": 1 }));
    // Deciding again replaces what was said, whichever project it is asked of.
    let tally = office.decide(&editor, &first.turned(), false).await;
    assert_eq!(tally, json!({ "accepted": 0, "declined": 2 }));
    let log = "{ auditEntries(first: 1) { nodes { action outcome } } }";
    let admin = office.member(Role::Admin);
    let entry = data(&admin, log, json!({})).await;
    assert_eq!(
        entry.pointer("/auditEntries/nodes/0"),
        Some(&json!({ "action": "similarity.decide", "outcome": "DONE" }))
    );
}

async fn nobody_else_decides_or_refits(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let desk = &office.desk;
    let pair = pairs(desk, 1, 1).await.remove(0);
    let writes = |is_dry_run: bool| {
        [
            (DECIDE, pair.input(true)),
            (REFIT, json!({ "network": "kora", "dryRun": is_dry_run })),
            (RESTORE, json!({ "network": "kora", "number": 0 })),
        ]
    };
    for (who, ctx, expected) in [
        ("nobody", desk.nobody(), "UNAUTHENTICATED"),
        ("the operator", desk.operator(), "FORBIDDEN"),
        ("a city", desk.member(AACHEN, Role::Admin), "FORBIDDEN"),
        ("a reader", office.member(Role::Reader), "FORBIDDEN"),
    ] {
        for (document, input) in writes(true).into_iter().chain(writes(false)) {
            let answer = ask(&ctx, document, json!({ "input": input })).await;
            assert_eq!(code(&answer), expected, "{who}: {document}: {answer}");
        }
    }
    let editor = office.member(Role::Publisher);
    for (document, input) in writes(true).into_iter().skip(1) {
        let answer = ask(&editor, document, json!({ "input": input })).await;
        assert_eq!(code(&answer), "FORBIDDEN", "{document}: {answer}");
    }
    office.leave().await;
    let former = office.member(Role::Admin);
    for (document, input) in writes(true).into_iter().chain(writes(false)) {
        let answer = ask(&former, document, json!({ "input": input })).await;
        assert_eq!(code(&answer), "FORBIDDEN", "{document}: {answer}");
    }
}

async fn what_cannot_be_decided_is_refused(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let desk = &office.desk;
    let (owner, editor) = (
        desk.member(KARLSRUHE, Role::Publisher),
        office.member(Role::Editor),
    );
    let own = plan(&owner).await;
    // The plan is the city's own matter, and so are its projects.
    let hidden = project(&owner, &own, "KA-verborgen").await;
    let seen = pairs(desk, 1, 1).await.remove(0);
    let sibling = office.sibling(&seen.project).await;
    let absent = "project_01jw0000000000000000000000";
    for (project, other, expected) in [
        (seen.project.as_str(), hidden.as_str(), "NOT_FOUND"),
        (hidden.as_str(), seen.project.as_str(), "NOT_FOUND"),
        (hidden.as_str(), hidden.as_str(), "NOT_FOUND"),
        (seen.project.as_str(), absent, "NOT_FOUND"),
        (seen.project.as_str(), "network_kora", "NOT_FOUND"),
        (
            seen.project.as_str(),
            seen.project.as_str(),
            "BAD_USER_INPUT",
        ),
        (seen.project.as_str(), sibling.as_str(), "BAD_USER_INPUT"),
    ] {
        let input =
            json!({ "network": "kora", "project": project, "other": other, "accepted": true });
        let answer = ask(&editor, DECIDE, json!({ "input": input })).await;
        assert_eq!(code(&answer), expected, "{input}: {answer}");
    }
    let input = json!({ "network": "gibt-es-nicht", "project": seen.project, "other": seen.other, "accepted": true });
    let answer = ask(&editor, DECIDE, json!({ "input": input })).await;
    assert_eq!(code(&answer), "BAD_USER_INPUT", "{answer}");
    for number in [7, -1] {
        let input = json!({ "network": "kora", "number": number });
        let admin = office.member(Role::Admin);
        let answer = ask(&admin, RESTORE, json!({ "input": input })).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{answer}");
    }
}

async fn few_decisions_teach_nothing(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let pairs = pairs(&office.desk, 3, 3).await;
    for (at, pair) in pairs.iter().enumerate() {
        office
            .decide(&office.member(Role::Editor), pair, at % 2 == 0)
            .await;
    }
    for is_dry_run in [true, false] {
        let refit = office.refit(is_dry_run).await;
        let report = refit.get("report").unwrap();
        assert_eq!(text(report, "/outcome"), "TOO_FEW", "{report}");
        assert_eq!(
            report.get("accepted"),
            Some(&json!(pairs.len().div_ceil(2)))
        );
        assert_eq!(report.get("areaAfter"), Some(&Value::Null));
        assert_eq!(
            refit.pointer("/network/similarityWeights/number"),
            Some(&json!(0))
        );
        for change in report.get("weights").and_then(Value::as_array).unwrap() {
            assert_eq!(change.get("before"), change.get("after"), "{change}");
        }
    }
}

/// A question to one project, one to a description within the network, and one to a description anywhere.
async fn answers(ctx: &Ctx, project: &str) -> [Value; 3] {
    let document = "query($network: String) { similarProjects(text: \"Fahrradstraßen und Radwege im Stadtgebiet\", first: 20,
        filter: { network: $network }) { nodes { score explanation components { name weight value contribution } project { id } } } }";
    [
        similar(ctx, project).await,
        data(ctx, document, json!({ "network": "kora" })).await,
        data(ctx, document, json!({})).await,
    ]
}

async fn weights_follow_decisions_and_go_back(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let (desk, nobody) = (&office.desk, office.desk.nobody());
    let asked = office.teach("city").await;
    let shipped = answers(&nobody, &asked).await;
    let dry = office.refit(true).await;
    assert_eq!(text(&dry, "/report/outcome"), "LEARNT", "{dry:#}");
    assert_eq!(
        dry.pointer("/network/similarityWeights/number"),
        Some(&json!(0))
    );
    assert_eq!(answers(&desk.nobody(), &asked).await, shipped, "a dry run");
    let refit = office.refit(false).await;
    assert_eq!(refit.get("report"), dry.get("report"));
    let now = refit.pointer("/network/similarityWeights").unwrap();
    assert_eq!(now.get("number"), Some(&json!(1)));
    assert_eq!(now.get("accepted"), dry.pointer("/report/accepted"));
    assert!(weight(now, "city") > 0.02, "{now:#}");
    assert!((weight(now, "kinship") - 0.19).abs() < 1e-9, "{now:#}");
    let learnt = answers(&desk.nobody(), &asked).await;
    let [before, within, anywhere] = &shipped;
    let [after, within_now, anywhere_now] = &learnt;
    assert_ne!(office::ids(before), office::ids(after), "another order");
    assert_ne!(within, within_now);
    assert_eq!(anywhere, anywhere_now, "no network was asked for");
    // The same decisions do not count again.
    let again = office.refit(false).await;
    assert_eq!(text(&again, "/report/outcome"), "NO_GAIN", "{again:#}");
    assert_eq!(
        again.pointer("/network/similarityWeights/number"),
        Some(&json!(1))
    );
    let back = office.restore(0).await;
    assert_eq!(
        back.pointer("/similarityWeights/isInUse"),
        Some(&json!(true))
    );
    assert_eq!(
        back.pointer("/similarityWeights/inUseSince"),
        Some(&Value::Null)
    );
    let numbers = |back: &Value| {
        let versions = back
            .get("similarityWeightsVersions")
            .and_then(Value::as_array);
        let versions = versions.unwrap().iter();
        let numbers = versions.map(|one| (one["number"].as_i64().unwrap(), one["isInUse"] == true));
        numbers.collect::<Vec<_>>()
    };
    assert_eq!(numbers(&back), [(1, false), (0, true)]);
    let restored = answers(&desk.nobody(), &asked).await;
    assert_eq!(json!(restored).to_string(), json!(shipped).to_string());
    assert_eq!(numbers(&office.restore(1).await), [(1, true), (0, false)]);
    assert_eq!(answers(&desk.nobody(), &asked).await, learnt);
}

async fn what_may_not_be_read_teaches_nothing(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let desk = &office.desk;
    let owner = desk.member(KARLSRUHE, Role::Publisher);
    let own = plan(&owner).await;
    let open = json!({ "plan": own, "expectedVersion": 1, "visibility": "PUBLIC" });
    publish(&owner, "Plan", open).await;
    let project = project(&owner, &own, "KA-offen").await;
    let mut pair = pairs(desk, 1, 1).await.remove(0);
    pair.other.clone_from(&project);
    office
        .decide(&office.member(Role::Editor), &pair, true)
        .await;
    let seen = |refit: &Value| {
        let report = refit.get("report").unwrap();
        (report["accepted"].clone(), report["leftOut"].clone())
    };
    assert_eq!(seen(&office.refit(true).await), (json!(1), json!(0)));
    let input = json!({ "project": project, "expectedVersion": 1, "visibility": "TENANT" });
    publish(&owner, "Project", input).await;
    assert_eq!(seen(&office.refit(true).await), (json!(0), json!(1)));
    // It may come back, and what was decided about it with it.
    let input = json!({ "project": project, "expectedVersion": 2, "visibility": "NETWORK" });
    publish(&owner, "Project", input).await;
    assert_eq!(seen(&office.refit(true).await), (json!(1), json!(0)));
}

async fn another_copy_and_another_network(backend: Backend) {
    let Some(office) = Office::on(backend).await else {
        return;
    };
    let desk = &office.desk;
    let there = desk.with_connections(2).await;
    let elsewhere = office.in_another_network().await;
    let asked = office.teach("city").await;
    let untouched = similar(&desk.nobody(), &elsewhere).await;
    let changes =
        "{ changes(first: 100, kind: [NETWORK]) { nodes { subjectId action } totalCount } }";
    let count = |feed: Value| feed.pointer("/changes/totalCount").and_then(Value::as_i64);
    let before = count(data(&desk.nobody(), changes, json!({})).await);
    let refit = office.refit(false).await;
    assert_eq!(text(&refit, "/report/outcome"), "LEARNT", "{refit:#}");
    assert_eq!(
        count(data(&desk.nobody(), changes, json!({})).await),
        before.map(|count| count + 1),
        "whoever keeps answers hears of it"
    );
    assert_eq!(similar(&desk.nobody(), &elsewhere).await, untouched);
    there.store.refresh_reference().await.unwrap();
    assert_eq!(
        similar(&there.nobody(), &asked).await,
        similar(&desk.nobody(), &asked).await
    );
}

on_both_databases! { service from alone;
    async fn rest_tells_the_same() {
        let path = "/api/v1/networks/kora/similarity-weights";
        let list = service.read(path).await.json();
        let shipped = list.pointer("/items/0").unwrap();
        assert_eq!((&shipped["number"], &shipped["isInUse"]), (&json!(0), &json!(true)), "{list:#}");
        let weights = shipped["weights"].as_array().unwrap();
        let sum: f64 = weights.iter().map(|one| one["weight"].as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{shipped:#}");
        assert_eq!(service.read("/api/v1/networks/gibt-es-nicht/similarity-weights").await.status, 404);
        let query = "{ projects(first: 100) { nodes { id city { ags } network { slug similarityWeights { number } } } } }";
        let all = service.query(query).await.data();
        let nodes = all.pointer("/projects/nodes").and_then(Value::as_array).unwrap();
        let first = nodes.first().unwrap();
        let other = nodes.iter().find(|one| one.pointer("/city/ags") != first.pointer("/city/ags")).unwrap();
        let body = json!({ "project": first["id"], "other": other["id"], "accepted": true });
        let coordinator = service.authorization(Caller::Coordinator).unwrap();
        for (operation, body, expected) in [
            ("similarity-decisions", body.clone(), 200),
            ("similarity-decisions", json!({ "project": first["id"] }), 400),
            ("similarity-weights/refit", json!({ "dryRun": true }), 403),
            ("similarity-weights/restore", json!({ "number": 0 }), 403),
        ] {
            let request = service.request(Method::POST, &format!("/api/v1/networks/kora/{operation}"));
            let request = request.header("Authorization", &coordinator).json(&body);
            let answer = service.send(request).await;
            assert_eq!(answer.status, expected, "{operation}: {}", answer.body);
            if expected == 200 {
                assert_eq!(answer.json(), json!({ "accepted": 1, "declined": 0 }));
            }
        }
    }
}
