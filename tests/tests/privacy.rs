//! Data protection: the register of personal data is complete, and what is exported, erased and removed follows it.
//!
//! Invariant: what is there is looked for in the tables themselves, past row security and past our own code.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

mod archive;
pub mod dump;
mod person;
mod retention;

use crate::{harness::Backend, tenancy::on_both};
use dump::Dump;
use entity::{
    holding,
    privacy::{OTHER, PERSONAL},
};
use std::collections::{BTreeMap, BTreeSet};

on_both!(every_column_of_text_is_on_one_list);
on_both!(every_table_of_tenants_is_on_the_list);

/// The columns of both lists; each stands on them once.
fn listed() -> BTreeMap<(String, String), bool> {
    let mut listed = BTreeMap::new();
    let personal = PERSONAL
        .iter()
        .map(|entry| (entry.table, entry.columns, true));
    let other = OTHER
        .iter()
        .map(|(table, columns)| (*table, *columns, false));
    for (table, columns, is_personal) in personal.chain(other) {
        for column in columns {
            let place = (table.to_owned(), (*column).to_owned());
            let before = listed.insert(place, is_personal);
            assert!(before.is_none(), "{table}.{column} is listed twice");
        }
    }
    listed
}

/// DS-1: a new column of text, or one that points to an account, is refused until somebody says what it holds.
async fn every_column_of_text_is_on_one_list(backend: Backend) {
    let Some(dump) = Dump::of_empty(backend).await else {
        return;
    };
    let listed = listed();
    let columns = dump.columns().await;
    for (table, column, kind) in &columns {
        let place = (table.clone(), column.clone());
        let points_to_person = ["account_id", "created_by"].contains(&column.as_str());
        assert!(
            !points_to_person || listed.get(&place) == Some(&true),
            "{table}.{column} points to a person and is not among the personal ones"
        );
        assert!(
            !kind.holds_text() || listed.contains_key(&place),
            "{table}.{column} can hold text: put it into entity/src/privacy.rs, among the personal columns or the others"
        );
    }
    let there: BTreeSet<_> = columns
        .into_iter()
        .map(|(table, column, _)| (table, column))
        .collect();
    for (table, column) in listed.into_keys() {
        assert!(
            there.contains(&(table.clone(), column.clone())),
            "{table}.{column} is listed and does not exist"
        );
    }
}

async fn every_table_of_tenants_is_on_the_list(backend: Backend) {
    let Some(dump) = Dump::of_empty(backend).await else {
        return;
    };
    let columns = dump.columns().await;
    let owned = columns
        .into_iter()
        .filter(|(_, column, _)| column == "tenant_id")
        .map(|(table, ..)| table);
    let found: BTreeSet<String> = owned
        .filter(|table| !["audit_entry", "change"].contains(&table.as_str()))
        .collect();
    let listed: BTreeSet<String> = holding::TABLES
        .iter()
        .map(|table| (*table).to_owned())
        .collect();
    assert_eq!(found, listed);
}
