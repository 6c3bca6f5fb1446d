//! Reference data by its public key, which is the same in every installation.
//!
//! Invariant: a key names one record of its kind, and each record that content may refer to has one.

use crate::reference::Snapshot;
use entity::tenant;
use std::collections::HashMap;
use uuid::Uuid;

/// The columns that refer to reference data.
const COLUMNS: [&str; 5] = [
    "network_id",
    "action_field_id",
    "barrier_id",
    "indicator_id",
    "reader_id",
];

/// Ids and keys of the records that a column may name.
#[derive(Default)]
pub(super) struct Keys {
    keys: HashMap<(&'static str, Uuid), String>,
    ids: HashMap<(&'static str, String), Uuid>,
}

/// The column, if it refers to reference data; those that refer to the same kind are one.
pub(super) fn reference(column: &str) -> Option<&'static str> {
    let column = match column {
        // A member of a ring is an organisation, as is whoever reads something by name.
        "member_id" => "reader_id",
        column => column,
    };
    COLUMNS.into_iter().find(|name| *name == column)
}

impl Keys {
    /// Those of an installation.
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let mut keys = Self::default();
        for row in snapshot.networks.all() {
            keys.add("network_id", row.id.0, row.slug.clone());
        }
        for row in snapshot.action_fields.all() {
            let slug = keys.key("network_id", row.network_id.0).unwrap_or_default();
            let key = format!("{slug}/{}", row.code);
            keys.add("action_field_id", row.id.0, key);
        }
        for row in snapshot.barriers.all() {
            keys.add("barrier_id", row.id.0, versioned(&row.code, row.version));
        }
        // A definition may be in another version there; the code is what stays.
        for row in snapshot.indicators.all() {
            keys.add("indicator_id", row.id.0, row.code.clone());
        }
        for row in snapshot.tenants.all() {
            keys.add("reader_id", row.id.0, of_tenant(row));
        }
        keys
    }

    /// One more record.
    pub(super) fn add(&mut self, column: &'static str, id: Uuid, key: String) {
        self.keys.insert((column, id), key.clone());
        self.ids.insert((column, key), id);
    }

    pub(super) fn key(&self, column: &'static str, id: Uuid) -> Option<&str> {
        self.keys.get(&(column, id)).map(String::as_str)
    }

    pub(super) fn id(&self, column: &'static str, key: &str) -> Option<Uuid> {
        self.ids.get(&(column, key.to_owned())).copied()
    }
}

/// A code in its version.
fn versioned(code: &str, version: i32) -> String {
    format!("{code}/{version}")
}

/// A municipality by its AGS, an office by its name.
pub(super) fn of_tenant(row: &tenant::Model) -> String {
    row.city_ags.clone().unwrap_or_else(|| row.name.clone())
}
