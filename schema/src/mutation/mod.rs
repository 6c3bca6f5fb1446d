//! What can be changed.
//!
//! Invariant: a mutation takes one input and answers what it changed; it says nothing of who owns it: that is whoever
//! the caller's credentials are for.

mod import;
mod membership;
mod network;
mod plan;
mod project;
mod project_input;
mod release;
mod tenant;
mod unit;

use async_graphql::MergedObject;
use import::ImportMutation;
use membership::MembershipMutation;
use network::NetworkMutation;
use plan::PlanMutation;
use project::ProjectMutation;
use tenant::TenantMutation;

/// What can be changed.
#[derive(MergedObject, Default)]
pub struct Mutation(
    PlanMutation,
    ProjectMutation,
    ImportMutation,
    NetworkMutation,
    TenantMutation,
    MembershipMutation,
);
