//! AUD-1: every mutation leaves one entry when it is done, and one when it is refused.
//!
//! Invariant: the mutations are those of the committed schema; one that is not tried here fails the test.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use super::{
    coordination_writes, figure_writes, peer_group_writes, transfer_writes, webhook_writes,
};
use crate::{
    harness::{
        Answer, Service, alone, on_both_databases,
        people::{AACHEN, Caller},
    },
    tokens::text,
};
use domain::{
    Ctx,
    actor::{Actor, Principal, Role},
    audit_entry,
    language::Language,
    store::{Options, Store},
    value::AuditOutcome,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The log of a running service, read past it.
pub struct Log(Store);

impl Log {
    pub async fn of(service: &Service) -> Self {
        Self(Store::open(&Options::url(&service.database)).await.unwrap())
    }

    /// Action and outcome of what a request left behind.
    pub async fn of_request(&self, answer: &Answer) -> Vec<(String, AuditOutcome)> {
        let request = answer.header("x-request-id");
        assert!(!request.is_empty());
        let actor = Actor::Operator(Principal::CommandLine);
        let ctx = Ctx::new(&self.0, actor, Language::En);
        let (mut found, mut after) = (Vec::new(), 0);
        while let Some((last, part)) = audit_entry::whole(&ctx, after).await.unwrap() {
            let own = part.into_iter().filter(|entry| entry.request == request);
            found.extend(own.map(|entry| (entry.action, entry.outcome)));
            after = last;
        }
        found
    }
}

/// Tries mutations and looks into the log after each.
pub(super) struct Trial<'s> {
    pub(super) service: &'s Service,
    log: Log,
    tried: BTreeSet<String>,
}

impl Trial<'_> {
    async fn send(&self, token: &str, name: &str, input: &Value, selection: &str) -> Answer {
        let (first, rest) = name.split_at(1);
        let kind = format!("{}{rest}Input", first.to_uppercase());
        let document = if input.is_null() {
            format!("mutation {{ {name} {selection} }}")
        } else {
            format!("mutation($input: {kind}!) {{ {name}(input: $input) {selection} }}")
        };
        let value = format!("Bearer {token}");
        let headers = [("Authorization", value.as_str())];
        let variables = json!({ "input": input });
        self.service
            .query_with(&document, &variables, &headers)
            .await
    }

    /// First refused to one, then done by the other; what was answered.
    pub(super) async fn try_both(
        &mut self,
        (weak, strong): (&str, &str),
        name: &str,
        input: Value,
        selection: &str,
    ) -> Value {
        let refused = self.send(weak, name, &input, selection).await;
        assert!(
            refused.json().get("errors").is_some(),
            "{name}: {}",
            refused.body
        );
        let entries = self.log.of_request(&refused).await;
        let [(refusal, AuditOutcome::Refused)] = entries.as_slice() else {
            panic!("{name} was refused: {entries:?}: {}", refused.body);
        };
        let done = self.send(strong, name, &input, selection).await;
        let data = done.data();
        let mut entries = self.log.of_request(&done).await;
        // What is answered may be another organisation's, and to be read stands in its log.
        entries.retain(|(_, outcome)| *outcome != AuditOutcome::Read);
        let [(action, AuditOutcome::Done)] = entries.as_slice() else {
            panic!("{name} was done: {entries:?}");
        };
        assert_eq!(action, refusal, "{name}");
        self.tried.insert(name.to_owned());
        data.get(name).cloned().unwrap()
    }
}

/// The mutations of the committed schema.
fn mutations() -> BTreeSet<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/schema.graphql");
    let sdl = std::fs::read_to_string(path).unwrap();
    let (_, mutation) = sdl.split_once("\ntype Mutation {\n").unwrap();
    let (mutation, _) = mutation.split_once("\n}\n").unwrap();
    let fields = mutation.lines().filter_map(|line| line.strip_prefix('\t'));
    let names = fields.map(|line| line.chars().take_while(char::is_ascii_alphanumeric));
    let names = names.map(String::from_iter).collect::<Vec<_>>();
    let in_text = text_lines(mutation);
    let named = names.into_iter().zip(in_text);
    let named = named.filter(|(name, is_text)| !name.is_empty() && !is_text);
    named.map(|(name, _)| name).collect()
}

