//! A network's transfers as a whole: the matrix in every form, barriers with their solvers, the calendar.
//!
//! Invariant: a fixed number of statements; whoever may not read a link finds it in none of them.

use super::place::{BONN, EDIT, Place};
use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, ask, code, data, text},
    harness::{Backend, alone, demo, on_both_databases, people::Caller},
    tenancy::on_both,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use domain::{Ctx, actor::Role};
use sea_orm::Statement;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

on_both!(the_matrix_shows_what_somebody_may_read);
on_both!(the_matrix_takes_two_statements);
on_both!(barriers_name_their_solvers);

const MATRIX: &str = "query($network: String!, $filter: TransferLinkFilter) { transferMatrix(network: $network, filter: $filter) {
    cities { ags name gives takes } rows { projectId code sequenceNo workingTitle actionField city cityName
    cells { transferLinkId city stage stageLabel outcome standing } } } }";

fn cells(matrix: &Value) -> Vec<Value> {
    let rows = matrix
        .pointer("/transferMatrix/rows")
        .and_then(Value::as_array);
    let rows = rows.unwrap().iter();
    rows.flat_map(|row| row["cells"].as_array().unwrap().clone())
        .collect()
}

async fn the_matrix_shows_what_somebody_may_read(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let kora = json!({ "network": "kora" });
    let nobody = place.desk().nobody();
    let public = data(&nobody, MATRIX, kora.clone()).await;
    assert_eq!(cells(&public).len(), 37, "what the plan of Aachen names");
    let link = place.completed().await;
    let has = |matrix: &Value| {
        cells(matrix)
            .iter()
            .any(|cell| cell["transferLinkId"] == json!(link))
    };
    let others = data(
        &place.desk().member(BONN, Role::Reader),
        MATRIX,
        kora.clone(),
    )
    .await;
    assert!(has(&others), "{others:#}");
    assert_eq!(data(&nobody, MATRIX, kora).await, public);
    let only = json!({ "network": "kora", "filter": { "outcome": ["ADAPTED"] } });
    let only = data(&place.source(), MATRIX, only).await;
    let cells = cells(&only);
    let [cell] = cells.as_slice() else {
        panic!("{only:#}");
    };
    assert_eq!(
        (&cell["stage"], &cell["standing"]),
        (&json!("COMPLETED"), &json!("HAS_OUTCOME"))
    );
    let cities = only
        .pointer("/transferMatrix/cities")
        .and_then(Value::as_array)
        .unwrap();
    let counts: Vec<_> = cities
        .iter()
        .map(|one| {
            (
                one["ags"].clone(),
                one["gives"].clone(),
                one["takes"].clone(),
            )
        })
        .collect();
    assert_eq!(
        counts,
        [
            (json!(AACHEN), json!(0), json!(1)),
            (json!(KARLSRUHE), json!(1), json!(0))
        ]
    );
    what_means_nothing_is_refused(&nobody).await;
}

async fn what_means_nothing_is_refused(nobody: &Ctx) {
    for wrong in [
        json!({ "network": "gibt-es-nicht" }),
        json!({ "network": "kora", "filter": { "noEventForDays": 0 } }),
    ] {
        let answer = ask(nobody, MATRIX, wrong).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{answer:#}");
    }
}

async fn the_matrix_takes_two_statements(backend: Backend) {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let keep = Arc::clone(&seen);
    let listener = move |statement: &Statement| keep.lock().unwrap().push(statement.sql.clone());
    let Some(desk) = Desk::watched(backend, Some(Arc::new(listener))).await else {
        return;
    };
    seen.lock().unwrap().clear();
    data(&desk.nobody(), MATRIX, json!({ "network": "kora" })).await;
    let all = seen.lock().unwrap().clone();
    assert_eq!(all.len(), 2, "{all:#?}");
}

async fn barriers_name_their_solvers(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let solved =
        "mutation($input: EditProjectInput!) { editProject(input: $input) { project { id } } }";
    let input = json!({ "project": place.teacher, "expectedVersion": 1,
        "barriers": [{ "barrier": "H5", "role": "RESOLVED", "note": "Gemeinsame Runde der Ämter" }] });
    data(&place.source(), solved, json!({ "input": input })).await;
    let query =
        "{ barrierSolvers(network: \"kora\") { barrier { code label } blocked addressing resolved
        solvers { projectId workingTitle city } } }";
    let found = &data(&place.desk().nobody(), query, json!({})).await;
    let all = found["barrierSolvers"].as_array().unwrap();
    let own = all
        .iter()
        .find(|one| text(one, "/barrier/code") == "H5")
        .unwrap();
    assert_eq!(text(own, "/solvers/0/projectId"), place.teacher, "{own:#}");
    assert!(own["resolved"].as_i64() > Some(0));
    let hide = json!({ "project": place.teacher, "expectedVersion": 2, "visibility": "TENANT" });
    crate::desk::publish(&place.source(), "Project", hide).await;
    let hidden = data(&place.desk().nobody(), query, json!({})).await;
    assert!(!hidden.to_string().contains(&place.teacher), "{hidden:#}");
}

