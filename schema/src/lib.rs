//! The graph: GraphQL types over the domain.
//!
//! Invariant: nothing here reads the database or decides who may see what; roots turn the selection into a read plan,
//! the domain carries it out, resolvers return what is there. So no field waits, and objects are `serial`: polling their
//! fields beside one another would only cost.

mod classification;
mod connection;
mod edge;
mod error;
mod input;
mod language;
mod node;
mod query;
mod select;
mod value;

mod action_field;
mod barrier;
mod city;
mod indicator;
mod membership;
mod network;
mod observation;
mod plan;
mod plan_resolution;
mod project;
mod project_barrier;
mod project_item;
mod project_source;
mod sub_project;
mod tenant;
mod transfer_link;

pub use query::Query;

use async_graphql::{EmptyMutation, EmptySubscription};

/// The schema; a request needs a [`domain::Ctx`] among its data.
pub type Schema = async_graphql::Schema<Query, EmptyMutation, EmptySubscription>;

/// Builds the schema. Limits on documents are held by the transport, before anything is executed.
#[must_use]
pub fn build() -> Schema {
    Schema::build(Query::default(), EmptyMutation, EmptySubscription)
        .disable_suggestions()
        .finish()
}

/// The schema in the schema definition language, as it is committed.
#[must_use]
pub fn sdl() -> String {
    build().sdl_with_options(
        async_graphql::SDLExportOptions::new()
            .sorted_fields()
            .sorted_arguments()
            .sorted_enum_items(),
    )
}