/// Which lines of a block are descriptions.
fn text_lines(block: &str) -> Vec<bool> {
    let mut is_inside = false;
    let lines = block.lines().map(|line| {
        let is_fence = line.trim() == "\"\"\"";
        is_inside ^= is_fence;
        is_fence || is_inside
    });
    lines.collect()
}

on_both_databases! { service from alone;
    async fn every_mutation_is_tried() {
        let log = Log::of(service).await;
        let mut trial = Trial { service, log, tried: BTreeSet::new() };
        content(&mut trial).await;
        transfer_writes::transfers(&mut trial).await;
        transfer_writes::expertise(&mut trial).await;
        peer_group_writes::peer_groups(&mut trial).await;
        peer_group_writes::rings(&mut trial).await;
        people(&mut trial).await;
        programs(&mut trial).await;
        webhook_writes::webhooks(&mut trial).await;
        figure_writes::figures(&mut trial).await;
        platform(&mut trial).await;
        assert_eq!(trial.tried, mutations(), "try the new ones here");
    }
}

async fn content(trial: &mut Trial<'_>) {
    let (reader, admin) = of_aachen(trial.service);
    let who = (reader.as_str(), admin.as_str());
    let new = json!({ "network": "kora", "title": "Aktionsplan", "status": "ADOPTED" });
    let made = trial
        .try_both(who, "createPlan", new, "{ plan { id } }")
        .await;
    let plan = text(&made, "/plan/id");
    let at = |version: i32| json!({ "plan": plan, "expectedVersion": version });
    let with = |mut input: Value, member: &str, value: &str| {
        input
            .as_object_mut()
            .unwrap()
            .insert(member.to_owned(), json!(value));
        input
    };
    let edit = with(at(1), "title", "Neu");
    trial
        .try_both(who, "editPlan", edit, "{ plan { id } }")
        .await;
    let publish = with(at(2), "visibility", "PUBLIC");
    trial
        .try_both(who, "publishPlan", publish, "{ plan { id } }")
        .await;
    let new = json!({ "plan": plan, "code": "AC-1", "sequenceNo": 1, "workingTitle": "Rad" });
    let made = trial
        .try_both(who, "createProject", new, "{ project { id } }")
        .await;
    let project = text(&made, "/project/id");
    let of = |version: i32| json!({ "project": project, "expectedVersion": version });
    let edit = with(of(1), "workingTitle", "Fuß");
    trial
        .try_both(who, "editProject", edit, "{ project { id } }")
        .await;
    let publish = with(of(2), "visibility", "PUBLIC");
    trial
        .try_both(who, "publishProject", publish, "{ project { id } }")
        .await;
    trial
        .try_both(who, "retireProject", of(3), "{ version }")
        .await;
    trial
        .try_both(who, "restoreProject", of(4), "{ project { id } }")
        .await;
    trial
        .try_both(who, "retirePlan", at(3), "{ version }")
        .await;
    trial
        .try_both(who, "restorePlan", at(4), "{ plan { id } }")
        .await;
    let file = json!({ "network": "kora", "fileName": "plan.tsv", "dryRun": false, "title": "Zweiter Plan",
        "content": "Nr.\tArbeitstitel\tÜbergeordnete Zielsetzung\n1\tRadstation\tMehr Rad\n" });
    trial
        .try_both(who, "importPlan", file, "{ plan { id } }")
        .await;
}

