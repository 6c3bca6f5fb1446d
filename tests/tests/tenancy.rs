//! Three tenants in two networks with projects of every visibility, each marked with a word that nobody else uses.
//!
//! Invariant: the fixture is written through the use cases, as the tenants themselves would.

#![expect(clippy::unwrap_used, reason = "a failure here ends the test")]

use crate::harness::{self, Backend};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Ctx,
    actor::{Actor, Member, Principal, Role, Scope, Scopes},
    id::{NetworkId, ProjectId, TenantId},
    language::Language,
    membership,
    network::{self, NewNetwork},
    plan::{self, NewPlan},
    policy::Facts,
    project::{self, DETAILS, NewItem, NewProject},
    release::Release,
    store::Store,
    tenant,
    value::{Certainty, ItemKind, MembershipRole, PlanStatus, ProjectStatus, Visibility},
};

/// A project of the fixture, and what is known of it.
#[derive(Clone, Debug)]
pub struct Written {
    pub id: ProjectId,
    /// The effective facts.
    pub facts: Facts,
    /// Who may read it by name.
    readers: Vec<TenantId>,
    /// A word that stands in its title, summary, items and sources, and nowhere else.
    pub canary: String,
}

impl Written {
    /// Whether an actor's tenant may read it by name.
    pub fn is_shared_with(&self, actor: &Actor) -> bool {
        matches!(actor, Actor::Member(member) if self.readers.contains(&member.tenant))
    }
}

/// The tenants and what they wrote.
pub struct Fixture {
    store: Store,
    /// Where the service connects to.
    pub url: String,
    networks: [NetworkId; 2],
    /// Aachen and Karlsruhe share the first network, Potsdam is in the second, Bonn has left the first.
    pub tenants: [TenantId; 4],
    projects: Vec<Written>,
}

/// Runs a proof on each database.
macro_rules! on_both {
    ($proof:ident) => {
        mod $proof {
            #[tokio::test]
            async fn on_sqlite() {
                super::$proof($crate::harness::Backend::Sqlite).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                super::$proof($crate::harness::Backend::Postgres).await;
            }
        }
    };
}
pub(crate) use on_both;

/// Cities that the demo has no tenants for.
const CITIES: [&str; 4] = ["05334002", "08212000", "12054000", "05314000"];

impl Fixture {
    /// Writes the fixture into a new database with the demo in it.
    pub async fn on(backend: Backend) -> Option<Self> {
        let (store, url) = harness::open(backend, None).await?;
        let networks = [
            found(&store, "erstes").await,
            found(&store, "zweites").await,
        ];
        let tenants = CITIES.map(|ags| store.reference().tenant_of_city(ags).unwrap().id);
        join(&store, networks, tenants).await;
        let mut fixture = Self {
            store,
            url,
            networks,
            tenants,
            projects: Vec::new(),
        };
        fixture.write().await;
        Some(fixture)
    }

    pub const fn store(&self) -> &Store {
        &self.store
    }

    pub fn projects(&self) -> &[Written] {
        &self.projects
    }

    /// Somebody of a tenant, by its place.
    pub fn member(&self, place: usize, role: Role, scopes: Scopes) -> Actor {
        let tenant = *self.tenants.get(place).unwrap();
        let now = self.store.clock().now();
        Actor::Member(Member {
            tenant,
            role,
            scopes,
            networks: self.store.reference().networks_of(tenant, now),
            principal: Principal::CommandLine,
        })
    }

    /// Everybody who may be asking.
    pub fn actors(&self) -> Vec<(String, Actor)> {
        let mut actors = vec![
            ("nobody".to_owned(), Actor::Anonymous),
            (
                "operator".to_owned(),
                Actor::Operator(Principal::CommandLine),
            ),
        ];
        for place in 0..self.tenants.len() {
            for role in Role::ALL {
                actors.push((
                    format!("tenant {place} {role:?}"),
                    self.member(place, *role, Scopes::all()),
                ));
            }
            let blind = [Scope::WriteContent].into_iter().collect();
            actors.push((
                format!("tenant {place} without content:read"),
                self.member(place, Role::Admin, blind),
            ));
        }
        actors
    }

    /// The context of an admin of a tenant.
    pub fn admin(&self, place: usize) -> Ctx {
        Ctx::new(
            &self.store,
            self.member(place, Role::Admin, Scopes::all()),
            Language::De,
        )
    }

    /// Every pair of visibilities of plan and project, with and without embargo, for three tenants.
    async fn write(&mut self) {
        for (place, network) in [(0, 0), (1, 0), (2, 1)] {
            let network = *self.networks.get(network).unwrap();
            for plan in Visibility::ALL {
                for own in Visibility::ALL {
                    for days in [None, Some(-1), Some(1)] {
                        self.project(place, network, (*plan, *own), days).await;
                    }
                }
            }
        }
    }

    /// Shared plans are shared with tenants 1 and 2, shared projects with 2 and 3, none with their owner.
    fn named(&self, place: usize, visibility: Visibility, places: [usize; 2]) -> Vec<TenantId> {
        let others = places
            .into_iter()
            .filter(|other| *other != place && visibility == Visibility::Shared);
        others
            .filter_map(|other| self.tenants.get(other).copied())
            .collect()
    }

