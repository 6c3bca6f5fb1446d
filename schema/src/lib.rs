//! The graph: GraphQL types over the domain.
//!
//! Invariant: nothing here reads the database or decides who may see what; roots turn the selection into a read plan,
//! the domain carries it out, resolvers return what is there. So no field waits, and objects are `serial`: polling their
//! fields beside one another would only cost.

mod classification;
mod concept;
mod concept_correction;
mod connection;
mod cost;
mod direct;
mod edge;
mod error;
mod excerpt;
mod expertise_filter;
mod federation;
mod input;
mod language;
mod match_filter;
mod mutation;
mod node;
mod peer_input;
mod query;
mod select;
mod subscription;
mod validation;
mod value;

mod account;
mod action_field;
mod audit_entry;
mod barrier;
mod barrier_experience;
mod barrier_solver;
mod benchmark;
mod change;
mod city;
mod credential;
mod disclosure_policy;
mod distribution;
mod expertise;
mod import;
mod indicator;
mod indicator_version;
mod issuer;
mod limit;
mod membership;
mod network;
mod observation;
mod observation_import;
mod observation_remark;
mod observation_revision;
mod peer_city;
mod peer_group;
mod plan;
mod plan_resolution;
mod project;
mod project_barrier;
mod project_concept;
mod project_item;
mod project_source;
mod ring_member;
mod search;
mod similar_city;
mod similar_project;
mod similarity_weights;
mod sub_project;
mod suggestion;
mod tenant;
mod transfer_effect;
mod transfer_event;
mod transfer_link;
mod transfer_matrix;
mod viewer;
mod webhook;
mod webhook_delivery;

pub use cost::weight;
pub use direct::{Direct, write};
pub use federation::sdl as subgraph_sdl;
pub use limit::{Limit, Limits};
pub use mutation::Mutation;
pub use query::Query;
pub use subscription::{Progress, Reading, Subscription};
pub use validation::validate;

/// The schema; a request needs a [`domain::Ctx`] among its data, `Arc<dyn domain::secret::Secrets>` and
/// `Arc<dyn domain::webhook::Dispatch>`. A subscription is one reading, and goes on from the `Arc<Progress>` among its data.
pub type Schema = async_graphql::Schema<Query, Mutation, Subscription>;

/// Builds the schema of a service that tells no limits.
#[must_use]
pub fn build() -> Schema {
    build_with(Limits::default())
}

/// Builds the schema. Limits on documents are held by the transport, before anything is executed; here they are only told.
#[must_use]
pub fn build_with(limits: Limits) -> Schema {
    Schema::build(
        Query::default(),
        Mutation::default(),
        Subscription::default(),
    )
    .data(limits)
    .disable_suggestions()
    .finish()
}

/// The schema in the schema definition language, as it is committed and as introspection shows it.
#[must_use]
pub fn sdl() -> String {
    let shown = async_graphql::Schema::build(
        query::ShownQuery::default(),
        Mutation::default(),
        Subscription::default(),
    );
    shown.finish().sdl_with_options(options())
}

/// The same with what gateways ask: everything that the service answers.
#[must_use]
pub fn complete_sdl() -> String {
    build().sdl_with_options(options())
}

fn options() -> async_graphql::SDLExportOptions {
    async_graphql::SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by()
}
