//! The edges of the graph, and documents that follow them.
//!
//! Invariant: what an edge is, is told by the schema: a field whose type is an object or a connection of objects.

use serde_json::Value;
use std::{collections::HashMap, fmt::Write};

/// Fields with their arguments and types, as far as they are needed here.
pub const INTROSPECTION: &str =
    "{ __schema { types { kind name fields { name args { name type { kind } }
    type { kind name ofType { kind name } } } } } }";

/// Types that are kept in the process: reading them costs no statement.
const REFERENCE: [&str; 8] = [
    "ActionField",
    "Barrier",
    "City",
    "Concept",
    "Indicator",
    "Membership",
    "Network",
    "Tenant",
];

/// Connections at the root that nobody in particular may ask for; nothing hangs below them.
const FOR_MEMBERS: [&str; 2] = ["auditEntries", "webhookDeliveries"];

/// A connection at the root that wants to be asked something, though each argument alone may be left out; it has a test
/// of its own.
const NEEDS_A_QUESTION: &str = "barrierExperiences";

/// A way from one type to another.
#[derive(Clone, Debug)]
pub struct Edge {
    pub name: String,
    target: String,
    is_list: bool,
}

/// An edge with those that are followed behind it.
#[derive(Clone, Debug)]
pub struct Tree {
    edge: Edge,
    below: Vec<Self>,
}

/// Types with an id, and their edges.
pub struct Graph {
    edges: HashMap<String, Vec<Edge>>,
}

impl Graph {
    pub fn of(data: &Value) -> Self {
        let types = data.pointer("/__schema/types").and_then(Value::as_array);
        let types: Vec<&Value> = types.unwrap().iter().collect();
        let mut edges = HashMap::new();
        for one in &types {
            let fields = one.get("fields").and_then(Value::as_array);
            let found = fields.into_iter().flatten().filter_map(edge);
            edges.insert(text(one, "/name"), found.collect());
        }
        let connections: HashMap<String, String> = types
            .iter()
            .filter_map(|one| {
                let name = text(one, "/name");
                let target = name.strip_suffix("Connection")?.to_owned();
                Some((name, target))
            })
            .collect();
        let mut graph = Self { edges };
        graph.resolve(&connections);
        graph
    }

    /// Keeps edges to objects and turns connections into lists of their nodes.
    fn resolve(&mut self, connections: &HashMap<String, String>) {
        let objects: Vec<String> = self.edges.keys().cloned().collect();
        for edges in self.edges.values_mut() {
            for edge in edges.iter_mut() {
                if let Some(target) = connections.get(&edge.target) {
                    edge.target.clone_from(target);
                    edge.is_list = true;
                }
            }
            edges.retain(|edge| objects.contains(&edge.target) && !edge.name.starts_with("__"));
        }
        let leaves: Vec<String> = objects
            .into_iter()
            .filter(|name| self.edges.get(name).is_none_or(Vec::is_empty))
            .collect();
        // Objects without edges of their own, such as classifications, have no rows either.
        for edges in self.edges.values_mut() {
            edges.retain(|edge| edge.is_list || !leaves.contains(&edge.target));
        }
    }

    /// The connections at the root that everybody may ask for.
    pub fn roots(&self) -> Vec<Edge> {
        let all = self.edges.get("Query").unwrap();
        let is_open = |edge: &&Edge| {
            edge.is_list
                && edge.name != NEEDS_A_QUESTION
                && !FOR_MEMBERS.contains(&edge.name.as_str())
        };
        all.iter().filter(is_open).cloned().collect()
    }

    /// A root with everything below it, to a depth.
    pub fn whole(&self, root: &Edge, depth: usize) -> Tree {
        let next = self.edges.get(&root.target).filter(|_| depth > 0);
        let below = next.into_iter().flatten();
        Tree {
            edge: root.clone(),
            below: below.map(|edge| self.whole(edge, depth - 1)).collect(),
        }
    }

    /// Every way of a length below a root.
    pub fn paths(&self, root: &Edge, length: usize) -> Vec<Vec<Edge>> {
        if length == 0 {
            return vec![Vec::new()];
        }
        let next = self.edges.get(&root.target).into_iter().flatten();
        next.flat_map(|edge| {
            let mut tails = self.paths(edge, length - 1);
            for tail in &mut tails {
                tail.insert(0, edge.clone());
            }
            tails
        })
        .collect()
    }

    /// A root with one way below it, and behind that way everything to a depth.
    pub fn below(&self, root: &Edge, path: &[Edge], depth: usize) -> Tree {
        match path.split_first() {
            None => self.whole(root, depth),
            Some((first, rest)) => Tree {
                edge: root.clone(),
                below: vec![self.below(first, rest, depth - 1)],
            },
        }
    }
}

/// The last two edges of a way, with the type between them.
pub fn last_two(path: &[Edge]) -> Vec<(String, String)> {
    let tail = path.iter().rev().take(2);
    tail.map(|edge| (edge.name.clone(), edge.target.clone()))
        .collect()
}

fn edge(field: &Value) -> Option<Edge> {
    let arguments = field.get("args").and_then(Value::as_array)?;
    let is_required = |argument: &Value| text(argument, "/type/kind") == "NON_NULL";
    if arguments.iter().any(is_required) {
        return None;
    }
    let kind = text(field, "/type/kind");
    let at = if kind == "NON_NULL" {
        "/type/ofType"
    } else {
        "/type"
    };
    let is_object = text(field, &format!("{at}/kind")) == "OBJECT";
    is_object.then(|| Edge {
        name: text(field, "/name"),
        target: text(field, &format!("{at}/name")),
        is_list: false,
    })
}

fn text(value: &Value, pointer: &str) -> String {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_default().to_owned()
}

impl Tree {
    /// The most statements that it may cost.
    pub fn statements(&self) -> usize {
        let own = usize::from(!REFERENCE.contains(&self.edge.target.as_str()));
        own + self.below.iter().map(Self::statements).sum::<usize>()
    }

    /// The document that follows it, with so many rows a list.
    pub fn document(&self, page: u32) -> String {
        let mut document = String::from("{");
        self.write(page, &mut document);
        document.push('}');
        document
    }

    fn write(&self, page: u32, document: &mut String) {
        let name = &self.edge.name;
        let (open, close) = if self.edge.is_list {
            (format!("{name}(first:{page}){{nodes{{__typename"), "}}")
        } else {
            (format!("{name}{{__typename"), "}")
        };
        let _ = write!(document, " {open}");
        for below in &self.below {
            below.write(page, document);
        }
        document.push_str(close);
    }
}
