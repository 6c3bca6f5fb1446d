//! The limits of one GraphQL request, all of them, with their defaults.
//!
//! Invariant: every limit is checked before the work that it bounds, in the order body, tokens, parsing, shape,
//! variables, cost.

use std::time::Duration;

/// What one request may ask for; published, so that clients can stay inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a POST body, and of a GET query string.
    pub body_bytes: usize,
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
            page_maximum: 100,
            list_assumed: 10,
            errors: 10,
            deadline: Duration::from_secs(10),
            cached_documents: 1_000,
            cached_tokens: 200_000,
        }
    }
}
