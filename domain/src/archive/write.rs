//! Writing an archive.
//!
//! Invariant: rows are in the order of their ids and columns in that of their names, so that nothing depends on the
//! database or on when the archive was written.

use super::{
    TENANT_FORMAT,
    key::{Keys, of_tenant, reference},
    seal,
};
use crate::{
    account_role::empowered,
    error::{Error, Result},
    stored::json,
    work::Work,
};
use entity::{
    id::TenantId,
    project,
    scope::{Holding, TenantTable},
};
use sea_orm::{EntityTrait, IdenStatic, Iterable, ModelTrait, Value as Stored};
use serde_json::{Value, json as object};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A row as it stands in the file.
type Row = BTreeMap<String, Value>;

/// An archive in the making.
struct Archive {
    keys: Keys,
    projects: BTreeSet<Uuid>,
    used: BTreeSet<(&'static str, Uuid)>,
    lines: Vec<String>,
}

/// Everything that the caller's own tenant owns, as the text of an archive.
///
/// # Errors
/// `FORBIDDEN` for whoever may not manage the tenant, or not with every scope.
pub async fn export(work: &Work<'_>) -> Result<String> {
    let tenant = empowered(work.ctx())?.tenant;
    let projects = project::Entity::ever_owned_by(tenant);
    let projects = projects.all(work.connection()).await?;
    let mut archive = Archive {
        keys: Keys::of(work.ctx().reference()),
        projects: projects.into_iter().map(|row| row.id.0).collect(),
        used: BTreeSet::new(),
        lines: Vec::new(),
    };
    entity::for_each_content!(E => {
        archive.table::<E>(work, tenant).await?;
    });
    let content = std::mem::take(&mut archive.lines);
    archive.references(work, tenant)?;
    archive.lines.extend(content);
    Ok(archive.text(tenant))
}

impl Archive {
    async fn table<E: Holding>(&mut self, work: &Work<'_>, tenant: TenantId) -> Result<()> {
        let rows = E::held_for(tenant).all(work.connection()).await?;
        let rows = rows.iter().map(|row| self.row::<E>(row));
        let mut rows = rows.collect::<Result<Vec<Row>>>()?;
        rows.sort_by(|one, other| text(one, "id").cmp(text(other, "id")));
        for row in rows {
            self.line(E::default().table_name(), &row);
        }
        Ok(())
    }

    fn row<E: EntityTrait>(&mut self, row: &E::Model) -> Result<Row> {
        let mut values = Row::new();
        for column in E::Column::iter().filter(|column| column.as_str() != "tenant_id") {
            let name = column.as_str();
            let value = match (row.get(column), reference(name)) {
                (Stored::Uuid(Some(id)), Some(kind)) => {
                    self.used.insert((kind, id));
                    let key = self.keys.key(kind, id);
                    key.ok_or_else(|| Error::Internal(format!("{name} {id} has no key")))?
                        .into()
                }
                // Who learns from others names their city; the project there is theirs.
                (Stored::Uuid(Some(id)), None)
                    if name == "source_project_id" && !self.projects.contains(&id) =>
                {
                    Value::Null
                }
                (value, _) => json(value),
            };
            values.insert(name.to_owned(), value);
        }
        Ok(values)
    }

    fn line(&mut self, table: &str, row: &Row) {
        self.lines
            .push(object!({ "row": row, "table": table }).to_string());
    }

    /// What the content refers to, as far as an installation may lack it, and the tenant itself.
    fn references(&mut self, work: &Work<'_>, tenant: TenantId) -> Result<()> {
        let snapshot = std::sync::Arc::clone(work.ctx().reference());
        let used = |used: &BTreeSet<(&'static str, Uuid)>, kind, id| used.contains(&(kind, id));
        for network in snapshot.networks.all() {
            if used(&self.used, "network_id", network.id.0) {
                self.record::<entity::network::Entity>("network", network)?;
                for field in snapshot.action_fields.all() {
                    if field.network_id == network.id {
                        self.record::<entity::action_field::Entity>("action_field", field)?;
                    }
                }
            }
        }
        for indicator in snapshot.indicators.all() {
            if used(&self.used, "indicator_id", indicator.id.0) {
                self.record::<entity::indicator::Entity>("indicator", indicator)?;
            }
        }
        let mut readers: Vec<_> = snapshot.tenants.all().iter().collect();
        readers.sort_by_key(|row| of_tenant(row));
        for reader in readers {
            // Whoever moderates a ring and belongs to it is in the file anyway.
            if used(&self.used, "reader_id", reader.id.0) && reader.id != tenant {
                let row = object!({ "city_ags": reader.city_ags, "kind": reader.kind.word(), "name": reader.name });
                let line = object!({ "row": row, "table": "reader" });
                self.lines.push(line.to_string());
            }
        }
        let own = snapshot.tenants.find(&tenant);
        let own = own.ok_or(Error::NotFound("tenant"))?;
        let row = self.row::<entity::tenant::Entity>(own)?;
        self.line("tenant", &row);
        Ok(())
    }

    /// A record of the reference data: its id is that of the installation.
    fn record<E: EntityTrait>(&mut self, table: &str, row: &E::Model) -> Result<()> {
        let mut row = self.row::<E>(row)?;
        row.remove("id");
        self.line(table, &row);
        Ok(())
    }

    fn text(&self, tenant: TenantId) -> String {
        let first = object!({ "format": TENANT_FORMAT, "tenant": tenant.to_string() });
        let mut text = format!("{first}\n");
        for line in &self.lines {
            text.push_str(line);
            text.push('\n');
        }
        let last = object!({ "rows": self.lines.len(), "sha256": seal(&text) });
        format!("{text}{last}\n")
    }
}

fn text<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).and_then(Value::as_str).unwrap_or_default()
}
