//! Disclosure control (statistische Geheimhaltung): which figures over confidential values may be shown.
//!
//! Invariant: nothing that is shown, alone or together with everything that was shown before, lets a reader estimate a
//! single city's confidential value more closely than the policy allows.

mod guard;
mod policy;

pub use guard::{Counted, Guard};
pub use policy::{DisclosurePolicy, change_policy};
