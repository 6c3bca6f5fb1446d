//! Closed lists of values, as the domain has them.
//!
//! Invariant: the name of a value in the graph is the word that is stored.

mod benchmark;
mod content;
mod day;
mod expertise;
mod figure;
mod identity;
mod moment;
mod transfer;

pub use benchmark::*;
pub use content::*;
pub use day::Day;
pub use expertise::*;
pub use figure::*;
pub use identity::*;
pub use moment::Moment;
pub use transfer::*;
