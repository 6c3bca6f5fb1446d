//! The process: HTTP, GraphQL and REST transport, configuration, command line.
//!
//! Invariant: this crate alone knows the wire; it asks the domain through contexts and holds no query and no rule.

// Optimised, the program holds one future in another as deep as the schema resolves; the usual bound is 128.
#![recursion_limit = "256"]

mod aead;
pub mod app;
pub mod caller;
pub mod catalogue;
pub mod chart;
pub mod cli;
mod coding;
pub mod config;
pub mod database;
pub mod deadline;
pub mod demo;
pub mod docs;
pub mod embedding;
mod etag;
pub mod evaluation;
pub mod graphql;
mod head;
pub mod identity;
pub mod metrics;
pub mod oauth;
pub mod outgoing;
pub mod persisted_document;
pub mod problem;
pub mod rate_limit;
pub mod rest;
pub mod stored_answer;
pub mod subscription;
pub mod telemetry;
pub mod token;
pub mod webhook;
