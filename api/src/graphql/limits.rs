//! The limits of one GraphQL request, all of them, with their defaults.
//!
//! Invariant: every limit is checked before the work that it bounds, in the order body, values, tokens, parsing, shape,
//! variables, cost; and each is told to clients under the name that errors have.

use domain::{language::Words, read::PageRequest};
use schema::Limit;
use std::time::Duration;

/// JSON values that a request or a message can have.
pub const MOST_VALUES: usize = 10_000;

/// What one request may ask for; published, so that clients can stay inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a POST body, and of a GET query string.
    pub body_bytes: usize,
    /// Values of a JSON body, counted before anything is made of them.
    pub values: usize,
    /// Tokens of a document, comments and strings included.
    pub tokens: usize,
    /// Brackets of any kind that are open at the same time; keeps the parser's stack small.
    pub brackets: usize,
    /// Fields inside each other, fragments resolved; introspection has its own limit.
    pub depth: u32,
    /// Selection sets inside each other, counting fragments as a level of their own.
    pub nesting: u32,
    /// Selections of an operation after all fragments are spread; stops fragments that double each other.
    pub selections: u64,
    /// Aliases of an operation, plus response keys and fragments repeated within one selection set.
    pub aliases: u64,
    /// Fields on the root type.
    pub root_fields: u64,
    /// Directives of an operation.
    pub directives: u64,
    /// Variables defined by an operation, and variables sent with it.
    pub variables: usize,
    /// Fields inside each other below `__schema` and `__type`.
    pub introspection_depth: u32,
    /// Lists inside each other below `__schema` and `__type` that lead from type to type and so multiply the answer.
    pub introspection_lists: u32,
    /// Uses of `__schema` and `__type` in one operation.
    pub introspection_roots: u64,
    /// Static cost of the operation.
    pub cost: u64,
    /// Items assumed for a page whose size is not given.
    pub page_default: u64,
    /// Items of the largest page; larger requests are refused by the resolver and so cost no more than this.
    pub page_maximum: u64,
    /// Keys that one field for gateways may name (`_entities`).
    pub representations: usize,
    /// Items assumed for a list without pages.
    pub list_assumed: u64,
    /// Errors in one answer.
    pub errors: usize,
    /// Time for the execution of an operation.
    pub deadline: Duration,
    /// Parsed documents kept for the next request.
    pub cached_documents: usize,
    /// Tokens of all kept documents together; bounds the memory of the cache whatever is sent.
    pub cached_tokens: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            values: MOST_VALUES,
            tokens: 2_000,
            brackets: 64,
            depth: 12,
            nesting: 30,
            selections: 5_000,
            aliases: 30,
            root_fields: 20,
            directives: 20,
            variables: 100,
            introspection_depth: 15,
            introspection_lists: 2,
            introspection_roots: 5,
            cost: 10_000,
            page_default: 20,
            page_maximum: PageRequest::MAX,
            representations: 100,
            list_assumed: 10,
            errors: 10,
            deadline: Duration::from_secs(10),
            cached_documents: 1_000,
            cached_tokens: 200_000,
        }
    }
}

impl Limits {
    /// All of them, as they are told to clients.
    #[must_use]
    pub fn published(&self) -> Vec<Limit> {
        let told = TOLD.iter().map(|(name, de, en, number)| Limit {
            name,
            maximum: number(self),
            words: Words::new(*de, *en),
        });
        told.collect()
    }
}

/// The number of a limit.
type Number = fn(&Limits) -> u64;

/// Their names, what they are of, and their numbers.
const TOLD: [(&str, &str, &str, Number); 19] = [
    (
        "bodyBytes",
        "Bytes einer Anfrage",
        "Bytes of a request",
        |limits| count(limits.body_bytes),
    ),
    (
        "values",
        "JSON-Werte einer GraphQL-Anfrage",
        "JSON values of a GraphQL request",
        |limits| count(limits.values),
    ),
    (
        "tokens",
        "Wortzeichen (Tokens) eines Dokuments",
        "Tokens of a document",
        |limits| count(limits.tokens),
    ),
    (
        "brackets",
        "Klammern, die zugleich offen sind",
        "Brackets that are open at the same time",
        |limits| count(limits.brackets),
    ),
    (
        "depth",
        "Felder ineinander, Fragmente aufgelöst",
        "Fields inside each other, fragments resolved",
        |limits| limits.depth.into(),
    ),
    (
        "nesting",
        "Auswahlen ineinander, Fragmente mitgezählt",
        "Selection sets inside each other, fragments counted",
        |limits| limits.nesting.into(),
    ),
    (
        "selections",
        "Ausgewählte Felder und Fragmente, Fragmente aufgelöst",
        "Selected fields and fragments, fragments resolved",
        |limits| limits.selections,
    ),
    (
        "aliases",
        "Aliase und wiederholte Felder, auch __typename",
        "Aliases and repeated fields, __typename too",
        |limits| limits.aliases,
    ),
    (
        "rootFields",
        "Felder an der Wurzel",
        "Fields at the root",
        |limits| limits.root_fields,
    ),
    ("directives", "Direktiven", "Directives", |limits| {
        limits.directives
    }),
    ("variables", "Variablen", "Variables", |limits| {
        count(limits.variables)
    }),
    (
        "introspectionDepth",
        "Felder ineinander unter __schema und __type",
        "Fields inside each other below __schema and __type",
        |limits| limits.introspection_depth.into(),
    ),
    (
        "introspectionLists",
        "Listen ineinander unter __schema und __type",
        "Lists inside each other below __schema and __type",
        |limits| limits.introspection_lists.into(),
    ),
    (
        "introspectionRoots",
        "Male __schema und __type",
        "Uses of __schema and __type",
        |limits| limits.introspection_roots,
    ),
    (
        "cost",
        "Geschätzte Kosten einer Operation",
        "Estimated cost of an operation",
        |limits| limits.cost,
    ),
    (
        "page",
        "Einträge einer Seite (first, last, limit)",
        "Rows of a page (first, last, limit)",
        |limits| limits.page_maximum,
    ),
    (
        "representations",
        "Objekte, nach denen ein Gateway auf einmal fragt (_entities)",
        "Objects that a gateway asks for at once (_entities)",
        |limits| count(limits.representations),
    ),
    (
        "errors",
        "Fehler, die eine Antwort nennt",
        "Errors that an answer tells",
        |limits| count(limits.errors),
    ),
    (
        "seconds",
        "Sekunden bis zur Antwort, danach DEADLINE",
        "Seconds for an answer, then DEADLINE",
        |limits| limits.deadline.as_secs(),
    ),
];

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