async fn people(trial: &mut Trial<'_>) {
    let (reader, admin) = of_aachen(trial.service);
    let who = (reader.as_str(), admin.as_str());
    let email = "greta@aachen.example";
    let new = json!({ "email": email, "name": "Greta", "role": "READER" });
    let made = trial
        .try_both(
            who,
            "createAccount",
            new,
            "{ account { id } firstPassword }",
        )
        .await;
    let (id, password) = (text(&made, "/account/id"), text(&made, "/firstPassword"));
    let role = json!({ "account": id, "role": "EDITOR" });
    trial
        .try_both(who, "giveRole", role, "{ account { id } }")
        .await;
    let person = sign_in(trial.service, email, &password).await;
    let new = "Der Radweg beginnt am Dom.";
    let change = json!({ "currentPassword": password, "newPassword": new });
    trial
        .try_both((&admin, &person), "changePassword", change, "")
        .await;
    let wrong = json!({ "currentPassword": "Das ist es nicht.", "newPassword": new });
    let refused = trial.send(&person, "changePassword", &wrong, "").await;
    let entries = trial.log.of_request(&refused).await;
    assert_eq!(
        entries,
        [("account.change_password".to_owned(), AuditOutcome::Refused)]
    );
    trial
        .try_both((&admin, &person), "signOut", Value::Null, "")
        .await;
    let person = sign_in(trial.service, email, new).await;
    let close = json!({ "account": id });
    trial
        .try_both((&reader, &person), "closeAccount", close, "{ account }")
        .await;
    let withdraw = colleague(trial, &admin, "Hanna").await;
    trial
        .try_both(who, "withdrawRole", withdraw, "{ account }")
        .await;
    let erase = colleague(trial, &admin, "Ida").await;
    trial
        .try_both(who, "eraseAccount", erase, "{ account }")
        .await;
}

/// The input that names somebody who was made for it.
async fn colleague(trial: &Trial<'_>, admin: &str, name: &str) -> Value {
    let email = format!("{}@aachen.example", name.to_lowercase());
    let new = json!({ "email": email, "name": name, "role": "READER" });
    let made = trial
        .send(admin, "createAccount", &new, "{ account { id } }")
        .await;
    json!({ "account": text(&made.data(), "/createAccount/account/id") })
}

async fn programs(trial: &mut Trial<'_>) {
    let (reader, admin) = of_aachen(trial.service);
    let who = (reader.as_str(), admin.as_str());
    let new = json!({ "name": "Portal", "role": "READER", "scopes": ["CONTENT_READ"] });
    let made = trial
        .try_both(who, "createApiKey", new, "{ apiKey { id } }")
        .await;
    let key = json!({ "apiKey": text(&made, "/apiKey/id") });
    trial
        .try_both(who, "rotateApiKey", key.clone(), "{ apiKey { id } }")
        .await;
    trial
        .try_both(who, "revokeApiKey", key, "{ apiKey { id } }")
        .await;
    let new = json!({ "url": "https://id.aachen.example/realms/stadt", "audience": "staedtenetz", "algorithms": ["ES256"] });
    let selection = "{ identityProvider { id } }";
    let made = trial
        .try_both(who, "trustIdentityProvider", new, selection)
        .await;
    let issuer = json!({ "identityProvider": text(&made, "/identityProvider/id") });
    let selection = "{ identityProvider }";
    trial
        .try_both(who, "distrustIdentityProvider", issuer, selection)
        .await;
}

async fn platform(trial: &mut Trial<'_>) {
    let admin = trial.service.token(Role::Admin, AACHEN);
    let operator = trial.service.authorization(Caller::Operator).unwrap();
    let who = (admin.as_str(), operator.trim_start_matches("Bearer "));
    let new = json!({ "slug": "neu", "nameDe": "Neues Netz" });
    trial
        .try_both(who, "createNetwork", new, "{ network { id } }")
        .await;
    let new = json!({ "organisation": { "municipality": "05315000" } });
    let made = trial
        .try_both(who, "createTenant", new, "{ tenant { id } }")
        .await;
    let join =
        json!({ "network": "neu", "tenant": text(&made, "/tenant/id"), "role": "NETWORK_CITY" });
    let made = trial
        .try_both(who, "createMembership", join, "{ membership { id } }")
        .await;
    let id = text(&made, "/membership/id");
    coordination_writes::coordination(trial, who).await;
    let end = json!({ "membership": id, "expectedVersion": 1, "until": "2099-01-01" });
    trial
        .try_both(who, "endMembership", end, "{ membership { id } }")
        .await;
}

pub(super) fn of_aachen(service: &Service) -> (String, String) {
    (
        service.token(Role::Reader, AACHEN),
        service.token(Role::Admin, AACHEN),
    )
}

async fn sign_in(service: &Service, email: &str, password: &str) -> String {
    let body = json!({ "email": email, "password": password });
    let request = service.request(Method::POST, "/api/v1/sign-in").json(&body);
    text(&service.send(request).await.json(), "/accessToken")
}
