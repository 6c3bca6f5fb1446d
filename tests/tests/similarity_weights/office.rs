//! The office that coordinates the network of the demo, and the pairs that it decides about.
//!
//! Invariant: decisions follow one feature, so that it is known what there is to learn.

use crate::{
    desk::{AACHEN, Desk, data, publish, text},
    harness::Backend,
};
use chrono::{Days, NaiveDate};
use domain::{
    Ctx,
    actor::{Actor, Member, Principal, Role, Scopes},
    id::{NetworkId, TenantId},
    language::Language,
    membership,
    network::{self, NewNetwork},
    value::MembershipRole,
};
use serde_json::{Value, json};

pub const DECIDE: &str = "mutation($input: DecideSimilarityInput!) { decideSimilarity(input: $input) { accepted declined } }";
pub const REFIT: &str = "mutation($input: RefitSimilarityWeightsInput!) { refitSimilarityWeights(input: $input) {
    report { outcome accepted declined leftOut areaBefore areaAfter weights { name label before after } }
    network { similarityWeights { number accepted declined areaBefore areaAfter weights { name weight } } } } }";
pub const RESTORE: &str = "mutation($input: RestoreSimilarityWeightsInput!) { restoreSimilarityWeights(input: $input) {
    network { similarityWeights { number isInUse inUseSince } similarityWeightsVersions { number isInUse } } } }";

const SIMILAR: &str =
    "query($id: ID!) { project(id: $id) { similar(first: 40) { nodes { score explanation
    components { name weight value contribution } project { id } } } } }";

/// Two projects of two cities.
#[derive(Clone, Debug)]
pub struct Pair {
    pub project: String,
    pub other: String,
    /// How alike they are, by the name of a feature.
    values: Value,
}

impl Pair {
    /// The other way round.
    pub fn turned(&self) -> Self {
        Self {
            project: self.other.clone(),
            other: self.project.clone(),
            ..self.clone()
        }
    }

    pub fn input(&self, is_accepted: bool) -> Value {
        json!({ "network": "kora", "project": self.project, "other": self.other, "accepted": is_accepted })
    }

    fn value(&self, feature: &str) -> f64 {
        let all = self.values.as_array().unwrap();
        let found = all.iter().find(|one| one["name"] == feature).unwrap();
        found["value"].as_f64().unwrap()
    }
}

