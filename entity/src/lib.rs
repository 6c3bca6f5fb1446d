//! What is stored: one file per table, typed ids, closed lists of values, and the scopes from which every query starts.
//!
//! Invariant: this crate knows nothing of use cases, policy or wire formats, and it is the only one that may open an
//! unscoped query. Everybody else starts from [`scope`].
#![expect(
    clippy::disallowed_methods,
    reason = "the scopes are built here, out of the unscoped finders"
)]

pub mod holding;
pub mod id;
pub mod privacy;
pub mod scope;
pub mod value;

pub mod city;
pub mod membership;
pub mod network;
pub mod network_concept;
pub mod tenant;

pub mod action_field;
pub mod barrier;
pub mod plan;
pub mod plan_resolution;
pub mod project;
pub mod project_barrier;
pub mod project_item;
pub mod project_source;
pub mod source_cell;
pub mod source_document;
pub mod sub_project;

pub mod expertise;
pub mod expertise_barrier;
pub mod transfer_effect;
pub mod transfer_event;
pub mod transfer_link;

pub mod benchmark_contribution;
pub mod benchmark_release;
pub mod indicator;
pub mod indicator_version;
pub mod observation;
pub mod observation_remark;
pub mod peer_group;
pub mod peer_group_city;
pub mod peer_group_indicator;
pub mod ring_member;

pub mod embedding;

pub mod audit_entry;
pub mod audit_head;
pub mod change;

pub mod account;
pub mod account_role;
pub mod concept_correction;
pub mod credential;
pub mod document_list;
pub mod issuer;
pub mod named_reader;
pub mod persisted_document;
pub mod refresh_token;
pub mod revocation;
pub mod session;
pub mod signing_key;
pub mod similarity_decision;
pub mod similarity_weights;
pub mod stored_answer;
pub mod suggestion_decision;
pub mod webhook;
pub mod webhook_delivery;
