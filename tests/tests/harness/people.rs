//! People and programs that may be asking, each with a bearer credential that the service gave out.
//!
//! Invariant: credentials are made the way that the service makes them; those that do not hold did so once, or never.

use super::Service;
use api::{
    config::{Config, Sources},
    identity::{Identity, SignIn},
    token::{Grant, Minter, Signer},
};
use chrono::TimeDelta;
use domain::{
    Ctx, Work,
    account::{self, NewAccount},
    actor::{Actor, Member, Principal, Role, Scope, Scopes},
    credential::{self, KeyHash, NewCredential},
    id::{CredentialId, TenantId},
    language::Language,
    secret::Secrets,
    signing_key,
    store::Store,
};
use std::collections::HashMap;

/// Aachen and Karlsruhe, which share the network of the demo.
pub const AACHEN: &str = "05334002";
pub const KARLSRUHE: &str = "08212000";

/// The password of every account of a test.
pub const PASSWORD: &str = "Der Radweg endet am Ring.";

/// Somebody who may be asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// No credential at all.
    Anonymous,
    /// A key of a city with a role and all scopes.
    City(&'static str, Role),
    /// An editor of the office that coordinates the network.
    Coordinator,
    /// Somebody who runs the platform.
    Operator,
    /// A token that was right and is past its time.
    Expired,
    /// Something that is no token.
    Garbage,
    /// A key that was withdrawn.
    RevokedKey,
    /// A key of an Aachen admin that may read the audit log and nothing else.
    KeyWithoutScope,
}

impl Caller {
    /// Everybody.
    pub const ALL: [Self; 13] = [
        Self::Anonymous,
        Self::City(AACHEN, Role::Reader),
        Self::City(AACHEN, Role::Editor),
        Self::City(AACHEN, Role::Publisher),
        Self::City(AACHEN, Role::Admin),
        Self::City(KARLSRUHE, Role::Editor),
        Self::City(KARLSRUHE, Role::Admin),
        Self::Coordinator,
        Self::Operator,
        Self::Expired,
        Self::Garbage,
        Self::RevokedKey,
        Self::KeyWithoutScope,
    ];
}

/// The credentials of a service.
#[derive(Default)]
pub struct People {
    credentials: HashMap<Caller, String>,
    aachen: String,
}

impl People {
    /// Lets the service give out a credential to everybody.
    pub async fn enrol(store: &Store, sources: &Sources) -> Self {
        let mut config = Config::load(sources).unwrap();
        // The tests share a service for longer than an access token holds.
        config.identity.token_lifetime = TimeDelta::days(1);
        let identity = Identity::new(&config, store.clone()).unwrap();
        let reference = store.reference();
        let mut people = Self {
            aachen: reference.tenant_of_city(AACHEN).unwrap().id.to_string(),
            ..Self::default()
        };
        for caller in Caller::ALL {
            if let Some(text) = credential_of(caller, store, &identity).await {
                people.credentials.insert(caller, text);
            }
        }
        people
    }
}

impl Service {
    /// The value of `Authorization` for somebody; `None` for nobody in particular.
    pub fn authorization(&self, caller: Caller) -> Option<String> {
        let text = self.people.credentials.get(&caller)?;
        Some(format!("Bearer {text}"))
    }

    /// The key of somebody of a city.
    pub fn token(&self, role: Role, city: &'static str) -> String {
        self.people
            .credentials
            .get(&Caller::City(city, role))
            .unwrap()
            .clone()
    }

    /// The id of the tenant of Aachen.
    pub fn tenant_of_aachen(&self) -> String {
        self.people.aachen.clone()
    }
}

