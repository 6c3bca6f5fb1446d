//! Reading an archive into an installation.
//!
//! Invariant: all of it is written in one unit, for one tenant that was not there before; a line that was changed since
//! the archive was written is refused.

use super::{
    TENANT_FORMAT,
    key::{Keys, of_tenant, reference},
    notes, seal,
};
use crate::{
    error::{Error, Result},
    language::Words,
    stored::stored,
    work::Work,
};
use entity::{
    action_field,
    id::{TenantId, TypedId},
    indicator, network, tenant,
    value::ChangeAction,
};
use sea_orm::{
    ActiveModelTrait, EntityName, EntityTrait, IdenStatic, IntoActiveModel, Iterable, ModelTrait,
};
use serde_json::{Map, Value};
use std::collections::HashMap;
use uuid::Uuid;

/// What was brought in.
#[derive(Clone, Copy, Debug)]
pub struct Imported {
    /// The tenant.
    pub tenant: TenantId,
    /// How many rows of content it has.
    pub rows: usize,
}

/// The rows of an archive, by table.
type Tables = HashMap<String, Vec<Map<String, Value>>>;

/// Brings in a tenant from the text of an archive, with the networks, indicators and readers that it refers to and that
/// are not there.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `BAD_USER_INPUT` for what is no archive, `CONFLICT` where the tenant is
/// there already.
pub async fn import(work: &Work<'_>, text: &str) -> Result<Imported> {
    work.ctx().require_operator()?;
    let (tenant, mut tables) = parse(text)?;
    refuse_known(work, tenant, &tables)?;
    let mut keys = Keys::of(work.ctx().reference());
    references(work, &mut keys, &mut tables).await?;
    let own = tables.remove("tenant").unwrap_or_default();
    if let Some(own) = own.first() {
        let names = ["city_ags", "name"].map(|column| self::text(own, column));
        let key = names.into_iter().find(|key| !key.is_empty());
        keys.add("reader_id", tenant.0, key.unwrap_or_default().to_owned());
    }
    add::<tenant::Entity>(work, tenant, &keys, own).await?;
    work.note("tenant", tenant.to_string(), ChangeAction::Created)
        .await?;
    work.act_for(tenant).await?;
    let mut rows = 0;
    entity::for_each_content!(E => {
        let new = tables.remove(E::default().table_name()).unwrap_or_default();
        rows += add::<E>(work, tenant, &keys, new).await?;
    });
    if let Some(table) = tables.keys().next() {
        return Err(unknown(table));
    }
    notes::appear(work, tenant).await?;
    Ok(Imported { tenant, rows })
}

fn broken() -> Error {
    Error::invalid(
        "file",
        "ist keine unveränderte Datenübergabe; `staedtenetz tenant export` schreibt eine.",
        "is no archive, or was changed; `staedtenetz tenant export` writes one.",
    )
}

fn unknown(table: &str) -> Error {
    Error::invalid(
        "file",
        format!("enthält Zeilen von {table}, die diese Version nicht kennt."),
        format!("holds rows of {table}, which this version does not know."),
    )
}

fn parse(text: &str) -> Result<(TenantId, Tables)> {
    let body = text.strip_suffix('\n').ok_or_else(broken)?;
    let (before, last) = body.rsplit_once('\n').ok_or_else(broken)?;
    let last: Value = serde_json::from_str(last).map_err(|_| broken())?;
    let sealed = last.get("sha256").and_then(Value::as_str);
    if sealed != Some(seal(&format!("{before}\n")).as_str()) {
        return Err(broken());
    }
    let mut lines = before.lines().map(serde_json::from_str::<Value>);
    let first = lines.next().and_then(std::result::Result::ok);
    let first = first.ok_or_else(broken)?;
    if first.get("format").and_then(Value::as_str) != Some(TENANT_FORMAT) {
        return Err(broken());
    }
    let tenant = first.get("tenant").and_then(Value::as_str);
    let tenant = tenant.and_then(|id| id.parse().ok()).ok_or_else(broken)?;
    let mut tables = Tables::new();
    for line in lines {
        let mut line = line.map_err(|_| broken())?;
        let table = line.get("table").and_then(Value::as_str);
        let table = table.ok_or_else(broken)?.to_owned();
        match line.get_mut("row").map(Value::take) {
            Some(Value::Object(row)) => tables.entry(table).or_default().push(row),
            _ => return Err(broken()),
        }
    }
    Ok((tenant, tables))
}

