//! A person's copy of their data (DSGVO Art. 15 and 20).
//!
//! Invariant: every column that the register names as theirs is in it, with what it is for and how long it is kept;
//! secrets are named and not copied.

use super::{Nature, PERSONAL, Person, Personal, check_power, column, mention, mention::Names};
use crate::{error::Result, work::Work};
use chrono::SecondsFormat;
use entity::{
    account, account_role, audit_entry, credential,
    id::{AccountId, TypedId},
    privacy::Pair,
    refresh_token, revocation,
    scope::{PartTable, ReferenceTable},
    session,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The form of the copy.
pub const PERSON_FORMAT: &str = "staedtenetz-person/1";

/// Everything that is kept of a person.
///
/// # Errors
/// `FORBIDDEN` for everybody but the person, the operator and the admin of the one tenant that knows the person;
/// `NOT_FOUND`.
pub async fn export(work: &Work<'_>, id: AccountId) -> Result<Value> {
    let person = Person::of(work, id).await?;
    check_power(work, &person)?;
    let mut tables: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    add::<account::Entity>(
        &mut tables,
        "account",
        std::slice::from_ref(&person.account),
    );
    add::<account_role::Entity>(&mut tables, "account_role", &person.roles);
    add::<session::Entity>(&mut tables, "session", &person.sessions);
    add::<credential::Entity>(&mut tables, "credential", &person.keys);
    add::<audit_entry::Entity>(&mut tables, "audit_entry", &person.entries);
    let tokens = tokens_of(work, &person).await?;
    add::<refresh_token::Entity>(&mut tables, "refresh_token", &tokens);
    let revoked = revocations_of(work, &person).await?;
    add::<revocation::Entity>(&mut tables, "revocation", &revoked);
    let names = Names::of(&person.account);
    // Only the texts of tenants for which the person acts: those of others are no longer theirs to read.
    for role in &person.roles {
        work.act_for(role.tenant_id).await?;
        for (table, row) in mention::found(work, role.tenant_id, &names).await? {
            let rows = tables.entry(table).or_default();
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    Ok(json!({
        "format": PERSON_FORMAT,
        "exportedAt": work.ctx().now().to_rfc3339_opts(SecondsFormat::Secs, true),
        "account": id.to_string(),
        "register": register(&tables),
        "tables": tables,
    }))
}

fn add<E: EntityTrait>(
    tables: &mut BTreeMap<&'static str, Vec<Value>>,
    name: &'static str,
    rows: &[E::Model],
) {
    let rows = rows.iter().map(column::personal::<E>).collect();
    tables.insert(name, rows);
}

async fn tokens_of(work: &Work<'_>, person: &Person) -> Result<Vec<refresh_token::Model>> {
    use refresh_token::{Column, Entity};
    let sessions: Vec<_> = person.sessions.iter().map(|row| row.id.0).collect();
    let rows = Entity::parts().filter(Column::SessionId.is_in(sessions));
    Ok(rows.all(work.connection()).await?)
}

async fn revocations_of(work: &Work<'_>, person: &Person) -> Result<Vec<revocation::Model>> {
    use revocation::{Column, Entity};
    let sessions = person.sessions.iter().map(|row| row.id.0);
    let ids: Vec<_> = sessions.chain([person.account.id.uuid()]).collect();
    let rows = Entity::all().filter(Column::Id.is_in(ids));
    Ok(rows.all(work.connection()).await?)
}

/// What the register says of the tables that the copy shows.
fn register(tables: &BTreeMap<&str, Vec<Value>>) -> Vec<Value> {
    let shown = PERSONAL
        .iter()
        .filter(|entry| tables.contains_key(entry.table));
    shown.map(entry).collect()
}

fn entry(entry: &Personal) -> Value {
    let mut shown = describe(entry);
    shown.insert(
        "isCopied".to_owned(),
        (entry.nature != Nature::Secret).into(),
    );
    Value::Object(shown)
}

/// An entry of the register as JSON.
#[must_use]
pub fn describe(entry: &Personal) -> Map<String, Value> {
    let pair = |(de, en): Pair| -> Value { json!({ "de": de, "en": en }) };
    let mut shown = Map::new();
    shown.insert("table".to_owned(), entry.table.into());
    shown.insert("columns".to_owned(), entry.columns.into());
    shown.insert("nature".to_owned(), entry.nature.word().into());
    shown.insert("purpose".to_owned(), pair(entry.purpose));
    shown.insert("retention".to_owned(), pair(entry.retention));
    shown
}