on_both_databases! { service from demo;
    async fn the_matrix_is_a_table_and_a_workbook() {
        let path = "/api/v1/networks/kora/transfer-matrix";
        let json = &service.read(path).await.json();
        let rows = json["rows"].as_array().unwrap();
        assert_eq!(rows.iter().map(|row| row["cells"].as_array().unwrap().len()).sum::<usize>(), 37);
        let csv = service.read(&format!("{path}?format=csv")).await;
        assert!(csv.header("content-type").starts_with("text/csv"));
        let lines: Vec<&str> = csv.body.lines().collect();
        assert_eq!(lines.len(), rows.len() + 1);
        let head = lines.first().unwrap();
        assert!(head.contains("Karlsruhe (08212000)"), "{head}");
        let book = service.read(&format!("{path}?format=xlsx")).await;
        assert!(book.header("content-type").contains("spreadsheetml"), "{:?}", book.header("content-type"));
        assert!(book.header("content-disposition").contains("transfer-matrix-kora.xlsx"));
        let wrong = service.read(&format!("{path}?format=pdf")).await;
        assert_eq!(wrong.status, 400, "{}", wrong.body);
        assert_eq!(service.read("/api/v1/networks/gibt-es-nicht/transfer-matrix").await.status, 404);
    }
}

on_both_databases! { service from alone;
    async fn a_calendar_asks_for_a_key_as_its_password() {
        let path = "/api/v1/cities/05334002/transfers.ics";
        let nobody = service.read(path).await;
        assert_eq!(nobody.status, 401);
        assert!(nobody.header("www-authenticate").starts_with("Basic"), "{}", nobody.header("www-authenticate"));
        let office = service.authorization(Caller::Coordinator).unwrap();
        let key = office.trim_start_matches("Bearer ");
        let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("kalender:{key}")));
        let with = [("Authorization", basic.as_str())];
        let own = service.read_with(path, &with).await;
        assert_eq!(own.status, 200, "{}", own.body);
        assert!(own.header("content-type").starts_with("text/calendar"));
        assert!(own.body.starts_with("BEGIN:VCALENDAR") && own.body.trim_end().ends_with("END:VCALENDAR"));
        // Nowhere else is a name with a password a credential.
        assert_eq!(service.read_with("/api/v1/me", &with).await.status, 401);
        let wrong = format!("Basic {}", BASE64_STANDARD.encode("kalender:stn_falsch"));
        assert_eq!(service.read_with(path, &[("Authorization", wrong.as_str())]).await.status, 401);
        let token = service.token(Role::Reader, crate::harness::people::AACHEN);
        assert_eq!(service.read_as(&token, "/api/v1/cities/kein-ags/transfers.ics").await.status, 400);
    }
}

on_both!(what_is_due_stands_in_the_calendar_of_both_sides);

async fn what_is_due_stands_in_the_calendar_of_both_sides(backend: Backend) {
    let Some(place) = Place::on(backend).await else {
        return;
    };
    let link = place.propose().await;
    let due = json!({ "nextStep": "Ortstermin, mit Bürgermeister*in; bitte Räder", "nextStepDue": "2027-01-15" });
    data(&place.source(), EDIT, place.input(&link, due).await).await;
    for (ctx, expected) in [
        (place.adopter(), 1),
        (place.source(), 1),
        (place.coordinator(), 1),
        (place.desk().member(BONN, Role::Admin), 0),
    ] {
        let found = domain::transfer_calendar::of_city(&ctx, KARLSRUHE)
            .await
            .unwrap();
        assert_eq!(found.len(), expected);
        if let Some(one) = found.first() {
            let title = one.title.text(domain::language::Language::De);
            assert!(title.contains("Aachen lernt von Karlsruhe"), "{title}");
        }
    }
    let nobody = domain::transfer_calendar::of_city(&place.desk().nobody(), KARLSRUHE).await;
    assert!(matches!(nobody, Err(domain::Error::Unauthenticated)));
}
