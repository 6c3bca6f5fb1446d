//! A way to every field of the graph.
//!
//! Invariant: the ways come from the service's own introspection; a field that no way leads to fails the test.

use super::hidden::Hidden;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};

const INTROSPECTION: &str = "{ __schema { types { kind name fields { name
    args { name type { kind } defaultValue }
    type { ...T ofType { ...T ofType { ...T ofType { ...T } } } } } } } }
    fragment T on __Type { kind name }";

/// As many fields of an object are asked for at a time; a request may have no more at its root.
const FIELDS: usize = 10;

/// A field of an object.
pub struct Field {
    pub name: String,
    /// The type behind lists and non-null.
    pub target: String,
    /// Whether nothing can be selected below it.
    pub is_leaf: bool,
    /// Whether it has arguments that must be given.
    pub needs_arguments: bool,
}

/// The objects and how to reach them.
pub struct Walk {
    types: BTreeMap<String, Vec<Field>>,
    ways: BTreeMap<String, (String, String)>,
}

impl Walk {
    /// What to ask to get the input.
    pub const fn document() -> &'static str {
        INTROSPECTION
    }

    /// From the answer, with ways.
    pub fn new(data: &Value, hidden: &Hidden) -> Self {
        let mut walk = Self::of_types(data);
        walk.explore(hidden);
        walk
    }

    /// From the answer, without ways.
    pub fn of_types(data: &Value) -> Self {
        let all = data.pointer("/__schema/types").and_then(Value::as_array);
        let objects = all
            .unwrap()
            .iter()
            .filter(|one| one.get("kind").is_some_and(|kind| kind == "OBJECT"));
        let mut types = BTreeMap::new();
        for object in objects {
            let name = word(object, "name");
            let fields = object.get("fields").and_then(Value::as_array);
            if !name.starts_with("__") {
                types.insert(name, fields.unwrap().iter().map(field).collect());
            }
        }
        Self {
            types,
            ways: BTreeMap::new(),
        }
    }

    /// Breadth first, and first by the fields that need no argument: those lead to what many may read.
    fn explore(&mut self, hidden: &Hidden) {
        let mut queue = VecDeque::from([("Query".to_owned(), (String::new(), String::new()))]);
        let mut late = Vec::new();
        while let Some((name, (open, close))) = queue.pop_front().or_else(|| late.pop()) {
            if self.ways.contains_key(&name) {
                continue;
            }
            for field in self.types.get(&name).into_iter().flatten() {
                if field.is_leaf || !self.types.contains_key(&field.target) {
                    continue;
                }
                let arguments = arguments(&name, field, hidden);
                let open = format!("{open}{}{arguments} {{ ", field.name);
                let next = (field.target.clone(), (open, format!(" }}{close}")));
                if name == "Query" && field.needs_arguments {
                    late.push(next);
                } else if (name.as_str(), field.name.as_str()) == ("Project", "concepts") {
                    // Lists in lists: what lies below costs more from fifty projects than a request may.
                    late.insert(0, next);
                } else {
                    queue.push_back(next);
                }
            }
            self.ways.insert(name, (open, close));
        }
    }

    /// The objects that answers of queries are made of, with documents that ask for all their fields, some at a time.
    pub fn documents<'a>(
        &'a self,
        hidden: &'a Hidden,
    ) -> impl Iterator<Item = (&'a str, &'a [Field], String)> {
        self.ways.iter().flat_map(move |(name, (open, close))| {
            let chunks = self.fields(name).chunks(FIELDS);
            chunks.map(move |fields| {
                let all: Vec<String> = fields
                    .iter()
                    .map(|field| selection(name, field, hidden))
                    .collect();
                let document = format!("{{ {open}{}{close} }}", all.join(" "));
                (name.as_str(), fields, document)
            })
        })
    }

    /// The fields of an object.
    pub fn fields(&self, name: &str) -> &[Field] {
        self.types.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Objects that no query leads to.
    pub fn unreached(&self) -> Vec<&str> {
        let all = self.types.keys().map(String::as_str);
        all.filter(|name| !self.ways.contains_key(*name)).collect()
    }
}

fn selection(owner: &str, field: &Field, hidden: &Hidden) -> String {
    let arguments = arguments(owner, field, hidden);
    let below = if field.is_leaf { "" } else { " { __typename }" };
    format!("{}{arguments}{below}", field.name)
}

/// What a field is asked with.
fn arguments(owner: &str, field: &Field, hidden: &Hidden) -> String {
    let id = |id: &str| format!("(id: \"{id}\")");
    match (owner, field.name.as_str()) {
        ("Query", "projects") => "(first: 50, filter: { text: \"erfunden\" })".to_owned(),
        // Each project of a list is a search of its own there.
        ("Project" | "City", "similar") | ("Expertise", "matches") => "(first: 3)".to_owned(),
        ("Query", "project" | "node") => id(&hidden.project),
        ("Query", "plan") => id(&hidden.plan),
        ("Query", "transferLink") => id("link_01jw0000000000000000000000"),
        ("Query", "nodes") => format!("(ids: {:?})", hidden.all()),
        ("Query", "similarProjects") => format!("(text: {:?})", super::secrets::QUESTION),
        ("Query", "search") => format!("(text: {:?})", super::secrets::QUESTION),
        ("Query", "barrierExperiences") => "(barrier: [\"H1\"])".to_owned(),
        ("Query", "suggestions" | "transferMatrix" | "barrierSolvers") => {
            "(network: \"kora\")".to_owned()
        }
        ("Query", "peerGroup") => id(&hidden.peer_group),
        ("Query", "benchmark") => {
            "(indicator: \"population\", peers: { rule: { network: \"kora\" } })".to_owned()
        }
        ("Query", "peers") => "(of: { neighbours: { city: \"05334002\", count: 3, figures: [{ code: \"population\" }] } })".to_owned(),
        ("Query", "city") => "(ags: \"05334002\")".to_owned(),
        ("Query", "concept") => "(notation: \"progress-report\")".to_owned(),
        ("Query", "indicator") => "(code: \"population\")".to_owned(),
        ("Query", "network") => "(slug: \"kora\")".to_owned(),
        _ => {
            assert!(!field.needs_arguments, "{owner}.{} needs a row", field.name);
            String::new()
        }
    }
}

fn field(value: &Value) -> Field {
    let mut target = value.get("type").unwrap();
    while let Some(inner) = target.get("ofType").filter(|inner| !inner.is_null()) {
        target = inner;
    }
    let arguments = value.get("args").and_then(Value::as_array).unwrap();
    let is_needed = |argument: &Value| {
        argument
            .pointer("/type/kind")
            .is_some_and(|kind| kind == "NON_NULL")
            && argument.get("defaultValue").is_none_or(Value::is_null)
    };
    Field {
        name: word(value, "name"),
        target: word(target, "name"),
        is_leaf: matches!(word(target, "kind").as_str(), "SCALAR" | "ENUM"),
        needs_arguments: arguments.iter().any(is_needed),
    }
}

fn word(value: &Value, member: &str) -> String {
    let word = value.get(member).and_then(Value::as_str);
    word.unwrap_or_else(|| panic!("{member} in {value}"))
        .to_owned()
}
