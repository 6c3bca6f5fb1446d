//! Tests of the module as a whole, each from a caller's point of view.
//!
//! Invariant: no test depends on the system's clock, on the network beyond the loopback interface, or on another test.

mod accepted;
mod caching;
mod crossover;
mod garbage;
mod http;
mod keys;
mod opaque;
mod password;
mod refused;
mod rotation;
mod signing;
mod support;
mod wycheproof;
