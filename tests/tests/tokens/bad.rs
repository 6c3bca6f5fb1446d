//! Credentials that do not hold, each for one reason.
//!
//! Invariant: a token here differs from one that holds in one thing only, where that can be done without the key.

use crate::harness::{DEVELOPMENT_SECRET, Service, people::Caller};
use api::token::{Grant, Minter, Signer, new_key};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use domain::clock::Clock;
use serde_json::{Value, json};

/// Name, and value of `Authorization`.
pub fn credentials(service: &Service, good: &str) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = tampered(good)
        .into_iter()
        .chain(minted(service))
        .map(|(name, token)| (name, format!("Bearer {token}")))
        .collect();
    for (name, caller) in [
        ("expired", Caller::Expired),
        ("garbage", Caller::Garbage),
        ("revoked key", Caller::RevokedKey),
    ] {
        all.push((name, service.authorization(caller).unwrap()));
    }
    let key = service.token(domain::actor::Role::Reader, crate::harness::people::AACHEN);
    let other = if key.ends_with('0') { '1' } else { '0' };
    let mistyped: String = key.chars().take(key.len() - 1).chain([other]).collect();
    let unknown = api::token::ApiKey::new([7; 16], [9; 32]).reveal();
    all.extend([
        ("mistyped key", format!("Bearer {mistyped}")),
        ("unknown key", format!("Bearer {unknown}")),
        ("another scheme", format!("Basic {good}")),
        ("no scheme", good.to_owned()),
        ("no token", "Bearer".to_owned()),
        ("two words", format!("Bearer {good} {good}")),
        ("oversized", format!("Bearer {}", "a".repeat(8 * 1024 + 1))),
    ]);
    all
}

fn parts(token: &str) -> [Value; 2] {
    let mut parts = token.split('.').map(|part| {
        let bytes = URL_SAFE_NO_PAD.decode(part).unwrap();
        serde_json::from_slice(&bytes).unwrap_or_default()
    });
    [parts.next().unwrap(), parts.next().unwrap()]
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn with(value: &Value, name: &str, member: Value) -> Value {
    let mut changed = value.clone();
    changed
        .as_object_mut()
        .unwrap()
        .insert(name.to_owned(), member);
    changed
}

/// A token that holds, with something changed; its signature stays.
fn tampered(good: &str) -> Vec<(&'static str, String)> {
    let [header, claims] = parts(good);
    let signature = good.rsplit('.').next().unwrap();
    let token = |header: &Value, claims: &Value| {
        format!("{}.{}.{signature}", encoded(header), encoded(claims))
    };
    let header_with = |name: &str, value: Value| token(&with(&header, name, value), &claims);
    let claims_with = |name: &str, value: Value| token(&header, &with(&claims, name, value));
    let none = with(&header, "alg", json!("none"));
    vec![
        (
            "alg none",
            format!("{}.{}.", encoded(&none), encoded(&claims)),
        ),
        ("alg none, signed", token(&none, &claims)),
        ("alg HS256", header_with("alg", json!("HS256"))),
        ("alg RS256", header_with("alg", json!("RS256"))),
        ("unknown kid", header_with("kid", json!("x"))),
        (
            "kid with a path",
            header_with("kid", json!("../../dev/null")),
        ),
        (
            "jku",
            header_with("jku", json!("http://127.0.0.1:1/jwks.json")),
        ),
        ("x5u", header_with("x5u", json!("http://127.0.0.1:1/x.pem"))),
        ("jwk", header_with("jwk", json!({ "kty": "OKP" }))),
        ("crit", header_with("crit", json!(["b64"]))),
        ("an ID token", header_with("typ", json!("JWT"))),
        ("another role", claims_with("role", json!("ADMIN"))),
        (
            "another tenant",
            claims_with("tenant", json!("tenant_01h455vb4pex5vsknk084sn02q")),
        ),
        (
            "another issuer",
            claims_with("iss", json!("https://id.example")),
        ),
        (
            "no signature",
            format!("{}.{}", encoded(&header), encoded(&claims)),
        ),
        ("four parts", format!("{good}.x")),
        ("a doubled claim", doubled(good)),
        ("cut short", good.chars().take(good.len() - 4).collect()),
    ]
}

fn doubled(good: &str) -> String {
    let [header, claims] = parts(good);
    let text = claims.to_string();
    let twice = format!("{{\"role\":\"ADMIN\",{}", text.trim_start_matches('{'));
    let signature = good.rsplit('.').next().unwrap();
    format!(
        "{}.{}.{signature}",
        encoded(&header),
        URL_SAFE_NO_PAD.encode(twice)
    )
}

/// Tokens of a signer who is not ours, or with claims that do not hold.
fn minted(service: &Service) -> Vec<(&'static str, String)> {
    let tenant = service.tenant_of_aachen();
    let usual = Claims {
        tenant: Some(tenant.as_str()),
        role: Some("ADMIN"),
        audience: "http://127.0.0.1:0",
        at: Clock::System.now(),
    };
    let stranger = Signer::from_pem(&new_key(&[3; 32]).unwrap()).unwrap();
    let guessed = Signer::development(&[0; 32]);
    let mut minted = vec![
        ("another key", usual.signed(stranger)),
        ("a guessed secret", usual.signed(guessed)),
    ];
    minted.extend(false_claims(usual).map(|(name, claims)| {
        let ours = Signer::development(DEVELOPMENT_SECRET.as_bytes());
        (name, claims.signed(ours))
    }));
    minted
}

/// Claims that do not hold, even where they are signed rightly.
fn false_claims(usual: Claims<'_>) -> [(&'static str, Claims<'_>); 8] {
    let to = |audience| Claims { audience, ..usual };
    let issued = |at| Claims { at, ..usual };
    let of = |tenant| Claims { tenant, ..usual };
    let as_role = |role| Claims { role, ..usual };
    let day = TimeDelta::days(1);
    [
        ("another audience", to("https://x.example")),
        ("issued tomorrow", issued(usual.at + day)),
        ("past its time", issued(usual.at - day)),
        ("no tenant", of(None)),
        (
            "unknown tenant",
            of(Some("tenant_01h455vb4pex5vsknk084sn02q")),
        ),
        ("no role", as_role(None)),
        ("unknown role", as_role(Some("KING"))),
        ("an operator with a tenant", as_role(Some("OPERATOR"))),
    ]
}

#[derive(Clone, Copy)]
struct Claims<'a> {
    tenant: Option<&'a str>,
    role: Option<&'a str>,
    audience: &'a str,
    at: DateTime<Utc>,
}

impl Claims<'_> {
    fn signed(&self, signer: Signer) -> String {
        let minter = Minter {
            issuer: "http://127.0.0.1:0/development".to_owned(),
            audience: self.audience.to_owned(),
            lifetime: TimeDelta::minutes(5),
            signer,
        };
        let grant = Grant {
            subject: "somebody",
            client: "test",
            session: None,
            tenant: self.tenant,
            role: self.role,
            scope: "content:read",
            not_after: None,
        };
        minter.mint(&grant, "t-1", self.at).unwrap()
    }
}
