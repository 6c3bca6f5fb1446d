//! A person's copy of their data, and their erasure.
//!
//! Invariant: the people of these tests have a row in every table that can be about a person.

use super::dump::Dump;
use crate::{
    harness::{
        self, Service, on_both_databases,
        people::{AACHEN, Caller, KARLSRUHE},
    },
    tokens::text,
};
use domain::{
    Ctx, account,
    actor::{Actor, Principal, Role},
    audit_entry::{self, Verdict},
    id::{AccountId, TypedId},
    language::Language,
    privacy::{self, Nature, PERSONAL},
    store::{Options, Store},
};
use reqwest::Method;
use serde_json::{Value, json};

/// Somebody with a row of every kind.
struct Seeded {
    id: AccountId,
    email: String,
    name: String,
    access: String,
    refresh: String,
    /// Values that are found nowhere once the person is erased.
    canaries: Vec<String>,
}

async fn seeded(service: &Service, dump: &Dump, name: &str) -> Seeded {
    let email = format!("{}@kanarie.example", name.replace(" ", ".").to_lowercase());
    let body = json!({ "email": email, "name": name, "role": "ADMIN" });
    let admin = service.token(Role::Admin, AACHEN);
    let made = service
        .call(&admin, Method::POST, "/api/v1/accounts", Some(&body))
        .await
        .json();
    let (id, password) = (text(&made, "/account/id"), text(&made, "/firstPassword"));
    let (first, _) = signed_in(service, &email, &password).await;
    service
        .call(&first, Method::POST, "/api/v1/sign-out", None)
        .await;
    let (_, used) = signed_in(service, &email, &password).await;
    let pairs = [
        ("grant_type", "refresh_token"),
        ("refresh_token", used.as_str()),
    ];
    let next = service.form("/oauth/token", &pairs).await.json();
    let (access, refresh) = (text(&next, "/access_token"), text(&next, "/refresh_token"));
    let key =
        json!({ "name": format!("Portal von {name}"), "role": "READER", "scope": "content:read" });
    let made = service
        .call(&access, Method::POST, "/api/v1/keys", Some(&key))
        .await;
    assert_eq!(made.status, 200, "{}", made.body);
    let hook = json!({ "url": "https://portal.aachen.example/hook", "active": false });
    let made = service
        .call(&access, Method::POST, "/api/v1/webhooks", Some(&hook))
        .await;
    assert_eq!(made.status, 200, "{}", made.body);
    transfer(service, &admin).await;
    remark(service, &admin).await;
    ring(service, &admin).await;
    let id: AccountId = id.parse().unwrap();
    name_everywhere(dump, &format!("{name} ({})", email.to_uppercase())).await;
    let canaries = canaries(dump, id, &email, name).await;
    Seeded {
        id,
        email,
        name: name.to_owned(),
        access,
        refresh,
        canaries,
    }
}

/// A transfer of Aachen with an effect, unless there is one already.
async fn transfer(service: &Service, admin: &str) {
    let ends = json!({ "network": "kora", "adopterCity": AACHEN, "sourceCity": KARLSRUHE });
    let path = "/api/v1/transfer-links";
    let made = service.call(admin, Method::POST, path, Some(&ends)).await;
    if made.status == 409 {
        return;
    }
    assert_eq!(made.status, 201, "{}", made.body);
    let path = format!("{path}/{}", text(&made.json(), "/id"));
    let effect =
        json!({ "effects": [{ "indicator": "adfc_fahrradklima_note", "note": "besser" }] });
    let request = service.request(Method::PATCH, &path);
    let request = request.header("Authorization", format!("Bearer {admin}"));
    let request = request.header("If-Match", "\"1\"").json(&effect);
    let changed = service.send(request).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
}

/// A value of Aachen that something is said about.
async fn remark(service: &Service, admin: &str) {
    let path = "/api/v1/observations?city=05334002&limit=1";
    let found = service.read_as(admin, path).await.json();
    let id = text(&found, "/items/0/id");
    let checked = json!({ "plausibility": "CHECKED", "note": "geprüft" });
    let path = format!("/api/v1/observations/{id}/remarks");
    let made = service
        .call(admin, Method::POST, &path, Some(&checked))
        .await;
    assert!(made.status < 300, "{}", made.body);
}