fn refuse_known(work: &Work<'_>, tenant: TenantId, tables: &Tables) -> Result<()> {
    let reference = work.ctx().reference();
    let own = tables.get("tenant").and_then(|rows| rows.first());
    let own = own.ok_or_else(broken)?;
    if text(own, "id") != tenant.uuid().to_string() {
        return Err(broken());
    }
    let is_city_there = reference.tenant_of_city(text(own, "city_ags")).is_some();
    if is_city_there || reference.tenants.find(&tenant).is_some() {
        return Err(Error::Conflict(Words::new(
            "Diesen Mandanten gibt es hier schon. `staedtenetz tenant remove` entfernt ihn.",
            "This tenant is here already. `staedtenetz tenant remove` removes it.",
        )));
    }
    Ok(())
}

/// Writes the reference data that is not there, and learns its ids.
async fn references(work: &Work<'_>, keys: &mut Keys, tables: &mut Tables) -> Result<()> {
    for row in tables.remove("network").unwrap_or_default() {
        let key = text(&row, "slug").to_owned();
        record::<network::Entity>(work, keys, ("network_id", key), ("network", row)).await?;
    }
    for row in tables.remove("action_field").unwrap_or_default() {
        let key = format!("{}/{}", text(&row, "network_id"), text(&row, "code"));
        let new = ("actionField", row);
        record::<action_field::Entity>(work, keys, ("action_field_id", key), new).await?;
    }
    for row in tables.remove("indicator").unwrap_or_default() {
        let key = text(&row, "code").to_owned();
        let new = ("indicator", row);
        record::<indicator::Entity>(work, keys, ("indicator_id", key), new).await?;
    }
    for row in tables.remove("reader").unwrap_or_default() {
        reader(work, keys, row).await?;
    }
    Ok(())
}

async fn record<E>(
    work: &Work<'_>,
    keys: &mut Keys,
    (column, key): (&'static str, String),
    (kind, mut row): (&'static str, Map<String, Value>),
) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
{
    if keys.id(column, &key).is_some() {
        return Ok(());
    }
    let id = Work::new_id();
    row.insert("id".to_owned(), id.to_string().into());
    // Reference data belongs to no tenant.
    add::<E>(work, TenantId(Uuid::nil()), keys, vec![row]).await?;
    let shown = match kind {
        "network" => entity::id::NetworkId(id).to_string(),
        "actionField" => entity::id::ActionFieldId(id).to_string(),
        _ => entity::id::IndicatorId(id).to_string(),
    };
    work.note(kind, shown, ChangeAction::Created).await?;
    keys.add(column, id, key);
    Ok(())
}

/// An organisation with which something is shared, without content or people.
async fn reader(work: &Work<'_>, keys: &mut Keys, row: Map<String, Value>) -> Result<()> {
    let kind = entity::value::TenantKind::from_word(text(&row, "kind")).ok_or_else(broken)?;
    let now = work.ctx().now();
    let new = tenant::Model {
        id: TenantId(Work::new_id()),
        kind,
        name: text(&row, "name").to_owned(),
        city_ags: row
            .get("city_ags")
            .and_then(Value::as_str)
            .map(str::to_owned),
        created_at: now,
        updated_at: now,
        revision: 1,
    };
    let key = of_tenant(&new);
    if keys.id("reader_id", &key).is_some() {
        return Ok(());
    }
    keys.add("reader_id", new.id.0, key);
    work.note("tenant", new.id.to_string(), ChangeAction::Created)
        .await?;
    work.insert(tenant::ActiveModel::from(new)).await
}

/// Writes rows of a table; says how many.
async fn add<E>(
    work: &Work<'_>,
    tenant: TenantId,
    keys: &Keys,
    rows: Vec<Map<String, Value>>,
) -> Result<usize>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: Send,
{
    let rows = rows.iter().map(|row| model::<E>(tenant, keys, row));
    let rows = rows.collect::<Result<Vec<_>>>()?;
    let count = rows.len();
    work.insert_all(rows).await?;
    Ok(count)
}

fn model<E: EntityTrait>(
    tenant: TenantId,
    keys: &Keys,
    row: &Map<String, Value>,
) -> Result<E::ActiveModel> {
    let mut new = <E::ActiveModel as ActiveModelTrait>::default();
    for column in E::Column::iter() {
        let name = column.as_str();
        let value = row.get(name).unwrap_or(&Value::Null);
        let value = match (reference(name), value.as_str()) {
            _ if name == "tenant_id" => tenant.0.into(),
            (Some(kind), Some(key)) => {
                let id = keys.id(kind, key);
                id.ok_or_else(|| missing(name, key))?.into()
            }
            _ => stored(&E::Model::get_value_type(column), name, value)?,
        };
        new.try_set(column, value).map_err(|_| broken())?;
    }
    Ok(new)
}

fn missing(column: &str, key: &str) -> Error {
    Error::invalid(
        column,
        format!("nennt {key}, das es in dieser Installation nicht gibt."),
        format!("names {key}, which is not in this installation."),
    )
}

fn text<'r>(row: &'r Map<String, Value>, column: &str) -> &'r str {
    row.get(column).and_then(Value::as_str).unwrap_or_default()
}
