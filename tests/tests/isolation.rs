//! Nothing crosses: every operation of both interfaces, asked by everybody, over a real connection.
//!
//! Invariant: which operations there are is read from the committed contracts; one without a row here fails the test.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

pub mod bodies;
mod crowd;
mod golden;
mod graph;
mod hidden;
mod ids;
mod inputs;
mod pool;
pub mod rest;
mod secrets;
mod sweep;
mod telemetry;
mod walk;
