//! What may happen: use cases, policy, reading, and the import of action plans.
//!
//! Invariant: nothing here knows HTTP, GraphQL or a wire format of the interfaces. Every use case takes a [`Ctx`], and
//! a [`Ctx`] is made from an [`Actor`](actor::Actor).

pub mod actor;
pub mod audit_entry;
pub mod clock;
mod connection;
mod ctx;
pub mod embedding;
pub mod error;
pub mod excerpt;
pub mod label;
pub mod language;
pub mod mistake;
pub mod policy;
pub mod read;
pub mod reference;
pub mod search;
pub mod search_index;
pub mod similarity;
pub mod store;
mod stored;
mod text;
mod work;

pub mod account;
pub mod account_role;
pub mod action_field;
pub mod archive;
pub mod barrier;
pub mod barrier_experience;
pub mod barrier_solver;
pub mod change;
pub mod city;
pub mod concept;
pub mod concept_correction;
pub mod credential;
pub mod import;
pub mod indicator;
pub mod issuer;
pub mod membership;
mod named_reader;
pub mod network;
pub mod network_concept;
pub mod observation;
pub mod plan;
pub mod plan_resolution;
pub mod privacy;
pub mod project;
pub mod project_barrier;
pub mod project_concept;
pub mod project_item;
pub mod project_match;
pub mod project_source;
pub mod release;
mod revocation;
pub mod secret;
pub mod server;
pub mod session;
pub mod signing_key;
pub mod similar_city;
pub mod similar_project;
pub mod similarity_decision;
pub mod similarity_weights;
pub mod sub_project;
pub mod suggestion;
pub mod tenant;
pub mod transfer_calendar;
pub mod transfer_effect;
pub mod transfer_event;
pub mod transfer_link;
pub mod transfer_matrix;

pub use ctx::Ctx;
pub use entity::{id, value};
pub use error::{Error, Result};
pub use work::Work;
