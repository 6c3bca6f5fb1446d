//! The nested page out of memory: what the GraphQL library itself costs for an answer of that size.
//!
//! Invariant: its answer is the service's answer, byte for byte, so the two do the same amount of work.

use crate::process;
use async_graphql::{EmptyMutation, EmptySubscription, Object, Request, Schema, SimpleObject};
use serde::Deserialize;
use std::{sync::Arc, time::Duration};
use tokio::runtime::Runtime;

#[derive(Deserialize, SimpleObject)]
struct City {
    name: String,
}

#[derive(Deserialize, SimpleObject)]
struct Plan {
    title: String,
}

#[derive(Deserialize, SimpleObject)]
struct ActionField {
    label: String,
}

#[derive(Deserialize, SimpleObject)]
struct Barrier {
    label: String,
}

#[derive(Deserialize, SimpleObject)]
struct ProjectBarrier {
    role: String,
    barrier: Barrier,
}

#[derive(Deserialize, SimpleObject)]
struct ProjectBarriers {
    nodes: Vec<ProjectBarrier>,
}

#[derive(Deserialize, SimpleObject)]
#[serde(rename_all = "camelCase")]
struct TransferLink {
    stage: String,
    adopter_city: City,
    source_city: City,
}

#[derive(Deserialize, SimpleObject)]
struct TransferLinks {
    nodes: Vec<TransferLink>,
}

#[derive(Deserialize, SimpleObject)]
#[serde(rename_all = "camelCase")]
struct Project {
    working_title: String,
    city: City,
    plan: Plan,
    action_field: ActionField,
    barriers: ProjectBarriers,
    transfer_links: TransferLinks,
}

#[derive(Deserialize, SimpleObject)]
struct Projects {
    nodes: Vec<Project>,
}

#[derive(Deserialize)]
struct Query {
    projects: Projects,
}

#[Object]
impl Query {
    async fn projects(&self) -> &Projects {
        &self.projects
    }
}

const DOCUMENT: &str = "{ projects { nodes {
    workingTitle city { name } plan { title } actionField { label }
    barriers { nodes { role barrier { label } } }
    transferLinks { nodes { stage adopterCity { name } sourceCity { name } } } } } }";

/// Answers the page `count` times from the data of one answer; the CPU time of this process for all of them.
pub struct FromMemory(Arc<Schema<Query, EmptyMutation, EmptySubscription>>);

impl FromMemory {
    /// Takes over the data of the service's answer.
    pub fn new(runtime: &Runtime, data: &serde_json::Value) -> Self {
        let query: Query = serde_json::from_value(data.clone()).unwrap();
        let schema = Schema::new(query, EmptyMutation, EmptySubscription);
        let answer = runtime.block_on(schema.execute(DOCUMENT));
        assert_eq!(answer.data.into_json().unwrap(), *data);
        Self(Arc::new(schema))
    }

    /// Answers `count` times.
    pub fn run(&self, runtime: &Runtime, count: usize) -> Duration {
        let start = process::own_cpu();
        runtime.block_on(async {
            for _ in 0..count {
                let answer = self.0.execute(Request::new(DOCUMENT)).await;
                let text = serde_json::to_string(&answer).unwrap();
                assert!(text.len() > 2, "{text}");
            }
        });
        process::own_cpu().saturating_sub(start)
    }
}
