//! What a project tells of: recognised in its texts, corrected by its editors, and found by others accordingly.
//!
//! Invariant: a correction changes what searches find, and nobody learns from a concept what they may not read.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, ask, code, data, plan, publish, text},
    harness::Backend,
    tenancy::on_both,
};
use domain::{Ctx, actor::Role};
use serde_json::{Value, json};

on_both!(concepts_are_recognised_with_the_words_that_tell_of_them);
on_both!(editors_correct_what_was_recognised);
on_both!(a_part_that_few_may_read_tells_nobody_of_concepts);
on_both!(corrections_that_cannot_be_are_refused);

const CREATE: &str =
    "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
const EDIT: &str =
    "mutation($input: EditProjectInput!) { editProject(input: $input) { project { version
    conceptCorrections { nodes { notation verdict concept { label } } } } } }";
const READ: &str = "query($id: ID!) { project(id: $id) { concepts { confidence isConfirmed
    concept { notation kind label } evidence { field text marks { start end } } } } }";

/// A public project about a list of priorities.
async fn write(owner: &Ctx) -> String {
    let plan = plan(owner).await;
    let release = json!({ "plan": plan, "expectedVersion": 1, "visibility": "PUBLIC" });
    publish(owner, "Plan", release).await;
    let input = json!({ "plan": plan, "code": "liste", "sequenceNo": 1, "visibility": "PUBLIC",
        "workingTitle": "Prioritätenliste für Radwege", "summary": "Der Rat beschließt sie.",
        "items": [{ "kind": "LESSON", "text": "Eine Haushaltsbefragung fehlte.", "visibility": "TENANT" }] });
    let answer = data(owner, CREATE, json!({ "input": input })).await;
    text(&answer, "/createProject/project/id")
}

async fn concepts(ctx: &Ctx, project: &str) -> Vec<Value> {
    let answer = data(ctx, READ, json!({ "id": project })).await;
    answer
        .pointer("/project/concepts")
        .and_then(Value::as_array)
        .cloned()
        .unwrap()
}

fn of<'a>(concepts: &'a [Value], notation: &str) -> Option<&'a Value> {
    let mut all = concepts.iter();
    all.find(|one| text(one, "/concept/notation") == notation)
}

async fn correct(editor: &Ctx, (project, version): (&str, i32), corrections: Value) -> Value {
    let input = json!({ "project": project, "expectedVersion": version, "conceptCorrections": corrections });
    data(editor, EDIT, json!({ "input": input })).await
}

/// Whether somebody finds the project by an instrument.
async fn is_found_by(ctx: &Ctx, instrument: &str) -> bool {
    let query = "query($by: [String!]) { similarProjects(text: \"Prioritätenliste für Radwege\", first: 100,
        filter: { instrument: $by, withOwnCity: true }) { nodes { project { code } } } }";
    let found = data(ctx, query, json!({ "by": [instrument] })).await;
    found.to_string().contains("\"liste\"")
}

/// What the marks of an excerpt highlight.
fn marked(excerpt: &Value) -> Vec<String> {
    let text = text(excerpt, "/text");
    let place = |mark: &Value, name| usize::try_from(mark.get(name).unwrap().as_u64().unwrap());
    let piece = |mark: &Value| {
        let (start, end) = (place(mark, "start").unwrap(), place(mark, "end").unwrap());
        text.chars().skip(start).take(end - start).collect()
    };
    let marks = excerpt.get("marks").and_then(Value::as_array).unwrap();
    marks.iter().map(piece).collect()
}

async fn concepts_are_recognised_with_the_words_that_tell_of_them(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let project = write(&desk.member(AACHEN, Role::Publisher)).await;
    let found = concepts(&desk.nobody(), &project).await;
    let list = of(&found, "priority-list").unwrap();
    assert_eq!(list.get("isConfirmed"), Some(&json!(false)));
    let confidence = list.get("confidence").and_then(Value::as_f64).unwrap();
    assert!((0.5..1.0).contains(&confidence), "{list:#}");
    let evidence = list.pointer("/evidence/0").unwrap();
    assert_eq!(text(evidence, "/field"), "workingTitle");
    assert_eq!(marked(evidence), ["Prioritätenliste"], "{list:#}");
    assert!(is_found_by(&desk.nobody(), "priority-list").await);
    let confidences: Vec<f64> = found
        .iter()
        .map(|one| one.get("confidence").and_then(Value::as_f64).unwrap())
        .collect();
    assert!(confidences.is_sorted_by(|a, b| a >= b), "{confidences:?}");
}

