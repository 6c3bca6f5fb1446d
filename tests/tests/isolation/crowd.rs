//! Thirty cities of one network, each with a plan of its own that says one word which nobody else uses.
//!
//! Invariant: all of it is visible to its own city only.

use crate::{
    desk::{Desk, data, text},
    harness::Backend,
};
use chrono::TimeDelta;
use domain::{
    Ctx,
    actor::Role,
    membership,
    tenant::{self, NewTenant},
    value::MembershipRole,
};
use serde_json::json;

const CITIES: usize = 30;
/// With what every word of a city begins.
pub const CANARY: &str = "kanari";

/// The cities.
pub struct Crowd {
    pub desk: Desk,
    /// AGS and project of each.
    pub cities: Vec<(String, String)>,
}

impl Crowd {
    /// In a database of its own.
    pub async fn on(backend: Backend) -> Option<Self> {
        let desk = Desk::on(backend).await?;
        let mut cities = Vec::new();
        for ags in admit(&desk).await {
            let admin = desk.member(&ags, Role::Admin);
            let project = write(&admin, &canary(cities.len())).await;
            cities.push((ags, project));
        }
        Some(Self { desk, cities })
    }

    /// A reader of one of the cities.
    pub fn reader(&self, number: usize) -> Ctx {
        let (ags, _) = self.cities.get(number % CITIES).unwrap();
        self.desk.member(ags, Role::Reader)
    }

    /// The canaries in an answer that belong to others.
    pub fn foreign(&self, reader: usize, answer: &str) -> Vec<String> {
        let all = (0..CITIES).filter(|city| *city != reader % CITIES);
        all.map(canary)
            .filter(|word| answer.contains(word.as_str()))
            .collect()
    }
}

/// The word of a city.
pub fn canary(city: usize) -> String {
    format!("{CANARY}{:02}ende", city % CITIES)
}

async fn admit(desk: &Desk) -> Vec<String> {
    let reference = desk.store.reference();
    let is_free = |ags: &str| reference.tenant_of_city(ags).is_none();
    let cities = reference.cities.all().iter().map(|city| city.ags.clone());
    let cities: Vec<String> = cities.filter(|ags| is_free(ags)).take(CITIES).collect();
    let ctx = desk.operator();
    let work = ctx.begin().await.unwrap();
    let since = ctx.now().date_naive() - TimeDelta::days(30);
    let networks = reference.networks.all();
    let network = networks.iter().find(|network| network.slug == "kora");
    let network = network.unwrap().id;
    for ags in &cities {
        let new = NewTenant::Municipality(ags.clone());
        let id = tenant::create(&work, new).await.unwrap();
        membership::create(&work, network, id, MembershipRole::NetworkCity, since)
            .await
            .unwrap();
    }
    work.commit().await.unwrap();
    cities
}

/// A plan with a project that says the word in every place.
async fn write(admin: &Ctx, word: &str) -> String {
    let document =
        "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";
    let plan = json!({ "network": "kora", "title": word, "selectionMethod": word });
    let plan = data(admin, document, json!({ "input": plan })).await;
    let project = json!({ "plan": text(&plan, "/createPlan/plan/id"), "code": word, "sequenceNo": 1,
        "workingTitle": word, "summary": word, "overallGoal": word, "statusNote": word, "responsible": word,
        "contact": word, "ownNote": word, "sources": [format!("https://example.org/{word}")],
        "subProjects": [{ "number": 1, "title": word }], "items": [{ "kind": "LESSON", "text": word }],
        "barriers": [{ "barrier": "H1", "role": "ADDRESSES", "note": word }] });
    let expertise = json!({ "network": "kora", "kind": "REQUEST", "topic": word, "description": word, "contact": word,
        "barriers": ["H1"], "capacity": "CALL", "until": admin.now().date_naive() + chrono::Days::new(30) });
    let document = "mutation($input: CreateExpertiseInput!) { createExpertise(input: $input) { expertise { id } } }";
    data(admin, document, json!({ "input": expertise })).await;
    let document =
        "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } } }";
    let project = data(admin, document, json!({ "input": project })).await;
    text(&project, "/createProject/project/id")
}
