//! What the service is asked: documents, each with enough different variables that no answer can be kept.
//!
//! Invariant: variables come from the service's own answers (ids, cursors), never from knowledge of its tables.

use crate::{client::Connection, data::Size};
use serde_json::{Value, json};
use std::net::SocketAddr;

/// How many different variables each document is asked with.
const VARIANTS: u32 = 40;

/// A document and the variables to ask it with.
pub struct Question {
    /// What it is called in the report.
    pub name: &'static str,
    /// The document.
    pub document: &'static str,
    /// The variables.
    pub variables: Vec<Value>,
}

/// 50 projects with everything that a list of projects shows.
pub const PAGE: &str = "query($network: String!) {
  projects(first: 50, filter: {network: $network}) { nodes {
    workingTitle city { name } plan { title } actionField { label }
    barriers { nodes { role barrier { label } } }
    transferLinks { nodes { stage adopterCity { name } sourceCity { name } } } } } }";

const PROJECT: &str = "query($id: ID!) { project(id: $id) {
  id workingTitle summary overallGoal status city { ags name population } } }";

const DEEP_PAGE: &str = "query($after: String!) { projects(first: 50, after: $after) { nodes {
  id workingTitle status city { name } } } }";

const CITIES: &str = "query($state: [String!]) { cities(first: 100, filter: {state: $state}) {
  totalCount nodes { ags name population } } }";

const OBSERVATIONS: &str = "query($indicator: [String!]) {
  observations(first: 100, filter: {indicator: $indicator}) { nodes { year value city { name } } } }";

/// The whole matrix of a network.
const MATRIX: &str = "query($network: String!) { transferMatrix(network: $network) {
  cities { ags name gives takes }
  rows { projectId workingTitle cityName cells { transferLinkId city stage outcome } } } }";

impl Question {
    /// The bodies of its requests.
    pub fn requests(&self) -> Vec<String> {
        let request = |variables| json!({ "query": self.document, "variables": variables });
        self.variables
            .iter()
            .map(|variables| request(variables).to_string())
            .collect()
    }
}

/// All questions, for data of this size.
pub fn all(address: SocketAddr, size: Size) -> Vec<Question> {
    let mut connection = Connection::open(address).unwrap();
    let places: Vec<(String, String)> = (0..VARIANTS)
        .map(|variant| place(&mut connection, size.projects / VARIANTS * variant))
        .collect();
    let numbers = || 0..VARIANTS;
    let question = |name, document, variables| Question {
        name,
        document,
        variables,
    };
    vec![
        question(
            "page of 50, nested",
            PAGE,
            numbers()
                .map(|n| json!({ "network": format!("netz-{}", n % size.networks) }))
                .collect(),
        ),
        question(
            "transfer matrix",
            MATRIX,
            numbers()
                .map(|n| json!({ "network": format!("netz-{}", n % size.networks) }))
                .collect(),
        ),
        question(
            "project by id",
            PROJECT,
            places.iter().map(|(id, _)| json!({ "id": id })).collect(),
        ),
        question(
            "page of 50, deep",
            DEEP_PAGE,
            places
                .iter()
                .map(|(_, cursor)| json!({ "after": cursor }))
                .collect(),
        ),
        question(
            "observations",
            OBSERVATIONS,
            numbers()
                .map(|n| json!({ "indicator": [format!("i{}", n % crate::data::INDICATORS)] }))
                .collect(),
        ),
        question(
            "municipalities",
            CITIES,
            numbers()
                .map(|n| json!({ "state": [format!("{:02}", 1 + n % 16)] }))
                .collect(),
        ),
    ]
}

/// The id and the cursor of the first readable project from this number on.
fn place(connection: &mut Connection, number: u32) -> (String, String) {
    let codes: Vec<String> = (number..number + 20)
        .map(|number| format!("P{number}"))
        .collect();
    let document = "query($code: [String!]) { projects(first: 1, filter: {code: $code}) {
        edges { cursor node { id } } } }";
    let request = json!({ "query": document, "variables": { "code": codes } });
    let answer: Value =
        serde_json::from_str(&connection.ask(&request.to_string()).unwrap()).unwrap();
    let part = |path: &str| {
        let value = answer.pointer(path).and_then(Value::as_str);
        value
            .unwrap_or_else(|| panic!("{path} in {answer}"))
            .to_owned()
    };
    (
        part("/data/projects/edges/0/node/id"),
        part("/data/projects/edges/0/cursor"),
    )
}
