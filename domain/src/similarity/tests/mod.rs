//! What the engine promises, held against small indexes of made-up projects.
//!
//! Invariant: the projects here are invented; their numbers and names mean nothing.

mod concepts;
mod fixture;
mod hostile;
mod life;
mod meaning;
mod privacy;
mod ranking;
mod searching;
