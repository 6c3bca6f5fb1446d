//! Two cities and the office of their network, and transfers between them.
//!
//! Invariant: everything is written and read through the graph, as the parties would.

use crate::{
    desk::{AACHEN, Desk, KARLSRUHE, ask, data, text},
    harness::Backend,
    similarity_weights::office::Office,
};
use domain::{Ctx, actor::Role};
use serde_json::{Value, json};

/// Belongs to the network, and to no transfer here.
pub const BONN: &str = "05314000";

pub const PROPOSE: &str =
    "mutation($input: ProposeTransferLinkInput!) { proposeTransferLink(input: $input) {
    transferLink { id version stage origin visibility standing possibleSteps } } }";
pub const EDIT: &str = "mutation($input: EditTransferLinkInput!) { editTransferLink(input: $input) {
    transferLink { id version stage standing sourceProject { id } nextStep nextStepDue rationale } } }";
pub const STEP: &str =
    "mutation($input: TakeTransferStepInput!) { takeTransferStep(input: $input) {
    transferLink { id version stage visibility possibleSteps outcome followUpDue completedOn } } }";
pub const LOG: &str = "mutation($input: LogTransferEventInput!) { logTransferEvent(input: $input) {
    transferLink { id version outcome followUpDue } } }";
pub const LINK: &str = "query($id: ID!) { transferLink(id: $id) { stage version visibility possibleSteps adopterAgrees
    sourceAgrees rationale nextStep adopterContact sourceContact outcome outcomeNote standing reason
    adopterProject { id } sourceProject { id } effects { nodes { note indicator { code } } }
    events(first: 100) { totalCount nodes { number kind step stage party note participants outcome tenant { id } } } } }";

/// Two cities, their office, and a public project of each.
pub struct Place {
    pub office: Office,
    /// A public project of Aachen.
    pub learner: String,
    /// A public project of Karlsruhe.
    pub teacher: String,
}

impl Place {
    /// A new database; `None` where there is no PostgreSQL.
    pub async fn on(backend: Backend) -> Option<Self> {
        let office = Office::on(backend).await?;
        let learner = new_project(&office.desk, AACHEN, "AC-lernt").await;
        let teacher = new_project(&office.desk, KARLSRUHE, "KA-zeigt").await;
        Some(Self {
            office,
            learner,
            teacher,
        })
    }

    pub const fn desk(&self) -> &Desk {
        &self.office.desk
    }

    pub fn coordinator(&self) -> Ctx {
        self.office.member(Role::Editor)
    }

    pub fn adopter(&self) -> Ctx {
        self.desk().member(AACHEN, Role::Publisher)
    }

    pub fn source(&self) -> Ctx {
        self.desk().member(KARLSRUHE, Role::Publisher)
    }

    pub fn proposal(&self) -> Value {
        json!({ "network": "kora", "adopterProject": self.learner, "sourceProject": self.teacher,
            "rationale": "Beide stehen vor denselben Abstimmungsschleifen.", "sharedBarriers": ["H5"] })
    }

    /// A link that the office has proposed.
    pub async fn propose(&self) -> String {
        let input = json!({ "input": self.proposal() });
        let made = data(&self.coordinator(), PROPOSE, input).await;
        text(&made, "/proposeTransferLink/transferLink/id")
    }

    /// A link to which both sides have agreed.
    pub async fn agreed(&self) -> String {
        let link = self.propose().await;
        self.take(&self.source(), &link, json!({ "step": "ACCEPT" }))
            .await;
        self.take(&self.adopter(), &link, json!({ "step": "ACCEPT" }))
            .await;
        link
    }

    /// A link whose transfer was completed.
    pub async fn completed(&self) -> String {
        let link = self.agreed().await;
        for input in [
            json!({ "step": "BEGIN" }),
            json!({ "step": "COMPLETE", "outcome": "ADAPTED", "outcomeNote": "Der Ablauf gilt seit dem Frühjahr." }),
        ] {
            self.take(&self.adopter(), &link, input).await;
        }
        link
    }

    /// The version of a link, as one of its parties sees it.
    pub async fn version(&self, link: &str) -> Value {
        let query = "query($id: ID!) { transferLink(id: $id) { version } }";
        let found = data(&self.coordinator(), query, json!({ "id": link })).await;
        found.pointer("/transferLink/version").cloned().unwrap()
    }

    /// The input of a change at the newest version.
    pub async fn input(&self, link: &str, mut input: Value) -> Value {
        let version = self.version(link).await;
        let members = input.as_object_mut().unwrap();
        members.insert("transferLink".to_owned(), json!(link));
        members.insert("expectedVersion".to_owned(), version);
        json!({ "input": input })
    }

    /// Takes a step that must be possible; the link after it.
    pub async fn take(&self, ctx: &Ctx, link: &str, input: Value) -> Value {
        let done = data(ctx, STEP, self.input(link, input).await).await;
        let link = done.pointer("/takeTransferStep/transferLink");
        link.cloned().unwrap()
    }

    /// Tries a change that may be refused.
    pub async fn attempt(&self, ctx: &Ctx, document: &str, link: &str, input: Value) -> Value {
        ask(ctx, document, self.input(link, input).await).await
    }
}

/// What somebody sees of a link; null where it is none of theirs.
pub async fn seen(ctx: &Ctx, link: &str) -> Value {
    let found = data(ctx, LINK, json!({ "id": link })).await;
    found.get("transferLink").cloned().unwrap()
}

/// One member of what somebody sees of a link.
pub async fn told(ctx: &Ctx, link: &str, member: &str) -> Value {
    seen(ctx, link)
        .await
        .get(member)
        .cloned()
        .unwrap_or_default()
}

/// A public project in a public plan of a city.
pub async fn new_project(desk: &Desk, city: &str, code: &str) -> String {
    use crate::desk::{plan, project, publish};
    let owner = desk.member(city, Role::Publisher);
    let plan = plan(&owner).await;
    let open = json!({ "plan": plan, "expectedVersion": 1, "visibility": "PUBLIC" });
    publish(&owner, "Plan", open).await;
    project(&owner, &plan, code).await
}

/// The message of the first error.
pub fn message(answer: &Value) -> &str {
    let message = answer.pointer("/errors/0/message").and_then(Value::as_str);
    message.unwrap_or_default()
}
