//! Tenants (Mandanten): organisations that own content.
//!
//! Invariant: which organisations take part is public; what they own is read through the scopes.

use crate::{
    error::{Error, Result},
    plan::Plan,
    project::Project,
    read::{Edge, ListRequest, Node, Page, Reader, Select, in_memory, parent},
    work::Work,
};
use entity::{
    city,
    id::TenantId,
    membership, plan, project, tenant,
    value::{ChangeAction, TenantKind},
};
use sea_orm::Set;

pub use entity::tenant::Model as Tenant;

parent!(Node<Tenant>, "tenant", |reader, nodes, edge| {
    Edge::City => reader.to_reference::<_, city::Model>(nodes, edge, |node| node.record.city_ags.clone()),
    Edge::Memberships => reader.to_records::<_, membership::Model>(nodes, edge, |node| {
        let all = reader.ctx().reference().memberships.all().iter();
        all.filter(|member| member.tenant_id == node.record.id).map(|member| (member.id.to_string(), member.clone())).collect()
    }),
    Edge::Plans => reader.to_many::<_, Plan, _>(nodes, edge, plan::Column::TenantId, |node| node.record.id.0),
    Edge::Projects => reader.to_many::<_, Project, _>(nodes, edge, project::Column::TenantId, |node| node.record.id.0),
});

/// A new tenant.
#[derive(Clone, Debug)]
pub enum NewTenant {
    /// A municipality, by its key (AGS); it brings its name.
    Municipality(String),
    /// An office that coordinates a network, by its name.
    Coordination(String),
}

impl NewTenant {
    /// Its key or name, for the audit log.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Municipality(name) | Self::Coordination(name) => name,
        }
    }
}

/// Creates a tenant.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `BAD_USER_INPUT` for an unknown AGS or a name that is none, `CONFLICT`
/// where it exists.
pub async fn create(work: &Work<'_>, new: NewTenant) -> Result<TenantId> {
    match new {
        NewTenant::Municipality(ags) => create_municipality(work, &ags).await,
        NewTenant::Coordination(name) => create_coordination(work, &name).await,
    }
}

/// Creates the tenant of a municipality.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `BAD_USER_INPUT` for an unknown AGS, `CONFLICT` where it exists.
pub async fn create_municipality(work: &Work<'_>, ags: &str) -> Result<TenantId> {
    work.ctx().require_operator()?;
    crate::city::check_ags("city", ags)?;
    let city = work.ctx().reference().cities.find(ags).ok_or_else(|| {
        Error::invalid(
            "city",
            format!("Der Gemeindeschlüssel {ags} steht nicht im Gemeindeverzeichnis (Gebietsstand 31.12.2024)."),
            format!("The municipality key {ags} is not in the register of municipalities (territory of 2024-12-31)."),
        )
    })?;
    let name = city.display_name.clone();
    insert(work, TenantKind::Municipality, name, Some(ags.to_owned())).await
}

/// Creates the tenant of an office that coordinates a network.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `BAD_USER_INPUT` for a name that is none.
pub async fn create_coordination(work: &Work<'_>, name: &str) -> Result<TenantId> {
    work.ctx().require_operator()?;
    crate::account::check_name("name", name)?;
    insert(work, TenantKind::Coordination, name.trim().to_owned(), None).await
}

async fn insert(
    work: &Work<'_>,
    kind: TenantKind,
    name: String,
    city_ags: Option<String>,
) -> Result<TenantId> {
    let id = TenantId(Work::new_id());
    work.insert(tenant::ActiveModel {
        id: Set(id),
        kind: Set(kind),
        name: Set(name),
        city_ags: Set(city_ags),
        created_at: Set(work.ctx().now()),
        updated_at: Set(work.ctx().now()),
        revision: Set(1),
    })
    .await?;
    work.made(id);
    work.concerns(id);
    work.note("tenant", id.to_string(), ChangeAction::Created)
        .await?;
    Ok(id)
}

/// The tenants, by name.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<Node<Tenant>>> {
    let rows = reader.ctx().reference().tenants.all().to_vec();
    let page = in_memory(rows, &list.page, |row| row.id.to_string(), Node::new)?;
    reader.follow_page(page, select).await
}