/// A ring that Aachen moderates, with a publication.
async fn ring(service: &Service, admin: &str) {
    let query = "{ network(slug: \"kora\") { memberships(first: 10) { nodes { tenant { id city { ags } } } } } }";
    let data = service.query(query).await.data();
    let nodes = data.pointer("/network/memberships/nodes").unwrap();
    let others = nodes.as_array().unwrap().iter().filter(|node| {
        let ags = node.pointer("/tenant/city/ags").and_then(Value::as_str);
        ags.is_some_and(|ags| ags != AACHEN)
    });
    let invite: Vec<String> = others.map(|node| text(node, "/tenant/id")).collect();
    let terms = json!({ "indicators": ["cycling_staff_fte"], "terms": "Wir vergleichen uns.", "invite": invite });
    let ring = json!({ "name": "Ring", "network": "kora", "ring": terms });
    let path = "/api/v1/peer-groups";
    let made = service.call(admin, Method::POST, path, Some(&ring)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let path = format!("{path}/{}/benchmarks", text(&made.json(), "/id"));
    let year = json!({ "year": 2024 });
    let done = service.call(admin, Method::POST, &path, Some(&year)).await;
    assert_eq!(done.status, 200, "{}", done.body);
}

async fn signed_in(service: &Service, email: &str, password: &str) -> (String, String) {
    let body = json!({ "email": email, "password": password });
    let answer = service.post("/api/v1/sign-in", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let body = answer.json();
    (text(&body, "/accessToken"), text(&body, "/refreshToken"))
}

/// Writes somebody into every column in which people can be named, in one row of each table of Aachen.
async fn name_everywhere(dump: &Dump, words: &str) {
    let mentions = PERSONAL
        .iter()
        .filter(|entry| entry.nature == Nature::Mention && entry.table != "credential");
    for entry in mentions {
        let table = entry.table;
        let sets = entry
            .columns
            .iter()
            .map(|column| format!("\"{column}\" = coalesce(\"{column}\", '') || ' {words}'"));
        let sets = sets.collect::<Vec<_>>().join(", ");
        let aachen = format!("tenant_id = (SELECT id FROM tenant WHERE city_ags = '{AACHEN}')");
        assert!(
            dump.count(table, &aachen).await > 0,
            "the demo has no row in {table}"
        );
        dump.run(&format!(
            "UPDATE {table} SET {sets} WHERE id = (SELECT id FROM {table} WHERE {aachen} ORDER BY id LIMIT 1)"
        ))
        .await;
    }
}

async fn canaries(dump: &Dump, id: AccountId, email: &str, name: &str) -> Vec<String> {
    let person = dump.id(id.uuid());
    let mut found = vec![email.to_owned(), name.to_owned()];
    for sql in [
        format!("SELECT password_hash FROM account WHERE id = {person}"),
        format!(
            "SELECT secret_hash FROM refresh_token WHERE session_id IN (SELECT id FROM session WHERE account_id = {person})"
        ),
    ] {
        found.extend(dump.texts(&sql).await);
    }
    assert!(found.len() >= 5, "{found:?}");
    for canary in &found {
        assert!(!dump.holding(canary).await.is_empty(), "{canary}");
    }
    found
}

async fn operator(service: &Service) -> Ctx {
    let store = Store::open(&Options::url(&service.database)).await.unwrap();
    Ctx::new(
        &store,
        Actor::Operator(Principal::CommandLine),
        Language::De,
    )
}

async fn verdict(ctx: &Ctx) -> Verdict {
    audit_entry::verify(ctx, None).await.unwrap()
}

/// The columns that a copy shows of a table.
fn shows(copy: &Value, table: &str, column: &str) -> bool {
    let rows = copy.pointer(&format!("/tables/{table}"));
    let rows = rows.and_then(Value::as_array).cloned().unwrap_or_default();
    rows.iter()
        .any(|row| row.get(column).is_some_and(|value| !value.is_null()))
}

/// Everything of a person that may be null in a row of theirs is set in one of them, but for what nobody has.
fn assert_complete(copy: &Value) {
    for entry in PERSONAL {
        for column in entry.columns {
            let is_of_closed_accounts = (entry.table, *column) == ("account", "disabled_at");
            assert!(
                is_of_closed_accounts || shows(copy, entry.table, column),
                "{}.{column} is missing: {copy:#}",
                entry.table
            );
        }
    }
}

on_both_databases! { service from harness::alone;
    /// DS-1: everything that the register names is in a person's copy, by whichever way they get it.
    async fn a_copy_holds_every_personal_column() {
        let dump = Dump::of(&service.database).await;
        let eva = seeded(service, &dump, "Eva Auskunft").await;
        let answer = service.read_as(&eva.access, "/api/v1/me/export").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let own = answer.json();
        assert_complete(&own);
        for secret in eva.canaries.iter().skip(2) {
            assert!(!answer.body.contains(secret.as_str()), "a secret is copied");
        }
        assert_eq!(text(&own, "/tables/account/0/email"), eva.email);
        assert_eq!(text(&own, "/tables/account/0/name"), eva.name);
        let csv = service.read_as(&eva.access, "/api/v1/me/export?format=csv").await;
        assert!(csv.header("content-type").starts_with("text/csv"), "{}", csv.body);
        assert!(csv.body.contains(&format!("account,1,email,{}\r\n", eva.email)), "{}", csv.body);
        let wrong = service.read_as(&eva.access, "/api/v1/me/export?format=pdf").await;
        assert_eq!((wrong.status, wrong.body.contains("csv")), (400, true), "{}", wrong.body);
        let ctx = operator(service).await;
        let work = ctx.begin().await.unwrap();
        let copy = privacy::export(&work, eva.id).await.unwrap();
        work.roll_back().await.unwrap();
        assert_complete(&copy);
        let key = service.read_by(Caller::City(AACHEN, Role::Admin), "/api/v1/me/export").await;
        assert_eq!(key.status, 403, "a key is no person: {}", key.body);
        assert_eq!(service.read("/api/v1/me/export").await.status, 401);
    }

    /// DS-2: twenty values of four people are gone, by whichever way they were erased; the chain still holds.
    async fn erasure_leaves_a_pseudonym_and_nothing_else() {
        let dump = Dump::of(&service.database).await;
        let mut people = Vec::new();
        for name in ["Anna Erste", "Berta Zweite", "Clara Dritte", "Dora Vierte"] {
            people.push(seeded(service, &dump, name).await);
        }
        let [anna, berta, clara, dora] = people.as_slice() else { panic!("four people") };
        let path = |person: &Seeded| format!("/api/v1/accounts/{}/erase", person.id);
        let stranger = service.token(Role::Admin, KARLSRUHE);
        assert_eq!(service.call(&stranger, Method::POST, &path(anna), None).await.status, 404);
        let editor = service.token(Role::Editor, AACHEN);
        assert_eq!(service.call(&editor, Method::POST, &path(anna), None).await.status, 403);
        let nobody = format!("/api/v1/accounts/{}/erase", AccountId(domain::Work::new_id()));
        assert_eq!(service.call(&editor, Method::POST, &nobody, None).await.status, 403, "who is there is no matter");
        assert_eq!(service.call(&stranger, Method::POST, &nobody, None).await.status, 404);
        // By herself, over both interfaces; by the admin of her city; by whoever runs the platform.
        let erased = service.call(&anna.access, Method::POST, &path(anna), None).await;
        assert_eq!(erased.status, 200, "{}", erased.body);
        assert_eq!(erased.json().pointer("/sessions"), Some(&json!(2)), "{}", erased.body);
        let document = format!("mutation {{ eraseAccount(input: {{ account: \"{}\" }}) {{ keys mentions }} }}", berta.id);
        let data = service.query_as(&berta.access, &document).await.data();
        assert_eq!(data.pointer("/eraseAccount/keys"), Some(&json!(1)), "{data}");
        let admin = service.token(Role::Admin, AACHEN);
        assert_eq!(service.call(&admin, Method::POST, &path(clara), None).await.status, 200);
        let ctx = operator(service).await;
        let erase = async |work: &domain::Work<'_>| privacy::erase(work, dora.id).await;
        ctx.write("account.erase", dora.id, erase).await.unwrap();
        let canaries: Vec<_> = people.iter().flat_map(|person| &person.canaries).collect();
        assert!(canaries.len() >= 20, "{}", canaries.len());
        for canary in canaries {
            let left = dump.holding(canary).await;
            assert!(left.is_empty(), "{canary} is left in {left:#?}");
        }
        for person in &people {
            assert_eq!(service.read_as(&person.access, "/api/v1/me").await.status, 401, "access goes on");
            let pairs = [("grant_type", "refresh_token"), ("refresh_token", person.refresh.as_str())];
            assert_eq!(service.form("/oauth/token", &pairs).await.status, 400);
            assert!(account::find(&ctx, &person.email).await.unwrap().is_none());
            // The id is left in the log as a pseudonym and, until no token can hold any more, among the revocations.
            let id = if service.database.starts_with("sqlite") { person.id.uuid().simple().to_string() } else { person.id.uuid().to_string() };
            let left = dump.holding(&id).await;
            assert!(left.iter().all(|line| line.starts_with("revocation:")), "{left:#?}");
            let left = dump.holding(&person.id.to_string()).await;
            assert!(left.len() > 3 && left.iter().all(|line| line.starts_with("audit_entry:")), "{left:#?}");
        }
        assert!(matches!(verdict(&ctx).await, Verdict::Intact { .. }));
    }
}
