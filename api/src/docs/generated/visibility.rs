//! Who reads each field of both interfaces.
//!
//! Invariant: fields and objects come from the schema and the OpenAPI document, readers from the domain's declaration; an
//! object that is not declared has no readers here, and a test fails.

use super::{either, table};
use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};
use domain::{
    language::Language,
    policy::Action,
    readership::{Group, Readers, THINGS, Thing},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

/// Objects of REST that are called otherwise than in GraphQL.
const ALIASES: &[(&str, &str)] = &[
    ("ComponentView", "SimilarityComponent"),
    ("ConceptData", "Vocabulary"),
    ("ConstraintsView", "TableSchema"),
    ("CorrectionView", "SearchCorrection"),
    ("DealingView", "BarrierDealing"),
    ("DocumentText", "DocumentList"),
    ("ExperienceView", "BarrierExperience"),
    ("FacetValueView", "SearchFacetValue"),
    ("FacetView", "SearchFacet"),
    ("FieldView", "TableSchema"),
    ("InBoth", "Vocabulary"),
    ("IssuerView", "IdentityProvider"),
    ("ItemView", "ProjectItem"),
    ("KeyView", "ApiKey"),
    ("LikenessView", "SimilarProject"),
    ("MemberTable", "Collection"),
    ("NamedView", "SearchHit"),
    ("ObservationImportLineView", "ObservationImportCorrection"),
    ("ObservationImportView", "ObservationImportReport"),
    ("PhrasesInBoth", "Vocabulary"),
    ("ProblemPart", "Problem"),
    ("ProjectDetail", "Project"),
    ("SolverView", "BarrierSolver"),
    ("UnitView", "TableSchema"),
];

/// Objects of REST that hold others, or only say that something was done.
const WRAPPERS: &[&str] = &[
    "AcceptedSuggestionsView",
    "BarrierSolversList",
    "DecidedSuggestionsView",
    "DoneView",
    "ErasedView",
    "ExperienceListing",
    "ExpertiseMatches",
    "ExportsView",
    "Feed",
    "FeedPage",
    "NewAccountView",
    "NewKeyView",
    "NewWebhookView",
    "PageView",
    "PublicationsView",
    "RetiredView",
    "RevisionsView",
    "SearchListing",
    "WithdrawnView",
];

/// Objects of the graph that hold others.
const ROOTS: &[&str] = &["Mutation", "PageInfo", "Query", "Subscription"];

/// What an object of an interface shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown<'a> {
    /// A thing of that name.
    Thing(&'a str),
    /// Other objects, each with readers of its own.
    Others,
}

/// What an object of the graph shows.
#[must_use]
pub fn of_graph(name: &str) -> Shown<'_> {
    let holds = |end: &&str| name.ends_with(end);
    let is_wrapper = ["Connection", "Edge", "Payload"].iter().any(holds) || ROOTS.contains(&name);
    match is_wrapper {
        true => Shown::Others,
        false => Shown::Thing(name),
    }
}

/// What an object of REST shows.
#[must_use]
pub fn of_rest(name: &str) -> Shown<'_> {
    if let Some((_, thing)) = ALIASES.iter().find(|(alias, _)| *alias == name) {
        return Shown::Thing(thing);
    }
    let is_list = name.starts_with("Listing_")
        || name.strip_suffix("List").is_some_and(|of| of != "Document");
    if is_list || WRAPPERS.contains(&name) {
        return Shown::Others;
    }
    Shown::Thing(name.strip_suffix("View").unwrap_or(name))
}

/// The fields of the objects of an interface, by name.
pub type Objects = BTreeMap<String, BTreeSet<String>>;

/// The objects of the graph.
#[must_use]
pub fn graph() -> Objects {
    let Ok(document) = parse_schema(schema::sdl()) else {
        return Objects::new();
    };
    let types = document
        .definitions
        .into_iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => Some(definition.node),
            _ => None,
        });
    let objects = types.filter_map(|definition| match definition.kind {
        TypeKind::Object(object) => {
            let fields = object.fields.into_iter();
            let fields = fields.map(|field| field.node.name.node.to_string());
            Some((definition.name.node.to_string(), fields.collect()))
        }
        _ => None,
    });
    objects.collect()
}

