//! The demo: a network `kora` with the real, sourced projects and figures under `examples/kora/`.
//!
//! Beside them stand some invented experiences, marked as such, which show who may read what.
//!
//! Invariant: loading is idempotent; a second start keeps the data, an interrupted one is completed.

mod content;
mod experiences;
mod expertise;
mod figures;
mod greeting;
mod peer_groups;
mod people;
mod plan;
mod projects;

use content::{Member, Network};
use domain::{
    Ctx, Error, Result,
    action_field::{self, NewActionField},
    actor::{Actor, Member as ActingMember, Principal, Role, Scopes},
    id::{NetworkId, TenantId},
    language::Language,
    membership,
    network::{self, NewNetwork},
    store::Store,
    tenant,
    value::{MembershipRole, Visibility},
};

pub use content::queries;
pub use greeting::greeting;
pub use people::{Access, introduction, people};

/// The office that coordinates the network of the demo.
const COORDINATION: &str = "Koordination des KoRa-Städtenetzwerks (Demo)";

/// What the demo holds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// Whether it was loaded just now.
    pub is_new: bool,
    /// Cities that take part.
    pub tenants: usize,
    /// Projects.
    pub projects: usize,
    /// Observations.
    pub observations: usize,
}

/// Loads the demo into a database that has none.
///
/// # Errors
/// `INTERNAL` where a shipped file cannot be read.
pub async fn load(store: &Store) -> Result<Summary> {
    let content = Network::read()?;
    let mut summary = Summary {
        tenants: content.members.len(),
        ..Summary::default()
    };
    if store.reference().network(&content.slug).is_none() {
        found(store, &content).await?;
        summary.is_new = true;
    }
    let network = network_id(store, &content.slug)?;
    for member in &content.members {
        let ctx = acting_for(store, network, member)?;
        let work = ctx.begin().await?;
        if projects::exist(&work).await? {
            work.roll_back().await?;
            continue;
        }
        summary.is_new = true;
        summary.projects += projects::load(&work, network, &content, member).await?;
        summary.projects += experiences::load(&work, network, &member.ags).await?;
        summary.projects += plan::load(&work, &content.slug, member).await?;
        expertise::load(&work, network, &member.ags).await?;
        summary.observations += figures::load(&work, &member.ags).await?;
        work.commit().await?;
    }
    compare(store, network, &content.members).await?;
    Ok(summary)
}

/// The peer groups of the office, and its ring, whose terms each city accepts for itself.
async fn compare(store: &Store, network: NetworkId, members: &[Member]) -> Result<()> {
    let cities: Result<Vec<TenantId>> = members
        .iter()
        .map(|member| tenant_of(store, member))
        .collect();
    let office = {
        let reference = store.reference();
        let mut all = reference.tenants.all().iter();
        let office = all.find(|tenant| tenant.name == COORDINATION);
        office.map(|tenant| tenant.id)
    };
    let Some(office) = office else {
        // Whoever removed the office of the demo has no use for its groups.
        return Ok(());
    };
    let office = acting_as(store, network, office);
    let ring = peer_groups::load(&office, network, cities?).await?;
    for member in members {
        let city = acting_as(store, network, tenant_of(store, member)?);
        peer_groups::accept(&city).await?;
        peer_groups::enter(&city, &member.ags).await?;
    }
    match ring {
        Some(ring) => peer_groups::publish(&office, ring).await,
        None => Ok(()),
    }
}

/// The network with its scheme and members, and the definitions of the indicators.
async fn found(store: &Store, content: &Network) -> Result<()> {
    let ctx = Ctx::new(store, Actor::Operator(Principal::CommandLine), Language::De);
    let work = ctx.begin().await?;
    let id = network::create(
        &work,
        NewNetwork {
            slug: content.slug.clone(),
            name_de: content.name.de.clone(),
            name_en: content.name.en.clone(),
            purpose_de: Some(content.purpose.de.clone()),
            purpose_en: content.purpose.en.clone(),
            programme: content.programme.clone(),
            source_url: content.source.clone(),
            default_visibility: Visibility::Network,
        },
    )
    .await?;
    let fields = (1..)
        .zip(&content.action_fields)
        .map(|(position, field)| NewActionField {
            code: field.code.clone(),
            label_de: field.label.de.clone(),
            label_en: field.label.en.clone(),
            position,
        });
    action_field::create_scheme(&work, id, fields.collect()).await?;
    for member in &content.members {
        let tenant = tenant::create_municipality(&work, &member.ags).await?;
        membership::create(&work, id, tenant, member.role()?, member.since).await?;
    }
    let office = tenant::create_coordination(&work, COORDINATION).await?;
    let since = content.members.iter().map(|member| member.since).min();
    let since = since.unwrap_or_else(|| work.ctx().now().date_naive());
    membership::create(&work, id, office, MembershipRole::Coordinator, since).await?;
    figures::define(&work).await?;
    content::complete_cities(&work).await?;
    work.commit().await
}

fn network_id(store: &Store, slug: &str) -> Result<NetworkId> {
    let reference = store.reference();
    let network = reference.network(slug).ok_or(Error::NotFound("network"))?;
    Ok(network.id)
}

fn tenant_of(store: &Store, member: &Member) -> Result<TenantId> {
    let reference = store.reference();
    let tenant = reference.tenant_of_city(&member.ags);
    Ok(tenant.ok_or(Error::NotFound("tenant"))?.id)
}

/// The demo writes each city's content as that city.
fn acting_for(store: &Store, network: NetworkId, member: &Member) -> Result<Ctx> {
    Ok(acting_as(store, network, tenant_of(store, member)?))
}

fn acting_as(store: &Store, network: NetworkId, tenant: TenantId) -> Ctx {
    let actor = Actor::Member(ActingMember {
        tenant,
        role: Role::Admin,
        scopes: Scopes::all(),
        networks: vec![network],
        principal: Principal::CommandLine,
    });
    Ctx::new(store, actor, Language::De)
}
