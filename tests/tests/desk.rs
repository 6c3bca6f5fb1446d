//! People of the demo's cities at their desks: their contexts, and the graph executed for them without a transport.
//!
//! Invariant: every desk has a database of its own, so that tests may write what they like.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{self, Backend};
use async_graphql::{Request, Variables};
use domain::{
    Ctx,
    actor::{Actor, Member, Principal, Role, Scopes},
    clock::Clock,
    id::TenantId,
    language::Language,
    store::{Options, StatementListener, Store},
    tenant::{self, NewTenant},
};
use serde_json::{Value, json};

/// Model city of the network, the author of most tests.
pub const AACHEN: &str = "05334002";
/// Belongs to the same network.
pub const KARLSRUHE: &str = "08212000";
/// Belongs to no network; made when a test needs it.
pub const COLOGNE: &str = "05315000";

/// A database with the demo, and people who work with it.
#[derive(Clone)]
pub struct Desk {
    pub store: Store,
    url: String,
}

impl Desk {
    /// A new database; `None` where there is no PostgreSQL.
    pub async fn on(backend: Backend) -> Option<Self> {
        Self::watched(backend, None).await
    }

    /// The same with somebody who sees the statements.
    pub async fn watched(backend: Backend, listener: Option<StatementListener>) -> Option<Self> {
        let (store, url) = harness::open(backend, listener).await?;
        Some(Self { store, url })
    }

    /// A new installation without content; `None` where there is no PostgreSQL.
    pub async fn empty(backend: Backend) -> Option<Self> {
        let (store, url) = harness::empty(backend).await?;
        Some(Self { store, url })
    }

    /// Where the service connects to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same database at another moment.
    pub async fn at(&self, clock: Clock) -> Self {
        self.opened(Options {
            clock,
            ..Options::url(&self.url)
        })
        .await
    }

    /// The same database with so many connections to read over.
    pub async fn with_connections(&self, connections: u32) -> Self {
        self.opened(Options {
            connections,
            ..Options::url(&self.url)
        })
        .await
    }

    /// The same database, connected to in another way.
    pub async fn opened(&self, options: Options) -> Self {
        Self {
            store: Store::open(&options).await.unwrap(),
            url: self.url.clone(),
        }
    }

    /// Admits a city that belongs to no network.
    pub async fn admit(&self, ags: &str) {
        let ctx = self.operator();
        let work = ctx.begin().await.unwrap();
        let new = NewTenant::Municipality(ags.to_owned());
        tenant::create(&work, new).await.unwrap();
        work.commit().await.unwrap();
    }

    pub fn tenant(&self, ags: &str) -> TenantId {
        self.store.reference().tenant_of_city(ags).unwrap().id
    }

    pub fn nobody(&self) -> Ctx {
        Ctx::new(&self.store, Actor::Anonymous, Language::En)
    }

    pub fn operator(&self) -> Ctx {
        let actor = Actor::Operator(Principal::CommandLine);
        Ctx::new(&self.store, actor, Language::En)
    }

    /// Somebody of a city.
    pub fn member(&self, ags: &str, role: Role) -> Ctx {
        self.with_scopes(ags, role, Scopes::all())
    }

    /// Somebody of a city whose credentials are good for less.
    pub fn with_scopes(&self, ags: &str, role: Role, scopes: Scopes) -> Ctx {
        let tenant = self.tenant(ags);
        let now = self.store.clock().now();
        let actor = Actor::Member(Member {
            tenant,
            role,
            scopes,
            networks: self.store.reference().networks_of(tenant, now),
            principal: Principal::CommandLine,
        });
        Ctx::new(&self.store, actor, Language::En)
    }
}

/// What the graph answers somebody.
pub async fn ask(ctx: &Ctx, document: &str, variables: Value) -> Value {
    let request = Request::new(document)
        .variables(Variables::from_json(variables))
        .data(ctx.clone());
    let response = schema::build().execute(request).await;
    serde_json::to_value(response).unwrap()
}

/// The same where no error is expected.
pub async fn data(ctx: &Ctx, document: &str, variables: Value) -> Value {
    let answer = ask(ctx, document, variables).await;
    assert!(answer.get("errors").is_none(), "{document}: {answer:#}");
    answer.get("data").cloned().unwrap()
}

/// The one code of an answer with errors.
pub fn code(answer: &Value) -> String {
    let code = answer.pointer("/errors/0/extensions/code");
    let code = code.and_then(Value::as_str);
    code.unwrap_or_else(|| panic!("no error in {answer:#}"))
        .to_owned()
}

/// A text in an answer.
pub fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found
        .unwrap_or_else(|| panic!("no {pointer} in {value:#}"))
        .to_owned()
}

/// A new plan of somebody's city, with its id.
pub async fn plan(ctx: &Ctx) -> String {
    let document =
        "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";
    let input = json!({ "network": "kora", "title": "Aktionsplan", "status": "ADOPTED" });
    text(
        &data(ctx, document, json!({ "input": input })).await,
        "/createPlan/plan/id",
    )
}

/// A new project in a plan, with its id.
pub async fn project(ctx: &Ctx, plan: &str, code: &str) -> String {
    let document =
        "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
    let input = json!({ "plan": plan, "code": code, "sequenceNo": 1, "workingTitle": format!("Vorhaben {code}"),
        "actionField": "A", "visibility": "PUBLIC" });
    text(
        &data(ctx, document, json!({ "input": input })).await,
        "/createProject/project/id",
    )
}

/// Publishes a plan or project, from one version to the next.
pub async fn publish(ctx: &Ctx, kind: &str, input: Value) -> Value {
    let document = format!(
        "mutation($input: Publish{kind}Input!) {{ publish{kind}(input: $input) {{ {} {{ id version visibility }} }} }}",
        kind.to_lowercase()
    );
    data(ctx, &document, json!({ "input": input })).await
}

/// A new project with parts of every kind.
pub fn whole_project(plan: &str) -> Value {
    json!({ "plan": plan, "code": "AC-neu.1", "sequenceNo": 7, "workingTitle": "Radvorrang", "actionField": "A",
        "status": "PLANNED", "contact": "rad@stadt.example", "costBand": "UP_TO_100K", "costVisibility": "TENANT",
        "ownNote": "heikel", "visibility": "PUBLIC", "sources": ["https://example.org/rad"],
        "subProjects": [{ "number": 2, "title": "Abschnitt Süd" }],
        "items": [{ "kind": "IDEA", "text": "Testlauf", "subProject": 2 },
                  { "kind": "LESSON", "text": "Früher fragen", "visibility": "TENANT" }],
        "barriers": [{ "barrier": "H1", "role": "ADDRESSES", "note": "Anlieger" }] })
}

/// Everything that a write could change, as its owner and the feed show it.
pub async fn state(desk: &Desk) -> Value {
    let document = "{ networks(first: 100) { nodes { id } } tenants(first: 100) { nodes { id } }
        plans(first: 100) { nodes { id version title visibility } }
        projects(last: 100, orderBy: { field: UPDATED_AT }) { totalCount nodes { id version workingTitle visibility
            items { nodes { text } } barriers { nodes { role } } sources { nodes { url } } } }
        changes(first: 1, kind: [PLAN, PROJECT, NETWORK, TENANT, MEMBERSHIP]) { totalCount } }";
    data(&desk.member(AACHEN, Role::Admin), document, json!({})).await
}
