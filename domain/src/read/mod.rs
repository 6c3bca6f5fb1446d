//! How reads are built: a query is a plan, not a walk.
//!
//! The face that asks turns its selection into a [`Select`]: which columns, which edges, and for each edge its page,
//! filter and order. [`Reader`] loads the whole tree with one statement for each edge that has rows of its own, however
//! many rows there are; what an edge leads to in the reference data costs none.
//!
//! Invariant: only what was selected is read, and every statement starts from a tenant scope or from rows that came
//! out of one.

mod array;
mod children;
mod cursor;
mod filter;
mod lists;
mod memory;
mod node;
mod order;
mod page;
mod plan;
mod ranking;
mod reader;
mod row;
mod select;
mod series;

pub(crate) use array::{in_texts, in_uuids};
pub use cursor::Position;
pub use filter::{CityCriteria, Filter};
pub(crate) use filter::{bounded, check_length, contains};
pub(crate) use lists::{ListOf, Lists, lists};
pub use memory::in_memory;
pub use node::{Edges, Node, Parent, Reference, Step};
pub(crate) use node::{no_such_edge, parent};
pub use order::{Direction, KeyKind, OrderBy, OrderKey};
pub use page::{Item, Page, PageRequest, TOTAL_CAP, Total};
pub(crate) use ranking::{place, ranked};
pub use reader::Reader;
pub use row::{Fields, Row, Selected};
pub(crate) use row::{columns, scope};
pub use sea_orm::Condition;
pub use select::{Edge, EdgeSelect, ListRequest, Select};
pub(crate) use series::Series;