/// The first projects of the network, each with the ones that are most similar to it in the same network.
pub async fn pairs(desk: &Desk, projects: usize, others: usize) -> Vec<Pair> {
    let query = "query($projects: Int, $others: Int) { projects(first: $projects, filter: { network: \"kora\" }) { nodes { id
        similar(first: $others, filter: { network: \"kora\" }) { nodes { project { id } components { name value } } } } } }";
    let variables = json!({ "projects": projects, "others": others });
    let found = data(&desk.nobody(), query, variables).await;
    let nodes = found.pointer("/projects/nodes").and_then(Value::as_array);
    let mut pairs: Vec<Pair> = Vec::new();
    for node in nodes.unwrap() {
        let similar = node.pointer("/similar/nodes").and_then(Value::as_array);
        for one in similar.unwrap() {
            let pair = Pair {
                project: text(node, "/id"),
                other: text(one, "/project/id"),
                values: one["components"].clone(),
            };
            let is_known =
                |known: &Pair| known.project == pair.other && known.other == pair.project;
            if !pairs.iter().any(is_known) {
                pairs.push(pair);
            }
        }
    }
    pairs
}

/// What is similar to a project.
pub async fn similar(ctx: &Ctx, project: &str) -> Value {
    data(ctx, SIMILAR, json!({ "id": project })).await
}

/// Which projects those are, in their order.
pub fn ids(similar: &Value) -> Vec<String> {
    let nodes = similar.pointer("/project/similar/nodes");
    let nodes = nodes.and_then(Value::as_array).unwrap();
    nodes.iter().map(|node| text(node, "/project/id")).collect()
}

/// What a feature weighs in a version.
pub fn weight(version: &Value, feature: &str) -> f64 {
    let all = version["weights"].as_array().unwrap();
    let found = all.iter().find(|one| one["name"] == feature).unwrap();
    found["weight"].as_f64().unwrap()
}

/// The office of the demo's network.
pub struct Office {
    pub desk: Desk,
    tenant: TenantId,
    network: NetworkId,
}

impl Office {
    /// A new database; `None` where there is no PostgreSQL.
    pub async fn on(backend: Backend) -> Option<Self> {
        let desk = Desk::on(backend).await?;
        let reference = desk.store.reference();
        let mut tenants = reference.tenants.all().iter();
        let tenant = tenants.find(|tenant| tenant.city_ags.is_none()).unwrap().id;
        let network = reference.network("kora").unwrap().id;
        Some(Self {
            desk,
            tenant,
            network,
        })
    }

    /// Somebody of the office.
    pub fn member(&self, role: Role) -> Ctx {
        let store = &self.desk.store;
        let now = store.clock().now();
        let actor = Actor::Member(Member {
            tenant: self.tenant,
            role,
            scopes: Scopes::all(),
            networks: store.reference().networks_of(self.tenant, now),
            principal: Principal::CommandLine,
        });
        Ctx::new(store, actor, Language::En)
    }

    /// The office no longer coordinates the network.
    pub async fn leave(&self) {
        let ctx = self.desk.operator();
        let yesterday = ctx.now().date_naive() - Days::new(1);
        let work = ctx.begin().await.unwrap();
        membership::end(&work, self.network, self.tenant, yesterday)
            .await
            .unwrap();
        work.commit().await.unwrap();
    }

    pub async fn decide(&self, ctx: &Ctx, pair: &Pair, is_accepted: bool) -> Value {
        let input = json!({ "input": pair.input(is_accepted) });
        let answer = data(ctx, DECIDE, input).await;
        answer.get("decideSimilarity").cloned().unwrap()
    }

    pub async fn refit(&self, is_dry_run: bool) -> Value {
        let input = json!({ "network": "kora", "dryRun": is_dry_run });
        let admin = self.member(Role::Admin);
        let answer = data(&admin, REFIT, json!({ "input": input })).await;
        answer.get("refitSimilarityWeights").cloned().unwrap()
    }

    /// The network after going back to a version.
    pub async fn restore(&self, number: i32) -> Value {
        let input = json!({ "network": "kora", "number": number });
        let admin = self.member(Role::Admin);
        let answer = data(&admin, RESTORE, json!({ "input": input })).await;
        let network = answer.pointer("/restoreSimilarityWeights/network");
        network.cloned().unwrap()
    }

    /// Decides about some sixty pairs, accepting the half that is most alike by a feature; a project to ask about.
    pub async fn teach(&self, feature: &str) -> String {
        let mut pairs = pairs(&self.desk, 8, 8).await;
        assert!(pairs.len() > 50, "{}", pairs.len());
        let mut values: Vec<f64> = pairs.iter().map(|pair| pair.value(feature)).collect();
        values.sort_by(f64::total_cmp);
        let middle = *values.get(values.len() / 2).unwrap();
        let editor = self.member(Role::Editor);
        for pair in &pairs {
            self.decide(&editor, pair, pair.value(feature) >= middle)
                .await;
        }
        pairs.remove(0).project
    }

    /// Another project of the same city.
    pub async fn sibling(&self, project: &str) -> String {
        let nobody = self.desk.nobody();
        let city = "query($id: ID!) { project(id: $id) { city { ags } } }";
        let city = data(&nobody, city, json!({ "id": project })).await;
        let query = "query($city: [String!]) { projects(first: 2, filter: { city: $city }) { nodes { id } } }";
        let variables = json!({ "city": [text(&city, "/project/city/ags")] });
        let found = data(&nobody, query, variables).await;
        let nodes = found.pointer("/projects/nodes");
        let mut nodes = nodes.and_then(Value::as_array).unwrap().iter();
        text(nodes.find(|node| node["id"] != project).unwrap(), "/id")
    }

    /// A public project of Aachen in another network.
    pub async fn in_another_network(&self) -> String {
        let ctx = self.desk.operator();
        let work = ctx.begin().await.unwrap();
        let id = network::create(&work, NewNetwork::named("anderes"))
            .await
            .unwrap();
        let since = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        let (city, role) = (self.desk.tenant(AACHEN), MembershipRole::NetworkCity);
        membership::create(&work, id, city, role, since)
            .await
            .unwrap();
        work.commit().await.unwrap();
        let owner = self.desk.member(AACHEN, Role::Publisher);
        let document =
            "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";
        let input = json!({ "network": "anderes", "title": "Radverkehr", "status": "ADOPTED" });
        let plan = data(&owner, document, json!({ "input": input })).await;
        let plan = text(&plan, "/createPlan/plan/id");
        let open = json!({ "plan": plan, "expectedVersion": 1, "visibility": "PUBLIC" });
        publish(&owner, "Plan", open).await;
        let document = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
        let input = json!({ "plan": plan, "code": "anders", "sequenceNo": 1, "visibility": "PUBLIC",
            "workingTitle": "Fahrradstraßen und sichere Radwege", "summary": "Bürgerbeteiligung zur Verkehrswende." });
        let made = data(&owner, document, json!({ "input": input })).await;
        text(&made, "/createProject/project/id")
    }
}
