//! The proof: one test program that talks to the running service from outside, on SQLite and on PostgreSQL.
//!
//! Invariant: what a test needs it makes or ships; it meets no network beyond this machine.

mod architecture;
mod audit;
mod changes;
mod concepts;
mod contracts;
mod desk;
mod embedding;
mod evaluation;
mod examples;
mod expertise;
mod graphql;
mod harness;
mod import;
mod isolation;
mod keys;
mod limits;
mod migrations;
mod mutations;
mod network_concepts;
mod policy;
mod postgres;
mod privacy;
mod project_concepts;
mod reference;
mod refused_writes;
mod rest;
mod rest_writes;
mod row_security;
mod search;
mod search_index;
mod sign_in;
mod similar;
mod similar_cities;
mod similarity_weights;
mod statements;
mod subscriptions;
mod suggestions;
mod tenancy;
mod tokens;
mod transfer_links;
mod walkthrough;
mod webhooks;
