//! Whether a document fits the schema, without executing it.
//!
//! Invariant: the rules are those that hold at its execution: it goes the same way and stops before it.

use crate::{Mutation, Query, Subscription};
use async_graphql::{
    Request, Response, ServerError,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute},
    parser::types::{DocumentOperations, ExecutableDocument},
};
use std::sync::{Arc, OnceLock};

struct Stop;

impl ExtensionFactory for Stop {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Stop {
    async fn execute(
        &self,
        _: &ExtensionContext<'_>,
        _: Option<&str>,
        _: NextExecute<'_>,
    ) -> Response {
        Response::default()
    }
}

/// What of a document does not fit the schema; empty where all of it does.
pub async fn validate(document: &ExecutableDocument) -> Vec<ServerError> {
    static SCHEMA: OnceLock<crate::Schema> = OnceLock::new();
    let schema = SCHEMA.get_or_init(|| {
        crate::Schema::build(
            Query::default(),
            Mutation::default(),
            Subscription::default(),
        )
        .disable_suggestions()
        .extension(Stop)
        .finish()
    });
    let mut request = Request::new("");
    // All operations are looked at, whichever would run.
    request.operation_name = match &document.operations {
        DocumentOperations::Single(_) => None,
        DocumentOperations::Multiple(operations) => {
            operations.keys().next().map(ToString::to_string)
        }
    };
    request.set_parsed_query(document.clone());
    schema.execute(request).await.errors
}
