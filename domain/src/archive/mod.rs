//! The archive of a tenant (Datenübergabe): everything that it owns in one file, for another installation or for keeping;
//! and the removal of a tenant.
//!
//! The file has one JSON object a line. The first names the form and the tenant, the last the SHA-256 of all lines before
//! it. Between them each line is `{"table": …, "row": {…}}`, in an order in which rows can be written: first the networks,
//! action fields, indicators and readers that the content refers to, then the tenant, its memberships and its content.
//! What every installation has by itself stands in it by its public key and not by its id there: networks by slug,
//! barriers, indicators and action fields by code, municipalities by AGS, organisations by their AGS or name: readers, and
//! the members of rings that the tenant moderates, with what they answered and the version of the terms that they
//! accepted. What was published of a ring is not in it: the values that count are not the tenant's. Column names are
//! English, texts are as they were written. People, keys, sign-ins, identity providers and the log are not in it: access
//! is given anew, and proof stays where it was made. Nor are coordinators' decisions about pairs, which speak of projects
//! of others, and webhooks: what an address is told and signed with is agreed between it and one installation.
//!
//! Invariant: the same content gives the same file to the last byte, so that an export of what was imported is identical.

mod key;
mod notes;
mod read;
mod remove;
mod write;

pub use read::{Imported, import};
pub use remove::{Removed, remove};
pub use write::export;

use sha2::{Digest, Sha256};

/// The form of the file.
pub const TENANT_FORMAT: &str = "staedtenetz-tenant/1";

/// The SHA-256 of the lines of an archive before its last one.
fn seal(text: &str) -> String {
    crate::text::hexadecimal(&Sha256::digest(text.as_bytes()))
}
