//! What a city writes and asks for is in no line of the log and no metric (ISO-7).
//!
//! Invariant: the word that is looked for went through every door, also where it was refused, and the log and the metrics
//! that are searched tell of these requests.

use crate::{
    desk::text,
    harness::{
        Answer, Service, identity, log, on_both_databases,
        people::{AACHEN, Caller},
    },
};
use domain::actor::Role;
use reqwest::Method;
use serde_json::{Value, json};

/// Said by Aachen only.
const CANARY: &str = "kanarienstieglitz";

/// Aachen's requests with the word in them, each with the status that it gets.
async fn speak(service: &Service) -> Vec<(String, u16)> {
    let admin = service.token(Role::Admin, AACHEN);
    let mut told = Vec::new();
    let mut note = |what: &str, answer: &Answer| {
        told.push((what.to_owned(), answer.status));
        answer.json()
    };
    let post =
        async |path: &str, body: Value| service.call(&admin, Method::POST, path, Some(&body)).await;
    let plan = json!({ "network": "kora", "title": CANARY });
    let plan = note("plan", &post("/api/v1/plans", plan).await);
    let projects = format!("/api/v1/plans/{}/projects", text(&plan, "/id"));
    let project = json!({ "code": CANARY, "sequenceNo": 1, "workingTitle": CANARY, "contact": CANARY,
        "items": [{ "kind": "LESSON", "text": CANARY }] });
    note("project", &post(&projects, project.clone()).await);
    note("the same project again", &post(&projects, project).await);
    note(
        "a field that there is not",
        &post(&projects, json!({ CANARY: CANARY })).await,
    );
    note(
        "a description",
        &post("/api/v1/similar-projects", json!({ "text": CANARY })).await,
    );
    for path in [
        format!("/api/v1/projects?text={CANARY}"),
        format!("/api/v1/search?text={CANARY}"),
        format!("/api/v1/projects?status={CANARY}"),
        format!("/api/v1/projects?after={CANARY}"),
    ] {
        note(&path, &service.read_as(&admin, &path).await);
    }
    let query = format!("{{ projects(filter: {{ text: \"{CANARY}\" }}) {{ nodes {{ code }} }} }}");
    note("query", &service.query_as(&admin, &query).await);
    let broken = format!("{{ {CANARY} }}");
    note("broken query", &service.query_as(&admin, &broken).await);
    let signing_in = json!({ "email": format!("{CANARY}@aachen.example"), "password": CANARY });
    note(
        "sign-in",
        &service.post("/api/v1/sign-in", &signing_in).await,
    );
    note("token", &service.read_as(CANARY, "/api/v1/projects").await);
    told
}

on_both_databases! { service from identity;
    async fn content_is_in_no_line_of_the_log_and_no_metric() {
        log::start();
        let told = speak(service).await;
        let mut statuses: Vec<u16> = told.iter().map(|(_, status)| *status).collect();
        statuses.sort_unstable();
        statuses.dedup();
        assert_eq!(statuses, [200, 201, 400, 401, 409], "{told:?}");
        let metrics = service.read_by(Caller::Anonymous, "/metrics").await.body;
        let lines = log::lines();
        assert!(
            metrics.contains("/api/v1/search") && lines.contains("/api/v1/search"),
            "nothing was searched"
        );
        for (place, said) in [("the log", lines), ("the metrics", metrics)] {
            let found = said.lines().find(|line| line.contains(CANARY));
            assert_eq!(found, None, "in {place}");
        }
    }
}