async fn credential_of(caller: Caller, store: &Store, identity: &Identity) -> Option<String> {
    let aachen = acting_for(store, Some(AACHEN));
    Some(match caller {
        Caller::Anonymous => return None,
        Caller::City(ags, role) => {
            key(&acting_for(store, Some(ags)), identity, role, Scopes::all())
                .await
                .1
        }
        Caller::Coordinator => {
            key(
                &acting_for(store, None),
                identity,
                Role::Editor,
                Scopes::all(),
            )
            .await
            .1
        }
        Caller::Operator => operator(store, identity).await,
        Caller::Expired => expired(store, identity).await,
        Caller::Garbage => "garbage".to_owned(),
        Caller::RevokedKey => {
            let (id, text) = key(&aachen, identity, Role::Admin, Scopes::all()).await;
            let work = aachen.begin().await.unwrap();
            credential::withdraw(&work, id).await.unwrap();
            work.commit().await.unwrap();
            text
        }
        Caller::KeyWithoutScope => {
            let scopes = [Scope::ReadAudit].into_iter().collect();
            key(&aachen, identity, Role::Admin, scopes).await.1
        }
    })
}

/// An admin of a city, or of the office that coordinates the network.
pub fn acting_for(store: &Store, city: Option<&str>) -> Ctx {
    let reference = store.reference();
    let is_office = |tenant: &&std::sync::Arc<domain::tenant::Tenant>| tenant.city_ags.is_none();
    let office = reference.tenants.all().iter().find(is_office);
    let tenant: TenantId = city
        .map_or(office, |ags| reference.tenant_of_city(ags))
        .unwrap()
        .id;
    let actor = Actor::Member(Member {
        tenant,
        role: Role::Admin,
        scopes: Scopes::all(),
        networks: Vec::new(),
        principal: Principal::CommandLine,
    });
    Ctx::new(store, actor, Language::De)
}

/// A new key, and its text.
pub async fn key(
    ctx: &Ctx,
    secrets: &dyn Secrets,
    role: Role,
    scopes: Scopes,
) -> (CredentialId, String) {
    let id = CredentialId(Work::new_id());
    let secret = secrets.key(id).unwrap();
    let new = NewCredential {
        name: format!("Test {role:?}"),
        role,
        scopes,
        origins: Vec::new(),
        expires_at: None,
    };
    let made = KeyHash {
        id,
        hash: secret.hash,
    };
    let work = ctx.begin().await.unwrap();
    credential::create(&work, new, made).await.unwrap();
    work.commit().await.unwrap();
    (id, secret.text)
}

async fn operator(store: &Store, identity: &Identity) -> String {
    let ctx = Ctx::new(store, Actor::Operator(Principal::CommandLine), Language::De);
    let email = "betrieb@staedtenetz.example".to_owned();
    let new = NewAccount::new(email.as_str(), "Betrieb");
    let hash = identity.password_hash(PASSWORD.to_owned()).await.unwrap();
    let work = ctx.begin().await.unwrap();
    account::create_operator(&work, new, hash).await.unwrap();
    work.commit().await.unwrap();
    let shown = SignIn {
        email,
        password: PASSWORD.to_owned(),
        tenant: None,
        address: None,
    };
    identity.sign_in(&ctx, shown).await.unwrap().access_token
}

/// Signed with the key of the service, an hour ago.
async fn expired(store: &Store, identity: &Identity) -> String {
    let ctx = Ctx::new(store, Actor::Operator(Principal::CommandLine), Language::De);
    identity.published_keys().await.unwrap();
    let rows = signing_key::in_use(&ctx, ctx.now()).await.unwrap();
    let minter = Minter {
        issuer: identity.name().to_owned(),
        audience: identity.name().to_owned(),
        lifetime: TimeDelta::minutes(10),
        signer: Signer::from_pem(&rows.first().unwrap().private_pem).unwrap(),
    };
    let member = acting_for(store, Some(AACHEN));
    let Actor::Member(member) = member.actor() else {
        panic!("a member acts");
    };
    let grant = Grant {
        subject: &CredentialId(Work::new_id()).to_string(),
        client: "test",
        session: None,
        tenant: Some(&member.tenant.to_string()),
        role: Some("ADMIN"),
        scope: &Scopes::all().words(),
        not_after: None,
    };
    minter
        .mint(&grant, "t-1", ctx.now() - TimeDelta::hours(1))
        .unwrap()
}