    async fn project(
        &mut self,
        place: usize,
        network: NetworkId,
        of: (Visibility, Visibility),
        days: Option<i64>,
    ) {
        let ctx = self.admin(place);
        let work = ctx.begin().await.unwrap();
        let canary = format!("kanari{place}x{}", self.projects.len());
        let embargo_until: Option<DateTime<Utc>> =
            days.map(|days| ctx.now() + TimeDelta::days(days));
        let plan = plan::create(&work, new_plan(network, &canary))
            .await
            .unwrap();
        let id = project::create(&work, plan, new_project(&canary))
            .await
            .unwrap();
        let (plan_readers, own_readers) = (
            self.named(place, of.0, [1, 2]),
            self.named(place, of.1, [2, 3]),
        );
        let release = Release {
            visibility: of.0,
            embargo_until: None,
        };
        plan::publish(&work, plan, 1, release, &plan_readers)
            .await
            .unwrap();
        let own = Release {
            visibility: of.1,
            embargo_until,
        };
        // Publishing the plan was a change of its project as well.
        project::publish(&work, id, 2, own, &own_readers)
            .await
            .unwrap();
        work.commit().await.unwrap();
        let effective = own.within(release);
        let readers = match of {
            _ if effective.visibility != Visibility::Shared => Vec::new(),
            (Visibility::Shared, Visibility::Shared) => own_readers
                .into_iter()
                .filter(|reader| plan_readers.contains(reader))
                .collect(),
            (Visibility::Shared, _) => plan_readers,
            _ => own_readers,
        };
        let tenant = *self.tenants.get(place).unwrap();
        let facts = effective.facts(tenant, Some(network));
        self.projects.push(Written {
            id,
            facts,
            readers,
            canary,
        });
    }
}

async fn found(store: &Store, slug: &str) -> NetworkId {
    let ctx = Ctx::new(store, Actor::Operator(Principal::CommandLine), Language::De);
    let work = ctx.begin().await.unwrap();
    let id = network::create(&work, NewNetwork::named(slug))
        .await
        .unwrap();
    for ags in CITIES {
        if work.ctx().reference().tenant_of_city(ags).is_none() {
            tenant::create_municipality(&work, ags).await.unwrap();
        }
    }
    work.commit().await.unwrap();
    id
}

async fn join(
    store: &Store,
    [first, second]: [NetworkId; 2],
    [aachen, karlsruhe, potsdam, bonn]: [TenantId; 4],
) {
    let ctx = Ctx::new(store, Actor::Operator(Principal::CommandLine), Language::De);
    let work = ctx.begin().await.unwrap();
    let today = ctx.now().date_naive();
    let role = MembershipRole::NetworkCity;
    for (network, tenant) in [
        (first, aachen),
        (first, karlsruhe),
        (second, potsdam),
        (first, bonn),
    ] {
        membership::create(&work, network, tenant, role, today - TimeDelta::days(30))
            .await
            .unwrap();
    }
    // One that begins tomorrow, and one that ended yesterday.
    let (role, tomorrow) = (MembershipRole::NetworkCity, today + TimeDelta::days(1));
    membership::create(&work, first, potsdam, role, tomorrow)
        .await
        .unwrap();
    membership::end(&work, first, bonn, today - TimeDelta::days(1))
        .await
        .unwrap();
    work.commit().await.unwrap();
}

fn new_plan(network: NetworkId, canary: &str) -> NewPlan {
    NewPlan {
        network,
        city_ags: None,
        title: format!("Plan {canary}"),
        status: PlanStatus::Adopted,
        selection_method: None,
        source_url: None,
        release: Release::own(),
    }
}

fn new_project(canary: &str) -> NewProject {
    let item = |kind, visibility| NewItem {
        kind,
        text: format!("Punkt {canary}"),
        mention_count: None,
        certainty: Certainty::Recognised,
        sub_project: None,
        visibility,
    };
    NewProject {
        code: canary.to_owned(),
        sequence_no: 1,
        action_field: None,
        working_title: format!("Vorhaben {canary}"),
        summary: Some(format!("Worum es geht: {canary}")),
        overall_goal: None,
        status: ProjectStatus::Planned,
        status_note: None,
        is_delayed: false,
        phase: None,
        start_year: None,
        end_year: None,
        responsible: None,
        contact: (Some(format!("kontakt-{canary}@example.org")), DETAILS),
        cost: (None, DETAILS),
        own_note: Some(format!("intern {canary}")),
        release: Release {
            visibility: Visibility::Public,
            embargo_until: None,
        },
        sub_projects: Vec::new(),
        items: vec![
            item(ItemKind::Idea, None),
            item(ItemKind::Lesson, Some(Visibility::Tenant)),
        ],
        barriers: Vec::new(),
        concept_corrections: Vec::new(),
        sources: vec![format!("https://example.org/{canary}")],
    }
}
