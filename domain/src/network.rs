//! Networks (Städtenetze).
//!
//! Invariant: networks are reference data: who they are is public, what their members share is not decided here.

use crate::{
    ctx::Ctx,
    disclosure::DisclosurePolicy,
    error::{Error, Result},
    expertise::Expertise,
    language::Words,
    mistake::{Fault, Mistakes},
    peer_group::PeerGroup,
    plan::Plan,
    project::Project,
    read::{Edge, ListRequest, Node, Page, Reader, Select, in_memory, parent},
    similarity_weights,
    transfer_link::TransferLink,
    work::Work,
};
use entity::{
    action_field, expertise,
    id::NetworkId,
    membership, network, peer_group, plan, project, transfer_link,
    value::{ChangeAction, Visibility},
};
use sea_orm::Set;

pub use entity::network::Model as Network;

parent!(Node<Network>, "network", |reader, nodes, edge| {
    Edge::ActionFields => reader.to_records::<_, action_field::Model>(nodes, edge, |node| {
        let fields = reader.ctx().reference().action_fields.all().iter();
        fields.filter(|field| field.network_id == node.record.id).map(|field| (field.code.clone(), field.clone())).collect()
    }),
    Edge::Memberships => reader.to_records::<_, membership::Model>(nodes, edge, |node| {
        let members = reader.ctx().reference().members_of(node.record.id);
        members.map(|member| (member.id.to_string(), member.clone())).collect()
    }),
    Edge::Plans => reader.to_many::<_, Plan, _>(nodes, edge, plan::Column::NetworkId, |node| node.record.id.0),
    Edge::Projects => reader.to_many::<_, Project, _>(nodes, edge, project::Column::NetworkId, |node| node.record.id.0),
    Edge::Expertise => {
        reader.to_many::<_, Expertise, _>(nodes, edge, expertise::Column::NetworkId, |node| node.record.id.0)
    },
    Edge::SimilarityWeights | Edge::SimilarityWeightsVersions => similarity_weights::follow(reader, nodes, edge),
    Edge::PeerGroups => {
        reader.to_many::<_, PeerGroup, _>(nodes, edge, peer_group::Column::NetworkId, |node| node.record.id.0)
    },
    Edge::TransferLinks => {
        reader.to_many::<_, TransferLink, _>(nodes, edge, transfer_link::Column::NetworkId, |node| node.record.id.0)
    },
});

/// A new network.
#[derive(Clone, Debug)]
pub struct NewNetwork {
    /// Short name in addresses: lower-case letters, digits and hyphens.
    pub slug: String,
    /// Name in German.
    pub name_de: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// What it is for, in German.
    pub purpose_de: Option<String>,
    /// What it is for, in English.
    pub purpose_en: Option<String>,
    /// Programme it began with.
    pub programme: Option<String>,
    /// Where it is documented.
    pub source_url: Option<String>,
    /// Visibility of new content.
    pub default_visibility: Visibility,
}

impl NewNetwork {
    /// A network of which only the slug is known.
    #[must_use]
    pub fn named(slug: &str) -> Self {
        Self {
            slug: slug.to_owned(),
            name_de: slug.to_owned(),
            name_en: None,
            purpose_de: None,
            purpose_en: None,
            programme: None,
            source_url: None,
            default_visibility: Visibility::Tenant,
        }
    }

    /// Notes everything that is wrong with it.
    pub fn check(&self, mistakes: &mut Mistakes) {
        check_slug(&self.slug, mistakes);
        mistakes.text("nameDe", &self.name_de, 200);
        for (path, text, longest) in [
            ("nameEn", &self.name_en, 200),
            ("purposeDe", &self.purpose_de, 5_000),
            ("purposeEn", &self.purpose_en, 5_000),
            ("programme", &self.programme, 300),
        ] {
            if let Some(text) = text {
                mistakes.text(path, text, longest);
            }
        }
        if let Some(url) = &self.source_url {
            mistakes.url("sourceUrl", url);
        }
    }
}

/// Creates a network.
///
/// # Errors
/// `FORBIDDEN` for everybody but the operator, `BAD_USER_INPUT` for a slug that is none, `CONFLICT` for one that exists.
pub async fn create(work: &Work<'_>, new: NewNetwork) -> Result<NetworkId> {
    work.ctx().require_operator()?;
    let mut mistakes = Mistakes::default();
    new.check(&mut mistakes);
    mistakes.finish()?;
    let id = NetworkId(Work::new_id());
    let policy = DisclosurePolicy::default();
    work.insert(network::ActiveModel {
        id: Set(id),
        slug: Set(new.slug),
        name_de: Set(new.name_de),
        name_en: Set(new.name_en),
        purpose_de: Set(new.purpose_de),
        purpose_en: Set(new.purpose_en),
        programme: Set(new.programme),
        source_url: Set(new.source_url),
        default_visibility: Set(new.default_visibility),
        least_contributors: Set(policy.least_contributors),
        least_for_quartiles: Set(policy.least_for_quartiles),
        least_for_deciles: Set(policy.least_for_deciles),
        dominance_percent: Set(policy.dominance_percent),
        estimate_percent: Set(policy.estimate_percent),
        least_persons: Set(policy.least_persons),
        person_step: Set(policy.person_step),
        created_at: Set(work.ctx().now()),
        updated_at: Set(work.ctx().now()),
        revision: Set(1),
    })
    .await?;
    work.made(id);
    work.note("network", id.to_string(), ChangeAction::Created)
        .await?;
    Ok(id)
}

fn check_slug(slug: &str, mistakes: &mut Mistakes) {
    let is_good = (2..=40).contains(&slug.len())
        && slug
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !slug.starts_with('-')
        && !slug.ends_with('-');
    if !is_good {
        let reason = Words::new(
            format!(
                "{slug:?} ist kein Kurzname; erwartet werden 2 bis 40 Kleinbuchstaben, Ziffern und Bindestriche, etwa kora."
            ),
            format!(
                "{slug:?} is no short name; expected are 2 to 40 lower-case letters, digits and hyphens, such as kora."
            ),
        );
        mistakes.note("slug", Fault::Invalid, reason);
    }
}

/// The network of a slug that an input names.
///
/// # Errors
/// `BAD_USER_INPUT` where there is none.
pub fn by_slug(ctx: &Ctx, path: &str, slug: &str) -> Result<NetworkId> {
    let found = ctx.reference().network(slug).map(|network| network.id);
    found.ok_or_else(|| {
        Error::invalid(
            path,
            format!("{slug:?} ist kein bekanntes Städtenetz; die Liste networks nennt alle."),
            format!("{slug:?} is no known network; the list networks names all of them."),
        )
    })
}

/// The network of a slug in an address.
///
/// # Errors
/// `NOT_FOUND` where there is none.
pub fn at(ctx: &Ctx, slug: &str) -> Result<NetworkId> {
    let found = ctx.reference().network(slug).map(|network| network.id);
    found.ok_or(Error::NotFound("network"))
}

/// The networks, by slug.
///
/// # Errors
/// `BAD_USER_INPUT` for a cursor that is none.
pub async fn list(
    reader: &Reader<'_>,
    list: &ListRequest,
    select: &Select,
) -> Result<Page<Node<Network>>> {
    let rows = reader.ctx().reference().networks.all().to_vec();
    let page = in_memory(rows, &list.page, |row| row.slug.clone(), Node::new)?;
    reader.follow_page(page, select).await
}
