//! Action plans (Aktionspläne) of tenants.
//!
//! Invariant: a plan belongs to one tenant and stands in one network.

mod filter;
mod write;

use crate::{
    error::Result,
    plan_resolution::PlanResolution,
    project::Project,
    read::{Edge, ListRequest, Page, Reader, Select, columns, parent},
};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    city,
    id::{NetworkId, PlanId, TenantId},
    network, plan_resolution, project, tenant,
    value::{PlanStatus, Visibility},
};

pub(crate) use filter::network;
pub use filter::{PlanFilter, PlanOrder, order};
pub use write::{EditPlan, NewPlan, count_own, create, edit, publish, restore, retire};
pub(crate) use write::{LONGEST_TITLE, check_unnamed, hold_of, insert, readers, release};

columns! {
    /// An action plan of a tenant in a network.
    Plan of plan, tenant rows;
    keys {
        /// Key.
        id: PlanId = Id,
        /// Who owns it.
        tenant_id: TenantId = TenantId,
        /// In which network it stands.
        network_id: NetworkId = NetworkId,
        /// The municipality it is for.
        city_ags: Option<String> = CityAgs,
    }
    fields {
        /// Title.
        title: String = Title / "title",
        /// Where it stands.
        status: PlanStatus = Status / "status",
        /// How its projects were chosen.
        selection_method: Option<String> = SelectionMethod / "selectionMethod",
        /// Licence of its texts.
        licence: Option<String> = Licence / "licence",
        /// Where it is published.
        source_url: Option<String> = SourceUrl / "sourceUrl",
        /// When it was adopted.
        adopted_on: Option<NaiveDate> = AdoptedOn / "adoptedOn",
        /// Who may read it.
        visibility: Visibility = Visibility / "visibility",
        /// When it was created.
        created_at: DateTime<Utc> = CreatedAt / "createdAt",
        /// When it was last changed.
        updated_at: DateTime<Utc> = UpdatedAt / "updatedAt",
        /// Counts changes.
        version: i32 = Revision / "version",
    }
}

parent!(Plan, "plan", |reader, nodes, edge| {
    Edge::Tenant => reader.to_reference::<_, tenant::Model>(nodes, edge, |node| Some(node.tenant_id)),
    Edge::Network => reader.to_reference::<_, network::Model>(nodes, edge, |node| Some(node.network_id)),
    Edge::City => reader.to_reference::<_, city::Model>(nodes, edge, |node| node.city_ags.clone()),
    Edge::Projects => reader.to_many::<_, Project, _>(nodes, edge, project::Column::PlanId, |node| node.id.0),
    Edge::Resolutions => {
        reader.to_many::<_, PlanResolution, _>(nodes, edge, plan_resolution::Column::PlanId, |node| node.id.0)
    },
});

/// Plans that the caller may read.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(reader: &Reader<'_>, list: &ListRequest, select: &Select) -> Result<Page<Plan>> {
    reader.page(list, select).await
}