async fn editors_correct_what_was_recognised(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let project = write(&desk.member(AACHEN, Role::Publisher)).await;
    let editor = desk.member(AACHEN, Role::Editor);
    let corrections = json!([
        { "concept": "priority-list", "verdict": "REJECTED" },
        { "concept": "progress-report", "verdict": "CONFIRMED" },
    ]);
    let told = correct(&editor, (&project, 1), corrections).await;
    let kept = told
        .pointer("/editProject/project/conceptCorrections/nodes")
        .unwrap();
    assert_eq!(text(kept, "/0/verdict"), "REJECTED");
    assert_eq!(text(kept, "/1/notation"), "progress-report");
    for reader in [desk.nobody(), desk.member(KARLSRUHE, Role::Reader)] {
        let found = concepts(&reader, &project).await;
        assert_eq!(of(&found, "priority-list"), None, "{found:#?}");
        let named = of(&found, "progress-report").unwrap();
        assert_eq!(
            (
                named.get("confidence"),
                named.get("isConfirmed"),
                named.get("evidence")
            ),
            (Some(&json!(1.0)), Some(&json!(true)), Some(&json!([])))
        );
        assert!(!is_found_by(&reader, "priority-list").await);
        assert!(is_found_by(&reader, "progress-report").await);
    }
    // An edit of something else keeps them; an empty list takes them back.
    let input = json!({ "project": project, "expectedVersion": 2, "summary": "Jährlich." });
    let told = data(&editor, EDIT, json!({ "input": input })).await;
    assert_ne!(
        told.pointer("/editProject/project/conceptCorrections/nodes/1"),
        None,
        "{told}"
    );
    correct(&editor, (&project, 3), json!([])).await;
    assert!(of(&concepts(&editor, &project).await, "progress-report").is_none());
    assert!(is_found_by(&desk.nobody(), "priority-list").await);
}

async fn a_part_that_few_may_read_tells_nobody_of_concepts(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let owner = desk.member(AACHEN, Role::Publisher);
    let project = write(&owner).await;
    // A lesson for colleagues: its concept is no property of a project that everybody reads.
    for reader in [&desk.nobody(), &owner] {
        let found = concepts(reader, &project).await;
        assert_eq!(of(&found, "travel-survey"), None, "{found:#?}");
        assert!(!json!(found).to_string().contains("Haushaltsbefragung"));
    }
    let release = json!({ "project": project, "expectedVersion": 1, "visibility": "TENANT" });
    publish(&owner, "Project", release).await;
    assert!(!concepts(&owner, &project).await.is_empty());
    for stranger in [desk.nobody(), desk.member(KARLSRUHE, Role::Admin)] {
        let answer = data(&stranger, READ, json!({ "id": project })).await;
        assert_eq!(answer, json!({ "project": null }));
    }
}

async fn corrections_that_cannot_be_are_refused(backend: Backend) {
    let Some(desk) = Desk::on(backend).await else {
        return;
    };
    let project = write(&desk.member(AACHEN, Role::Publisher)).await;
    let confirmed = |name: &str| json!({ "concept": name, "verdict": "CONFIRMED" });
    let many: Vec<Value> = (0..101).map(|_| confirmed("priority-list")).collect();
    for (corrections, place) in [
        (
            json!([confirmed("zauberei")]),
            "conceptCorrections[0].concept",
        ),
        (
            json!([confirmed("priority-list"), confirmed("priority-list")]),
            "conceptCorrections[1].concept",
        ),
        (json!(many), "conceptCorrections"),
        (
            json!([confirmed(&"ß".repeat(10_000))]),
            "conceptCorrections[0].concept",
        ),
    ] {
        let input =
            json!({ "project": project, "expectedVersion": 1, "conceptCorrections": corrections });
        let answer = ask(
            &desk.member(AACHEN, Role::Editor),
            EDIT,
            json!({ "input": input }),
        )
        .await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{answer}");
        assert!(answer.to_string().contains(place), "{answer}");
    }
    let input = json!({ "project": project, "expectedVersion": 1, "conceptCorrections": [confirmed("progress-report")] });
    let answer = ask(
        &desk.member(KARLSRUHE, Role::Editor),
        EDIT,
        json!({ "input": input }),
    )
    .await;
    assert_eq!(code(&answer), "FORBIDDEN", "{answer}");
}
