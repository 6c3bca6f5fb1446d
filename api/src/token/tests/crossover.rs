//! JWT-5: issuers that use the same names of keys, subjects and tokens.
//!
//! Invariant: nothing that is true of one issuer is true of another.

use super::support::{AUDIENCE, Draft, KASSEL, TENANT, TestKey, foreign, kassel, now, publish};
use crate::token::{
    Algorithm, FetchFault, IssuerFault, JwksFault, KeyLocation, fetch::published_keys,
};
use crate::token::{Issuer, Minter, Reason, Signer, key_document, new_key};
use chrono::TimeDelta;
use serde_json::json;

const BONN: &str = "https://id.bonn.example";

#[tokio::test]
async fn same_kid_and_sub() {
    let (verifier, web, kassel_key) = kassel();
    let bonn_key = TestKey::ed25519("k1", 2);
    publish(&web, BONN, &[&bonn_key]);
    verifier.trust(foreign(&web, BONN, "tenant_bonn"));
    let of_kassel = Draft::new(&kassel_key, KASSEL).signed(&kassel_key);
    let of_bonn = Draft::new(&bonn_key, BONN).signed(&bonn_key);
    let kassel = verifier.verify(&of_kassel, now()).await.unwrap();
    let bonn = verifier.verify(&of_bonn, now()).await.unwrap();
    assert_eq!(
        (&kassel.subject, &kassel.token),
        (&bonn.subject, &bonn.token)
    );
    assert_eq!(
        (kassel.issuer.as_str(), bonn.issuer.as_str()),
        (KASSEL, BONN)
    );
    assert_eq!(kassel.tenant.as_deref(), Some(TENANT));
    assert_eq!(bonn.tenant.as_deref(), Some("tenant_bonn"));
    for (issuer, key) in [(KASSEL, &bonn_key), (BONN, &kassel_key)] {
        let forged = Draft::new(key, issuer).signed(key);
        let refused = verifier.verify(&forged, now()).await.unwrap_err();
        assert_eq!(refused.reason(), Reason::WrongSignature, "{issuer}");
    }
}

#[tokio::test]
async fn a_foreign_issuer_cannot_speak_for_ours() {
    let (verifier, _, key) = kassel();
    let signer = Signer::from_pem(&new_key(&[7; 32]).unwrap()).unwrap();
    let ours = "https://api.staedtenetz.example";
    let published = key_document([&signer]).to_string();
    verifier.trust(Issuer::built_in(ours, AUDIENCE, published.as_bytes()).unwrap());
    let forged = Draft::new(&key, ours).signed(&key);
    assert_eq!(
        verifier.verify(&forged, now()).await.unwrap_err().reason(),
        Reason::UnknownKey
    );
    let minter = Minter {
        issuer: KASSEL.into(),
        audience: AUDIENCE.into(),
        lifetime: TimeDelta::minutes(5),
        signer,
    };
    let grant = crate::token::Grant {
        subject: "u-1",
        client: "c",
        session: None,
        tenant: Some("t"),
        role: None,
        scope: "",
        not_after: None,
    };
    let forged = minter.mint(&grant, "t-1", now()).unwrap();
    assert!(verifier.verify(&forged, now()).await.is_err());
}

#[tokio::test]
async fn metadata_of_another_issuer_are_not_followed() {
    let (_, web, _) = kassel();
    let place = format!("{BONN}/.well-known/openid-configuration");
    web.publish(
        &place,
        json!({ "issuer": KASSEL, "jwks_uri": "https://evil.example/keys" }),
    );
    let fault = published_keys(&*web, BONN, &KeyLocation::Discovery)
        .await
        .unwrap_err();
    assert!(matches!(fault, FetchFault::WrongIssuer));
    assert_eq!(web.asked("evil.example/keys"), 0);
}

#[tokio::test]
async fn metadata_are_found_in_the_place_of_rfc_8414_too() {
    let (_, web, key) = kassel();
    let issuer = "https://id.ulm.example/realms/stadt";
    let place = "https://id.ulm.example/.well-known/oauth-authorization-server/realms/stadt";
    web.publish(
        place,
        json!({ "issuer": issuer, "jwks_uri": "https://id.ulm.example/keys" }),
    );
    web.publish("https://id.ulm.example/keys", json!({ "keys": [key.jwk] }));
    let keys = published_keys(&*web, issuer, &KeyLocation::Discovery)
        .await
        .unwrap();
    assert!(keys.key("k1").is_some());
}

#[test]
fn a_shared_secret_is_for_development_only() {
    let web = super::support::FakeWeb::new();
    let keys = crate::token::KeySet::new(
        BONN,
        KeyLocation::Discovery,
        web,
        crate::token::Ages::default(),
    );
    let rule = || crate::token::TenantRule::Always("t".into());
    let trust = |algorithms: &[Algorithm]| {
        Issuer::foreign(keys.clone(), AUDIENCE, algorithms, rule()).map(|_| ())
    };
    assert_eq!(trust(&[]), Err(IssuerFault::NoAlgorithm));
    assert_eq!(
        trust(&[Algorithm::ES256, Algorithm::HS256]),
        Err(IssuerFault::Algorithm(Algorithm::HS256))
    );
    let short = Issuer::development("dev", AUDIENCE, &[1; 31]).map(|_| ());
    assert_eq!(short, Err(IssuerFault::Keys(JwksFault::NoUsableKey)));
}