/// The objects that REST answers with.
#[must_use]
pub fn rest() -> Objects {
    let document = crate::rest::openapi().ok();
    let document = document.and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let document = document.unwrap_or_default();
    let mut found = Objects::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for operation in paths.into_iter().flat_map(|paths| paths.values()) {
        let operations = operation
            .as_object()
            .into_iter()
            .flat_map(|all| all.values());
        for responses in operations.filter_map(|operation| operation.get("responses")) {
            follow(&document, responses, &mut found);
        }
    }
    found.retain(|_, fields| !fields.is_empty());
    found
}

/// Takes in every object that a part of the document refers to.
fn follow(document: &Value, part: &Value, found: &mut Objects) {
    match part {
        Value::Object(members) => {
            let place = members.get("$ref").and_then(Value::as_str);
            let place = place.and_then(|place| place.strip_prefix('#'));
            if let Some((place, target)) = place.and_then(|at| Some((at, document.pointer(at)?))) {
                let name = place.rsplit('/').next().unwrap_or_default();
                if found.contains_key(place_key(place, name)) {
                    return;
                }
                found.insert(place_key(place, name).to_owned(), members_of(target));
                follow(document, target, found);
            }
            members
                .values()
                .for_each(|member| follow(document, member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| follow(document, item, found)),
        _ => {}
    }
}

/// Schemas go by their names; what else is referred to has none of interest.
fn place_key<'a>(place: &'a str, name: &'a str) -> &'a str {
    match place.contains("/schemas/") {
        true => name,
        false => place,
    }
}

/// The members of an object, also of one that is made of several.
fn members_of(schema: &Value) -> BTreeSet<String> {
    let own = schema.get("properties").and_then(Value::as_object);
    let own = own.into_iter().flat_map(|all| all.keys().cloned());
    let parts = schema.get("allOf").and_then(Value::as_array);
    let parts = parts.into_iter().flatten().flat_map(members_of);
    own.chain(parts).collect()
}

/// The fields of a thing, in whichever interface.
fn fields(thing: &Thing, (graph, rest): (&Objects, &Objects)) -> BTreeSet<String> {
    let is_it = |shown: Shown<'_>| shown == Shown::Thing(thing.name);
    let in_graph = graph.iter().filter(|(name, _)| is_it(of_graph(name)));
    let in_rest = rest.iter().filter(|(name, _)| is_it(of_rest(name)));
    in_graph
        .chain(in_rest)
        .flat_map(|(_, fields)| fields.iter().cloned())
        .collect()
}

/// Every thing with who reads it and its fields.
#[must_use]
pub fn things(language: Language) -> String {
    let (graph, rest) = (graph(), rest());
    let mut text = String::new();
    for (group, things) in THINGS {
        let (name, title) = heading(*group, language);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "## {title} {{#{name}}}\n");
        for thing in *things {
            let _ = writeln!(text, "### {0} {{#{0}}}\n", thing.name);
            let _ = writeln!(text, "{}\n", meaning(thing.readers, language));
            let fields = fields(thing, (&graph, &rest));
            text.push_str(&section(thing, &fields, language));
        }
    }
    text
}

fn section(thing: &Thing, fields: &BTreeSet<String>, language: Language) -> String {
    let mut text = String::new();
    if !thing.narrower.is_empty() {
        let head = [
            either(language, "Feld", "Field"),
            either(language, "Wer liest", "Who reads"),
        ];
        let rows = thing.narrower.iter();
        let rows = rows.map(|(name, readers)| [format!("`{name}`"), meaning(*readers, language)]);
        text.push_str(&table(head, rows));
        text.push('\n');
    }
    let others = fields
        .iter()
        .filter(|field| thing.readers_of(field) == thing.readers);
    let others: Vec<String> = others.map(|field| format!("`{field}`")).collect();
    let label = match thing.narrower.is_empty() {
        true => either(language, "Felder:", "Fields:"),
        false => either(language, "Übrige Felder:", "Other fields:"),
    };
    text + &format!("{label} {}\n\n", others.join(", "))
}

const fn heading(group: Group, language: Language) -> (&'static str, &'static str) {
    match group {
        Group::Content => ("content-objects", either(language, "Inhalte", "Content")),
        Group::Figures => (
            "figures",
            either(language, "Zahlen und Vergleiche", "Figures and comparisons"),
        ),
        Group::Found => (
            "found",
            either(language, "Gesucht und gefunden", "Searched and found"),
        ),
        Group::Reference => (
            "reference",
            either(language, "Stammdaten", "Reference data"),
        ),
        Group::Management => ("management", either(language, "Verwaltung", "Management")),
        Group::Outcome => (
            "outcome",
            either(language, "Ergebnisse von Anfragen", "Outcomes of requests"),
        ),
    }
}

/// Who that is, in a sentence.
fn meaning(readers: Readers, language: Language) -> String {
    match language {
        Language::De => german(readers),
        Language::En => english(readers),
    }
}

fn german(readers: Readers) -> String {
    let text = match readers {
        Readers::Everybody => "Alle, auch ohne Anmeldung.",
        Readers::Released => {
            "Die Organisation, der es gehört; andere, soweit sie es freigegeben hat (`visibility`)."
        }
        Readers::Whole => "Wer das liest, wozu es gehört.",
        Readers::Detail(field) => {
            return format!("Wie das Ganze, wenn `{field}` es nicht enger fasst.");
        }
        Readers::Asker => "Wer fragt. Es wird aus dem gebildet, was Sie lesen dürfen.",
        Readers::Witness => {
            "Wer den Datensatz vor der Änderung lesen konnte oder jetzt lesen kann."
        }
        Readers::Home => "Nur die eigene Organisation.",
        Readers::Allowed(action) => {
            let (role, scope) = needed(action);
            return format!(
                "Mitglieder der Organisation ab der Rolle `{role}` mit dem Recht `{scope}`."
            );
        }
        Readers::Author => "Wer es geschrieben hat, und die Organisation, um deren Wert es geht.",
        Readers::Parties => {
            "Beide Seiten des Transfers und die Stellen, die das Städtenetz koordinieren."
        }
        Readers::Ring => {
            "Wer zum Vergleichsring gehört. Wer nur eingeladen ist, sieht sich selbst."
        }
        Readers::Office => {
            "Die Stellen, die das Städtenetz koordinieren; eine Stadt sieht ihre eigenen."
        }
        Readers::Oneself => "Wer fragt, über sich selbst.",
        Readers::Doer => "Wer die Anfrage gestellt hat, als ihr Ergebnis.",
    };
    text.to_owned()
}

fn english(readers: Readers) -> String {
    let text = match readers {
        Readers::Everybody => "Everybody, without credentials too.",
        Readers::Released => {
            "The organisation that owns it; others as far as it has released it (`visibility`)."
        }
        Readers::Whole => "Whoever reads what it is a part of.",
        Readers::Detail(field) => {
            return format!("Like the whole, unless `{field}` says that it is for fewer.");
        }
        Readers::Asker => "Whoever asks. It is made of what you may read.",
        Readers::Witness => "Whoever could read the record before the change, or can read it now.",
        Readers::Home => "The own organisation only.",
        Readers::Allowed(action) => {
            let (role, scope) = needed(action);
            return format!(
                "Members of the organisation from the role `{role}` on, with the scope `{scope}`."
            );
        }
        Readers::Author => "Whoever wrote it, and the organisation whose value it is about.",
        Readers::Parties => {
            "Both sides of the transfer and the offices that coordinate the network."
        }
        Readers::Ring => "Whoever belongs to the ring. Whoever is only invited sees themselves.",
        Readers::Office => "The offices that coordinate the network; a city sees its own.",
        Readers::Oneself => "Whoever asks, about themselves.",
        Readers::Doer => "Whoever made the request, as its outcome.",
    };
    text.to_owned()
}

fn needed(action: Action) -> (&'static str, &'static str) {
    let role = action.least_role().map_or("–", |role| role.word());
    let scope = action.scope().map_or("–", |scope| scope.word());
    (role, scope)
}

/// Every field with who reads it, a line each: to be reviewed when it changes.
#[must_use]
pub fn lines() -> String {
    let (graph, rest) = (graph(), rest());
    let mut text = String::new();
    for thing in THINGS.iter().flat_map(|(_, things)| *things) {
        for field in fields(thing, (&graph, &rest)) {
            let place = format!("{}.{field}", thing.name);
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{place:<45} {:?}", thing.readers_of(&field));
        }
    }
    text
}
