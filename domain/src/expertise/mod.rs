//! Offers (Angebote) and requests (Gesuche) of expertise: who helps whom with what, until when, and which fit together.
//!
//! Invariant: an offer or request belongs to one tenant and stands in one network that the tenant was a member of when it
//! was made; after its last day it is no longer open, and takes part in no matching.

mod draft;
mod filter;
mod fit;
mod matching;
mod material;
mod ranking;
mod write;

use crate::{
    ctx::Ctx,
    error::Result,
    expertise_barrier,
    policy::may_read_detail,
    project::Project,
    read::{Edge, ListRequest, Page, Reader, Select, columns, parent},
};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    city,
    id::{ExpertiseId, NetworkId, ProjectId, TenantId},
    network, tenant,
    value::{ExpertiseCapacity, ExpertiseKind, Visibility},
};

pub use draft::{EditExpertise, NewExpertise};
pub use filter::{ExpertiseFilter, ExpertiseOrder, order};
pub use fit::Fit;
pub use matching::{ExpertiseMatch, ExpertiseMatches, MOST_MATCHES, Pair, matches, pairs, whole};
pub use material::MOST_COMPARED;
pub(crate) use write::release;
pub use write::{create, edit, publish, restore, retire};

columns! {
    /// An offer or request of expertise.
    Expertise of expertise, tenant rows;
    keys {
        /// Key.
        id: ExpertiseId = Id,
        /// Who owns it.
        tenant_id: TenantId = TenantId,
        /// In which network it stands.
        network_id: NetworkId = NetworkId,
        /// The municipality of its owner.
        city_ags: Option<String> = CityAgs,
        /// The owner's project that it is about.
        project_id: Option<ProjectId> = ProjectId,
        /// Whether expertise is offered or looked for.
        kind: ExpertiseKind = Kind,
        /// Who may read the contact.
        contact_visibility: Visibility = ContactVisibility,
        /// The last day on which it is open.
        until: NaiveDate = Until,
    }
    fields {
        /// What about, in short.
        topic: String = Topic / "topic",
        /// What about, in detail.
        description: Option<String> = Description / "description",
        /// How much time is offered or looked for.
        capacity: ExpertiseCapacity = Capacity / "capacity",
        /// Whom to ask: read it with [`Expertise::contact`].
        contact_column: Option<String> = Contact / "contact",
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

parent!(Expertise, "expertise", |reader, nodes, edge| {
    Edge::Tenant => reader.to_reference::<_, tenant::Model>(nodes, edge, |node| Some(node.tenant_id)),
    Edge::Network => reader.to_reference::<_, network::Model>(nodes, edge, |node| Some(node.network_id)),
    Edge::City => reader.to_reference::<_, city::Model>(nodes, edge, |node| node.city_ags.clone()),
    Edge::Project => reader.to_one::<_, Project>(nodes, edge, |node| node.project_id.map(|id| id.0)),
    Edge::Barriers => expertise_barrier::follow(reader, nodes, edge),
    Edge::Matches => matching::follow(reader, nodes, edge),
});

impl Expertise {
    /// Whether its last day has not passed.
    #[must_use]
    pub fn is_open(&self, ctx: &Ctx) -> bool {
        self.until >= ctx.now().date_naive()
    }

    /// Whom to ask, as far as the caller may know it.
    ///
    /// # Errors
    /// `INTERNAL` where the column was not selected.
    pub fn contact(&self, ctx: &Ctx) -> Result<Option<&str>> {
        let contact = self.contact_column.get()?.as_deref();
        let owner = (self.tenant_id, self.network_id);
        if !may_read_detail(ctx.actor(), owner, self.contact_visibility) {
            return Ok(None);
        }
        ctx.witness(self.tenant_id, self.contact_visibility, || {
            self.id.to_string()
        });
        Ok(contact)
    }
}

/// Offers and requests that the caller may read.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<Expertise>> {
    reader.page(list, select).await
}
